"""Decompression member by member, that keeps what precedes damage and goes on behind it."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import IO, Any, Final

from spamdetect.io.members import (
    LONGEST_MAGIC,
    MAGIC,
    NAMES,
    Member,
    member_errors,
    open_member,
)

CHUNK: Final = 1 << 16
_HEAD: Final = 4096
_KEPT: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class Lost:
    """A member that is damaged, with what follows it up to the next one.

    Attributes
    ----------
    start, end : int
        Place of what was read of it in the decompressed stream.
    stored : bytes or None
        All of it; None if it is larger than 16 MB, or reading has not gone on behind it yet.
    """

    start: int
    end: int
    stored: bytes | None = None


class Stored:
    """The bytes as stored, with those read ahead to look at given out again.

    Parameters
    ----------
    stream : binary file object

    Attributes
    ----------
    head : bytes
        The first bytes, up to 4096.
    position : int
        Bytes given out so far.
    keeps : bool
        Those given out last can be had again, with `part`.
    """

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.head = b""
        while len(self.head) < _HEAD:
            piece = stream.read(_HEAD - len(self.head))
            if not piece:
                break
            self.head += piece
        self._ahead = self.head
        self.position = 0
        self.keeps = False
        self._kept = bytearray()
        self._kept_from = 0

    def read(self) -> bytes:
        """Return the next bytes; empty at the end."""
        if self._ahead:
            piece, self._ahead = self._ahead, b""
        else:
            piece = self._stream.read(CHUNK)
        self.position += len(piece)
        if self.keeps and self.position - self._kept_from <= _KEPT:
            self._kept += piece
        else:
            self._kept.clear()
        return piece

    def forget(self, position: int) -> None:
        """Keep nothing of what stands in front of a position that was passed."""
        if self._kept:
            del self._kept[: position - self._kept_from]
            self._kept_from = position
        else:
            self._kept_from = self.position

    def part(self, start: int, end: int) -> bytes | None:
        """Return bytes given out before; None if they were too many to be kept."""
        if start < self._kept_from or end > self._kept_from + len(self._kept):
            return None
        return bytes(self._kept[start - self._kept_from : end - self._kept_from])


class Decoder(io.RawIOBase):
    """Stored bytes as one decompressed stream; it ends at damage and can go on behind it.

    Parameters
    ----------
    stored : Stored
    kind : str
        A key of `MAGIC`, or ``""`` for bytes that are not compressed.

    Attributes
    ----------
    damage : str or None
        Why the stream ended early, until it is taken.
    lost : Lost
        The last member that was damaged.
    total : int
        Bytes decompressed so far.
    """

    def __init__(self, stored: Stored, kind: str) -> None:
        super().__init__()
        self.damage: str | None = None
        self.lost = Lost(0, 0)
        self.total = 0
        self._stored = stored
        stored.keeps = bool(kind)
        self._kind = kind
        self._errors = member_errors(kind) if kind else ()
        self._member: Member | None = None
        self._held = b""
        self._fed = b""
        self._out = memoryview(b"")
        self._count = 0
        self._start = 0
        self._begun = 0
        self._lost_from = 0
        self._seeking = False

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def readinto(self, target: Any) -> int:
        """Fill a buffer with decompressed bytes; 0 at the end and at damage."""
        view = memoryview(target).cast("B")
        while not self._out:
            if self.damage is not None or not self._advance(len(view)):
                return 0
        size = min(len(view), len(self._out))
        view[:size] = self._out[:size]
        self._out = self._out[size:]
        return size

    def take_damage(self) -> str | None:
        """Return why the stream ended early, None if it did not; reading can then go on."""
        damage, self.damage = self.damage, None
        if damage is not None:
            # Only the next member tells where the damaged one ends.
            while not self._out and self._advance(CHUNK):
                pass
            end = self._start if self._out else self._stored.position
            stored = self._stored.part(self._lost_from, end)
            self.lost = Lost(self.lost.start, self.lost.end, stored)
            self._stored.forget(end)
        return damage

    def _advance(self, size: int) -> bool:
        if not self._kind:
            self._out = memoryview(self._stored.read())
            self.total += len(self._out)
            return bool(self._out)
        if self._member is None:
            return self._begin()
        return self._decompress(self._member, size)

    def _decompress(self, member: Member, size: int) -> bool:
        fed = b""
        if member.needs_input:
            fed, self._held = self._held or self._stored.read(), b""
            if not fed:
                self._fail("is truncated")
                return True
            self._fed = fed
        try:
            self._out = memoryview(member.decompress(fed, size))
        except self._errors as error:
            self._fail(f"is corrupt ({error})")
            return True
        if self._out:
            self._seeking = False
            self.total += len(self._out)
        if member.eof:
            self._held = member.unused_data
            self._member = None
        return True

    def _fail(self, cause: str) -> None:
        fresh = MAGIC[self._kind].match(self._fed)
        self._held = self._fed[1:] if fresh else self._fed
        self._fed = b""
        self._member = None
        if self._seeking:
            self._count -= 1
        else:
            self.damage = (
                f"{NAMES[self._kind]} member {self._count} (at byte {self._start}) {cause}"
            )
            self.lost = Lost(self._begun, self.total)
            self._lost_from = self._start
        self._seeking = True

    def _begin(self) -> bool:
        self._fill()
        if not self._seeking:
            while self._held[:1] == b"\0":
                self._held = self._held.lstrip(b"\0")
                self._fill()
        if not self._held:
            return False
        if not MAGIC[self._kind].match(self._held):
            if not self._seeking:
                self.damage = (
                    f"what follows {NAMES[self._kind]} member {self._count} "
                    f"(from byte {self._stored.position - len(self._held)}) is not {self._kind}"
                )
                self.lost = Lost(self.total, self.total)
                self._lost_from = self._stored.position - len(self._held)
                self._seeking = True
                return True
            if not self._seek():
                return False
        self._count += 1
        self._start = self._stored.position - len(self._held)
        self._begun = self.total
        if not self._seeking:
            self._stored.forget(self._start)
        self._member = open_member(self._kind)
        return True

    def _fill(self) -> None:
        while len(self._held) < LONGEST_MAGIC and (piece := self._stored.read()):
            self._held += piece

    def _seek(self) -> bool:
        while (found := MAGIC[self._kind].search(self._held)) is None:
            piece = self._stored.read()
            if not piece:
                self._held = b""
                return False
            self._held = self._held[-LONGEST_MAGIC:] + piece
        self._held = self._held[found.start() :]
        return True
