"""Thresholds and calibration of documents, for text and for HTML pages apart."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.model import FLOOR, Calibration
from spamdetect.learn.corpus.pages import HTML
from spamdetect.learn.fit.blockdata import BlockData
from spamdetect.learn.fit.blockfit import FittedLabel
from spamdetect.learn.fit.thresholds import (
    HTML_STAY_FACTOR,
    STAY_FACTOR,
    calibrate,
    highest,
    preset_thresholds,
    tail_quantile,
)
from spamdetect.learn.generate.honesttext import SHORT_KINDS
from spamdetect.learn.generate.html.inject import HTML_PAGE
from spamdetect.learn.generate.junk.boilerplate import PAGE
from spamdetect.sections import junk_weighed

JUNK_RATE: Final = 0.01
"""Share of the blocks of bare articles that may be flagged as junk."""
ARTICLE_LOST: Final = 0.01
"""Share of the article of a whole page that may be flagged as junk, mean over sites."""
SPAM_PRIOR: Final = 0.05
"""Share of documents with spam that calibrated probabilities refer to."""
LEAST_PAGES: Final = 200
"""Honest HTML pages without which HTML is held to the thresholds of text."""
NOT_ARTICLES: Final = frozenset((*SHORT_KINDS, "message", "mailing-list", "newsletter-email"))
"""Kinds of documents that set no thresholds: presets promise a share of articles. Mails of lists
and newsletters are among them, which are long enough to put something into (see `SHORT_KINDS`)."""


def operating_points(
    data: BlockData, fitted: dict[str, FittedLabel], calibrations: dict[str, Calibration]
) -> dict[str, tuple[dict[str, dict[str, float]], Calibration]]:
    """Return the thresholds of the presets and the calibration of documents, of text and HTML.

    Parameters
    ----------
    data : BlockData
    fitted : dict of str to FittedLabel
        By label; without those that the data does not hold.
    calibrations : dict of str to Calibration
        Of the blocks' scores, by label.

    Returns
    -------
    dict
        For ``"document"`` (texts) and ``"html"``, thresholds as of `preset_thresholds` and the
        calibration. There is no ``"html"`` where honest pages are too few to set them on.
    """
    spam, junk = (
        _scores(fitted[label], calibrations[label])
        if label in fitted
        else np.full(len(data.document), FLOOR)
        for label in ("spam", "junk")
    )
    if "junk" in fitted:
        junk = junk_weighed(junk, data.length)
    holding = np.zeros(len(data.documents), bool)
    holding[data.document[data.spam_length > 0]] = True
    clean = np.array([d.label == "clean" for d in data.documents]) & ~holding
    html = np.array([d.kind == HTML for d in data.documents])
    natural = clean & np.array([d.form in ("", HTML_PAGE) for d in data.documents])
    article = natural & ~html & np.array([d.kind not in NOT_ARTICLES for d in data.documents])
    content = data.junk == 0
    bare = content & article[data.document]
    # Of labelled HTML alone it is not known of any article what is junk.
    limit = tail_quantile(junk[bare if bare.any() else content], JUNK_RATE)
    limit = max(limit, junk_limit(data, junk))
    present = np.unique(data.document)
    top = highest(spam, data.document)
    kinds = {"document": (article, natural & ~html, holding & ~html)}
    if (natural & html)[present].sum() >= LEAST_PAGES and (holding & html)[present].any():
        kinds["html"] = (natural & html, natural & html, holding & html)
    out = {}
    for kind, (honest, negative, positive) in kinds.items():
        factor = HTML_STAY_FACTOR if kind == "html" else STAY_FACTOR
        thresholds = preset_thresholds(
            spam[honest[data.document]], top[honest[present]], limit, factor
        )
        rows, spammed = (negative | positive)[present], positive[present]
        weight = SPAM_PRIOR / (1 - SPAM_PRIOR) * negative[present].sum() / max(spammed.sum(), 1)
        weights = np.where(spammed, weight, 1.0)
        out[kind] = thresholds, calibrate(top[rows], spammed[rows], weights[rows])
    return out


def junk_limit(data: BlockData, junk: NDArray[np.float64]) -> float:
    """Return the score beyond which `ARTICLE_LOST` of the articles of whole pages lies.

    Parameters
    ----------
    data : BlockData
    junk : ndarray of float64, shape (n_blocks,)
        Log-odds as of `spamdetect.sections.junk_weighed`, of models that did not see the block's
        site.

    Returns
    -------
    float
        Minus infinity where there are no whole pages.
    """
    page = np.array([d.form == PAGE for d in data.documents])
    rows = np.flatnonzero(page[data.document] & (data.junk == 0))
    if not rows.size:
        return -np.inf
    _, site = np.unique(data.groups[rows], return_inverse=True)
    length = data.length[rows].astype(np.float64)
    share = length / np.bincount(site, length)[site]
    order = np.argsort(-junk[rows], kind="stable")
    lost = np.cumsum(share[order]) / share.sum()
    last = min(int(np.searchsorted(lost, ARTICLE_LOST)), len(order) - 1)
    return float(np.nextafter(junk[rows[order[last]]], np.inf))


def _scores(found: FittedLabel, calibration: Calibration) -> NDArray[np.float64]:
    """Return calibrated log-odds out of fold, the floor where the screen stopped a block."""
    passed = np.isfinite(found.out_of_fold)
    out = np.full(len(passed), FLOOR)
    out[passed] = np.maximum(calibration(found.out_of_fold[passed]), FLOOR)
    return out
