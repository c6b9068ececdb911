from __future__ import annotations

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.blocks import neighbours
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.contributions import signal_weights
from spamdetect.blocks.signals import DESCRIPTIONS

TEXT = (
    "The choir sang three pieces.\n"
    "slot gacor http://203.0.113.7/a http://203.0.113.8/b http://maxwin.ac.id/\n"
    "situs toto 4d terpercaya\n"
    "The next concert is in May."
)


@pytest.mark.parametrize("text", [TEXT, "slot gacor maxwin hari ini", TEXT + "\n\n" + TEXT])
def test_weights_add_up_to_the_log_odds(small_detector: Detector, text: str) -> None:
    model = small_detector.text_part.blocks
    scores = model.score(read_batch([text], small_detector.urls))
    assert model.second is not None
    seen = scores.near[:, neighbours.NAMES.index("score")] > neighbours.LOWEST
    blocks = scores.asked[seen]
    assert blocks.size
    rows, near = scores.features[blocks], scores.nearby(blocks)
    signals, weights = signal_weights(model, ["spam"] * len(blocks), rows, near)
    assert set(signals) <= set(DESCRIPTIONS)
    first, second = model.forests["spam"], model.second
    both = neighbours.verdict(first.logit(rows), second.logit(near), model.first_share)
    base = neighbours.verdict(
        np.array(first.baseline), np.array(second.baseline), model.first_share
    )
    assert weights.sum(axis=1) == pytest.approx(both - base, abs=1e-3)
