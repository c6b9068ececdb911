"""Hashed character n-grams, words and word pairs: one linear model over all of them.

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
BITS: Final = 21
LONG_NUMBER: Final = 4
"""Numbers of this many digits and more are told apart by their length only."""
WINDOWS: Final = (24, 72)
"""Lengths, in folded characters, of the windows whose highest sums are features."""

_PRIME: Final = np.uint32(0x01000193)
_SPREAD: Final = np.uint32(0x85EBCA6B)
_FINISH: Final = np.uint32(0x2C1B3C6D)
_PAIR: Final = np.int32(1 << 16)
"""Factor of the first of two packed heads; sums of the second stay below half of it."""


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
    rolling = np.zeros(size, np.uint32)
    for order in range(1, max(ORDERS) + 1):
        if order > size:
            break
        rolling = rolling[: size - order + 1] * _PRIME + spread[order - 1 :]
        if order not in ORDERS:
            continue
        mixed = rolling ^ (rolling >> np.uint32(15))
        mixed *= _FINISH + np.uint32(2 * order)
        index = (mixed >> shift).astype(np.int64)
        for back in range(1, order):
            over = piece.last - back
            index[over[(over >= piece.first) & (over < len(index))]] = 0
        yield places[: len(index)], index
    words = _word_hashes(piece)
    if len(words):
        yield piece.word_start, bucket(words, bits, salt=1)
        together = np.flatnonzero(piece.word_block[1:] == piece.word_block[:-1])
        yield (
            piece.word_start[together],
            bucket(join(words[together], words[together + 1]), bits, 2),
        )


def _word_hashes(piece: Piece) -> NDArray[np.uint64]:
    """Return the hashes of the words, long numbers by their length only."""
    hashes = piece.word_hash.copy()
    length = piece.word_end - piece.word_start
    digits = np.zeros(len(piece.classes_folded) + 1, np.int64)
    np.cumsum(piece.digits, out=digits[1:])
    number = (digits[piece.word_end] - digits[piece.word_start]) == length
    long_number = number & (length >= LONG_NUMBER)
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
            table[head].astype(np.int32) * _PAIR
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
                row[place] += pair.take(index)
    scores = np.empty((2 * len(table.pairs), size), np.int32)
    low = scores[1::2]
    np.add(sums, _PAIR // 2, out=low)
    low &= _PAIR - 1
    low -= _PAIR // 2
    np.subtract(sums, low, out=scores[0::2])
    scores[0::2] //= _PAIR
    return scores[: table.heads]


def count(piece: Piece) -> NDArray[np.int64]:
    """Return the number of n-grams and words of each block, the length that sums are scaled by."""
    length = piece.last - piece.first
    total = np.zeros(len(length), np.int64)
    for order in ORDERS:
        total += np.maximum(length - order + 1, 0)
    words = np.bincount(piece.word_block, minlength=len(length))
    return total + words + np.maximum(words - 1, 0)


def running_sums(scores: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the sums of `scores` up to each place, shape (n_folded + 1,).

    Fit for pieces, whose sums stay far below 2**31.
    """
    sums = np.zeros(len(scores) + 1, np.int32)
    np.cumsum(scores, out=sums[1:])
    return sums


def block_sums(piece: Piece, sums: NDArray[np.int32]) -> NDArray[np.int32]:
    """Return the sum over each block, from running sums, shape (n_blocks,)."""
    return sums[piece.last] - sums[piece.first]


def window_peaks(piece: Piece, sums: NDArray[np.int32], window: int) -> NDArray[np.int32]:
    """Return the highest sum over any window of each block, from running sums.

    A short promotion inside a long honest sentence stands out in a window, not in the sum. The
    empty window counts: no block is below 0.
    """
    size = len(sums) - 1
    if not size:
        return np.zeros(len(piece.first), np.int32)
    end = np.arange(window, size + window)
    np.minimum(end, piece.limit, out=end)
    gained = sums.take(end)
    gained -= sums[:-1]
    peaks = np.maximum.reduceat(gained, np.minimum(piece.first, size - 1))
    return np.where(piece.last > piece.first, np.maximum(peaks, 0), 0)
