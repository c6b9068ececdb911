"""Metrics of the benchmark against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.learn.evaluation.bootstrap import interval, pooled_interval, pooled_mean
from spamdetect.learn.evaluation.metrics import (
    auc,
    calibration_error,
    mean_by,
    recall_at,
    reliability,
    span_score,
    threshold_at,
)
from spamdetect.learn.evaluation.rounding import rounded


def test_recall_at_a_rate_counts_only_scores_above_the_allowed_share_of_negatives() -> None:
    negatives = np.arange(100.0)
    assert threshold_at(negatives, 0.01) == 98.0
    assert (negatives > threshold_at(negatives, 0.01)).mean() == 0.01
    assert threshold_at(negatives, 0.001) == 99.0
    assert threshold_at(negatives, 1.0) == 0.0


def test_recall_at_a_rate_by_hand() -> None:
    assert recall_at(np.array([99.5, 98.5, 3.0]), np.arange(100.0), 0.01) == pytest.approx(2 / 3)
    assert recall_at(np.array([1.0, 0.0]), np.array([0.0, 0.5]), 1.0) == 0.5


def test_weights_count_in_the_share_of_negatives() -> None:
    negatives, weight = np.array([4.0, 3.0, 2.0, 1.0]), np.array([1.0, 1.0, 1.0, 7.0])
    assert threshold_at(negatives, 0.2, weight) == 2.0
    assert threshold_at(negatives, 0.19, weight) == 3.0
    assert threshold_at(negatives, 0.2) == 4.0


@given(
    st.lists(st.floats(-50, 50), min_size=1, max_size=60),
    st.sampled_from((0.5, 0.1, 0.01, 0.001)),
)
def test_no_more_negatives_than_promised_lie_above_the_threshold(
    scores: list[float], rate: float
) -> None:
    negatives = np.array(scores)
    assert (negatives > threshold_at(negatives, rate)).mean() <= rate


def test_auc_counts_ties_half() -> None:
    assert auc(np.array([1.0, 3.0]), np.array([0.0, 1.0])) == (1 + 0.5 + 1 + 1) / 4
    assert auc(np.array([0.0]), np.array([1.0, 2.0])) == 0.0


def test_span_score_of_a_partial_hit() -> None:
    text = "abcdefghij"
    score = span_score(text, [(0, 4)], [(2, 8)])
    assert (score.hits, score.predicted, score.actual) == (2, 4, 6)
    assert score.precision == 0.5
    assert score.recall == pytest.approx(1 / 3)
    assert score.f1 == pytest.approx(0.4)
    assert score.granularity == 1.0
    assert score.plagdet == pytest.approx(0.4)


def test_empty_against_empty_is_right_and_anything_against_empty_is_wrong() -> None:
    assert span_score("plain text", [], []).f1 == 1.0
    assert span_score("plain text", [(0, 5)], []).f1 == 0.0
    assert span_score("plain text", [], [(0, 5)]).f1 == 0.0
    assert span_score("", [], []).f1 == 1.0


def test_white_space_at_the_edges_of_spans_does_not_count() -> None:
    assert span_score("ab \n cd", [(0, 7)], [(0, 2), (5, 7)]).f1 == 1.0


def test_granularity_is_the_number_of_predictions_per_span_that_was_met() -> None:
    text = "x" * 30
    score = span_score(text, [(0, 3), (5, 8), (22, 25)], [(0, 10), (20, 30), (12, 14)])
    assert score.granularity == 1.5
    assert score.plagdet == pytest.approx(score.f1 / math.log2(2.5))


def test_calibration_error_of_two_bins() -> None:
    probability = np.array([0.01, 0.01, 0.99, 0.99])
    positive = np.array([False, True, True, True])
    bins = reliability(probability, positive)
    assert [entry["mass"] for entry in bins] == [2.0, 2.0]
    assert [entry["share"] for entry in bins] == [0.5, 1.0]
    assert calibration_error(probability, positive) == pytest.approx(0.5 * 0.49 + 0.5 * 0.01)


def test_calibration_error_with_weights_is_that_of_repeated_rows() -> None:
    probability, positive = np.array([0.2, 0.9, 0.95]), np.array([False, False, True])
    repeated = np.array([0, 0, 0, 1, 2])
    assert calibration_error(probability, positive, np.array([3.0, 1.0, 1.0])) == pytest.approx(
        calibration_error(probability[repeated], positive[repeated])
    )


def test_means_are_over_groups_and_not_over_records() -> None:
    hits = np.array([1.0, 1.0, 1.0, 1.0, 0.0])
    groups = np.array(["one", "one", "one", "one", "other"])
    assert mean_by(hits, groups) == 0.5
    assert pooled_mean(hits, np.array([2.0, 2.0, 2.0, 2.0, 1.0]), groups) == 0.25
    assert math.isnan(pooled_mean(np.zeros(2), np.zeros(2), np.array(["a", "b"])))


def test_interval_holds_the_mean_and_vanishes_without_variation() -> None:
    rng = np.random.default_rng(1)
    hits = (rng.random(300) < 0.7).astype(float)
    groups = np.array([f"campaign {i % 30}" for i in range(300)])
    low, high = interval(hits, np.ones(300), groups)
    assert low < pooled_mean(hits, np.ones(300), groups) < high
    assert 0.05 < high - low < 0.25
    assert interval(np.ones(20), np.ones(20), groups[:20]) == (1.0, 1.0)


def test_interval_is_as_wide_as_the_difference_between_campaigns() -> None:
    hits = np.repeat([0.0, 1.0], 500)
    groups = np.repeat(["missed", "caught"], 500)
    assert interval(hits, np.ones(1000), groups) == (0.0, 1.0)


def test_pooled_interval_draws_groups_whole_and_lets_large_ones_weigh_more() -> None:
    hits, groups = np.array([True] * 9 + [False]), np.array([0] * 9 + [1])
    low, high = pooled_interval(hits, groups)
    assert (low, high) == (0.0, 1.0)
    same = np.arange(300) % 2
    assert pooled_interval(same == 0, np.arange(300) // 2) == (0.5, 0.5)
    assert pooled_interval(np.ones(4, bool), np.arange(4)) == (1.0, 1.0)


def test_figures_are_rounded_and_what_is_no_number_becomes_null() -> None:
    nested = {"a": (1 / 3, float("nan")), "b": {"c": np.float64(0.5)}, "n": 3, "s": "x"}
    assert rounded(nested) == {"a": [0.33333, None], "b": {"c": 0.5}, "n": 3, "s": "x"}
