"""What could not be read: counted, named on standard error, kept in a file."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from spamdetect.cli.display import safe
from spamdetect.io.jsontext import dumps
from spamdetect.io.records import RecordError


@contextmanager
def blamed_on(name: str) -> Iterator[None]:
    """Let an OSError that names no file name this one: a full disk does not tell for what."""
    try:
        yield
    except OSError as error:
        if error.filename is None:
            error.filename = name
        raise


class ErrorLog:
    """Names each error once, where people and programs look for it.

    Parameters
    ----------
    path : str or None
        File for JSON Lines with ``file``, ``line`` and ``cause``; made even if it stays empty.

    Attributes
    ----------
    count : int
    whole_inputs : int
        Errors that concern a whole input.

    Raises
    ------
    OSError
        If the file cannot be written.
    """

    def __init__(self, path: str | None) -> None:
        self.count = 0
        self.whole_inputs = 0
        self._file: IO[bytes] | None = None
        if path:
            self._file = Path(path).open("wb")  # noqa: SIM115

    def add(self, error: RecordError) -> None:
        """Name one error."""
        self.count += 1
        self.whole_inputs += error.line is None
        print(f"spamdetect: {safe(str(error))}", file=sys.stderr)
        if self._file is not None:
            entry = {"file": error.source, "line": error.line, "cause": error.cause}
            with blamed_on(str(self._file.name)):
                self._file.write(dumps(entry) + b"\n")

    def status(self, done: int, *, failed: object = False) -> int:
        """Return the exit status.

        Parameters
        ----------
        done : int
            Records that could be read.
        failed : object
            True, or not empty or zero, where spam was found and that is to be a failure.

        Returns
        -------
        int
            1 where `failed`; 2 where no input could be read at all, 3 where records could not;
            else 0.
        """
        if failed:
            return 1
        if self.count == 0:
            return 0
        return 2 if not done and self.whole_inputs == self.count else 3

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            with blamed_on(str(self._file.name)):
                self._file.close()
