"""Hashed n-grams: the same in every batch, summed without error."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls import ngrams

BITS = 12
RNG = np.random.default_rng(5)
WEIGHTS = RNG.integers(-ngrams.WEIGHT_LIMIT, ngrams.WEIGHT_LIMIT, (1 << BITS, 4), dtype=np.int8)
WEIGHTS[0] = 0
TEXTS = st.lists(st.text(min_size=1, max_size=128), min_size=1, max_size=8)


@given(TEXTS)
def test_counts_are_those_of_the_windows(texts: list[str]) -> None:
    _, counts = ngrams.sums(texts, ngrams.pack(WEIGHTS), 4)
    orders = range(ngrams.MIN_ORDER, ngrams.MAX_ORDER + 1)
    expected = [sum(max(len(text) - n + 1, 0) for n in orders) for text in texts]
    assert counts.tolist() == expected


def test_sums_are_those_of_the_single_weights() -> None:
    texts = ["^harbour12.com$^harbourB.com$", "слот 777", "ab"]
    totals, _ = ngrams.sums(texts, ngrams.pack(WEIGHTS), 4)
    for place, text in enumerate(texts):
        indices = ngrams.windows([text], BITS)[0]
        expected = WEIGHTS[indices].sum(axis=(0, 1), dtype=np.int64)
        assert totals[:, place].tolist() == expected.tolist()


@given(TEXTS)
def test_batches_do_not_matter(texts: list[str]) -> None:
    table = ngrams.pack(WEIGHTS)
    whole, counts = ngrams.sums(texts, table, 4)
    alone = [ngrams.sums([text], table, 4) for text in texts]
    assert np.array_equal(whole, np.concatenate([part[0] for part in alone], axis=1))
    assert np.array_equal(counts, np.concatenate([part[1] for part in alone]))


def test_windows_do_not_cross_texts() -> None:
    indices, starts, _ = ngrams.windows(["ab", "cd"], BITS)
    assert starts.tolist() == [0, 2]
    assert (indices[0] > 0).tolist() == [True, False, True, False]
    assert not indices[1:].any()


def test_largest_sums_fit() -> None:
    weights = np.full((1 << BITS, 4), ngrams.WEIGHT_LIMIT, dtype=np.int8)
    totals, counts = ngrams.sums(["x" * 128], ngrams.pack(weights), 4)
    assert (totals == ngrams.WEIGHT_LIMIT * counts).all()


def test_unpack_returns_what_was_packed() -> None:
    table = ngrams.pack(WEIGHTS)
    for lane in range(4):
        assert np.array_equal(ngrams.unpack(table, 4, lane)[1:], WEIGHTS[1:, lane])
    assert ngrams.unpack(table, 4, 0)[0] == 0
