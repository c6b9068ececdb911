"""Which characters of a text its n-grams speak for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls import ngrams
from spamdetect.urls.pieces import gains, strongest_piece

WEIGHTS = np.random.default_rng(5).integers(-63, 64, (1 << 10, 3)).astype(np.int8)
TABLE = ngrams.pack(WEIGHTS)
TEXTS = st.lists(st.tuples(st.text(min_size=1, max_size=30), st.integers(0, 2)), min_size=1)


@given(TEXTS)
def test_gains_of_a_text_are_its_weights_whatever_stands_beside_it(
    cases: list[tuple[str, int]],
) -> None:
    texts, lanes = zip(*cases, strict=True)
    together = gains(texts, TABLE, 3, lanes)
    totals, _ = ngrams.sums(texts, TABLE, 3)
    for number, (text, lane) in enumerate(cases):
        assert together[number] == gains([text], TABLE, 3, [lane])[0]
        assert len(together[number]) == len(text)
        assert sum(together[number]) == pytest.approx(totals[lane, number])


def test_no_texts_have_no_gains() -> None:
    assert gains([], TABLE, 3, []) == []


def test_the_strongest_piece_goes_from_the_first_gain_to_the_last_that_pays() -> None:
    assert strongest_piece("-slot-x", [-1.0, 2.0, 1.0, 1.0, 2.0, -3.0, 0.5]) == "slot"
    assert strongest_piece("ab", [-1.0, -2.0]) == ""
