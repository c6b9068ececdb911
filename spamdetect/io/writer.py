"""Documents written back in the format and compression they were read in."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable
from typing import IO, Protocol

from spamdetect.io.format import Format
from spamdetect.io.members import zstandard
from spamdetect.io.records import Damaged, Fields, Passed, Record, RecordError


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

    Attributes
    ----------
    name : str
        Of the file that the stream writes to, if it has one.
    """

    def __init__(self, stream: IO[bytes], compression: str = "", member_each: bool = False) -> None:
        self._stream = stream
        self.name = str(getattr(stream, "name", ""))
        self._kind = compression
        self._member_each = member_each
        self._open: _Compressor | None = None
        # A file that is compressed is not empty, even if what it holds is.
        is_new = not stream.seekable() or stream.tell() == 0
        self._needs_member = bool(compression) and not member_each and is_new
        self.closed = False

    def write(self, data: bytes) -> None:
        """Write bytes."""
        if not self._kind or not data:
            self._stream.write(data)
            return
        if self._open is None:
            self._open = _compressor(self._kind)
        self._stream.write(self._open.compress(data))
        if self._member_each:
            self._end_member()

    def write_stored(self, member: Damaged) -> None:
        """Write a member as it is stored or, in another compression, what can be read of it."""
        if member.compression != self._kind:
            self.write(member)
            return
        self._end_member()
        self._needs_member = False
        self._stream.write(member.stored)

    def _end_member(self) -> None:
        if self._open is not None:
            self._stream.write(self._open.flush())
            self._open = None
            self._needs_member = False

    def flush(self) -> None:
        """Do nothing: what is compressed has an end only when it is closed."""

    def sync(self) -> None:
        """Hand on all that was written: end what is compressed, and flush."""
        self._end_member()
        self._stream.flush()

    def close(self) -> None:
        """End the compressed stream and flush."""
        if self._needs_member and self._open is None:
            self._open = _compressor(self._kind)
        self._end_member()
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
    render : callable
        See `Format`.
    fields : Fields
    """

    def __init__(
        self, sink: Sink, render: Callable[[Record, str, Fields], bytes], fields: Fields
    ) -> None:
        self._sink = sink
        self._render = render
        self._fields = fields

    def write(self, item: Record | RecordError | Passed, cleaned: str | None = None) -> None:
        """Write an item as it was read, or a record with another text or HTML."""
        if isinstance(item.raw, Damaged):
            self._sink.write_stored(item.raw)
        elif cleaned is None or not isinstance(item, Record):
            self._sink.write(item.raw)
        else:
            self._sink.write(self._render(item, cleaned, self._fields))

    def close(self) -> None:
        """Finish the output."""
        self._sink.close()


class _Closing:
    """Writer of a format that does not compress: closes the sink that does."""

    def __init__(self, writer: Writer, sink: Sink) -> None:
        self._writer = writer
        self._sink = sink

    def write(self, item: Record | RecordError | Passed, cleaned: str | None = None) -> None:
        self._writer.write(item, cleaned)

    def close(self) -> None:
        self._writer.close()
        self._sink.close()


def open_writer(
    stream: IO[bytes], format: Format, compression: str = "", fields: Fields | None = None
) -> Writer:
    """Return a writer of a format.

    Parameters
    ----------
    stream : binary file object
        Not closed by the writer.
    format : Format
    compression : str
        As in `Sink`; of Parquet, the whole file besides its columns.
    fields : Fields, optional

    Raises
    ------
    MissingExtraError
        If the format or compression needs a package that is not installed.
    """
    fields = fields or Fields()
    sink = Sink(stream, compression, member_each=format.member_each)
    if format.render is not None:
        return BytesWriter(sink, format.render, fields)
    assert format.writer is not None
    return _Closing(format.writer(sink, fields), sink)
