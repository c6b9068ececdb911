from __future__ import annotations

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.passages import fold_passages
from spamdetect.blocks.reasons import section_reasons
from spamdetect.blocks.signals import DESCRIPTIONS
from spamdetect.reports import Reason

TEXT = (
    "The choir sang three pieces.\n"
    "slot gacor http://203.0.113.7/a http://203.0.113.8/b "
    "http://maxwin.ac.id/ http://maxwin.go.id/ http://maxwin.sch.id/"
)


@pytest.fixture(scope="module")
def reasons(small_detector: Detector) -> tuple[Reason, ...]:
    blocks = small_detector.text_part.blocks
    batch = read_batch([TEXT], small_detector.urls)
    scores = blocks.score(batch)
    whole = [(int(batch.blocks.start[1]), int(batch.blocks.end[-1]))]
    strongest = 1 + int(np.argmax(scores.spam[1:]))
    passages = fold_passages(blocks, batch, [(0, 5), *whole])
    rows = scores.features[[0, strongest]]
    return section_reasons(passages, ["junk", "spam"], rows, np.zeros(2))[1]


def test_the_strongest_reason_comes_first(reasons: tuple[Reason, ...]) -> None:
    positive = [reason.weight for reason in reasons if reason.weight > 0]
    assert positive
    assert positive == sorted(positive, reverse=True)
    assert [reason.weight > 0 for reason in reasons] == sorted(
        (reason.weight > 0 for reason in reasons), reverse=True
    )


def test_symbols_are_known_and_stand_once(reasons: tuple[Reason, ...]) -> None:
    symbols = [reason.symbol for reason in reasons]
    assert len(set(symbols)) == len(symbols)
    for reason in reasons:
        assert reason.description == DESCRIPTIONS[reason.symbol]


def test_evidence_is_the_text_that_matched(reasons: tuple[Reason, ...]) -> None:
    for reason in reasons:
        first = reason.evidence.split(",")[0].split("{")[0].removesuffix("…").split(" (+")[0]
        assert first in " ".join(TEXT.split())


def test_no_weight_is_made_up(small_detector: Detector, reasons: tuple[Reason, ...]) -> None:
    blocks = small_detector.text_part.blocks
    batch = read_batch([TEXT], small_detector.urls)
    row = blocks.score(batch).features[1]
    credit = blocks.contributions("spam", row[None])[0]
    assert sum(reason.weight for reason in reasons if reason.weight > 0) <= (
        credit[credit > 0].sum() + 0.01
    )
    raw = blocks.forests["spam"].logit(row[None])[0]
    assert credit.sum() + blocks.forests["spam"].baseline == pytest.approx(raw, abs=1e-4)
    assert np.isfinite(credit).all()
