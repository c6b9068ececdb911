"""The scores of a document do not depend on its batch."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from documents_to_score import ROWS_OF_ANY_KIND
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamdetect import Detector
from spamdetect.engines.rows import Settings, detector_of, score_rows
from spamdetect.rows import Row


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS_OF_ANY_KIND, size=st.integers(1, 40))
def test_any_batch_in_any_order_gives_the_scores_of_each_document_alone(
    small_detector: Detector, small_model: Path, rows: list[dict[str, Any]], size: int
) -> None:
    alone = [small_detector.score_text(row["text"], row["url"]).to_dict() for row in rows]
    texts, urls = [row["text"] for row in rows], [row["url"] for row in rows]
    at_once = small_detector.score_texts(texts, urls)
    assert [report.to_dict() for report in at_once] == alone
    made = Settings(str(small_model))
    batched = [
        outcome.value.to_dict()
        for start in range(0, len(rows), size)
        for outcome in score_rows(
            made, [Row(row["text"], None, row["url"]) for row in rows[start : start + size]]
        )
        if outcome.value is not None
    ]
    assert batched == alone
    frame = small_detector.score_frame(pd.DataFrame(rows), url="url")
    for name in ("verdict", "score", "category", "sections", "clean_text"):
        values = frame[name].astype(object).where(frame[name].notna(), None)
        assert values.tolist() == [report[name] for report in alone]


def test_a_row_that_fails_costs_no_other_row_its_answer(
    small_model: object, small_detector: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Settings(str(small_model), most_chars=1000)
    detector = detector_of(made)
    scored = detector.score_batch

    def failing(texts, *rest):  # type: ignore[no-untyped-def]
        if "poison" in texts:
            raise MemoryError("too much")
        return scored(texts, *rest)

    monkeypatch.setattr(detector, "score_batch", failing)
    rows = [Row("good news"), Row("poison"), Row.of(None), Row("x" * 2000), Row(html=b"<p>hi</p>")]
    outcomes = score_rows(made, rows)
    assert [one.value is not None for one in outcomes] == [True, False, True, False, True]
    assert outcomes[1].failure == "internal error: MemoryError: too much"
    assert outcomes[0].value == small_detector.score_text("good news")
    assert outcomes[3].failure == "longer than 1,000 characters: 2,000"
