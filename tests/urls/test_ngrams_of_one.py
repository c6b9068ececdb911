from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls import ngrams

TEXTS = st.text(st.characters(), min_size=1, max_size=60)


@given(TEXTS, TEXTS, st.sampled_from([1, 2, 4]), st.sampled_from([1, 10]))
def test_one_text_alone_has_the_sums_it_has_among_others(
    text: str, other: str, outputs: int, bits: int
) -> None:
    weights = np.random.default_rng(0).integers(-63, 64, (1 << bits, outputs)).astype(np.int8)
    table = ngrams.pack(weights)
    totals, counts = ngrams.sums([other, text, other], table, outputs)
    one = ngrams.sums_of_one(text, ngrams.for_one(table), outputs)
    assert one == (totals[:, 1].tolist(), counts[1])
