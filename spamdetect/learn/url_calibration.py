"""From sums of log-odds to probabilities: scale, curve and fixed-point units."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

from spamdetect.urls.layout import UNIT

_KNOTS: Final = 30
_FAR: Final = 40.0


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
