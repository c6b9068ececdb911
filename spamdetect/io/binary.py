"""Bytes that are no text, and byte order marks."""

from __future__ import annotations

from typing import Final

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
