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
    feature: list[Any] = []
    threshold: list[Any] = []
    left: list[Any] = []
    right: list[Any] = []
    value: list[Any] = []
    roots: list[int] = []
    depth = 0
    offset = 0
    for (tree,) in model._predictors:
        nodes = tree.nodes
        own = np.arange(len(nodes))
        leaf = nodes["is_leaf"].astype(bool)
        roots.append(offset)
        feature.append(np.where(leaf, 0, nodes["feature_idx"]))
        threshold.append(np.where(leaf, np.inf, nodes["num_threshold"]))
        left.append(np.where(leaf, own, nodes["left"]) + offset)
        right.append(np.where(leaf, own, nodes["right"]) + offset)
        value.append(_expected(nodes))
        depth = max(depth, int(nodes["depth"].max()))
        offset += len(nodes)
    return Forest(
        feature=np.concatenate(feature).astype(np.int16),
        threshold=np.concatenate(threshold).astype(np.float32),
        left=np.concatenate(left).astype(np.int32),
        right=np.concatenate(right).astype(np.int32),
        value=np.concatenate(value).astype(np.float32),
        roots=np.array(roots, np.int32),
        depth=depth,
        base=float(np.ravel(model._baseline_prediction)[0]),
    )


def _expected(nodes: Any) -> Any:
    """Return the value of each node: a leaf's own, else the mean of the leaves below it."""
    value = np.where(nodes["is_leaf"].astype(bool), nodes["value"], 0.0)
    for index in range(len(nodes) - 1, -1, -1):
        if not nodes["is_leaf"][index]:
            a, b = int(nodes["left"][index]), int(nodes["right"][index])
            share = nodes["count"][a] / max(nodes["count"][a] + nodes["count"][b], 1)
            value[index] = share * value[a] + (1 - share) * value[b]
    return value
