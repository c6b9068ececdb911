"""Inputs as streams of bytes: files and standard input, decompressed."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from spamdetect.io.decompress import CHUNK, Decoder, Stored
from spamdetect.io.members import MAGIC, split_compression
from spamdetect.io.records import STDIN, Damaged


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
    damages : int
        How many were taken.

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
        self.damages = 0
        try:
            self._stored = Stored(self._file)
            self._start(_compression(name, self._stored.head))
            if self.compression and name != STDIN and not split_compression(name)[1]:
                self._check()
        except BaseException:
            self.close()
            raise

    def _start(self, compression: str) -> None:
        self.compression = compression
        self._decoder = Decoder(self._stored, compression)
        self.buffer = io.BufferedReader(self._decoder, CHUNK)

    def _check(self) -> None:
        """Take a file that only begins like a compressed one, by chance, as it is."""
        if not self.buffer.peek(1) and self._decoder.damage is not None:
            self._file.seek(0)
            self._stored = Stored(self._file)
            self._start("")

    @property
    def position(self) -> int:
        """Bytes of the stored (compressed) input read so far."""
        return self._stored.position

    def take_damage(self) -> str | None:
        """Return why the stream ended early, None if it did not; reading can then go on."""
        damage = self._decoder.take_damage()
        self.damages += damage is not None
        return damage

    @property
    def damaged_at(self) -> int:
        """Where in the decompressed stream the last damage stands."""
        return self._decoder.lost.end

    def is_damaged_at(self, position: int) -> bool:
        """Return whether what was read up to a position is the end of a damaged member.

        A checksum that is wrong shows only behind all that it is the sum of.

        Parameters
        ----------
        position : int
            In the decompressed stream.
        """
        decoder = self._decoder
        if not self.compression or decoder.total != position or self.buffer.peek(1):
            return False
        return decoder.damage is not None and decoder.lost.start < decoder.lost.end == position

    def as_stored(self, data: bytes, start: int) -> bytes:
        """Return what was read in front of the damage taken last, with its member if it is that.

        Parameters
        ----------
        data : bytes
            All that was read from `start` on, or what it was mended to.
        start : int
            In the decompressed stream.

        Returns
        -------
        bytes
            `Damaged` if the member starts there too.
        """
        lost = self._decoder.lost
        if lost.stored is None or lost.start != start:
            return data
        return Damaged(data, lost.stored, self.compression, lost.end - start)

    def read_all(self) -> tuple[bytes, str | None]:
        """Return everything that can be read and the first damage, if any."""
        parts: list[bytes] = []
        first: str | None = None
        while True:
            parts.append(self.buffer.read())
            damage = self.take_damage()
            if damage is None:
                data = b"".join(parts)
                return (data if len(parts) != 2 or parts[1] else self.as_stored(data, 0)), first
            first = first or damage

    def chunks(self) -> Iterator[bytes]:
        """Yield what is left in pieces, damaged parts left out."""
        while True:
            while piece := self.buffer.read1(CHUNK):
                yield piece
            if self.take_damage() is None:
                return

    def lines(self) -> Iterator[tuple[bytes, str | None]]:
        r"""Yield each line with its ``\n``, and the damage that cut it short, if any.

        A line is whole for all that, but not to be trusted, if the damage shows only behind it.
        Where it is a member of its own it is `Damaged`.
        """
        position = 0
        while True:
            start = position
            line = self.buffer.readline()
            position += len(line)
            # The first comparison is one of `is_damaged_at` too, without a call for each line.
            is_inside = position != self._decoder.total or not self.is_damaged_at(position)
            if is_inside and line.endswith(b"\n"):
                yield line, None
                continue
            damage = self.take_damage()
            if damage is not None:
                line = self.as_stored(line, start)
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


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read.

    Attributes
    ----------
    path : str
        ``"-"`` for standard input.
    name : str
        Path below the directory it was found in; the file's own name where it was given itself.
    size : int
        Bytes as stored; 0 where that is not known.
    problem : str or None
        Why it cannot be read; such an input yields one error.
    source : Source or None
        Where it is open already, as standard input is that was looked at.
    """

    path: str
    name: str
    size: int = 0
    problem: str | None = None
    source: Source | None = None

    def open(self) -> Source:
        """Return the input as a stream; for errors see `Source`."""
        return self.source or Source(self.path)


def _compression(name: str, head: bytes) -> str:
    for kind, magic in MAGIC.items():
        if magic.match(head):
            return kind
    named = split_compression(name)[1]
    # A download that was decompressed on the way keeps its name; only what is no text is damage.
    return named if b"\0" in head else ""
