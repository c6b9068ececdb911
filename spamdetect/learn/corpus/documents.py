"""What labelled data consists of: documents with spans, and URL rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from spamdetect.errors import DataError
from spamdetect.labels import JUNK_CATEGORIES, spam_category

DocumentLabel = Literal["clean", "injected", "spam"]
Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Document:
    """One labelled document.

    Attributes
    ----------
    id : str
        Unique within its source.
    text : str
    spans : tuple of (start, end, category)
        Spam spans in code points of `text`, in order, never overlapping.
    lang : str
        Language code as the data names it; empty if unknown.
    source : str
        Data set the document comes from.
    kind : str
        Kind of text, for example ``"news"`` or ``"comment"``.
    group : str
        Site, campaign or parallel-document key: documents of one group belong together when
        data is divided into folds.
    split : str
    html : str or None
        Source of the page. Of documents of the kind ``"html"``, `text` is all text that
        `spamdetect.html.parse` finds in it.
    page_text : str or None
        All visible text of the page, where the data has it beside the article.
    form : str
        For generated documents the form of injection or of honest layout, else empty.
    label : {"clean", "injected", "spam"}
    author : str
        Name of a comment's author, where the data has it.
    unsure : tuple of (start, end)
        Parts of `text` of which it is not known whether they are junk.
    """

    id: str
    text: str
    spans: tuple[Span, ...] = ()
    lang: str = ""
    source: str = ""
    kind: str = ""
    group: str = ""
    split: str = "train"
    html: str | None = None
    page_text: str | None = None
    form: str = ""
    label: DocumentLabel = "clean"
    author: str = ""
    unsure: tuple[tuple[int, int], ...] = ()


class UrlRow(NamedTuple):
    """One row of labelled URLs: name, kind (host, ip, url), label, category, brand and split."""

    name: str
    kind: str
    label: str
    category: str
    brand: str
    split: str


def checked_spans(raw: object, text: str, place: str) -> tuple[Span, ...]:
    """Return labelled spans, sorted, after checking them against their text.

    Parameters
    ----------
    raw : object
        The value of a record's ``spans``.
    text : str
    place : str
        File and line, for the message.

    Raises
    ------
    DataError
        If a span is malformed, empty, outside the text or overlaps another.
    """
    if not isinstance(raw, list):
        raise DataError(f"{place}: the field 'spans' is missing or not a list")
    spans: list[Span] = []
    for item in raw:
        if not (isinstance(item, list) and len(item) == 3 and isinstance(item[2], str)):
            raise DataError(f"{place}: a span is not [start, end, category]: {item!r}")
        start, end, name = item
        if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
            raise DataError(f"{place}: span {item!r} is not within the text of {len(text)}")
        spans.append((start, end, category_of(name)))
    spans.sort()
    for (_, end, _), (start, _, _) in pairwise(spans):
        if start < end:
            raise DataError(f"{place}: spans overlap at {start}")
    return tuple(spans)


def category_of(name: str) -> str:
    """Return our category, spam or junk, for a data set's name of a kind."""
    return name if name in JUNK_CATEGORIES else spam_category(name)


def whole_span(text: str, category: str) -> tuple[Span, ...]:
    """Return the span of all of `text` but its outer white space; none for blank text."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return ((start, end, category),) if start < end else ()
