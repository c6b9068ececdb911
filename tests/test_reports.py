from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, fields

import pytest

from spamdetect import Reason, Report, Section, UrlReport

REASON = Reason("URL_RAW_IP", 2.5, "links to raw IP addresses", "http://203.0.113.7/")
SECTION = Section(0, 4, "slot", "spam", "gambling", 0.99, (REASON,))
URL = UrlReport("http://a.example/", "a.example", "a.example", "spam", 0.9, "seo", (REASON,))
REPORT = Report("injected", 0.9, "gambling", (SECTION,), (URL,), "slot x", " x", None, "small 1")


@pytest.mark.parametrize("result", [REASON, SECTION, URL, REPORT])
def test_json_keys_are_the_attribute_names(result: Reason | Section | UrlReport | Report) -> None:
    plain = json.loads(json.dumps(result.to_dict()))
    assert list(plain) == [field.name for field in fields(result)]


def test_nested_results_become_lists_of_dicts() -> None:
    plain = REPORT.to_dict()
    assert plain["sections"][0]["reasons"][0]["symbol"] == "URL_RAW_IP"
    assert plain["urls"][0]["registered_domain"] == "a.example"
    assert plain["clean_html"] is None


def test_results_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        REPORT.verdict = "clean"  # type: ignore[misc]


def test_results_with_the_same_content_are_equal() -> None:
    assert Reason("A", 1.0, "b") == Reason("A", 1.0, "b")
    assert hash(SECTION) == hash(Section(0, 4, "slot", "spam", "gambling", 0.99, (REASON,)))
