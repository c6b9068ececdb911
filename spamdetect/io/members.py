"""The members that compressed files are made of: how they start, and their decompressors."""

from __future__ import annotations

import bz2
import lzma
import re
import zlib
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from spamdetect.errors import MissingExtraError

LONGEST_MAGIC: Final = 10
_ZSTD_FEED: Final = 4096
_ZSTD_WINDOW: Final = 1 << 31

MAGIC: Final[dict[str, re.Pattern[bytes]]] = {
    "gz": re.compile(rb"\x1f\x8b\x08[\x00-\x1f]"),
    "bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"),
    "xz": re.compile(rb"\xfd7zXZ\x00"),
    "zst": re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18"),
}
"""Compression, by the suffix of its files, to the bytes that a member starts with."""
_WRITTEN: Final = {
    "gz": "1f8b0800",
    "bz2": "425a6839314159265359",
    "xz": "fd377a585a00",
    "zst": "28b52ffd",
}

_SUFFIXES: Final = {
    ".gz": "gz",
    ".gzip": "gz",
    ".bz2": "bz2",
    ".xz": "xz",
    ".zst": "zst",
    ".zstd": "zst",
}
NAMES: Final = {"gz": "gzip", "bz2": "bzip2", "xz": "xz", "zst": "zstd"}


def split_compression(name: str) -> tuple[str, str]:
    """Split a file name into the name without and the kind of its compression suffix.

    Parameters
    ----------
    name : str

    Returns
    -------
    tuple of str
        ``("a.jsonl", "gz")`` for ``"a.jsonl.gz"``; ``("a.txt", "")`` for ``"a.txt"``.
    """
    suffix = Path(name).suffix.lower()
    if suffix in _SUFFIXES:
        return name[: -len(suffix)], _SUFFIXES[suffix]
    return name, ""


def is_cut_magic(kind: str, data: bytes) -> bool:
    """Return whether a file is a compressed one, cut before that can be seen in it.

    Parameters
    ----------
    kind : str
        A key of `MAGIC`, or ``""``.
    data : bytes
        All that the file holds.
    """
    return bool(data) and bytes.fromhex(_WRITTEN.get(kind, "")).startswith(data)


def zstandard() -> Any:
    """Return the module zstandard.

    Raises
    ------
    MissingExtraError
        If it is not installed.
    """
    try:
        return import_module("zstandard")
    except ImportError:
        raise MissingExtraError("zstandard", "zstd", "zstd compression") from None


class Member(Protocol):
    """One compressed member; fed whole chunks, asked for bounded output."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int = ...) -> bytes: ...


class _GzipMember:
    """A gzip member that gives up what it holds before a fault."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)
        self._fault: zlib.error | None = None

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail and self._fault is None

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        if self._fault is not None:
            raise self._fault
        data = self._inflate.unconsumed_tail + data
        before = self._inflate.copy()
        try:
            return self._inflate.decompress(data, max_length)
        except zlib.error as error:
            kept = _bytes_before_fault(before, data)
            if not kept:
                raise
            self._fault = error
            return kept


def _bytes_before_fault(inflate: Any, data: bytes) -> bytes:
    kept = bytearray()
    try:
        # Byte by byte, since a call that meets the fault returns nothing of what it has.
        for position in range(len(data)):
            kept += inflate.decompress(data[position : position + 1])
    except zlib.error:
        pass
    return bytes(kept)


class _ZstdMember:
    """A zstd frame, fed in small pieces, since its decompressor cannot bound its output."""

    def __init__(self) -> None:
        try:
            import zstandard
        except ImportError:
            raise MissingExtraError("zstandard", "zstd", "reading .zst") from None
        self._frame: Any = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._held = b""

    @property
    def eof(self) -> bool:
        return bool(self._frame.eof)

    @property
    def needs_input(self) -> bool:
        return not self._held

    @property
    def unused_data(self) -> bytes:
        return bytes(self._frame.unused_data) + self._held

    def decompress(self, data: bytes, max_length: int = -1) -> bytes:
        self._held += data
        piece, self._held = self._held[:_ZSTD_FEED], self._held[_ZSTD_FEED:]
        return bytes(self._frame.decompress(piece))


def open_member(kind: str) -> Member:
    """Return a decompressor for one member.

    Parameters
    ----------
    kind : str
        A key of `MAGIC`.

    Raises
    ------
    MissingExtraError
        For zstd, if zstandard is not installed.
    """
    if kind == "gz":
        return _GzipMember()
    if kind == "bz2":
        return bz2.BZ2Decompressor()
    if kind == "xz":
        return lzma.LZMADecompressor()
    return _ZstdMember()


def member_errors(kind: str) -> tuple[type[Exception], ...]:
    """Return the exceptions by which the decompressors of a kind tell damage."""
    if kind == "zst":
        return (zstandard().ZstdError, EOFError)
    return (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
