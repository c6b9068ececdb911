"""The shipped model on texts of the kind that it was trained on, but by hands that came later.

522 honest texts, 331 of spam and 300 honest ones with spam put in, in 31 languages, in the form
that `spamdetect.learn.generate.written` reads. They came after the training material was closed;
none of them may become part of it. The limits are what the model reaches.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from spamdetect import Detector
from spamdetect.learn.evaluation.metrics import span_score
from spamdetect.learn.generate.written import Record, filled, parse_records

HOSTS = (
    "lucky-promo88slot.xyz",
    "quickpills-store.top",
    "megacasinobonus-777.vip",
    "fastcash-now.click",
)
"""Made up, as those of spam are."""


def link(number: int, kind: str) -> str:
    host = HOSTS[number % len(HOSTS)]
    links = {
        "URL": f"https://{host}/go",
        "HOST": host,
        "IP": "http://203.0.113.77/",
        "LINK": "https://www.townhall.example/news/12",
    }
    return links[kind]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    folder = Path(__file__).parents[1] / "data" / "written"
    return [
        record
        for file in sorted(folder.glob("*.txt"))
        for record in parse_records(file.read_text("utf-8"), file.stem, file.name)
    ]


def test_later_texts_are_told_apart(records: list[Record]) -> None:
    texts = [filled(record, partial(link, number)) for number, record in enumerate(records)]
    reports = Detector.load("default").score_texts(text for text, _ in texts)
    number, found = Counter(r.label for r in records), Counter[str]()
    flagged = wrong = 0
    for record, (text, spans), report in zip(records, texts, reports, strict=True):
        spam = [(s.start, s.end) for s in report.sections if s.label == "spam"]
        found[record.label] += bool(spam)
        if record.label == "injected":
            score = span_score(text, spam, [(start, end) for start, end, _ in spans])
            flagged += score.predicted
            wrong += score.predicted - score.hits
    assert number == {"honest": 522, "spam": 331, "injected": 300}
    assert found["honest"] <= 2
    assert found["spam"] >= 160
    assert found["injected"] >= 185
    assert wrong < 0.2 * flagged
