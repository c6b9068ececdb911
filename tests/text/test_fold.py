from __future__ import annotations

import numpy as np
import pytest
from documents import texts
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.text.fold import URL_MARK, Folded, fold_codes
from spamdetect.text.script import decode, encode, table_index, tables


def folded(text: str, urls: list[tuple[int, int]] | None = None) -> Folded:
    codes = encode(text)
    classes = tables()["classes"].take(table_index(codes))
    spans = np.array(urls or [], np.int64).reshape(-1, 2)
    return fold_codes(codes, classes, spans)


def fold(text: str) -> str:
    return decode(folded(text).codes).strip()


@pytest.mark.parametrize(
    "text",
    [
        "SLOT Gacor",
        "𝐬𝐥𝐨𝐭 𝓰𝓪𝓬𝓸𝓻",
        "𝚜𝚕𝚘𝚝 𝕘𝕒𝕔𝕠𝕣",
        "𝔰𝔩𝔬𝔱 gacor",
        "ｓｌｏｔ　ｇａｃｏｒ",
        "ⓢⓛⓞⓣ ⓖⓐⓒⓞⓡ",
        "🅂🄻🄾🅃 gacor",
        "🇸🇱🇴🇹 gacor",
        "ˢˡᵒᵗ gacor",
        "ꜱʟᴏᴛ ɢᴀᴄᴏʀ",
        "s\u200bl\u200bo\u200bt g\u2060acor",
        "slot ga\u00adcor\ufeff",
        "s\u0336l\u0336o\u0336t\u0336 gacor",
        "ślöt gâcôr",
        "ѕlоt gасоr",
        "sl0t g4c0r",
        "sl0t g@cor",
        "s l o t gacor",
        "s.l.o.t gacor",
        "s-l-o-t gacor",
        "s_l_o_t gacor",
    ],
)
def test_writing_tricks_fold_to_the_plain_words(text: str) -> None:
    assert fold(text) == "slot gacor"


@pytest.mark.parametrize(
    "text",
    [
        "москва",
        "αθηνα",
        "今天天气",
        "ราคา",
        "سلام",
        "in 2024 and 1999",
        "covid-19",
        "a b c",
        "x y",
        "100 m",
    ],
)
def test_honest_text_keeps_its_letters(text: str) -> None:
    assert fold(text) == text


def test_letters_are_not_joined_over_the_end_of_a_line() -> None:
    assert "abcd" not in fold("a\nb\nc\nd")


def test_what_was_undone_is_counted_where_it_stands() -> None:
    found = folded("p0ker and ѕlоt and w i n s")
    assert found.leet.tolist() == [1]
    assert found.mixed.tolist() == [10, 12]
    assert found.spaced.tolist() == [20, 22, 24]


def test_plain_text_counts_nothing_undone() -> None:
    found = folded("The train to Porto leaves at 9:15, platform 4.")
    assert not found.leet.size
    assert not found.mixed.size
    assert not found.spaced.size


def test_a_url_becomes_one_mark_at_its_start() -> None:
    text = "see http://a.example/b now"
    found = folded(text, [(4, 22)])
    at = found.codes.tolist().index(URL_MARK)
    assert found.codes.tolist().count(URL_MARK) == 1
    assert found.origin[at] == 4
    assert found.origin[at + 1] == 22


@pytest.mark.parametrize(
    "text", ["░s░ ░l░ ░o░ ░t░", "s✨l✨o✨t", "s ♛ l ♛ o ♛ t", "🔥s🔥 🔥l🔥 🔥o🔥 🔥t🔥"]
)
def test_ornaments_between_letters_do_not_hide_a_word(text: str) -> None:
    assert "slot" in fold(text)


@pytest.mark.parametrize(
    "text", ["a) b) c) d)", "1, 2, 3, 4", "x - y - z - w", "go ✓ on ✓ we ✓ do"]
)
def test_lists_of_short_entries_are_not_joined(text: str) -> None:
    assert fold(text) == text


def test_the_shortest_spaced_word() -> None:
    assert fold("s l o t") == "slot"
    assert fold("s l o") == "s l o"


def test_the_empty_text() -> None:
    assert fold("") == ""


@given(texts)
def test_folded_characters_keep_the_place_they_came_from(text: str) -> None:
    found = folded(text)
    assert len(found.codes) == len(found.origin)
    assert (np.diff(found.origin) > 0).all()
    if len(found.origin):
        assert found.origin[0] >= 0
        assert found.origin[-1] < len(text)


@given(st.text("abcdefghijklmnopqrstuvwxyz ", max_size=40))
def test_case_and_width_do_not_matter(text: str) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) if c != " " else "\u3000" for c in text)
    assert fold(text) == fold(text.upper()) == fold(wide)


@pytest.mark.parametrize("text", ["pulau4d", "main di toto4d, lalu", "cinema3d hall"])
def test_a_dimension_at_the_end_of_a_word_stays_a_number(text: str) -> None:
    assert fold(text) == text
