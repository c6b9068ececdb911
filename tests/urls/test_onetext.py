"""One text alone has the levels that it has among others."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls import ngrams
from spamdetect.urls.layout import level
from spamdetect.urls.onetext import OneText

TEXTS = st.text(st.characters(), min_size=1, max_size=60)


@given(TEXTS, TEXTS, st.sampled_from([1, 2, 4]), st.sampled_from([1, 10]), st.integers(0, 4))
def test_levels_are_those_of_a_batch(
    text: str, other: str, outputs: int, bits: int, least: int
) -> None:
    rng = np.random.default_rng(0)
    weights = rng.integers(-63, 64, (1 << bits, outputs)).astype(np.int8)
    scale, bias = rng.normal(0.0, 0.05, outputs), rng.normal(0.0, 2.0, outputs)
    table = ngrams.pack(weights)
    totals, counts = ngrams.sums([other, text, other], table, outputs)
    logits = totals * scale[:, None] * ngrams.ROOTS[counts] + bias[:, None]
    one = OneText(table, scale, bias, least)
    alone = one.levels(text)
    assert alone == level(logits, least)[:, 1].tolist()
    *sums, peaks = ngrams.sums_and_peaks([other, text, other], table, outputs)
    assert [values.tolist() for values in sums] == [totals.tolist(), counts.tolist()]
    assert one.levels_and_peak(text) == (alone, peaks[1])


def test_the_peak_is_the_place_that_the_first_output_likes_most() -> None:
    rng = np.random.default_rng(0)
    table = ngrams.pack(rng.integers(-63, 64, (1 << 10, 2)).astype(np.int8))
    short, long = "slot", "a quiet valley with slot in it"
    _, _, peaks = ngrams.sums_and_peaks([short, long, long], table, 2)
    indices, _, _ = ngrams.windows([long], 10)
    values = (table.take(indices) & np.uint64((1 << 32) - 1)).astype(np.int64)
    assert peaks[1] == peaks[2] == values.sum(axis=0).max()
    assert 0 < peaks[0] <= peaks[1] <= ngrams.PEAK_LIMIT
