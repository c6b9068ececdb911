"""Encodings of pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.html.decode import codec, decode


def test_a_byte_order_mark_wins_over_everything() -> None:
    assert decode(b"\xef\xbb\xbf<meta charset=koi8-r>\xc3\xa9", "shift_jis").endswith("é")
    assert decode("\ufeffwörd".encode("utf-16-le")) == "wörd"
    assert decode(b"\xfe\xff" + "wörd".encode("utf-16-be")) == "wörd"


def test_the_transport_wins_over_the_page() -> None:
    assert decode("<meta charset=utf-8>я".encode("koi8-r"), "KOI8-R").endswith("я")


@pytest.mark.parametrize(
    "head",
    [
        "<meta charset=windows-1251>",
        "<META CHARSET='windows-1251'>",
        '<meta charset="cp1251" />',
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        '<?xml version="1.0" encoding="windows-1251"?>',
        "<!-- <meta charset=utf-8> --><meta charset=windows-1251>",
        "<meta charset=no-such-thing><meta charset=x-cp1251>",
    ],
)
def test_the_page_may_name_its_encoding(head: str) -> None:
    assert decode((head + "привет").encode("windows-1251")).endswith("привет")


def test_a_meta_beyond_the_prescan_is_not_read() -> None:
    page = b" " * 1100 + "<meta charset=koi8-r>é".encode()
    assert decode(page).endswith("é")


def test_utf8_is_tried_before_the_fallback() -> None:
    assert decode("naïve – 日本".encode()) == "naïve – 日本"
    assert decode("naïve café".encode("windows-1252")) == "naïve café"
    assert decode(b"caf\xe9 \x81 \x93") == "café \x81 “"


def test_a_page_cut_inside_a_character_is_still_utf8() -> None:
    assert decode("日本語".encode()[:-1]) == "日本\ufffd"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("latin1", "cp1252"),
        (" ISO-8859-1\n", "cp1252"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "cp932"),
        ("euc-kr", "cp949"),
        ("iso-8859-9", "cp1254"),
        ("nonsense", None),
    ],
)
def test_labels_mean_what_browsers_take_them_for(label: str, expected: str | None) -> None:
    assert codec(label) == expected


def test_a_page_that_claims_utf16_in_ascii_is_utf8() -> None:
    assert decode("<meta charset=utf-16>é".encode()).endswith("é")


def test_unsafe_encodings_are_refused() -> None:
    assert decode(b"<meta charset=hz-gb-2312>abc") == "\ufffd"


def test_every_codec_exists() -> None:
    from spamdetect.html.encoding_labels import CODECS, REPLACEMENT

    for name in set(CODECS.values()) - {REPLACEMENT}:
        assert isinstance(b"a".decode(name, "replace"), str)


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "gbk", "iso-2022-jp", "x"]))
def test_no_bytes_raise(data: bytes, label: str | None) -> None:
    assert isinstance(decode(data, label), str)
