"""Where the prose of a document is, and where a block stands to it.

Furniture is short lines far from prose, whatever the language; captions, points of a list and the
rows of a table stand inside it. The main part of a document is the stretch that holds the most
prose for the fewest other lines (text density, Kohlschütter et al., "Boilerplate detection using
shallow text features", WSDM 2010).
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.text.script import Class

SIGNALS: Final = {
    "prose": "PROSE",
    "prose_before": "PROSE",
    "prose_after": "PROSE",
    "prose_share_4": "PROSE",
    "prose_share_12": "PROSE",
    "prose_share_document": "DOCUMENT",
    "main_before": "PROSE",
    "main_after": "PROSE",
    "main_share": "DOCUMENT",
    "main_length": "DOCUMENT",
    "junk_4": "NEIGHBOURS",
    "junk_12": "NEIGHBOURS",
    "junk_prose": "DOCUMENT",
    "junk_beyond_prose": "OFF_TOPIC",
    "uneven": "NEIGHBOURS",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)
SENTENCE: Final = 50.0
"""Least length of a block that ends like a sentence to be prose, in code points of letters."""
PARAGRAPH: Final = 160.0
"""Length of a line that is prose however it ends."""
WIDE: Final = 1.5
"""How much more than a letter of an alphabet a character of Chinese or Japanese counts."""
FAR: Final = 200
"""Distance in blocks, where there is no prose on that side."""
WINDOWS: Final = (4, 12)
COST: Final = 25.0
"""Code points of prose that a block without prose takes off the worth of a stretch."""
MOST: Final = 400.0
"""Longest block of prose that counts."""
STEPS: Final = 64.0
"""Values are rounded to this part of one before they are added up, so that sums are exact and a
document gets the same ones alone as in a batch."""
_APART: Final = 1e9
_WIDE: Final = (Class.HAN, Class.KANA)


def features(
    document: NDArray[np.int64],
    line: NDArray[np.int64],
    length: NDArray[np.int64],
    counts: NDArray[np.int64],
    ends_sentence: NDArray[np.float32],
    junk: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Return where the prose around each block is.

    Parameters
    ----------
    document, line, length : ndarray of int64, shape (n_blocks,)
        As in `spamdetect.blocks.context.Layout`.
    counts : ndarray of int64, shape (n_blocks, CLASS_COUNT)
        Histogram of character classes.
    ends_sentence : ndarray of float32, shape (n_blocks,)
        1 where a block ends like a sentence.
    junk : ndarray of float64, shape (n_blocks,)
        Score of the linear model for junk.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
    """
    blocks = len(document)
    out = np.zeros((blocks, len(NAMES)), np.float32)
    if not blocks:
        return out
    first = np.flatnonzero(np.diff(document, prepend=-1))
    size = np.diff(np.append(first, blocks))
    order = np.repeat(np.arange(len(first)), size)
    begin, end = first[order], (first + size)[order]
    reading = length + WIDE * counts[:, _WIDE].sum(1)
    new_line = np.flatnonzero(
        (np.diff(line, prepend=-1) != 0) | (np.diff(document, prepend=-1) != 0)
    )
    line_size = np.diff(np.append(new_line, blocks))
    line_length = np.repeat(np.add.reduceat(reading, new_line), line_size)
    prose = (line_length >= PARAGRAPH) | ((reading >= SENTENCE) & (ends_sentence > 0))
    before, after = distances(prose, begin, end)
    weight = np.minimum(reading, MOST)
    text = np.where(prose, weight, 0.0)
    junk = np.rint(junk * STEPS) / STEPS
    sums = running(np.stack((text, weight, junk * weight, junk * text)))
    start, stop = _main(np.where(prose, weight, -COST), first, order)
    place = np.arange(blocks)
    whole = within(sums, first, first + size)
    main = within(sums[:1], start, stop)[0]
    junk_prose = (whole[3] / np.maximum(whole[0], 1.0))[order]
    near = [
        within(sums[:3], np.maximum(begin, place - reach), np.minimum(end, place + reach + 1))
        for reach in WINDOWS
    ]
    log_length = np.rint(np.log1p(length) * STEPS) / STEPS
    jump = np.abs(np.diff(log_length, prepend=0.0))
    jump[first] = 0.0
    reach = WINDOWS[0]
    low, high = np.maximum(begin, place - reach), np.minimum(end, place + reach + 1)
    columns = (
        prose,
        np.log1p(before),
        np.log1p(after),
        *(found[0] / np.maximum(found[1], 1.0) for found in near),
        (whole[0] / np.maximum(whole[1], 1.0))[order],
        np.log1p(np.maximum(start[order] - place, 0)),
        np.log1p(np.maximum(place - stop[order] + 1, 0)),
        (main / np.maximum(whole[0], 1.0))[order],
        np.log1p(main)[order],
        *(found[2] / np.maximum(found[1], 1.0) for found in near),
        junk_prose,
        junk - junk_prose,
        within(running(jump[None]), low, high)[0] / (high - low),
    )
    for index, column in enumerate(columns):
        out[:, index] = column
    return out


def distances(
    marked: NDArray[np.bool_], begin: NDArray[np.int64], end: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many blocks before and after each block the next marked one is, up to `FAR`.

    Parameters
    ----------
    marked : ndarray of bool, shape (n_blocks,)
    begin, end : ndarray of int64, shape (n_blocks,)
        Of each block's document.
    """
    blocks = len(marked)
    place = np.arange(blocks)
    last = np.maximum.accumulate(np.where(marked, place, -FAR))
    last = np.append(-FAR, last[:-1])
    following = np.minimum.accumulate(np.where(marked, place, blocks + FAR)[::-1])[::-1]
    following = np.append(following[1:], blocks + FAR)
    before = np.where(last >= begin, np.minimum(place - last, FAR), FAR)
    after = np.where(following < end, np.minimum(following - place, FAR), FAR)
    return before, after


def _main(
    worth: NDArray[np.float64], first: NDArray[np.int64], order: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the stretch of each document whose worth is highest (Bentley, CACM 1984)."""
    blocks = len(worth)
    total = np.cumsum(worth)
    # Every document lies so far below the one before it that no minimum crosses its beginning.
    lowered = total - worth - order * _APART
    lowest = np.minimum.accumulate(lowered)
    best = total - order * _APART - lowest
    highest = np.maximum.reduceat(best, first)
    place = np.arange(blocks)
    at = np.minimum.reduceat(np.where(best == highest[order], place, blocks), first)
    low = np.maximum.accumulate(np.where(lowered == lowest, place, 0))
    return low[at], at + 1


def running(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return sums of each row up to every place, for `within`."""
    out = np.zeros((len(values), values.shape[1] + 1))
    np.cumsum(values, axis=1, out=out[:, 1:])
    return out


def within(
    sums: NDArray[np.float64], begin: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the sums of each row's values from `begin` up to `end`, from `running` ones."""
    return np.asarray(sums[:, end] - sums[:, begin])
