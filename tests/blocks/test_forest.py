from __future__ import annotations

from copy import deepcopy

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from spamdetect.blocks.forest import Forest
from spamdetect.learn.fit.boosting import export_forest

COLUMNS = 6


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    return np.random.default_rng(3).normal(size=(5000, COLUMNS)).astype(np.float32)


@pytest.fixture(scope="module")
def fitted(rows: np.ndarray) -> HistGradientBoostingClassifier:
    labels = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.3
    return HistGradientBoostingClassifier(max_iter=90, random_state=0).fit(rows, labels)


@pytest.fixture(scope="module")
def forest(fitted: HistGradientBoostingClassifier) -> Forest:
    return export_forest(fitted)


def test_the_arrays_score_as_scikit_learn_does(
    fitted: HistGradientBoostingClassifier, forest: Forest, rows: np.ndarray
) -> None:
    np.testing.assert_allclose(forest.logit(rows), fitted.decision_function(rows), atol=1e-5)


def test_members_that_grow_from_the_same_trees_score_as_their_mean(rows: np.ndarray) -> None:
    labels = rows[:, 0] * rows[:, 1] + rows[:, 2] > 0.3
    first = HistGradientBoostingClassifier(max_iter=10, warm_start=True, random_state=0)
    first.fit(rows, labels)
    members = [deepcopy(first).set_params(max_iter=15, max_features=x) for x in (1.0, 0.5)]
    scores = [m.fit(rows, labels).decision_function(rows) for m in members]
    assert np.abs(scores[0] - scores[1]).max() > 0.01
    forest = export_forest(*members, shared=10)
    assert len(forest.roots) == 20
    np.testing.assert_allclose(forest.logit(rows), np.mean(scores, 0), atol=1e-5)


def test_stages_ask_every_tree_once(forest: Forest, rows: np.ndarray) -> None:
    asked = [tree for stage in forest.stages() for tree in range(*stage)]
    assert len(forest.stages()) > len(forest.stages(1)) > 1
    assert asked == list(range(len(forest.roots)))
    total = sum(forest.partial(rows, *stage) for stage in forest.stages())
    np.testing.assert_allclose(total, forest.logit(rows))


def test_scores_do_not_depend_on_other_rows(forest: Forest, rows: np.ndarray) -> None:
    together = forest.logit(rows)
    for size in (1, 7, 333):
        alone = np.concatenate([forest.logit(rows[i : i + size]) for i in range(0, 999, size)])
        np.testing.assert_array_equal(alone[:999], together[: len(alone)][:999])


def test_contributions_add_up_to_the_score(forest: Forest, rows: np.ndarray) -> None:
    total = forest.contributions(rows[:20]).sum(1) + forest.baseline
    assert total == pytest.approx(forest.logit(rows[:20]), abs=1e-5)
    alone = np.concatenate([forest.contributions(row[None]) for row in rows[:20]])
    np.testing.assert_array_equal(alone, forest.contributions(rows[:20]))


def test_only_telling_columns_contribute(forest: Forest, rows: np.ndarray) -> None:
    weight = np.abs(forest.contributions(rows[:200])).mean(0)
    assert weight[:3].min() > 5 * weight[3:].max()


def test_arrays_hold_the_whole_forest(forest: Forest, rows: np.ndarray) -> None:
    again = Forest.from_arrays(forest.arrays("x"), "x")
    np.testing.assert_array_equal(again.logit(rows), forest.logit(rows))


def test_a_moved_forest_finds_its_features_in_other_columns(
    forest: Forest, rows: np.ndarray
) -> None:
    columns = np.array([7, 0, 3, 1, 8, 5])
    wide = np.full((len(rows), 9), np.nan, np.float32)
    wide[:, columns] = rows
    moved = forest.moved(columns)
    np.testing.assert_array_equal(moved.logit(wide), forest.logit(rows))
    credit = moved.contributions(wide[:20])
    np.testing.assert_array_equal(credit[:, columns], forest.contributions(rows[:20]))


def test_no_rows_no_scores(forest: Forest) -> None:
    assert forest.logit(np.empty((0, COLUMNS), np.float32)).shape == (0,)
