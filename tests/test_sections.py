from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from spamdetect.sections import (
    SHORT_GAP,
    SMALL_PAGE,
    USUAL_LENGTH,
    Thresholds,
    flag_spam,
    junk_weighed,
    runs,
    verdict_of,
    without,
)

LIMITS = Thresholds(enter=2.0, stay=0.0, junk=1.0)


def flagged(
    logits: list[float], documents: list[int] | None = None, lengths: list[int] | None = None
) -> str:
    """Return the flags of blocks as a string of x and dots."""
    size = len(logits)
    flags = flag_spam(
        np.array(logits, float),
        np.array(documents or [0] * size),
        np.array(lengths or [SMALL_PAGE] * size),
        LIMITS,
        small=SMALL_PAGE,
    )
    return "".join("x" if flag else "." for flag in flags)


@pytest.mark.parametrize(
    ("logits", "expected"),
    [
        ([-3, 3, -3], ".x."),
        ([1.5, 1.5, 1.5], "..."),
        ([1.5, 3, 1.5, -3, 1.5], "xxx.."),
        ([3, -3, 3], "x.x"),
        ([-3, -3], ".."),
        ([3], "x"),
        ([], ""),
    ],
)
def test_a_sure_block_takes_its_fair_neighbours_in(logits: list[float], expected: str) -> None:
    assert flagged(logits) == expected


@pytest.mark.parametrize(
    ("logits", "expected"),
    [
        ([1.2, 3, -3], ".x."),
        ([1.2, 3, 3, -3], "xxx."),
        ([3, 1.2, 3], "xxx"),
        ([0.6, 3, 3, 3], ".xxx"),
        ([0.6, 3, 1.2, 3, 0.6, 3, 3], "xxxxxxx"),
        ([0.1] * 3 + [3] * 7, "...xxxxxxx"),
        ([0.1] * 3 + [3] * 8 + [-0.1], "xxxxxxxxxxx."),
    ],
)
def test_a_section_reaches_the_further_the_more_sure_blocks_it_holds(
    logits: list[float], expected: str
) -> None:
    assert flagged(logits, lengths=[SMALL_PAGE] * len(logits)) == expected


def test_a_short_gap_between_flagged_blocks_is_closed() -> None:
    long = SMALL_PAGE
    assert flagged([3, -3, 1.5], lengths=[long, SHORT_GAP, 200]) == "xxx"
    assert flagged([3, -3, 1.5], lengths=[long, SHORT_GAP + 1, 200]) == "x.."
    assert flagged([3, -3, -3, 3], lengths=[long, 5, 5, 200]) == "x..x"


@pytest.mark.parametrize(("size", "expected"), [(SMALL_PAGE - 1, "x....x"), (SMALL_PAGE, "xxxxxx")])
def test_on_a_small_page_sure_blocks_take_no_neighbours_in(size: int, expected: str) -> None:
    logit = [3.0, 1.5, 1.5, 1.5, -3.0, 3.0]
    assert flagged(logit, lengths=[size - 5 * SHORT_GAP, *[SHORT_GAP] * 5]) == expected


@pytest.mark.parametrize(("size", "expected"), [(SMALL_PAGE - 1, "x.xxx"), (SMALL_PAGE, "xxxxx")])
def test_on_a_small_page_no_bridge_leads_into_another_paragraph(size: int, expected: str) -> None:
    logit = np.array([3.0, -3.0, 3.0, -3.0, 3.0])
    length = np.array([size - 4 * SHORT_GAP, *[SHORT_GAP] * 4])
    opening = np.array([True, True, True, False, False])
    flags = flag_spam(logit, np.zeros(5, np.int64), length, LIMITS, None, opening, small=SMALL_PAGE)
    assert "".join("x" if flag else "." for flag in flags) == expected


def test_what_readers_see_and_what_they_do_not_stay_apart() -> None:
    logit = np.array([3.0, -3.0, 3.0, 1.5])
    one, short = np.zeros(4, np.int64), np.array([SMALL_PAGE, *[SHORT_GAP] * 3])
    seen = np.array([False, True, False, False])

    def flags(hidden: NDArray[np.bool_]) -> list[bool]:
        return flag_spam(logit, one, short, LIMITS, hidden, small=SMALL_PAGE).tolist()

    assert flags(seen) == flags(~seen) == [True, False, True, True]
    fair_beside = np.array([False, False, False, True])
    assert flags(fair_beside) == [True, True, True, False]
    labels = np.full(4, 2, np.int8)
    assert runs(labels, one, fair_beside) == [(0, 3, 2), (3, 4, 2)]


def test_neighbours_in_another_document_are_left_alone() -> None:
    assert flagged([3, 1, 1], documents=[0, 1, 1]) == "x.."
    assert flagged([3, -3, 1], documents=[0, 0, 1], lengths=[9, 9, 9]) == "x.."


def test_long_junk_must_be_surer_than_short_junk() -> None:
    length = np.array([1, USUAL_LENGTH, 2 * USUAL_LENGTH, 480], np.int64)
    weighed = junk_weighed(np.full(4, 3.0), length)
    assert (np.diff(weighed) < 0).all()
    assert weighed[1] == 3.0


def test_runs_are_maximal_and_stay_in_their_document() -> None:
    labels = np.array([0, 2, 2, 1, 1, 0, 2, 2], np.int8)
    documents = np.array([0, 0, 0, 0, 0, 0, 0, 1])
    assert runs(labels, documents) == [(1, 3, 2), (3, 5, 1), (6, 7, 2), (7, 8, 2)]
    assert runs(np.empty(0, np.int8), np.empty(0, np.int64)) == []


@pytest.mark.parametrize(
    ("spam", "junk", "total", "expected"),
    [
        (0, 0, 100, "clean"),
        (0, 40, 100, "clean"),
        (0, 100, 100, "junk"),
        (10, 0, 100, "injected"),
        (90, 0, 100, "spam"),
        (30, 65, 100, "spam"),
        (0, 0, 0, "clean"),
    ],
)
def test_verdicts(spam: int, junk: int, total: int, expected: str) -> None:
    assert verdict_of(spam, junk, total) == expected


@pytest.mark.parametrize(
    ("spam", "rest", "expected"),
    [(40, 1.0, "spam"), (40, -1.0, "injected"), (10, 1.0, "injected"), (70, -9.0, "spam")],
)
def test_a_page_whose_rest_looks_like_spam_too_is_spam(
    spam: int, rest: float, expected: str
) -> None:
    assert verdict_of(spam, 0, 100, rest) == expected


@given(st.text(max_size=30), st.lists(st.integers(0, 30), max_size=8))
def test_without_spans_the_rest_is_unchanged(text: str, edges: list[int]) -> None:
    marks = sorted(min(edge, len(text)) for edge in edges)
    spans = list(zip(marks[::2], marks[1::2], strict=False))
    inside = {at for start, end in spans for at in range(start, end)}
    assert without(text, spans) == "".join(c for at, c in enumerate(text) if at not in inside)
