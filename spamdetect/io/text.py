"""Text files: a file is one document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from spamdetect.io.binary import BOMS_UTF16
from spamdetect.io.format import Format
from spamdetect.io.records import Fields, Item, Record, RecordError
from spamdetect.io.source import Source


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield the file as one record.

    Parameters
    ----------
    source : Source
    fields : Fields
        Not used.

    Yields
    ------
    Record or RecordError
        The text keeps its newlines and byte order mark; bytes that are not UTF-8 stand in it as
        lone surrogates (PEP 383).
    """
    data, damage = source.read_all()
    if damage is not None:
        yield RecordError(source.name, None, damage, data)
    else:
        yield Record(source.name, source.name, None, decode(data)[0], None, None, data)


def render(record: Record, cleaned: str, fields: Fields) -> bytes:
    """Return the bytes of a record with another text.

    Parameters
    ----------
    record : Record
    cleaned : str
    fields : Fields
        Not used.
    """
    return cleaned.encode(decode(record.raw)[1], "surrogateescape")


def decode(data: bytes) -> tuple[str, str]:
    """Decode text so that encoding it again gives the same bytes.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    tuple of str
        The text and its encoding: UTF-16 if a byte order mark says so and the bytes agree,
        else UTF-8 with ``surrogateescape``.
    """
    if data.startswith(BOMS_UTF16):
        encoding = "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            pass
    return data.decode("utf-8", "surrogateescape"), "utf-8"


FORMAT: Final = Format("text", (".txt", ".text", ".md"), "file", read, render)
