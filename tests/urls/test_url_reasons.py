"""Reasons of URLs: the model's own contributions, the same alone and in a batch."""

from __future__ import annotations

import pytest

from spamdetect import Detector
from spamdetect.urls.features import url_features

URLS = (
    "http://slot-gacor88.vip/daftar/maxwin?id=7",
    "https://www.uni.ac.id/slot-gacor/",
    "http://203.0.114.9/togel",
    "http://%63asino777.example/",
    "https://bit.ly/3x",
    "http://[::1]/",
    "",
)
ANCHORS = ("slot gacor", "", "here", "", "casino", "", "")


def test_reasons_are_the_same_alone_and_in_a_batch(shipped: Detector) -> None:
    rows = [url_features(url) for url in URLS]
    sources = ["https://bit.ly/"] * len(URLS)
    together = shipped.urls.reasons_of(rows, ANCHORS, sources)
    for number, (url, anchor) in enumerate(zip(URLS, ANCHORS, strict=True)):
        assert shipped.urls.reasons(url, anchor, "https://bit.ly/") == together[number]


@pytest.mark.parametrize("url", URLS)
def test_weights_sum_to_the_score_but_for_what_is_left_out(shipped: Detector, url: str) -> None:
    found = shipped.urls.reasons(url)
    total = shipped.urls.bias + sum(reason.weight * 1024 for reason in found)
    left_out = 0.05 * 1024 * 10 if len(found) < 6 else abs(found[-1].weight) * 1024 * 10
    assert total == pytest.approx(shipped.urls.logits([url_features(url)])[0], abs=left_out)


def test_symbols_say_what_kind_of_evidence_it_is(shipped: Detector) -> None:
    symbols = [{reason.symbol for reason in shipped.urls.reasons(url)} for url in URLS]
    assert "URL_GAMBLING_TERM" in symbols[0]
    assert "URL_INSTITUTIONAL_HIJACK" in symbols[1]
    assert "URL_RAW_IP" in symbols[2]
    assert "URL_OBFUSCATED_HOST" in symbols[3]
    assert "URL_SPECIAL_ADDRESS" in symbols[5]
    assert "URL_NO_HOST" in symbols[6]


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("http://gold777.vip/", "777"),
        ("http://madrid4d.com/", "4d"),
        ("http://toto4d.com/", "4d"),
        ("http://weton88.com/", "88"),
    ],
)
def test_lucky_numbers_are_shown_without_letters_before_them(
    shipped: Detector, url: str, number: str
) -> None:
    evidence = {r.symbol: r.evidence for r in shipped.urls.reasons(url)}
    assert evidence["URL_LUCKY_NUMBER"] == number


@pytest.mark.parametrize(
    ("url", "institutional"),
    [("https://gacorkuda77.vip/daftar", False), ("https://jdih.kabx.go.id/slot/", True)],
)
def test_only_suffixes_of_institutions_are_said_to_be_kept_for_them(
    shipped: Detector, url: str, institutional: bool
) -> None:
    symbols = {reason.symbol for reason in shipped.score_url(url).reasons}
    assert ("URL_INSTITUTIONAL" in symbols) == institutional


def test_evidence_is_part_of_the_url(shipped: Detector) -> None:
    evidence = {r.symbol: r.evidence for r in shipped.urls.reasons(URLS[0], "slot gacor")}
    assert evidence["URL_GAMBLING_TERM"] == "slotgacor"
    assert evidence["URL_SUFFIX"] == "vip"
    assert evidence["URL_ANCHOR"] == "slot gacor"
    assert evidence["URL_PATH"] in "-daftar-maxwin-id-7-"
