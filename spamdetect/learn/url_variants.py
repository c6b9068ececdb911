"""Rows with other paths and anchors, so that having one speaks for neither side."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamdetect.learn.url_data import ROW_WEIGHTS
from spamdetect.learn.url_paths import PathFit
from spamdetect.learn.url_rows import UrlRows


@dataclass(slots=True)
class Variants:
    """Rows of hosts, each with a path and an anchor, for the additive model.

    Attributes
    ----------
    owner : ndarray of int64, shape (variants,)
        Which row the host is of. The first variants are the rows themselves, in order.
    paths, anchors : list of str
        Folded.
    target : ndarray of bool, shape (variants,)
    weight : ndarray of float64, shape (variants,)
    """

    owner: NDArray[np.int64]
    paths: list[str]
    anchors: list[str]
    target: NDArray[np.bool_]
    weight: NDArray[np.float64]


@dataclass(slots=True)
class _Maker:
    data: UrlRows
    fit: PathFit
    rng: np.random.Generator
    weight: NDArray[np.float64]
    owners: list[NDArray[np.int64]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    targets: list[NDArray[np.bool_]] = field(default_factory=list)
    weights: list[NDArray[np.float64]] = field(default_factory=list)

    def add(
        self, chosen: NDArray[np.int64], paths: list[str], anchors: list[str], share: float
    ) -> None:
        """Add rows as what they are labelled."""
        self.owners.append(chosen)
        self.paths.extend(paths)
        self.anchors.extend(anchors)
        self.targets.append(self.data.spam[chosen])
        self.weights.append(self.weight[chosen] * share)

    def add_spam(self, chosen: NDArray[np.int64], paths: list[str], share: float) -> None:
        """Add honest rows that a path makes spam."""
        self.owners.append(chosen)
        self.paths.extend(paths)
        self.anchors.extend([""] * len(chosen))
        self.targets.append(np.ones(len(chosen), dtype=bool))
        self.weights.append(np.full(len(chosen), share))

    def pick(self, pool: dict[int, list[str]], row: np.integer[Any]) -> str:
        """Draw a text of the half that a row belongs to."""
        texts = pool[int(self.data.fold[row]) % 2]
        return texts[int(self.rng.integers(len(texts)))] if texts else ""


def make_variants(data: UrlRows, fit: PathFit, rng: np.random.Generator) -> Variants:
    """Give hosts other paths and anchors.

    Parameters
    ----------
    data : UrlRows
    fit : PathFit
    rng : numpy.random.Generator

    Returns
    -------
    Variants
    """
    count = len(data.rows)
    known = data.data["category"].map(ROW_WEIGHTS).fillna(0.1).to_numpy(dtype=np.float64)
    maker = _Maker(data, fit, rng, np.where(data.spam, known, 1.0))
    own = [row.path for row in data.rows]
    has_path = np.array([bool(path) for path in own])
    maker.add(np.arange(count), own, [""] * count, 0.6)
    stripped = np.flatnonzero(has_path)
    maker.add(stripped, [""] * len(stripped), [""] * len(stripped), 0.4)
    longer = np.flatnonzero(~has_path & (rng.random(count) < 0.5))
    maker.add(longer, [maker.pick(fit.honest, i) for i in longer], [""] * len(longer), 0.8)
    anchored = np.flatnonzero(rng.random(count) < 0.2)
    labels = [
        maker.pick(fit.phrases if data.spam[i] and rng.random() < 0.6 else fit.honest, i)
        for i in anchored
    ]
    maker.add(anchored, [own[i] for i in anchored], labels, 0.3)
    honest = np.flatnonzero(~data.spam & (rng.random(count) < 0.12))
    maker.add_spam(honest, [maker.pick(fit.made, i) for i in honest], 0.25)
    return Variants(
        np.concatenate(maker.owners),
        maker.paths,
        maker.anchors,
        np.concatenate(maker.targets),
        np.concatenate(maker.weights),
    )
