from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.text.script import TABLE_SIZE, Class, encode, table_index, tables


def class_of(char: str) -> Class:
    return Class(int(tables()["classes"][table_index(encode(char))[0]]))


@pytest.mark.parametrize(
    ("char", "expected"),
    [
        ("a", Class.LATIN),
        ("Q", Class.LATIN_UPPER),
        ("é", Class.LATIN_EXTENDED),
        ("ж", Class.CYRILLIC),
        ("λ", Class.GREEK),
        ("ش", Class.ARABIC),
        ("水", Class.HAN),
        ("𠀀", Class.HAN),
        ("ひ", Class.KANA),
        ("한", Class.HANGUL),
        ("ก", Class.THAI),
        ("अ", Class.INDIC),
        ("7", Class.DIGIT),
        (" ", Class.SPACE),
        ("\u3000", Class.SPACE),
        ("\n", Class.NEWLINE),
        ("\r", Class.NEWLINE),
        ("\u2028", Class.NEWLINE),
        (".", Class.SENTENCE_END),
        ("。", Class.SENTENCE_END),
        ("?", Class.QUESTION),
        (",", Class.COMMA),
        ("“", Class.QUOTE),
        ("€", Class.CURRENCY),
        ("😀", Class.EMOJI),
        ("\u200b", Class.INVISIBLE),
        ("\U000e0041", Class.INVISIBLE),
        ("\u0301", Class.COMBINING),
        ("𝐬", Class.STYLED),
        ("\x00", Class.CONTROL),
    ],
)
def test_class_of_a_character(char: str, expected: Class) -> None:
    assert class_of(char) is expected


@given(st.text(st.characters(exclude_categories=())))
def test_every_code_point_has_one_class(text: str) -> None:
    codes = encode(text)
    assert codes.tolist() == [ord(char) for char in text]
    index = table_index(codes)
    assert (index < TABLE_SIZE).all()
    classes = tables()["classes"].take(index)
    assert np.isin(classes, [int(name) for name in Class]).all()
