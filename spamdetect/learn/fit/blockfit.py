"""Fit the block model: n-gram heads, screens and forests, cross-fitted over folds of groups.

Whatever is judged on training documents (the heads' scores that the forests see, the scores that
thresholds and calibration are set on) comes from models that did not see the document's group.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from spamdetect.blocks import neighbours
from spamdetect.blocks.forest import Forest
from spamdetect.blocks.heads import Heads
from spamdetect.blocks.model import Screen
from spamdetect.learn.dataset import FOLDS
from spamdetect.learn.fit.addressfit import fit_addresses
from spamdetect.learn.fit.blockdata import MOSTLY, BlockData, balanced_weights
from spamdetect.learn.fit.boosting import fit_forest
from spamdetect.learn.fit.fits import in_threads
from spamdetect.learn.fit.linear import fit_linear, ngram_matrix, quantise
from spamdetect.learn.fit.targets import POSITIVE_SHARE, Target

CLEAN_ROWS: Final = 450_000
SCREEN_ROWS: Final = 120_000
FOREST_ROWS: Final = 600_000
SECOND_TREES: Final = (40, 0)
"""With 80 it ranks worse: 0.509 instead of 0.522 of the blocks of spam texts at 0.1 % of clean
blocks, 0.647 instead of 0.653 of the written texts at 1 % of clean pages."""

NO_FOLD: Final = -1
"""Stands for the fit that leaves no fold out."""

Log = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class FittedLabel:
    """A screen and a forest for one label, and their log-odds out of fold.

    With `second`, the forest that sees the neighbours' scores, the log-odds are those of both.
    """

    screen: Screen
    forest: Forest
    out_of_fold: NDArray[np.float64]
    second: Forest | None = None


def fit_heads(data: BlockData, seed: int, log: Log) -> tuple[Heads, list[Heads]]:
    """Fit the n-gram heads on all blocks, and for each fold on the other folds.

    Parameters
    ----------
    data : BlockData
    seed : int
    log : callable
        Takes messages on progress.

    Returns
    -------
    heads : Heads
    by_fold : list of Heads
    """
    spam, junk = data.spam >= MOSTLY, data.junk >= MOSTLY
    unclear = (data.spam > 0) & ~spam
    known = ~np.isnan(data.junk)
    rng = np.random.default_rng(seed)
    keep = spam | junk
    clean = np.flatnonzero(~keep & ~unclear)
    keep[rng.choice(clean, min(CLEAN_ROWS, len(clean)), replace=False)] = True
    rows = ngram_matrix(data.batches, data.split(keep))  # type: ignore[arg-type]
    log(f"n-grams: {rows.shape[0]} blocks, {rows.nnz} counts")
    fold, groups, strata = data.fold[keep], data.groups[keep], data.strata[keep]
    targets = (
        (spam[keep], ~data.is_doorway[keep], data.emphasis[keep]),
        (junk[keep], known[keep], np.ones(keep.sum())),
    )

    def fit(number: int, label: int) -> tuple[NDArray[np.float64], float]:
        target, usable, emphasis = targets[label]
        mine = (fold != number) & usable
        weights = balanced_weights(
            groups[mine], target[mine], POSITIVE_SHARE, strata[mine], emphasis[mine]
        )
        return fit_linear(rows[mine], target[mine], weights, seed)

    fitted = in_threads(
        [partial(fit, number, label) for number in (*range(FOLDS), NO_FOLD) for label in (0, 1)]
    )
    log("n-grams fitted")
    address, address_by_fold = fit_addresses(data, seed)
    *by_fold, heads = [
        quantise(pair, addresses)
        for *pair, addresses in zip(
            fitted[::2], fitted[1::2], [*address_by_fold, address], strict=True
        )
    ]
    return heads, by_fold


def fit_label(
    data: BlockData, features: NDArray[np.float32], target: Target, seed: int, log: Log
) -> FittedLabel:
    """Fit the screen and the forest of one label.

    Parameters
    ----------
    data : BlockData
    features : ndarray of float32, shape (n_blocks, n_features)
        From heads that did not see the block's fold.
    target : Target
    seed : int
    log : callable
    """
    rng = np.random.default_rng(seed)
    positive, usable, weights = target.positive, target.usable, target.weights
    screen = _fit_screen(features, target, rng)
    total = screen.total(features)
    pool, factor = _forest_rows(total, positive, usable, rng)

    own_weights = weights[pool] * factor
    *by_fold, forest = _cross_fit(
        features, positive, data.fold, pool, own_weights, seed, target.trees, ~target.columns
    )
    stages = forest.stages()
    after = np.zeros((len(stages), len(features)))
    for number, own in enumerate(by_fold):
        held_out = np.flatnonzero(data.fold == number)
        parts = [own.partial(features[held_out], *stage) for stage in stages]
        after[:, held_out] = np.cumsum(parts, axis=0)
    out_of_fold = after[-1]
    negative = ~positive & usable
    notable = out_of_fold >= np.quantile(out_of_fold[negative], 1.0 - target.screen_rate)

    def limit_of(scores: NDArray[np.float64]) -> float:
        return float(np.quantile(scores[notable], 1.0 - target.screen_recall))

    limits = limit_of(total), *map(limit_of, after[:-1])
    passed = np.ones(len(features), bool)
    shares = []
    for scores, limit in zip((total, *after[:-1]), limits, strict=True):
        passed &= scores >= limit
        shares.append(f"{passed[negative].mean():.4f}")
    log(
        f"screen: {passed[positive].mean():.4f} of positive blocks pass; "
        f"{', '.join(shares)} of the others after each step"
    )
    out_of_fold[~passed] = -np.inf
    return FittedLabel(Screen(screen.weight, limits[0], limits[1:]), forest, out_of_fold)


def fit_second(
    data: BlockData,
    features: NDArray[np.float32],
    columns: Mapping[str, int],
    found: FittedLabel,
    target: Target,
    seed: int,
    log: Log,
) -> FittedLabel:
    """Fit the forest that sees neighbours' scores, on the first forest's scores out of fold.

    Parameters
    ----------
    data : BlockData
    features : ndarray of float32, shape (n_blocks, n_features)
    columns : mapping of str to int
        Columns of `features` by name.
    found : FittedLabel
        The first forest.
    target : Target
    seed : int
    log : callable
    """
    first = found.out_of_fold
    wanted = neighbours.hopeful(data.document, first, neighbours.HOPE)
    seen = neighbours.features(data.document, data.length, first, features, columns, wanted)
    fold, positive = data.fold[wanted], target.positive[wanted]
    pool, factor = _forest_rows(
        np.maximum(first, neighbours.LOWEST)[wanted],
        positive,
        target.usable[wanted],
        np.random.default_rng(seed),
    )

    own_weights = target.weights[wanted][pool] * factor
    *by_fold, forest = _cross_fit(seen, positive, fold, pool, own_weights, seed, SECOND_TREES)
    second = np.zeros(len(seen))
    for number, own in enumerate(by_fold):
        second[fold == number] = own.logit(seen[fold == number])
    out_of_fold = np.full(len(first), -np.inf)
    out_of_fold[wanted] = neighbours.verdict(first[wanted], second, neighbours.FIRST_SHARE)
    reached = wanted[target.positive].mean()
    log(f"second look: {wanted.mean():.4f} of blocks, {reached:.4f} of positive")
    return replace(found, out_of_fold=out_of_fold, second=forest)


def _cross_fit(
    features: NDArray[np.float32],
    positive: NDArray[np.bool_],
    fold: NDArray[np.int64],
    pool: NDArray[np.int64],
    weights: NDArray[np.float64],
    seed: int,
    trees: tuple[int, int],
    unused: NDArray[np.bool_] | None = None,
) -> list[Forest]:
    """Fit a forest on the rows of `pool` without each fold, and last on all of them.

    No tree asks for the columns that are `unused`.
    """

    def fit(number: int) -> Forest:
        mine = fold[pool] != number
        rows = pool[mine]
        seen = features[rows]
        if unused is not None:
            seen[:, unused] = 0.0
        return fit_forest(seen, positive[rows], weights[mine], seed, *trees)

    return in_threads([partial(fit, number) for number in (*range(FOLDS), NO_FOLD)])


def _forest_rows(
    total: NDArray[np.float64],
    positive: NDArray[np.bool_],
    usable: NDArray[np.bool_],
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the rows to fit a forest on, and the factors that make up for those left out.

    All negatives that the screen ranks high are kept, a sample of the others stands for the rest.
    """
    negative = np.flatnonzero(usable & ~positive)
    chosen = np.flatnonzero(usable & positive)
    factor = np.ones(len(total))
    if len(chosen) > FOREST_ROWS // 2:
        factor[chosen] = len(chosen) / (FOREST_ROWS // 2)
        chosen = rng.choice(chosen, FOREST_ROWS // 2, replace=False)
    if len(negative) > FOREST_ROWS // 2:
        edge = np.quantile(total[negative], 1.0 - FOREST_ROWS / 3 / len(negative))
        hard = negative[total[negative] > edge]
        easy = negative[total[negative] <= edge]
        size = max(FOREST_ROWS // 2 - len(hard), 1)
        factor[easy] = len(easy) / size
        negative = np.concatenate((hard, rng.choice(easy, size, replace=False)))
    rows = np.sort(np.concatenate((chosen, negative)))
    return rows, factor[rows]


def _fit_screen(features: NDArray[np.float32], target: Target, rng: np.random.Generator) -> Screen:
    """Fit a logistic regression on standardised features; return it on the features as they are."""
    positive, usable = target.positive, target.usable
    rows = np.concatenate(
        [
            rng.choice(found, min(SCREEN_ROWS // 2, len(found)), replace=False)
            for found in (np.flatnonzero(positive & usable), np.flatnonzero(~positive & usable))
        ]
    )
    part = features[rows].astype(np.float64)
    centre, scale = part.mean(0), part.std(0)
    scale[(scale < 1e-6) | ~target.columns] = np.inf
    model = LogisticRegression(C=0.5, max_iter=200)
    model.fit((part - centre) / scale, positive[rows], sample_weight=target.weights[rows])
    weight = np.round(model.coef_[0] / scale, 6)
    return Screen(weight, -np.inf, ())
