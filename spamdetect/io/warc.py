"""WARC and WET: a record with a page or a text is a document, all others pass through.

Records are cut out here, not by a library: those that exist either skip damage without a word or
stop at it, and rewrite headers.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from typing import Final

from spamdetect.io import html, message, text
from spamdetect.io.binary import BOM_UTF8
from spamdetect.io.format import Format
from spamdetect.io.frames import Frame, frames
from spamdetect.io.message import UndecodableError, charset, header, media_type, with_header
from spamdetect.io.records import Fields, Item, Passed, Record, RecordError
from spamdetect.io.source import Source

_HTML: Final = ("text/html", "application/xhtml+xml")
_DIGESTS: Final = ("md5", "sha1", "sha256", "sha512")


def read(source: Source, fields: Fields) -> Iterator[Item]:
    """Yield a record for each page (HTML) and each text.

    Parameters
    ----------
    source : Source
    fields : Fields
        Not used.

    Yields
    ------
    Record, RecordError or Passed
        Responses and resources of type HTML or plain text, and conversions to plain text, are
        records; what stands between two records and records of other types are passed.
    """
    number = position = damages = 0
    for frame in frames(source):
        fault, raw, start = frame.fault, frame.raw, position
        if source.damages == damages:
            position += len(raw)
            if source.is_damaged_at(position):
                fault = source.take_damage()
        if source.damages > damages:
            raw = source.as_stored(raw, start)
            damages, position = source.damages, source.damaged_at
        number += bool(frame.head) or fault is not None
        if fault is not None:
            yield RecordError(source.name, number, fault, raw)
            continue
        try:
            yield _item(frame, source.name, number)
        except UndecodableError as error:
            yield RecordError(source.name, number, str(error), frame.raw)


def _item(frame: Frame, source: str, number: int) -> Item:
    content = _content(frame.head, frame.content)
    if content is None:
        return Passed(frame.raw)
    page, kind = content
    is_html = kind == "html"
    return Record(
        header(frame.head, "WARC-Record-ID").strip("<>") or f"{source}:{number}",
        source,
        number,
        None if is_html else page,
        page if is_html else None,
        header(frame.head, "WARC-Target-URI").strip("<>") or None,
        frame.raw,
    )


def _content(head: bytes, block: bytes) -> tuple[str, str] | None:
    """Return the document of a record and its format; None if it holds none."""
    kind = header(head, "WARC-Type").lower()
    given = header(head, "Content-Type")
    if kind == "response" and media_type(given) in ("application/http", ""):
        response = message.parse(block)
        return _document(response.payload, response.content_type())
    if kind in ("resource", "conversion"):
        return _document(block, given)
    return None


def _document(payload: bytes, content_type: str) -> tuple[str, str] | None:
    kind = media_type(content_type)
    if kind in _HTML or (not kind and html.is_page(payload[:4096].removeprefix(BOM_UTF8))):
        return html.decode(payload, charset(content_type))[0], "html"
    if kind == "text/plain":
        return text.decode(payload)[0], "text"
    return None


def render(record: Record, cleaned: str, fields: Fields) -> bytes:
    """Return a WARC record with another text or HTML, its lengths and digests made right.

    Parameters
    ----------
    record : Record
    cleaned : str
    fields : Fields
        Not used.
    """
    parts = message.split_head(record.raw)
    assert parts is not None
    head, rest = parts
    length = int(header(head, "Content-Length"))
    block, tail = rest[:length], rest[length:]
    if header(head, "WARC-Type").lower() == "response":
        response = message.parse(block)
        payload = _encode(record, cleaned, response.payload, response.content_type())
        block = response.with_payload(payload)
    else:
        payload = block = _encode(record, cleaned, block, header(head, "Content-Type"))
    head = with_header(head, "Content-Length", str(len(block)))
    head = _with_digest(head, "WARC-Block-Digest", block)
    head = _with_digest(head, "WARC-Payload-Digest", payload)
    return head + block + tail


def _encode(record: Record, cleaned: str, payload: bytes, content_type: str) -> bytes:
    if record.text is None:
        return html.cut_out(payload, cleaned, charset(content_type))
    return cleaned.encode(text.decode(payload)[1], "surrogateescape")


def _with_digest(head: bytes, name: str, data: bytes) -> bytes:
    """Renew a digest in the algorithm and notation it has; an unknown one is taken out."""
    written = header(head, name)
    algorithm, _, value = written.partition(":")
    kind = algorithm.lower().replace("-", "")
    if not written or kind not in _DIGESTS:
        return with_header(head, name, None)
    digest = hashlib.new(kind, data, usedforsecurity=False)
    if len(value.rstrip("=")) == 2 * digest.digest_size:
        renewed = digest.hexdigest()
    else:
        renewed = base64.b32encode(digest.digest()).decode()
        renewed = renewed if value.endswith("=") or "=" not in renewed else renewed.rstrip("=")
    return with_header(head, name, f"{algorithm}:{renewed}")


def _tells(head: bytes) -> bool:
    return re.match(rb"\s*WARC/\d", head) is not None


FORMAT: Final = Format("warc", (".warc",), "record", read, render, tells=_tells, member_each=True)
WET: Final = Format("wet", (".wet",), "record", read, render, member_each=True)
