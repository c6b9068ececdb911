"""Long runs continued: what an output holds already is kept and its records are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from spamdetect.cli.options import UsageError
from spamdetect.cli.output import PART, open_lines, open_stream
from spamdetect.cli.session import Session
from spamdetect.io.inputs import format_module
from spamdetect.io.jsontext import loads
from spamdetect.io.members import split_compression
from spamdetect.io.records import Fields, Format, Item, Opened, Record, RecordError
from spamdetect.io.source import Source
from spamdetect.io.writer import open_writer


def resume_lines(path: str, items: Iterator[Item], session: Session[bytes]) -> None:
    """Skip the documents that the JSON Lines of an earlier run hold.

    The output is cut behind the last line that is whole; the caller then appends to it.

    Parameters
    ----------
    path : str
        Nothing is done if there is no such file.
    items : iterator of Item
        Advanced behind the documents that are done.
    session : Session
        Is told of them.

    Raises
    ------
    UsageError
        If the output is of another input.
    """
    if not Path(path).exists():
        return
    documents = (item for item in items if isinstance(item, (Record, RecordError)))
    with Source(path) as done, open_lines(path + PART) as kept:
        for number, (line, damage) in enumerate(done.lines(), start=1):
            entry = None if damage or not line.endswith(b"\n") else _entry(line)
            if entry is None:
                break
            item = next(documents, None)
            if item is None or (item.source, item.line) != (entry["source"], entry["line"]):
                raise _other(path, number)
            kept.write(line)
            if isinstance(item, RecordError):
                session.errors.add(item)
            else:
                session.summary.resume(spam=entry.get("verdict") in ("injected", "spam"))
    Path(path + PART).replace(path)


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and {"source", "line"} <= entry.keys() else None


def _other(path: str, number: int) -> UsageError:
    return UsageError(
        f"{path} does not continue this input (its record {number} differs); "
        "remove it or leave out --resume"
    )


def resume_documents(
    path: str, opened: Opened, items: Iterator[Item], session: Session[Any]
) -> Iterator[Item]:
    """Skip the records that the cleaned file of an earlier run holds.

    A record is held if the output has it unchanged, or changed in nothing but its text.

    Parameters
    ----------
    path : str
        Nothing is done if there is no such file.
    opened : Opened
        The input.
    items : iterator of Item
        Those of the input.
    session : Session
        Is told of the records that are done.

    Returns
    -------
    iterator of Item
        The items that are left to do.

    Raises
    ------
    UsageError
        If the output is of another input, or of a format that cannot be continued.
    """
    if not Path(path).exists() or opened.format in ("text", "html"):
        return items
    if opened.format == "parquet":
        raise UsageError(f"{path}: a Parquet file cannot be continued; leave out --resume")
    fields = session.fields
    module = format_module(opened.format)
    with Source(path) as done, open_stream(path + PART) as stream:
        writer = open_writer(stream, opened.format, split_compression(path)[1], fields)
        held = module.read(done, fields)
        for number, old in enumerate(held, start=1):
            item = next(items, None)
            if item is None:
                raise _other(path, number)
            if not _same(item, old, opened.format, fields):
                if not _is_tail(item, chain((old,), held)):
                    raise _other(path, number)
                items = chain((item,), items)
                break
            writer.write(old)
            if isinstance(item, RecordError):
                session.errors.add(item)
            elif isinstance(item, Record):
                session.summary.resume(spam=old.raw != item.raw)
        writer.close()
    Path(path + PART).replace(path)
    return items


def _same(item: Item, old: Item, format: Format, fields: Fields) -> bool:
    if isinstance(item, Opened) or isinstance(old, Opened):
        return False
    if item.raw == old.raw:
        return True
    if not isinstance(item, Record) or not isinstance(old, Record):
        return False
    if (item.text is None) != (old.text is None):
        return False
    before, after = (str(r.html if r.text is None else r.text) for r in (item, old))
    characters = iter(before)
    if not all(character in characters for character in after):
        return False
    return bool(format_module(format).render(item, after, fields) == old.raw)


def _is_tail(item: Item, rest: Iterator[Item]) -> bool:
    """Return whether what is left of an output may be the start of one item, cut short."""
    room = 2 * len(getattr(item, "raw", b"")) + 1024
    for old in rest:
        room -= len(getattr(old, "raw", b""))
        if room < 0:
            return False
    return True
