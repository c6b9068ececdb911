"""Hashed character n-grams of many short texts at once, and sums of weights over them.

The same indices train the model and score with it. A text of length m has a window of each order
at each place where it fits. Sums are sums of integers, hence the same in every batch size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

MIN_ORDER: Final = 2
MAX_ORDER: Final = 5
WEIGHT_LIMIT: Final = 63
"""Largest absolute integer weight: 7 bits and 516 windows fill a lane of 16 bits."""

BIAS: Final = 64
PEAK_LIMIT: Final = (MAX_ORDER - MIN_ORDER + 1) * (BIAS + WEIGHT_LIMIT)
"""Largest value of a peak, of `sums_and_peaks`."""
ORDERS = np.arange(MIN_ORDER, MAX_ORDER + 1, dtype=np.int32)[:, None]
_LESS = ORDERS.astype(np.int64) - 1
POWERS = np.array([[pow(0x01000193, k, 1 << 32)] for k in range(MAX_ORDER)], dtype=np.uint32)
SALTS = np.array([[0x27220A95 * k & 0xFFFFFFFF] for k in ORDERS[:, 0].tolist()], dtype=np.uint32)
SPREAD = np.uint32(0x9E3779B1)
MIX = np.array(0x85EBCA6B, np.uint32)
SHIFT = np.array(15, np.uint32)  # a scalar would be converted at each use
_ONE = np.uint32(1)
DOWN = [np.array(32 - bits, np.uint32) for bits in range(32)]
ROOTS: Final = 1.0 / np.sqrt(np.maximum(np.arange(4096.0), 1.0))
"""Inverse roots of numbers of windows."""


def _mix(hashes: NDArray[np.uint32], bits: int) -> NDArray[np.uint32]:
    hashes = hashes * SPREAD
    hashes ^= hashes >> SHIFT
    hashes *= MIX
    hashes >>= DOWN[bits]
    return np.maximum(hashes, _ONE)


def windows(
    texts: Sequence[str], bits: int
) -> tuple[NDArray[np.uint32], NDArray[np.int64], NDArray[np.int64]]:
    """Hash all n-grams of texts.

    Parameters
    ----------
    texts : sequence of str
        None of them empty.
    bits : int
        Binary logarithm of the number of buckets; bucket 0 stands for no window.

    Returns
    -------
    indices : ndarray of uint32, shape (MAX_ORDER - MIN_ORDER + 1, characters)
        Bucket of each window by order and place of its first character, 0 where there is none.
    starts : ndarray of int64, shape (texts,)
        Where each text begins.
    counts : ndarray of int64, shape (texts,)
        Number of windows of each text.
    """
    joined = "".join(texts)
    size = len(joined)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    if len(texts) == 1:
        starts = np.zeros(1, dtype=np.int64)
        lengths = np.array([size])
        room = np.arange(size, 0, -1, dtype=np.int32)
    else:
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths)
        starts = ends - lengths
        room = (np.repeat(ends, lengths) - np.arange(size)).astype(np.int32)
    valid = room >= ORDERS
    indices = _mix(_rolling(points * SPREAD, size) + SALTS, bits)
    indices *= valid
    counts = np.add.reduce(np.maximum(lengths - _LESS, 0), axis=0)
    return indices, starts, counts


def _rolling(codes: NDArray[np.uint32], size: int) -> NDArray[np.uint32]:
    padded = np.zeros(size + MAX_ORDER, dtype=np.uint32)
    padded[:size] = codes
    terms = np.empty((MAX_ORDER, size), dtype=np.uint32)
    for k in range(MAX_ORDER):
        np.multiply(padded[k : k + size], POWERS[k], out=terms[k])
        if k:
            terms[k] += terms[k - 1]
    return terms[MIN_ORDER - 1 :]


def pack(weights: NDArray[np.int8]) -> NDArray[np.uint64]:
    """Pack integer weights of several outputs into one table.

    Parameters
    ----------
    weights : ndarray of int8, shape (buckets, outputs)
        At most 4 outputs, none beyond `WEIGHT_LIMIT`. Bucket 0 counts nothing.

    Returns
    -------
    ndarray of uint64, shape (buckets,)
    """
    packed = np.zeros(len(weights), dtype=np.uint64)
    width = lane_bits(weights.shape[1])
    for lane in range(weights.shape[1]):
        biased = (weights[:, lane].astype(np.int64) + BIAS).astype(np.uint64)
        packed |= biased << np.uint64(width * lane)
    packed[0] = 0
    return packed


def lane_bits(outputs: int) -> int:
    """Return how many bits of a packed sum one output has.

    Parameters
    ----------
    outputs : int
        From 1 to 4.

    Returns
    -------
    int
    """
    return 64 // (1 if outputs == 1 else 2 if outputs == 2 else 4)


def sums(
    texts: Sequence[str], table: NDArray[np.uint64], outputs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sum the weights of all n-grams of each text.

    Parameters
    ----------
    texts : sequence of str
        None of them empty; with more than 2 outputs none longer than 128 characters.
    table : ndarray of uint64, shape (2**bits,)
        Of `pack`.
    outputs : int

    Returns
    -------
    totals : ndarray of int64, shape (outputs, texts)
    counts : ndarray of int64, shape (texts,)
        Number of n-grams of each text.
    """
    totals, counts, _, _ = _summed(texts, table, outputs)
    return totals, counts


def sums_and_peaks(
    texts: Sequence[str], table: NDArray[np.uint64], outputs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Sum weights as `sums` does, and find the place of each text that the first output likes most.

    Parameters
    ----------
    texts : sequence of str
    table : ndarray of uint64, shape (2**bits,)
    outputs : int

    Returns
    -------
    totals, counts : ndarray of int64
        Of `sums`.
    peaks : ndarray of int64, shape (texts,)
        Largest sum of the first output's weights of the n-grams that begin at the same character,
        from 0 to `PEAK_LIMIT`: each counts `BIAS` more than it is, so that a window that would end
        beyond the text, which counts nothing, is less than any.
    """
    totals, counts, places, starts = _summed(texts, table, outputs)
    places &= np.uint64((1 << lane_bits(outputs)) - 1)
    return totals, counts, np.maximum.reduceat(places, starts).astype(np.int64)


def _summed(
    texts: Sequence[str], table: NDArray[np.uint64], outputs: int
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64], NDArray[np.int64]]:
    indices, starts, counts = windows(texts, len(table).bit_length() - 1)
    places = np.add.reduce(table.take(indices), axis=0)
    lanes = np.add.reduceat(places, starts)
    width = lane_bits(outputs)
    shifts = np.arange(0, width * outputs, width, dtype=np.uint64)[:, None]
    totals = ((lanes >> shifts) & np.uint64((1 << width) - 1)).astype(np.int64)
    totals -= BIAS * counts
    return totals, counts, places, starts


def unpack(
    packed: NDArray[np.uint64], outputs: int, lane: int | NDArray[np.uint64]
) -> NDArray[np.int64]:
    """Return the integer weights of outputs from entries of a table.

    Parameters
    ----------
    packed : ndarray of uint64
        Entries of what `pack` returned.
    outputs : int
        How many outputs the table holds.
    lane : int or ndarray of uint64
        Which output is asked, of all entries or of each.

    Returns
    -------
    ndarray of int64
        Same shape; 0 for entries of bucket 0.
    """
    width = lane_bits(outputs)
    shifts = lane * np.uint64(width)
    values = ((packed >> shifts) & np.uint64((1 << width) - 1)).astype(np.int64)
    return np.where(values == 0, 0, values - BIAS)
