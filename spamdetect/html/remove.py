"""A page without some of its text: cuts in the source, everything else byte for byte."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from spamdetect.html import elements as el
from spamdetect.html.page import Page
from spamdetect.html.tokens import END, EXPAND, OBJECT, VOID

Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_KEPT: Final = el.table(el.ids("html head body frameset title"))
_ONLY_WITHIN: Final = el.table(el.ids("td th tbody thead tfoot caption colgroup"))
"""Taken out only with the row or table around them, as the rest would move."""
_PICTURES: Final = el.table(el.ids("img picture source svg map area"))


def remove_spans(page: Page, spans: Iterable[Sequence[int]]) -> str:
    """Return the source of a page without the given parts of its text.

    What lies in the spans is cut out of the source, and with it the elements around it that
    have nothing left in them: the hidden block, the anchor (its pictures included), the list
    item. Elements that hold other text, a picture, a form field, a script or the like stay.
    Nothing is serialised anew: what is not cut is unchanged, character for character.

    Parameters
    ----------
    page : Page
    spans : iterable of (start, end, ...)
        Spans of ``page.text``; further members, such as a category, are ignored.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a span does not lie within the text.
    """
    length = len(page.text)
    change = np.zeros(length + 1, np.int64)
    for span in spans:
        start, end = int(span[0]), int(span[1])
        if not 0 <= start <= end <= length:
            raise ValueError(f"span [{start}, {end}) is outside the text of {length} characters")
        change[start] += 1
        change[end] -= 1
    covered = np.cumsum(change)[:-1] > 0
    if not covered.any():
        return page.source
    begins, ends = _text_cuts(page, covered)
    tag_begins, tag_ends = _element_cuts(page, covered)
    return _cut(page.source, np.concatenate((begins, tag_begins)), np.concatenate((ends, tag_ends)))


def _text_cuts(page: Page, covered: Mask) -> tuple[Ints, Ints]:
    """Return the source spans of the covered characters, one for each stretch within a run."""
    in_run = np.zeros(len(covered) + 1, np.int64)
    np.add.at(in_run, page.run_start, 1)
    np.add.at(in_run, page.run_end, -1)
    taken = covered & (np.cumsum(in_run)[:-1] > 0)
    first = taken.copy()
    first[1:] &= ~taken[:-1]
    starts_run = np.zeros(len(covered), bool)
    starts_run[page.run_start] = True
    first |= taken & starts_run
    last = taken.copy()
    last[:-1] &= ~(taken[1:] & ~first[1:])
    starts, ends = page.source_offsets()
    return starts[first], ends[last]


def _element_cuts(page: Page, covered: Mask) -> tuple[Ints, Ints]:
    """Return the source spans of tags and white space of elements left with nothing."""
    tokens, tree = page.tokens, page.tree
    count = len(tokens.tags)
    number = tokens.number
    if not tree.tag:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    tag, close = _ranges(page)
    so_far = np.concatenate(([0], np.cumsum(covered & ~_white(page.text))))
    solid = np.concatenate(([0], np.cumsum(~_white(page.text))))
    gone = (
        so_far[page.run_end] - so_far[page.run_start] == solid[page.run_end] - solid[page.run_start]
    )
    some = so_far[page.run_end] > so_far[page.run_start]
    piece_left = _before(page.layout.pieces[~gone], count + 1)
    piece_gone = _before(page.layout.pieces[gone & some], count + 1)
    objects = (tokens.info & (OBJECT | END)) == OBJECT
    pictures = _PICTURES[number]
    empty = (piece_left[close + 1] == piece_left[tag + 1]) & (
        piece_gone[close + 1] > piece_gone[tag + 1]
    )
    anchor = number[tag] == el.A
    things = _before(np.flatnonzero(objects & ~pictures), count)
    emptied_anchor = empty & anchor & (things[close] == things[tag + 1])
    in_anchor = _inside(tag[emptied_anchor], close[emptied_anchor], count)
    things = _before(np.flatnonzero(objects & ~in_anchor), count)
    empty &= (things[close] == things[tag + 1]) | emptied_anchor
    empty &= ~_KEPT[number[tag]]
    out = empty & ~_ONLY_WITHIN[number[tag]]
    inside = _inside(tag[out], close[out], count)
    hollow = (piece_left[close + 1] == piece_left[tag + 1]) & (things[close] == things[tag + 1])
    out |= inside[tag] & hollow
    return _spans(page, tag[out], close[out], inside)


def _ranges(page: Page) -> tuple[Ints, Ints]:
    """Return start tag and closing tag of each element, those reopened taken as one.

    An anchor that is never closed ends where it does for the first time: what a parser reopens it
    around is the rest of the page.
    """
    tokens = page.tokens
    count = len(tokens.tags)
    tags, closes = np.array(page.tree.tag, np.int64), np.array(page.tree.close, np.int64)
    first, last = np.full(count, count), np.zeros(count, np.int64)
    np.minimum.at(first, tags, closes)
    np.maximum.at(last, tags, closes)
    tag = np.unique(tags)
    first, last = first[tag], last[tag]
    ends = np.append((tokens.number == el.A) & ((tokens.info & END) != 0), False)
    return tag, np.where((tokens.number[tag] == el.A) & ~ends[last], first, last)


def _white(text: str) -> Mask:
    codes = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    white: Mask = (codes == 32) | (codes == 10) | (codes == 9)
    return white


def _before(places: Ints, count: int) -> Ints:
    """Return for each position up to `count` how many places lie before it."""
    return np.concatenate(([0], np.cumsum(np.bincount(places, minlength=count)[:count])))


def _inside(tag: Ints, close: Ints, count: int) -> Mask:
    """Return which tags lie between these start tags and what closes them, those excluded."""
    change = np.zeros(count + 2, np.int64)
    np.add.at(change, tag + 1, 1)
    np.add.at(change, close, -1)
    inside: Mask = np.cumsum(change)[:count] > 0
    return inside


def _spans(page: Page, tag: Ints, close: Ints, inside: Mask) -> tuple[Ints, Ints]:
    """Return the source spans of these elements' own tags and of all blanks inside them."""
    tokens = page.tokens
    count = len(tokens.tags)
    number = tokens.number
    closed = close < count
    closer = close[closed]
    own = ((tokens.info[closer] & END) != 0) & (number[closer] == number[tag[closed]])
    void = inside & ((tokens.info & (VOID | EXPAND)) != 0)
    chosen = np.unique(np.concatenate((tag, closer[own], np.flatnonzero(void))))
    change = np.zeros(count + 2, np.int64)
    np.add.at(change, tag + 1, 1)
    np.add.at(change, close + 1, -1)
    blanks = np.flatnonzero(np.cumsum(change)[: count + 1] > 0)
    text_starts = tokens.text_starts()
    text_ends = np.append(tokens.starts[:-1], len(page.source))
    begins = np.concatenate((tokens.starts[chosen], text_starts[blanks]))
    ends = np.concatenate((text_starts[chosen + 1], text_ends[blanks]))
    return begins, ends


def _cut(source: str, begins: Ints, ends: Ints) -> str:
    order = np.argsort(begins, kind="stable")
    parts = []
    done = 0
    for begin, end in zip(begins[order].tolist(), ends[order].tolist(), strict=True):
        if begin > done:
            parts.append(source[done:begin])
        done = max(done, end)
    parts.append(source[done:])
    return "".join(parts)
