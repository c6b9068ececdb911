"""Tests of the line, paragraph and record that a block stands in."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spamdetect.blocks import units
from spamdetect.blocks.segment import Blocks, segment
from spamdetect.text.script import encode, table_index, tables

STEP, BIAS = np.array([0.1, 0.1]), np.array([-1.0, -1.0])
THREAD = (
    "A fine article about bridges.\n\nThree comments\n"
    "Anna says:\n2011-05-21 09:37\nI liked the second picture.\n"
    "cheap bags (http://bags.example/) says:\n2011-05-22 10:01\nGreat blog.\nI will come back."
)


def cut(text: str) -> tuple[NDArray[np.uint32], NDArray[np.uint8], Blocks]:
    codes = encode(text)
    classes = tables()["classes"].take(table_index(codes))
    return codes, classes, segment(codes, classes, np.array([0]))


def columns(text: str, sums: list[int] | None = None) -> dict[str, NDArray[np.float32]]:
    codes, classes, blocks = cut(text)
    number = len(blocks.start)
    length = blocks.end - blocks.start
    signals = units.Signals(
        spam=np.array(sums or [0] * number),
        junk=np.zeros(number, np.int64),
        ngrams=length * 4,
        terms=np.zeros(number, np.int64),
        urls=np.zeros(number, np.int64),
        url_peak=np.zeros(number, np.float32),
        address_peak=np.zeros(number, np.float32),
    )
    dated = units.dated(codes, classes, blocks.start, blocks.end)
    opening = np.diff(blocks.line, prepend=-1) > 1
    head = units.heads(blocks.document, blocks.line, length, dated)
    out = units.features(blocks.document, blocks.line, opening, head, signals, STEP, BIAS)
    return dict(zip(units.NAMES, out.T, strict=True))


def test_a_record_begins_at_the_line_before_a_date() -> None:
    found = columns(THREAD)
    heads = np.flatnonzero(found["is_record_head"]).tolist()
    assert heads == [2, 5]
    assert np.expm1(found["record_number"]).round().tolist() == [0, 0, 1, 1, 1, 2, 2, 2, 2]
    assert set(np.expm1(found["document_records"]).round().tolist()) == {2}


def test_a_year_in_a_long_line_begins_no_record() -> None:
    text = "The bridge was built in 1921 and widened in 1974, " + "as the records show, " * 6
    assert not columns(f"Bridges\n{text}\nThe end.")["is_record_head"].any()


def test_numbers_that_are_no_dates_begin_no_record() -> None:
    assert not columns("Name\n31921\nName\n20215\nName\n12:345")["is_record_head"].any()


def test_a_paragraph_ends_at_a_blank_line() -> None:
    found = columns("one\ntwo\n\nthree")
    assert np.expm1(found["paragraph_blocks"]).round().tolist() == [2, 2, 1]
    assert np.expm1(found["line_blocks"]).round().tolist() == [1, 1, 1]


def test_a_unit_is_scored_as_if_it_were_one_block() -> None:
    found = columns("one\ntwo\n\nthree", [30, 10, -5])
    ngrams = np.array([12, 12, 20])
    assert found["line_ngram_spam"][2] == np.float32(0.1 * -5 / np.sqrt(20) - 1.0)
    together = np.float32(0.1 * 40 / np.sqrt(ngrams[:2].sum()) - 1.0)
    assert found["paragraph_ngram_spam"].tolist()[:2] == [together, together]
    assert found["paragraph_ngram_spam_highest"][0] == found["line_ngram_spam"][0]


@given(
    st.lists(st.sampled_from(["a b", "", "Anna 10:30", "12.05.2021", "http://x.org"]), max_size=9)
)
def test_units_hold_one_another(lines: list[str]) -> None:
    found = columns("\n".join(lines))
    assert (found["line_blocks"] <= found["paragraph_blocks"]).all()
    for level in units.LEVELS:
        places, sizes = (np.expm1(found[f"{level}_{name}"]).round() for name in ("place", "blocks"))
        assert (places < sizes).all()
        assert (places[:1] == 0).all()


def test_a_document_that_begins_with_a_year_is_dated_wherever_it_stands() -> None:
    def last_is_dated(text: str) -> bool:
        codes, classes, blocks = cut(text)
        return bool(units.dated(codes, classes, blocks.start, blocks.end)[-1])

    assert last_is_dated("2011-05-21\n")
    assert last_is_dated("Some text.\n2011-05-21\n")
    assert not last_is_dated("12011-05-21\n")
