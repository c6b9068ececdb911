"""One HTML page with all findings, written as they come and without a word from elsewhere."""

from __future__ import annotations

import base64
import hashlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from spamdetect.errors import MissingExtraError
from spamdetect.render.marking import marked
from spamdetect.render.overview import Overview
from spamdetect.render.passages import divide
from spamdetect.reports import Reason, Report

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TOP: Final = 12
"""Rows of a list in the summary."""
OPEN_SECTIONS: Final = 4
"""Sections of a document above which their reasons are folded."""
STEPS: Final = 20
"""Widths that a bar can have."""
_FOLDER: Final = Path(__file__).parent / "templates"


class PageWriter(AbstractContextManager["PageWriter"]):
    """Writes a self-contained report: no script, style, font or picture comes from elsewhere.

    Documents are rendered one by one into a temporary file, since the summary, which is known
    last, stands first.

    Parameters
    ----------
    model, preset : str
        Named in the head of the page.

    Attributes
    ----------
    shown : int
        Documents written so far.

    Raises
    ------
    MissingExtraError
        If Jinja2 is not installed.
    """

    def __init__(self, model: str = "", preset: str = "") -> None:
        self._environment = _environment()
        self._document = self._environment.get_template("document.html")
        self._about = {"model": model, "preset": preset}
        self._body = tempfile.TemporaryFile()  # noqa: SIM115
        self._verdicts: Counter[str] = Counter()
        self._categories: Counter[str] = Counter()
        self.shown = 0

    def __exit__(self, *_: object) -> None:
        self._body.close()

    def add(self, report: Report, name: str, place: str = "", url: str | None = None) -> None:
        """Write one document.

        Parameters
        ----------
        report : Report
            With its `text`.
        name, place : str
            What the document is called, and where it was read.
        url : str, optional
            Address of the page; shown as text.
        """
        self.shown += 1
        self._about["model"] = self._about["model"] or report.model
        self._verdicts[report.verdict] += 1
        found = dict.fromkeys(section.category for section in report.sections)
        self._categories.update(found.keys())
        flagged = [entry for entry in report.urls if entry.verdict != "ok"]
        html = self._document.render(
            number=self.shown,
            report=report,
            name=name,
            place=place,
            url=url,
            passages=divide(report.text, report.sections),
            categories=" ".join(found),
            flagged=flagged,
            opened=len(report.sections) <= OPEN_SECTIONS,
        )
        self._body.write(html.encode("utf-8"))

    def finish(self, stream: IO[bytes], overview: Overview) -> None:
        """Write the page.

        Parameters
        ----------
        stream : binary file
        overview : Overview
            Of all documents, those without findings included.
        """
        style, script = _asset("report.css"), _asset("report.js")
        head = self._environment.get_template("head.html").render(
            **self._about,
            overview=overview,
            shown=self.shown,
            verdicts=self._verdicts,
            categories=_ranked(self._categories),
            lists=list(_lists(overview)),
            style=style,
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
        foot = self._environment.get_template("foot.html").render(script=script)
        stream.write(head.encode("utf-8"))
        self._body.seek(0)
        shutil.copyfileobj(self._body, stream)
        stream.write(foot.encode("utf-8"))


def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise MissingExtraError("jinja2", "report", "An HTML report") from None
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_final,
    )
    environment.filters.update(width=_width, number="{:,}".format)
    environment.globals["widths"] = _widths
    return environment


def _final(value: Any) -> Any:
    """Escape every text that a template writes, unseen characters shown."""
    return marked(value) if type(value) is str else value


def _asset(name: str) -> Markup:
    from markupsafe import Markup

    return Markup((_FOLDER / name).read_text("utf-8"))


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode('ascii')}"


def _width(value: float, largest: float) -> str:
    """Return the class of a bar, since the page's own policy forbids styles of elements."""
    steps = round(STEPS * abs(value) / largest) if largest else 0
    return f"w{min(STEPS, max(steps, 1 if value else 0))}"


def _widths(reasons: tuple[Reason, ...]) -> list[tuple[Reason, str]]:
    largest = max((abs(reason.weight) for reason in reasons), default=0.0)
    return [(reason, _width(reason.weight, largest)) for reason in reasons]


def _ranked(counter: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counter.items(), key=lambda pair: (-pair[1], pair[0]))


def _lists(overview: Overview) -> Iterator[dict[str, Any]]:
    """Yield the lists of the summary: title, rows of name, count and note, and how many more."""
    for title, counter in (
        ("Spam sections by category", overview.categories),
        ("Junk sections by category", overview.junk),
        ("Links to spam hosts", overview.hosts),
        ("Spam sections by reason", overview.reasons),
    ):
        rows = _ranked(counter)
        if rows:
            yield {
                "title": title,
                "rows": [
                    (name, count, overview.descriptions.get(name, ""), _width(count, rows[0][1]))
                    for name, count in rows[:TOP]
                ],
                "more": max(0, len(rows) - TOP),
            }
