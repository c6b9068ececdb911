"""What the n-grams of a text say for each of its characters, and the part that says most."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls import ngrams

_ORDERS: Final = np.arange(ngrams.MIN_ORDER, ngrams.MAX_ORDER + 1)


def gains(
    texts: Sequence[str], table: NDArray[np.uint64], outputs: int, lanes: Sequence[int]
) -> list[list[float]]:
    """Share the weights of n-grams out among the characters that they cover.

    Parameters
    ----------
    texts : sequence of str
        None of them empty.
    table : ndarray of uint64
        Of `spamdetect.urls.ngrams.pack`.
    outputs : int
        How many outputs the table holds.
    lanes : sequence of int
        Which output is asked, for each text.

    Returns
    -------
    list of list of float
        For each text a number for each character, in units of the table; their sum is the sum
        over the n-grams.
    """
    if not texts:
        return []
    indices, starts, _ = ngrams.windows(texts, len(table).bit_length() - 1)
    edges = [*starts.tolist(), indices.shape[1]]
    lane = np.repeat(np.array(lanes, np.uint64), np.diff(edges))
    weights = ngrams.unpack(table.take(indices), outputs, lane)
    # No n-gram reaches from one text into the next, so sums may run through all of them.
    sums = np.zeros((len(_ORDERS), edges[-1] + 1), np.int64)
    np.cumsum(weights, axis=1, out=sums[:, 1:])
    shared = np.zeros(edges[-1])
    for order, total in zip(_ORDERS.tolist(), sums, strict=True):
        covering = total[1:].copy()
        covering[order:] -= total[1:-order]
        shared += covering / order
    values = shared.tolist()
    return [values[start:end] for start, end in pairwise(edges)]


def strongest_piece(text: str, gain: Sequence[float]) -> str:
    """Return the part of a text with the largest sum of gains.

    Parameters
    ----------
    text : str
    gain : sequence of float
        One for each character, or for more.

    Returns
    -------
    str
        Without boundary marks; empty if no part gains.
    """
    best, start, edge, total = 0.0, 0, (0, 0), 0.0
    for place in range(len(text)):
        if total <= 0:
            total, start = 0.0, place
        total += gain[place]
        if total > best:
            best, edge = total, (start, place + 1)
    return text[edge[0] : edge[1]].strip("^$-.")
