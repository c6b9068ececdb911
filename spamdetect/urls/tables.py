"""The tables of the URL model and the look-ups in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.model import known_names
from spamdetect.urls import ngrams
from spamdetect.urls.agreement import LEAST, agreement
from spamdetect.urls.features import DENSE, UrlFeatures, features_of_host, fold_text
from spamdetect.urls.layout import (
    CATEGORY_SHIFT,
    CHUNK,
    CLIP,
    COLUMNS,
    FIRST_DENSE,
    FIRST_LEVEL,
    HEADS,
    LEVELS_PER_UNIT,
    PATH_HEADS,
    PEAK_STEP,
    TEXT_BITS,
    UNIT,
    level,
)
from spamdetect.urls.onetext import OneText

_KNOWN_HOSTS: Final = 1 << 14
_AGREEMENT: Final = COLUMNS.index("agreement")


def sides_of(values: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the level of hosts by the surest output other than gambling.

    Parameters
    ----------
    values : ndarray of uint8, shape (len(HEADS) or more, rows)
    """
    sides: NDArray[np.uint8] = values[1 : len(HEADS)].max(axis=0)
    return sides


class UrlTables:
    """Tables of a trained URL model.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        Those of the model whose names begin with ``url_``.
    card : mapping
        The part ``url`` of the model card.

    Attributes
    ----------
    category_names : tuple of str
        Spam categories that the model tells apart, in the order of its weights.
    probability : ndarray of float64, shape (2 * CLIP + 1,)
        Calibrated probability of spam for each log-odds from -CLIP to CLIP, in `UNIT`.
    text_levels : callable
        Returns the levels of a path or an anchor that is not empty, by each of `PATH_HEADS`.
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
        self._main: NDArray[np.int64] = arrays["url_main"].astype(np.int64)
        self._main_offsets = (np.arange(len(COLUMNS)) * 256)[:, None]
        self.kinds: NDArray[np.int64] = arrays["url_kinds"].astype(np.int64)
        self.bias, self.internal, self.obfuscated = map(int, arrays["url_constants"])
        self._category_weights: NDArray[np.int8] = arrays["url_categories"]
        self.category_names = known_names(
            card["categories"], SPAM_CATEGORIES, "category", self._category_weights.shape[1]
        )
        self._category_scale: NDArray[np.float64] = arrays["url_categories_scale"]
        self._category_bias: NDArray[np.float64] = arrays["url_categories_bias"]
        ladder = np.interp(np.arange(-CLIP, CLIP + 1) / UNIT, *arrays["url_calibration"])
        self.probability = 1.0 / (1.0 + np.exp(-ladder))
        self._kind_list: list[int] = self.kinds.tolist()
        self._main_rows: list[list[int]] = self._main.tolist()
        self._one_host = OneText(self.heads, arrays["url_heads_scale"], arrays["url_heads_bias"], 0)
        one_path = OneText(self.paths, arrays["url_paths_scale"], arrays["url_paths_bias"], 4)
        self.text_levels = one_path.levels
        self._known_hosts: dict[str, list[int]] = {}

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
        at = FIRST_LEVEL
        self._fill_hosts(values[:at], [row.features.text for row in rows])
        values[_AGREEMENT] = 0
        values[at : at + 3] = 0
        self._fill_texts(values[at : at + 2], [row.path for row in rows])
        if anchors is not None:
            spam = np.zeros((2, len(rows)), dtype=np.uint8)
            folded = [fold_text(anchor) for anchor in anchors]
            self._fill_texts(spam, folded)
            values[at + 2] = spam[0]
            sides = sides_of(values)
            for i in np.flatnonzero(spam[0] >= LEAST).tolist():
                values[_AGREEMENT, i] = agreement(
                    int(sides[i]), int(spam[0, i]), rows[i].features.text, folded[i]
                )
        dense = b"".join([row.features.dense for row in rows])
        values[FIRST_DENSE:] = np.frombuffer(dense, dtype=np.uint8).reshape(-1, len(DENSE)).T
        return values

    def contributions(self, values: NDArray[np.uint8]) -> NDArray[np.int64]:
        """Look up what each feature adds to the log-odds.

        Of the outputs for hosts all but the largest add nothing.

        Parameters
        ----------
        values : ndarray of uint8, shape (len(COLUMNS), rows)

        Returns
        -------
        ndarray of int64, shape (len(COLUMNS), rows)
            In `UNIT`.
        """
        main = self._main.take(values + self._main_offsets)
        hosts = main[: len(HEADS)]
        hosts *= np.arange(len(HEADS))[:, None] == hosts.argmax(axis=0)
        return main

    def head_unit(self, head: int, length: int) -> float:
        """Return what one unit of an n-gram's weight adds to the log-odds of a host.

        Parameters
        ----------
        head : int
            Index into `HEADS`.
        length : int
            Characters of the host's text.

        Returns
        -------
        float
            In `UNIT`.
        """
        table = self._main_rows[head]
        slope: float = (table[-1] - table[0]) / (len(table) - 1) * LEVELS_PER_UNIT
        windows = sum(max(length - n + 1, 0) for n in range(ngrams.MIN_ORDER, ngrams.MAX_ORDER + 1))
        unit: float = slope * self._heads_scale.item(head) * ngrams.ROOTS.item(windows)
        return unit

    def single(self, row: UrlFeatures, anchor: str) -> int:
        """Add up the contributions for one URL, without arrays for many.

        Parameters
        ----------
        row : UrlFeatures
        anchor : str

        Returns
        -------
        int
            In `UNIT`; the same as by `columns` and `contributions`.
        """
        texts = [0, 0, 0]
        folded = ""
        if row.path:
            texts[:2] = self.text_levels(row.path)
        if anchor and (folded := fold_text(anchor)):
            texts[2] = self.text_levels(folded)[0]
        main = self._main_rows
        total = self.bias + self._kind_list[row.features.kind]
        if row.host.obfuscated:
            total += self.obfuscated
        if row.features.kind:
            for place, value in enumerate(texts):
                total += main[FIRST_LEVEL + place][value]
            return total
        text = row.features.text
        levels = self.host_levels(text)
        together = agreement(max(levels[1 : len(HEADS)]), texts[2], text, folded)
        values: list[int] = [*levels, together, *texts, *row.features.dense]
        total += max(main[place][values[place]] for place in range(len(HEADS)))
        for place in range(len(HEADS), len(values)):
            total += main[place][values[place]]
        return total

    def host_levels(self, text: str) -> list[int]:
        """Return the levels of a host by each of `HEADS`, its peak and its length.

        Parameters
        ----------
        text : str
            As in `spamdetect.urls.features.HostFeatures`; not empty.

        Returns
        -------
        list of int
        """
        known = self._known_hosts.get(text)
        if known is None:
            levels, peak = self._one_host.levels_and_peak(text)
            known = [*levels, peak // PEAK_STEP, len(text)]
            if len(self._known_hosts) >= _KNOWN_HOSTS:
                self._known_hosts.clear()
            self._known_hosts[text] = known
        return known

    def name_logits(self, names: Sequence[str]) -> NDArray[np.float64]:
        """Return the log-odds that names are those of gambling hosts.

        Parameters
        ----------
        names : sequence of str
            Such as ``weton88``, in lower case.

        Returns
        -------
        ndarray of float64, shape (names,)
        """
        hosts = [features_of_host(f"{name}.com", special=False, kind="domain") for name in names]
        totals, counts = ngrams.sums([host.text for host in hosts], self.heads, len(HEADS))
        return np.asarray(self._host_logits(totals, counts)[HEADS.index("gambling")])

    def _fill_hosts(self, values: NDArray[np.uint8], texts: Sequence[str]) -> None:
        filled = [text or "^$" for text in texts]
        totals, counts, peaks = ngrams.sums_and_peaks(filled, self.heads, len(HEADS))
        values[: len(HEADS)] = level(self._host_logits(totals, counts), 0)
        values[COLUMNS.index("peak")] = peaks // PEAK_STEP
        values[COLUMNS.index("length")] = [len(text) for text in filled]

    def _host_logits(
        self, totals: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> NDArray[np.float64]:
        logits: NDArray[np.float64] = totals * self._heads_scale * ngrams.ROOTS[counts]
        logits += self._heads_bias
        return logits

    def _fill_texts(self, values: NDArray[np.uint8], texts: Sequence[str]) -> None:
        places = [i for i, text in enumerate(texts) if text]
        if places:
            values[:, places] = self.levels_of_texts([texts[i] for i in places])

    def levels_of_texts(self, texts: Sequence[str]) -> NDArray[np.uint8]:
        """Return the levels of many paths or anchors.

        Parameters
        ----------
        texts : sequence of str
            None of them empty.

        Returns
        -------
        ndarray of uint8, shape (len(PATH_HEADS), texts)
        """
        totals, counts = ngrams.sums(texts, self.paths, len(PATH_HEADS))
        return level(totals * self._paths_scale * ngrams.ROOTS[counts] + self._paths_bias, 4)

    def categories(self, texts: Sequence[str]) -> NDArray[np.int64]:
        """Choose the most likely spam category of texts.

        Parameters
        ----------
        texts : sequence of str
            None of them empty.

        Returns
        -------
        ndarray of int64, shape (texts,)
            Indices into `category_names`.
        """
        out = np.empty(len(texts), dtype=np.int64)
        for start in range(0, len(texts), CHUNK):
            chunk = texts[start : start + CHUNK]
            indices, starts, counts = ngrams.windows(chunk, TEXT_BITS)
            weights = self._category_weights[indices >> np.uint32(CATEGORY_SHIFT)]
            totals = np.add.reduceat(np.add.reduce(weights, axis=0, dtype=np.int64), starts, axis=0)
            roots = ngrams.ROOTS[counts][:, None]
            logits = totals * self._category_scale * roots + self._category_bias
            out[start : start + CHUNK] = np.argmax(logits, axis=1)
        return out
