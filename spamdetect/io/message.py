"""HTTP messages as archives keep them: taken apart, their payload decoded, put together again."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any, Final

from spamdetect.io.members import MAGIC

_END: Final = re.compile(rb"\r?\n\r?\n")
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_LARGEST: Final = 1 << 29
_FED: Final = 1 << 14
# Of brotli, 64 bytes can hold some 90 MB, 4096 could hold gigabytes.
_PIECE: Final = 64
_TOO_LARGE: Final = "it decompresses to more than 512 MB"
_CUT_SHORT: Final = "it is cut short"
_ORIGINAL: Final = b"X-Archive-Orig-"
_NOT_UNDONE: Final = (
    *("aes128gcm", "compress", "dcb", "dcz", "exi", "pack200-gzip", "x-compress"),
    *("bzip2", "lzma", "sdch", "x-bzip2", "xz"),
)
_GZIP: Final = re.compile(rb"\x1f\x8b")
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
    try:
        if coding in ("gzip", "x-gzip"):
            inflate = partial(zlib.decompressobj, 31)
            return _joined(_members(body, inflate, _GZIP, _FED)) if _GZIP.match(body) else body
        if coding == "deflate":
            inflate = partial(zlib.decompressobj, 15 if body[:1] == b"\x78" else -15)
            return _joined(_members(body, inflate, None, _FED))
        if coding == "br":
            return _joined(_brotli(body))
        if coding == "zstd":
            zstandard = import_module("zstandard")
            frames = zstandard.ZstdDecompressor(max_window_size=_LARGEST)
            return _joined(_members(body, frames.decompressobj, MAGIC["zst"], _PIECE))
    except ImportError as error:
        raise UndecodableError(
            f"Content-Encoding {coding} needs the package {error.name!r}; install it with: "
            "pip install 'spamdetect[warc]'"
        ) from None
    except Exception as error:
        raise UndecodableError(f"its Content-Encoding {coding} is broken ({error})") from None
    if coding in _NOT_UNDONE:
        raise UndecodableError(f"its Content-Encoding {coding} cannot be undone")
    # As browsers do: servers write "none", "utf-8" and the like over bodies that are not coded.
    return body


def _members(
    body: bytes, start: Callable[[], Any], magic: re.Pattern[bytes] | None, size: int
) -> Iterator[bytes]:
    """Decompress members, one behind the other; what follows that is none does not count."""
    position = 0
    while True:
        member = start()
        while not member.eof:
            piece = body[position : position + size]
            if not piece:
                raise ValueError(_CUT_SHORT)
            yield member.decompress(piece)
            position += len(piece) - len(member.unused_data)
        if magic is None or not magic.match(body, position):
            return


def _brotli(body: bytes) -> Iterator[bytes]:
    stream = import_module("brotli").Decompressor()
    for start in range(0, len(body), _PIECE):
        yield stream.process(body[start : start + _PIECE])
    if not stream.is_finished():
        raise ValueError(_CUT_SHORT)


def _joined(parts: Iterable[bytes]) -> bytes:
    """Join what a decompressor that cannot bound what it gives was asked for piece by piece."""
    held: list[bytes] = []
    size = 0
    for part in parts:
        held.append(part)
        size += len(part)
        if size > _LARGEST:
            raise ValueError(_TOO_LARGE)
    return b"".join(held)
