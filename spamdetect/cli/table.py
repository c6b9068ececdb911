"""Results for people: plain lines, coloured on a terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from spamdetect.cli.display import shown
from spamdetect.io.records import Record, place
from spamdetect.reports import Reason, Report, Section, UrlReport

if TYPE_CHECKING:
    from rich.console import Console

_STYLES: Final = {
    "clean": "green",
    "ok": "green",
    "injected": "bold red",
    "spam": "bold red",
    "junk": "yellow",
    "unsure": "yellow",
}
_REASONS: Final = 3
_PLAIN_WIDTH: Final = 100

Piece = tuple[str, str]
"""Text and style."""


class _Lines:
    """Lines of styled text on standard output, plain where that is no terminal."""

    def __init__(self) -> None:
        self._console: Console | None = None
        self.width = _PLAIN_WIDTH
        if sys.stdout.isatty():
            from rich.console import Console

            self._console = Console(highlight=False, soft_wrap=True)
            self.width = max(60, shutil.get_terminal_size((_PLAIN_WIDTH, 24)).columns)

    def write(self, *pieces: Piece) -> None:
        if self._console is None:
            print("".join(text for text, _ in pieces).rstrip())
            return
        from rich.text import Text

        self._console.print(Text.assemble(*pieces))


class DocumentTable:
    """Prints the findings of one document after the other."""

    def __init__(self) -> None:
        self._lines = _Lines()

    def add(self, record: Record, report: Report) -> None:
        """Print the verdict on a document and its sections."""
        head: list[Piece] = [
            (f"{shown(place(record.source, record.line))}: ", "bold"),
            (report.verdict, _STYLES[report.verdict]),
        ]
        if report.category is not None:
            head.append((f" {report.category}", ""))
        self._lines.write(*head, (f" {report.score:.3f}", ""))
        for section in report.sections:
            self._section(section)

    def _section(self, section: Section) -> None:
        hidden = " hidden" if section.hidden else ""
        where = f"{section.start}-{section.end}"
        self._lines.write(
            ("  ", ""),
            (f"{section.label:<5}", _STYLES[section.label]),
            (f" {section.category:<11} {section.score:.3f}  {where:<15}{hidden}", ""),
            (f"  {section.selector}" if section.selector else "", "dim"),
        )
        self._lines.write(("    ", ""), (shown(section.text, self._lines.width - 4), "italic"))
        for reason in section.reasons[:_REASONS]:
            self._lines.write(("    ", ""), *_reason(reason, self._lines.width - 4))


def _reason(reason: Reason, width: int) -> list[Piece]:
    evidence = f": {shown(reason.evidence, 60)}" if reason.evidence else ""
    told = shown(f"{reason.description}{evidence}", max(20, width - 8 - len(reason.symbol)))
    return [(f"{reason.weight:+6.2f} ", ""), (reason.symbol, "cyan"), (f" {told}", "")]


class UrlTable:
    """Prints the verdicts on URLs, a line each."""

    def __init__(self) -> None:
        self._lines = _Lines()

    def add(self, reports: Sequence[UrlReport]) -> None:
        """Print the verdicts on some URLs."""
        for report in reports:
            why = ", ".join(r.symbol for r in report.reasons if r.weight > 0) or "-"
            self._lines.write(
                (f"{report.verdict:<6}", _STYLES[report.verdict]),
                (f" {report.score:.3f} {report.category or '-':<11} ", ""),
                (shown(report.url, self._lines.width), ""),
                (f"  {why}" if report.verdict != "ok" else "", "dim"),
            )
