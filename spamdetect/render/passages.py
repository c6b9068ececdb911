"""A document's text divided for display: sections, the text around them, and what is folded."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from spamdetect.reports import Section

CONTEXT: Final = 240
"""Characters shown on either side of a section, and of a document's beginning."""
LONG_SECTION: Final = 1200
"""Characters above which the middle of a section is folded."""
MOST_FOLDED: Final = 20_000
"""Characters above which a folded passage is left out."""
_WORD: Final = 30
_SPACE: Final = re.compile(r"\s")

Fold = Literal["", "folded", "left out"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document's text.

    Attributes
    ----------
    start, end : int
        Half-open span in code points of the text.
    section : int or None
        Index of the section it belongs to.
    opens : bool
        Whether it is the first passage of its section.
    fold : {"", "folded", "left out"}
    """

    start: int
    end: int
    section: int | None = None
    opens: bool = False
    fold: Fold = ""


def divide(
    text: str, sections: Sequence[Section], context: int = CONTEXT, most: int = MOST_FOLDED
) -> list[Passage]:
    """Divide a text into passages that cover it without gaps, in order.

    Parameters
    ----------
    text : str
    sections : sequence of Section
        In order, never overlapping, with spans of `text`.
    context : int
        Characters to show on either side of a section. What lies further away is folded, unless
        that is less than another `context`.
    most : int
        Longer passages are left out instead of folded.

    Returns
    -------
    list of Passage
        None of them empty.
    """
    passages: list[Passage] = []
    position = 0
    for index, section in enumerate(sections):
        passages += _between(text, position, section.start, context, context, most)
        passages += _within(text, section, index, most)
        position = section.end
    passages += _between(text, position, len(text), context, 0, most)
    return [passage for passage in passages if passage.start < passage.end]


def _between(
    text: str, start: int, end: int, before: int, after: int, most: int
) -> Iterator[Passage]:
    """Divide text without findings; `before` and `after` are shown at its two ends."""
    if end - start <= 2 * before + after:
        yield Passage(start, end)
        return
    first = _boundary(text, start + before, start, end)
    last = _boundary(text, end - after, first, end) if after else end
    yield Passage(start, first)
    yield Passage(first, last, fold=_fold(first, last, most))
    yield Passage(last, end)


def _within(text: str, section: Section, index: int, most: int) -> Iterator[Passage]:
    start, end = section.start, section.end
    if end - start <= LONG_SECTION:
        yield Passage(start, end, index, True)
        return
    first = _boundary(text, start + LONG_SECTION // 2, start, end)
    last = _boundary(text, end - LONG_SECTION // 4, first, end)
    yield Passage(start, first, index, True)
    yield Passage(first, last, index, fold=_fold(first, last, most))
    yield Passage(last, end, index)


def _fold(start: int, end: int, most: int) -> Fold:
    return "left out" if end - start > most else "folded"


def _boundary(text: str, wanted: int, low: int, high: int) -> int:
    """Return the end of the word at a position, or the position if the word is long."""
    found = _SPACE.search(text, wanted, min(wanted + _WORD, high))
    return max(low, min(found.end() if found else wanted, high))
