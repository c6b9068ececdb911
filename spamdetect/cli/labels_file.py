"""The file that ``audit`` keeps its labels in: labelled documents that ``train`` reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from spamdetect.errors import DataError
from spamdetect.io.jsontext import dumps, loads
from spamdetect.io.members import split_compression


def content_key(content: str) -> str:
    """Return what a document is recognised by: a hash of its text or HTML.

    Parameters
    ----------
    content : str
    """
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


class LabelsFile:
    """Labelled documents, a line each; new ones are written behind those that are there.

    Parameters
    ----------
    path : str
        Made when the first document is written.

    Attributes
    ----------
    keys : set of str
        `content_key` of each document, of the HTML where it has both.
    size : int
        Of the file, in bytes.

    Raises
    ------
    DataError
        If the file holds something else, with the line.
    ValueError
        If its name asks for compression.
    """

    def __init__(self, path: str) -> None:
        if split_compression(path)[1]:
            raise ValueError(
                f"{path}: labels are added line by line; name a file that is not packed"
            )
        self._path: Final = Path(path)
        self.keys: set[str] = set()
        self.size = 0
        if self._path.exists():
            self._read()

    def _read(self) -> None:
        with self._path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if not line.strip():
                    continue
                try:
                    record = loads(line)
                except ValueError as error:
                    raise DataError(f"{self._path}:{number}: not JSON: {error}") from None
                content = _content(record)
                if content is None:
                    raise DataError(
                        f"{self._path}:{number}: not a labelled document with text and spans"
                    )
                self.keys.add(content_key(content))
        self.size = self._path.stat().st_size

    def add(self, record: Mapping[str, Any]) -> None:
        """Write a document."""
        line = dumps(dict(record)) + b"\n"
        with self._path.open("ab+") as file:
            if self.size:
                file.seek(-1, os.SEEK_END)
                if file.read(1) != b"\n":
                    line = b"\n" + line
            file.write(line)
        self.size += len(line)

    def cut(self, size: int) -> None:
        """Take back what was written since the file had this size, in bytes."""
        if size < self.size:
            with self._path.open("r+b") as file:
                file.truncate(size)
            self.size = size


def _content(record: Any) -> str | None:
    if not isinstance(record, dict) or not isinstance(record.get("spans"), list):
        return None
    for name in ("html", "text"):
        if isinstance(record.get(name), str):
            return str(record[name])
    return None
