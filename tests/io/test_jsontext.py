from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamdetect.io import jsontext
from spamdetect.io.jsontext import dumps, loads, replace_value

TEXT = st.text(alphabet=st.characters(codec=None, categories=None), max_size=20)
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)


@pytest.fixture(params=["orjson", "json"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "json":
        monkeypatch.setattr(jsontext, "orjson", None)


@settings(deadline=None)
@given(VALUES)
def test_what_is_written_is_read_back(value: Any) -> None:
    assert loads(dumps(value)) == value


@settings(deadline=None)
@given(
    st.dictionaries(TEXT, VALUES, max_size=4), st.booleans(), st.sampled_from([None, 1]), TEXT, TEXT
)
def test_only_the_value_of_the_key_changes(
    others: dict[str, Any], ascii_only: bool, indent: int | None, old: str, new: str
) -> None:
    value = {**others, "text": old, "n": 1.0}
    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    line = text.encode("utf-8", "backslashreplace")
    assert loads(line) == value
    assert loads(replace_value(line, "text", old)) == value
    assert loads(replace_value(line, "text", new)) == {**value, "text": new}


def test_spaces_numbers_and_escapes_of_other_fields_stay_as_written() -> None:
    line = b'{ "n" : 1.50e3 ,"u":"\\u0041\\/" , "text":"old" ,"text" : "two","z":[ 1,2 ] }\r\n'
    wanted = b'{ "n" : 1.50e3 ,"u":"\\u0041\\/" , "text":"old" ,"text" : "new","z":[ 1,2 ] }\r\n'
    assert replace_value(line, "text", "new") == wanted


def test_lone_surrogates_stay_escapes_and_raw_bytes_stay_raw() -> None:
    assert replace_value(b'{"text":"a \\ud800 b"}', "text", "\ud800") == b'{"text":"\\ud800"}'
    assert replace_value(b'{"text":"a \xff b"}', "text", "\udcff") == b'{"text":"\xff"}'


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 2**64, 12345678901234567890123, 10**4299])
def test_large_integers_are_exact(number: int) -> None:
    value = {"id": number, "big": 1e300, "text": "a"}
    line = json.dumps(value).encode()
    assert loads(line) == value
    assert type(loads(line)["id"]) is int
    assert loads(dumps(value)) == value


@pytest.mark.parametrize("sign", ["", "-"])
def test_integers_too_long_for_python_cost_no_record(sign: str) -> None:
    line = f'{{"n":{sign}{"1" * 5000},"in":[{"2" * 5000}],"text":"old"}}'.encode()
    assert loads(line)["text"] == "old"
    assert replace_value(line, "text", "new") == line.replace(b"old", b"new")


@pytest.mark.parametrize(
    "line", [b"", b"{", b'{"a":}', b"{'a':1}", b'{"a":"\n"}', b"[" * 100_000, b"\x00", b"nope"]
)
def test_broken_json_is_a_value_error_with_a_cause(line: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        loads(line)
