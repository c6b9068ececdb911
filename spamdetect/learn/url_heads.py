"""The n-gram functions of hosts: one for each kind of spam, and which category a host is of."""

from __future__ import annotations

import logging
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.url_data import head_of
from spamdetect.learn.url_linear import fit_linear, ngram_matrix, quantise
from spamdetect.learn.url_rows import UrlRows
from spamdetect.urls.features import fold_text
from spamdetect.urls.layout import CATEGORY_SHIFT, HEADS, TEXT_BITS

_LOG = logging.getLogger(__name__)

FOLDS: Final = 3
RIVALS: Final[dict[str, dict[str, float]]] = {
    "gambling_promoted": {},
    "gambling": {},
    "adult": {"other": 0.1},
    "other": {},
}
"""Outputs whose spam an output learns to tell from its own, and the weight of its rows."""
OWN_WEIGHTS: Final = {"gambling_promoted": 0.3, "gambling": 0.3, "adult": 1.0, "other": 1.0}
"""Weight of an output's own spam. Many names on lists of gambling are those of hijacked honest
sites: at full weight their pieces cost more false alarms than they find."""
_PER_CATEGORY: Final = 15_000

Arrays = dict[str, NDArray[Any]]


def fit_heads(data: UrlRows, seed: int) -> tuple[Arrays, NDArray[np.float64]]:
    """Fit the n-gram outputs of hosts.

    Parameters
    ----------
    data : UrlRows
    seed : int

    Returns
    -------
    arrays : dict of str to ndarray
    crossed : ndarray of float64, shape (len(HEADS), rows)
        Logits, each by a fit that had no row of the same group.
    """
    texts = [row.features.text for row in data.rows]
    unique: dict[tuple[str, bool, str], int] = {}
    owner = np.array(
        [
            unique.setdefault((text, bool(spam), category), len(unique))
            for text, spam, category in zip(texts, data.spam, data.category, strict=True)
        ]
    )
    first = np.zeros(len(unique), dtype=np.int64)
    first[owner[::-1]] = np.arange(len(owner))[::-1]
    train = np.zeros(len(unique), dtype=bool)
    train[owner[data.train]] = True
    matrix = ngram_matrix([texts[i] for i in first], TEXT_BITS)
    spam, fold = data.spam[first], data.fold[first] // 2
    heads = data.data["category"].map(head_of).to_numpy()[first]
    crossed = np.empty((len(HEADS), len(unique)))
    weights = np.empty((1 << TEXT_BITS, len(HEADS)))
    biases = np.empty(len(HEADS))
    for place, head in enumerate(HEADS):
        target = spam & (heads == head)
        weight = np.where(train & ~spam, 1.0, 0.0)
        weight[train & target] = OWN_WEIGHTS[head]
        for rival, share in RIVALS[head].items():
            weight[train & spam & (heads == rival)] = share
        for part in range(FOLDS):
            inside = fold == part
            coefficients, bias = fit_linear(matrix, target, weight * ~inside, seed)
            crossed[place, inside] = matrix[inside] @ coefficients + bias
        weights[:, place], biases[place] = fit_linear(matrix, target, weight, seed)
        _LOG.info("n-grams of hosts: %s", head)
    integers, scale = quantise(weights)
    arrays: Arrays = {
        "url_heads": integers,
        "url_heads_scale": scale,
        "url_heads_bias": biases,
    }
    return arrays, crossed[:, owner]


def fit_categories(data: UrlRows, rng: np.random.Generator, seed: int) -> Arrays:
    """Fit which category a spam URL, path or anchor is of.

    Parameters
    ----------
    data : UrlRows
    rng : numpy.random.Generator
    seed : int

    Returns
    -------
    dict of str to ndarray
    """
    texts, names = [], []
    chosen = np.flatnonzero(data.train & data.spam)
    for name in SPAM_CATEGORIES:
        own = chosen[data.category[chosen] == name]
        own = own[rng.permutation(len(own))[:_PER_CATEGORY]]
        texts += [data.rows[i].features.text for i in own]
        names += [name] * len(own)
        for text in (text for text, category in data.terms if category == name):
            slug = fold_text(text)
            if slug:
                texts += [slug, f"^{slug.strip('-')}.com$", f"^{slug.replace('-', '')}.com$"]
                names += [name] * 3
    matrix = ngram_matrix(texts, TEXT_BITS)
    matrix.indices >>= CATEGORY_SHIFT
    matrix = type(matrix)(
        (matrix.data, matrix.indices, matrix.indptr),
        shape=(len(texts), 1 << (TEXT_BITS - CATEGORY_SHIFT)),
    )
    matrix.sum_duplicates()
    kinds = np.array(names)
    weights = np.zeros((matrix.shape[1], len(SPAM_CATEGORIES)))
    biases = np.full(len(SPAM_CATEGORIES), -9.0)
    for place, name in enumerate(SPAM_CATEGORIES):
        target = kinds == name
        if target.any() and not target.all():
            weight = np.where(target, len(kinds) / len(set(names)) / target.sum(), 1.0)
            weights[:, place], biases[place] = fit_linear(
                matrix, target, np.clip(weight, 0.3, 10.0), seed, alpha=2e-6, epochs=8
            )
    integers, scale = quantise(weights)
    return {
        "url_categories": integers,
        "url_categories_scale": scale,
        "url_categories_bias": biases,
    }
