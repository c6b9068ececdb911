"""Tests of what the second forest sees."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.blocks import neighbours, units

COLUMNS = {
    name: index
    for index, name in enumerate(
        dict.fromkeys((*neighbours.OWN, *(f"{level}_place" for level in units.LEVELS)))
    )
}


def seen(document: list[int], score: list[float]) -> dict[str, list[float]]:
    """All columns, where every block is a line, and every document one paragraph and record."""
    owner = np.array(document)
    rows = np.zeros((len(owner), len(COLUMNS)), np.float32)
    inside = np.diff(owner, prepend=-1) == 0
    for level in ("paragraph", "record"):
        rows[inside, COLUMNS[f"{level}_place"]] = 1.0
    everything = np.ones(len(owner), bool)
    out = neighbours.features(
        owner, np.full(len(owner), 10), np.array(score), rows, COLUMNS, everything
    )
    return {name: column.tolist() for name, column in zip(neighbours.NAMES, out.T, strict=True)}


def test_neighbours_stay_in_their_document() -> None:
    found = seen([0, 0, 1, 1], [1.0, 2.0, 3.0, 4.0])
    low = neighbours.LOWEST
    assert found["score_before_1"] == [low, 1.0, low, 3.0]
    assert found["score_after_1"] == [2.0, low, 4.0, low]
    assert found["paragraph_highest"] == [2.0, 2.0, 4.0, 4.0]
    assert found["document_highest"] == [2.0, 1.0, 4.0, 3.0]
    assert found["line_mean"] == [1.0, 2.0, 3.0, 4.0]


def test_blocks_that_were_never_scored_are_lowest() -> None:
    found = seen([0, 0], [-np.inf, 3.0])
    assert found["score"] == [neighbours.LOWEST, 3.0]
    assert found["score_after_1"] == [3.0, neighbours.LOWEST]


def test_hope_reaches_three_blocks_and_not_into_other_documents() -> None:
    document = np.array([0, 0, 0, 0, 0, 1, 1])
    score = np.array([0.0, -np.inf, -np.inf, -np.inf, -np.inf, -np.inf, -np.inf])
    assert neighbours.asked(document, score).tolist() == [True] * 4 + [False] * 3
    score = np.roll(score, 4)
    assert neighbours.asked(document, score).tolist() == [False] + [True] * 4 + [False] * 2


def test_the_second_forest_decides_alone_where_the_first_was_not_asked() -> None:
    first, second = np.array([4.0, -np.inf, -1.0]), np.array([2.0, 3.0, 1.0])
    assert neighbours.verdict(first, second, 0.25).tolist() == [2.5, 3.0, 0.5]
    assert neighbours.verdict(first, second, 0.0).tolist() == second.tolist()


@given(
    st.lists(st.lists(st.floats(-12, 12), min_size=1, max_size=6), min_size=1, max_size=4),
    st.data(),
)
def test_a_document_is_seen_alike_alone_and_in_a_batch(
    documents: list[list[float]], data: st.DataObject
) -> None:
    chosen = data.draw(st.integers(0, len(documents) - 1))
    owner = [number for number, scores in enumerate(documents) for _ in scores]
    together = seen(owner, [score for scores in documents for score in scores])
    alone = seen([0] * len(documents[chosen]), documents[chosen])
    rows = slice(owner.index(chosen), owner.index(chosen) + len(documents[chosen]))
    assert {name: column[rows] for name, column in together.items()} == alone
