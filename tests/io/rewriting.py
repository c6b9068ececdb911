"""Helpers of the tests: read a file to its end, write it back."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path

import zstandard

from spamdetect.io.inputs import InputReader, find_inputs
from spamdetect.io.records import Fields, Item, Opened, Record, RecordError
from spamdetect.io.writer import open_writer

COMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "": bytes,
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.ZstdCompressor().compress,
}


def items_of(path: Path, format: str = "auto", fields: Fields | None = None) -> list[Item]:
    return list(InputReader(find_inputs([str(path)]), format, fields))


def records_of(path: Path, format: str = "auto", fields: Fields | None = None) -> list[Record]:
    return [item for item in items_of(path, format, fields) if isinstance(item, Record)]


def errors_of(path: Path, format: str = "auto", fields: Fields | None = None) -> list[RecordError]:
    return [item for item in items_of(path, format, fields) if isinstance(item, RecordError)]


def rewritten(
    path: Path,
    format: str = "auto",
    change: Callable[[Record], str | None] = lambda record: None,
    fields: Fields | None = None,
) -> bytes:
    """Read a file and write it back uncompressed, records changed as `change` says."""
    out = io.BytesIO()
    writer = None
    for item in items_of(path, format, fields):
        if isinstance(item, Opened):
            writer = open_writer(out, item.format, "", fields)
        elif writer is not None:
            writer.write(item, change(item) if isinstance(item, Record) else None)
    assert writer is not None
    writer.close()
    return out.getvalue()
