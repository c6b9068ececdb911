"""Fit the model that names the category of flagged blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import SGDClassifier

from spamdetect.blocks.batch import Batch
from spamdetect.blocks.categories import BITS, CategoryModel, evidence
from spamdetect.blocks.lexicon import Matcher
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.labelling import CATEGORIES
from spamdetect.learn.fit.blockdata import MOSTLY, BlockData
from spamdetect.learn.fit.linear import LARGEST_WEIGHT, ngram_matrix

ROWS: Final = 90_000


def fit_categories(data: BlockData, matcher: Matcher, seed: int) -> CategoryModel:
    """Fit one linear model for each category on the blocks labelled with one.

    Parameters
    ----------
    data : BlockData
    matcher : Matcher
    seed : int

    Returns
    -------
    CategoryModel
        Over the categories that the data holds.
    """
    rng = np.random.default_rng(seed)
    labelled = ((data.spam >= MOSTLY) | (data.junk >= MOSTLY)) & (data.category >= 0)
    rows = np.flatnonzero(labelled)
    keep = np.zeros(len(labelled), bool)
    keep[rng.choice(rows, min(ROWS, len(rows)), replace=False)] = True
    parts: list[NDArray[np.bool_]] = data.split(keep)  # type: ignore[assignment]
    grams = ngram_matrix(data.batches, parts, BITS)
    dense = np.concatenate(
        [e for b, k in zip(data.batches, parts, strict=True) for e in _evidence(b, matcher, k)]
    )
    features = hstack([grams, csr_matrix(dense.astype(np.float32))]).tocsr()
    target = data.category[keep]
    present = [number for number in range(len(CATEGORIES)) if (target == number).any()]
    groups, sizes = np.unique(data.groups[keep], return_inverse=True, return_counts=True)[1:]
    weight = 1.0 / np.sqrt(sizes[groups])
    size = np.bincount(target, minlength=len(CATEGORIES)).astype(np.float64)
    promoting = [n for n in present if CATEGORIES[n] in SPAM_CATEGORIES]
    # How often spam promotes what is evidence too, and all there is of a list of bare addresses.
    if promoting:
        size[promoting] = size[promoting].mean()
    weight *= np.sqrt(len(target) / size[target])
    weight *= len(weight) / weight.sum()
    coefficients, bias = [], []
    for number in present:
        model = SGDClassifier(
            loss="log_loss", alpha=1e-5, max_iter=6, tol=None, average=True, random_state=seed
        )
        model.fit(features, target == number, sample_weight=weight)
        coefficients.append(model.coef_[0])
        bias.append(float(model.intercept_[0]))
    weights = np.stack(coefficients)
    table = weights[:, : 1 << BITS]
    step = float(np.quantile(np.abs(table[table != 0]), 0.9995)) / LARGEST_WEIGHT
    units = np.clip(np.rint(table / step), -LARGEST_WEIGHT, LARGEST_WEIGHT)
    units[:, 0] = 0
    return CategoryModel(
        tuple(CATEGORIES[number] for number in present),
        units.astype(np.int8),
        step,
        weights[:, 1 << BITS :].astype(np.float64),
        np.array(bias),
    )


def _evidence(
    batch: Batch, matcher: Matcher, keep: NDArray[np.bool_]
) -> Iterator[NDArray[np.float64]]:
    """Yield the dense evidence of the kept blocks of a batch."""
    owner = np.searchsorted(batch.blocks.start, batch.facts.start, side="right") - 1
    for rows, piece in batch.pieces():
        wanted = keep[rows]
        if wanted.any():
            inside = (owner >= rows.start) & (owner < rows.stop)
            found = evidence(
                matcher,
                piece,
                matcher.find(piece),
                batch.scores.category[inside],
                len(batch.scorer.category_names),
                batch.facts.raw_ip[inside],
                owner[inside] - rows.start,
            )
            yield found[wanted]
