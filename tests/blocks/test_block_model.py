from __future__ import annotations

import numpy as np

from spamdetect import Detector
from spamdetect.blocks.batch import read_batch
from spamdetect.blocks.model import FLOOR, Calibration, Screen
from spamdetect.blocks.signals import DESCRIPTIONS, signal_of


def test_calibration_is_linear_between_its_knots_and_goes_on_beyond_them() -> None:
    calibration = Calibration(np.array([-2.0, 0.0, 2.0]), np.array([-4.0, -1.0, 3.0]))
    raw = np.array([-5.0, -2.0, -1.0, 1.0, 2.0, 4.0])
    assert calibration(raw).tolist() == [-7.0, -4.0, -2.5, 1.0, 3.0, 5.0]


def test_the_screen_stops_rows_below_its_limit() -> None:
    screen = Screen(np.array([1.0, 0.0, -2.0]), 0.5, ())
    rows = np.array([[1, 9, 0], [1, 9, 1], [0.5, 0, 0], [0, 9, 0]], np.float32)
    assert screen.passes(rows).tolist() == [True, False, True, False]


def test_no_score_is_below_the_floor(small_detector: Detector) -> None:
    batch = read_batch(["The library opens at nine.\n\nhttp://203.0.113.9/"], small_detector.urls)
    scores = small_detector.text_part.blocks.score(batch)
    assert (scores.spam >= FLOOR).all()
    assert (scores.junk >= FLOOR).all()


def test_every_feature_belongs_to_a_signal_with_a_description(small_detector: Detector) -> None:
    for name in small_detector.text_part.blocks.feature_names:
        assert DESCRIPTIONS[signal_of(name)]


def test_feature_names_are_unique(small_detector: Detector) -> None:
    names = small_detector.text_part.blocks.feature_names
    assert len(set(names)) == len(names)


def test_arrays_hold_the_whole_model(small_detector: Detector) -> None:
    blocks = small_detector.text_part.blocks
    again = type(blocks).from_arrays(
        blocks.arrays(), blocks.matcher.categories, blocks.feature_names
    )
    batch = read_batch(["Slot gacor http://a.example/\nThe weather was fine."], small_detector.urls)
    np.testing.assert_array_equal(again.score(batch).spam, blocks.score(batch).spam)
