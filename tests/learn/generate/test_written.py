"""Tests of the texts written for training."""

from __future__ import annotations

import pytest

from spamdetect.errors import DataError
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.honesttext import HonestPool
from spamdetect.learn.generate.pool import SpamPool
from spamdetect.learn.generate.written import (
    Record,
    filled,
    fragments,
    parse_records,
    written_documents,
    written_records,
)

FILE = """
@@ label=honest topic=gambling kind=news group=a
Police closed a casino.

Two men were held.

@@ label=injected topic=none kind=page group=b
Soup on [[gambling|best slots <URL>]] Monday.
"""


def records(source: str) -> list[Record]:
    return list(parse_records(source, "en", "en.txt"))


def test_records_hold_all_lines_up_to_the_next() -> None:
    honest, injected = records(FILE)
    assert honest.text == "Police closed a casino.\n\nTwo men were held."
    assert (honest.label, honest.topic, honest.kind, honest.group) == (
        "honest",
        "gambling",
        "news",
        "a",
    )
    assert injected.place == "en.txt:7"


@pytest.mark.parametrize(
    "line",
    [
        "@@ label=honest topic=gambling kind=news",
        "@@ label=honest topic=gambling kind=news group=a more=b",
        "@@ label=ham topic=gambling kind=news group=a",
        "@@ label=honest topic=soup kind=news group=a",
    ],
)
def test_a_wrong_head_is_named_with_its_line(line: str) -> None:
    with pytest.raises(DataError, match=r"en\.txt:2"):
        records(f"\n{line}\ntext")


@pytest.mark.parametrize("text", ["a [[gambling|slots", "a slots]] b", "a [[soup|slots]] b"])
def test_wrong_marks_are_named_with_their_record(text: str) -> None:
    (record,) = records(f"@@ label=injected topic=none kind=page group=a\n{text}")
    with pytest.raises(DataError, match=r"en\.txt:1"):
        filled(record, lambda kind: kind)


def test_marks_become_spans_and_placeholders_links() -> None:
    text, spans = filled(records(FILE)[1], lambda kind: f"https://{kind.lower()}.example/")
    assert text == "Soup on best slots https://url.example/ Monday."
    assert [text[start:end] for start, end, _ in spans] == ["best slots https://url.example/"]
    assert spans[0][2] == "gambling"


def test_all_written_texts_can_be_read() -> None:
    documents = written_documents(SpamPool([]), HonestPool([]), 0, folds=3)
    assert len(documents) == len(written_records()) > 1000
    for document in documents:
        assert document.text
        assert not any(mark in document.text for mark in ("[[", "]]", "<URL>", "<LINK>", "@@"))
        assert bool(document.spans) == (document.label != "clean")


def test_texts_written_in_contrast_are_in_one_fold() -> None:
    folds: dict[str, set[int]] = {}
    for document in written_documents(SpamPool([]), HonestPool([]), 0, folds=3):
        folds.setdefault(document.group, set()).add(fold_of(document.group, 3))
    assert len(folds) > 100
    assert all(len(found) == 1 for found in folds.values())


def test_the_spam_inside_texts_is_given_by_itself() -> None:
    documents = written_documents(SpamPool([]), HonestPool([]), 0, folds=3)
    texts = {d.id: d.text for d in documents if d.label == "injected"}
    found = list(fragments(documents))
    assert len(found) >= len(texts)
    for fragment in found:
        assert fragment.label == "spam"
        assert fragment.text in texts[fragment.id.rpartition("-")[0]]
