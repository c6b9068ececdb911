"""Addresses as spam in texts links to them: host and path as n-grams.

The URL model knows hosts as block lists name them, and is held back where their names could be
anybody's. What comments and injected lists link to is seen in texts: shops of replicas, articles
named after what they sell, files under hijacked sites. Learnt from the links of labelled texts,
it is evidence for the text around a link, not for the link alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls import ngrams

BITS: Final = 16
_CHUNK: Final = 1024


@dataclass(frozen=True)
class AddressHead:
    """A linear model over the n-grams of addresses.

    Attributes
    ----------
    table : ndarray of int8, shape (2**BITS,)
    step : float
        Log-odds per unit of the table.
    bias : float
    """

    table: NDArray[np.int8]
    step: float
    bias: float

    @cached_property
    def _packed(self) -> NDArray[np.uint64]:
        return ngrams.pack(self.table[:, None])

    def logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-odds that spam links to addresses.

        Parameters
        ----------
        texts : sequence of str
            As `spamdetect.urls.features.UrlFeatures.text` gives them.

        Returns
        -------
        ndarray of float64, shape (len(texts),)
        """
        out = np.empty(len(texts))
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            totals, counts = ngrams.sums(chunk, self._packed, 1)
            root = np.sqrt(np.maximum(counts, 1))
            out[start : start + _CHUNK] = totals[0] * self.step / root + self.bias
        return out
