"""JSON that survives lone surrogates and invalid UTF-8, and values replaced in place."""

from __future__ import annotations

import json
import re
from typing import Any, Final

try:
    import orjson
except ImportError:
    orjson = None  # type: ignore[assignment]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_UNESCAPABLE: Final = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_MOST_DIGITS: Final = 4300
_EXACT: Final = 1 << 63


def _integer(digits: str) -> int | float:
    """Return a number, which Python refuses to convert exactly where it is very long."""
    return int(digits) if len(digits) <= _MOST_DIGITS else float(digits)


_decoder: Final = json.JSONDecoder(parse_int=_integer)


def loads(data: bytes) -> Any:
    """Parse JSON.

    Parameters
    ----------
    data : bytes
        Bytes that are not UTF-8 become lone surrogates (PEP 383).

    Returns
    -------
    Any
        Integers that are values of the outermost object are exact up to 4,300 digits.

    Raises
    ------
    ValueError
        With a message that says what is wrong and in which column.
    """
    if orjson is not None:
        try:
            value = orjson.loads(data)
        except orjson.JSONDecodeError:
            pass
        else:
            if not (isinstance(value, dict) and any(map(_is_rounded, value.values()))):
                return value
    try:
        return _decoder.decode(data.decode("utf-8", "surrogateescape"))
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} (column {error.colno})") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _is_rounded(value: Any) -> bool:
    """Return whether a value may have been an integer of more than 64 bits, for orjson a float."""
    return type(value) is float and abs(value) >= _EXACT


def dumps(value: Any) -> bytes:
    """Return a value as JSON on one line, in UTF-8, without a newline at its end.

    Parameters
    ----------
    value : Any
        Lone surrogates in strings are written as escapes.
    """
    if orjson is not None:
        try:
            return orjson.dumps(value)
        except TypeError:
            pass
    return _encode(json.dumps(value, ensure_ascii=False, separators=(",", ":")), _SURROGATE)


def replace_value(line: bytes, key: str, value: str) -> bytes:
    """Return a JSON object with the value of one of its keys replaced, all else unchanged.

    Parameters
    ----------
    line : bytes
        A JSON object that `loads` accepts and that has the key.
    key : str
        Of keys that stand there more than once, the last is meant, as parsers do.
    value : str

    Raises
    ------
    ValueError
        If the object is nested too deeply.
    """
    text = line.decode("utf-8", "surrogateescape")
    try:
        start, end = _span_of_value(text, key)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    token = json.dumps(value, ensure_ascii=text[start:end].isascii())
    # Escaped and raw surrogates look alike once decoded: raw ones exist in invalid UTF-8 only.
    lone = _UNESCAPABLE if _SURROGATE.search(text) else _SURROGATE
    return b"".join(
        (
            text[:start].encode("utf-8", "surrogateescape"),
            _encode(token, lone),
            text[end:].encode("utf-8", "surrogateescape"),
        )
    )


def _encode(text: str, lone: re.Pattern[str]) -> bytes:
    escaped = lone.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
    return escaped.encode("utf-8", "surrogateescape")


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    assert found is not None
    return found.end()


def _span_of_value(text: str, key: str) -> tuple[int, int]:
    position = _skip(text, text.index("{") + 1)
    span = (position, position)
    while text[position] != "}":
        name, position = _decoder.raw_decode(text, position)
        start = _skip(text, _skip(text, position) + 1)
        _, position = _decoder.raw_decode(text, start)
        if name == key:
            span = (start, position)
        position = _skip(text, position)
        if text[position] == ",":
            position = _skip(text, position + 1)
    return span
