from __future__ import annotations

import numpy as np
import pytest
from documents import batches
from hypothesis import given, settings
from numpy.typing import NDArray
from pieces import piece_of, piece_of_blocks

from spamdetect import Detector
from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.hashing import WindowHash, bucket, join
from spamdetect.learn.fit.linear import ngram_matrix
from spamdetect.text.script import encode

BITS = 14
TABLE = np.random.default_rng(0).integers(-127, 128, (2, 1 << BITS)).astype(np.int8)
TABLE[:, 0] = 0
PACKED = ngrams.PackedTable(TABLE)


def sums(*blocks: str) -> list[int]:
    piece = piece_of_blocks(*blocks)
    scores = ngrams.place_scores(piece, PACKED, BITS)[0]
    return [int(total) for total in ngrams.block_sums(piece, scores)]


@settings(max_examples=60, deadline=None)
@given(batches)
def test_training_and_scoring_see_the_same_ngrams(
    small_detector: Detector, documents: list[str]
) -> None:
    batch = read_batch(documents, small_detector.urls)
    blocks = len(batch.blocks.start)
    if not blocks:
        return
    matrix = ngram_matrix([batch], [np.ones(blocks, bool)], BITS)
    scored = np.zeros((2, blocks), np.int64)
    counted = np.zeros(blocks, np.int64)
    for rows, piece in batch.pieces():
        for head, places in enumerate(ngrams.place_scores(piece, PACKED, BITS)):
            scored[head, rows] = ngrams.block_sums(piece, places)
        counted[rows] = ngrams.count(piece)
    root = np.sqrt(np.maximum(counted, 1))
    trained = (matrix.astype(np.float64) @ TABLE.T.astype(np.float64)).T
    np.testing.assert_allclose(trained, scored / root, rtol=1e-5, atol=1e-3)


@settings(max_examples=60, deadline=None)
@given(batches)
def test_as_many_ngrams_as_the_sums_are_scaled_by(documents: list[str]) -> None:
    piece = piece_of(*documents)
    ones = np.ones((1, 1 << BITS), np.int8)
    ones[:, 0] = 0
    scores = ngrams.place_scores(piece, ngrams.PackedTable(ones), BITS)[0]
    found = ngrams.block_sums(piece, scores)
    # A bucket of an n-gram may be 0 by chance, which then counts as none.
    assert (found <= ngrams.count(piece)).all()
    assert (found >= ngrams.count(piece) * 0.95 - 2).all()


def test_ngrams_never_reach_into_the_next_block() -> None:
    alone = sums("slot gacor hari ini")[0]
    assert sums("slot gacor hari ini", "berita desa")[0] == alone
    assert sums("berita desa", "slot gacor hari ini", "a")[1] == alone
    assert sums("a", "1", "slot gacor hari ini", "")[2] == alone


def test_long_numbers_are_told_apart_by_length_only() -> None:
    assert sums("call 55512345 now") == sums("call 99987654 now")
    assert sums("call 555 now") != sums("call 999 now")


def test_folding_tricks_do_not_change_a_block() -> None:
    assert sums("𝐒𝐋𝐎𝐓 ｇａｃｏｒ") == sums("slot gacor")


@pytest.mark.parametrize("window", [3, 24])
def test_peaks_are_the_best_windows(window: int) -> None:
    blocks = ("maxwin gacor", "x", "the long road home was quiet", "", "1")
    piece = piece_of_blocks(*blocks)
    scores = ngrams.place_scores(piece, PACKED, BITS)[0]
    found = ngrams.window_peaks(piece, ngrams.running_sums(scores), window)
    for peak, first, last in zip(found, piece.first, piece.last, strict=True):
        own = scores[first:last].tolist()
        best = max((sum(own[at : at + window]) for at in range(len(own))), default=0)
        assert peak == max(best, 0)


def hash_of(text: str) -> NDArray[np.uint64]:
    return WindowHash(encode(text)).of(np.array([0]), np.array([len(text)]))


def test_a_window_has_the_same_hash_wherever_it_lies() -> None:
    codes = encode("abc xyz abc")
    window = WindowHash(codes)
    found = window.of(np.array([0, 8, 4]), np.array([3, 11, 7]))
    assert found[0] == found[1] == hash_of("abc")
    assert found[0] != found[2]


def test_phrases_depend_on_the_order_of_words() -> None:
    a, b = (hash_of(word) for word in ("slot", "gacor"))
    assert join(a, b) != join(b, a)


def test_buckets_stay_in_range() -> None:
    hashes = np.random.default_rng(1).integers(0, 1 << 63, 1000).astype(np.uint64)
    found = bucket(hashes, 10, salt=3)
    assert found.min() >= 0
    assert found.max() < 1 << 10
    assert len(np.unique(found)) > 500
