"""Turn scikit-learn's histogram gradient boosting into flat arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from spamdetect.blocks.forest import Forest


def export_forest(model: HistGradientBoostingClassifier) -> Forest:
    """Return the trees of a fitted binary model.

    Parameters
    ----------
    model : HistGradientBoostingClassifier
        Fitted on two classes, without categorical features or missing values.

    Returns
    -------
    Forest
    """
    parts: list[dict[str, Any]] = []
    roots: list[int] = []
    offset = 0
    for (tree,) in model._predictors:
        nodes = tree.nodes
        roots.append(offset)
        parts.append(_renumbered(nodes, offset))
        offset += len(nodes)
    joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    return Forest(
        feature=joined["feature"].astype(np.int16),
        threshold=joined["threshold"].astype(np.float32),
        left=joined["left"].astype(np.int32),
        value=joined["value"].astype(np.float32),
        roots=np.array(roots, np.int32),
        base=float(np.ravel(model._baseline_prediction)[0]),
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
