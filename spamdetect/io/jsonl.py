"""JSON Lines: a line is a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from spamdetect.io.detect import BOM_UTF8
from spamdetect.io.jsontext import loads, replace_value
from spamdetect.io.records import Fields, Item, Passed, Record, RecordError
from spamdetect.io.source import Source


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield a record for each line.

    Parameters
    ----------
    source : Source
    fields : Fields

    Yields
    ------
    Record, RecordError or Passed
        The last for empty lines.
    """
    for number, (line, damage) in enumerate(source.lines(), start=1):
        if damage is not None:
            yield RecordError(source.name, number, damage, line + b"\n" if line else line)
            continue
        body = line.removeprefix(BOM_UTF8) if number == 1 else line
        if not body.strip():
            yield Passed(line)
            continue
        try:
            value = loads(body)
        except ValueError as error:
            yield RecordError(source.name, number, f"broken JSON: {error}", line)
            continue
        yield from_mapping(value, source.name, number, line, fields)


def render(record: Record, cleaned: str, fields: Fields) -> bytes:
    """Return the line of a record with another text (or HTML), all else unchanged.

    Parameters
    ----------
    record : Record
    cleaned : str
    fields : Fields
    """
    key = fields.html if record.text is None else fields.text
    raw: bytes = record.raw
    bom = BOM_UTF8 if raw.startswith(BOM_UTF8) else b""
    return bom + replace_value(raw.removeprefix(BOM_UTF8), key, cleaned)


def from_mapping(
    value: Any, source: str, line: int, raw: Any, fields: Fields
) -> Record | RecordError:
    """Make a record of a mapping of field names to values.

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
    order = fields.order()
    key = next((name for name in order if value.get(name) is not None), None)
    if key is None:
        present = [name for name in order if name in value]
        if present:
            return RecordError(source, line, f"field {present[0]!r} is null", raw)
        return RecordError(source, line, fields.missing("field", value), raw)
    content = value[key]
    is_html = key == fields.html
    if not isinstance(content, str) and not (is_html and isinstance(content, bytes)):
        cause = f"field {key!r} is of type {_kind(content)}, not string"
        return RecordError(source, line, cause, raw)
    url = value.get(fields.url)
    own = value.get(fields.id)
    return Record(
        own if isinstance(own, (str, int)) else f"{source}:{line}",
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
