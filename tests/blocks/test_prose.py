"""Tests of where the prose of a document is and how blocks stand to it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spamdetect.blocks import prose
from spamdetect.text.script import CLASS_COUNT, Class

SENTENCE, MENU = 90, 8
Column = NDArray[np.float32]


def columns(*documents: list[int], wide: bool = False) -> dict[str, Column]:
    """Blocks by length, each a line; the long ones end like sentences."""
    length = np.array([size for document in documents for size in document], np.int64)
    owner = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    counts = np.zeros((len(length), CLASS_COUNT), np.int64)
    counts[:, Class.HAN if wide else Class.LATIN] = length
    junk = np.where(length < 50, 2.0, -2.0)
    ends = (length >= 30).astype(np.float32)
    found = prose.features(owner, np.arange(len(length)) * 2, length, counts, ends, junk)
    return dict(zip(prose.NAMES, found.T, strict=True))


def test_prose_is_what_ends_like_a_sentence_or_is_a_paragraph() -> None:
    assert columns([MENU, SENTENCE, 300])["prose"].tolist() == [0, 1, 1]


def test_chinese_says_more_in_fewer_characters() -> None:
    assert not columns([30])["prose"].any()
    assert columns([30], wide=True)["prose"].all()


def test_distances_to_prose_are_counted_on_both_sides() -> None:
    found = columns([MENU, MENU, SENTENCE, MENU])
    far = np.log1p(prose.FAR)
    np.testing.assert_allclose(found["prose_before"], [far, far, far, np.log(2)], rtol=1e-6)
    np.testing.assert_allclose(found["prose_after"][:2], [np.log(3), np.log(2)], rtol=1e-6)
    assert (found["prose_after"][2:] == np.float32(far)).all()


def test_the_main_part_spans_captions_but_no_menus() -> None:
    found = columns([MENU] * 5 + [SENTENCE] * 3 + [MENU] + [SENTENCE] * 3 + [MENU] * 9)
    inside = (found["main_before"] == 0) & (found["main_after"] == 0)
    assert np.flatnonzero(inside).tolist() == list(range(5, 12))
    np.testing.assert_allclose(found["main_before"][0], np.log1p(5), rtol=1e-6)
    np.testing.assert_allclose(found["main_after"][-1], np.log1p(9), rtol=1e-6)


def test_a_lone_teaser_far_from_the_article_is_not_of_the_main_part() -> None:
    found = columns([SENTENCE] + [MENU] * 30 + [SENTENCE] * 6)
    assert found["main_before"][0] > 0
    assert found["main_share"][0] < 1


def test_junk_is_measured_against_the_documents_own_prose() -> None:
    found = columns([MENU, SENTENCE, SENTENCE])
    assert found["junk_prose"].tolist() == [-2, -2, -2]
    assert found["junk_beyond_prose"].tolist() == [4, 0, 0]


def test_no_blocks_have_no_features() -> None:
    none = np.zeros(0, np.int64)
    empty = prose.features(
        none, none, none, np.zeros((0, CLASS_COUNT), np.int64), none.astype(np.float32),
        none.astype(np.float64),
    )  # fmt: skip
    assert empty.shape == (0, len(prose.NAMES))


@given(st.lists(st.lists(st.integers(1, 600), min_size=1, max_size=30), min_size=2, max_size=5))
def test_a_document_has_the_same_features_alone_as_in_a_batch(documents: list[list[int]]) -> None:
    together = columns(*documents)
    begin = 0
    for document in documents:
        alone = columns(document)
        for name in prose.NAMES:
            part = together[name][begin : begin + len(document)]
            assert (part == alone[name]).all(), name
        begin += len(document)
