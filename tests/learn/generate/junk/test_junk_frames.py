"""Tests of articles inside the furniture of other pages."""

from __future__ import annotations

import random

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.junk.frames import FORM, frame_of, framed_documents

MENU, FOOTER = "Home\nNews\nWeather", "Terms of use\nAll rights reserved"


def framed_page(number: int, lang: str = "en") -> Document:
    middle = f"An article of some length that nobody will read again, number {number}."
    text = f"{MENU}\n{middle}\n{FOOTER}"
    spans = (
        (0, len(MENU), "boilerplate"),
        (len(text) - len(FOOTER), len(text), "boilerplate"),
    )
    return Document(f"p{number}", text, spans, lang, group=f"page{number}.example", form="page")


def article(number: int, lang: str = "en") -> Document:
    words = random.Random(number).sample(("salt", "flour", "milk", "eggs", "sugar", "rye"), 6)
    text = "\n".join(f"{amount} g {word}" for amount, word in enumerate(words * 6, 10))
    return Document(
        f"a{number}", text, lang=lang, source=f"s{number % 3}", group=f"site{number}.example"
    )


ARTICLES = tuple(article(i, ("en", "de")[i % 2]) for i in range(30))
PAGES = tuple(framed_page(i) for i in range(12))


def test_a_frame_is_the_page_without_its_article() -> None:
    frame = frame_of(PAGES[3])
    assert frame is not None
    assert [text for text, kind in frame.above if kind] == [MENU]
    assert [text for text, kind in frame.below if kind] == [FOOTER]
    rest = "".join(text for text, _ in (*frame.above, *frame.below))
    assert "An article" not in rest


def test_a_page_without_furniture_has_no_frame() -> None:
    assert frame_of(ARTICLES[0]) is None


def test_only_the_furniture_is_labelled() -> None:
    made = list(framed_documents(ARTICLES, PAGES, 1, count=40))
    assert len(made) > 30
    for document in made:
        assert document.form == FORM
        marked = [document.text[start:end] for start, end, _ in document.spans]
        assert marked == [MENU, FOOTER]


def test_articles_and_furniture_come_from_one_fold() -> None:
    folds = 3
    for document in framed_documents(ARTICLES, PAGES, 2, count=30, folds=folds):
        assert document.group in {d.group for d in ARTICLES}
        own = {p.text for p in PAGES if fold_of(p.group, folds) == fold_of(document.group, folds)}
        assert own


def test_the_same_seed_makes_the_same_documents() -> None:
    first, again = (list(framed_documents(ARTICLES, PAGES, 3, count=9)) for _ in range(2))
    assert first == again


def test_without_pages_there_is_nothing_to_make() -> None:
    assert not list(framed_documents(ARTICLES, (), 1, count=5))
