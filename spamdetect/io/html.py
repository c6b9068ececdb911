"""HTML files: a file is one page."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
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
    return encode(cleaned, decode(record.raw)[1])


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
