"""The cleaned documents of an earlier run of `clean` continued."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain
from os import SEEK_END
from pathlib import Path
from typing import Any

from spamdetect.cli.options import UsageError
from spamdetect.cli.output import PART, open_stream
from spamdetect.cli.resume.earlier import is_cut_at_magic, is_there, other_input, unfinished
from spamdetect.cli.session import Session
from spamdetect.io.format import Format
from spamdetect.io.members import LONGEST_MAGIC, split_compression
from spamdetect.io.records import (
    Damaged,
    Fields,
    Item,
    Opened,
    Passed,
    Record,
    RecordError,
)
from spamdetect.io.source import Source
from spamdetect.io.writer import Writer, open_writer

Cleaned = tuple[Item, str | None]


def resume_documents(
    path: str,
    opened: Opened,
    items: Iterator[Item],
    session: Session[str | None],
    render: Callable[[Item, str | None], bytes],
) -> Iterator[Cleaned] | None:
    """Skip the records that the cleaned file of an earlier run holds.

    A record is held if the output has it unchanged, or changed in nothing but its text. What the
    output holds behind the last such record must be what is written there now, or its start; so
    must a file that is one document.

    Parameters
    ----------
    path : str
        Nothing is done if there is no such file.
    opened : Opened
        The input.
    items : iterator of Item
        Those of the input.
    session : Session
        Scores them and is told of the records that are done.
    render : callable
        Returns what is written for an item and its cleaned text.

    Returns
    -------
    iterator of tuple, or None
        What is left to be appended, each item with its cleaned text; None if the output is
        complete, which is then as it was.

    Raises
    ------
    UsageError
        If the output is of another input, or of a format that cannot be continued.
    """
    if not is_there(path):
        return session.results(items)
    if opened.format.render is None:
        raise UsageError(f"{path}: {opened.format.name} cannot be continued; leave out --resume")
    compression = split_compression(path)[1]
    number = size = 0
    with unfinished(path):
        with open_stream(path + PART) as stream:
            writer = open_writer(stream, opened.format, compression, session.fields)
            if opened.format.unit != "file":
                items, number, size = _skip_held(path, opened.format, items, session, writer)
            results = session.results(items)
            with Source(path) as done:
                _pass_over(done, size)
                first = _compare(done, path, number, results, render, writer)
                is_whole = first is None and done.take_damage() is None
                is_whole = is_whole and done.compression == compression
            writer.close()
            if first is not None and opened.format.unit == "file":
                # Not even an empty member is to stand in front of the document.
                stream.truncate(0)
        if is_whole:
            Path(path + PART).unlink()
            return None
        Path(path + PART).replace(path)
    return results if first is None else chain((first,), results)


def _skip_held(
    path: str, format: Format, items: Iterator[Item], session: Session[Any], writer: Writer
) -> tuple[Iterator[Item], int, int]:
    """Copy the records that are held.

    Returns the items that are left, the number of those copied, and where in the output they end.
    """
    number = size = 0
    with Source(path) as done:
        for old in format.read(done, session.fields):
            item = next(items, None)
            while isinstance(item, RecordError) and _is_nothing(item):
                session.errors.add(item)
                item = next(items, None)
            if item is None:
                break
            if (
                isinstance(old, Opened)
                or _is_nothing(old)
                or not _same(item, old, format, session.fields)
            ):
                items = chain((item,), items)
                break
            number += 1
            size += old.raw.size if isinstance(old.raw, Damaged) else len(old.raw)
            writer.write(old)
            if isinstance(item, RecordError):
                session.errors.add(item)
            elif isinstance(item, Record):
                session.summary.resume(spam=old.raw != item.raw)
    return items, number, size


def _is_nothing(item: Item) -> bool:
    """Return whether an item leaves nothing in an output."""
    raw = getattr(item, "raw", b"")
    return not raw and not isinstance(raw, Damaged)


def _same(item: Item, old: Record | RecordError | Passed, format: Format, fields: Fields) -> bool:
    if isinstance(item, Opened):
        return False
    if item.raw == old.raw:
        return bool(getattr(item.raw, "stored", b"") == getattr(old.raw, "stored", b""))
    if not isinstance(item, Record) or not isinstance(old, Record):
        return False
    # A last row without a newline may be cut short and a row for all that.
    if (item.text is None) != (old.text is None) or not old.raw.endswith(b"\n"):
        return False
    before, after = (str(r.html if r.text is None else r.text) for r in (item, old))
    characters = iter(before)
    if not all(character in characters for character in after):
        return False
    assert format.render is not None
    return bool(format.render(item, after, fields) == old.raw)


def _pass_over(done: Source, size: int) -> None:
    while size:
        piece = done.buffer.read1(size)
        if not piece and done.take_damage() is None:
            return
        size -= len(piece)


def _compare(
    done: Source,
    path: str,
    number: int,
    results: Iterator[Cleaned],
    render: Callable[[Item, str | None], bytes],
    writer: Writer,
) -> Cleaned | None:
    """Copy what an output holds of the results; return the first that it does not hold."""
    for item, cleaned in results:
        number += 1
        raw = getattr(item, "raw", b"")
        if isinstance(raw, Damaged) and raw.compression == split_compression(path)[1]:
            if done.buffer.peek(1) and not _ends_with_start(path, raw.stored):
                raise other_input(path, number)
            return item, None
        data = render(item, cleaned)
        old = done.buffer.read(len(data))
        if not data.startswith(old) and not is_cut_at_magic(path, number, old):
            raise other_input(path, number)
        if old != data:
            return Passed(data), None
        writer.write(Passed(data))
    if done.buffer.read(1):
        raise other_input(path, number + 1)
    return None


def _ends_with_start(path: str, member: bytes) -> bool:
    """Return whether a file ends with a member as it is stored, or with the start of it.

    The first bytes of the member behind it may follow, too few to be told from it.
    """
    with Path(path).open("rb") as file:
        file.seek(max(0, file.seek(0, SEEK_END) - 2 * len(member)))
        tail = file.read()
    head = member[:LONGEST_MAGIC]
    start = tail.find(head)
    while start >= 0 and tail[start : start + len(member)] != member[: len(tail) - start]:
        start = tail.find(head, start + 1)
    return start >= 0
