"""The additive part of the URL model: boosted trees of one feature or one pair, kept as tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from spamdetect.urls.layout import COARSE, COLUMNS, coarse


@dataclass(frozen=True, slots=True)
class Additive:
    """Tables of an additive model with pairs.

    Attributes
    ----------
    main : ndarray of float64, shape (len(COLUMNS), 256)
    pairs : ndarray of float64, shape (pairs, COARSE * COARSE)
    columns : ndarray of int64, shape (pairs, 2)
        Indices into `COLUMNS`.
    bias : float
    """

    main: NDArray[np.float64]
    pairs: NDArray[np.float64]
    columns: NDArray[np.int64]
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
        for (a, b), table in zip(self.columns, self.pairs, strict=True):
            cells = coarse(values[a], a).astype(np.int64) * COARSE + coarse(values[b], b)
            logit += table[cells]
        return logit


def fit_additive(
    values: NDArray[np.uint8],
    target: NDArray[np.bool_],
    weight: NDArray[np.float64],
    pairs: Sequence[tuple[str, str]],
    seed: int,
    *,
    rising: Sequence[str] = (),
    rounds: int = 250,
) -> Additive:
    """Fit an additive model by gradient boosting with trees of one feature or one pair.

    Trees that never mix more than two features make the boosted sum a sum of tables, which are
    read off exactly by asking the model at every value (Lou et al., KDD 2013, call it GA2M).

    Parameters
    ----------
    values : ndarray of uint8, shape (len(COLUMNS), n)
    target : ndarray of bool, shape (n,)
    weight : ndarray of float64, shape (n,)
    pairs : sequence of pairs of names in `COLUMNS`
    seed : int
    rising : sequence of names
        Features whose contribution must not fall.
    rounds : int

    Returns
    -------
    Additive
    """
    places = [(COLUMNS.index(a), COLUMNS.index(b)) for a, b in pairs]
    used = sorted({column for pair in places for column in pair})
    twin = {column: len(COLUMNS) + i for i, column in enumerate(used)}
    matrix = np.concatenate([values, *[coarse(values[c], c)[None] for c in used]]).T
    groups = [{i} for i in range(len(COLUMNS))] + [{twin[a], twin[b]} for a, b in places]
    model = HistGradientBoostingClassifier(
        max_iter=rounds,
        learning_rate=0.12,
        max_leaf_nodes=8,
        min_samples_leaf=max(5, min(150, int(np.count_nonzero(weight)) // 500)),
        l2_regularization=1.0,
        max_bins=255,
        early_stopping=False,
        interaction_cst=groups,
        monotonic_cst=[int(name in rising) for name in COLUMNS] + [0] * len(used),
        random_state=seed,
    )
    keep = weight > 0
    model.fit(matrix[keep], target[keep], sample_weight=weight[keep])
    return _read_off(model, values, places, twin, weight)


def _read_off(
    model: HistGradientBoostingClassifier,
    values: NDArray[np.uint8],
    places: Sequence[tuple[int, int]],
    twin: dict[int, int],
    weight: NDArray[np.float64],
) -> Additive:
    width = len(COLUMNS) + len(twin)
    base = np.zeros((1, width))
    bias = float(model.decision_function(base)[0])
    main = np.empty((len(COLUMNS), 256))
    for column in range(len(COLUMNS)):
        grid = np.repeat(base, 256, axis=0)
        grid[:, column] = np.arange(256)
        main[column] = model.decision_function(grid) - bias
    alone = {}
    for twin_column in twin.values():
        grid = np.repeat(base, COARSE, axis=0)
        grid[:, twin_column] = np.arange(COARSE)
        alone[twin_column] = model.decision_function(grid) - bias
    tables = np.empty((len(places), COARSE * COARSE))
    first, second = np.divmod(np.arange(COARSE * COARSE), COARSE)
    for row, (a, b) in enumerate(places):
        grid = np.repeat(base, COARSE * COARSE, axis=0)
        grid[:, twin[a]], grid[:, twin[b]] = first, second
        both = model.decision_function(grid) - bias
        tables[row] = both - alone[twin[a]][first] - alone[twin[b]][second]
    for column, twin_column in twin.items():
        ladder = coarse(np.arange(256, dtype=np.uint8), column)
        main[column] += alone[twin_column][np.minimum(ladder, COARSE - 1)]
    share = weight / weight.sum()
    for column in range(len(COLUMNS)):
        mean = float(main[column][values[column]] @ share)
        main[column] -= mean
        bias += mean
    for row, (a, b) in enumerate(places):
        cells = coarse(values[a], a).astype(np.int64) * COARSE + coarse(values[b], b)
        mean = float(tables[row][cells] @ share)
        tables[row] -= mean
        bias += mean
    return Additive(main, tables, np.array(places, dtype=np.int64).reshape(-1, 2), bias)
