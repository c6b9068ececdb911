"""Real page furniture for training: pages whose lines are labelled by their article."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, Literal

from spamdetect.learn.corpus.documents import Document, Span
from spamdetect.learn.generate.junk.alignment import Line, align

PAGE: Final = "page"
"""Form of a whole page whose furniture is labelled."""

MIN_FOUND: Final = 0.8
"""Share of an article's shingles that its page must hold to be labelled."""

_CUT_SHORT: Final = re.compile(r"(?:…|\.\.\.|›|»+|→)\W*$")


def boilerplate_documents(
    clean: Iterable[Document], *, unsure: Literal["keep", "drop"] = "drop"
) -> Iterator[Document]:
    """Yield the pages of documents that have ``page_text``, with spans over their furniture.

    Pages in which the article can hardly be found are left out, as are those that have no furniture
    and those whose article is a list of teasers.

    Parameters
    ----------
    clean : iterable of Document
        Those without ``page_text`` are passed over.
    unsure : {"keep", "drop"}
        What to do with lines that may be furniture or content: leave them in the text, where no
        span covers them, or take them out of it.

    Yields
    ------
    Document
        The text of the page; neighbouring lines of furniture are one span of the category
        ``"boilerplate"``.
    """
    for document in clean:
        if not document.page_text:
            continue
        lines, found = align(document.page_text, document.text, document.html)
        if found < MIN_FOUND or _is_index(document.page_text, lines):
            continue
        text, spans = _marked(document.page_text, lines, unsure == "drop")
        if spans:
            yield replace(
                document, id=f"page-{document.id}", text=text, spans=spans, form=PAGE,
                html=None, page_text=None,
            )  # fmt: skip


def _is_index(page: str, lines: Sequence[Line]) -> bool:
    """Whether what is called an article is a list of others, each cut short."""
    texts = [page[x.start : x.end] for x in lines if x.label == "article" and x.end - x.start > 40]
    cut = sum(bool(_CUT_SHORT.search(text)) for text in texts)
    return cut > 2 and cut > 0.15 * len(texts)


def _marked(page: str, lines: Sequence[Line], drop: bool) -> tuple[str, tuple[Span, ...]]:
    """Return the text and its spans of furniture."""
    parts: list[str] = []
    spans: list[Span] = []
    offset = done = 0
    joined = False
    for line in lines:
        if line.label == "unsure" and drop:
            parts.append(page[done : line.start])
            offset += line.start - done
            done = line.end
            joined = False
            continue
        start = offset + line.start - done
        parts.append(page[done : line.end])
        offset, done = start + line.end - line.start, line.end
        if line.label == "junk":
            end = offset - (line.end - line.start) + len(page[line.start : line.end].rstrip())
            if joined:
                spans[-1] = (spans[-1][0], end, "boilerplate")
            else:
                spans.append((start, end, "boilerplate"))
        joined = line.label == "junk"
    parts.append(page[done:])
    return "".join(parts), tuple(spans)
