"""Linear fits, calibration and rounding of the URL model's parts, for tables of integers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, SGDClassifier

from spamdetect.urls import ngrams
from spamdetect.urls.layout import UNIT

_CHUNK: Final = 20_000
_KNOTS: Final = 30
_FAR: Final = 40.0
_LEAST_PENALTY: Final = 0.05
_LEAST_RATIO: Final = 0.2
KEPT: Final = 0.99999
"""Share of the weights of hosts and paths that keep their size when they are rounded: the largest
belong to n-grams that most texts of a kind share, and decide the most."""


def ngram_matrix(texts: Sequence[str], bits: int) -> Any:
    """Count hashed n-grams of texts, by the code that scores.

    Parameters
    ----------
    texts : sequence of str
        None of them empty.
    bits : int

    Returns
    -------
    scipy.sparse.csr_matrix of float32, shape (texts, 2**bits)
        Counts over the square root of the number of n-grams.
    """
    blocks = []
    for start in range(0, len(texts), _CHUNK):
        chunk = texts[start : start + _CHUNK]
        indices, starts, counts = ngrams.windows(chunk, bits)
        lengths = np.diff(np.append(starts, indices.shape[1]))
        rows = np.broadcast_to(np.repeat(np.arange(len(chunk)), lengths), indices.shape)
        there = indices > 0
        owners = rows[there]
        values = (1.0 / np.sqrt(np.maximum(counts, 1)))[owners].astype(np.float32)
        cells = (values, (owners, indices[there].astype(np.int32)))
        blocks.append(sp.csr_matrix(cells, shape=(len(chunk), 1 << bits)))
    return sp.vstack(blocks, format="csr")


def tellingness(matrix: Any, target: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return by how much n-grams tell the two sides apart, each by itself.

    Columns that are multiplied by it are penalised less the more they tell: a quadratic penalty
    otherwise spreads what a word says over the common pieces of two letters that are part of it.
    The idea is that of Wang and Manning ("Baselines and bigrams", ACL 2012), without the sign.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix, shape (n, buckets)
    target : ndarray of bool, shape (n,)

    Returns
    -------
    ndarray of float64, shape (buckets,)
        Root of the absolute log-ratio of their shares, above 0.
    """
    sides = [
        np.bincount(matrix[side].indices, minlength=matrix.shape[1]) + 1.0
        for side in (target, ~target)
    ]
    ratio = np.log(sides[0] / sides[1] * (np.sum(~target) / np.sum(target)))
    telling: NDArray[np.float64] = np.sqrt(np.abs(ratio) + _LEAST_RATIO)
    return telling


def fit_linear(
    matrix: Any,
    target: NDArray[np.bool_],
    weight: NDArray[np.float64],
    seed: int,
    *,
    alpha: float,
    epochs: int = 12,
    telling: bool = False,
) -> tuple[NDArray[np.float64], float]:
    """Fit a logistic regression by averaged stochastic gradient descent.

    Parameters
    ----------
    matrix : scipy.sparse.csr_matrix, shape (n, buckets)
    target : ndarray of bool, shape (n,)
    weight : ndarray of float64, shape (n,)
        Rows of weight 0 are left out.
    seed : int
    alpha : float
        Strength of the quadratic penalty; more where there are few rows.
    epochs : int
    telling : bool
        Whether to scale columns by `tellingness`.

    Returns
    -------
    coefficients : ndarray of float64, shape (buckets,)
    intercept : float
    """
    keep = np.flatnonzero(weight > 0)
    if not target[keep].any() or target[keep].all():
        return np.zeros(matrix.shape[1]), 6.0 if target[keep].any() else -6.0
    model = SGDClassifier(
        "log_loss",
        alpha=max(alpha, _LEAST_PENALTY / len(keep)),
        max_iter=epochs,
        tol=None,
        average=True,
        random_state=seed,
    )
    used, side = matrix[keep], target[keep]
    scale = tellingness(used, side) if telling else np.ones(matrix.shape[1])
    used.data *= scale[used.indices].astype(np.float32)
    model.fit(used, side, sample_weight=weight[keep])
    return model.coef_[0] * scale, float(model.intercept_[0])


def quantise(
    coefficients: NDArray[np.float64],
    limit: int = ngrams.WEIGHT_LIMIT,
    kept: float = 0.9995,
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Round weights to small integers.

    Parameters
    ----------
    coefficients : ndarray of float64, shape (buckets, outputs)
    limit : int
        Largest absolute integer; what lies further out is cut down to it.
    kept : float
        Share of the weights that are not cut down.

    Returns
    -------
    integers : ndarray of int8, shape (buckets, outputs)
    scale : ndarray of float64, shape (outputs,)
        Weight of one.
    """
    scale = np.array(
        [
            max(float(np.quantile(np.abs(column[column != 0]), kept)), 1e-9) / limit
            if column.any()
            else 1.0
            for column in coefficients.T
        ]
    )
    return rounded(coefficients, scale, limit), scale


def rounded(
    coefficients: NDArray[np.float64],
    scale: NDArray[np.float64],
    limit: int = ngrams.WEIGHT_LIMIT,
) -> NDArray[np.int8]:
    """Round weights to integers of a given scale, as `quantise` does."""
    integers = np.clip(np.rint(coefficients / scale), -limit, limit).astype(np.int8)
    integers[0] = 0
    return integers


def fixed_point(values: NDArray[np.float64] | float) -> NDArray[np.int16]:
    """Return log-odds in the scorer's fixed-point units.

    Parameters
    ----------
    values : array_like of float64

    Returns
    -------
    ndarray of int16
    """
    limited: NDArray[np.int16] = np.clip(np.rint(np.asarray(values) * UNIT), -32767, 32767).astype(
        np.int16
    )
    return limited


def platt(
    logits: NDArray[np.float64], target: NDArray[np.bool_], weight: NDArray[np.float64]
) -> tuple[list[float], float]:
    """Calibrate sums of log-odds by a linear function (Platt scaling).

    Parameters
    ----------
    logits : ndarray of float64, shape (n, terms)
    target : ndarray of bool, shape (n,)
    weight : ndarray of float64, shape (n,)

    Returns
    -------
    slopes : list of float
        One for each term, from 0.1 to 2, so that even a tiny corpus gives a usable scale.
    shift : float
    """
    model = LogisticRegression(C=1e6)
    model.fit(logits, target, sample_weight=weight * len(weight) / weight.sum())
    slopes = np.clip(model.coef_[0], 0.1, 2.0)
    shift = model.intercept_[0] + (weight @ (logits @ (model.coef_[0] - slopes))) / weight.sum()
    return slopes.tolist(), float(shift)


def calibration_curve(
    logit: NDArray[np.float64], target: NDArray[np.bool_], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Fit a rising curve from log-odds to calibrated log-odds.

    Isotonic regression, read at quantiles and joined by straight lines; beyond the outermost the
    curve goes on in parallel to the diagonal.

    Parameters
    ----------
    logit : ndarray of float64, shape (n,)
    target : ndarray of bool, shape (n,)
    weight : ndarray of float64, shape (n,)

    Returns
    -------
    ndarray of float64, shape (2, knots)
        Abscissae and ordinates, both rising.
    """
    order = np.argsort(logit, kind="stable")
    mass = np.cumsum(weight[order]) / weight.sum()
    edges = np.searchsorted(mass, np.linspace(0, 1, _KNOTS + 1)[1:-1])
    groups = np.zeros(len(logit), dtype=np.int64)
    groups[order] = np.searchsorted(edges, np.arange(len(logit)), side="right")
    sizes = np.maximum(np.bincount(groups, weight, _KNOTS), 1e-12)
    x = np.bincount(groups, weight * logit, _KNOTS) / sizes
    share = np.bincount(groups, weight * target, _KNOTS) / sizes
    rising = IsotonicRegression().fit_transform(x, share, sample_weight=sizes)
    least = 0.5 / np.sqrt(len(logit))
    y = np.log(np.clip(rising, least, 1 - least) / (1 - np.clip(rising, least, 1 - least)))
    x = x + 1e-6 * np.arange(_KNOTS)
    y = np.maximum.accumulate(y) + 1e-3 * (x - x[0])
    x = np.concatenate(([x[0] - _FAR], x, [x[-1] + _FAR]))
    y = np.concatenate(([y[0] - _FAR], y, [y[-1] + _FAR]))
    return np.array([x, y])
