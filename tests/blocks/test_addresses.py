from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.blocks.addresses import BITS, AddressHead

HEAD = AddressHead(np.arange(1 << BITS).astype(np.int8) % 60, 0.1, -2.0)


@given(st.lists(st.text(min_size=1, max_size=200), min_size=1, max_size=8))
def test_an_address_scores_the_same_in_any_company(texts: list[str]) -> None:
    together = HEAD.logits(texts).tolist()
    assert together == [HEAD.logits([text])[0] for text in texts]


def test_more_addresses_than_fit_into_one_look_are_all_scored() -> None:
    texts = [f"^shop{number}.example$" for number in range(3000)]
    assert HEAD.logits(texts).tolist() == [HEAD.logits([text])[0] for text in texts]


def test_no_addresses_no_scores() -> None:
    assert HEAD.logits([]).shape == (0,)


def test_n_grams_that_mean_nothing_leave_the_bias() -> None:
    flat = AddressHead(np.zeros(1 << BITS, np.int8), 1.0, -2.5)
    assert flat.logits(["^any.example$"]).tolist() == [-2.5]
