"""Parquet: a row is a document."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spamdetect.errors import MissingExtraError
from spamdetect.io.cells import decoded, is_text, replaced, values_of
from spamdetect.io.format import Format
from spamdetect.io.mapping import from_mapping
from spamdetect.io.records import STDIN, Fields, Item, Passed, Record, RecordError
from spamdetect.io.source import Source

if TYPE_CHECKING:
    from spamdetect.io.writer import Sink

_BATCH_ROWS: Final = 256
_GROUP_BYTES: Final = 1 << 27
_BUFFER: Final = 1 << 20
_CODECS: Final = {
    "UNCOMPRESSED": "none",
    "SNAPPY": "snappy",
    "GZIP": "gzip",
    "BROTLI": "brotli",
    "ZSTD": "zstd",
    "LZ4": "lz4",
    "LZ4_RAW": "lz4",
}


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """A row of a batch.

    Attributes
    ----------
    batch : pyarrow.RecordBatch
    row : int
    """

    batch: Any
    row: int


class GroupEnd:
    """The end of a row group."""


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """What a copy of a file shares with it.

    Attributes
    ----------
    schema : pyarrow.Schema
        Metadata included.
    compression : dict or str
        By column.
    """

    schema: Any
    compression: Any


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise MissingExtraError("pyarrow", "parquet", "the format Parquet") from None
    return pyarrow, pyarrow.parquet


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield a record for each row.

    Parameters
    ----------
    source : Source
        What cannot be sought in, standard input and compressed files, is copied to a temporary
        file first.
    fields : Fields

    Yields
    ------
    Record, RecordError or Passed
        A `Passed` with the `Layout` comes first, one with a `GroupEnd` behind each row group.
        Rows of a damaged row group are lost.

    Raises
    ------
    MissingExtraError
        If pyarrow is not installed.
    """
    pyarrow, parquet = _pyarrow()
    with tempfile.TemporaryDirectory() as folder:
        path = source.name
        if path == STDIN or source.compression:
            path = str(Path(folder) / "input.parquet")
            with Path(path).open("wb") as copy:
                for chunk in source.chunks():
                    copy.write(chunk)
        try:
            file = parquet.ParquetFile(
                path,
                buffer_size=_BUFFER,
                pre_buffer=False,
                page_checksum_verification=True,
            )
        except (pyarrow.ArrowException, OSError) as error:
            yield RecordError(source.name, None, f"is not readable as Parquet: {_line(error)}")
            with Source(path) as stored:
                yield from (Passed(chunk) for chunk in stored.chunks())
            return
        with file:
            yield from _rows(file, source.name, fields, pyarrow.ArrowException)


def _line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0]


def _rows(file: Any, name: str, fields: Fields, fault: type[Exception]) -> Iterator[Item]:
    yield Passed(Layout(file.schema_arrow, _compression(file.metadata)))
    columns = [
        column
        for column in (fields.text, fields.html, fields.url, fields.id)
        if column in file.schema_arrow.names
    ]
    problem = _problem(file.schema_arrow.names, columns, fields)
    if problem is not None:
        yield RecordError(name, None, problem)
    number = 0
    for group in range(file.metadata.num_row_groups):
        last = number + file.metadata.row_group(group).num_rows
        try:
            for batch in file.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group]):
                if problem is not None:
                    yield Passed(batch)
                    continue
                values = [values_of(batch.column(column)) for column in columns]
                texts = {column: is_text(batch.schema.field(column).type) for column in columns}
                for row, cells in enumerate(zip(*values, strict=True)):
                    number += 1
                    found = {
                        column: decoded(cell, texts[column] or column != fields.html)
                        for column, cell in zip(columns, cells, strict=True)
                    }
                    yield from_mapping(found, name, number, Cell(batch, row), fields)
        except (fault, OSError) as error:
            cause = f"row group {group + 1} is damaged, its rows to {last} are lost: {_line(error)}"
            yield RecordError(name, number + 1, cause)
        number = last
        yield Passed(GroupEnd())


def _problem(names: list[str], columns: list[str], fields: Fields) -> str | None:
    if not any(column in columns for column in fields.order()):
        return fields.missing("column", names)
    for column in columns:
        if names.count(column) > 1:
            return f"has {names.count(column)} columns named {column!r}; rename all but one"
    return None


def _compression(metadata: Any) -> Any:
    if metadata.num_row_groups == 0:
        return "snappy"
    group = metadata.row_group(0)
    columns = [group.column(number) for number in range(group.num_columns)]
    return {column.path_in_schema: _CODECS.get(column.compression, "snappy") for column in columns}


class ParquetWriter:
    """Writes rows back with the schema, row groups and compression of the file they come from.

    Parameters
    ----------
    stream : Sink
        Not closed by the writer.
    fields : Fields
    """

    def __init__(self, stream: Sink, fields: Fields) -> None:
        self._stream = stream
        self._fields = fields
        self._pyarrow, self._parquet = _pyarrow()
        self._writer: Any = None
        self._batch: Any = None
        self._rows = 0
        self._changed: dict[str, dict[int, str]] = {}
        self._group: list[Any] = []
        self._group_bytes = 0

    def write(self, item: Record | RecordError | Passed, cleaned: str | None = None) -> None:
        """Write an item as it was read, or a record with another text or HTML."""
        raw = item.raw
        if isinstance(raw, Cell):
            if raw.batch is not self._batch:
                self._end_batch()
                self._batch = raw.batch
            if cleaned is not None and isinstance(item, Record):
                key = self._fields.html if item.text is None else self._fields.text
                self._changed.setdefault(key, {})[raw.row] = cleaned
            self._rows += 1
        elif isinstance(raw, Layout):
            self._writer = self._parquet.ParquetWriter(
                self._stream, raw.schema, compression=raw.compression
            )
        elif isinstance(raw, GroupEnd):
            self._end_group()
        elif isinstance(raw, bytes):
            self._stream.write(raw)
        else:
            self._add(raw)

    def _end_batch(self) -> None:
        if self._batch is None:
            return
        batch = self._batch
        for key, changes in self._changed.items():
            position = batch.schema.get_field_index(key)
            field = batch.schema.field(position)
            column = replaced(batch.column(position), changes, key == self._fields.html)
            batch = batch.set_column(position, field, column)
        self._add(batch.slice(0, self._rows))
        self._batch, self._rows, self._changed = None, 0, {}

    def _add(self, batch: Any) -> None:
        """Hold a batch until its row group ends, or is too large to be held."""
        self._group.append(batch)
        self._group_bytes += batch.nbytes
        if self._group_bytes > _GROUP_BYTES:
            self._write_group()

    def _end_group(self) -> None:
        self._end_batch()
        self._write_group()

    def _write_group(self) -> None:
        table = self._pyarrow.Table.from_batches(self._group, self._writer.schema)
        if table.num_rows:
            self._writer.write_table(table.unify_dictionaries(), row_group_size=table.num_rows)
        self._group, self._group_bytes = [], 0

    def close(self) -> None:
        """Finish the output; rows whose batch was not read to its end are written too."""
        if self._writer is not None:
            self._end_group()
            self._writer.close()
        self._stream.flush()


def _tells(head: bytes) -> bool:
    return head.startswith(b"PAR1")


FORMAT: Final = Format("parquet", (".parquet",), "record", read, tells=_tells, writer=ParquetWriter)
