"""The linear models over n-grams, and what they say of each block."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import ngrams
from spamdetect.blocks.addresses import AddressHead
from spamdetect.blocks.piece import Piece

HEADS: Final = ("spam", "junk")
SIGNALS: Final = {
    "ngram_spam": "NGRAMS_SPAM",
    "ngram_junk": "NGRAMS_JUNK",
    "ngram_spam_mean": "NGRAMS_SPAM",
    "ngram_spam_peak_24": "NGRAMS_SPAM",
    "ngram_spam_peak_72": "NGRAMS_SPAM",
    "ngram_spam_rest": "NGRAMS_SPAM",
    "ngram_spam_begin": "NGRAMS_SPAM",
    "ngram_spam_end": "NGRAMS_SPAM",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)


@dataclass(frozen=True)
class Heads:
    """The linear models over n-grams, one for each of `HEADS` and one for addresses.

    Attributes
    ----------
    table : ndarray of int8, shape (2, 2**bits)
    step : ndarray of float64, shape (2,)
        Log-odds per unit of the table.
    bias : ndarray of float64, shape (2,)
    addresses : AddressHead
    """

    table: NDArray[np.int8]
    step: NDArray[np.float64]
    bias: NDArray[np.float64]
    addresses: AddressHead

    @cached_property
    def packed(self) -> ngrams.PackedTable:
        """The tables, ready for look-ups."""
        return ngrams.PackedTable(self.table)

    @property
    def bits(self) -> int:
        """Binary logarithm of the number of buckets."""
        return int(self.table.shape[1]).bit_length() - 1


def features(
    piece: Piece, heads: Heads, scores: NDArray[np.int32]
) -> tuple[NDArray[np.float64], tuple[NDArray[np.integer[Any]], ...]]:
    """Return what the n-grams of each block say.

    Parameters
    ----------
    piece : Piece
    heads : Heads
    scores : ndarray of int32, shape (2, n_folded)
        From `spamdetect.blocks.ngrams.place_scores`.

    Returns
    -------
    columns : ndarray of float64, shape (n_blocks, len(NAMES))
    sums : tuple of ndarray, shape (n_blocks,)
        The summed units for spam and for junk, and how many n-grams they are of.
    """
    spam_scores, junk_scores = scores
    sums = ngrams.running_sums(spam_scores)
    number = np.maximum(ngrams.count(piece), 1)
    root = np.sqrt(number)
    spam = ngrams.block_sums(piece, spam_scores)
    junk = ngrams.block_sums(piece, junk_scores)
    short, long = (ngrams.window_peaks(piece, sums, size) for size in ngrams.WINDOWS)
    begin, end = ngrams.edge_sums(piece, sums, ngrams.WINDOWS[0])
    step = heads.step
    columns = (
        step[0] * spam / root + heads.bias[0],
        step[1] * junk / root + heads.bias[1],
        step[0] * spam / number,
        step[0] * short,
        step[0] * long,
        step[0] * (spam - short) / root,
        step[0] * begin,
        step[0] * end,
    )
    return np.stack(columns, axis=1), (spam, junk, number)
