"""CSV: a row is a document. Comma, semicolon, tab or bar, as its header or ``sep=`` has it."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from typing import Final

from spamdetect.io.format import Format
from spamdetect.io.mapping import from_mapping
from spamdetect.io.records import Fields, Item, Passed, Record, RecordError, unread
from spamdetect.io.source import Source

_DELIMITERS: Final = ",;\t|"
_SEP: Final = re.compile('\ufeff?"?sep=([^"\r\n])"?[\r\n]*', re.IGNORECASE)
"""The first line by which spreadsheets tell the delimiter."""
_LONGEST: Final = 1 << 27
_FIELD_LIMIT: Final = (1 << 31) - 1


class Row(bytes):
    """The bytes of a row, and where in them its document stands.

    Attributes
    ----------
    delimiter : str
    column : int
        Number of the field, from 0.
    """

    delimiter: str
    column: int


class _Lines:
    """Physical lines for one row after the other, with those of a failed row given again."""

    def __init__(self, source: Source) -> None:
        self._lines = source.lines()
        self._again: deque[bytes] = deque()
        self._size = 0
        self.number = 0
        self.taken: list[bytes] = []
        self.damage: str | None = None

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.damage is not None or self._size > _LONGEST:
            raise StopIteration
        if self._again:
            line = self._again.popleft()
        else:
            line, self.damage = next(self._lines)
            if self.damage is not None:
                self.taken.append(line)
                if not line.endswith(b"\n"):
                    raise StopIteration
                return line.decode("utf-8", "surrogateescape")
        self.taken.append(line)
        self._size += len(line)
        return line.decode("utf-8", "surrogateescape")

    def start(self) -> int:
        """Begin a row; returns the number of its first line."""
        self.number += len(self.taken)
        self.taken = []
        self._size = 0
        self.damage = None
        return self.number + 1

    def keep_first(self) -> bytes:
        """Return the first line of the row and give the others again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]
        return self.taken[0]


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield a record for each row.

    Parameters
    ----------
    source : Source
        Its first row names the columns; a line such as ``sep=;`` may stand in front of it.
    fields : Fields

    Yields
    ------
    Record, RecordError or Passed
        The last for the header and for empty lines. Where a quote is broken, reading goes on
        with the line behind the one where the row starts.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    lines = _Lines(source)
    header: list[str] = []
    delimiters = _DELIMITERS
    while not header:
        lines.start()
        first = next(lines, None)
        if first is None and lines.damage is None:
            return
        told = _SEP.fullmatch(first or "")
        if told is not None and delimiters is _DELIMITERS and lines.damage is None:
            delimiters = told[1]
            yield Passed(b"".join(lines.taken))
            continue
        try:
            delimiter, header = _columns(first or "", delimiters, fields)
            fault = lines.damage or _missing(header, fields) if header else None
        except csv.Error as error:
            fault = lines.damage or _told(error)
        if fault is not None:
            yield RecordError(source.name, None, fault, b"".join(lines.taken))
            yield from (Passed(chunk) for chunk in source.chunks())
            return
        yield Passed(b"".join(lines.taken))
    while (item := _row(source.name, lines, header, delimiter, fields)) is not None:
        yield item


def _columns(line: str, delimiters: str, fields: Fields) -> tuple[str, list[str]]:
    """Return the delimiter of a header, and its names.

    It is the one by which there is a document among them, else the one that gives most.
    """
    found: list[tuple[bool, int, str, list[str]]] = []
    for delimiter in delimiters:
        row = next(csv.reader([line.removeprefix("\ufeff")], delimiter=delimiter), [])
        names = [name.strip() for name in row]
        found.append((_missing(names, fields) is None, len(names), delimiter, names))
    return max(found, key=lambda one: one[:2])[2:]


def _missing(header: list[str], fields: Fields) -> str | None:
    if any(name in header for name in fields.order()):
        return None
    return fields.missing("column", header)


def _row(
    name: str, lines: _Lines, header: list[str], delimiter: str, fields: Fields
) -> Item | None:
    number = lines.start()
    try:
        row = next(csv.reader(lines, delimiter=delimiter, strict=True), None)
        cause = None if row is None or len(row) in (0, len(header)) else _count(row, header)
    except csv.Error as error:
        row, cause = [], _told(error)
    if lines.damage is not None:
        data = lines.taken[0] if len(lines.taken) == 1 else b"".join(lines.taken)
        whole = data.endswith(b"\n") and cause is None
        return RecordError(name, number, *unread(data, lines.damage, whole=whole))
    if row is None:
        return None
    if cause is not None:
        return RecordError(name, number, cause, lines.keep_first())
    raw = Row(b"".join(lines.taken))
    if not row:
        return Passed(bytes(raw))
    values = dict(zip(header, row, strict=True))
    record = from_mapping(values, name, number, raw, fields)
    if isinstance(record, Record):
        raw.delimiter = delimiter
        key = fields.html if record.text is None else fields.text
        raw.column = len(header) - 1 - header[::-1].index(key)
    return record


def _count(row: list[str], header: list[str]) -> str:
    return f"has {len(row)} fields where the header has {len(header)}; is a quote broken?"


def _told(error: csv.Error) -> str:
    cause = str(error)
    if "unexpected end" in cause:
        return "broken CSV: a quote is opened and not closed"
    if "expected after" in cause:
        return "broken CSV: text follows a closing quote"
    if "new-line" in cause:
        return "broken CSV: a lone carriage return outside of quotes"
    return f"broken CSV: {cause}"


def render(record: Record, cleaned: str, fields: Fields) -> bytes:
    """Return the row of a record with another text (or HTML), all else unchanged.

    Parameters
    ----------
    record : Record
    cleaned : str
    fields : Fields
        Not used.
    """
    row: Row = record.raw
    text = row.decode("utf-8", "surrogateescape")
    field = re.compile(f'"[^"]*(?:""[^"]*)*"|[^{re.escape(row.delimiter)}\r\n]*')
    start = end = 0
    for column in range(row.column + 1):
        start = end + 1 if column else 0
        found = field.match(text, start)
        assert found is not None
        end = found.end()
    quoted = text.startswith('"', start) or any(c in cleaned for c in f'{row.delimiter}"\r\n')
    value = '"' + cleaned.replace('"', '""') + '"' if quoted else cleaned
    return (text[:start] + value + text[end:]).encode("utf-8", "surrogateescape")


FORMAT: Final = Format("csv", (".csv", ".tsv"), "line", read, render)
