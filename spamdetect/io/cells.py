"""Values out of Arrow columns and back, where strings need not be valid UTF-8."""

from __future__ import annotations

from typing import Any

from spamdetect.io import html


def decoded(value: Any, as_text: bool) -> Any:
    """Return a value with bytes decoded, as UTF-8 or as a page tells; anything else as it is."""
    if not isinstance(value, bytes):
        return value
    return value.decode("utf-8", "surrogateescape") if as_text else html.decode(value)[0]


def values_of(column: Any) -> list[Any]:
    """Return a column's values; strings as bytes in UTF-8, which need not be valid."""
    import pyarrow

    if pyarrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    binary = _binary(column.type)
    values: list[Any] = (column if binary is None else column.view(binary)).to_pylist()
    return values


def is_text(kind: Any) -> bool:
    """Return whether a type is one of strings, plain or in a dictionary."""
    import pyarrow

    if pyarrow.types.is_dictionary(kind):
        kind = kind.value_type
    return _binary(kind) is not None


def _binary(kind: Any) -> Any:
    import pyarrow

    if pyarrow.types.is_string(kind):
        return pyarrow.binary()
    if pyarrow.types.is_large_string(kind):
        return pyarrow.large_binary()
    return None


def replaced(column: Any, changes: dict[int, str], is_html: bool) -> Any:
    """Return a column with some of its values replaced, in its type and a page's own encoding.

    Parameters
    ----------
    column : pyarrow.Array
    changes : dict of int to str
        By row.
    is_html : bool
    """
    import pyarrow

    values = values_of(column)
    as_page = is_html and not is_text(column.type)
    for row, cleaned in changes.items():
        page = values[row]
        values[row] = html.cut_out(page, cleaned) if as_page else html.encode(cleaned, "utf-8")
    if pyarrow.types.is_dictionary(column.type):
        kind = column.type.value_type
        return pyarrow.array(values, _binary(kind) or kind).view(kind).cast(column.type)
    return pyarrow.array(values, _binary(column.type) or column.type).view(column.type)
