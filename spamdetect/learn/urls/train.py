"""Training of the URL model: labelled hosts and URLs in, arrays and their card out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import PRESETS, SPAM_CATEGORIES
from spamdetect.learn.urls.additive import fit_additive
from spamdetect.learn.urls.agreement import fit_agreement
from spamdetect.learn.urls.fit import (
    calibration_curve,
    fit_linear,
    fixed_point,
    ngram_matrix,
    platt,
    quantise,
)
from spamdetect.learn.urls.heads import HostFit, fit_hosts
from spamdetect.learn.urls.paths import PathFit
from spamdetect.learn.urls.rows import UrlRows, read_rows
from spamdetect.urls.agreement import agreement
from spamdetect.urls.features import fold_text
from spamdetect.urls.layout import (
    CATEGORY_SHIFT,
    COLUMNS,
    FIRST_DENSE,
    FIRST_LEVEL,
    HEADS,
    LEVELS_PER_UNIT,
    TEXT_BITS,
    UNIT,
    level,
)
from spamdetect.urls.score import UrlScorer
from spamdetect.urls.tables import sides_of

_LOG = logging.getLogger(__name__)

_FEWEST: Final = 10
_INTERNAL: Final = -2.0
_SPECIAL: Final = -9.0
_NO_HOST: Final = -9.0
_OBFUSCATED: Final = 2.5
_SCAM_PATHS: Final = 0.3  # paths of phishing kits look much like honest ones of forms and logins

RISING: Final = (HEADS[0], "peak", "path_spam", "anchor")
SLOPES: Final = {"gambling": 1.0, "adult": 0.8, "other": 0.7}
OFFSETS: Final = {"gambling": 0.0, "adult": -4.0, "other": -5.0}
"""What the log-odds of each output are multiplied by, and what is added, before the largest is
taken. Lists of shops, scams and adult sites hold many names that could be anybody's: their outputs
are the less to be believed the surer they are."""


def train_urls(data_dir: Path, seed: int = 0) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Train the URL model.

    Parameters
    ----------
    data_dir : Path
        See `spamdetect.learn.urls.data.read_urls`. Rows of the split ``train`` are fitted, those of
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
    return _Training(read_rows(Path(data_dir)), seed).run()


class _Training:
    def __init__(self, rows: UrlRows, seed: int) -> None:
        self.seed = seed
        self.rng = np.random.default_rng(seed)
        self.of = rows
        self.paths = PathFit(rows, self.rng, seed)
        self.arrays: dict[str, NDArray[Any]] = {}

    def run(self) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
        hosts = fit_hosts(self.of, self.rng, self.seed)
        self.arrays |= hosts.arrays
        self.arrays |= self.paths.fit()
        self.fit_categories()
        card = self.fit_scores(hosts)
        return self.arrays, card

    def fit_categories(self) -> None:
        """Fit which category a spam URL, path or anchor is of."""
        texts, names = [], []
        chosen = np.flatnonzero(self.of.train & self.of.spam)
        for name in SPAM_CATEGORIES:
            own = chosen[self.of.category[chosen] == name]
            own = own[self.rng.permutation(len(own))[:15_000]]
            texts += [self.of.rows[i].features.text for i in own]
            names += [name] * len(own)
            terms = [text for text, category in self.of.terms if category == name]
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

    def fit_scores(self, hosts: HostFit) -> dict[str, Any]:
        """Fit the additive model, calibrate it, and set the thresholds."""
        self.arrays["url_main"] = np.zeros((len(COLUMNS), 256), dtype=np.int16)
        self.arrays["url_kinds"] = np.zeros(4, dtype=np.int16)
        self.arrays["url_constants"] = np.zeros(3, dtype=np.int16)
        self.arrays["url_calibration"] = np.array([[-1.0, 1.0], [-1.0, 1.0]])
        plain = {"thresholds": dict.fromkeys(PRESETS, 0.5), "categories": SPAM_CATEGORIES}
        values = UrlScorer(self.arrays, plain).columns(self.of.rows)
        at = len(HEADS)
        values[:at, self.of.train] = hosts.levels[:, self.of.train]
        values[COLUMNS.index("peak"), self.of.train] = hosts.peaks[self.of.train]
        owner, paths, anchors, target, weight = self.paths.variants()
        half = self.of.fold_all[owner] % 2
        ladder = (np.arange(256) - 127.5) / LEVELS_PER_UNIT
        ladders = np.array([SLOPES[head] * ladder + OFFSETS[head] for head in HEADS])
        host = np.max(np.take_along_axis(ladders, values[:at].astype(np.int64), 1), axis=0)[owner]
        values = values[:, owner]
        values[:at] = 0
        values[0] = level(host, 0)
        values[FIRST_LEVEL : FIRST_LEVEL + 2] = self.paths.levels(paths, half)
        values[FIRST_LEVEL + 2] = self.paths.levels(anchors, half)[0]
        used = self.of.train[owner]
        fitted = fit_additive(values[:, used], target[used], weight[used], self.seed, rising=RISING)
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
        fitted.main[:at] = slope / share * ladders
        fitted.main[COLUMNS.index("agreement")] = (
            self._agreement(hosts, fitted.main * share, bias) / share
        )
        self.arrays["url_main"] = fixed_point(fitted.main * share)
        self.arrays["url_constants"] = fixed_point(np.array([bias, _INTERNAL, _OBFUSCATED]))
        self.arrays["url_calibration"] = calibration_curve(
            logit[dev], target[dev], (weight * balance)[dev]
        )
        odds = self._thresholds(logit[: len(self.of.rows)])
        address = (odds["sensitive"] + odds["balanced"]) / 2
        bare = bias + share * fitted.main[FIRST_LEVEL:FIRST_DENSE, 0].sum()
        self.arrays["url_kinds"] = fixed_point(
            np.array([0.0, address - bare, _SPECIAL - bare, _NO_HOST - bare])
        )
        curve = np.interp(list(odds.values()), *self.arrays["url_calibration"])
        return {
            "thresholds": dict(zip(odds, (1 / (1 + np.exp(-curve))).tolist(), strict=True)),
            "columns": list(COLUMNS),
            "categories": list(SPAM_CATEGORIES),
            "calibration": {"host": slope, "rest": share},
            "rows": {"train": int(self.of.train.sum()), "dev": int((~self.of.train).sum())},
        }

    def _agreement(
        self, hosts: HostFit, main: NDArray[np.float64], bias: float
    ) -> NDArray[np.float64]:
        """Fit what agreement of host and anchor adds, to links of documents, beyond the rest."""
        links = self.of.links
        if not links:
            return np.zeros(256)
        half = np.array([link.half for link in links])
        paths = self.paths.levels([link.row.path for link in links], half)
        anchors = self.paths.levels([link.words for link in links], half)[0]
        dense = np.array([list(link.row.features.dense) for link in links]).T
        values = np.vstack([paths, anchors, dense])
        score = np.max(
            np.take_along_axis(main[: len(HEADS)], hosts.linked.astype(np.int64), 1), axis=0
        )
        score += bias + sum(
            table[column] for table, column in zip(main[FIRST_LEVEL:], values, strict=True)
        )
        sides = sides_of(hosts.linked).tolist()
        together = [
            agreement(side, anchor, link.row.features.text, link.words)
            for side, anchor, link in zip(sides, anchors.tolist(), links, strict=True)
        ]
        return fit_agreement(np.array(together), score, links)

    def _thresholds(self, logit: NDArray[np.float64]) -> dict[str, float]:
        """Set thresholds just above quantiles of honest rows.

        Those of ``dev``; where they are too few, the step from ten times the share to the share
        is that of the cross-fitted rows of ``train``. No threshold lies below even odds.
        """
        odds: dict[str, float] = {}
        dev, train = logit[~self.of.spam & ~self.of.train], logit[~self.of.spam & self.of.train]
        known = dev if len(dev) else train
        floor = 0.0
        for preset, share in sorted(PRESETS.items(), key=lambda item: -item[1]):
            value = float(np.quantile(known, 1 - share))
            if share * len(known) < _FEWEST:
                step = np.quantile(train, 1 - share) - np.quantile(train, 1 - 10 * share)
                value = float(np.quantile(known, 1 - 10 * share) + step)
            odds[preset] = floor = max(value + 1.0 / UNIT, floor + 4.0 / UNIT)
        return odds
