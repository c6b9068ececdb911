"""What each signal adds to the score of a block."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import neighbours
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.signals import signal_of, signal_of_neighbours

_SCORE: Final = neighbours.NAMES.index("score")
LEAST_OWN: Final = 0.5
"""Log-odds that the features of a block add up to for all that its score adds in the second forest
to be shared out among them."""
LARGEST_SCALE: Final = 2.0
"""What the second forest adds beyond this many times the features' own log-odds is put down to the
neighbours."""


def signal_weights(
    model: BlockModel,
    labels: Sequence[str],
    rows: NDArray[np.float32],
    nearby: NDArray[np.float32],
) -> tuple[tuple[str, ...], NDArray[np.float64]]:
    """Return what each signal adds to the log-odds that blocks have of their labels.

    The log-odds of spam are those of two forests, of which the second sees the score that the first
    one gave. What that score adds is due to the features it was made of, in proportion to what they
    add to it; what the scores of other blocks add is due to those blocks.

    Parameters
    ----------
    model : BlockModel
    labels : sequence of str
        Of each block.
    rows : ndarray of float32, shape (n_blocks, n_features)
        What the first forest saw.
    nearby : ndarray of float32, shape (n_blocks, len(neighbours.NAMES))
        What the second forest saw, NaN where it was not asked.

    Returns
    -------
    signals : tuple of str
    weights : ndarray of float64, shape (n_blocks, n_signals)
        Their sum over the signals is the raw log-odds less those of a block of which nothing is
        known.
    """
    credits = np.zeros(rows.shape, np.float64)
    for label in dict.fromkeys(labels):
        mine = np.array([label == other for other in labels])
        credits[mine] = model.contributions(label, rows[mine])
    signals, column = _signals(model.feature_names)
    weights = _summed(credits, column, len(signals))
    if model.second is not None:
        asked = np.array([label == "spam" for label in labels]) & ~np.isnan(nearby[:, _SCORE])
        second = model.second.contributions(nearby[asked])
        unseen = nearby[asked, _SCORE] <= neighbours.LOWEST
        share = np.where(unseen, 1.0, 1.0 - model.first_share)
        own = credits[asked].sum(axis=1)
        second *= share[:, None]
        kept = 1.0 - share
        ratio = np.where(unseen, 0.0, second[:, _SCORE] / np.maximum(own, LEAST_OWN))
        scale = np.clip(kept + ratio, 0.0, LARGEST_SCALE)
        weights[asked] *= scale[:, None]
        second[:, _SCORE] -= (scale - kept) * own
        number = {signal: index for index, signal in enumerate(signals)}
        others = np.array([number[signal_of_neighbours(name)] for name in neighbours.NAMES])
        weights[asked] += _summed(second, others, len(signals))
    return signals, weights


def _summed(
    credits: NDArray[np.float64], column: NDArray[np.int64], size: int
) -> NDArray[np.float64]:
    """Return the sums of the columns that go to each of `size` columns."""
    cells = column + size * np.arange(len(credits))[:, None]
    sums = np.bincount(cells.ravel(), credits.ravel(), len(credits) * size)
    return np.asarray(sums, np.float64).reshape(len(credits), size)


@lru_cache(maxsize=4)
def _signals(features: tuple[str, ...]) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Return the signals of features by first appearance, and the signal of each feature."""
    names = [signal_of(name) for name in features]
    number = {name: index for index, name in enumerate(dict.fromkeys(names))}
    return tuple(number), np.array([number[name] for name in names])
