"""The levels of one text by an n-gram model, in a third of the time that a batch of one takes."""

from __future__ import annotations

from codecs import utf_32_le_encode
from functools import lru_cache
from math import floor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls import ngrams
from spamdetect.urls.layout import LEVELS_PER_UNIT
from spamdetect.urls.ngrams import MAX_ORDER, MIN_ORDER

_STEPS = np.tril(np.ones((MAX_ORDER, MAX_ORDER), np.uint32))[MIN_ORDER - 1 :] * ngrams.POWERS.T
_STEPS *= ngrams.SPREAD
_STEPS *= ngrams.SPREAD
_PAD: Final = "\0" * (MAX_ORDER - 1)


class OneText:
    """Tells the levels of texts, one at a time.

    Parameters
    ----------
    packed : ndarray of uint64, shape (2**bits,)
        Of `spamdetect.urls.ngrams.pack`.
    scale, bias : ndarray of float64, shape (outputs,)
        From the mean weight of the n-grams, times the root of their number, to a logit.
    least : int
        Smallest level.
    """

    def __init__(
        self,
        packed: NDArray[np.uint64],
        scale: NDArray[np.float64],
        bias: NDArray[np.float64],
        least: int,
    ) -> None:
        table = packed.copy()
        table[0] = table[1]  # which no window has, whereas in a batch 0 stands for none
        self._take = table.take
        self._down = ngrams.DOWN[len(table).bit_length() - 1]
        width = ngrams.lane_bits(len(scale))
        self._mask = (1 << width) - 1
        self._lowest = np.uint64(self._mask)
        self._least = least
        self._outputs = [
            (width * lane, *line)
            for lane, line in enumerate(zip(scale.tolist(), bias.tolist(), strict=True))
        ]

    def levels(self, text: str) -> list[int]:
        """Return the levels of a text, the same as `layout.level` gives them for a batch.

        Parameters
        ----------
        text : str
            Not empty; with more than 2 outputs no longer than 128 characters.

        Returns
        -------
        list of int
            One for each output.
        """
        _, valid, less, root = _frame(len(text))
        return self._stepped(int(np.vdot(self._found(text), valid)), less, root)

    def levels_and_peak(self, text: str) -> tuple[list[int], int]:
        """Return the levels of a text, and its peak as of `ngrams.sums_and_peaks`.

        Parameters
        ----------
        text : str
            As for `levels`.
        """
        _, valid, less, root = _frame(len(text))
        found = self._found(text)
        found *= valid.reshape(found.shape)
        places = np.add.reduce(found, axis=0)
        levels = self._stepped(int(np.add.reduce(places)), less, root)
        places &= self._lowest
        return levels, int(np.maximum.reduce(places))

    def _found(self, text: str) -> NDArray[np.uint64]:
        size = len(text)
        salts = _frame(size)[0]
        codes, _ = utf_32_le_encode(text + _PAD, "surrogatepass")
        hashes = _STEPS @ np.ndarray((MAX_ORDER, size), np.uint32, codes, 0, (4, 4))
        hashes += salts
        hashes ^= hashes >> ngrams.SHIFT
        hashes *= ngrams.MIX
        hashes >>= self._down
        found: NDArray[np.uint64] = self._take(hashes)
        return found

    def _stepped(self, sums: int, less: int, root: float) -> list[int]:
        mask, least = self._mask, self._least
        out = []
        for shift, scale, bias in self._outputs:
            total = (sums >> shift & mask) - less
            step = floor((total * scale * root + bias) * LEVELS_PER_UNIT) + 128
            out.append(least if step < least else 255 if step > 255 else step)
        return out


@lru_cache(maxsize=256)
def _frame(size: int) -> tuple[NDArray[np.uint32], NDArray[np.uint64], int, float]:
    """Return what texts of one length share.

    Returns
    -------
    salts : ndarray of uint32, shape (orders, size)
    valid : ndarray of uint64, shape (orders * size,)
        1 where there is a window, else 0.
    less : int
        What a packed sum is too large by.
    root : float
        Of one over the number of windows.
    """
    valid = np.arange(size, 0, -1, dtype=np.int32) >= ngrams.ORDERS
    count = int(valid.sum())
    salts = np.repeat(ngrams.SALTS * ngrams.SPREAD, size, axis=1)
    return salts, valid.ravel().astype(np.uint64), ngrams.BIAS * count, ngrams.ROOTS.item(count)
