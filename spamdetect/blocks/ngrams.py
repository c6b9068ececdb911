"""Hashed character n-grams, words and phrases: one linear model over all of them.

The same indices serve training (as the columns of a sparse matrix) and scoring (as look-ups in
a table of small integers), so the two cannot drift apart. Sums of integers are exact: a block's
score does not depend on the batch it is scored in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.hashing import bucket, join
from spamdetect.blocks.piece import Piece

ORDERS: Final = (2, 3, 4, 5)
LONGEST_PHRASE: Final = 2
"""In words; phrases of three words were tried and lost recall on held-out campaigns."""
BITS: Final = 20
LONG_NUMBER: Final = 4
"""Numbers of this many digits and more are told apart by their length only."""
WINDOWS: Final = (24, 72)
"""Lengths, in folded characters, of the windows whose highest sums are features."""

_PRIME: Final = np.uint32(0x01000193)
_SPREAD: Final = np.uint32(0x85EBCA6B)
_FINISH: Final = np.uint32(0x2C1B3C6D)
_PAIR_BITS: Final = 16
"""Place of the first of two packed heads; sums of the second fit into the bits below it."""


def indices(
    piece: Piece, bits: int = BITS
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Yield places in the folded text and the bucket of the n-gram that begins there.

    Bucket 0 stands for "none": n-grams never reach over the end of a block.

    Parameters
    ----------
    piece : Piece
    bits : int
        Binary logarithm of the number of buckets.

    Yields
    ------
    place : ndarray of int64
    index : ndarray of int64
    """
    codes = piece.digitless
    size = len(codes)
    if not size:
        return
    shift = np.uint32(32 - bits)
    places = np.arange(size)
    spread = codes * _SPREAD
    rolling = spread.copy()
    over: list[NDArray[np.int64]] = []
    for order in range(2, min(max(ORDERS), size) + 1):
        rolling = rolling[:-1]
        rolling *= _PRIME
        rolling += spread[order - 1 :]
        back = piece.last - (order - 1)
        over.append(back[back >= piece.first])
        if order not in ORDERS:
            continue
        mixed = rolling >> np.uint32(15)
        mixed ^= rolling
        mixed *= _FINISH + np.uint32(2 * order)
        mixed >>= shift
        index = mixed.astype(np.int64)
        for beginning in over:
            index[beginning[beginning < len(index)]] = 0
        yield places[: len(index)], index
    words = _word_hashes(piece)
    if len(words):
        yield piece.word_start, bucket(words, bits, salt=1)
        phrase = words
        for order in range(2, LONGEST_PHRASE + 1):
            phrase = join(phrase[:-1], words[order - 1 :])
            inside = piece.word_block[order - 1 :] == piece.word_block[: len(phrase)]
            together = np.flatnonzero(inside)
            yield piece.word_start[together], bucket(phrase[together], bits, order)


def _word_hashes(piece: Piece) -> NDArray[np.uint64]:
    """Return the hashes of the words, long numbers by their length only."""
    hashes = piece.word_hash.copy()
    length = piece.word_end - piece.word_start
    long_number = (piece.word_digits == length) & (length >= LONG_NUMBER)
    hashes[long_number] = length[long_number].astype(np.uint64)
    return hashes


class PackedTable:
    """Tables of weights, two heads to an integer, so that one look-up serves both.

    Parameters
    ----------
    table : ndarray of int8, shape (n_heads, 2**bits)
        Weights, in units of the model's quantisation step; bucket 0 weighs nothing.
    """

    def __init__(self, table: NDArray[np.int8]) -> None:
        self.heads = len(table)
        self.pairs = [
            (table[head].astype(np.int32) << _PAIR_BITS)
            + (table[head + 1] if head + 1 < len(table) else np.int32(0))
            for head in range(0, len(table), 2)
        ]


def place_scores(piece: Piece, table: PackedTable, bits: int = BITS) -> NDArray[np.int32]:
    """Return the summed weights of the n-grams that begin at each place of the folded text.

    Parameters
    ----------
    piece : Piece
    table : PackedTable
    bits : int
        Binary logarithm of the number of buckets.

    Returns
    -------
    ndarray of int32, shape (n_heads, n_folded)
    """
    size = len(piece.folded.codes)
    sums = np.zeros((len(table.pairs), size), np.int32)
    for place, index in indices(piece, bits):
        whole = len(place) > 0 and int(place[-1]) == len(place) - 1
        for row, pair in zip(sums, table.pairs, strict=True):
            if whole:
                row[: len(index)] += pair.take(index)
            else:
                row[place] = row.take(place) + pair.take(index)
    scores = np.empty((2 * len(table.pairs), size), np.int32)
    scores[1::2] = sums.astype(np.int16)
    np.subtract(sums, scores[1::2], out=scores[0::2])
    scores[0::2] >>= _PAIR_BITS
    return scores[: table.heads]


def count(piece: Piece) -> NDArray[np.int64]:
    """Return the number of n-grams and words of each block, the length that sums are scaled by."""
    length = piece.last - piece.first
    total = np.zeros(len(length), np.int64)
    for order in ORDERS:
        total += np.maximum(length - order + 1, 0)
    words = np.bincount(piece.word_block, minlength=len(length))
    for order in range(1, LONGEST_PHRASE + 1):
        total += np.maximum(words - order + 1, 0)
    return total


def running_sums(scores: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the sums of `scores` up to each place, shape (n_folded + 1,).

    Fit for pieces, whose sums stay far below 2**31.
    """
    sums = np.zeros(len(scores) + 1, np.int32)
    np.cumsum(scores, out=sums[1:])
    return sums


def block_sums(piece: Piece, scores: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the sum of `scores` over each block, shape (..., n_blocks)."""
    sums = np.zeros((*scores.shape[:-1], len(piece.first)), np.int32)
    filled = np.flatnonzero(piece.last > piece.first)
    if filled.size:
        sums[..., filled] = _over(np.add, scores, piece.first[filled], piece.last[filled])
    return sums


def window_peaks(piece: Piece, sums: NDArray[np.int32], window: int) -> NDArray[np.int32]:
    """Return the highest sum over any window of each block, from running sums.

    A short promotion inside a long honest sentence stands out in a window, not in the sum. The
    empty window counts: no block is below 0.
    """
    first, last = piece.first, piece.last
    peaks = np.zeros(len(first), np.int32)
    filled = np.flatnonzero(last > first)
    if not filled.size:
        return peaks
    first, last = first[filled], last[filled]
    # Windows that begin near the end of a block are cut off there.
    tail = np.maximum(first, last - window + 1)
    lowest = _over(np.minimum, sums, tail, last)
    best = sums[last] - lowest
    roomy = np.flatnonzero(last - first >= window)
    if roomy.size:
        whole = sums[window:] - sums[:-window]
        top = _over(np.maximum, whole, first[roomy], tail[roomy])
        best[roomy] = np.maximum(best[roomy], top)
    peaks[filled] = np.maximum(best, 0)
    return peaks


def edge_sums(
    piece: Piece, sums: NDArray[np.int32], window: int
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Return the sums over the first and over the last window of each block, from running sums.

    What is put before a title or a paragraph, or after it, stands there.
    """
    first, last = piece.first, piece.last
    begin = sums[np.minimum(first + window, last)] - sums[first]
    end = sums[last] - sums[np.maximum(last - window, first)]
    return begin, end


def _over(
    reduce: np.ufunc,
    values: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Reduce ranges of the last axis, ascending, none of them empty and none overlapping."""
    edges = np.stack((start, end), axis=1).reshape(-1)
    if edges[-1] == values.shape[-1]:
        edges = edges[:-1]
    return np.asarray(reduce.reduceat(values, edges, axis=-1)[..., ::2])
