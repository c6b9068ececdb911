from __future__ import annotations

import time

import numpy as np
import pytest
from documents import batches, texts
from hypothesis import given
from hypothesis import strategies as st
from pieces import cut

from spamdetect.blocks.segment import LONGEST_BLOCK, LONGEST_RUN
from spamdetect.text.script import Class, encode, table_index, tables


def is_space(text: str) -> list[bool]:
    classes = tables()["classes"].take(table_index(encode(text)))
    return [bool(space) for space in np.isin(classes, (Class.SPACE, Class.NEWLINE))]


@given(batches)
def test_every_visible_code_point_belongs_to_exactly_one_block(documents: list[str]) -> None:
    found = cut(*documents)
    owners = np.zeros(len(found.joined), int)
    for start, end in found.spans:
        owners[start:end] += 1
    assert (owners <= 1).all()
    space = np.array(is_space(found.joined), bool)
    assert (owners[~space] == 1).all()


@given(batches)
def test_blocks_are_in_order_and_never_begin_or_end_with_space(documents: list[str]) -> None:
    found = cut(*documents)
    space = is_space(found.joined)
    previous = 0
    for start, end in found.spans:
        assert previous <= start < end
        assert not space[start]
        assert not space[end - 1]
        previous = end


@given(batches)
def test_blocks_never_cross_documents_or_lines(documents: list[str]) -> None:
    found = cut(*documents)
    for (start, end), owner in zip(found.spans, found.blocks.document.tolist(), strict=True):
        begin = found.starts[owner]
        assert begin <= start
        assert end <= begin + len(documents[owner])
    for text in found.texts:
        codes = encode(text)
        assert not (tables()["classes"].take(table_index(codes)) == Class.NEWLINE).any()


@given(batches)
def test_blocks_do_not_depend_on_the_batch(documents: list[str]) -> None:
    together = cut(*documents)
    alone = [text for document in documents for text in cut(document).texts]
    assert together.texts == alone


@given(texts)
def test_a_url_is_never_divided_unless_it_is_longer_than_a_block(text: str) -> None:
    found = cut(text)
    for start, end in found.urls:
        if end - start > LONGEST_BLOCK:
            continue
        owner = [span for span in found.spans if span[0] < end and start < span[1]]
        assert len(owner) == 1, found.joined[start:end]


def test_short_lines_are_blocks_of_their_own() -> None:
    assert cut("Title\n\nFirst. Second.\r\nThird\u2028Fourth").texts == [
        "Title",
        "First. Second.",
        "Third",
        "Fourth",
    ]


def test_long_lines_are_cut_at_the_ends_of_sentences() -> None:
    sentences = [
        "The committee will meet again in the second week of October.",
        "Nobody at the table expected the vote to be quite as close as that!",
        "“We will count the ballots once more.”",
        "Would the mayor then accept whatever result comes out of it?",
    ]
    assert cut(" ".join(sentences)).texts == sentences


def test_abbreviations_and_short_sentences_stay_with_their_neighbour() -> None:
    line = (
        "At 9 a.m. No. 4 left. The train to the coast was late again on that grey morning, and "
        "most of the passengers had already gone back to the café across the square to wait."
    )
    assert cut(line).texts == [line]


@pytest.mark.parametrize(
    ("sentence", "repeat"),
    [
        ("昨天下午市政府举行了新闻发布会并介绍了新的公共交通计划的全部细节。", 8),
        ("市議会は月曜日に新しい図書館の建設計画について長い時間をかけて話し合った。", 8),
    ],
)
def test_sentences_without_spaces_between_them_are_cut(sentence: str, repeat: int) -> None:
    assert cut(sentence * repeat).texts == [sentence] * repeat


def test_text_without_any_sentence_end_is_cut_into_pieces() -> None:
    for text in ("word " * 3000, "ก" * 5000, "x" * 5000, "水" * 5000):
        lengths = [len(block) for block in cut(text).texts]
        assert len(lengths) > 3
        assert max(lengths) <= 2 * LONGEST_BLOCK


def test_pieces_of_a_long_text_end_between_words() -> None:
    assert set(" ".join(cut("lorem ipsum dolor " * 300).texts).split()) == {
        "lorem",
        "ipsum",
        "dolor",
    }


def test_a_run_of_links_at_the_end_of_a_line_is_one_block() -> None:
    prose = (
        "The harbour board approved the new pier on Tuesday, after a debate of more than four "
        "hours in which residents, fishermen and the port's own engineers had their say at last."
    )
    links = "http://203.0.113.4/ http://a.example/x http://b.example/y http://c.example/z"
    blocks = cut(f"{prose} {links}").texts
    assert blocks[-1] == links
    assert prose.startswith(blocks[0])


def test_prose_after_a_run_of_links_is_not_part_of_it() -> None:
    links = " | ".join(f"http://site-{n}.example/page" for n in range(6))
    prose = "Meanwhile the ferry company announced a new timetable for the whole of the summer."
    blocks = cut(f"{links} {prose}").texts
    assert blocks == [links, prose] or blocks[0].startswith(links)
    assert blocks[-1].endswith("summer.")


@given(st.integers(100, 400))
def test_very_long_runs_of_links_are_cut_in_front_of_a_link(number: int) -> None:
    text = " ".join(f"http://{n}.slots.example/win" for n in range(number))
    found = cut(text)
    for block in found.texts:
        assert block.startswith("http://")
        assert len(block) <= LONGEST_RUN + 60


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\r\n \t\u3000\u2028"])
def test_nothing_to_see_makes_no_block(text: str) -> None:
    assert cut(text).spans == []
    assert cut(text, text).spans == []


def test_millions_of_blank_lines_take_little_time() -> None:
    begin = time.process_time()
    found = cut("\n" * 4_000_000 + "text")
    assert time.process_time() - begin < 4
    assert found.spans == [(4_000_000, 4_000_004)]
