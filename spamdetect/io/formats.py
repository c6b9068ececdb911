"""The formats that are known, by name, by the name of a file and by its first bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from spamdetect.io import delimited, html, jsonl, parquet, text, warc
from spamdetect.io.binary import BOM_UTF8
from spamdetect.io.format import Format
from spamdetect.io.members import split_compression

DEFAULT: Final = text.FORMAT
FORMATS: Final[dict[str, Format]] = {
    format.name: format
    for format in (
        text.FORMAT,
        html.FORMAT,
        jsonl.FORMAT,
        delimited.FORMAT,
        parquet.FORMAT,
        warc.FORMAT,
        warc.WET,
    )
}
_BY_SUFFIX: Final = {suffix: format for format in FORMATS.values() for suffix in format.suffixes}


def format_of_name(name: str) -> Format | None:
    """Return the format that a file's name tells, None if it tells none.

    Parameters
    ----------
    name : str
        Compression suffixes are looked through; ``"CC-MAIN.warc.wet.gz"`` is WET.
    """
    return _BY_SUFFIX.get(_suffix(name))


def is_json_name(name: str) -> bool:
    """Return whether a file's name tells that it is JSON, of one object a line or otherwise.

    Parameters
    ----------
    name : str
        Compression suffixes are looked through.
    """
    return _suffix(name) == ".json"


def _suffix(name: str) -> str:
    return Path(split_compression(name)[0]).suffix.lower()


def format_of_bytes(head: bytes) -> Format | None:
    """Return the format that the first bytes of an input tell, None if they tell none.

    Parameters
    ----------
    head : bytes
        Decompressed.
    """
    head = head.removeprefix(BOM_UTF8)
    told = (format for format in FORMATS.values() if format.tells and format.tells(head))
    return next(told, None)
