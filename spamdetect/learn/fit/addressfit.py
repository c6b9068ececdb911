"""Fit the model of the addresses that spam links to, on the links of the training texts."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.addresses import BITS, AddressHead
from spamdetect.learn.dataset import FOLDS
from spamdetect.learn.fit.blockdata import MOSTLY, BlockData, balanced_weights
from spamdetect.learn.urls.fit import KEPT, fit_linear, ngram_matrix, quantise

ALPHA: Final = 3e-6
SPAM_SHARE: Final = 0.3


def fit_addresses(data: BlockData, seed: int) -> tuple[AddressHead, list[AddressHead]]:
    """Fit the model on all texts, and for each fold on those of the other folds.

    An address counts once for each label and fold, and what stands under one registered domain
    weighs as the root of its number. Domains that a fold links to are not learnt from for it.

    Parameters
    ----------
    data : BlockData
    seed : int

    Returns
    -------
    head : AddressHead
    by_fold : list of AddressHead
    """
    texts, domains, labels, folds = _links(data)
    if not len(texts) or labels.all() or not labels.any():
        none = AddressHead(np.zeros(1 << BITS, np.int8), 1.0, 0.0)
        return none, [none] * FOLDS
    rows = ngram_matrix(texts, BITS)

    def fit(usable: NDArray[np.bool_]) -> AddressHead:
        weights = np.zeros(len(texts))
        weights[usable] = balanced_weights(domains[usable], labels[usable], SPAM_SHARE)
        coefficients, bias = fit_linear(rows, labels, weights, seed, alpha=ALPHA)
        table, step = quantise(coefficients[:, None], kept=KEPT)
        return AddressHead(table[:, 0], float(step[0]), bias)

    by_fold = []
    for number in range(FOLDS):
        held_out = folds == number
        linked = np.isin(domains, np.unique(domains[held_out & labels]))
        by_fold.append(fit(~held_out & ~(linked & labels)))
    return fit(np.ones(len(texts), bool)), by_fold


def _links(
    data: BlockData,
) -> tuple[list[str], NDArray[np.str_], NDArray[np.bool_], NDArray[np.int64]]:
    """Return the addresses linked to, with their registered domain, label and fold."""
    found: dict[tuple[str, bool, int], str] = {}
    columns = zip(
        data.batches,
        data.batch_fold,
        data.split(data.spam),
        data.split(data.is_doorway),
        strict=True,
    )
    for batch, fold, spam, doorway in columns:
        owner = np.searchsorted(batch.blocks.start, batch.facts.start, side="right") - 1
        for row, block in enumerate(owner.tolist()):
            share = spam[block]
            if block >= 0 and (share >= MOSTLY or (share == 0 and not doorway[block])):
                _, label, suffix = batch.scores.domains[row]
                key = (batch.scores.rows[row].text, bool(share), fold)
                found.setdefault(key, f"{label}.{suffix}")
    keys = list(found)
    return (
        [text for text, _, _ in keys],
        np.array(list(found.values()), np.str_),
        np.array([label for _, label, _ in keys], bool),
        np.array([fold for _, _, fold in keys], np.int64),
    )
