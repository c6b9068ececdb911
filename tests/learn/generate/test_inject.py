from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.load import load_corpus
from spamdetect.learn.generate.edits import REFLOWS, Edit, Page, apply_edits, assemble, crop, reflow
from spamdetect.learn.generate.forms import FORMS, emphasis
from spamdetect.learn.generate.honesttext import HonestContent
from spamdetect.learn.generate.inject import (
    CLEAN_WEIGHTS,
    FORM_WEIGHTS,
    generate,
    generate_clean,
)
from spamdetect.learn.generate.layout import Link, write_links
from spamdetect.learn.generate.material import load_pools
from spamdetect.learn.generate.obfuscate import STYLES, obfuscate
from spamdetect.learn.generate.phrases import fill, phrase_book, random_address
from spamdetect.learn.generate.pool import looks_like_spam, parse_links
from spamdetect.learn.generate.sampling import Balanced, weighted
from spamdetect.learn.generate.spamtext import SpamContent

MINI = Path(__file__).parents[2] / "data" / "corpus"
CORPUS = load_corpus(MINI, ("train", "dev"))
CLEAN = CORPUS.of_split("train").clean
SPAM, HONEST = load_pools(CORPUS, "train", terms=[("slot kalimera", "gambling", "id")])
ARTICLE = (
    "A title\n\nFirst sentence here. And a second one, longer than sixty characters in all.\nEnd."
)


def squeezed(text: str) -> str:
    return "".join(text.split())


def make(count: int, seed: int = 1, **options: object) -> list[Document]:
    return list(generate(CLEAN, SPAM, seed, honest=HONEST, count=count, **options))  # type: ignore[arg-type]


def test_spans_are_exact_in_order_and_within_the_text() -> None:
    for document in make(600):
        last = 0
        assert document.spans
        for start, end, category in document.spans:
            assert last <= start < end <= len(document.text)
            assert document.text[start:end] == document.text[start:end].strip()
            assert category in SPAM_CATEGORIES
            last = end


def test_every_form_is_made_and_named() -> None:
    assert set(Counter(d.form for d in make(1500))) == set(FORM_WEIGHTS)
    clean = generate_clean(CLEAN, HONEST, 1, count=1500)
    assert set(Counter(d.form for d in clean)) == set(CLEAN_WEIGHTS)


def test_honest_documents_have_no_spans() -> None:
    for document in generate_clean(CLEAN, HONEST, 3, count=300):
        assert document.spans == () and document.label == "clean"


def test_the_same_seed_gives_the_same_documents() -> None:
    assert make(60, seed=5) == make(60, seed=5)
    assert make(60, seed=5) != make(60, seed=6)
    spam, honest = load_pools(CORPUS, "train", terms=[("slot kalimera", "gambling", "id")])
    assert list(generate(CLEAN, spam, 5, honest=honest, count=60)) == make(60, seed=5)


def test_ids_are_unique() -> None:
    documents = make(200)
    assert len({d.id for d in documents}) == len(documents)


def test_splits_never_mix() -> None:
    spam, honest = load_pools(CORPUS, "dev", terms=())
    with pytest.raises(ValueError, match="must not mix"):
        list(generate(CLEAN, spam, 1, honest=HONEST, count=1))
    with pytest.raises(ValueError, match="must not mix"):
        list(generate_clean(CLEAN, honest, 1, count=1))
    dev = CORPUS.of_split("dev").clean
    assert {d.split for d in generate(dev, spam, 1, honest=honest, count=20)} == {"dev"}


def test_page_and_spam_of_a_document_are_of_one_fold() -> None:
    folds = 3
    for document in make(
        150, folds=folds, weights={"message": 1.0, "spam_page": 1.0, "words": 2.0}
    ):
        index = int(document.id.rsplit("-", 1)[1])
        assert fold_of(document.group, folds) == index % folds
    for fold in range(folds):
        pages = SPAM.of_fold(fold, folds).pages
        picked = {pages.pick(random.Random(i)).group for i in range(50)}
        assert {fold_of(group, folds) for group in picked} == {fold}


def test_campaigns_can_be_left_out_of_a_pool() -> None:
    group = CORPUS.of_split("train").spam[0].group
    pool, _ = load_pools(CORPUS, "train", terms=(), without={group})
    assert group not in {pool.pages.pick(random.Random(i)).group for i in range(300)}


@pytest.mark.parametrize(
    "form", [f for f in FORMS if f not in ("paid_link", "comments", "nav", "rows")]
)
@given(seed=st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_removing_the_spans_gives_the_page_back(form: str, seed: int) -> None:
    rng = random.Random(seed)
    content = SpamContent(SPAM, HonestContent(HONEST, rng, "en"), rng, "en")
    parts = apply_edits(ARTICLE, FORMS[form][1](rng, Page(ARTICLE), content))
    text, spans = assemble(parts)
    assert spans
    rest, done = "", 0
    for start, end, _ in spans:
        rest += text[done:start]
        done = end
    rest = squeezed(rest + text[done:])
    if form == "title":
        rest = rest.translate({ord(c): None for c in "|-:–»"})
    if form == "paragraph_starts":
        rest = rest.replace("-", "").replace(":", "")
    assert rest == squeezed(ARTICLE)


@pytest.mark.parametrize("form", sorted(FORMS))
@given(text=st.text(max_size=300), seed=st.integers(0, 1000))
@settings(max_examples=20, deadline=None)
def test_forms_take_any_page(form: str, text: str, seed: int) -> None:
    page = Page(text)
    if not page.lines:
        return
    rng = random.Random(seed)
    honest = HonestContent(HONEST, rng, "xx")
    for content in (honest, SpamContent(SPAM, honest, rng, "xx")):
        whole, spans = assemble(apply_edits(text, FORMS[form][1](rng, page, content)))
        assert all(0 <= start < end <= len(whole) for start, end, _ in spans)
        assert content is not honest or not spans
    assert assemble(apply_edits(text, emphasis(rng, page, honest)))[1] == ()


@given(
    st.lists(st.tuples(st.text(max_size=30), st.sampled_from((None, "seo"))), max_size=8),
    st.sampled_from(sorted(REFLOWS)),
    st.integers(0, 99),
)
def test_reflow_keeps_the_marked_text(
    parts: list[tuple[str, str | None]], kind: str, seed: int
) -> None:
    text, spans = assemble(reflow(random.Random(seed), parts, kind))
    for start, end, _ in spans:
        assert text[start:end] == text[start:end].strip()
    if kind in ("none", "single", "double", "one_line", "crlf", "padded", "wrapped"):
        marked = [squeezed(text[start:end]) for start, end, _ in spans]
        assert marked == [squeezed(t) for t, c in parts if c and t.strip()]


@given(
    st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(0, 20)), max_size=5)
)
def test_edits_replace_and_keep_the_rest(text: str, places: list[tuple[int, int]]) -> None:
    edits = [
        Edit(start, min(start + length, len(text)), [("x", "seo")])
        for start, length in places
        if start <= len(text)
    ]
    whole, spans = assemble(apply_edits(text, edits))
    assert all(whole[start:end] == "x" for start, end, _ in spans)
    assert len(spans) <= len(edits)
    assert edits or whole == text


@given(st.text(max_size=60), st.integers(0, 10**6))
def test_obfuscation_is_total_and_depends_on_the_seed_alone(text: str, seed: int) -> None:
    assert obfuscate(random.Random(seed), text) == obfuscate(random.Random(seed), text)
    for _, style in STYLES.values():
        assert isinstance(style(random.Random(seed), text), str)


@given(st.text(max_size=500), st.integers(1, 100), st.integers(0, 99))
def test_a_crop_is_a_part_of_the_text(text: str, limit: int, seed: int) -> None:
    part = crop(random.Random(seed), text, limit)
    assert part in text and len(part) <= max(limit, 0)


@pytest.mark.parametrize("with_urls", [True, False])
def test_a_line_of_links_is_one_line(with_urls: bool) -> None:
    links = [Link("slot kalimera", "https://a.example/"), Link("娱乐城", "http://11.2.3.4/")]
    for seed in range(200):
        text = write_links(random.Random(seed), links, with_urls, one_line=True)
        assert "\n" not in text
        assert ("11.2.3.4" in text) == with_urls


def test_phrases_have_their_slots_filled() -> None:
    rng = random.Random(0)
    books = (("spam", ("brand", "anchor", "url")), ("honest", ("url",)), ("goods", ("city",)))
    for name, given_values in books:
        book = phrase_book(name)
        for section in book.values():
            for phrases in section.values():
                for phrase in phrases:
                    filled = fill(rng, phrase, book, **dict.fromkeys(given_values, "Z"))
                    assert filled and "{" not in filled


def test_the_phrase_book_covers_languages_and_categories() -> None:
    book = phrase_book("spam")
    assert set(SPAM_CATEGORIES) <= set(book)
    assert len({lang for category in SPAM_CATEGORIES for lang in book[category]}) >= 40


def test_lines_of_spam_pages_are_told_from_their_chrome() -> None:
    assert looks_like_spam("Daftar slot gacor malam ini")
    assert looks_like_spam("澳门真人百家乐开户")
    assert not looks_like_spam("Skip to content")
    assert not looks_like_spam("联系我们")


def test_link_lists_are_parsed() -> None:
    links = parse_links("slot x http://a.example/\nno link here\n娱乐 https://b.example")
    assert links == (Link("slot x", "http://a.example/"), Link("娱乐", "https://b.example"))


def test_draws_are_not_dominated_by_a_large_source() -> None:
    items = [("big", f"g{i % 2}", i) for i in range(1000)] + [("small", "g", 0)]
    store = Balanced(items, lambda x: x[0], lambda x: x[1], {"small": 3.0})
    rng = random.Random(1)
    drawn = Counter(store.pick(rng)[0] for _ in range(2000))
    assert 0.7 < drawn["small"] / 2000 < 0.8
    assert weighted(rng, {"a": 0.0, "b": 1.0}) == "b"
    with pytest.raises(IndexError):
        Balanced([], str, str).pick(rng)


@given(st.integers(0, 10**6))
def test_made_up_addresses_are_public(seed: int) -> None:
    first, *rest = map(int, random_address(random.Random(seed)).split("."))
    assert 0 < first < 224 and first not in (10, 127, 169, 172, 192, 198, 203)
    assert all(0 <= n <= 255 for n in rest)
