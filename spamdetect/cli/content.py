"""The text that the sections of a record's report index."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spamdetect.io.records import Record
from spamdetect.reports import Report


@dataclass(frozen=True, slots=True)
class Content:
    """What a record holds.

    Attributes
    ----------
    text : str
        Of an HTML page, all text that is found in it.
    html : str or None
        Source of the page, decoded.
    """

    text: str
    html: str | None = None


def content_of(record: Record) -> Content:
    """Return the content of a record.

    Parameters
    ----------
    record : Record
    """
    if record.text is not None:
        return Content(record.text)
    from spamdetect.html import parse

    page = parse(record.html or "")
    return Content(page.text, page.source)


def with_text(report: Report, content: Content) -> Report:
    """Return a report that came from another process without its text with that text."""
    return replace(report, text=content.text)
