"""Lines as soon as they are there: all that can be read at once, without waiting for more."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from spamdetect.io.decompress import CHUNK
from spamdetect.io.members import MAGIC
from spamdetect.io.records import STDIN
from spamdetect.io.source import Source

LONGEST_LINE: Final = 1 << 24
"""Bytes; of a longer line nothing is held in memory but the part just read."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of an input.

    Attributes
    ----------
    first : int
        Number of the first of them, from 1.
    lines : list of bytes
        Without their line feeds.
    ended : bool
        Whether the last of them had a line feed.
    part : bool
        The only line is a part of one longer than `LONGEST_LINE`; if `ended`, its last.
    damage : str or None
        Why reading broke off behind the last of them.
    """

    first: int
    lines: list[bytes]
    ended: bool = True
    part: bool = False
    damage: str | None = None


def read_lines(name: str) -> Iterator[Lines]:
    """Yield the lines of an input in batches of what was there to be read.

    Parameters
    ----------
    name : str
        A path, or ``"-"`` for standard input. Compressed inputs are decompressed.

    Raises
    ------
    OSError
        If the file cannot be opened.
    """
    if name == STDIN:
        buffered = _peekable(sys.stdin.buffer)
        head = buffered.peek(1)
        if not any(magic.match(head) for magic in MAGIC.values()):
            yield from _batches(lambda: buffered.read1(CHUNK), lambda: None)
            return
    with Source(name) as source:
        yield from _batches(lambda: source.buffer.read1(CHUNK), source.take_damage)


def _peekable(stream: Any) -> io.BufferedReader:
    return stream if hasattr(stream, "peek") else io.BufferedReader(stream)


def _batches(read: Callable[[], bytes], damage: Callable[[], str | None]) -> Iterator[Lines]:
    number = 1
    pending: list[bytes] = []
    size = 0
    inside = False
    while True:
        piece = read()
        if not piece:
            broken = damage()
            rest = b"".join(pending)
            if rest or inside or broken is not None:
                yield Lines(number, [rest] if rest else [], False, inside, broken)
                number += bool(rest) or inside
            pending, size, inside = [], 0, False
            if broken is None:
                return
            continue
        if inside:
            end = piece.find(b"\n") + 1
            yield Lines(number, [piece[: end - 1] if end else piece], bool(end), True)
            if not end:
                continue
            inside, number, piece = False, number + 1, piece[end:]
        end = piece.rfind(b"\n") + 1
        if end:
            lines = b"".join((*pending, piece[: end - 1])).split(b"\n")
            yield Lines(number, lines)
            number += len(lines)
            pending, size = [], 0
        if end < len(piece):
            pending.append(piece[end:])
            size += len(piece) - end
        if size > LONGEST_LINE:
            yield Lines(number, [b"".join(pending)], False, True)
            pending, size, inside = [], 0, True
