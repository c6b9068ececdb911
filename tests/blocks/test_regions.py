"""Tests of what the second look at junk sees."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spamdetect.blocks import regions
from spamdetect.blocks.neighbours import LOWEST
from spamdetect.blocks.prose import FAR

COLUMNS = {name: index for index, name in enumerate(regions.OWN)}


def seen(*documents: list[float]) -> dict[str, NDArray[np.float32]]:
    """What is seen of documents whose blocks have these scores."""
    score = np.array([x for document in documents for x in document], np.float64)
    owner = np.repeat(np.arange(len(documents)), [len(document) for document in documents])
    rows = np.zeros((len(score), len(COLUMNS)), np.float32)
    length = np.full(len(score), 20)
    every = np.ones(len(score), bool)
    found = regions.features(owner, length, score, rows, COLUMNS, every)
    return dict(zip(regions.NAMES, found.T, strict=True))


def test_a_caption_knows_that_articles_stand_on_both_sides() -> None:
    found = seen([-4, -4, 3, -4, -4])
    assert found["score"][2] == 3
    np.testing.assert_allclose(found["content_before"][2], np.log(2), rtol=1e-6)
    np.testing.assert_allclose(found["content_after"][2], np.log(2), rtol=1e-6)
    assert found["likely_3"][2] == np.float32(0.2)


def test_a_tame_menu_item_knows_that_it_stands_in_a_menu() -> None:
    found = seen([4, 4, 0, 4, 4])
    assert found["mean_3"][2] == np.float32(16 / 5)
    assert found["content_before"][2] == np.float32(np.log1p(FAR))
    assert found["document_content"][2] == 0


def test_blocks_that_the_first_forest_never_saw_count_as_content() -> None:
    found = seen([-np.inf, 2.0])
    assert found["score"].tolist() == [LOWEST, 2]
    np.testing.assert_allclose(found["document_content_share"], 0.5)


def test_only_the_wanted_blocks_are_judged() -> None:
    score = np.array([1.0, -1.0, 2.0])
    rows = np.zeros((3, len(COLUMNS)), np.float32)
    wanted = np.array([True, False, True])
    part = regions.features(np.zeros(3, int), np.full(3, 9), score, rows, COLUMNS, wanted)
    whole = regions.features(np.zeros(3, int), np.full(3, 9), score, rows, COLUMNS, wanted | True)
    assert (part == whole[wanted]).all()
    none = regions.features(np.zeros(3, int), np.full(3, 9), score, rows, COLUMNS, wanted & False)
    assert none.shape == (0, len(regions.NAMES))


@given(st.lists(st.lists(st.floats(-12, 9), min_size=1, max_size=40), min_size=2, max_size=4))
def test_a_document_is_seen_alike_alone_and_in_a_batch(documents: list[list[float]]) -> None:
    together = seen(*documents)
    begin = 0
    for document in documents:
        alone = seen(document)
        for name in regions.NAMES:
            assert (together[name][begin : begin + len(document)] == alone[name]).all(), name
        begin += len(document)


def test_blocks_beside_a_doubtful_one_are_not_asked_about() -> None:
    document = np.zeros(4, np.int64)
    score = np.array([-np.inf, regions.ASKED, regions.ASKED - 0.1, -3.0])
    assert regions.asked(document, score).tolist() == [False, True, False, False]
