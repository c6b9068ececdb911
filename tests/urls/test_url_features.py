"""What a URL shows: columns, texts for n-grams, and that nothing raises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls.features import DENSE, TAIL_CLASSES, fold_text, tail_class, url_features


def dense(url: str) -> dict[str, int]:
    return dict(zip(DENSE, url_features(url).features.dense, strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.com/", "example.com"),
        ("http://example.com", "https://example.com/"),
        ("EXAMPLE.com.", "example.com"),
        ("http://shop.example.com:8080/", "shop.example.com"),
    ],
)
def test_scheme_www_port_and_case_leave_no_trace(one: str, other: str) -> None:
    left, right = url_features(one), url_features(other)
    assert left.features[1:] == right.features[1:]
    assert left.path == right.path


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("harbour", "none"),
        ("harbour7", "one digit"),
        ("harbour12", "two digits"),
        ("harbour777", "lucky number"),
        ("harbour4d", "lucky number"),
        ("pharmacy24", "round the clock"),
        ("congress2019", "year"),
        ("harbour4913", "four digits"),
        ("harbour49137", "five digits or more"),
        ("49137", "all digits"),
    ],
)
def test_endings_of_labels(label: str, name: str) -> None:
    assert TAIL_CLASSES[tail_class(label)] == name


def test_flags_of_a_host() -> None:
    assert dense("http://a1.b.north-sea-99.sma.sch.id/") == {"institutional": 1, "shortener": 0}
    assert dense("https://bit.ly/3x") == {"institutional": 0, "shortener": 1}


def test_numbers_of_a_series_share_a_text() -> None:
    one, other = (url_features(url).features.text for url in ("harbour12.com", "harbour97.com"))
    assert one != other
    assert one.partition("$")[2] == other.partition("$")[2] == "^harbourB.com$"
    assert url_features("harbour.com").features.text == "^harbour.com$"


@pytest.mark.parametrize("url", ["http://203.0.114.9/a", "http://[2a00::9]/", "", "http://"])
def test_addresses_have_no_text(url: str) -> None:
    row = url_features(url)
    assert row.features.text == ""
    assert not any(row.features.dense)


def test_paths_are_decoded_and_folded() -> None:
    assert (
        url_features("a.example/Some%20Path/x_y.html?q=Z#/W").path == "-some-path-x-y-html-q-z-w-"
    )
    assert url_features("a.example/").path == ""
    assert url_features("a.example/?").path == ""
    assert fold_text("  «Слот» 777! ") == "-слот-777-"
    assert fold_text("—") == ""
    assert len(fold_text("ab " * 500)) <= 160


@pytest.mark.parametrize(
    "extra",
    [
        "?utm_source=newsletter&utm_medium=email",
        "?gclid=EAIaIQobChMI8uXk2bT1AIVjMp3Ch0V",
        "?PHPSESSID=9f8e7d6c5b4a&p=123",
        "#top",
        "index.html",
        "index.php?page=2&fbclid=a1b2#comments",
    ],
)
def test_what_leads_to_the_same_page_leaves_no_trace(extra: str) -> None:
    assert url_features(f"https://example.com/slot-gacor/{extra}").path == "-slot-gacor-"


@pytest.mark.parametrize(
    ("tail", "path"),
    [
        ("?slot=gacor&utm_id=7", "-slot-gacor-"),
        ("?bonus=100", "-bonus-100-"),
        ("#/slot/gacor", "-slot-gacor-"),
        ("index-of-casinos.html", "-index-of-casinos-html-"),
    ],
)
def test_parameters_and_routes_that_say_something_are_kept(tail: str, path: str) -> None:
    assert url_features(f"https://example.com/{tail}").path == path


@given(st.one_of(st.text(), st.text(alphabet="/:.@[]%#?\\0x1a-é①。\ud800\n", max_size=40)))
def test_any_string_has_features(url: str) -> None:
    row = url_features(url)
    assert len(row.features.dense) == len(DENSE)
    assert len(row.features.text) <= 128
    assert row.path == "" or (row.path[0] == row.path[-1] == "-" and len(row.path) <= 160)
