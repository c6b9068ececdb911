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
    nearby = scores.nearby(np.array([0, strongest]))
    return section_reasons(passages, ["junk", "spam"], rows, nearby)[1]


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


def test_of_text_without_links_nothing_is_said_of_links(small_detector: Detector) -> None:
    report = small_detector.score_text(TEXT.split("http://")[0] + "daftar link maxwin hari ini")
    for section in report.sections:
        assert not [r.symbol for r in section.reasons if r.symbol.startswith("URL_")]


def test_evidence_of_wording_is_whole_words(reasons: tuple[Reason, ...]) -> None:
    words = set(TEXT.replace("\n", " ").split())
    for reason in reasons:
        if reason.symbol.startswith("NGRAMS") and not reason.evidence.endswith("…"):
            assert {word for word in reason.evidence.split() if word.isalpha()} <= words
