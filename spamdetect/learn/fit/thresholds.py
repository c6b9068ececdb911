"""Thresholds and calibration, set on scores of models that did not see the document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

from spamdetect.blocks.model import Calibration
from spamdetect.labels import PRESETS

STAY_FACTOR: Final = 18.0
"""The neighbours of many sure blocks may be this many times as frequent among clean blocks as such
a block itself (see `spamdetect.sections.REACH`). On held-out training pages this gives back more
honest characters than it takes, against 6 for any number of sure blocks, and finds more spam."""
HTML_STAY_FACTOR: Final = 50.0
"""The same for HTML, where sure blocks are rarer among clean ones: held out, sections gain seven
characters of spam for an honest one over a factor of 3 for any number of sure blocks."""
KNOTS: Final = 24
LEAST_SLOPE: Final = 0.25
"""Calibrated log-odds rise at least this much per unit of raw ones, so that no rank is lost."""
LENIENCE: Final[Mapping[str, float]] = {"strict": 2.0, "balanced": 2.5, "sensitive": 1.0}
"""Share of held-out pages flagged over the share promised, by preset. The models that score
held-out pages have seen two thirds of the sites and campaigns; far out in the tail, final models
flagged from a sixth to a half of what the held-out scores foretold on sites that no model had
seen, at 2.0 none of 2,800 pages of ``dev``, at 3.0 two of these, but 0.12 % of those of ``test``.
At the one page in a hundred that `sensitive` promises, they flagged as many as foretold."""
LEAST_ENTER: Final = -1.0
LEAST_STAY: Final = -6.0
"""Log-odds below which no block begins or joins a section, whatever the held-out pages say: of
small data the screen may let no honest page pass, whose blocks then all score lowest."""
TAIL: Final = 0.02
"""Share of clean documents whose scores the tail is fitted to."""


def tail_quantile(scores: NDArray[np.float64], share: float) -> float:
    """Return the score that a share of the scores exceeds.

    Where too few scores lie beyond it to count, the tail is taken to fall off exponentially from
    the 98 % quantile on (peaks over threshold, Pickands 1975, with shape zero).

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
    share : float

    Returns
    -------
    float
    """
    if share * len(scores) >= 20 or len(scores) < 200:
        return float(np.quantile(scores, 1.0 - share))
    edge = float(np.quantile(scores, 1.0 - TAIL))
    beyond = scores[scores > edge] - edge
    slope = float(beyond.mean()) if len(beyond) else 1.0
    return edge + slope * float(np.log(TAIL / share))


def highest(scores: NDArray[np.float64], document: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the highest score of each document that has blocks, in order."""
    first = np.flatnonzero(np.diff(document, prepend=-1))
    return np.asarray(np.maximum.reduceat(scores, first))


def calibrate(
    scores: NDArray[np.float64], positive: NDArray[np.bool_], weights: NDArray[np.float64]
) -> Calibration:
    """Fit a monotone map from raw to calibrated log-odds.

    Isotonic regression (Zadrozny and Elkan 2002), kept as a few knots.

    Parameters
    ----------
    scores : ndarray of float64, shape (n,)
        Finite.
    positive : ndarray of bool, shape (n,)
    weights : ndarray of float64, shape (n,)
        So that weighted shares are those of the documents to be scored.
    """
    fitted = IsotonicRegression(y_min=1e-5, y_max=1 - 1e-5, out_of_bounds="clip")
    fitted.fit(scores, positive, sample_weight=weights)
    spread = np.unique(
        np.concatenate(
            (
                np.quantile(scores[~positive], np.linspace(0.01, 0.9999, KNOTS // 2)),
                np.quantile(scores[positive], np.linspace(0.01, 0.99, KNOTS // 2)),
            )
        )
    )
    smooth = np.array([_smoothed(fitted, at, spread) for at in spread])
    true = np.log(smooth / (1.0 - smooth))
    for knot in range(1, len(true)):
        least = true[knot - 1] + LEAST_SLOPE * (spread[knot] - spread[knot - 1])
        true[knot] = max(true[knot], least)
    return Calibration(spread, true)


def _smoothed(fitted: IsotonicRegression, at: float, spread: NDArray[np.float64]) -> float:
    """Return the fitted probability around a knot, averaged over a tenth of the knots' range."""
    width = 0.02 * float(spread[-1] - spread[0])
    around = fitted.predict(np.linspace(at - width, at + width, 9))
    return float(np.clip(around.mean(), 1e-5, 1 - 1e-5))


def preset_thresholds(
    clean_blocks: NDArray[np.float64],
    clean_documents: NDArray[np.float64],
    junk: float,
    stay_factor: float = STAY_FACTOR,
) -> dict[str, dict[str, float]]:
    """Return the thresholds of every preset.

    Parameters
    ----------
    clean_blocks : ndarray of float64, shape (n_blocks,)
        Log-odds of spam of the blocks of held-out clean documents.
    clean_documents : ndarray of float64, shape (n_documents,)
        Highest log-odds of each held-out clean document.
    junk : float
        Log-odds from which blocks are junk.
    stay_factor : float
        See `STAY_FACTOR`.

    Returns
    -------
    dict
        Preset to ``enter``, ``stay`` and ``junk`` (see `spamdetect.sections.Thresholds`).
    """
    out = {}
    for preset, share in PRESETS.items():
        enter = max(tail_quantile(clean_documents, share * LENIENCE[preset]), LEAST_ENTER)
        rate = float((clean_blocks >= enter).mean())
        least = max(rate, 1.0 / len(clean_blocks)) * stay_factor
        stay = min(enter, max(tail_quantile(clean_blocks, min(least, 0.02)), LEAST_STAY))
        out[preset] = {
            "enter": round(enter, 4),
            "stay": round(stay, 4),
            "junk": round(junk, 4),
        }
    return out
