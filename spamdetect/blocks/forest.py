"""Gradient-boosted trees as flat arrays: scoring without scikit-learn, and exact contributions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SCOUTS: Final = (16, 80, 160, 560)
"""Numbers of trees after which rows with too low a sum are dropped (a cascade: Viola and Jones,
CVPR 2001)."""
_CELLS: Final = 32_768
"""Rows times trees that are looked at together: what a processor's cache holds."""


@dataclass(frozen=True)
class Forest:
    """Additive regression trees in one table of nodes.

    Attributes
    ----------
    feature : ndarray of int16, shape (n_nodes,)
        Column that a node looks at.
    threshold : ndarray of float32, shape (n_nodes,)
        A row goes left if its value is not greater. Leaves hold infinity.
    left : ndarray of int32, shape (n_nodes,)
        Left child, the right child follows it; a leaf is its own child.
    value : ndarray of float32, shape (n_nodes,)
        Log-odds of a leaf; of an inner node, the mean over the training rows below it.
    roots : ndarray of int32, shape (n_trees,)
    base : float
        Log-odds before the first tree.
    """

    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    value: NDArray[np.float32]
    roots: NDArray[np.int32]
    base: float

    @cached_property
    def _steps(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Features and left children, as indices."""
        return self.feature.astype(np.intp), self.left.astype(np.intp)

    @cached_property
    def _depths(self) -> NDArray[np.intp]:
        """Longest path of each tree."""
        out = np.zeros(len(self.roots), np.intp)
        node, tree = self.roots.astype(np.intp), np.arange(len(self.roots))
        while node.size:
            inner = self.left[node] != node
            node, tree = self.left[node[inner]].astype(np.intp), tree[inner]
            out[tree] += 1
            node, tree = np.concatenate((node, node + 1)), np.tile(tree, 2)
        return out

    def logit(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the log-odds of each row, shape (n_rows,)."""
        first, *others = self.stages()
        out = self.partial(rows, *first)
        for stage in others:
            out += self.partial(rows, *stage)
        return out

    def stages(self, scouts: int = len(SCOUTS)) -> tuple[tuple[int, int], ...]:
        """Return half-open ranges of the trees that are asked together, one after another.

        Parameters
        ----------
        scouts : int
            How many stages of `SCOUTS` there may be.
        """
        ends = (n for n in SCOUTS[:scouts] if n < len(self.roots))
        return tuple(pairwise((0, *ends, len(self.roots))))

    def moved(self, columns: NDArray[np.intp]) -> Forest:
        """Return the forest with each feature looked for in another column.

        Parameters
        ----------
        columns : ndarray of intp, shape (n_features,)
        """
        return replace(self, feature=columns[self.feature].astype(np.int16))

    def partial(self, rows: NDArray[np.float32], first: int, last: int) -> NDArray[np.float64]:
        """Return what some of the trees add to the log-odds of each row.

        Parameters
        ----------
        rows : ndarray of float32, shape (n_rows, n_features)
        first, last : int
            Half-open range of trees; the first tree brings the forest's base with it.

        Returns
        -------
        ndarray of float64, shape (n_rows,)
        """
        out = np.empty(len(rows), np.float64)
        feature, left = self._steps
        roots = self.roots[first:last].astype(np.intp)
        depth = int(self._depths[first:last].max())
        size = max(_CELLS // len(roots), 1)
        for begin in range(0, len(rows), size):
            part = np.ascontiguousarray(rows[begin : begin + size])
            values = part.reshape(-1)
            base = (np.arange(len(part)) * part.shape[1])[:, None]
            node = np.broadcast_to(roots, (len(part), len(roots)))
            for _ in range(depth):
                at = feature.take(node)
                at += base
                goes_right = values.take(at) > self.threshold.take(node)
                node = left.take(node)
                node += goes_right
            out[begin : begin + len(part)] = self.value.take(node).sum(1, dtype=np.float64)
        return out + self.base if first == 0 else out

    def contributions(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what each feature adds to the log-odds of each row.

        Each step from a node to its child changes the expected value; the change is credited to
        the node's feature (Saabas 2014). The sum, with `baseline`, is exactly `logit`.

        Parameters
        ----------
        rows : ndarray of float32, shape (n_rows, n_features)

        Returns
        -------
        ndarray of float64, shape (n_rows, n_features)
        """
        credit = np.zeros(rows.size, np.float64)
        values = np.ascontiguousarray(rows).reshape(-1)
        first = (np.arange(len(rows)) * rows.shape[1])[:, None]
        feature, left = self._steps
        value = self.value.astype(np.float64)
        node = np.broadcast_to(self.roots.astype(np.intp), (len(rows), len(self.roots)))
        before = value.take(node)
        for _ in range(int(self._depths.max())):
            at = feature.take(node)
            at += first
            goes_right = values.take(at) > self.threshold.take(node)
            node = left.take(node)
            node += goes_right
            after = value.take(node)
            np.add.at(credit, at.reshape(-1), (after - before).reshape(-1))
            before = after
        return credit.reshape(rows.shape)

    @property
    def baseline(self) -> float:
        """Log-odds of a row about which nothing is known."""
        return self.base + float(self.value[self.roots].sum(dtype=np.float64))

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """Return the arrays to store, with `prefix` before their names."""
        return {
            f"{prefix}_feature": self.feature,
            f"{prefix}_threshold": self.threshold,
            f"{prefix}_left": self.left,
            f"{prefix}_value": self.value,
            f"{prefix}_roots": self.roots,
            f"{prefix}_base": np.array(self.base, np.float64),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> Forest:
        """Read what `arrays` wrote."""
        return cls(
            arrays[f"{prefix}_feature"],
            arrays[f"{prefix}_threshold"],
            arrays[f"{prefix}_left"],
            arrays[f"{prefix}_value"],
            arrays[f"{prefix}_roots"],
            float(arrays[f"{prefix}_base"]),
        )
