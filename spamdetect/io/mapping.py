"""Records made of mappings of field names to values: lines of JSON, rows of tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from spamdetect.io.records import Fields, Record, RecordError, place


def from_mapping(
    value: Any, source: str, line: int, raw: Any, fields: Fields
) -> Record | RecordError:
    """Make a record of a mapping of field names to values.

    Its document is the first of the two fields that is not empty.

    Parameters
    ----------
    value : Any
        Anything but a mapping is an error.
    source : str
    line : int
    raw : Any
        See `Record`.
    fields : Fields

    Returns
    -------
    Record or RecordError
    """
    if not isinstance(value, Mapping):
        return RecordError(source, line, f"is a JSON {_kind(value)}, not an object", raw)
    present = [name for name in fields.order() if name in value]
    if not present:
        return RecordError(source, line, fields.missing("field", value), raw)
    # What is empty must not hide a document in the other field.
    key = next((name for name in present if value[name] not in (None, "", b"")), None)
    key = key or next((name for name in present if value[name] is not None), None)
    if key is None:
        return RecordError(source, line, f"field {present[0]!r} is null", raw)
    content = value[key]
    is_html = key == fields.html
    if not isinstance(content, str) and not (is_html and isinstance(content, bytes)):
        cause = f"field {key!r} is of type {_kind(content)}, not string"
        return RecordError(source, line, cause, raw)
    url = value.get(fields.url)
    own = value.get(fields.id)
    return Record(
        own if isinstance(own, (str, int)) and not isinstance(own, bool) else place(source, line),
        source,
        line,
        None if is_html else str(content),
        content if is_html else None,
        url if isinstance(url, str) else None,
        raw,
    )


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, (list, tuple)):
        return "array"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, Mapping) else type(value).__name__
