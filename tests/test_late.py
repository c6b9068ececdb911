from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from functools import partial

import pytest

from spamdetect import Detector
from spamdetect.late import Together
from spamdetect.reports import Reason, Section, UrlReport

REASONS = (Reason("URL_RAW_IP", 1.5, "links to raw IP addresses", "203.0.113.7"),)
COMPLETE = Section(0, 4, "slot", "spam", "gambling", 0.9, REASONS, selector="body")


def _waiting() -> Section:
    return COMPLETE.changed({"reasons": lambda: REASONS, "selector": lambda: "body"})


def _refuse() -> str:
    raise AssertionError("asked for too early")


@pytest.mark.parametrize(
    "same", [copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))]
)
def test_copies_of_a_waiting_result_are_complete(same: Callable[[Section], Section]) -> None:
    assert same(_waiting()) == COMPLETE


def test_a_waiting_result_is_told_from_a_complete_one_by_nothing() -> None:
    assert _waiting() == COMPLETE
    assert _waiting() == COMPLETE
    assert hash(_waiting()) == hash(COMPLETE)
    assert repr(_waiting()) == repr(COMPLETE)
    assert _waiting().to_dict() == COMPLETE.to_dict()


def test_work_is_done_once_and_field_by_field() -> None:
    done: list[str] = []
    section = COMPLETE.changed(
        {"reasons": lambda: done.append("reasons") or REASONS, "selector": _refuse}
    )
    assert section.reasons == section.reasons == REASONS
    assert done == ["reasons"]


def test_changes_ask_for_nothing() -> None:
    section = COMPLETE.changed({"selector": _refuse}).changed({}, hidden=True, start=1)
    assert (section.start, section.hidden, section.reasons) == (1, True, REASONS)
    assert section.changed({}, selector="html").selector == "html"


def test_unknown_names_are_missing_as_ever() -> None:
    for section in (COMPLETE, _waiting()):
        with pytest.raises(AttributeError, match="colour"):
            _ = section.colour  # type: ignore[attr-defined]


def test_values_that_belong_together_are_worked_out_once() -> None:
    calls: list[int] = []
    together = Together(lambda: calls.append(1) or ["a", "b"])
    assert not calls
    assert (together.of(1), together.of(0), len(calls)) == ("b", "a", 1)


def test_reports_of_a_batch_are_those_of_single_documents(small_detector: Detector) -> None:
    texts = [
        f"The choir sang.\nslot gacor http://203.0.113.{n}/a maxwin situs toto" for n in (7, 8)
    ]
    batch = list(small_detector.score_texts(texts))
    for report, text in zip(batch, texts, strict=True):
        for section in report.sections:
            assert section.reasons
        assert report == small_detector.score_text(text)
    assert pickle.loads(pickle.dumps(batch)) == batch


def test_reasons_of_urls_wait_too() -> None:
    work = {"reasons": partial(Together(lambda: [REASONS]).of, 0)}
    ok = UrlReport("http://203.0.113.7/", "203.0.113.7", "", "spam", 0.9, "gambling")
    assert ok.changed(work).reasons == REASONS
