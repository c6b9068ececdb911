"""The check that what is evaluated was not trained on."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from spamdetect.errors import DataError
from spamdetect.learn.corpus.documents import Document, whole_span
from spamdetect.learn.corpus.load import Corpus, load_corpus
from spamdetect.learn.evaluation.leaks import near_duplicates, require_none, shared_groups
from spamdetect.learn.evaluation.probe import probe
from spamdetect.learn.evaluation.sample import draw_sample

WORDS = [f"{a}{b}{c}" for a in ("ka", "mo", "ri", "te", "su") for b in ("n", "l", "st", "p")
         for c in ("ar", "e", "ing", "o", "um")]  # fmt: skip


def prose(seed: int, words: int = 120) -> str:
    rng = random.Random(seed)
    return " ".join(rng.choice(WORDS) for _ in range(words))


def page(name: str, text: str, split: str = "train", group: str = "") -> Document:
    return Document(name, text, source="made", group=group or f"{name}.example", split=split)


def spam(name: str, text: str, split: str, group: str) -> Document:
    spans = whole_span(text, "gambling")
    return Document(name, text, spans, source="made-spam", group=group, split=split, label="spam")


def test_a_text_with_a_few_words_changed_is_a_near_duplicate() -> None:
    words = prose(1).split()
    words[50] = "changed"
    copy = " ".join(words).upper().replace(" ", "\n", 20)
    trained = [page("a", prose(2)), page("b", prose(1))]
    found = list(near_duplicates(trained, [page("c", prose(3)), page("d", copy)]))
    assert [(leak.trained, leak.evaluated, leak.index) for leak in found] == [
        ("made b", "made d", 1)
    ]


def test_different_texts_and_short_ones_are_no_near_duplicates() -> None:
    trained = [page("a", prose(1)), page("b", "Read more"), page("c", "")]
    evaluated = [page("d", prose(2)), page("e", "Read more"), page("f", "")]
    assert not list(near_duplicates(trained, evaluated))
    assert not list(near_duplicates([], evaluated))
    assert not list(near_duplicates(trained, []))


def test_texts_without_spaces_are_compared_too() -> None:
    rng = random.Random(4)
    text = "".join(chr(0x4E00 + rng.randrange(2000)) for _ in range(80))
    found = list(near_duplicates([page("a", text)], [page("b", text + "。")]))
    assert len(found) == 1


def test_sites_on_both_sides_are_named_but_not_mere_data_sets() -> None:
    trained = [page("a", "x", group="shared.example"), page("b", "x", group="made")]
    evaluated = [page("c", "y", group="made"), page("d", "y", group="shared.example")]
    found = list(shared_groups(trained, evaluated, "site"))
    assert [(leak.evaluated, leak.index) for leak in found] == [("shared.example", 1)]


def test_offenders_are_named() -> None:
    found = list(near_duplicates([page("a", prose(1))], [page("b", prose(1))]))
    with pytest.raises(DataError, match=r"1 places.*\n.*'made b' copies 'made a'"):
        require_none(found)
    require_none([])


def corpus(*extra: Document) -> Corpus:
    documents = [
        page("one", prose(10)),
        page("two", prose(11)),
        page("three", prose(12), "test"),
        page("four", prose(13), "test", "two.example"),
        spam("five", prose(14), "train", "brand"),
        spam("six", prose(15), "test", "brand"),
        spam("seven", prose(16), "test", "other brand"),
        *extra,
    ]
    return Corpus(
        tuple(d for d in documents if d.label == "clean"),
        tuple(d for d in documents if d.label == "spam"),
        tuple(d for d in documents if d.label == "injected"),
    )


def test_pages_of_trained_sites_and_spam_of_trained_campaigns_are_left_out() -> None:
    sample = draw_sample(corpus(), "test", 0, generated=0)
    assert [d.id for d in sample.clean] == ["three"]
    assert [d.id for d in sample.spam] == ["seven"]
    assert sample.dropped == {"clean: site trained on": 1, "spam: campaign trained on": 1}


def test_a_copy_of_a_trained_text_in_the_test_split_is_an_error() -> None:
    with pytest.raises(DataError, match="'made-spam eight' copies 'made-spam five'"):
        draw_sample(corpus(spam("eight", prose(14), "test", "third")), "test", 0, generated=0)


def test_a_labelled_page_of_a_trained_site_is_an_error() -> None:
    gold = Document(
        "gold", prose(20) + " slot", ((0, 4, "gambling"),), group="one.example",
        split="test", label="injected",
    )  # fmt: skip
    with pytest.raises(DataError, match=r"site: 'one\.example' was trained on"):
        draw_sample(corpus(gold), "test", 0, generated=0)


def test_a_copy_in_the_dev_split_is_left_out_and_counted() -> None:
    sample = draw_sample(
        corpus(page("nine", prose(21), "dev"), page("ten", prose(10), "dev")), "dev", 0, generated=0
    )
    assert [d.id for d in sample.clean] == ["nine"]
    assert sample.dropped == {"near-duplicate of a trained text": 1}


def test_the_small_corpus_can_be_tested_with(corpus_dir: Path) -> None:
    sample = draw_sample(load_corpus(corpus_dir, ("train", "test")), "test", 0, generated=0)
    assert sample.clean
    assert sample.spam
    assert sample.gold
    assert not any(sample.dropped.values())


def test_the_probe_sees_formatting_and_nothing_else() -> None:
    plain = [page(f"a{i}", prose(i, 40)) for i in range(150)]
    same = [page(f"b{i}", prose(1000 + i, 40)) for i in range(150)]
    crlf = [page(f"c{i}", prose(2000 + i, 40).replace(" ", "\r\n", 3)) for i in range(150)]
    assert abs(probe(plain, same)["all"] - 0.5) < 0.12
    assert probe(plain, crlf)["encoding and formatting"] > 0.95
