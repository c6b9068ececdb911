"""The JSON Lines of an earlier run of `score` continued."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any, Final

from spamdetect.cli.output import PART, open_lines
from spamdetect.cli.resume.earlier import is_cut_at_magic, is_there, other_input, unfinished
from spamdetect.cli.session import Session
from spamdetect.io.jsontext import dumps, loads
from spamdetect.io.records import Item, Record, RecordError
from spamdetect.io.source import Source

_KEYS: Final = {"source", "line", "verdict"}


def resume_lines(path: str, items: Iterator[Item], session: Session[bytes]) -> Iterator[Item]:
    """Skip the documents that the JSON Lines of an earlier run hold.

    The output is cut behind the last line that is whole; the caller then appends to it.

    Parameters
    ----------
    path : str
        Nothing is done if there is no such file.
    items : iterator of Item
        Those of the input.
    session : Session
        Is told of the documents that are done.

    Returns
    -------
    iterator of Item
        The items that are left to do.

    Raises
    ------
    UsageError
        If the output is of another input, or none of this command.
    """
    if not is_there(path):
        return items
    documents = (item for item in items if isinstance(item, (Record, RecordError)))
    with unfinished(path), Source(path) as done, open_lines(path + PART) as kept:
        for number, (line, damage) in enumerate(done.lines(), start=1):
            item = next(documents, None)
            entry = _entry(line) if line.endswith(b"\n") else None
            if entry is None:
                if not _is_start(line, item) and not is_cut_at_magic(path, number, line):
                    raise other_input(path, number)
                items = items if item is None else chain((item,), items)
                break
            if item is None or (item.source, item.line) != (entry["source"], entry["line"]):
                raise other_input(path, number)
            kept.write(line)
            if isinstance(item, RecordError):
                session.errors.add(item)
            else:
                session.summary.resume(spam=entry.get("verdict") in ("injected", "spam"))
            if damage is not None:
                break
    Path(path + PART).replace(path)
    return items


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        entry = loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) and entry.keys() >= _KEYS else None


def _is_start(line: bytes, item: Record | RecordError | None) -> bool:
    """Return whether what is left of an output may be the line of a document, cut short."""
    if not line or item is None:
        return not line
    for id in (getattr(item, "id", None), None):
        head = dumps({"id": id, "source": item.source, "line": item.line})[:-1]
        if line[: len(head)] == head[: len(line)]:
            return True
    return False
