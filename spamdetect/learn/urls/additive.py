"""The additive part of the URL model: boosted trees of one feature each, kept as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from spamdetect.urls.layout import COLUMNS


@dataclass(frozen=True, slots=True)
class Additive:
    """Tables of an additive model.

    Attributes
    ----------
    main : ndarray of float64, shape (len(COLUMNS), 256)
    bias : float
    """

    main: NDArray[np.float64]
    bias: float

    def evaluate(self, values: NDArray[np.uint8]) -> NDArray[np.float64]:
        """Return the log-odds of rows.

        Parameters
        ----------
        values : ndarray of uint8, shape (len(COLUMNS), n)

        Returns
        -------
        ndarray of float64, shape (n,)
        """
        logit = np.full(values.shape[1], self.bias)
        for column, table in enumerate(self.main):
            logit += table[values[column]]
        return logit


def fit_additive(
    values: NDArray[np.uint8],
    target: NDArray[np.bool_],
    weight: NDArray[np.float64],
    seed: int,
    *,
    rising: Sequence[str] = (),
    rounds: int = 250,
) -> Additive:
    """Fit an additive model by gradient boosting with trees of one feature each.

    The boosted sum of such trees is a sum of tables, which are read off exactly by asking the model
    at every value (Lou et al., "Intelligible models", KDD 2012).

    Parameters
    ----------
    values : ndarray of uint8, shape (len(COLUMNS), n)
    target : ndarray of bool, shape (n,)
    weight : ndarray of float64, shape (n,)
    seed : int
    rising : sequence of names
        Features whose contribution must not fall.
    rounds : int

    Returns
    -------
    Additive
    """
    model = HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=0.12,
        max_leaf_nodes=8,
        min_samples_leaf=max(5, min(150, int(np.count_nonzero(weight)) // 500)),
        l2_regularization=1.0,
        max_bins=255,
        early_stopping=False,
        interaction_cst=[{column} for column in range(len(COLUMNS))],
        monotonic_cst=[int(name in rising) for name in COLUMNS],
        random_state=seed,
    )
    keep = weight > 0
    model.fit(values.T[keep], target[keep], sample_weight=weight[keep])
    base = np.zeros((1, len(COLUMNS)))
    bias = float(model.decision_function(base)[0])
    main = np.empty((len(COLUMNS), 256))
    share = weight / weight.sum()
    for column in range(len(COLUMNS)):
        grid = np.repeat(base, 256, axis=0)
        grid[:, column] = np.arange(256)
        main[column] = model.decision_function(grid) - bias
    for column, table in enumerate(main):
        mean = float(table[values[column]] @ share)
        table -= mean
        bias += mean
    return Additive(main, bias)
