"""Where results go: standard output or a file, never onto an input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from spamdetect.cli.options import UsageError
from spamdetect.io.inputs import Input
from spamdetect.io.members import split_compression
from spamdetect.io.records import STDIN
from spamdetect.io.writer import Sink

PART = ".part"
"""Suffix of a file that is not finished."""


def check_output(path: str, inputs: Sequence[Input]) -> None:
    """Make sure that a file can be written without harm to an input.

    Parameters
    ----------
    path : str
    inputs : sequence of Input

    Raises
    ------
    UsageError
        If the file is a directory, lies in none, or is one of the inputs.
    """
    target = Path(path)
    if target.is_dir():
        raise UsageError(f"{path} is a directory; name a file")
    if not target.parent.is_dir():
        raise UsageError(f"{path}: there is no directory {target.parent}")
    for entry in inputs:
        known = entry.path != STDIN and target.exists() and Path(entry.path).exists()
        if known and target.samefile(entry.path):
            raise UsageError(f"{path} is an input; write to another file")


@contextmanager
def open_stream(path: str | None, *, append: bool = False) -> Iterator[IO[bytes]]:
    """Open a file, or standard output, for bytes.

    Parameters
    ----------
    path : str or None
        None for standard output.
    append : bool
        Write behind what the file holds.
    """
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    try:
        with Path(path).open("ab" if append else "wb") as file:
            yield file
    except OSError as error:
        # A disk that is full does not tell which file there was no room for.
        if error.filename is None:
            error.filename = path
        raise


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
