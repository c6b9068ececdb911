"""Figures of the URL model: recall at fixed false-alarm rates, false alarms and calibration."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spamdetect.labels import PRESETS, spam_category
from spamdetect.learn.evaluation.bootstrap import pooled_interval
from spamdetect.learn.evaluation.metrics import calibration_error, threshold_at
from spamdetect.learn.urls.data import CLEAN_FILES, ROW_WEIGHTS, counted_clean, read_urls
from spamdetect.urls.score import UrlScorer

FALSE_ALARMS: Final = (0.01, 0.001, 0.0001)
_DRAWS: Final = 200


def reference_weight(data: pd.DataFrame) -> NDArray[np.float64]:
    """Weigh rows to the mix the model is calibrated on: half clean, half spam by `ROW_WEIGHTS`.

    Parameters
    ----------
    data : DataFrame
        Of `spamdetect.learn.urls.data.read_urls`.

    Returns
    -------
    ndarray of float64, shape (rows,)
    """
    spam = data["spam"].to_numpy()
    weight = np.where(spam, data["category"].map(ROW_WEIGHTS).fillna(0.1), 1.0)
    for part in (spam, ~spam):
        if part.any():
            weight[part] /= weight[part].sum()
    return weight


def evaluate_urls(data_dir: Path, scorer: UrlScorer, split: str = "test") -> dict[str, Any]:
    """Measure a URL model.

    Parameters
    ----------
    data_dir : Path
        See `spamdetect.learn.urls.data.read_urls`.
    scorer : UrlScorer
    split : {"test", "dev"}
        ``"test"`` stands for every split whose name begins so.

    Returns
    -------
    dict
        ``slices``: per slice of spam its rows, the recall at each rate of `FALSE_ALARMS` on the
        clean rows and its 95 % interval by bootstrap over groups (brands, domains);
        ``false_alarms``: share of clean rows at or above the threshold of each preset, in all and
        per list; ``category``: share of spam above the threshold ``sensitive`` whose category is
        right; ``ece`` and ``ece_rows``: expected calibration error in the mix of
        `reference_weight` and row by row; ``clean_rows``. Empty if the split has no clean rows.
    """
    data = read_urls(Path(data_dir))
    names = data["split"].str.startswith(split)
    usurped = data["split"] == "compromised_or_lookalike"
    data = data[names | usurped if split == "test" else names].reset_index(drop=True)
    data = data[~data["file"].isin(["spam_ip"])].reset_index(drop=True)
    if data["spam"].all():
        return {}
    scores = scorer.score(data["url_or_domain"].tolist())
    logit = scores.logit.astype(np.float64)
    spam = data["spam"].to_numpy()
    clean = counted_clean(data)
    groups = pd.factorize(data["group"])[0]
    limits = {f"{share:g}": threshold_at(logit[clean], share) for share in FALSE_ALARMS}
    slices: dict[str, Any] = {}
    kinds = data["category"].where(data["spam"], "")
    where = data["split"] + "/" + kinds
    for name in sorted(set(where[spam])):
        rows = np.flatnonzero((where == name).to_numpy() & spam)
        own = pd.factorize(groups[rows])[0]
        above = {rate: logit[rows] > limit for rate, limit in limits.items()}
        slices[name] = {
            "rows": len(rows),
            "recall": {rate: float(found.mean()) for rate, found in above.items()},
            "interval": {
                rate: pooled_interval(found, own, draws=_DRAWS) for rate, found in above.items()
            },
        }
    hard = (data["file"] == "clean_hard_negatives_mined").to_numpy()
    parts = {"all": clean, "hard_negatives": hard}
    parts |= {name: clean & (data["file"] == name).to_numpy() for name in CLEAN_FILES}
    false_alarms = {
        part: {
            preset: float((scores.probability[rows] >= scorer.thresholds[preset]).mean())
            for preset in PRESETS
        }
        for part, rows in parts.items()
        if rows.any()
    }
    counted = clean | (spam & ~data["split"].eq("compromised_or_lookalike").to_numpy())
    known = spam & (scores.category >= 0)
    truth = data["category"].map(spam_category).to_numpy()
    right = np.array([scorer.category_name(i) for i in scores.category]) == truth
    weight = reference_weight(data[counted])
    return {
        "clean_rows": int(clean.sum()),
        "slices": slices,
        "false_alarms": false_alarms,
        "category": float(right[known].mean()) if known.any() else None,
        "ece": calibration_error(scores.probability[counted], spam[counted], weight),
        "ece_rows": calibration_error(scores.probability[counted], spam[counted]),
    }
