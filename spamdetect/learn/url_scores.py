"""The additive model of hosts, paths and anchors, its calibration and its thresholds."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import PRESETS
from spamdetect.learn.url_additive import Additive, fit_additive
from spamdetect.learn.url_calibration import calibration_curve, fixed_point, platt
from spamdetect.learn.url_paths import PathFit
from spamdetect.learn.url_rows import UrlRows
from spamdetect.learn.url_variants import make_variants
from spamdetect.urls.layout import (
    COARSE,
    COLUMNS,
    HEADS,
    LEVELS_PER_UNIT,
    PATH_HEADS,
    UNIT,
    level,
)
from spamdetect.urls.score import UrlScorer

_FEWEST: Final = 10
_INTERNAL: Final = -2.0
_SPECIAL: Final = -9.0
_NO_HOST: Final = -9.0
_OBFUSCATED: Final = 2.5
_SCAM_PATHS: Final = 0.3  # paths of phishing kits look much like honest ones of forms and logins
_DOUBT: Final = 1.0

PAIRS: Final = (("path_spam", "institutional"),)
RISING: Final = (HEADS[0], "path_spam", "anchor")
OFFSETS: Final = {"gambling_promoted": 1.0, "gambling": 0.0, "adult": -6.0, "other": -9.0}
"""What is added to the log-odds of each output before the largest is taken. Lists of shops, scams
and adult sites hold many names that could be anybody's: they have to be surer by that much. Names
promoted in search results are surer than their function says, which half of them, hijacked ones,
keep low."""


def fit_scores(
    data: UrlRows,
    arrays: dict[str, NDArray[Any]],
    crossed: NDArray[np.float64],
    paths: PathFit,
    rng: np.random.Generator,
    seed: int,
) -> dict[str, Any]:
    """Fit the additive model, calibrate it, and set the thresholds.

    Parameters
    ----------
    data : UrlRows
    arrays : dict of str to ndarray
        Those of the n-gram functions; the rest of the model's is added to it.
    crossed : ndarray of float64, shape (len(HEADS), rows)
        Of `spamdetect.learn.url_heads.fit_heads`.
    paths : PathFit
    rng : numpy.random.Generator
    seed : int

    Returns
    -------
    dict
        For the key ``url`` of the model card.
    """
    values = _scorer_of(arrays).columns(data.rows)
    values[: len(HEADS), data.train] = level(crossed[:, data.train], 0)
    variants = make_variants(data, paths, rng)
    owner, target, weight = variants.owner, variants.target, variants.weight
    half = data.half[owner]
    offsets = np.array([[OFFSETS[head]] for head in HEADS])
    ladder = (np.arange(256) - 127.5) / LEVELS_PER_UNIT
    host = np.max(ladder[values[: len(HEADS)]] + offsets, axis=0)[owner]
    values = values[:, owner]
    at = len(HEADS)
    values[:at] = 0
    values[0] = level(host, 0)
    values[at : at + 2] = paths.levels(variants.paths, half)
    values[at + 2] = paths.levels(variants.anchors, half)[0]
    used = data.train[owner]
    fitted = fit_additive(values[:, used], target[used], weight[used], PAIRS, seed, rising=RISING)
    fitted.main[:at] = 0.0
    _doubt_paths(fitted)
    rest = fitted.evaluate(values)
    dev = ~used
    balance = np.where(target, 1.0 / weight[dev & target].sum(), 1.0 / weight[dev & ~target].sum())
    (slope, share), bias = platt(
        np.column_stack([host, rest])[dev], target[dev], (weight * balance)[dev]
    )
    logit = slope * host + share * rest + bias
    bias += share * fitted.bias
    fitted.main[:at] = slope / share * (ladder + offsets)
    arrays["url_main"] = fixed_point(fitted.main * share)
    arrays["url_pairs"] = fixed_point(fitted.pairs * share)
    arrays["url_pair_columns"] = fitted.columns
    arrays["url_constants"] = fixed_point(np.array([bias, _INTERNAL, _OBFUSCATED]))
    arrays["url_calibration"] = calibration_curve(logit[dev], target[dev], (weight * balance)[dev])
    odds = _thresholds(logit[: len(data.rows)], data)
    address = (odds["sensitive"] + odds["balanced"]) / 2
    bare = bias + share * fitted.main[at : at + 3, 0].sum()
    arrays["url_kinds"] = fixed_point(
        np.array([0.0, address - bare, _SPECIAL - bare, _NO_HOST - bare])
    )
    curve = np.interp(list(odds.values()), *arrays["url_calibration"])
    return {
        "thresholds": dict(zip(odds, (1 / (1 + np.exp(-curve))).tolist(), strict=True)),
        "columns": list(COLUMNS),
        "pairs": [list(pair) for pair in PAIRS],
        "calibration": {"host": slope, "rest": share},
        "rows": {"train": int(data.train.sum()), "dev": int((~data.train).sum())},
    }


def _scorer_of(arrays: dict[str, NDArray[Any]]) -> UrlScorer:
    """Return a scorer of n-gram functions whose additive model is not there yet."""
    blank: dict[str, NDArray[Any]] = {
        "url_main": np.zeros((len(COLUMNS), 256), dtype=np.int16),
        "url_pairs": np.zeros((1, COARSE * COARSE), dtype=np.int16),
        "url_pair_columns": np.zeros((1, 2), dtype=np.int64),
        "url_kinds": np.zeros(4, dtype=np.int16),
        "url_constants": np.zeros(3, dtype=np.int16),
        "url_calibration": np.array([[-1.0, 1.0], [-1.0, 1.0]]),
    }
    return UrlScorer(arrays | blank, {"thresholds": dict.fromkeys(PRESETS, 0.5)})


def _doubt_paths(fitted: Additive) -> None:
    """Let a path count from `_DOUBT` over no path upwards only, and never for its host.

    A word or two in a path move it by that much either way, and honest URLs are so many that
    their chance hits would take up the false alarms.
    """
    fitted.main[COLUMNS.index("path_scam")] *= _SCAM_PATHS
    for name in PATH_HEADS:
        table = fitted.main[COLUMNS.index(name)]
        table[:] = table[0] + np.maximum(table - table[0] - _DOUBT, 0.0)


def _thresholds(logit: NDArray[np.float64], data: UrlRows) -> dict[str, float]:
    """Set thresholds just above quantiles of honest rows.

    Those of ``dev``; where they are too few, the step from ten times the share to the share is
    that of the cross-fitted rows of ``train``. No threshold lies below even odds.
    """
    odds: dict[str, float] = {}
    dev, train = logit[~data.spam & ~data.train], logit[~data.spam & data.train]
    known = dev if len(dev) else train
    floor = 0.0
    for preset, share in sorted(PRESETS.items(), key=lambda item: -item[1]):
        value = float(np.quantile(known, 1 - share))
        if share * len(known) < _FEWEST:
            step = np.quantile(train, 1 - share) - np.quantile(train, 1 - 10 * share)
            value = float(np.quantile(known, 1 - 10 * share) + step)
        odds[preset] = floor = max(value + 1.0 / UNIT, floor + 4.0 / UNIT)
    return odds
