"""HTML files: a file is one page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from spamdetect.io.format import Format
from spamdetect.io.records import Fields, Item, Record, RecordError
from spamdetect.io.source import Source

# The group of a comment is atomic: one that may end at any `-->` makes n of them 2^n ways to try.
_HTML: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html|head|body)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_KEEP: Final = "spamdetect.io.html"
_ESCAPE: Final = 0xDC00
_ANCHORS: Final = (64, 16, 4, 1)
"""Characters of which the first are looked for where a piece begins."""


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield the file as one record, decoded.

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
    else:
        yield Record(source.name, source.name, None, None, decode(data)[0], None, data)


def render(record: Record, cleaned: str, fields: Fields) -> bytes:
    """Return the bytes of a page with other HTML, in the page's own encoding.

    Parameters
    ----------
    record : Record
    cleaned : str
    fields : Fields
        Not used.
    """
    return cut_out(record.raw, cleaned)


def decode(data: bytes, label: str | None = None) -> tuple[str, str]:
    """Decode a page so that encoding what is left of it gives its bytes again.

    Parameters
    ----------
    data : bytes
    label : str, optional
        Encoding that the transport names; see `spamdetect.html.decode.sniff`.

    Returns
    -------
    tuple of str
        The text, with its byte order mark and with lone surrogates for bytes that the encoding
        does not know (PEP 383), and the Python codec.
    """
    from spamdetect.html.decode import guess, sniff
    from spamdetect.html.encoding_labels import REPLACEMENT

    name = sniff(data, label)
    if name == REPLACEMENT:
        name = guess(data)
    return data.decode(name, _KEEP), name


def cut_out(data: bytes, cleaned: str, label: str | None = None) -> bytes:
    """Return the bytes of a page of which parts were taken out, the others as they were.

    Parameters
    ----------
    data : bytes
        The page.
    cleaned : str
        What is left of its text.
    label : str, optional
        As for `decode`.
    """
    text, codec = decode(data, label)
    left = encode(cleaned, codec)
    # Encodings such as Shift_JIS have several bytes for one character, and encoding gives one.
    return left if encode(text, codec) == data else _aligned(data, text, cleaned, codec) or left


def _aligned(data: bytes, text: str, cleaned: str, codec: str) -> bytes | None:
    """Return the bytes of the pieces of a text that are left; None if they cannot be told."""
    size = {character: len(encode(character, codec)) for character in set(text)}
    offsets = list(accumulate((size[character] for character in text), initial=0))
    if offsets[-1] != len(data):
        return None
    parts: list[bytes] = []
    start = done = 0
    while done < len(cleaned):
        places = (text.find(cleaned[done : done + length], start) for length in _ANCHORS)
        begin = end = next((place for place in places if place >= 0), len(text))
        while end < len(text) and done < len(cleaned) and text[end] == cleaned[done]:
            end, done = end + 1, done + 1
        if begin == end:
            return None
        parts.append(data[offsets[begin] : offsets[end]])
        start = end
    return b"".join(parts)


def encode(text: str, codec: str) -> bytes:
    """Encode a page, with character references for what the encoding does not have.

    Parameters
    ----------
    text : str
    codec : str
        As `decode` returned it.
    """
    return text.encode(codec, _KEEP)


def is_page(head: bytes) -> bool:
    """Return whether the first bytes of an input tell that it is an HTML page.

    Parameters
    ----------
    head : bytes
        Without a byte order mark.
    """
    return _HTML.match(head) is not None


def _keep(error: UnicodeError) -> tuple[str | bytes, int]:
    """Handle errors as ``surrogateescape`` does, for bytes below 0x80 too."""
    if isinstance(error, UnicodeDecodeError):
        wrong = error.object[error.start : error.end]
        return "".join(chr(_ESCAPE + byte) for byte in wrong), error.end
    if isinstance(error, UnicodeEncodeError):
        kept = bytearray()
        for character in error.object[error.start : error.end]:
            number = ord(character) - _ESCAPE
            kept += bytes((number,)) if 0 <= number < 256 else b"&#%d;" % ord(character)
        return bytes(kept), error.end
    raise error


codecs.register_error(_KEEP, _keep)
FORMAT: Final = Format("html", (".html", ".htm", ".xhtml"), "file", read, render, tells=is_page)
