"""Splits a page into tokens with one linear regular expression.

The source is split into text and tags so that the pieces, put together again, are the
source: every token keeps its exact place, and removing one changes nothing else. Tags are
looked up in a dictionary, as a page repeats most of them.
"""

from __future__ import annotations

import numpy as np

from spamdetect.html import elements as el
from spamdetect.html.grammar import TOKEN, open_raw
from spamdetect.html.tagtable import TagTable
from spamdetect.html.tokens import END, EXPAND, ID_MASK, VOID, Tokens


def tokenize(source: str) -> Tokens:
    """Split a page into tags and texts, after the tokenizer of the HTML standard.

    Comments that hold links or prose, the title, text areas and the two elements of
    preformatted raw text are opened, so that their text is text; scripts and style sheets
    stay one token each.

    Parameters
    ----------
    source : str

    Returns
    -------
    Tokens
    """
    parts = TOKEN.split(source)
    table = TagTable()
    tags = parts[1::2]
    info = list(map(table.__getitem__, tags))
    bits = np.array(info, np.int64)
    closed = np.flatnonzero(bits & EXPAND)
    title = -1
    if len(closed):
        parts, info, title = _expand(parts, info, closed.tolist(), table)
        tags = parts[1::2]
        bits = np.array(info, np.int64)
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    number = (bits & ID_MASK).astype(np.uint8)
    starts = np.cumsum(lengths)[::2]
    return Tokens(parts[::2], tags, bits, number, starts, lengths[::2], title)


def _expand(
    parts: list[str], info: list[int], closed: list[int], table: TagTable
) -> tuple[list[str], list[int], int]:
    """Open the tokens that hold text; returns new parts, bits, and the tag of the title."""
    out: list[str] = []
    bits: list[int] = []
    done = looked = foreign = 0
    title = -1
    for number in closed:
        ident = info[number] & ID_MASK
        tag = parts[2 * number + 1]
        if ident == el.TITLE:
            if title >= 0:
                continue
            foreign += _svg_opened(info[looked:number])
            looked = number
            if foreign > 0:
                continue
        out += parts[2 * done : 2 * number + 1]
        bits += info[done:number]
        if ident == el.TITLE:
            title = len(bits)
        if ident:
            opened = open_raw(tag)
        else:
            end = 3 if tag.endswith("-->") else 4 if tag.endswith("--!>") else 0
            content = TOKEN.split(tag[4 : len(tag) - end])
            opened = ["<!--", *content, tag[len(tag) - end :]]
        out += opened
        bits += map(table.__getitem__, opened[::2])
        done = number + 1
    return out + parts[2 * done :], bits + info[done:], title


def _svg_opened(infos: list[int]) -> int:
    """Return how many more SVG elements are opened than closed."""
    change = 0
    for bits in infos:
        if bits & (ID_MASK | VOID) == el.SVG:
            change += -1 if bits & END else 1
    return change
