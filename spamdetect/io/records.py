"""What readers yield: documents, errors with their place, and bytes that hold no document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Self

if TYPE_CHECKING:
    from spamdetect.io.format import Format

STDIN: Final = "-"
LEFT_OUT: Final = "half a record is left out"
_TOLD: Final = 20
_TOLD_CHARS: Final = 200


class Damaged(bytes):
    """What can be read of a damaged member that is one record: all, a part, or a mended part.

    Parameters
    ----------
    data : bytes
        Written where the output is compressed otherwise.
    stored : bytes
        The member as it is stored.
    compression : str
        Of the member.
    size : int
        Length of what was read, before it was mended.
    """

    stored: bytes
    compression: str
    size: int

    def __new__(cls, data: bytes, stored: bytes, compression: str, size: int) -> Self:
        """Make one of its data."""
        self = super().__new__(cls, data)
        self.stored, self.compression, self.size = stored, compression, size
        return self


def unread(data: bytes, damage: str, *, whole: bool) -> tuple[str, bytes]:
    """Return the cause of an error, and what is given back of a record that damage cuts short.

    Parameters
    ----------
    data : bytes
        What was read of it.
    damage : str
    whole : bool
        All of it was read. Half a record would be taken for one, so it is left out.
    """
    if whole or (not data and not isinstance(data, Damaged)):
        return damage, data
    if isinstance(data, Damaged):
        cause = f"{damage}; the record it holds is cut short"
        return cause, Damaged(b"", data.stored, data.compression, data.size)
    return f"{damage}; {LEFT_OUT}", b""


def place(source: str, line: int | None) -> str:
    """Return where something stands in an input, for people to read."""
    return source if line is None else f"{source}:{line}"


@dataclass(frozen=True, slots=True)
class Record:
    """One document of an input.

    Exactly one of `text` and `html` is given.

    Attributes
    ----------
    id : str or int
        The record's own identifier; where that is no string or integer, its place
        (``"file:line"``).
    source : str
        The file as it was named, ``"-"`` for standard input.
    line : int or None
        Line (text formats) or record number (Parquet, WARC), from 1; None where the file is
        the document.
    text : str or None
    html : bytes or str or None
    url : str or None
        The page's address, where the input tells it.
    raw : Any
        What the format's writer needs to give the record back unchanged.
    """

    id: str | int
    source: str
    line: int | None
    text: str | None
    html: bytes | str | None
    url: str | None
    raw: Any


@dataclass(frozen=True, slots=True)
class RecordError:
    """A record or a file that could not be read.

    Attributes
    ----------
    source : str
    line : int or None
        As in `Record`; None if the whole input is meant.
    cause : str
        What is wrong, in one line.
    raw : Any
        What was read of it, to be passed through unchanged.
    """

    source: str
    line: int | None
    cause: str
    raw: Any = b""

    def __str__(self) -> str:
        return f"{place(self.source, self.line)}: {self.cause}"


@dataclass(frozen=True, slots=True)
class Passed:
    """Part of an input that holds no document: a header, an empty line, a WARC request."""

    raw: Any


@dataclass(frozen=True, slots=True)
class Opened:
    """The items that follow come from this input.

    Attributes
    ----------
    source : str
    format : Format
    compression : str
        One of ``""``, ``"gz"``, ``"bz2"``, ``"xz"``, ``"zst"``.
    """

    source: str
    format: Format
    compression: str


Item = Record | RecordError | Passed | Opened


@dataclass(frozen=True, slots=True)
class Fields:
    """Names of the fields (JSON Lines) or columns (CSV, Parquet) that hold a document.

    Attributes
    ----------
    text, html, url, id : str
    prefer_html : bool
        Take the HTML of a record that has both. Otherwise its text is taken. An empty one is none.
    """

    text: str = "text"
    html: str = "html"
    url: str = "url"
    id: str = "id"
    prefer_html: bool = False

    def order(self) -> tuple[str, str]:
        """Return the text and HTML field, the one to be tried first in front."""
        return (self.html, self.text) if self.prefer_html else (self.text, self.html)

    def missing(self, kind: str, names: Iterable[str]) -> str:
        """Return the cause of an error: no document among fields of some names.

        Parameters
        ----------
        kind : str
            What the format calls a field.
        names : iterable of str
            Those that are there; the first ones are told.
        """
        first, second = self.order()
        known = ", ".join(islice(names, _TOLD))[:_TOLD_CHARS] or "none"
        return (
            f"has neither a {kind} {first!r} nor {second!r}, but: {known}; "
            f"name the {kind} to read with --text-field or --html-field"
        )
