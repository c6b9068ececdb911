"""Metrics on arrays of scores and on character spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

BINS: Final = 15

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def threshold_at(negatives: Floats, rate: float, weight: Floats | None = None) -> float:
    """Return the lowest score that at most a share of the negatives lies above.

    Parameters
    ----------
    negatives : ndarray of float64, shape (n,)
        Scores, not empty.
    rate : float
        Largest share of negatives with a score greater than the threshold.
    weight : ndarray of float64, shape (n,), optional
        Weights of the negatives in that share.

    Returns
    -------
    float
    """
    order = np.argsort(-negatives, kind="stable")
    ladder = negatives[order]
    mass = np.arange(1, len(order) + 1) if weight is None else np.cumsum(weight[order])
    # A relative tolerance keeps rounding in the sum from costing a whole step.
    place = int(np.searchsorted(mass, mass[-1] * rate * (1.0 + 1e-9), side="right"))
    return float(ladder[min(place, len(ladder) - 1)])


def recall_at(positives: Floats, negatives: Floats, rate: float) -> float:
    """Return the share of positives that score above all but a share of the negatives.

    Parameters
    ----------
    positives, negatives : ndarray of float64
        Scores, neither empty.
    rate : float
        See `threshold_at`.
    """
    return float((positives > threshold_at(negatives, rate)).mean())


def auc(positives: Floats, negatives: Floats) -> float:
    """Return the area under the ROC curve: how often a positive outscores a negative.

    Ties count half. Neither side may be empty.
    """
    truth = np.repeat([True, False], [len(positives), len(negatives)])
    return float(roc_auc_score(truth, np.concatenate((positives, negatives))))


def f1(hits: float, predicted: float, actual: float) -> float:
    """Return the harmonic mean of precision and recall; 1 if nothing is there or predicted."""
    return 2.0 * hits / (predicted + actual) if predicted + actual else 1.0


def reliability(
    probability: Floats, positive: Bools, weight: Floats | None = None
) -> list[dict[str, float]]:
    """Return the reliability diagram over 15 bins of equal width.

    Parameters
    ----------
    probability : ndarray of float64, shape (n,)
    positive : ndarray of bool, shape (n,)
    weight : ndarray of float64, shape (n,), optional

    Returns
    -------
    list of dict
        Of each bin that holds anything: ``mean`` probability, ``share`` of positives, ``mass``.
    """
    mass = np.ones(len(probability)) if weight is None else weight
    place = np.minimum((probability * BINS).astype(np.int64), BINS - 1)
    total, mean, share = (
        np.bincount(place, values, BINS) for values in (mass, mass * probability, mass * positive)
    )
    return [
        {
            "mean": float(mean[i] / total[i]),
            "share": float(share[i] / total[i]),
            "mass": float(total[i]),
        }
        for i in np.flatnonzero(total).tolist()
    ]


def calibration_error(probability: Floats, positive: Bools, weight: Floats | None = None) -> float:
    """Return the expected calibration error over 15 bins of equal width (Guo et al., ICML 2017).

    Parameters are those of `reliability`.
    """
    bins = reliability(probability, positive, weight)
    total = sum(entry["mass"] for entry in bins)
    gaps = sum(entry["mass"] * abs(entry["mean"] - entry["share"]) for entry in bins)
    return gaps / total if total else 0.0


@dataclass(frozen=True, slots=True)
class SpanScore:
    """How well predicted spans of one document fit the labelled ones.

    Attributes
    ----------
    precision, recall, f1 : float
        Over characters that are not white space. A document without labelled spans has 1 if
        nothing is predicted, else 0 (SemEval-2021 task 5).
    granularity : float
        Predictions per labelled span that was met at all, at least 1 (Potthast et al., COLING
        2010).
    plagdet : float
        F1 divided by the binary logarithm of 1 + granularity.
    hits, predicted, actual : int
        Characters.
    """

    precision: float
    recall: float
    f1: float
    granularity: float
    plagdet: float
    hits: int
    predicted: int
    actual: int


def span_score(
    text: str, predicted: Sequence[tuple[int, int]], actual: Sequence[tuple[int, int]]
) -> SpanScore:
    """Compare predicted with labelled spans of one document.

    Parameters
    ----------
    text : str
    predicted, actual : sequence of (start, end)
        In code points of `text`.

    Returns
    -------
    SpanScore
    """
    visible = np.array([not char.isspace() for char in text], bool)
    found, there = _mask(visible, predicted), _mask(visible, actual)
    hits, ours, theirs = int((found & there).sum()), int(found.sum()), int(there.sum())
    met = [
        number
        for start, end in actual
        if (number := sum(a < end and start < b for a, b in predicted))
    ]
    granularity = sum(met) / len(met) if met else 1.0
    score = f1(hits, ours, theirs)
    return SpanScore(
        precision=hits / ours if ours else float(not theirs),
        recall=hits / theirs if theirs else float(not ours),
        f1=score,
        granularity=granularity,
        plagdet=score / float(np.log2(1.0 + granularity)),
        hits=hits,
        predicted=ours,
        actual=theirs,
    )


def _mask(visible: Bools, spans: Sequence[tuple[int, int]]) -> Bools:
    mask = np.zeros(len(visible), bool)
    for start, end in spans:
        mask[start:end] = True
    return mask & visible


def mean_by(values: Floats, groups: NDArray[Any]) -> float:
    """Return the mean over groups of the groups' means; NaN without values."""
    if not len(values):
        return float("nan")
    _, place = np.unique(groups, return_inverse=True)
    place = place.reshape(-1)
    return float((np.bincount(place, values) / np.bincount(place)).mean())
