from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from spamdetect.html import parse
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.load import load_corpus
from spamdetect.learn.generate.html.hiding import WAYS
from spamdetect.learn.generate.html.inject import (
    CLEAN_WEIGHTS,
    FORM_WEIGHTS,
    SMALL,
    generate_clean_html,
    generate_html,
    whole_pages,
)
from spamdetect.learn.generate.html.markup import inline
from spamdetect.learn.generate.html.source import find_places, read_parts
from spamdetect.learn.generate.material import load_pools

MINI = Path(__file__).parents[3] / "data" / "corpus"
CORPUS = load_corpus(MINI, ("train", "dev"))
SPAM, HONEST = load_pools(CORPUS, "train", terms=[("slot kalimera", "gambling", "id")])
MENU = "<nav><ul><li><a href='/'>Home</a></li><li><a href='/about'>About us</a></li></ul></nav>"


def as_page(document: Document) -> Document:
    body = "\n".join(f"<p>{line}</p>" for line in document.text.split("\n") if line.strip())
    source = (
        f"<!DOCTYPE html><html><head><title>A page</title></head><body>{MENU}"
        f"<article>{body}</article><table><tr><td>one</td><td>two</td></tr></table>"
        "<footer>Our town library</footer></body></html>"
    )
    return replace(document, html=source)


CLEAN = [as_page(document) for document in CORPUS.of_split("train").clean]


def make(count: int, seed: int = 1, **options: object) -> list[Document]:
    return list(generate_html(CLEAN, SPAM, seed, honest=HONEST, count=count, **options))  # type: ignore[arg-type]


DOCUMENTS = make(250)


def test_the_text_is_that_of_the_page_and_spans_are_exact() -> None:
    for document in DOCUMENTS:
        assert document.html is not None and document.kind == "html"
        assert document.text == parse(document.html).text
        last = 0
        assert document.spans and document.label == "injected"
        for start, end, category in document.spans:
            assert last <= start < end <= len(document.text)
            assert document.text[start:end] == document.text[start:end].strip()
            assert category in SPAM_CATEGORIES
            last = end


def test_spans_hold_the_injected_text_and_nothing_else() -> None:
    parts = [
        ("<html><body><p>Honest &amp; true. ", None),
        ("<a href='http://x.test'>first&nbsp;one</a>", "gambling"),
        (" more</p>", None),
        ("<div style='display:none'><ul><li>second</li><li>third</li></ul></div>", "adult"),
        ("<p>end</p></body></html>", None),
        ("\n<script>var a = 1;</script>", "seo"),
    ]
    _, page, spans = read_parts(parts)
    found = [(page.text[start:end], category) for start, end, category in spans]
    assert found == [("first\u00a0one", "gambling"), ("second\nthird", "adult")]


def test_nothing_outside_the_spans_was_injected() -> None:
    for document in make(
        80, weights={"html_hidden_list": 1.0, "html_list": 1.0, "html_items": 1.0}
    ):
        page = parse(document.html or "")
        external = [href for href in page.links.href if href not in ("/", "/about")]
        inside = np.zeros(len(page.text) + 1, bool)
        for start, end, _ in document.spans:
            inside[start:end] = True
        spam = [h for h, at in zip(page.links.href, page.links.start, strict=True) if inside[at]]
        assert spam
        assert set(spam) <= set(external)


def test_every_form_is_made() -> None:
    assert {d.form for d in make(900, seed=2)} == set(FORM_WEIGHTS)
    clean = list(generate_clean_html(CLEAN, HONEST, 2, count=900))
    assert set(Counter(d.form for d in clean)) == set(CLEAN_WEIGHTS)
    assert all(d.spans == () and d.label == "clean" for d in clean)


@pytest.mark.parametrize("name", WAYS)
def test_what_is_hidden_is_found_hidden_and_the_rest_is_not(name: str) -> None:
    for seed in range(30):
        inner = "<a href='http://x.test/'>first words</a> <p>last words</p>"
        markup = WAYS[name].wrap(random.Random(seed), inner)
        page = parse(f"<html><body><p>Before</p>{markup}<p>After</p></body></html>")
        start, end = page.text.index("first"), page.text.index("last") + len("last words")
        edges = np.array([0, start, end, len(page.text)])
        assert page.hidden_shares(edges[:-1], edges[1:]).tolist() == [0.0, 1.0, 0.0]


def test_honest_pages_hold_hidden_text_too() -> None:
    weights = {"html_hidden_menu": 1.0, "html_dialog": 1.0, "html_readers_only": 1.0}
    pages = [
        parse(d.html or "")
        for d in generate_clean_html(CLEAN, HONEST, 1, count=40, weights=weights)
    ]
    assert all(page.run_hidden.any() for page in pages)


def test_the_same_seed_gives_the_same_documents() -> None:
    assert make(40, seed=5) == make(40, seed=5)
    assert make(40, seed=5) != make(40, seed=6)


def test_groups_keep_to_their_fold() -> None:
    for document in make(90, folds=3):
        assert fold_of(document.group, 3) == int(document.id.rsplit("-", 1)[1]) % 3


def test_small_pages_have_few_honest_words_and_one_or_a_few_entries_of_spam() -> None:
    pages = make(60, weights={SMALL: 1.0})
    for page in pages:
        spam = sum(end - start for start, end, _ in page.spans)
        assert 1 <= len(page.spans) <= 3
        assert 20 < len(page.text) - spam < 3000
    honest = list(generate_clean_html(CLEAN, HONEST, 1, count=20, weights={SMALL: 1.0}))
    assert all(page.text and not page.spans for page in honest)


def test_splits_never_mix() -> None:
    _, honest = load_pools(CORPUS, "dev", terms=())
    with pytest.raises(ValueError, match="must not mix"):
        list(generate_html(CLEAN, SPAM, 1, honest=honest, count=1))


def test_documents_without_html_and_large_pages_are_not_used() -> None:
    bare = [replace(document, html=None) for document in CLEAN]
    assert list(generate_html(bare, SPAM, 1, honest=HONEST, count=5)) == []
    assert make(5, max_chars=10) == []
    assert list(whole_pages(bare)) == []
    assert list(whole_pages(CLEAN[:2], longest=3)) == []


def test_whole_clean_pages_have_their_furniture_labelled() -> None:
    article = "The council met on Monday and spoke about the new bus line for two hours. " * 3
    document = Document("a", article, html=f"<body>{MENU}<p>{article}</p></body>", source="x")
    (page,) = whole_pages([document])
    assert [page.text[start:end] for start, end, _ in page.spans] == ["Home", "About us"]
    assert {category for _, _, category in page.spans} == {"boilerplate"}
    assert page.html == document.html and page.kind == "html"


def test_the_junk_of_generated_pages_is_unsure_as_a_whole() -> None:
    assert all(document.unsure == ((0, len(document.text)),) for document in DOCUMENTS)


def test_whole_spam_pages_are_spam_as_a_whole() -> None:
    document = Document(
        "s", "cheap", spans=((0, 5, "pharma"),), html="<p>cheap pills</p>", label="spam"
    )
    (page,) = whole_pages([document])
    assert page.spans == ((0, 11, "pharma"),) and page.unsure == ()


def test_places_are_between_tags_and_in_running_text() -> None:
    source = CLEAN[0].html or ""
    places = find_places(source)
    assert source[: places.body_start].endswith("<body>")
    assert source[places.body_end :].startswith("</body>")
    assert source[: places.after_html].endswith("</html>")
    assert source[slice(*(places.title or (0, 0)))] == "A page"
    for place in (*places.blocks, *places.items, *places.rows, *places.footers):
        assert source[place - 1] == ">"
    for start, end in places.prose:
        assert "<" not in source[start:end]


def test_links_written_in_a_text_become_anchors() -> None:
    text = 'see <a href="http://a.test/x">one</a> and [two](http://b.test) <b>now</b>\nhere'
    markup = inline(random.Random(3), text)
    page = parse(f"<p>{markup}</p>")
    assert page.links.href == ("http://a.test/x", "http://b.test")
    assert page.text.split() == ["see", "one", "and", "two", "now", "here"]
