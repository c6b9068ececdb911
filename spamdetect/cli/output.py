"""Where results go: standard output or a file, never onto an input."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import IO, Final

from spamdetect.cli.errors import blamed_on
from spamdetect.cli.options import UsageError
from spamdetect.io.members import split_compression
from spamdetect.io.records import STDIN
from spamdetect.io.source import Input
from spamdetect.io.writer import Sink

PART = ".part"
"""Suffix of a file that is not finished."""
_WRITTEN: Final = ("output", "errors", "rejected", "blocklist", "labels")
_LISTS: Final = ("allow", "block")


def check_apart(args: argparse.Namespace, inputs: Sequence[Input]) -> None:
    """Make sure that no file that the options write is one that is read, or written twice.

    Parameters
    ----------
    args : argparse.Namespace
    inputs : sequence of Input

    Raises
    ------
    UsageError
        If one is.
    """
    given = vars(args)
    read = [entry.path for entry in inputs if entry.path != STDIN]
    read += [path for option in _LISTS for path in given.get(option, ())]
    written = [given[option] for option in _WRITTEN if given.get(option)]
    check_unread(written, read)
    named: set[Hashable] = set()
    for path in written:
        identity = _identity(path)
        if identity in named:
            raise UsageError(f"{path} is named for two outputs; name two files")
        if identity is not None:
            named.add(identity)


def check_unread(written: Iterable[str], read: Iterable[str]) -> None:
    """Make sure that no file to be written is one of those that are read.

    Parameters
    ----------
    written, read : iterable of str

    Raises
    ------
    UsageError
        If one is.
    """
    inputs = {_identity(path) for path in read} - {None}
    for path in written:
        if _identity(path) in inputs:
            raise UsageError(f"{path} is an input; write to another file")


def _identity(path: str) -> Hashable:
    """Return what all paths to one file share; None for devices, such as /dev/null."""
    try:
        status = Path(path).stat()
    except OSError:
        return Path(path).resolve()
    return (status.st_dev, status.st_ino) if S_ISREG(status.st_mode) else None


def check_output(path: str) -> None:
    """Make sure that there can be a file of a name, before work is done for it.

    Parameters
    ----------
    path : str

    Raises
    ------
    UsageError
        If it is a directory or lies in none.
    """
    target = Path(path)
    if target.is_dir():
        raise UsageError(f"{path} is a directory; name a file")
    if not target.parent.is_dir():
        raise UsageError(f"{path}: there is no directory {target.parent}")


def check_folder(path: str) -> None:
    """Make sure that there can be a directory of a name, before work is done for it.

    Parameters
    ----------
    path : str

    Raises
    ------
    UsageError
        If it, or what is there of its parents, is a file or must not be written.
    """
    folder = Path(path).absolute()
    while not folder.exists():
        folder = folder.parent
    if not folder.is_dir():
        raise UsageError(f"{path} cannot be made: {folder} is no directory")
    if not os.access(folder, os.W_OK):
        raise UsageError(f"{path} cannot be written: no permission in {folder}")


@contextmanager
def open_stream(path: str | None, *, append: bool = False) -> Iterator[IO[bytes]]:
    """Open a file, or standard output, for bytes.

    Parameters
    ----------
    path : str or None
        None for standard output.
    append : bool
        Write behind what the file holds.

    Raises
    ------
    UsageError
        If standard output is closed.
    """
    if path is None:
        if getattr(sys.stdout, "name", "") == os.devnull:
            raise UsageError("standard output is closed; name a file with -o")
        with blamed_on("standard output"):
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
        return
    with blamed_on(path), Path(path).open("ab" if append else "wb") as file:
        yield file


@contextmanager
def open_lines(path: str | None, *, append: bool = False) -> Iterator[Sink]:
    """Open a file, or standard output, for lines; a file's suffix says how to compress it.

    Parameters
    ----------
    path : str or None
        `PART` behind the suffix is looked through.
    append : bool
    """
    compression = split_compression(path.removesuffix(PART))[1] if path else ""
    with open_stream(path, append=append) as stream:
        sink = Sink(stream, compression)
        try:
            yield sink
        finally:
            sink.close()
