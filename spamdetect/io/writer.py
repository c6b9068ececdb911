"""Documents written back in the format and compression they were read in."""

from __future__ import annotations

import bz2
import lzma
import zlib
from typing import IO, Any, Protocol

from spamdetect.io.inputs import format_module
from spamdetect.io.members import zstandard
from spamdetect.io.records import Fields, Format, Passed, Record, RecordError


class _Compressor(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


def _compressor(kind: str) -> _Compressor:
    if kind == "gz":
        return zlib.compressobj(wbits=31)
    if kind == "bz2":
        return bz2.BZ2Compressor()
    if kind == "xz":
        return lzma.LZMACompressor()
    compressor: _Compressor = zstandard().ZstdCompressor().compressobj()
    return compressor


class Sink:
    """A byte stream, compressed.

    Parameters
    ----------
    stream : binary file object
        Not closed by the sink.
    compression : str
        ``""``, ``"gz"``, ``"bz2"``, ``"xz"`` or ``"zst"``.
    member_each : bool
        Compress each write as a member of its own, as WARC files are.
    """

    def __init__(self, stream: IO[bytes], compression: str = "", member_each: bool = False) -> None:
        self._stream = stream
        self._kind = compression
        self._member_each = member_each
        self._open = None if member_each or not compression else _compressor(compression)

    def write(self, data: bytes) -> None:
        """Write bytes."""
        if not self._kind or not data:
            self._stream.write(data)
        elif self._open is not None:
            self._stream.write(self._open.compress(data))
        else:
            member = _compressor(self._kind)
            self._stream.write(member.compress(data) + member.flush())

    def close(self) -> None:
        """End the compressed stream and flush."""
        if self._open is not None:
            self._stream.write(self._open.flush())
            self._open = None
        self._stream.flush()


class Writer(Protocol):
    """Takes the items of one input in order and writes them back."""

    def write(self, item: Record | RecordError | Passed, cleaned: str | None = None) -> None:
        """Write an item as it was read, or a record with another text or HTML."""

    def close(self) -> None:
        """Finish the output."""


class BytesWriter:
    """Writer of every format whose items follow one another as bytes.

    Parameters
    ----------
    sink : Sink
    format : str
    fields : Fields
    """

    def __init__(self, sink: Sink, format: Format, fields: Fields) -> None:
        self._sink = sink
        self._module: Any = format_module(format)
        self._fields = fields

    def write(self, item: Record | RecordError | Passed, cleaned: str | None = None) -> None:
        """Write an item as it was read, or a record with another text or HTML."""
        if cleaned is None or not isinstance(item, Record):
            self._sink.write(item.raw)
        else:
            self._sink.write(self._module.render(item, cleaned, self._fields))

    def close(self) -> None:
        """Finish the output."""
        self._sink.close()


def open_writer(
    stream: IO[bytes], format: Format, compression: str = "", fields: Fields | None = None
) -> Writer:
    """Return a writer of a format.

    Parameters
    ----------
    stream : binary file object
        Not closed by the writer.
    format : str
    compression : str
        As in `Sink`; Parquet, which compresses its own columns, knows none.
    fields : Fields, optional

    Raises
    ------
    MissingExtraError
        If the format or compression needs a package that is not installed.
    """
    fields = fields or Fields()
    if format == "parquet":
        writer: Writer = format_module(format).ParquetWriter(stream, fields)
        return writer
    sink = Sink(stream, compression, member_each=format in ("warc", "wet"))
    return BytesWriter(sink, format, fields)
