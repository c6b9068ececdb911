"""Allow and block lists from files, of millions of entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.crawl.names import NameSet, hashed
from spamdetect.io.records import place
from spamdetect.io.source import Source
from spamdetect.urls.entries import Entry, EntryReader
from spamdetect.urls.ranges import AddressRanges
from spamdetect.urls.rules import covering, is_address

_CHUNK: Final = 1 << 20
_KEPT_ERRORS: Final = 1000

# Lines that need no closer look: a host in lower case, bare, of a hosts file, of AdBlock or as a
# suffix. The host is of the form that `canonical_host` would leave as it is.
_SIMPLE = re.compile(
    r"^(?>(?:(?:0(?:\.0\.0\.0)?|127\.0\.0\.1|::1?)[ \t]++|\|\||\*\.|\.)?)"
    r"((?>(?:[a-z0-9_-]++\.)+)[a-z_][a-z0-9_-]*+)\^?+[ \t\r]*+$",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class ListError:
    """A line of a list that could not be read, or a whole file.

    Attributes
    ----------
    path : str
    line : int or None
    cause : str
    """

    path: str
    line: int | None
    cause: str

    def __str__(self) -> str:
        return f"{place(self.path, self.line)}: {self.cause}"


@dataclass(slots=True)
class _Read:
    """What has been read so far."""

    hashes: list[NDArray[np.int64]] = field(default_factory=list)
    labels: set[str] = field(default_factory=set)
    exceptions: set[str] = field(default_factory=set)
    ranges: list[Entry] = field(default_factory=list)
    errors: list[ListError] = field(default_factory=list)
    error_count: int = 0
    left_out: dict[str, int] = field(default_factory=dict)

    def fail(self, path: str, line: int | None, cause: str) -> None:
        self.error_count += 1
        if len(self.errors) < _KEPT_ERRORS:
            self.errors.append(ListError(path, line, cause))


class HostList:
    """Lists of hosts, suffixes and address ranges, joined.

    A name takes 11 to 22 bytes; it covers itself and everything below it. The syntaxes are
    those of `spamdetect.urls.entries`; files may be compressed. Safe to share between threads;
    sent to another process, the files are read there again.

    Parameters
    ----------
    paths : sequence of str or Path
    allow : bool
        Whether they are allow lists; see `spamdetect.urls.entries`.

    Attributes
    ----------
    errors : tuple of ListError
        Lines that could not be read, the first 1,000 of them.
    error_count : int
    left_out : dict of str to int
        Number of AdBlock rules by file that are not about whole hosts.

    Raises
    ------
    OSError
        If a file cannot be read.
    MissingExtraError
        If a file is compressed with zstd and zstandard is not installed.
    """

    def __init__(self, paths: Sequence[str | Path], *, allow: bool = False) -> None:
        self.paths = tuple(str(path) for path in paths)
        self._allow = allow
        read = _Read()
        for path in self.paths:
            _read_file(path, read, EntryReader(allow=allow))
        self._names = NameSet(read.hashes, read.labels)
        self._exceptions = frozenset(read.exceptions)
        self._ranges = AddressRanges(entry for entry in read.ranges if not entry.exception)
        self._range_exceptions = AddressRanges(entry for entry in read.ranges if entry.exception)
        self.errors = tuple(read.errors)
        self.error_count = read.error_count
        self.left_out = read.left_out

    def __len__(self) -> int:
        return len(self._names) + len(self._ranges)

    def __reduce__(self) -> tuple[Callable[..., HostList], tuple[tuple[str, ...], bool]]:
        return _reread, (self.paths, self._allow)

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None.

        Parameters
        ----------
        host : str

        Returns
        -------
        str or None
            The host itself, the part of it that is listed, or the address range.
        """
        if is_address(host):
            return None if self._range_exceptions.match(host) else self._ranges.match(host)
        found = self._names.covering(host)
        if found and self._exceptions and covering(host, self._exceptions):
            return None
        return found


def _reread(paths: tuple[str, ...], allow: bool) -> HostList:
    return HostList(paths, allow=allow)


def _read_file(path: str, read: _Read, reader: EntryReader) -> None:
    line = 1
    with Source(path) as source:
        for chunk in _line_chunks(source):
            text = chunk.decode("utf-8", "surrogateescape")
            count = text.count("\n")
            simple = _SIMPLE.findall(text.lower()) if text.isascii() else []
            if len(simple) == count and text.endswith("\n"):
                read.hashes.append(hashed(simple))
            else:
                _read_lines(text, line, path, reader, read)
            line += count
        damage = source.take_damage()
    if damage is not None:
        read.fail(path, line, damage)
    if reader.left_out:
        read.left_out[path] = reader.left_out


def _line_chunks(source: Source) -> Iterator[bytes]:
    """Yield the file in pieces of whole lines."""
    rest = b""
    while piece := source.buffer.read(_CHUNK):
        end = piece.rfind(b"\n") + 1
        if end:
            yield rest + piece[:end]
            rest = piece[end:]
        else:
            rest += piece
    if rest:
        yield rest


def _read_lines(text: str, first: int, path: str, reader: EntryReader, read: _Read) -> None:
    names: list[str] = []
    for number, line in enumerate(text.split("\n"), start=first):
        simple = _SIMPLE.match(line)
        if simple is not None:
            names.append(simple[1])
            continue
        try:
            entries = reader.read(line)
        except ValueError as error:
            read.fail(path, number, str(error))
            continue
        for entry in entries:
            if entry.version:
                read.ranges.append(entry)
            elif entry.exception:
                read.exceptions.add(entry.name)
            elif "." in entry.name:
                names.append(entry.name)
            else:
                read.labels.add(entry.name)
    read.hashes.append(hashed(names))
