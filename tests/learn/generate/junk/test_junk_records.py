"""Behaviour of honest records: they have the rows of what they are, and no slot left open."""

from __future__ import annotations

import random

import pytest

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.generate.junk.records import RECORDS, Record, directory, standings
from spamdetect.learn.generate.junk.text import JunkText
from spamdetect.learn.generate.junk.words import Supply

TEXT = "The harbour near the old mill was sold in 1921, and the money went to the school."
PAGES = [
    Document(f"d{i}", TEXT * 3, lang=lang, source=f"s{i}", group=f"g{i}")
    for i, lang in enumerate(("en", "de", "zh-Hans", "xx"))
]


def text_for(seed: int) -> JunkText:
    return JunkText(Supply(PAGES, []), random.Random(seed), PAGES[seed % 4])


@pytest.mark.parametrize("record", sorted(set(RECORDS), key=lambda record: record.__name__))
def test_records_are_several_lines_without_open_slots(record: Record) -> None:
    for seed in range(40):
        text = record(random.Random(seed), text_for(seed))
        assert len(text.splitlines()) > 2
        assert not {"{", "}"} & set(text)
        assert text == record(random.Random(seed), text_for(seed))


def test_a_directory_names_many_people() -> None:
    sizes = [len(directory(random.Random(seed), text_for(seed)).splitlines()) for seed in range(60)]
    assert max(sizes) > 100


def test_standings_count_from_the_first_place() -> None:
    text = standings(random.Random(1), text_for(1))
    assert text.startswith("1")
