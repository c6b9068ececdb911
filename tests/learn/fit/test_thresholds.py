from __future__ import annotations

import numpy as np
import pytest

from spamdetect.blocks.model import FLOOR
from spamdetect.labels import PRESETS
from spamdetect.learn.fit.thresholds import (
    LENIENCE,
    calibrate,
    highest,
    preset_thresholds,
    tail_quantile,
)

RNG = np.random.default_rng(7)


@pytest.mark.parametrize("share", [0.1, 0.01])
def test_as_many_scores_lie_beyond_as_asked(share: float) -> None:
    scores = RNG.normal(size=50_000)
    assert (scores > tail_quantile(scores, share)).mean() == pytest.approx(share, rel=0.02)


def test_rare_shares_are_extrapolated() -> None:
    scores = RNG.exponential(size=4000)
    limit = tail_quantile(scores, 1e-4)
    assert limit > np.quantile(scores, 0.999)
    assert limit == pytest.approx(-np.log(1e-4), rel=0.25)


def test_the_highest_score_of_each_document() -> None:
    scores = np.array([1.0, 3.0, -2.0, 0.0, 5.0])
    assert highest(scores, np.array([0, 0, 2, 3, 3])).tolist() == [3.0, -2.0, 5.0]


def test_calibrated_scores_rise_and_mean_what_they_say() -> None:
    true = RNG.normal(size=40_000) * 3 - 1
    positive = RNG.random(40_000) < 1 / (1 + np.exp(-true))
    calibration = calibrate(true * 2 + 1, positive, np.ones(len(true)))
    grid = np.linspace(-9, 9, 200)
    assert (np.diff(calibration(grid)) >= 0).all()
    middle = np.linspace(-4, 4, 9)
    np.testing.assert_allclose(calibration(middle * 2 + 1), middle, atol=0.5)


def test_presets_flag_the_share_of_clean_documents_that_they_promise() -> None:
    documents = RNG.normal(size=200_000)
    blocks = np.concatenate((documents, RNG.normal(size=400_000) - 3))
    limits = preset_thresholds(blocks, documents, junk=1.0)
    for preset, share in PRESETS.items():
        flagged = (documents >= limits[preset]["enter"]).mean()
        assert flagged == pytest.approx(share * LENIENCE[preset], rel=0.3, abs=2e-5)
        assert limits[preset]["stay"] <= limits[preset]["enter"]


def test_nothing_is_flagged_for_being_scored_where_no_honest_page_was() -> None:
    unscored = np.full(500, FLOOR)
    for limits in preset_thresholds(unscored, unscored[:60], junk=1.0).values():
        assert limits["enter"] > FLOOR / 2
        assert limits["stay"] > FLOOR
