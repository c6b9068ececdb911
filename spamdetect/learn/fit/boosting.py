"""Fit forests with scikit-learn's histogram gradient boosting, and turn them into flat arrays."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier

from spamdetect.blocks.forest import Forest

SMALL_TREE: Final = {"max_leaf_nodes": 31, "max_depth": 9}
"""Size of the trees that most blocks are shown to."""
LARGE_TREE: Final = {"max_leaf_nodes": 255, "max_depth": 18}
"""Size of the trees beyond them. Of clean text they see one block in twenty, so they may be large:
out of fold 400 of them after 80 small ones find 0.855 of the blocks of generated pages at 0.1 %,
800 small ones 0.809."""
LARGE_FEATURES: Final = (1.0, 0.5)
"""Share of the features that each split of the large trees may look at, by member. The members grow
from the same small trees and the mean of what they say counts (bagging: Breiman 1996): out of fold
0.776 of the blocks of generated pages at 0.1 % and 0.702 at 0.03 %, each alone 0.768 and 0.683 to
0.700; written texts 0.592 at 0.3 % of clean pages, alone 0.555 and 0.573."""
MEMBER_ROWS: Final = 50_000
"""With fewer rows the first member is the only one: a try-out is not to take twice as long."""


def fit_forest(
    rows: NDArray[np.float32],
    positive: NDArray[np.bool_],
    weights: NDArray[np.float64],
    seed: int,
    small: int,
    large: int,
) -> Forest:
    """Fit a forest: small trees, then members of large ones.

    Parameters
    ----------
    rows : ndarray of float32, shape (n, n_features)
    positive : ndarray of bool, shape (n,)
    weights : ndarray of float64, shape (n,)
    seed : int
    small, large : int
        How many small trees, and how many large ones in each member (see `LARGE_FEATURES`).
    """
    model = HistGradientBoostingClassifier(
        max_iter=small,
        learning_rate=0.1,
        **SMALL_TREE,
        min_samples_leaf=60,
        l2_regularization=2.0,
        early_stopping=False,
        warm_start=True,
        random_state=seed,
    )
    model.fit(rows, positive, sample_weight=weights)
    if not large:
        return export_forest(model)
    members = []
    for share in LARGE_FEATURES if len(rows) >= MEMBER_ROWS else LARGE_FEATURES[:1]:
        member = deepcopy(model)
        member.set_params(max_iter=small + large, max_features=share, **LARGE_TREE)
        members.append(member.fit(rows, positive, sample_weight=weights))
    return export_forest(*members, shared=small)


def export_forest(*members: HistGradientBoostingClassifier, shared: int = 0) -> Forest:
    """Return the mean of fitted models as one forest.

    Parameters
    ----------
    *members : HistGradientBoostingClassifier
        Fitted on two classes, without categorical features or missing values.
    shared : int
        How many trees they have in common, at the beginning.

    Returns
    -------
    Forest
        The common trees, then the others of each member, one member after the other.
    """
    first = members[0]
    trees = [(tree, 1.0) for (tree,) in first._predictors[:shared]]
    trees += [(tree, 1 / len(members)) for m in members for (tree,) in m._predictors[shared:]]
    parts: list[dict[str, Any]] = []
    roots: list[int] = []
    offset = 0
    for tree, weight in trees:
        part = _renumbered(tree.nodes, offset)
        part["value"] = part["value"] * weight
        roots.append(offset)
        parts.append(part)
        offset += len(tree.nodes)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Forest(
        feature=joined["feature"].astype(np.int16),
        threshold=joined["threshold"].astype(np.float32),
        left=joined["left"].astype(np.int32),
        value=joined["value"].astype(np.float32),
        roots=np.array(roots, np.int32),
        base=float(np.ravel(first._baseline_prediction)[0]),
    )


def _renumbered(nodes: Any, offset: int) -> dict[str, Any]:
    """Return a tree's columns with its nodes in breadth-first order, so that siblings adjoin."""
    order = [0]
    for place in order:
        if not nodes["is_leaf"][place]:
            order += [int(nodes["left"][place]), int(nodes["right"][place])]
    number = np.empty(len(nodes), np.int64)
    number[order] = np.arange(len(nodes))
    leaf = nodes["is_leaf"].astype(bool)
    left = np.where(leaf, number, number[np.where(leaf, 0, nodes["left"])]) + offset
    columns = {
        "feature": np.where(leaf, 0, nodes["feature_idx"]),
        "threshold": np.where(leaf, np.inf, nodes["num_threshold"]),
        "left": left,
        "value": _expected(nodes),
    }
    return {name: column[order] for name, column in columns.items()}


def _expected(nodes: Any) -> Any:
    """Return the value of each node: a leaf's own, else the mean of the leaves below it."""
    value = np.where(nodes["is_leaf"].astype(bool), nodes["value"], 0.0)
    for index in range(len(nodes) - 1, -1, -1):
        if not nodes["is_leaf"][index]:
            a, b = int(nodes["left"][index]), int(nodes["right"][index])
            share = nodes["count"][a] / max(nodes["count"][a] + nodes["count"][b], 1)
            value[index] = share * value[a] + (1 - share) * value[b]
    return value
