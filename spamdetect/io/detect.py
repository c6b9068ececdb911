"""Which format an input is in, by its name and by its first bytes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from spamdetect.io.members import split_compression
from spamdetect.io.records import Format

_SUFFIXES: Final[dict[str, Format]] = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".jsonlines": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "wet",
}
# The group of a comment is atomic: one that may end at any `-->` makes n of them 2^n ways to try.
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_OBJECT_START: Final = re.compile(rb"""\{\s*["}]""")
_LEAST_CUT: Final = 1024
_BINARY: Final = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"\xff\xd8\xff",
    b"GIF87a",
    b"GIF89a",
    b"PK\x03\x04",
    b"\x7fELF",
    b"OggS",
    b"\xd0\xcf\x11\xe0",
    b"SQLite format 3\0",
    b"7z\xbc\xaf",
    b"\xca\xfe\xba\xbe",
)
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x08\x1b"))
_CONTROL_SHARE: Final = 0.04
BOM_UTF8: Final = b"\xef\xbb\xbf"
BOMS_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


def format_of_name(name: str) -> Format | None:
    """Return the format that a file's name tells, None if it tells none.

    Parameters
    ----------
    name : str
        Compression suffixes are looked through; ``"CC-MAIN.warc.wet.gz"`` is ``"wet"``.
    """
    return _SUFFIXES.get(_suffix(name))


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
    if head.startswith(b"PAR1"):
        return "parquet"
    head = head.removeprefix(BOM_UTF8)
    if re.match(rb"\s*WARC/\d", head):
        return "warc"
    if _HTML.match(head):
        return "html"
    if _is_json_line(head):
        return "jsonl"
    return None


def _is_json_line(head: bytes) -> bool:
    line, newline, _ = head.lstrip().partition(b"\n")
    line = line.strip()
    whole = bool(newline) or len(head) < _LEAST_CUT
    return bool(_OBJECT_START.match(line)) and (line.endswith(b"}") or not whole)


def is_binary(data: bytes) -> bool:
    """Return whether bytes are no text in any encoding: an image, an archive, a program.

    Parameters
    ----------
    data : bytes
        The first few kilobytes are looked at.

    Notes
    -----
    Invalid UTF-8 alone proves nothing, since every legacy encoding is that; control characters
    in more than 4 % of the bytes are found in no text.
    """
    head = data[:4096]
    if head.startswith(_BINARY):
        return True
    if head.startswith(BOMS_UTF16):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > 3 and controls > _CONTROL_SHARE * len(head)
