"""Fit the linear models over hashed n-grams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import SGDClassifier

from spamdetect.blocks import ngrams
from spamdetect.blocks.addresses import AddressHead
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.heads import Heads

EPOCHS: Final = 6
ALPHA: Final = 1e-5
SMOOTHING: Final = 1.0
"""Added to the weight of the blocks that hold an n-gram, under either label."""
LARGEST_WEIGHT: Final = 127
KEPT: Final = 0.9995
"""Share of the weights that are not cut down to `LARGEST_WEIGHT`. With 0.9999 a few words of a
topic decide by themselves: better on relatives of the training sites, but on the split ``test``
more honest pages that mention gambling were flagged."""
NEGLIGIBLE: Final = 1
"""Weights of at most this many units are dropped, which makes the stored table smaller."""


def ngram_matrix(
    batches: Sequence[Batch], keep: Sequence[NDArray[np.bool_]], bits: int = ngrams.BITS
) -> csr_matrix:
    """Return the n-gram counts of blocks, scaled as scoring scales their sums.

    Parameters
    ----------
    batches : sequence of Batch
    keep : sequence of ndarray of bool
        For each batch, which of its blocks become rows.
    bits : int
        Binary logarithm of the number of buckets.

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (n_kept, 2**bits)
    """
    data: list[NDArray[np.float32]] = []
    columns: list[NDArray[np.int32]] = []
    lengths: list[NDArray[np.int64]] = []
    for batch, kept in zip(batches, keep, strict=True):
        for rows, piece in batch.pieces():
            wanted = kept[rows]
            if not wanted.any():
                continue
            owner = [np.empty(0, np.int64)]
            index = [np.empty(0, np.int64)]
            block_of = np.searchsorted(piece.first, np.arange(len(piece.limit)), side="right") - 1
            for place, bucket in ngrams.indices(piece, bits):
                mine = block_of[place]
                use = (bucket > 0) & wanted[mine] & (place < piece.last[mine])
                owner.append(mine[use])
                index.append(bucket[use])
            key = np.concatenate(owner) << bits | np.concatenate(index)
            key, times = np.unique(key, return_counts=True)
            block = key >> bits
            root = np.sqrt(np.maximum(ngrams.count(piece), 1))
            data.append((times / root[block]).astype(np.float32))
            columns.append((key & ((1 << bits) - 1)).astype(np.int32))
            lengths.append(np.bincount(block, minlength=len(piece.start))[wanted])
    indptr = np.concatenate(([0], np.cumsum(np.concatenate(lengths))))
    return csr_matrix(
        (np.concatenate(data), np.concatenate(columns), indptr),
        shape=(len(indptr) - 1, 1 << bits),
    )


def fit_linear(
    rows: csr_matrix,
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64],
    seed: int,
    alpha: float = ALPHA,
) -> tuple[NDArray[np.float64], float]:
    """Fit a logistic regression by averaged stochastic gradient descent.

    Each n-gram counts in proportion to the log-ratio of its frequencies under the two labels, as
    in NBSVM (Wang and Manning, "Baselines and bigrams", ACL 2012). With labels of one kind only,
    all coefficients are zero.

    Returns
    -------
    coefficients : ndarray of float64, shape (2**bits,)
    bias : float
    """
    if labels.all() or not labels.any():
        return np.zeros(rows.shape[1]), 0.0
    model = SGDClassifier(
        loss="log_loss", alpha=alpha, max_iter=EPOCHS, tol=None, average=True, random_state=seed
    )
    scale = _log_ratio(rows, labels, weights)
    scaled = (rows.data * scale[rows.indices], rows.indices, rows.indptr)
    model.fit(csr_matrix(scaled, rows.shape), labels, sample_weight=weights)
    return model.coef_[0] * scale, float(model.intercept_[0])


def _log_ratio(
    rows: csr_matrix, labels: NDArray[np.bool_], weights: NDArray[np.float64]
) -> NDArray[np.float32]:
    """Return how much the weighted document frequencies under the labels differ, as logarithm."""
    present = csr_matrix((np.ones_like(rows.data), rows.indices, rows.indptr), rows.shape).T
    frequency = []
    for chosen in (labels, ~labels):
        weight = (weights * chosen).astype(np.float32)
        frequency.append(np.log((present @ weight + SMOOTHING) / weight.sum()))
    return np.asarray(np.abs(frequency[0] - frequency[1]), np.float32)


def quantise(fitted: Sequence[tuple[NDArray[np.float64], float]], addresses: AddressHead) -> Heads:
    """Return fitted models as tables of small integers.

    Parameters
    ----------
    fitted : sequence of (coefficients, bias)
        One for each head.
    addresses : AddressHead
    """
    table, steps = [], []
    for weights, _ in fitted:
        limit = float(np.quantile(np.abs(weights[weights != 0]), KEPT)) if weights.any() else 1.0
        step = limit / LARGEST_WEIGHT
        units = np.clip(np.rint(weights / step), -LARGEST_WEIGHT, LARGEST_WEIGHT)
        units[np.abs(units) <= NEGLIGIBLE] = 0
        units[0] = 0
        table.append(units.astype(np.int8))
        steps.append(step)
    bias = np.array([bias for _, bias in fitted])
    return Heads(np.stack(table), np.array(steps), bias, addresses)
