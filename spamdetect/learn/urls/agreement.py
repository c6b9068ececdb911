"""Fit what the agreement of a host and an anchor adds to the score of a link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from spamdetect.learn.urls.links import TrainingLink

_STEP: Final = 4
_ROUNDS: Final = 30
_SHRINKAGE: Final = 1e-4
_HONEST: Final = 2.0
"""Weight of all honest links, that of all spam being 1: with less, false alarms on links that leave
their site exceed what the presets promise."""


def fit_agreement(
    together: NDArray[np.int64], score: NDArray[np.float64], links: Sequence[TrainingLink]
) -> NDArray[np.float64]:
    """Fit a rising table of log-odds to links whose score is known but for it.

    Honest links weigh more, and links of one domain and side as the root of their number.

    Parameters
    ----------
    together : ndarray of int64, shape (links,)
        Of `spamdetect.urls.agreement.agreement`.
    score : ndarray of float64, shape (links,)
        Log-odds without it.
    links : sequence of TrainingLink

    Returns
    -------
    ndarray of float64, shape (256,)
        Zero where nothing agrees, never falling and never below zero.
    """
    spam = np.array([link.spam for link in links])
    if spam.all() or not spam.any():
        return np.zeros(256)
    keys = [(link.domain, link.spam) for link in links]
    sizes = Counter(keys)
    weight = np.array([sizes[key] for key in keys], dtype=np.float64) ** -0.5
    for side, share in ((spam, 1.0), (~spam, _HONEST)):
        weight[side] *= share / weight[side].sum()
    gain = np.zeros(256)
    for start in range(0, 256, _STEP):
        inside = (together >= start) & (together < start + _STEP)
        if inside.any():
            gain[start : start + _STEP] = _shift(score[inside], spam[inside], weight[inside])
    mass = np.bincount(together, weight, 256) + 1e-9
    rising = IsotonicRegression().fit_transform(np.arange(256), gain, sample_weight=mass)
    table: NDArray[np.float64] = np.maximum(rising - max(rising[0], 0.0), 0.0)
    return table


def _shift(
    score: NDArray[np.float64], spam: NDArray[np.bool_], weight: NDArray[np.float64]
) -> float:
    """Return what added to scores makes them right on average, by Newton's method."""
    shift = 0.0
    for _ in range(_ROUNDS):
        probability = 1.0 / (1.0 + np.exp(-(score + shift)))
        slope = weight @ (spam - probability) - _SHRINKAGE * shift
        curvature = weight @ (probability * (1.0 - probability)) + _SHRINKAGE
        shift += float(np.clip(slope / curvature, -1.0, 1.0))
    return shift
