"""Intervals by resampling campaigns or sites, and the documents within them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

DRAWS: Final = 400
LEVEL: Final = 0.95


def pooled_mean(
    hits: NDArray[np.float64], totals: NDArray[np.float64], groups: NDArray[Any]
) -> float:
    """Return the mean over groups of hits / totals, pooled within each group.

    Parameters
    ----------
    hits, totals : ndarray of float64, shape (n_documents,)
    groups : ndarray, shape (n_documents,)

    Returns
    -------
    float
        NaN if no group has a positive total.
    """
    _, place = np.unique(groups, return_inverse=True)
    place = place.reshape(-1)
    total = np.bincount(place, totals)
    share = np.bincount(place, hits)[total > 0] / total[total > 0]
    return float(share.mean()) if share.size else float("nan")


def interval(
    hits: NDArray[np.float64],
    totals: NDArray[np.float64],
    groups: NDArray[Any],
    seed: int = 0,
    draws: int = DRAWS,
) -> tuple[float, float]:
    """Return a 95 % percentile interval of `pooled_mean`.

    Groups are drawn with replacement, then documents within each group drawn (two-stage cluster
    bootstrap, Davison and Hinkley 1997, section 3.8).

    Parameters
    ----------
    hits, totals, groups
        As for `pooled_mean`.
    seed : int
    draws : int

    Returns
    -------
    low, high : float
    """
    kept = totals > 0
    hits, totals, groups = hits[kept], totals[kept], groups[kept]
    if not len(hits):
        return float("nan"), float("nan")
    rng = np.random.default_rng(seed)
    _, place = np.unique(groups, return_inverse=True)
    members = _members(place.reshape(-1))
    shares = np.stack([_resampled(hits[rows], totals[rows], draws, rng) for rows in members])
    chosen = rng.integers(len(members), size=(draws, len(members)))
    return _edges(shares[chosen, np.arange(draws)[:, None]].mean(axis=1))


def pooled_interval(
    hits: NDArray[np.bool_], groups: NDArray[np.int64], seed: int = 0, draws: int = DRAWS
) -> tuple[float, float]:
    """Return a 95 % percentile interval of the share of hits, pooled over all groups.

    Groups are drawn whole, with replacement, so that large ones weigh more; `interval` is for
    means over groups.

    Parameters
    ----------
    hits : ndarray of bool, shape (n,)
    groups : ndarray of int64, shape (n,)
        Numbers from 0 on.
    seed : int
    draws : int

    Returns
    -------
    low, high : float
    """
    found, sizes = np.bincount(groups, hits), np.bincount(groups)
    rng = np.random.default_rng(seed)
    chosen = rng.integers(len(sizes), size=(draws, len(sizes)))
    return _edges(found[chosen].sum(axis=1) / sizes[chosen].sum(axis=1))


def _edges(means: NDArray[np.float64]) -> tuple[float, float]:
    edge = (1.0 - LEVEL) / 2.0
    low, high = np.quantile(means, (edge, 1.0 - edge)).tolist()
    return low, high


def _members(place: NDArray[np.int64]) -> Sequence[NDArray[np.int64]]:
    order = np.argsort(place, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(place[order])) + 1)


def _resampled(
    hits: NDArray[np.float64],
    totals: NDArray[np.float64],
    draws: int,
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    """Return the pooled share of a group in each draw of its documents."""
    if len(hits) == 1:
        return np.full(draws, hits[0] / totals[0])
    counts = rng.multinomial(len(hits), np.full(len(hits), 1.0 / len(hits)), size=draws)
    return np.asarray((counts @ hits) / (counts @ totals))
