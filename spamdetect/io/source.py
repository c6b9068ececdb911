"""Inputs as streams of bytes: files and standard input, decompressed."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from spamdetect.io.decompress import CHUNK, Decoder, Stored
from spamdetect.io.members import MAGIC, split_compression
from spamdetect.io.records import STDIN


class Source:
    """A decompressed byte stream.

    Reading `buffer` gives an empty result at the end and at damage; `take_damage` tells which,
    and lets reading go on behind the damage.

    Parameters
    ----------
    name : str
        A path, or ``"-"`` for standard input.

    Attributes
    ----------
    name : str
    compression : str
        As found by magic bytes: ``""``, ``"gz"``, ``"bz2"``, ``"xz"`` or ``"zst"``.
    buffer : io.BufferedReader

    Raises
    ------
    OSError
        If the file cannot be opened.
    MissingExtraError
        If the input is zstd and zstandard is not installed.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._file: IO[bytes] = sys.stdin.buffer if name == STDIN else Path(name).open("rb")  # noqa: SIM115
        try:
            self._stored = Stored(self._file)
            self.compression = _compression(name, self._stored.head)
            self._decoder = Decoder(self._stored, self.compression)
        except BaseException:
            self.close()
            raise
        self.buffer = io.BufferedReader(self._decoder, CHUNK)

    @property
    def position(self) -> int:
        """Bytes of the stored (compressed) input read so far."""
        return self._stored.position

    def take_damage(self) -> str | None:
        """Return why the stream ended early, None if it did not; reading can then go on."""
        damage, self._decoder.damage = self._decoder.damage, None
        return damage

    def read_all(self) -> tuple[bytes, str | None]:
        """Return everything that can be read and the first damage, if any."""
        parts: list[bytes] = []
        first: str | None = None
        while True:
            parts.append(self.buffer.read())
            damage = self.take_damage()
            if damage is None:
                return b"".join(parts), first
            first = first or damage

    def chunks(self) -> Iterator[bytes]:
        """Yield what is left in pieces, damaged parts left out."""
        while True:
            while piece := self.buffer.read1(CHUNK):
                yield piece
            if self.take_damage() is None:
                return

    def lines(self) -> Iterator[tuple[bytes, str | None]]:
        r"""Yield each line with its ``\n``, and the damage that cut it short, if any."""
        while True:
            line = self.buffer.readline()
            if line.endswith(b"\n"):
                yield line, None
                continue
            damage = self.take_damage()
            if line or damage:
                yield line, damage
            if damage is None:
                return

    def close(self) -> None:
        """Close the file; standard input is left open."""
        if self.name != STDIN:
            self._file.close()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _compression(name: str, head: bytes) -> str:
    for kind, magic in MAGIC.items():
        if magic.match(head):
            return kind
    named = split_compression(name)[1]
    # A download that was decompressed on the way keeps its name; only what is no text is damage.
    return named if b"\0" in head else ""
