"""Scores of URLs: tables of the trained model, added up.

Linear functions of hashed n-grams (`spamdetect.urls.ngrams`) and small integers
(`spamdetect.urls.features`) each look up a contribution to the log-odds of spam in a table. The
host is judged by several such functions, one a kind of spam, and the surest counts. Contributions
are integers (1/1024 of a natural log-odds unit), so that a score is the same in every batch, and
add up to the score, so that reasons are exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.reports import Reason
from spamdetect.urls.features import UrlFeatures, fold_text, url_features
from spamdetect.urls.host import Host, split_url
from spamdetect.urls.layout import CHUNK, CLIP, COLUMNS, FIRST_DENSE, FIRST_LEVEL, UNIT
from spamdetect.urls.reasons import explain
from spamdetect.urls.suffix import registered_domain
from spamdetect.urls.tables import UrlTables

__all__ = ["UNIT", "UrlScorer", "UrlScores"]

LIKELY: Final = 0.5
"""Probability from which the category of a URL tells something about the text around it."""


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
        Index into `UrlScorer.category_names` of the most likely category, were it spam; -1 where
        the probability is below `LIKELY` and the threshold of the preset ``sensitive``.
    rows : list of UrlFeatures
    hosts : list of Host
    domains : list of tuple of str
        Subdomain, registered label and public suffix.
    """

    probability: NDArray[np.float64]
    logit: NDArray[np.int64]
    category: NDArray[np.int64]
    rows: list[UrlFeatures]
    hosts: list[Host]
    domains: list[tuple[str, str, str]]


class UrlScorer(UrlTables):
    """The URL part of a model.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Those of the model whose names begin with ``url_``.
    card : mapping
        The part ``url`` of the model card.
    """

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
        if count == 1:
            logit = np.array([self.single(rows[0], anchors[0] if anchors else "")])
        else:
            logit = np.empty(count, dtype=np.int64)
        for start in range(0, count if count > 1 else 0, CHUNK):
            chunk = rows[start : start + CHUNK]
            labels = None if anchors is None else anchors[start : start + CHUNK]
            logit[start : start + CHUNK] = self.logits(chunk, labels)
        if source_urls is not None:
            logit += self.internal * self.internal_links(rows, source_urls)
        logit = np.minimum(np.maximum(logit, -CLIP), CLIP)
        probability = self.probability[logit + CLIP]
        category = np.full(count, -1, dtype=np.int64)
        flagged = np.flatnonzero(probability >= min(LIKELY, self.thresholds["sensitive"]))
        if len(flagged):
            places = flagged.tolist()
            texts = [_category_text(rows[i], anchors[i] if anchors else "") for i in places]
            category[flagged] = self.categories(texts)
        return UrlScores(
            probability,
            logit,
            category,
            rows,
            [row.host for row in rows],
            [row.features.domain for row in rows],
        )

    def category_name(self, index: int) -> str | None:
        """Return the name of a category of `UrlScores`, None for -1."""
        return self.category_names[index] if index >= 0 else None

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
        return self.reasons_of([url_features(url)], [anchor], [source_url or ""])[0]

    def reasons_of(
        self, rows: Sequence[UrlFeatures], anchors: Sequence[str], source_urls: Sequence[str]
    ) -> list[tuple[Reason, ...]]:
        """Say what moved the scores of URLs, as `reasons` does for one.

        Parameters
        ----------
        rows : sequence of UrlFeatures
        anchors, source_urls : sequence of str
            One for each row; empty where there is none.
        """
        return explain(self, rows, anchors, self.internal_links(rows, source_urls))

    def logits(
        self, rows: Sequence[UrlFeatures], anchors: Sequence[str] | None = None
    ) -> NDArray[np.int64]:
        """Add up the contributions for a chunk of URLs.

        Parameters
        ----------
        rows : sequence of UrlFeatures
        anchors : sequence of str, optional

        Returns
        -------
        ndarray of int64, shape (rows,)
            In `UNIT`, neither limited nor calibrated.
        """
        return self.sums(rows, self.columns(rows, anchors))

    def sums(self, rows: Sequence[UrlFeatures], values: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Add up the contributions of what `columns` returned for a chunk of URLs.

        Parameters
        ----------
        rows : sequence of UrlFeatures
        values : ndarray of uint8, shape (len(COLUMNS), rows)

        Returns
        -------
        ndarray of int64, shape (rows,)
            As of `logits`.
        """
        main = self.contributions(values)
        kinds = np.array([row.features.kind for row in rows], dtype=np.int64)
        odd = np.flatnonzero(kinds)
        if len(odd):
            keep = np.zeros((len(COLUMNS), 1), dtype=np.int64)
            keep[FIRST_LEVEL:FIRST_DENSE] = 1
            main[:, odd] *= keep
        logit: NDArray[np.int64] = main.sum(axis=0) + self.bias
        logit += self.kinds[kinds]
        for i, row in enumerate(rows):
            if row.host.obfuscated:
                logit[i] += self.obfuscated
        return logit

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


def _category_text(row: UrlFeatures, anchor: str) -> str:
    return (row.features.text + row.path + (fold_text(anchor) if anchor else ""))[:400] or "^$"
