"""What was found, as Arrow columns."""

from __future__ import annotations

from typing import Any

import pytest
from documents_to_score import ROWS_OF_ANY_KIND
from hypothesis import HealthCheck, given, settings

from spamdetect import Detector
from spamdetect.reports import Reason, Report, Section
from spamdetect.rows import Outcome

pa = pytest.importorskip("pyarrow")

from spamdetect.engines.arrow import FOUND, found_columns  # noqa: E402


def told(outcomes: list[Outcome[Report]]) -> list[dict[str, Any]]:
    batch = pa.RecordBatch.from_arrays(found_columns(outcomes), schema=FOUND)
    batch.validate(full=True)
    rows: list[dict[str, Any]] = batch.to_pylist()
    return rows


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(ROWS_OF_ANY_KIND)
def test_columns_hold_what_the_reports_say(
    small_detector: Detector, rows: list[dict[str, Any]]
) -> None:
    reports = list(small_detector.score_texts(row["text"] for row in rows))
    found = told([Outcome(report) for report in reports])
    for row, report in zip(found, reports, strict=True):
        plain = report.to_dict()
        assert row == {**{name: plain[name] for name in FOUND.names[:-1]}, "error": None}


def test_a_row_without_report_has_its_error_and_nulls() -> None:
    names = dict.fromkeys(FOUND.names)
    clean = Report("clean", 0.0, None, (), (), "a", "a", None, "m")
    first, second, third = told([Outcome(None, "too long"), Outcome(clean), Outcome(None)])
    assert first == {**names, "error": "too long"}
    assert second == {
        **names, "verdict": "clean", "score": 0.0, "sections": [], "clean_text": "a",
    }  # fmt: skip
    assert third == names
    assert told([]) == []


def test_lone_surrogates_become_question_marks() -> None:
    reason = Reason("X", 1.0, "d", "e\ud800")
    section = Section(0, 2, "s\udcff", "spam", "seo", 0.9, (reason,), selector=None)
    report = Report("spam", 0.9, "seo", (section,), (), "s\udcff", "c\ud800", None, "m")
    (row,) = told([Outcome(report)])
    assert row["clean_text"] == "c?"
    assert row["sections"][0]["text"] == "s?"
    assert row["sections"][0]["reasons"][0]["evidence"] == "e?"
    assert row["sections"][0]["selector"] is None
