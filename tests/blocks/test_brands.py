from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect import Detector
from spamdetect.blocks import brands
from tests.blocks.pieces import piece_of


def names(text: str, detector: Detector) -> list[str]:
    piece = piece_of(text)
    return [piece.word(word) for word in brands.find(piece, detector.urls).word.tolist()]


def test_names_end_in_a_number(small_detector: Detector) -> None:
    text = "Main di weton88 dan pulau4d, or PSTOTO99! Not in 2024, room 12b, h264 or sha256sum."
    assert names(text, small_detector) == ["weton88", "pulau4d", "pstoto99"]


def test_hashes_long_numbers_and_words_of_digits_alone_are_no_names(
    small_detector: Detector,
) -> None:
    text = "d41d8cd98f00b204e9800998ecf8427e invoice20240131 777 0812345678 band"
    assert names(text, small_detector) == []


def test_a_name_known_from_lists_of_hosts_scores_higher(small_detector: Detector) -> None:
    found = brands.find(piece_of("gacor77 against lecture12"), small_detector.urls)
    gambling, honest = found.logit
    assert gambling > honest


@given(st.text(max_size=60))
def test_blocks_without_names_say_so(small_detector: Detector, text: str) -> None:
    rows = brands.features(piece_of(text), small_detector.urls)
    assert (rows[rows[:, 0] == 0, 1] == np.float32(brands.NO_BRAND)).all()
