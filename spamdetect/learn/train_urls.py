"""Training of the URL model: labelled hosts and URLs in, arrays and their card out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spamdetect.labels import PRESETS, SPAM_CATEGORIES, spam_category
from spamdetect.learn.url_data import (
    ROW_WEIGHTS,
    head_of,
    read_urls,
    spam_slugs,
)
from spamdetect.learn.url_fit import (
    calibration_curve,
    fit_additive,
    fit_linear,
    fixed_point,
    ngram_matrix,
    platt,
    quantise,
)
from spamdetect.lexicons import load
from spamdetect.urls.features import UrlFeatures, fold_text, url_features
from spamdetect.urls.layout import (
    CATEGORY_SHIFT,
    COARSE,
    COLUMNS,
    HEADS,
    LEVELS_PER_UNIT,
    PATH_BITS,
    PATH_HEADS,
    TEXT_BITS,
    UNIT,
    level,
)
from spamdetect.urls.score import UrlScorer

_LOG = logging.getLogger(__name__)

FOLDS: Final = 3
_FEWEST: Final = 10
_INTERNAL: Final = -2.0
_SPECIAL: Final = -9.0
_NO_HOST: Final = -9.0
_OBFUSCATED: Final = 2.5
_SCAM_PATHS: Final = 0.3  # paths of phishing kits look much like honest ones of forms and logins
_MADE_PATHS: Final = 0.05

PAIRS: Final = (("path_spam", "institutional"),)
RISING: Final = (HEADS[0], "path_spam", "anchor")
RIVALS: Final = {
    "gambling_promoted": {"adult": 0.2, "other": 0.2},
    "gambling": {"adult": 0.2, "other": 0.2},
    "adult": {"other": 0.1},
    "other": {},
}
"""Outputs whose spam an output learns to tell from its own, and the weight of its rows."""
OFFSETS: Final = {"gambling_promoted": 0.0, "gambling": 0.0, "adult": -6.0, "other": -9.0}
"""What is added to the log-odds of each output before the largest is taken. Lists of shops, scams
and adult sites hold many names that could be anybody's: they have to be surer by that much."""


def train_urls(data_dir: Path, seed: int = 0) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Train the URL model.

    Parameters
    ----------
    data_dir : Path
        See `spamdetect.learn.url_data.read_urls`. Rows of the split ``train`` are fitted, those of
        ``dev`` calibrate.
    seed : int

    Returns
    -------
    arrays : dict of str to ndarray
        All names begin with ``url_``.
    card : dict
        For the key ``url`` of the model card.

    Raises
    ------
    DataError
        If the tables cannot be read.
    """
    return _Training(read_urls(Path(data_dir)), seed).run()


class _Training:
    def __init__(self, data: pd.DataFrame, seed: int) -> None:
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        data = data[data["split"].isin(["train", "dev"])].reset_index(drop=True)
        rows = [url_features(url) for url in data["url_or_domain"]]
        domain = np.array([row.features.kind == 0 for row in rows])
        self.data = data[domain].reset_index(drop=True)
        self.rows: list[UrlFeatures] = [row for row, keep in zip(rows, domain, strict=True) if keep]
        self.train = (self.data["split"] == "train").to_numpy()
        self.spam = self.data["spam"].to_numpy()
        self.fold = self.data["fold"].to_numpy() // 2
        names = self.data["category"].map(spam_category).to_numpy()
        self.category = np.where(self.spam, names, "")
        self.arrays: dict[str, NDArray[Any]] = {}
        self.fold_all = self.data["fold"].to_numpy()
        self.half_paths: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self.honest: dict[int, list[str]] = {}
        self.made: dict[int, list[str]] = {}
        self.phrases: dict[int, list[str]] = {}
        self.terms = [
            (term.text, term.category) for term in load() if term.category in SPAM_CATEGORIES
        ]
        _LOG.info("%d URLs, %d spam terms", len(self.data), len(self.terms))

    def run(self) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        crossed = self.fit_heads()
        self.fit_paths()
        self.fit_categories()
        card = self.fit_scores(crossed)
        return self.arrays, card

    def fit_heads(self) -> NDArray[np.float64]:
        """Fit the n-gram outputs of hosts; return logits that no row was trained on itself."""
        texts = [row.features.text for row in self.rows]
        unique: dict[tuple[str, bool, str], int] = {}
        owner = np.array(
            [
                unique.setdefault((text, bool(spam), category), len(unique))
                for text, spam, category in zip(texts, self.spam, self.category, strict=True)
            ]
        )
        first = np.zeros(len(unique), dtype=np.int64)
        first[owner[::-1]] = np.arange(len(owner))[::-1]
        train = np.zeros(len(unique), dtype=bool)
        train[owner[self.train]] = True
        matrix = ngram_matrix([texts[i] for i in first], TEXT_BITS)
        spam, fold = self.spam[first], self.fold[first]
        heads = self.data["category"].map(head_of).to_numpy()[first]
        crossed = np.empty((len(HEADS), len(unique)))
        weights = np.empty((1 << TEXT_BITS, len(HEADS)))
        biases = np.empty(len(HEADS))
        for place, head in enumerate(HEADS):
            target = spam & (heads == head)
            weight = np.where(train & (target | ~spam), 1.0, 0.0)
            for rival, share in RIVALS[head].items():
                weight[train & spam & (heads == rival)] = share
            for part in range(FOLDS):
                inside = fold == part
                coefficients, bias = fit_linear(matrix, target, weight * ~inside, self.seed)
                crossed[place, inside] = matrix[inside] @ coefficients + bias
            weights[:, place], biases[place] = fit_linear(matrix, target, weight, self.seed)
            _LOG.info("n-grams of hosts: %s", head)
        integers, scale = quantise(weights)
        self.arrays["url_heads"] = integers
        self.arrays["url_heads_scale"], self.arrays["url_heads_bias"] = scale, biases
        return crossed[:, owner]

    def fit_paths(self) -> None:
        """Fit the n-gram outputs of paths and anchors, on honest paths and invented ones.

        Besides the final fit there is one on each half of the paths and terms, so that the
        additive model sees scores of texts that were not fitted.
        """
        slugs, kinds, halves = self._slugs()
        matrix = ngram_matrix(slugs, PATH_BITS)
        for half in (0, 1, None):
            weights = np.zeros((1 << PATH_BITS, len(PATH_HEADS)))
            biases = np.full(len(PATH_HEADS), -4.0)
            for place in range(len(PATH_HEADS)):
                target = kinds == place + 1
                used = (kinds == 0) | target
                if half is not None:
                    used &= halves != half
                if target[used].any() and not target[used].all():
                    weights[:, place], biases[place] = fit_linear(
                        matrix, target, used.astype(np.float64), self.seed, alpha=1e-6
                    )
            if half is not None:
                self.half_paths.append((weights, biases))
        self.arrays["url_paths"], self.arrays["url_paths_scale"] = quantise(weights)
        self.arrays["url_paths_bias"] = biases

    def _slugs(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        texts: list[str] = []
        kinds: list[int] = []
        halves: list[int] = []
        half_of = self.fold_all % 2
        has_path = np.array([bool(row.path) for row in self.rows])
        for half in (0, 1):
            here = self.train & (half_of == half)
            honest = [self.rows[i].path for i in np.flatnonzero(here & ~self.spam & has_path)]
            names = [self.rows[i].features.domain[1] for i in np.flatnonzero(here & ~self.spam)]
            picked = self.rng.permutation(len(names))[: len(honest) // 3 + 1]
            plain = [fold_text(names[i]) for i in picked]
            brands = [
                self.rows[i].features.domain[1]
                for i in np.flatnonzero(here & (self.category == "gambling"))
            ]
            terms = [text for text, _ in self.terms if crc32(text.encode()) % 2 == half]
            made = spam_slugs(brands, terms, honest, max(len(honest) // 2, 100), self.rng)
            self.honest[half], self.made[half] = [*honest, *plain], made
            lone = [fold_text(text) for text in terms]
            bad = here & np.isin(self.category, ("scam", "other")) & has_path
            phish = [self.rows[i].path for i in np.flatnonzero(bad)]
            self.phrases[half] = [*lone, *(fold_text(brand) for brand in brands[: len(lone)])]
            for kind, group in ((0, honest), (0, plain), (1, made), (1, lone), (2, phish)):
                group = [text for text in group if text]
                texts += group
                kinds += [kind] * len(group)
                halves += [half] * len(group)
        return texts, np.array(kinds), np.array(halves)

    def fit_categories(self) -> None:
        """Fit which category a spam URL, path or anchor is of."""
        texts, names = [], []
        chosen = np.flatnonzero(self.train & self.spam)
        for name in SPAM_CATEGORIES:
            own = chosen[self.category[chosen] == name]
            own = own[self.rng.permutation(len(own))[:15_000]]
            texts += [self.rows[i].features.text for i in own]
            names += [name] * len(own)
            terms = [text for text, category in self.terms if category == name]
            for text in terms:
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
                    matrix, target, np.clip(weight, 0.3, 10.0), self.seed, alpha=2e-6, epochs=8
                )
        integers, scale = quantise(weights)
        self.arrays["url_categories"] = integers
        self.arrays["url_categories_scale"] = scale
        self.arrays["url_categories_bias"] = biases

    def fit_scores(self, crossed: NDArray[np.float64]) -> dict[str, Any]:
        """Fit the additive model, calibrate it, and set the thresholds."""
        self.arrays["url_main"] = np.zeros((len(COLUMNS), 256), dtype=np.int16)
        self.arrays["url_pairs"] = np.zeros((1, COARSE * COARSE), dtype=np.int16)
        self.arrays["url_pair_columns"] = np.zeros((1, 2), dtype=np.int64)
        self.arrays["url_kinds"] = np.zeros(4, dtype=np.int16)
        self.arrays["url_constants"] = np.zeros(3, dtype=np.int16)
        self.arrays["url_calibration"] = np.array([[-1.0, 1.0], [-1.0, 1.0]])
        plain = {"thresholds": dict.fromkeys(PRESETS, 0.5)}
        values = UrlScorer(self.arrays, plain).columns(self.rows)
        values[: len(HEADS), self.train] = level(crossed[:, self.train], 0)
        owner, paths, anchors, target, weight = self._variants()
        half = self.fold_all[owner] % 2
        offsets = np.array([[OFFSETS[head]] for head in HEADS])
        ladder = (np.arange(256) - 127.5) / LEVELS_PER_UNIT
        host = np.max(ladder[values[: len(HEADS)]] + offsets, axis=0)[owner]
        values = values[:, owner]
        at = len(HEADS)
        values[:at] = 0
        values[0] = level(host, 0)
        values[at : at + 2] = self._text_levels(paths, half)
        values[at + 2] = self._text_levels(anchors, half)[0]
        used = self.train[owner]
        fitted = fit_additive(
            values[:, used], target[used], weight[used], PAIRS, self.seed, rising=RISING
        )
        fitted.main[:at] = 0.0
        fitted.main[COLUMNS.index("path_scam")] *= _SCAM_PATHS
        rest = fitted.evaluate(values)
        dev = ~used
        balance = np.where(
            target, 1.0 / weight[dev & target].sum(), 1.0 / weight[dev & ~target].sum()
        )
        (slope, share), bias = platt(
            np.column_stack([host, rest])[dev], target[dev], (weight * balance)[dev]
        )
        logit = slope * host + share * rest + bias
        bias += share * fitted.bias
        fitted.main[:at] = slope / share * (ladder + offsets)
        self.arrays["url_main"] = fixed_point(fitted.main * share)
        self.arrays["url_pairs"] = fixed_point(fitted.pairs * share)
        self.arrays["url_pair_columns"] = fitted.columns
        self.arrays["url_constants"] = fixed_point(np.array([bias, _INTERNAL, _OBFUSCATED]))
        self.arrays["url_calibration"] = calibration_curve(
            logit[dev], target[dev], (weight * balance)[dev]
        )
        odds = self._thresholds(logit[: len(self.rows)])
        address = (odds["sensitive"] + odds["balanced"]) / 2
        bare = bias + share * fitted.main[at : at + 3, 0].sum()
        self.arrays["url_kinds"] = fixed_point(
            np.array([0.0, address - bare, _SPECIAL - bare, _NO_HOST - bare])
        )
        curve = np.interp(list(odds.values()), *self.arrays["url_calibration"])
        return {
            "thresholds": dict(zip(odds, (1 / (1 + np.exp(-curve))).tolist(), strict=True)),
            "columns": list(COLUMNS),
            "pairs": [list(pair) for pair in PAIRS],
            "calibration": {"host": slope, "rest": share},
            "rows": {"train": int(self.train.sum()), "dev": int((~self.train).sum())},
        }

    def _thresholds(self, logit: NDArray[np.float64]) -> dict[str, float]:
        """Set thresholds just above quantiles of honest rows.

        Those of ``dev``; where they are too few, the step from ten times the share to the share
        is that of the cross-fitted rows of ``train``. No threshold lies below even odds.
        """
        odds: dict[str, float] = {}
        dev, train = logit[~self.spam & ~self.train], logit[~self.spam & self.train]
        known = dev if len(dev) else train
        floor = 0.0
        for preset, share in sorted(PRESETS.items(), key=lambda item: -item[1]):
            value = float(np.quantile(known, 1 - share))
            if share * len(known) < _FEWEST:
                step = np.quantile(train, 1 - share) - np.quantile(train, 1 - 10 * share)
                value = float(np.quantile(known, 1 - 10 * share) + step)
            odds[preset] = floor = max(value + 1.0 / UNIT, floor + 4.0 / UNIT)
        return odds

    def _variants(
        self,
    ) -> tuple[NDArray[np.int64], list[str], list[str], NDArray[np.bool_], NDArray[np.float64]]:
        """Give hosts other paths and anchors, so that having one speaks for neither side."""
        count = len(self.rows)
        weight = np.where(self.spam, self.data["category"].map(ROW_WEIGHTS).fillna(0.1), 1.0)
        half = self.fold_all % 2
        own = [row.path for row in self.rows]
        has_path = np.array([bool(path) for path in own])
        owners, paths, anchors = [np.arange(count)], list(own), [""] * count
        targets, weights = [self.spam], [weight * 0.6]

        def add(
            chosen: NDArray[np.int64],
            texts: list[str],
            labels: list[str],
            share: float,
            spam: bool | None = None,
        ) -> None:
            owners.append(chosen)
            paths.extend(texts)
            anchors.extend(labels)
            targets.append(self.spam[chosen] if spam is None else np.full(len(chosen), spam))
            weights.append(weight[chosen] * share if spam is None else np.full(len(chosen), share))

        stripped = np.flatnonzero(has_path)
        add(stripped, [""] * len(stripped), [""] * len(stripped), 0.4)
        lengthened = np.flatnonzero(~has_path & (self.rng.random(count) < 0.5))
        add(
            lengthened,
            [self._pick(self.honest, half[i]) for i in lengthened],
            [""] * len(lengthened),
            0.8,
        )
        anchored = np.flatnonzero(self.rng.random(count) < 0.2)
        labels = [
            self._pick(
                self.phrases if self.spam[i] and self.rng.random() < 0.6 else self.honest, half[i]
            )
            for i in anchored
        ]
        add(anchored, [own[i] for i in anchored], labels, 0.3)
        honest = np.flatnonzero(~self.spam & self.rng_mask(0.12))
        add(
            honest, [self._pick(self.made, half[i]) for i in honest], [""] * len(honest), 0.25, True
        )
        return (
            np.concatenate(owners),
            paths,
            anchors,
            np.concatenate(targets),
            np.concatenate(weights).astype(np.float64),
        )

    def rng_mask(self, share: float) -> NDArray[np.bool_]:
        return self.rng.random(len(self.rows)) < share

    def _pick(self, pool: dict[int, list[str]], half: int) -> str:
        texts = pool[half]
        return texts[int(self.rng.integers(len(texts)))] if texts else ""

    def _text_levels(self, texts: Sequence[str], half: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Score texts by the fit on the other half of them."""
        out = np.zeros((len(PATH_HEADS), len(texts)), dtype=np.uint8)
        filled = np.array([bool(text) for text in texts])
        for part in (0, 1):
            places = np.flatnonzero(filled & (half == part))
            if len(places):
                weights, biases = self.half_paths[part]
                matrix = ngram_matrix([texts[int(i)] for i in places], PATH_BITS)
                out[:, places] = level(np.asarray(matrix @ weights).T + biases[:, None], 4)
        return out
