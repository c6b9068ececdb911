"""Read data files, plain or compressed: their lines, and JSON records with their places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from spamdetect.errors import DataError
from spamdetect.io.source import Source


def text_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a UTF-8 text file, compressed with gzip, bzip2, xz or Zstandard or not.

    Raises
    ------
    DataError
        If the file can't be read, with the line.
    MissingExtraError
        For Zstandard without the package zstandard.
    """
    number = 0
    try:
        with Source(str(path)) as source:
            for number, (line, damage) in enumerate(source.lines(), 1):
                if damage:
                    raise DataError(f"{path}:{number}: can't be read: {damage}")
                yield line.decode("utf-8")
    except OSError as error:
        raise DataError(f"{path}: can't be read: {error}") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path}:{number}: can't be read: {error}") from None


def json_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield ``("file:line", record)`` for every line of a JSON Lines file that is not blank.

    Raises
    ------
    DataError
        If the file can't be read or a line is not a JSON object.
    """
    for number, line in enumerate(text_lines(path), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise DataError(f"{path}:{number}: not JSON: {error}") from None
        if not isinstance(record, dict):
            raise DataError(f"{path}:{number}: not a JSON object")
        yield f"{path}:{number}", record
