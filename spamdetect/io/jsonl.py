"""JSON Lines: a line is a document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from spamdetect.io.binary import BOM_UTF8
from spamdetect.io.format import Format
from spamdetect.io.jsontext import loads, replace_value
from spamdetect.io.mapping import from_mapping
from spamdetect.io.records import LEFT_OUT, Fields, Item, Passed, Record, RecordError, unread
from spamdetect.io.source import Source

_OBJECT_START: Final = re.compile(rb"""\{\s*["}]""")
_LEAST_CUT: Final = 1024
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


def _tells(head: bytes) -> bool:
    line, newline, _ = head.lstrip().partition(b"\n")
    line = line.strip()
    whole = bool(newline) or len(head) < _LEAST_CUT
    return bool(_OBJECT_START.match(line)) and (line.endswith(b"}") or not whole)


FORMAT: Final = Format(
    "jsonl", (".jsonl", ".ndjson", ".jsonlines"), "line", read, render, tells=_tells
)
