"""The part of the URL model that reads hosts: its n-gram outputs, fitted and crossed."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spamdetect.learn.urls.data import head_of
from spamdetect.learn.urls.fit import KEPT, fit_linear, ngram_matrix, quantise, rounded
from spamdetect.learn.urls.names import spam_names
from spamdetect.learn.urls.rows import UrlRows
from spamdetect.urls import ngrams
from spamdetect.urls.layout import HEADS, PEAK_STEP, TEXT_BITS, level

_LOG = logging.getLogger(__name__)

FOLDS: Final = 3
_OPENING: Final = re.compile(r"\^.")
_ODD_SHARE: Final = 0.1
_ODD_TIMES: Final = 4.0
"""From what share of a list's names, and how many times that of honest names, a first letter tells
how the list was cut out of a longer one."""
_NAME_WEIGHT: Final = 1.0
"""Weight of a word of the lexicons dressed as a host. With more, unseen lists of brands are better
known, and Indonesian hosts first seen later less well."""
_TEMPTING_WEIGHT: Final = 2.0
"""Weight of an honest name that looks like spam; for each, the lists hold dozens that are spam."""
_CHUNK: Final = 4096
RIVALS: Final[dict[str, dict[str, float]]] = {
    "gambling": {},
    "adult": {"other": 0.1},
    "other": {},
}
"""Outputs whose spam an output learns to tell from its own, and the weight of its rows. Gambling
has none: to be told from other spam costs recall at the same false alarms on honest names."""
PENALTIES: Final = {"gambling": 5e-7, "adult": 2e-7, "other": 2e-7}
"""Strength of the penalty: hosts of unseen gambling lists are better known with the stronger."""


@dataclass(frozen=True, slots=True)
class HostFit:
    """What was fitted to hosts.

    Attributes
    ----------
    arrays : dict of str to ndarray
        Of the model.
    levels : ndarray of uint8, shape (len(HEADS), rows)
        Levels by fits that the row was not part of.
    peaks : ndarray of uint8, shape (rows,)
        The feature ``peak`` by those fits.
    linked : ndarray of uint8, shape (len(HEADS), links)
        Levels of the hosts of links, as far as possible by fits that they were not part of.
    """

    arrays: dict[str, NDArray[Any]]
    levels: NDArray[np.uint8]
    peaks: NDArray[np.uint8]
    linked: NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class _Hosts:
    """Texts to fit, one for each kind of spam that a host stands for, and how rows map to them."""

    texts: list[str]
    owner: NDArray[np.int64]
    train: NDArray[np.bool_]
    head: NDArray[np.str_]
    fold: NDArray[np.int64]
    mass: NDArray[np.float64]


def fit_hosts(rows: UrlRows, rng: np.random.Generator, seed: int) -> HostFit:
    """Fit the n-gram outputs of hosts.

    Parameters
    ----------
    rows : UrlRows
    rng : numpy.random.Generator
    seed : int
    """
    hosts = _hosts(rows, rng)
    matrix = ngram_matrix(hosts.texts, TEXT_BITS)
    honest = hosts.head == ""
    crossed = np.empty((len(HEADS), len(hosts.texts)))
    weights = np.empty((1 << TEXT_BITS, len(HEADS)))
    biases = np.empty(len(HEADS))
    peaks = np.empty(len(hosts.texts), dtype=np.int64)
    for place, head in enumerate(HEADS):
        target = hosts.head == head
        mass = np.where(hosts.train & (target | honest), hosts.mass, 0.0)
        for rival, share in RIVALS[head].items():
            mass[hosts.train & (hosts.head == rival)] = share
        fit = partial(
            fit_linear, matrix, target, seed=seed, alpha=PENALTIES[head], telling=not place
        )
        weights[:, place], biases[place] = fit(mass)
        _, scale = quantise(weights[:, place : place + 1], kept=KEPT)
        for part in range(FOLDS):
            inside = np.flatnonzero(hosts.fold == part)
            coefficients, bias = fit(mass * (hosts.fold != part))
            crossed[place, inside] = matrix[inside] @ coefficients + bias
            if not place:
                table = ngrams.pack(rounded(coefficients[:, None], scale))
                own = [hosts.texts[i] for i in inside]
                for start in range(0, len(own), _CHUNK):
                    chunk = slice(start, start + _CHUNK)
                    peaks[inside[chunk]] = ngrams.sums_and_peaks(own[chunk], table, 1)[2]
        _LOG.info("n-grams of hosts: %s", head)
    integers, scales = quantise(weights, kept=KEPT)
    owner = hosts.owner
    links = _linked(rows, hosts, weights, biases, crossed)
    return HostFit(
        {"url_heads": integers, "url_heads_scale": scales, "url_heads_bias": biases},
        level(crossed[:, owner], 0),
        (peaks[owner] // PEAK_STEP).astype(np.uint8),
        links,
    )


def _linked(
    rows: UrlRows,
    hosts: _Hosts,
    weights: NDArray[np.float64],
    biases: NDArray[np.float64],
    crossed: NDArray[np.float64],
) -> NDArray[np.uint8]:
    fitted: dict[str, int] = {}
    for place in np.flatnonzero(hosts.train).tolist():
        fitted.setdefault(hosts.texts[place], place)
    texts = list(dict.fromkeys(link.row.features.text for link in rows.links))
    if not texts:
        return np.zeros((len(HEADS), 0), dtype=np.uint8)
    logits = np.asarray(ngram_matrix(texts, TEXT_BITS) @ weights).T + biases[:, None]
    for number, text in enumerate(texts):
        if text in fitted:
            logits[:, number] = crossed[:, fitted[text]]
    number_of = {text: number for number, text in enumerate(texts)}
    owner = [number_of[link.row.features.text] for link in rows.links]
    return level(logits[:, owner], 0)


def _hosts(rows: UrlRows, rng: np.random.Generator) -> _Hosts:
    unique: dict[tuple[str, bool, str], int] = {}
    owner = np.array(
        [
            unique.setdefault((text, bool(spam), category), len(unique))
            for text, spam, category in zip(_texts(rows), rows.spam, rows.category, strict=True)
        ]
    )
    first = np.zeros(len(unique), dtype=np.int64)
    first[owner[::-1]] = np.arange(len(owner))[::-1]
    train = np.zeros(len(unique), dtype=bool)
    train[owner[rows.train]] = True
    spam = rows.spam[first]
    head = np.where(spam, rows.data["category"].map(head_of).to_numpy()[first], "")
    domains = [rows.rows[i].features.domain for i in first[train & ~spam]]
    made = spam_names(
        rows.terms, [label for _, label, _ in domains], [suffix for *_, suffix in domains], rng
    )
    added = [
        *((text, "", 1.0) for text in rows.linked),
        *((text, "", _TEMPTING_WEIGHT) for text in rows.tempting),
        *((text, head, _NAME_WEIGHT) for text, head in made),
    ]
    return _Hosts(
        [text for text, *_ in unique] + [text for text, *_ in added],
        owner,
        np.append(train, np.ones(len(added), dtype=bool)),
        np.append(head, [name for _, name, _ in added]),
        np.append((rows.fold_all // 2)[first], np.arange(len(added)) % FOLDS),
        np.append(_masses(rows, first, train), [mass for *_, mass in added]),
    )


def _texts(rows: UrlRows) -> list[str]:
    """Return the texts of hosts, without the first letters by which a list was cut out.

    Of some lists only the names from one letter on are there; how these begin tells the list.
    """
    texts = [row.features.text for row in rows.rows]
    first = pd.Series([text[1] for text in texts])
    honest = first[~rows.spam].value_counts(normalize=True)
    table = rows.data["file"] + " " + rows.data["source_repo"]
    share = first.groupby([table, first]).transform("size") / first.groupby(table).transform("size")
    odd = share > np.maximum(_ODD_SHARE, _ODD_TIMES * first.map(honest).fillna(0.0))
    odd &= rows.spam & rows.train
    return [
        _OPENING.sub("", text) if cut else text
        for text, cut in zip(texts, odd.tolist(), strict=True)
    ]


def _masses(
    rows: UrlRows, first: NDArray[np.int64], train: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Weigh hosts: those of a gambling brand count together like the root of their number."""
    group = rows.data["group"].iloc[first]
    size = group.map(group[train].value_counts()).fillna(1.0).to_numpy(dtype=np.float64)
    return np.where(rows.category[first] == "gambling", 1.0 / np.sqrt(size), 1.0)
