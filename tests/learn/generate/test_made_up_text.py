"""Tests of messages and reports that are put together from phrases."""

from __future__ import annotations

import random
import re

import pytest

from spamdetect.learn.generate import messages
from spamdetect.learn.generate.edits import Page, apply_edits, assemble
from spamdetect.learn.generate.listing import listing
from spamdetect.learn.generate.personal import person, personal_site
from spamdetect.learn.generate.phrases import phrase_book
from spamdetect.learn.generate.topical import TOPICS, Explanation, Theme, report

URL = "https://example.org/x"


@pytest.mark.parametrize("kind", ["spam", "honest"])
@pytest.mark.parametrize("lang", messages.languages())
def test_messages_have_no_slot_left_open(kind: str, lang: str) -> None:
    for seed in range(60):
        text, subject = messages.compose(random.Random(seed), kind, lang, URL)  # type: ignore[arg-type]
        assert text.strip()
        assert subject
        assert not {"{", "}"} & set(text)


def test_messages_of_a_seed_are_the_same() -> None:
    made = [messages.compose(random.Random(7), "spam", "ru", URL) for _ in range(2)]
    assert made[0] == made[1]


def test_every_language_of_messages_has_all_parts() -> None:
    book = phrase_book("message")
    for section, table in book.items():
        assert set(table) == set(messages.languages()), section
        assert all(table.values())


def test_the_site_of_a_person_has_the_surname_in_its_address() -> None:
    rng = random.Random(3)
    for _ in range(200):
        name = person(rng)
        site = personal_site(rng, name)
        assert not site or name.split()[-1].lower() in site
    assert not any(personal_site(rng, name) for name in ("admin", "小林", "") * 20)


@pytest.mark.parametrize("lang", [*phrase_book("report")["sentences"], "xx"])
def test_reports_have_no_slot_left_open(lang: str) -> None:
    for seed in range(40):
        theme = Theme(random.Random(seed), lang)
        for text in (theme.sentence(), theme.headline()):
            assert text.strip()
            assert not {"{", "}"} & set(text)


@pytest.mark.parametrize("lang", [*phrase_book("topic")["gambling"], "xx"])
def test_explanations_have_no_slot_left_open(lang: str) -> None:
    slots = re.compile(r"\{\w+\}")
    for seed in range(80):
        subject = Explanation(random.Random(seed), lang)
        for text in (subject.passage(3), subject.headline()):
            assert text.strip()
            assert not slots.search(text)


def test_every_topic_has_sentences_and_headings_in_english() -> None:
    book = phrase_book("topic")
    for topic in TOPICS:
        assert book[topic]["en"]
        assert book[f"{topic}_headings"]["en"]
    assert {name.removesuffix("_headings") for name in book} == {*TOPICS, "slots"}


def test_a_listing_marks_nothing_and_keeps_what_stands_before_it() -> None:
    page = Page("The bridge was closed.\n\nIt will open again in May.")
    seen = set()
    for seed in range(80):
        text, spans = assemble(apply_edits(page.text, listing(random.Random(seed), page)))
        assert not spans
        assert text.count("\n") >= 2
        seen.add("The bridge was closed." in text)
    assert seen == {True, False}


def test_a_report_keeps_the_page_it_is_put_into_and_marks_nothing() -> None:
    lines = ["The bridge was closed.", "It will open again in May, the mayor said on Tuesday."]
    page = Page("\n\n".join(lines))
    for seed in range(40):
        rng = random.Random(seed)
        subject = rng.choice((Theme, Explanation))(rng, "en")
        text, spans = assemble(apply_edits(page.text, report(rng, page, subject)))
        assert not spans
        assert all(line in text for line in lines)
