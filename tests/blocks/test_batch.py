from __future__ import annotations

import random

import numpy as np
import pytest
from documents import FRAGMENTS, batches
from hypothesis import given, settings

from spamdetect import Detector
from spamdetect.blocks.batch import PIECE_LENGTH, Batch, read_batch
from spamdetect.blocks.model import BlockScores
from spamdetect.blocks.segment import LONG_LINE, LONGEST_BLOCK


def read(detector: Detector, documents: list[str]) -> tuple[Batch, BlockScores]:
    batch = read_batch(documents, detector.urls)
    return batch, detector.text_part.blocks.score(batch)


def long_document(seed: int, length: int) -> str:
    rng = random.Random(seed)
    text = ""
    while len(text) < length:
        text += rng.choice(FRAGMENTS) + rng.choice(("", " ", "", "\n"))
    return text


def assert_independent(detector: Detector, documents: list[str]) -> None:
    batch, scores = read(detector, documents)
    edges = np.searchsorted(batch.blocks.document, np.arange(len(documents) + 1))
    for index, document in enumerate(documents):
        rows = slice(edges[index], edges[index + 1])
        alone, own = read(detector, [document])
        offset = batch.document_starts[index]
        assert (batch.blocks.start[rows] - offset).tolist() == alone.blocks.start.tolist()
        np.testing.assert_array_equal(scores.features[rows], own.features)
        np.testing.assert_array_equal(scores.spam[rows], own.spam)
        np.testing.assert_array_equal(scores.junk[rows], own.junk)


@settings(max_examples=80, deadline=None)
@given(batches)
def test_features_and_scores_do_not_depend_on_the_batch(
    small_detector: Detector, documents: list[str]
) -> None:
    assert_independent(small_detector, documents)


@pytest.mark.parametrize(
    "document",
    [
        ("The council met on Monday. " * 9)[: LONG_LINE - 1] + "x",
        "x" * LONGEST_BLOCK,
        "天" * LONG_LINE + "。地",
    ],
)
def test_the_last_line_of_a_document_is_cut_alike_in_any_place(
    small_detector: Detector, document: str
) -> None:
    assert_independent(small_detector, [document, "", document])


def test_nor_do_those_of_documents_longer_than_a_piece(small_detector: Detector) -> None:
    lengths = (300, PIECE_LENGTH - 5, 40, 3 * PIECE_LENGTH, PIECE_LENGTH, 10, 500)
    documents = [long_document(seed, length) for seed, length in enumerate(lengths)]
    assert_independent(small_detector, documents)


@settings(max_examples=40, deadline=None)
@given(batches)
def test_pieces_cover_every_block_once(small_detector: Detector, documents: list[str]) -> None:
    batch = read_batch(documents, small_detector.urls)
    covered = [row for rows, _ in batch.pieces() for row in range(rows.start, rows.stop)]
    assert covered == list(range(len(batch.blocks.start)))


@settings(max_examples=40, deadline=None)
@given(batches)
def test_features_are_finite(small_detector: Detector, documents: list[str]) -> None:
    _, scores = read(small_detector, documents)
    assert np.isfinite(scores.features).all()
    assert np.isfinite(scores.spam).all()
    assert np.isfinite(scores.junk).all()


def test_urls_lie_where_they_are_written(small_detector: Detector) -> None:
    documents = ["first http://a.example/x", "", "second: hxxp://b[.]example"]
    batch = read_batch(documents, small_detector.urls)
    joined = "\n".join(documents)
    spans = zip(batch.facts.start.tolist(), batch.facts.end.tolist(), strict=True)
    assert [joined[start:end] for start, end in spans] == [
        "http://a.example/x",
        "hxxp://b[.]example",
    ]
