"""Findings shown on a terminal, to be judged."""

from __future__ import annotations

import re
import sys
from typing import Final

from spamdetect.cli.display import safe, shown
from spamdetect.cli.judging import Case, Judging
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES

KEYS: Final = (
    ("y", "right"),
    ("n", "wrong"),
    ("c", "right, but another category"),
    ("a", "add what was missed"),
    ("v", "view the whole text"),
    ("s", "skip the document"),
    ("u", "undo"),
    ("q", "quit"),
)
PROMPT: Final = "[y]es [n]o [c]ategory [a]dd [v]iew [s]kip [u]ndo [q]uit: "
_CONTEXT: Final = 160
_LONG: Final = 900
_REASONS: Final = 5
_STYLES: Final = {"spam": "bold red", "junk": "bold yellow"}
_LINES: Final = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")


class Screen:
    """Prints cases to standard output, in colour if that is a terminal."""

    def __init__(self) -> None:
        from rich.console import Console

        wide = None if sys.stdout.isatty() else 100
        self._console = Console(file=sys.stdout, width=wide, highlight=False, soft_wrap=True)

    def say(self, text: str, style: str = "") -> None:
        """Print one line."""
        from rich.text import Text

        self._console.print(Text(text, style))

    def show_finding(self, judging: Judging, case: Case) -> None:
        """Print the finding in hand with the text around it, and the reasons."""
        from rich.text import Text

        report = case.report
        section = case.asked[judging.question]
        head = f"{judging.number + 1}/{len(judging.cases)}"
        if judging.question == 0:
            self.say("")
            self.say(
                f"{head}  {shown(str(case.record['id']), 80)}  {shown(case.place, 80)}", "bold"
            )
            self.say(
                f"{report.verdict} {report.score:.3f}  {shown(case.record.get('url') or '', 100)}"
            )
        finding = f"finding {judging.question + 1} of {len(case.asked)}"
        hidden = ", hidden" if section.hidden else ""
        self._console.print(
            Text.assemble(
                f"\n{head}, {finding}: ",
                (f"{section.label} {section.category}", _STYLES[section.label]),
                f" {section.score:.3f}, characters {section.start}-{section.end}{hidden}",
            )
        )
        begin, end = max(0, section.start - _CONTEXT), section.end + _CONTEXT
        text = Text()
        text.append(("… " if begin else "") + plain(report.text[begin : section.start]), "dim")
        text.append(f"»{plain(folded(section.text))}«", f"reverse {_STYLES[section.label]}")
        after = plain(report.text[section.end : end])
        text.append(after + (" …" if end < len(report.text) else ""), "dim")
        self._console.print(text)
        for reason in section.reasons[:_REASONS]:
            told = f"{reason.description}: {reason.evidence}" if reason.evidence else (
                reason.description)  # fmt: skip
            self.say(f"  {reason.weight:+6.2f} {reason.symbol} {shown(told, 100)}")

    def show_text(self, case: Case) -> None:
        """Print the whole text with its findings."""
        from rich.text import Text

        text = Text()
        position = 0
        for section in case.report.sections:
            text.append(plain(case.report.text[position : section.start]))
            text.append(f"»{plain(section.text)}«", f"reverse {_STYLES[section.label]}")
            position = section.end
        text.append(plain(case.report.text[position:]))
        self._console.print(text)

    def show_keys(self) -> None:
        """Print what the keys mean."""
        for key, meaning in KEYS:
            self.say(f"  {key}  {meaning}")

    def show_categories(self) -> None:
        """Print the categories."""
        self.say(f"spam: {', '.join(SPAM_CATEGORIES)}")
        self.say(f"junk: {', '.join(JUNK_CATEGORIES)}")


def plain(text: str) -> str:
    """Return a text with its lines, and with what could harm a terminal replaced by ``·``.

    Parameters
    ----------
    text : str
    """
    return "\n".join(safe(line.replace("\t", "    ")) for line in _LINES.split(text))


def folded(text: str) -> str:
    """Return a text whose middle is left out if it is long.

    Parameters
    ----------
    text : str
    """
    if len(text) <= _LONG:
        return text
    left_out = len(text) - _LONG
    return f"{text[: _LONG * 2 // 3]}\n[… {left_out:,} more characters …]\n{text[-_LONG // 3 :]}"


def category_named(name: str) -> str | None:
    """Return the category that a name, or the unambiguous beginning of one, stands for.

    Parameters
    ----------
    name : str
    """
    name = name.strip().lower()
    names = (*SPAM_CATEGORIES, *JUNK_CATEGORIES)
    found = [entry for entry in names if entry.startswith(name)] if name else []
    return name if name in names else found[0] if len(found) == 1 else None
