"""Narrow a flagged sentence down to the phrase or link that was spliced into it."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.piece import Piece
from spamdetect.text.fold import URL_MARK
from spamdetect.text.script import Class

SHORTEST: Final = 60
"""Sections shorter than this, in code points, are left whole, but for an anchor of a page that
leads to spam beside honest words."""
SHORTEST_PHRASE: Final = 6
"""A phrase shorter than this is no promotion; the section is left whole."""
LARGEST_SHARE: Final = 0.75
"""A phrase that makes up more of the section than this is not cut out."""
HONEST_REST: Final = -3.0
"""What is left of the sentence, in log-odds per root of a character, must lie below this for a
link to be left in it."""
SPAM_LINK: Final = 0.0
"""Log-odds of the URL from which on an anchor is what was spliced in, if the rest is honest."""
URL_UNITS: Final = 40.0
"""Log-odds of a URL count this many times, since it stands for many characters."""


def trim_splice(model: BlockModel, batch: Batch, first: int, last: int) -> tuple[int, int]:
    """Return the span of a flagged run, narrowed where only a phrase of it is spam.

    The phrase is the window with the highest sum of n-gram weights (maximum subarray, Bentley
    1984). It is cut out only if the rest of the sentence speaks against spam. On a page, an anchor
    that leads to spam is cut out as it stands if what is beside it looks honest by itself.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    first, last : int
        The run's first block and the one after its last.

    Returns
    -------
    (start, end) : tuple of int
        In the code points of the batch.
    """
    start, end = int(batch.blocks.start[first]), int(batch.blocks.end[last - 1])
    if last - first > 1:
        return start, end
    every = batch.urls_in(start, end)
    anchors = _spam_anchors(batch, every, start, end)
    if anchors is not None and _honest_beside(model, batch, (start, end), anchors):
        return anchors
    if end - start < SHORTEST:
        return start, end
    rows = every[batch.facts.written[every]]
    spans = np.stack((batch.facts.start[rows], batch.facts.end[rows]), axis=1) - start
    piece = batch.piece(start, end, np.array([start]), np.array([end]))
    heads = model.heads
    weights = ngrams.place_scores(piece, heads.packed, heads.bits)[0] * heads.step[0]
    marks = np.flatnonzero(piece.folded.codes == URL_MARK)
    if len(marks) == len(rows):
        weights[marks] += URL_UNITS * np.clip(batch.facts.logit[rows], -3.0, 6.0)
    low, high = _best_window(weights)
    inside = weights[low:high].sum()
    cut_off = marks[(marks < low) | (marks >= high)]
    words = weights.sum() - inside - weights[cut_off].sum()
    rest = words / np.sqrt(max(len(weights) - (high - low), 1))
    if inside <= 0 or rest >= (HONEST_REST if len(cut_off) else 0.0) or len(cut_off) > 1:
        return start, end
    low, high = _whole_words(piece, low, high)
    origin = piece.folded.origin
    begin, stop = int(origin[low]), int(origin[high - 1]) + 1
    for url_start, url_end in spans.tolist():
        if url_start < stop and url_end > begin:
            begin, stop = min(begin, url_start), max(stop, url_end)
            begin, stop = _with_anchor(batch.codes[start:end], begin, stop, url_start)
    if not SHORTEST_PHRASE <= stop - begin <= LARGEST_SHARE * (end - start):
        return start, end
    return start + begin, start + stop


def _spam_anchors(
    batch: Batch, rows: NDArray[np.int64], start: int, end: int
) -> tuple[int, int] | None:
    """Return the part from the first anchor of a page that leads to spam to the last, if any."""
    facts = batch.facts
    found = rows[~facts.written[rows] & (facts.logit[rows] >= SPAM_LINK)]
    found = found[facts.end[found] > facts.start[found]]
    if not found.size:
        return None
    return max(int(facts.start[found].min()), start), min(int(facts.end[found].max()), end)


def _honest_beside(
    model: BlockModel, batch: Batch, block: tuple[int, int], part: tuple[int, int]
) -> bool:
    """Tell whether a part of a block may be cut out: what is left is enough, and no promotion."""
    (start, end), (begin, stop) = block, part
    if stop - begin > LARGEST_SHARE * (end - start):
        return False
    heads = model.heads
    units = number = 0
    for first, last in ((start, begin), (stop, end)):
        if first < last:
            piece = batch.piece(first, last, np.array([first]), np.array([last]))
            units += int(ngrams.place_scores(piece, heads.packed, heads.bits)[0].sum())
            number += int(ngrams.count(piece).sum())
    rest = units * heads.step[0] / np.sqrt(max(number, 1)) + heads.bias[0]
    return bool(rest < 0)


def _best_window(weights: NDArray[np.float64]) -> tuple[int, int]:
    """Return the half-open window with the highest sum."""
    sums = np.concatenate(([0.0], np.cumsum(weights)))
    lowest = np.minimum.accumulate(sums)
    high = int(np.argmax(sums - lowest))
    low = int(np.argmin(sums[: high + 1]))
    return low, max(high, low + 1)


def _whole_words(piece: Piece, low: int, high: int) -> tuple[int, int]:
    """Widen a window of the folded text to word boundaries, without space at its edges."""
    inside = (piece.word_start < high) & (piece.word_end > low)
    if inside.any():
        low = min(low, int(piece.word_start[inside].min()))
        high = max(high, int(piece.word_end[inside].max()))
    space = piece.classes_folded == Class.SPACE
    while low < high - 1 and space[low]:
        low += 1
    while high > low + 1 and space[high - 1]:
        high -= 1
    return low, high


def _with_anchor(codes: NDArray[np.uint32], begin: int, stop: int, url: int) -> tuple[int, int]:
    """Take in the anchor text and brackets of a Markdown link."""
    if url >= 2 and codes[url - 1] == ord("(") and codes[url - 2] == ord("]"):
        opening = np.flatnonzero(codes[: url - 2] == ord("["))
        if opening.size:
            begin = min(begin, int(opening[-1]))
        if stop < len(codes) and codes[stop] == ord(")"):
            stop += 1
        else:
            closing = np.flatnonzero(codes[stop : stop + 40] == ord(")"))
            stop = stop + int(closing[0]) + 1 if closing.size else stop
    return begin, stop
