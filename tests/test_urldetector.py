"""URLs in, reports out, without any text: the contract of `UrlDetector`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.labels import PRESETS, SPAM_CATEGORIES, Preset
from spamdetect.model import ModelError
from spamdetect.urldetector import UrlDetector

sys.path.insert(0, str(Path(__file__).parent / "crawl"))

from random_model import random_model

MODEL = random_model()
DETECTOR = UrlDetector(MODEL)
HOSTS = ("news.example", "slot88.co.id", "192.0.2.7", "0x7f.1", "[2001:db8::1]", "ｃasino.example")
URLS = st.one_of(
    st.text(st.characters(), max_size=40),
    st.builds("http://{}/{}".format, st.sampled_from(HOSTS), st.text(max_size=20)),
)
CASES = st.lists(st.tuples(URLS, st.text(max_size=10), URLS), max_size=8)


@given(CASES)
def test_any_url_gets_a_sound_report_in_its_place(cases: list[tuple[str, str, str]]) -> None:
    urls, anchors, sources = ([case[n] for case in cases] for n in range(3))
    reports = DETECTOR.score_urls(iter(urls), anchors, sources)
    assert [report.url for report in reports] == urls
    limits = MODEL.card["url"]["thresholds"]
    for report in reports:
        assert 0.0 <= report.score <= 1.0
        spam, unsure = report.score >= limits["balanced"], report.score >= limits["sensitive"]
        assert report.verdict == ("spam" if spam else "unsure" if unsure else "ok")
        assert (report.verdict == "ok") == (report.category is None) == (not report.reasons)
        assert report.category is None or report.category in SPAM_CATEGORIES


@given(CASES)
def test_a_url_alone_has_the_report_that_it_has_in_a_batch(
    cases: list[tuple[str, str, str]],
) -> None:
    urls, anchors, sources = ([case[n] for case in cases] for n in range(3))
    alone = [DETECTOR.score_url(*case) for case in cases]
    assert DETECTOR.score_urls(urls, anchors, sources) == alone


@given(st.lists(URLS, max_size=8))
def test_without_anchors_and_sources_is_as_with_empty_ones(urls: list[str]) -> None:
    nothing = [""] * len(urls)
    assert DETECTOR.score_urls(urls) == DETECTOR.score_urls(urls, nothing, nothing)
    assert DETECTOR.score_urls(urls) == [DETECTOR.score_url(url, "", None) for url in urls]


def test_a_report_names_the_host_as_browsers_read_it() -> None:
    report = DETECTOR.score_url("HTTP://WWW.Shop.CO.UK:80/a")
    assert (report.host, report.registered_domain) == ("www.shop.co.uk", "shop.co.uk")
    address = DETECTOR.score_url("http://0x7f.1/")
    assert (address.host, address.registered_domain) == ("127.0.0.1", "")
    assert DETECTOR.score_url("http://").host == ""


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_sets_from_which_score_on_it_is_spam(preset: Preset) -> None:
    limit = MODEL.card["url"]["thresholds"][preset]
    words, suffixes = ("slot", "kedai", "news"), ("com", "example", "co.id")
    urls = [f"http://{word}.{suffix}/{word}" for word in words for suffix in suffixes]
    reports = UrlDetector(MODEL, preset).score_urls(urls)
    assert {report.verdict == "spam" for report in reports} == {True, False}
    assert all((report.verdict == "spam") == (report.score >= limit) for report in reports)


def test_lists_decide_before_the_model_and_say_so() -> None:
    detector = UrlDetector(MODEL, allow=["good.example"], block=[".example", "198.51.100.0/24"])
    good, bad, address, other = detector.score_urls(
        ["http://www.good.example/", "http://bad.example/", "http://198.51.100.7/", "a.test"]
    )
    assert (good.verdict, good.score, good.category) == ("ok", 0.0, None)
    assert [reason.symbol for reason in good.reasons] == ["LIST_ALLOW"]
    for report in (bad, address):
        assert (report.verdict, report.score) == ("spam", 1.0)
        assert [reason.symbol for reason in report.reasons] == ["LIST_BLOCK"]
    assert other == DETECTOR.score_url("a.test")


@pytest.mark.parametrize("value", [None, 3, b"http://a.example"])
def test_what_is_no_string_is_named(value: Any) -> None:
    with pytest.raises(TypeError, match="url must be a str"):
        DETECTOR.score_url(value)
    if value is not None:
        with pytest.raises(TypeError, match=r"^source_url must be a str"):
            DETECTOR.score_url("a.example", source_url=value)
    with pytest.raises(TypeError, match="anchor must be a str"):
        DETECTOR.score_urls(["a.example"], [value])
    with pytest.raises(TypeError, match="source_url must be a str"):
        DETECTOR.score_urls(["a.example"], None, [value])


def test_misuse_is_told() -> None:
    with pytest.raises(TypeError, match="use score_url"):
        DETECTOR.score_urls("http://a.example")
    with pytest.raises(ValueError, match="2 URLs need as many anchors, not 1"):
        DETECTOR.score_urls(["a.example", "b.example"], ["one"])
    with pytest.raises(ValueError, match="1 URLs need as many source_urls, not 0"):
        DETECTOR.score_urls(["a.example"], None, [])
    with pytest.raises(ValueError, match="preset must be one of"):
        UrlDetector(MODEL, "wild")  # type: ignore[arg-type]
    with pytest.raises(ModelError):
        UrlDetector.load("no-such-model")
