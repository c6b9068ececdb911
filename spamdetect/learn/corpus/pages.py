"""Labelled HTML pages: documents whose text is read in their source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

import numpy as np

from spamdetect.html import Page, parse
from spamdetect.labels import JUNK_CATEGORIES
from spamdetect.learn.corpus.documents import Document, Span

HTML: Final = "html"
"""Kind of the documents whose text is that of an HTML page."""
WHOLE_PAGE: Final = "whole page"
"""Kind of the documents whose text is all that a page holds, menus and footers included."""


def page_of(document: Document) -> Page | None:
    """Return the page that a document's text was read in; None if it is no page.

    Parameters
    ----------
    document : Document
    """
    return parse(document.html) if document.kind == HTML and document.html else None


def as_page(document: Document, *, marked: bool) -> Document:
    """Return a document of the kind `HTML`, given one with the source of a page.

    Where no span is of junk, all of it is `unsure`: who labels spam leaves menus unlabelled.

    Parameters
    ----------
    document : Document
        With `html`.
    marked : bool
        Whether its spans are those of the source. Otherwise they are those of `text`; if that is
        not what `spamdetect.html.parse` reads in the page, the document becomes one of text alone.
    """
    page = parse(document.html or "")
    spans = text_spans(page, document.spans) if marked else document.spans
    if not marked and document.text != page.text:
        return replace(document, kind="", html=None)
    labelled = any(category in JUNK_CATEGORIES for _, _, category in spans)
    return replace(
        document,
        text=page.text,
        spans=spans,
        kind=HTML,
        unsure=() if labelled or not page.text else ((0, len(page.text)),),
    )


def as_text(document: Document) -> Document:
    """Return a document with the text of its page alone, as naive extractors give it.

    Parameters
    ----------
    document : Document
        Returned as it is if it is no page.
    """
    return document if document.kind != HTML else replace(document, kind=WHOLE_PAGE, html=None)


def text_spans(page: Page, marked: Iterable[Span]) -> tuple[Span, ...]:
    """Return the spans of a page's text that come from spans of its source.

    Parameters
    ----------
    page : Page
    marked : iterable of Span
        In order, never overlapping.

    Returns
    -------
    tuple of Span
        Without white space at their ends; source without text has none.
    """
    solid = np.zeros(len(page.text) + 1, np.int64)
    np.add.at(solid, page.run_start, 1)
    np.add.at(solid, page.run_end, -1)
    places = np.flatnonzero(np.cumsum(solid)[:-1] > 0)
    starts, ends = page.source_offsets()
    spans: list[Span] = []
    for begin, end, category in marked:
        first = int(np.searchsorted(starts[places], begin))
        last = int(np.searchsorted(ends[places], end, side="right"))
        if first < last:
            low, high = int(places[first]), int(places[last - 1]) + 1
            text = page.text[low:high]
            low += len(text) - len(text.lstrip())
            high -= len(text) - len(text.rstrip())
            if low < high:
                spans.append((low, high, category))
    return tuple(spans)
