"""Tests of what the forests learn from, and of where junk begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.fit.blockdata import BlockData, read_blocks
from spamdetect.learn.fit.operating import ARTICLE_LOST, junk_limit
from spamdetect.learn.fit.targets import PAGE_SHARE, junk_target, spam_target
from spamdetect.learn.generate.junk.boilerplate import PAGE
from spamdetect.model import load_model
from spamdetect.urls.score import UrlScorer

NAMES = ("length", "ngram_spam", "ngram_junk", "peak_highest", "prose")


def page(number: int, sentences: int) -> Document:
    menu = "Home\nNews\nWeather\nSport"
    text = menu + "".join(f"\nSentence {i} of page {number} is here." for i in range(sentences))
    return Document(
        f"p{number}", text, ((0, len(menu), "boilerplate"),), "en", group=f"g{number}", form=PAGE
    )


@pytest.fixture(scope="module")
def data() -> BlockData:
    bare = Document("b", "\n".join(f"Plain line {i}." for i in range(40)), lang="en", group="b")
    unsure = Document("u", "Home\nNews", lang="en", group="u", unsure=((0, 9),))
    spam = Document(
        "s", "buy pills\nbuy pills now", ((0, 23, "pharma"),), "en", group="s", label="spam"
    )
    model = load_model("default")
    scorer = UrlScorer(model.arrays, model.card["url"])
    return read_blocks([page(1, 3), page(2, 60), bare, unsure, spam], scorer)


def test_junk_is_judged_without_what_says_spam(data: BlockData) -> None:
    assert junk_target(data, NAMES).columns.tolist() == [True, False, True, False, True]
    assert spam_target(data, NAMES).columns.tolist() == [True] * 4 + [False]


def test_unsure_blocks_and_spam_teach_nothing_about_junk(data: BlockData) -> None:
    target = junk_target(data, NAMES)
    ids = [data.documents[number].id for number in data.document[target.usable]]
    assert {"p1", "p2", "b"} == set(ids)


def test_content_of_whole_pages_weighs_as_much_as_all_bare_articles(data: BlockData) -> None:
    target = junk_target(data, NAMES)
    content = target.usable & ~target.positive
    form = np.array([data.documents[number].form for number in data.document])
    inside = target.weights[content & (form == PAGE)].sum()
    assert inside == pytest.approx(PAGE_SHARE * target.weights[content].sum())


def test_long_pages_weigh_little_more_than_short_ones(data: BlockData) -> None:
    target = junk_target(data, NAMES)
    content = target.usable & ~target.positive
    short, long = (target.weights[content & (data.groups == group)].sum() for group in ("g1", "g2"))
    assert short < long < 2 * short


def test_no_more_of_the_articles_is_lost_than_allowed(data: BlockData) -> None:
    scores = np.random.default_rng(1).normal(size=len(data.document))
    limit = junk_limit(data, scores)
    lost = []
    for group in ("g1", "g2"):
        rows = (data.groups == group) & ~data.is_junk
        flagged = rows & (scores >= limit)
        lost.append(data.length[flagged].sum() / data.length[rows].sum())
    assert np.mean(lost) <= ARTICLE_LOST


def test_without_whole_pages_there_is_no_limit(data: BlockData) -> None:
    bare = replace(data, documents=[replace(d, form="") for d in data.documents])
    assert junk_limit(bare, np.zeros(len(data.document))) == -np.inf
