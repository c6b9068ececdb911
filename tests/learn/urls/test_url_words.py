"""Honest names that hold words of spam."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from spamdetect.learn.urls.words import (
    document_words,
    honest_names,
    house_words,
    tempting_words,
)

WORDS = frozenset(("jackpot", "jack", "river", "pot"))


def test_words_stand_in_several_documents_of_training(tmp_path: Path) -> None:
    (tmp_path / "clean").mkdir()
    texts = (
        [("train", "The river and the Jackpot")] * 5 + [("train", "once")] + [("dev", "late")] * 9
    )
    with (tmp_path / "clean" / "pages.jsonl").open("w", encoding="utf-8") as out:
        for number, (split, text) in enumerate(texts):
            page = {"id": str(number), "source": "s", "lang": "en", "kind": "news"}
            out.write(json.dumps({**page, "split": split, "text": text}) + "\n")
    assert document_words(tmp_path) == {"the", "river", "and", "jackpot"}


def test_without_documents_there_are_no_words(tmp_path: Path) -> None:
    assert document_words(tmp_path) == frozenset()


def test_spam_names_are_made_of_what_honest_names_are_not() -> None:
    honest = [f"{river}river{river}" for river in map(str, range(200))]
    spam = [f"jackpot{number}" for number in range(50)] + [f"river{number}" for number in range(50)]
    assert tempting_words(WORDS, honest, spam) == {"jackpot": 50}


def test_short_words_must_be_frequent() -> None:
    honest = [f"river{number}" for number in range(500)]
    for count, found in ((60, {}), (500, {"bet": 500})):
        spam = [f"bet{number}" for number in range(count)]
        assert tempting_words(frozenset(("bet",)), honest, spam) == found


def test_names_hold_a_word_of_spam_beside_one_of_a_house() -> None:
    names = honest_names({"jackpot": 9}, ["willow"], ["ch"], 40, np.random.default_rng(1))
    assert len(names) == 40
    for name in names:
        assert name.endswith(".ch$")
        assert "jackpot" in name
        assert any(word in name for word in house_words())


def test_nothing_to_put_together_no_names() -> None:
    rng = np.random.default_rng(1)
    assert honest_names({}, ["willow"], ["ch"], 5, rng) == []
    assert honest_names({"jackpot": 9}, [], ["ch"], 5, rng) == []


def test_words_of_houses_can_stand_in_names() -> None:
    assert all(word.isascii() and word.isalpha() and word.islower() for word in house_words())
