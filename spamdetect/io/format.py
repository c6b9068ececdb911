"""What is told of a file format in one place: the module that reads it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from spamdetect.io.records import Fields, Item, Record
    from spamdetect.io.source import Source
    from spamdetect.io.writer import Sink, Writer


@dataclass(frozen=True, slots=True)
class Format:
    """A file format.

    Attributes
    ----------
    name : str
        As ``--format`` takes it.
    suffixes : tuple of str
        Of its files' names, in small letters; those of compression stand behind them.
    unit : {"file", "line", "record"}
        What holds a document: the whole file, which is text; a line of text in UTF-8, or some;
        a record of bytes of any kind.
    read : callable
        Yields the items of a source.
    render : callable or None
        Returns the bytes of a record with another text or HTML. None if `writer` writes
        it; a file of that kind cannot be continued.
    tells : callable or None
        Says by the first bytes, without a byte order mark, whether an input is of the format.
        None if they do not tell.
    member_each : bool
        Each record is compressed as a member of its own.
    writer : callable or None
        Makes the writer of a format whose records are no bytes that follow one another.
    """

    name: str
    suffixes: tuple[str, ...]
    unit: Literal["file", "line", "record"]
    read: Callable[[Source, Fields], Iterator[Item]]
    render: Callable[[Record, str, Fields], bytes] | None = None
    tells: Callable[[bytes], bool] | None = None
    member_each: bool = False
    writer: Callable[[Sink, Fields], Writer] | None = None
