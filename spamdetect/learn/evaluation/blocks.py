"""Block level: recall at fixed false-alarm rates, in all and by slice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.learn.corpus.labelling import CATEGORIES, SPLICE
from spamdetect.learn.evaluation.bootstrap import interval, pooled_mean
from spamdetect.learn.evaluation.kinds import language_of, share_bins
from spamdetect.learn.evaluation.metrics import auc, threshold_at
from spamdetect.learn.evaluation.scoring import Columns, Scored

RATES: Final = (0.01, 0.001, 0.0003, 0.0001)
"""Shares of the blocks of clean pages that are flagged."""
HEADLINE: Final = 0.001
POSITIVE: Final = 0.5
"""Share of a block's visible characters inside spam spans that makes it spam."""

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]


def is_spam(blocks: Columns) -> Bools:
    """Return which blocks are spam: at least half of their visible characters."""
    return np.asarray(blocks.spam_share >= POSITIVE)


def is_spliced(blocks: Columns) -> Bools:
    """Return which blocks are honest for the most part but hold a short span of spam."""
    return np.asarray((blocks.spam_length >= SPLICE) & ~is_spam(blocks))


def thresholds(clean: Floats, weight: Floats | None = None) -> dict[str, float]:
    """Return the log-odds that each share of `RATES` of clean blocks lies above."""
    return {f"{rate:g}": threshold_at(clean, rate, weight) for rate in RATES}


def page_weights(scored: Scored) -> Floats:
    """Return weights of blocks with which every document weighs the same.

    Without them, one long list on one page can use up all false alarms.
    """
    owner = scored.blocks.document
    return np.asarray(1.0 / np.bincount(owner, minlength=len(scored.documents))[owner])


def flagged_pages(scored: Scored, logit: Floats, limits: Mapping[str, float]) -> dict[str, float]:
    """Return the share of documents with a block over each threshold.

    Parameters
    ----------
    scored : Scored
    logit : ndarray of float64, shape (n_blocks,)
    limits : mapping of str to float
    """
    owner, number = scored.blocks.document, max(len(scored.documents), 1)
    return {rate: len(np.unique(owner[logit > limit])) / number for rate, limit in limits.items()}


def recall(
    scored: Scored,
    logit: Floats,
    chosen: Bools,
    limits: Mapping[str, float],
    *,
    seed: int = 0,
) -> dict[str, Any]:
    """Return the recall of chosen blocks, pooled in a site or campaign, mean over them.

    Parameters
    ----------
    scored : Scored
    logit : ndarray of float64, shape (n_blocks,)
        Scores of any model.
    chosen : ndarray of bool, shape (n_blocks,)
        The positives.
    limits : mapping of str to float
        Rate to threshold.
    seed : int

    Returns
    -------
    dict
        ``blocks``, ``documents``, ``groups``: counts; ``recall`` by rate; ``interval`` of the
        recall at the rate `HEADLINE`.
    """
    number = len(scored.documents)
    owner = scored.blocks.document[chosen]
    total = np.bincount(owner, minlength=number).astype(np.float64)
    who = scored.groups()
    result: dict[str, Any] = {
        "blocks": int(chosen.sum()),
        "documents": int((total > 0).sum()),
        "groups": len(np.unique(who[total > 0])),
        "recall": {},
    }
    for rate, limit in limits.items():
        caught = owner[logit[chosen] > limit]
        hits = np.bincount(caught, minlength=number).astype(np.float64)
        result["recall"][rate] = pooled_mean(hits, total, who)
        if rate == f"{HEADLINE:g}":
            result["interval"] = interval(hits, total, who, seed)
    return result


def gold_figures(
    gold: Scored, logit: Floats, limits: Mapping[str, float], clean: Floats, seed: int
) -> dict[str, Any]:
    """Return recall on real injected pages: in all, by site, and of spliced phrases.

    Parameters
    ----------
    gold : Scored
    logit : ndarray of float64, shape (n_blocks,)
    limits : mapping of str to float
    clean : ndarray of float64
        Log-odds of clean blocks, for the area under the ROC curve.
    seed : int
    """
    spam, spliced = is_spam(gold.blocks), is_spliced(gold.blocks)
    sites = gold.groups()
    by_site = {}
    for site in sorted(set(sites.tolist())):
        own = (sites == site)[gold.blocks.document]
        by_site[site] = {
            "form": next(d.form for d in gold.documents if d.group == site),
            "spam": recall(gold, logit, spam & own, limits, seed=seed),
            "spliced": recall(gold, logit, spliced & own, limits, seed=seed),
        }
    return {
        "spam": recall(gold, logit, spam, limits, seed=seed),
        "spliced": recall(gold, logit, spliced, limits, seed=seed),
        "auc": auc(logit[spam], clean) if spam.any() else None,
        "sites": by_site,
    }


def slices(scored: Scored, logit: Floats, limits: Mapping[str, float]) -> dict[str, Any]:
    """Return recall on generated pages by form, language, category, share of the page and URL.

    Parameters
    ----------
    scored : Scored
    logit : ndarray of float64, shape (n_blocks,)
    limits : mapping of str to float
    """
    blocks, documents = scored.blocks, scored.documents
    owner = blocks.document
    positive = is_spam(blocks)
    anywhere = positive | is_spliced(blocks)
    number = len(documents)
    length = np.bincount(owner, blocks.visible, minlength=number)
    share = np.bincount(owner, blocks.spam_length, minlength=number) / np.maximum(length, 1)
    category = np.array(["", *CATEGORIES])[blocks.category + 1]
    per_document = {
        "form": [d.form or "none" for d in documents],
        "language": [language_of(d) for d in documents],
        "share of the page": share_bins(share.tolist()),
        "source": [d.source for d in documents],
    }
    columns = {name: np.array(values, dtype=str)[owner] for name, values in per_document.items()}
    columns["category"] = category
    columns["url"] = np.where(blocks.has_url, "with URL", "without URL")
    columns["length"] = _length_names(blocks.visible)
    return {
        "all": recall(scored, logit, positive, limits),
        "spliced": recall(scored, logit, anywhere & ~positive, limits),
        **{
            name: {
                value: recall(scored, logit, positive & (column == value), limits)
                for value in sorted(set(column[positive].tolist()))
            }
            for name, column in columns.items()
        },
    }


def _length_names(visible: NDArray[np.int64]) -> NDArray[np.str_]:
    names = np.array(["up to 12 characters", "13 to 40", "41 to 160", "over 160"])
    return names[np.digitize(visible, (13, 41, 161))]


def false_alarms(scored: Scored, logit: Floats, limits: Mapping[str, float]) -> dict[str, Any]:
    """Return the share of blocks over each threshold by source, the worst sources first.

    Parameters
    ----------
    scored : Scored
        Honest documents.
    logit : ndarray of float64, shape (n_blocks,)
    limits : mapping of str to float
    """
    source = np.array([d.source for d in scored.documents], dtype=str)[scored.blocks.document]
    names, place, count = np.unique(source, return_inverse=True, return_counts=True)
    above = {
        rate: np.bincount(place.reshape(-1), logit > limit, len(names)) / count
        for rate, limit in limits.items()
    }
    order: Sequence[int] = np.argsort(-above[f"{HEADLINE:g}"], kind="stable").tolist()
    return {
        "mean over sources": {rate: float(share.mean()) for rate, share in above.items()},
        "sources": {
            str(names[i]): {
                "blocks": int(count[i]),
                **{rate: float(share[i]) for rate, share in above.items()},
            }
            for i in order
        },
    }
