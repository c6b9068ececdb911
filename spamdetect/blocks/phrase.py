"""Where in a block the words that speak for spam stand together."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.piece import Piece
from spamdetect.text.fold import URL_MARK
from spamdetect.text.script import CLASS_COUNT, LETTERS, Class, among, choice

TAX: Final = 0.25
"""Log-odds that a place of the folded text costs, so that honest words, which speak neither for
spam nor against it, are not taken in."""
BORDER: Final = 4.0
"""Log-odds that a window gains which begins or ends beside punctuation or with the block."""

_SPACE: Final = choice(Class.SPACE, Class.NEWLINE)
_PUNCTUATION: Final = choice(
    Class.SENTENCE_END, Class.COMMA, Class.QUOTE, Class.SEPARATOR, Class.QUESTION, Class.EMOJI
)
_CLOSING: Final = choice(Class.SENTENCE_END, Class.COMMA)
_WIDE: Final = 0x2FFF
"""Code points above this one are those of scripts whose punctuation has its space within."""
_SCRIPTS: Final = np.zeros(CLASS_COUNT, np.uint8)
"""A number for each class of letters, the same for all that are Latin."""
_SCRIPTS[list(LETTERS)] = LETTERS
_SCRIPTS[[Class.LATIN_UPPER, Class.LATIN_EXTENDED]] = Class.LATIN
_BARRED: Final = -1e7
_APART: Final = 1e8


def best_windows(
    piece: Piece, weights: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the window of each block with the highest sum of weights.

    It is the maximum subarray (Bentley, "Programming pearls: algorithm design techniques",
    CACM 1984) of all blocks at once, with windows that begin and end where words of scripts with
    spaces do, or where two words are glued together, as attackers' programs leave them.

    Parameters
    ----------
    piece : Piece
        With no empty block.
    weights : ndarray of float64, shape (n_folded,)
        In log-odds.

    Returns
    -------
    low, high : ndarray of int64, shape (n_blocks,)
        Half-open, in places of the folded text; no white space at their ends.
    """
    size = len(weights)
    place = np.arange(size)
    owner = np.searchsorted(piece.first, place, side="right") - 1
    inside = (owner >= 0) & (place < piece.last[owner])
    taxed = weights - np.where(piece.folded.codes == URL_MARK, 0.0, TAX)
    sums = np.concatenate(([0.0], np.cumsum(taxed)))
    sums[1:] -= sums[piece.first[owner]]
    before = np.concatenate(([0.0], sums[1:-1]))
    before[piece.first] = 0.0
    space = among(piece.classes_folded, _SPACE)
    seen, coming = _words_around(space)
    border = _borders(piece, space, seen, coming)
    opening = np.where(inside, border[:-1], _BARRED)
    closing = np.where(inside, border[1:], _BARRED)
    opening[piece.first] = closing[piece.last - 1] = BORDER
    apart = owner * _APART
    start = opening - before + apart
    best = np.maximum.accumulate(start)
    is_new = np.concatenate(([True], start[1:] > best[:-1]))
    opened = np.maximum.accumulate(np.where(is_new, place, 0))
    worth = np.where(inside, best - apart + sums[1:] + closing, _BARRED)
    highest = np.maximum.reduceat(worth, piece.first)
    last = np.minimum.reduceat(np.where(worth >= highest[owner], place, size), piece.first)
    low = coming[opened[last]]
    return low, np.maximum(seen[last], low) + 1


def _words_around(space: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the last place before each one that is no space, and the first one after it."""
    size = len(space)
    place = np.arange(size)
    seen = np.maximum.accumulate(np.where(space, 0, place))
    coming = np.minimum.accumulate(np.where(space, size - 1, place)[::-1])[::-1]
    return seen, coming


def _borders(
    piece: Piece,
    space: NDArray[np.bool_],
    seen: NDArray[np.int64],
    coming: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return what it is worth that a window begins or ends before each place, and at the end."""
    classes, codes = piece.classes_folded, piece.folded.codes
    punctuation = among(classes, _PUNCTUATION)
    # Words of these scripts have no spaces between them, and links none around them.
    loose = piece.unspaced | (codes == URL_MARK) | (punctuation & (codes > _WIDE))
    opens = punctuation & ~among(classes, _CLOSING)
    out = np.full(len(codes) + 1, _BARRED)
    written = piece.classes[piece.folded.origin]
    glued = (written[:-1] == Class.LATIN) & (written[1:] == Class.LATIN_UPPER)
    script = _SCRIPTS[classes]
    glued |= (script[1:] != script[:-1]) & (script[1:] > 0) & (script[:-1] > 0)
    allowed = (space[1:] != space[:-1]) | loose[1:] | loose[:-1] | glued
    beside = punctuation[seen[:-1]] | opens[coming[1:]]
    out[1:-1] = np.where(allowed, np.where(beside, BORDER, 0.0), _BARRED)
    return out
