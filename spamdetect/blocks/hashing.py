"""Rolling hashes of words, phrases and character n-grams over folded text.

All hashes are polynomials modulo 2**64 (Karp and Rabin 1987), taken from one prefix sum, so that
the hash of any window costs one subtraction and one multiplication, and does not depend on where
in the batch the window lies.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

_BASE: Final = 0x9E3779B97F4A7C15
_INVERSE: Final = pow(_BASE, -1, 1 << 64)
_PHRASE: Final = np.uint64(0xC2B2AE3D27D4EB4F)
_MIX: Final = np.uint64(0xD6E8FEB86659FD93)
_SHIFT: Final = np.uint64(32)


@cache
def _powers(bits: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Return the first ``2**bits`` powers of the base, and of its inverse."""
    # A table for each size, as one that grew would need a lock, which a fork could find held.
    tables = np.array([[_BASE], [_INVERSE]], np.uint64).repeat(1 << bits, axis=1)
    tables[:, 0] = 1
    powers, inverses = np.multiply.accumulate(tables, axis=1)
    return powers, inverses


class WindowHash:
    """Hashes of any window of an array of code points.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n,)
    """

    def __init__(self, codes: NDArray[np.uint32]) -> None:
        powers, self._inverses = _powers(len(codes).bit_length())
        terms = codes.astype(np.uint64)
        terms *= powers[: len(codes)]
        self._sums = np.zeros(len(codes) + 1, np.uint64)
        np.cumsum(terms, out=self._sums[1:])

    def of(self, start: NDArray[np.int64], end: NDArray[np.int64]) -> NDArray[np.uint64]:
        """Return the hash of each window ``[start, end)``, uint64."""
        sums = self._sums.take(end)
        sums -= self._sums.take(start)
        sums *= self._inverses.take(start)
        return sums

    def beginning(self, start: NDArray[np.int64]) -> Callable[[int, int], NDArray[np.uint64]]:
        """Return a function of a size and a number: the hashes of that many of the windows."""
        before, inverse = self._sums.take(start), self._inverses.take(start)

        def of_size(size: int, count: int) -> NDArray[np.uint64]:
            hashes = self._sums[size:].take(start[:count])
            hashes -= before[:count]
            hashes *= inverse[:count]
            return hashes

        return of_size


def join(
    first: NDArray[np.uint64] | np.uint64, second: NDArray[np.uint64] | np.uint64
) -> NDArray[np.uint64]:
    """Return the hash of a phrase from the hashes of its head and its last word."""
    with np.errstate(over="ignore"):
        return np.asarray((first ^ (first >> _SHIFT)) * _PHRASE + second, np.uint64)


def bucket(hashes: NDArray[np.uint64], bits: int, salt: int = 0) -> NDArray[np.int64]:
    """Return bucket numbers in ``[0, 2**bits)`` for hashes, mixed with a salt."""
    with np.errstate(over="ignore"):
        mixed = hashes ^ (hashes >> _SHIFT)
        mixed += np.uint64(salt)
        mixed *= _MIX
    return (mixed >> np.uint64(64 - bits)).astype(np.int64)
