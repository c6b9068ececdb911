"""Scores of URLs: tables of the trained model, added up.

The model is additive. Linear functions of hashed n-grams (`spamdetect.urls.ngrams`) and small
integers (`spamdetect.urls.features`) each look up a contribution to the log-odds of spam in a
table, some in pairs. Contributions are integers (1/1024 of a natural log-odds unit), so that a
score is the same in every batch, and their sum is the score, so that reasons are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.reports import Reason
from spamdetect.urls import ngrams
from spamdetect.urls.features import DENSE, UrlFeatures, fold_text, url_features
from spamdetect.urls.host import Host, split_url
from spamdetect.urls.layout import (
    CATEGORY_SHIFT,
    COARSE,
    COLUMNS,
    FIRST_DENSE,
    HEADS,
    PATH_HEADS,
    TEXT_BITS,
    UNIT,
    level,
    suffix_bucket,
)
from spamdetect.urls.reasons import explain
from spamdetect.urls.suffix import registered_domain

_CHUNK: Final = 1024
_CLIP: Final = 16 * UNIT
_ROOTS = 1.0 / np.sqrt(np.maximum(np.arange(4096.0), 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class UrlScores:
    """Scores of a sequence of URLs.

    Attributes
    ----------
    probability : ndarray of float64, shape (n,)
        Calibrated probability of spam.
    logit : ndarray of int64, shape (n,)
        Sum of the contributions in `UNIT`: the log-odds before the calibration curve.
    category : ndarray of int64, shape (n,)
        Index into `spamdetect.labels.SPAM_CATEGORIES` of the most likely category, were it spam;
        -1 where the probability is below the threshold of the preset ``sensitive``.
    hosts : list of Host
    domains : list of tuple of str
        Subdomain, registered label and public suffix.
    """

    probability: NDArray[np.float64]
    logit: NDArray[np.int64]
    category: NDArray[np.int64]
    hosts: list[Host]
    domains: list[tuple[str, str, str]]


class UrlScorer:
    """The URL part of a model.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Those of the model whose names begin with ``url_``.
    card : mapping
        The part ``url`` of the model card.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], card: Mapping[str, Any]) -> None:
        self.card = card
        self.thresholds: dict[str, float] = dict(card["thresholds"])
        self.heads = ngrams.pack(arrays["url_heads"])
        self._heads_scale = arrays["url_heads_scale"][:, None]
        self._heads_bias = arrays["url_heads_bias"][:, None]
        self.paths = ngrams.pack(arrays["url_paths"])
        self._paths_scale = arrays["url_paths_scale"][:, None]
        self._paths_bias = arrays["url_paths_bias"][:, None]
        self._suffixes: NDArray[np.uint8] = arrays["url_suffixes"]
        self._suffix_cache: dict[str, int] = {}
        self._main: NDArray[np.int64] = arrays["url_main"].astype(np.int64)
        self._main_offsets = (np.arange(len(COLUMNS)) * 256)[:, None]
        self._pairs: NDArray[np.int64] = arrays["url_pairs"].astype(np.int64)
        self.pair_columns: list[tuple[int, int]] = [
            (int(a), int(b)) for a, b in arrays["url_pair_columns"]
        ]
        self._first, self._second = np.array(self.pair_columns, dtype=np.int64).T
        self._pair_offsets = (np.arange(len(self._pairs)) * COARSE * COARSE)[:, None]
        shift = (np.arange(len(COLUMNS)) < FIRST_DENSE).astype(np.uint8) * np.uint8(2)
        self._first_shift, self._second_shift = shift[self._first, None], shift[self._second, None]
        self.kinds: NDArray[np.int64] = arrays["url_kinds"].astype(np.int64)
        self.bias, self.internal, self.obfuscated = map(int, arrays["url_constants"])
        self._category_weights: NDArray[np.int8] = arrays["url_categories"]
        self._category_scale: NDArray[np.float64] = arrays["url_categories_scale"]
        self._category_bias: NDArray[np.float64] = arrays["url_categories_bias"]
        ladder = np.interp(np.arange(-_CLIP, _CLIP + 1) / UNIT, *arrays["url_calibration"])
        self._probability = 1.0 / (1.0 + np.exp(-ladder))

    def score(
        self,
        urls: Sequence[str],
        anchors: Sequence[str] | None = None,
        source_urls: Sequence[str] | None = None,
    ) -> UrlScores:
        """Score URLs.

        Parameters
        ----------
        urls : sequence of str
            Any strings.
        anchors : sequence of str, optional
            Anchor texts, one for each URL; ``""`` where there is none.
        source_urls : sequence of str, optional
            Pages that link to them, one for each URL; ``""`` where it is not known.

        Returns
        -------
        UrlScores
        """
        count = len(urls)
        rows = [url_features(url) for url in urls]
        logit = np.empty(count, dtype=np.int64)
        for start in range(0, count, _CHUNK):
            chunk = rows[start : start + _CHUNK]
            labels = None if anchors is None else anchors[start : start + _CHUNK]
            logit[start : start + _CHUNK] = self._chunk_logits(chunk, labels)
        if source_urls is not None:
            logit += self.internal * self.internal_links(rows, source_urls)
        np.clip(logit, -_CLIP, _CLIP, out=logit)
        probability = self._probability[logit + _CLIP]
        category = np.full(count, -1, dtype=np.int64)
        flagged = np.flatnonzero(probability >= self.thresholds["sensitive"])
        if len(flagged):
            places = flagged.tolist()
            texts = [_category_text(rows[i], anchors[i] if anchors else "") for i in places]
            category[flagged] = self._categories(texts)
        return UrlScores(
            probability,
            logit,
            category,
            [row.host for row in rows],
            [row.features.domain for row in rows],
        )

    def columns(
        self, rows: Sequence[UrlFeatures], anchors: Sequence[str] | None = None
    ) -> NDArray[np.uint8]:
        """Return the features of the additive model.

        Parameters
        ----------
        rows : sequence of UrlFeatures
        anchors : sequence of str, optional

        Returns
        -------
        ndarray of uint8, shape (len(COLUMNS), rows)
        """
        values = np.empty((len(COLUMNS), len(rows)), dtype=np.uint8)
        values[: len(HEADS)] = level(self._host_logits([row.features.text for row in rows]), 0)
        values[len(HEADS)] = [self._suffix(row.features.domain[2]) for row in rows]
        at = len(HEADS) + 1
        values[at : at + 3] = 0
        self._fill_texts(values[at : at + 2], [row.path for row in rows])
        if anchors is not None:
            spam = np.zeros((2, len(rows)), dtype=np.uint8)
            self._fill_texts(spam, [fold_text(anchor) for anchor in anchors])
            values[at + 2] = spam[0]
        dense = b"".join([row.features.dense for row in rows])
        values[FIRST_DENSE:] = np.frombuffer(dense, dtype=np.uint8).reshape(-1, len(DENSE)).T
        return values

    def contributions(
        self, values: NDArray[np.uint8]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Look up what each feature and each pair adds to the log-odds.

        Parameters
        ----------
        values : ndarray of uint8, shape (len(COLUMNS), rows)

        Returns
        -------
        main : ndarray of int64, shape (len(COLUMNS), rows)
            In `UNIT`.
        pairs : ndarray of int64, shape (pairs, rows)
            In `UNIT`.
        """
        main = self._main.take(values + self._main_offsets)
        cells = (values[self._first] >> self._first_shift) * np.int64(COARSE)
        cells += values[self._second] >> self._second_shift
        cells += self._pair_offsets
        return main, self._pairs.take(cells)

    def reasons(
        self, url: str, anchor: str = "", source_url: str | None = None
    ) -> tuple[Reason, ...]:
        """Say what moved the score of a URL.

        Parameters
        ----------
        url, anchor : str
        source_url : str, optional

        Returns
        -------
        tuple of Reason
            The strongest contributions to the log-odds, at most six, strongest first. With the
            model's bias and the contributions left out they sum to the score.
        """
        return explain(self, url, anchor, source_url or "")

    def _chunk_logits(
        self, rows: Sequence[UrlFeatures], anchors: Sequence[str] | None
    ) -> NDArray[np.int64]:
        values = self.columns(rows, anchors)
        main, pairs = self.contributions(values)
        kinds = np.array([row.features.kind for row in rows], dtype=np.int64)
        odd = np.flatnonzero(kinds)
        if len(odd):
            keep = np.zeros((len(COLUMNS), 1), dtype=np.int64)
            keep[len(HEADS) + 1 : FIRST_DENSE] = 1
            main[:, odd] *= keep
            pairs[:, odd] = 0
        logit: NDArray[np.int64] = main.sum(axis=0) + pairs.sum(axis=0) + self.bias
        logit += self.kinds[kinds]
        for i, row in enumerate(rows):
            if row.host.obfuscated:
                logit[i] += self.obfuscated
        return logit

    def _host_logits(self, texts: Sequence[str]) -> NDArray[np.float64]:
        filled = [text or "^$" for text in texts]
        totals, counts = ngrams.sums(filled, self.heads, len(HEADS))
        logits: NDArray[np.float64] = totals * self._heads_scale * _ROOTS[counts]
        logits += self._heads_bias
        return logits

    def _fill_texts(self, values: NDArray[np.uint8], texts: Sequence[str]) -> None:
        places = [i for i, text in enumerate(texts) if text]
        if places:
            totals, counts = ngrams.sums([texts[i] for i in places], self.paths, len(PATH_HEADS))
            logits = totals * self._paths_scale * _ROOTS[counts] + self._paths_bias
            values[:, places] = level(logits, 4)

    def _suffix(self, suffix: str) -> int:
        value = self._suffix_cache.get(suffix)
        if value is None:
            value = int(self._suffixes[suffix_bucket(suffix, len(self._suffixes))])
            if len(self._suffix_cache) < 1 << 14:
                self._suffix_cache[suffix] = value
        return value

    def internal_links(
        self, rows: Sequence[UrlFeatures], source_urls: Sequence[str]
    ) -> NDArray[np.int64]:
        """Tell which URLs stay on the registered domain of the page that links to them.

        Parameters
        ----------
        rows : sequence of UrlFeatures
        source_urls : sequence of str

        Returns
        -------
        ndarray of int64, shape (rows,)
            0 or 1.
        """
        known: dict[str, tuple[str, ...]] = {}
        internal = np.zeros(len(rows), dtype=np.int64)
        for i, (row, source) in enumerate(zip(rows, source_urls, strict=True)):
            if source and row.features.domain[1]:
                if source not in known:
                    known[source] = registered_domain(split_url(source).host.name)[1:]
                internal[i] = known[source] == row.features.domain[1:]
        return internal

    def _categories(self, texts: Sequence[str]) -> NDArray[np.int64]:
        out = np.empty(len(texts), dtype=np.int64)
        for start in range(0, len(texts), _CHUNK):
            chunk = texts[start : start + _CHUNK]
            indices, starts, counts = ngrams.windows(chunk, TEXT_BITS)
            weights = self._category_weights[indices >> np.uint32(CATEGORY_SHIFT)]
            totals = np.add.reduceat(np.add.reduce(weights, axis=0, dtype=np.int64), starts, axis=0)
            logits = totals * self._category_scale * _ROOTS[counts][:, None] + self._category_bias
            out[start : start + _CHUNK] = np.argmax(logits, axis=1)
        return out


def _category_text(row: UrlFeatures, anchor: str) -> str:
    return (row.features.text + row.path + (fold_text(anchor) if anchor else ""))[:400] or "^$"


def category_name(index: int) -> str | None:
    """Return the name of a category of `UrlScores`.

    Parameters
    ----------
    index : int

    Returns
    -------
    str or None
        None for -1.
    """
    return SPAM_CATEGORIES[index] if index >= 0 else None
