"""Bytes of a page to text, by the encoding sniffing rules of the HTML standard."""

from __future__ import annotations

import codecs
import re
from typing import Final

from spamdetect.html.encoding_labels import CODECS, REPLACEMENT

MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
)
"""Byte order marks, with their codecs."""
_PRESCAN: Final = 1024
_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_META: Final = re.compile(rb"<meta[\s/]([^>]*)", re.IGNORECASE)
_CHARSET: Final = re.compile(
    rb"(?<![\w-])charset\s*=\s*(?:\"\s*([^\"]*)\"|'\s*([^']*)'|([^\s;\"'>]+))", re.IGNORECASE
)
_XML: Final = re.compile(rb"\A<\?xml[^>]{0,200}encoding\s*=\s*[\"']([\w.:-]{1,40})")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_CP1252_HOLES: Final = {byte: chr(byte) for byte in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}


def _hole(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):
        byte = error.object[error.start]
        return _CP1252_HOLES.get(byte, "\ufffd"), error.start + 1
    raise error


codecs.register_error("spamdetect.html.cp1252", _hole)


def codec(label: str) -> str | None:
    """Return the Python codec for an encoding label.

    Parameters
    ----------
    label : str
        As written in a header or a page; case and surrounding white space do not matter.

    Returns
    -------
    str or None
        None for labels that the WHATWG Encoding Standard does not know.
    """
    return CODECS.get(label.strip("\t\n\f\r ").lower())


def sniff(data: bytes, label: str | None = None) -> str:
    """Return the Python codec of a page.

    The order of evidence is that of the HTML standard: byte order mark, what the transport
    said, a ``meta`` element in the first 1,024 bytes. Without any, it is guessed.

    Parameters
    ----------
    data : bytes
    label : str, optional
        Encoding label of the transport, such as the charset of a ``Content-Type`` header;
        an unknown one is ignored.

    Returns
    -------
    str
        Or `REPLACEMENT`, for encodings that the standard does not let a page be read in.
    """
    for mark, name in MARKS:
        if data.startswith(mark):
            return name
    return (codec(label) if label else None) or _declared(data) or guess(data)


def guess(data: bytes) -> str:
    """Return the codec of a page that names none: UTF-8 if it is valid or nearly, else cp1252."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut off inside a character, or with a stray byte or two, is UTF-8 still.
        return "utf-8" if _nearly_utf8(data, error) else "cp1252"
    return "utf-8"


def decode(data: bytes, label: str | None = None) -> str:
    """Decode the bytes of a page by the encoding that `sniff` finds; never raises for any bytes.

    Parameters
    ----------
    data : bytes
    label : str, optional
        As for `sniff`.

    Returns
    -------
    str
        Without the byte order mark.
    """
    name = sniff(data, label)
    for mark, marked in MARKS:
        if name == marked and data.startswith(mark):
            return data[len(mark) :].decode(name, "replace")
    if name == REPLACEMENT:
        return "\ufffd" if data else ""
    errors = "spamdetect.html.cp1252" if name == "cp1252" else "replace"
    return data.decode(name, errors)


def _nearly_utf8(data: bytes, error: UnicodeDecodeError) -> bool:
    return error.start >= len(data) - 3 and error.start > 0 and not data[: error.start].isascii()


def _declared(data: bytes) -> str | None:
    """Return the codec that the page itself names at its beginning."""
    head = _COMMENT.sub(b"", data[:_PRESCAN])
    for meta in _META.finditer(head):
        found = _CHARSET.search(meta[1])
        if found is None:
            continue
        label = (found[1] or found[2] or found[3] or b"").decode("latin-1")
        name = codec(label)
        if name is not None:
            return "utf-8" if name.startswith("utf-16") else name
    xml = _XML.match(head)
    name = codec(xml[1].decode("latin-1")) if xml else None
    return "utf-8" if name is not None and name.startswith("utf-16") else name


def without_surrogates(text: str) -> str:
    """Return text with each lone surrogate replaced by U+FFFD, lengths unchanged."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text
