"""HTTP messages as archives keep them: taken apart, their payload decoded, put together again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

_END: Final = re.compile(rb"\r?\n\r?\n")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LARGEST: Final = 1 << 29
# Of brotli, 64 bytes can hold some 90 MB, 4096 could hold gigabytes.
_PIECE: Final = 64
_TOO_LARGE: Final = "it decompresses to more than 512 MB"
_CUT_SHORT: Final = "it is cut short"
_ORIGINAL: Final = b"X-Archive-Orig-"
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n")


class UndecodableError(ValueError):
    """The payload of a message cannot be decoded."""


def split_head(data: bytes) -> tuple[bytes, bytes] | None:
    """Split a message behind the empty line that ends its headers; None if there is none."""
    found = _END.search(data)
    return None if found is None else (data[: found.end()], data[found.end() :])


def header(head: bytes, name: str) -> str:
    """Return the value of the first header of a name, ``""`` if there is none."""
    found = _line(name).search(head)
    return "" if found is None else found[3].decode("utf-8", "surrogateescape").strip()


def with_header(head: bytes, name: str, value: str | None) -> bytes:
    """Return headers with the value of one replaced, or without it.

    Parameters
    ----------
    head : bytes
        Nothing is added where it has no such header.
    name : str
    value : str or None
        None takes the header out.
    """
    if value is None:
        return _line(name).sub(b"", head)
    data = value.encode("utf-8", "surrogateescape")
    return _line(name).sub(lambda found: found[1] + found[2] + data + found[4], head)


@cache
def _line(name: str) -> re.Pattern[bytes]:
    return re.compile(
        rb"^(" + re.escape(name.encode()) + rb")([ \t]*:[ \t]*)([^\r\n]*)(\r?\n)",
        re.IGNORECASE | re.MULTILINE,
    )


def media_type(value: str) -> str:
    """Return the media type of a ``Content-Type`` value, in lower case."""
    return value.partition(";")[0].strip().lower()


def charset(value: str) -> str | None:
    """Return the charset of a ``Content-Type`` value, None if it names none."""
    found = _CHARSET.search(value)
    return found[1] if found else None


@dataclass(frozen=True, slots=True)
class Message:
    """An HTTP response.

    Attributes
    ----------
    head : bytes
        Status line and headers, with the empty line that ends them.
    payload : bytes
        The body, with the codings of transfer and content undone.
    coded : bool
        Whether the body as stored differs from the payload.
    """

    head: bytes
    payload: bytes
    coded: bool

    def content_type(self) -> str:
        """Return the value of the header ``Content-Type``."""
        return header(self.head, "Content-Type")

    def with_payload(self, payload: bytes) -> bytes:
        """Return the whole message with another payload, stored as it is.

        Headers that tell of codings undone are kept under an ``X-Archive-Orig-`` name.
        """
        head = self.head
        if self.coded:
            for name in ("Transfer-Encoding", "Content-Encoding"):
                head = _line(name).sub(
                    lambda found: _ORIGINAL + found[1] + found[2] + found[3] + found[4], head
                )
        return with_header(head, "Content-Length", str(len(payload))) + payload


def parse(data: bytes) -> Message:
    """Take a response apart.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    UndecodableError
        With the reason.
    """
    parts = split_head(data)
    if parts is None:
        raise UndecodableError("its HTTP headers have no end")
    head, body = parts
    payload = body
    if "chunked" in header(head, "Transfer-Encoding").lower():
        payload = _unchunk(payload)
    codings = [coding.strip() for coding in header(head, "Content-Encoding").lower().split(",")]
    for coding in reversed(codings):
        payload = _decode(payload, coding)
    return Message(head, payload, payload is not body)


def _unchunk(body: bytes) -> bytes:
    """Join the chunks of a body; one that crawlers have joined already comes back unchanged."""
    parts: list[bytes] = []
    position = 0
    while True:
        found = _CHUNK.match(body, position)
        if found is None:
            if not parts:
                return body
            raise UndecodableError("a chunk of its body is broken")
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        end = found.end() + size
        if end > len(body):
            raise UndecodableError("its last chunk is cut short")
        parts.append(body[found.end() : end])
        position = end + (2 if body.startswith(b"\r\n", end) else 1)


def _decode(body: bytes, coding: str) -> bytes:
    if coding in ("", "identity"):
        return body
    try:
        if coding in ("gzip", "x-gzip"):
            return _inflate(body, 31) if body.startswith(b"\x1f\x8b") else body
        if coding == "deflate":
            return _inflate(body, 15 if body[:1] == b"\x78" else -15)
        if coding == "br":
            return _unbrotli(body)
        if coding == "zstd":
            return _unzstd(body)
    except ImportError as error:
        raise UndecodableError(
            f"Content-Encoding {coding} needs the package {error.name!r}; install it with: "
            "pip install 'spamdetect[warc]'"
        ) from None
    except Exception as error:
        raise UndecodableError(f"its Content-Encoding {coding} is broken ({error})") from None
    raise UndecodableError(f"its Content-Encoding {coding} is not known")


def _inflate(body: bytes, wbits: int) -> bytes:
    inflate = zlib.decompressobj(wbits)
    payload = inflate.decompress(body, _LARGEST)
    if inflate.unconsumed_tail:
        raise ValueError(_TOO_LARGE)
    if not inflate.eof:
        raise ValueError(_CUT_SHORT)
    return payload


def _unbrotli(body: bytes) -> bytes:
    stream = import_module("brotli").Decompressor()
    return _fed(body, stream.process, stream.is_finished)


def _unzstd(body: bytes) -> bytes:
    zstandard = import_module("zstandard")
    frame = zstandard.ZstdDecompressor(max_window_size=_LARGEST).decompressobj()
    return _fed(
        body, lambda piece: b"" if frame.eof else frame.decompress(piece), lambda: bool(frame.eof)
    )


def _fed(body: bytes, decompress: Callable[[bytes], bytes], ended: Callable[[], bool]) -> bytes:
    """Decompress piece by piece, for decompressors that cannot bound what they give."""
    parts: list[bytes] = []
    size = 0
    for start in range(0, len(body), _PIECE):
        part = decompress(body[start : start + _PIECE])
        parts.append(part)
        size += len(part)
        if size > _LARGEST:
            raise ValueError(_TOO_LARGE)
    if not ended():
        raise ValueError(_CUT_SHORT)
    return b"".join(parts)
