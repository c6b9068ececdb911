"""JSON Lines: a line is a document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from spamdetect.io.detect import BOM_UTF8
from spamdetect.io.jsontext import loads, replace_value
from spamdetect.io.records import LEFT_OUT, Fields, Item, Passed, Record, RecordError, unread
from spamdetect.io.source import Source

_BROKEN: Final = "broken JSON"
_HELD: Final = 256


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
    broken: list[RecordError] = []
    is_behind = False
    for number, (line, damage) in enumerate(source.lines(), start=1):
        was_behind, is_behind = is_behind, damage is not None
        if damage is not None:
            # What a corrupt member gives in front of the place where it is found out is no record.
            yield from (
                replace(error, cause=f"{error.cause}; {LEFT_OUT}", raw=b"") for error in broken
            )
            broken = []
            cause, raw = unread(line, damage, whole=line.endswith(b"\n"))
            yield RecordError(source.name, number, cause, raw)
            continue
        item = _item(source.name, number, line, fields)
        if isinstance(item, RecordError) and item.cause.startswith(_BROKEN):
            if was_behind and not line.lstrip().startswith(b"{"):
                cause = f"is the end of a record whose start is lost; {LEFT_OUT}"
                item = RecordError(source.name, number, cause)
            elif source.compression and len(broken) < _HELD:
                broken.append(item)
                continue
        yield from broken
        broken = []
        yield item
    yield from broken


def _item(name: str, number: int, line: bytes, fields: Fields) -> Item:
    body = line.removeprefix(BOM_UTF8) if number == 1 else line
    if not body.strip():
        return Passed(line)
    try:
        value = loads(body)
    except ValueError as error:
        return RecordError(name, number, f"{_BROKEN}: {error}", line)
    return from_mapping(value, name, number, line, fields)


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
