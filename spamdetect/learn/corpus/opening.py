"""Open data files, plain or compressed, and read their JSON records with their places."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, TextIO, cast

from spamdetect.errors import DataError, MissingExtraError


def open_text(path: Path) -> TextIO:
    """Open a UTF-8 text file for reading; ``.gz``, ``.xz``, ``.bz2`` and ``.zst`` by name.

    Raises
    ------
    MissingExtraError
        For ``.zst`` without the package zstandard.
    """
    options: dict[str, Any] = {"encoding": "utf-8", "errors": "strict", "newline": "\n"}
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", **options))
    if path.suffix == ".xz":
        return cast(TextIO, lzma.open(path, "rt", **options))
    if path.suffix == ".bz2":
        return cast(TextIO, bz2.open(path, "rt", **options))
    if path.suffix == ".zst":
        try:
            import zstandard
        except ImportError:
            raise MissingExtraError("zstandard", "zstd", "Reading .zst files") from None
        stream = cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(path.open("rb")))
        return io.TextIOWrapper(stream, **options)
    return cast(TextIO, path.open(**options))


def json_records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield ``("file:line", record)`` for every line of a JSON Lines file that is not blank.

    Raises
    ------
    DataError
        If the file can't be read or a line is not a JSON object.
    """
    number = 0
    try:
        with open_text(path) as lines:
            for number, line in enumerate(lines, 1):
                if not line.strip():
                    continue
                try:
                    record = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise DataError(f"{path}:{number}: not JSON: {error}") from None
                if not isinstance(record, dict):
                    raise DataError(f"{path}:{number}: not a JSON object")
                yield f"{path}:{number}", record
    except (OSError, UnicodeDecodeError, EOFError, lzma.LZMAError) as error:
        raise DataError(f"{path}:{number + 1}: can't be read: {error}") from None
