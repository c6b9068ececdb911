"""HTML files: a file is one page."""

from __future__ import annotations

from collections.abc import Iterator

from spamdetect.io.detect import is_binary
from spamdetect.io.records import Fields, Item, Record, RecordError
from spamdetect.io.source import Source


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield the file as one record, its bytes undecoded.

    Parameters
    ----------
    source : Source
    fields : Fields
        Not used.

    Yields
    ------
    Record or RecordError
    """
    data, damage = source.read_all()
    if damage is not None:
        yield RecordError(source.name, None, damage, data)
    elif is_binary(data):
        yield RecordError(source.name, None, "is a binary file, not HTML", data)
    else:
        yield Record(source.name, source.name, None, None, data, None, data)


def render(record: Record, cleaned: str, fields: Fields) -> bytes:
    """Return the bytes of a page with other HTML, in the page's own encoding.

    Parameters
    ----------
    record : Record
    cleaned : str
    fields : Fields
        Not used.
    """
    return cleaned.encode(decode(record.raw)[1], "surrogateescape")


def decode(data: bytes) -> tuple[str, str]:
    return data.decode("utf-8", "surrogateescape"), "utf-8"
