"""The frames of a WARC file: records cut out of the stream, and found again behind damage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from spamdetect.io.message import header, with_header
from spamdetect.io.source import Source

_LONGEST: Final = 1 << 29
_LONGEST_GAP: Final = 1 << 26
_START: Final = re.compile(rb"WARC/\d")
_NEXT: Final = re.compile(rb"\r?\n\r?\n(?=WARC/\d)")
_BLANK: Final = (b"\r\n", b"\n")


@dataclass(frozen=True, slots=True)
class Frame:
    """One WARC record, or what stands where one should be.

    Attributes
    ----------
    head : bytes
        Its headers, with the empty line that ends them; empty between records.
    content : bytes
    tail : bytes
        The empty lines behind it.
    fault : str or None
        What is wrong with it.
    """

    head: bytes
    content: bytes = b""
    tail: bytes = b""
    fault: str | None = None

    @property
    def raw(self) -> bytes:
        """All bytes of the record."""
        return self.head + self.content + self.tail


class _Stream:
    """A source in which one can go back to what was read since the last `forget`.

    Attributes
    ----------
    position : int
        Counted from the last `forget`.
    """

    def __init__(self, source: Source) -> None:
        self.position = 0
        self._source = source
        self._held = bytearray()

    def forget(self) -> None:
        del self._held[: self.position]
        self.position = 0

    def line(self) -> bytes:
        start = self.position
        end = self._held.find(b"\n", start) + 1
        if not end:
            self._held += self._source.buffer.readline()
            end = len(self._held)
        self.position = end
        return self.part(start, end)

    def skip(self, size: int) -> int:
        """Go on by a number of bytes; return how many of them there were."""
        start = self.position
        missing = start + size - len(self._held)
        if missing > 0:
            self._held += self._source.buffer.read(missing)
        self.position = min(start + size, len(self._held))
        return self.position - start

    def part(self, start: int, end: int) -> bytes:
        with memoryview(self._held) as held:
            return bytes(held[start:end])

    def search(self, pattern: re.Pattern[bytes], start: int) -> re.Match[bytes] | None:
        """Search between a position and the current one."""
        return pattern.search(self._held, start, self.position)

    def damage(self) -> str | None:
        return self._source.take_damage()


def frames(source: Source) -> Iterator[Frame]:
    """Yield the records of a WARC file.

    Parameters
    ----------
    source : Source

    Yields
    ------
    Frame
        Their `raw`, joined, is the file, but for one thing: a record that compression damage has
        cut short gets the length it has, so that readers find the one behind it.
    """
    stream = _Stream(source)
    while (frame := _frame(stream)) is not None:
        yield frame


def _frame(stream: _Stream) -> Frame | None:
    stream.forget()
    line = stream.line()
    if not line:
        damage = stream.damage()
        return None if damage is None else Frame(b"", fault=damage)
    if not _START.match(line):
        return _gap(stream, line)
    lines = [line]
    while lines[-1] not in _BLANK:
        line = stream.line()
        if not line.endswith(b"\n"):
            lines.append(line)
            damage = stream.damage()
            # Half a header cannot be told from what follows it, so it is not passed on.
            kept = b"" if damage else b"".join(lines)
            return Frame(kept, fault=damage or "its WARC headers are cut short")
        lines.append(line)
    return _with_content(stream, b"".join(lines))


def _gap(stream: _Stream, line: bytes) -> Frame:
    """Take everything up to the next record; empty lines are no fault."""
    data, damage = _skip(stream, line)
    if damage is not None:
        return Frame(b"", fault=damage)
    return Frame(b"", tail=data, fault="is no WARC record" if data.strip() else None)


def _skip(stream: _Stream, line: bytes) -> tuple[bytes, str | None]:
    """Return what stands before the next record, and the damage that it ends with."""
    lines: list[bytes] = []
    size = 0
    while line and not _START.match(line) and size < _LONGEST_GAP:
        lines.append(line)
        size += len(line)
        line = stream.line()
    stream.position -= len(line)
    return b"".join(lines), None if line else stream.damage()


def _with_content(stream: _Stream, head: bytes) -> Frame:
    try:
        length = int(header(head, "Content-Length"))
    except ValueError:
        return _faulty(stream, head, b"", "has no Content-Length")
    if not 0 <= length <= _LONGEST:
        return _faulty(stream, head, b"", f"claims a length of {length:,} bytes")
    start = stream.position
    size = stream.skip(length)
    end = start + size
    if size == length:
        tail = stream.line()
        if not tail or tail in _BLANK:
            second = stream.line() if tail else b""
            if second in _BLANK:
                tail += second
            else:
                stream.position -= len(second)
            return Frame(head, stream.part(start, end), tail)
        stream.position = end
    elif (damage := stream.damage()) is not None:
        return _mended(head, stream.part(start, end), damage)
    found = stream.search(_NEXT, start)
    if found is not None:
        content, tail = stream.part(start, found.start()), bytes(found[0])
        stream.position = found.end()
        return Frame(head, content, tail, f"is shorter than its Content-Length, {length:,}")
    content = stream.part(start, end)
    if size < length:
        return Frame(head, content, fault=f"is truncated: {size:,} of {length:,} bytes")
    return _faulty(stream, head, content, f"is longer than its Content-Length, {length:,}")


def _faulty(stream: _Stream, head: bytes, content: bytes, fault: str) -> Frame:
    rest, damage = _skip(stream, stream.line())
    if damage is not None:
        return _mended(head, content + rest, damage)
    return Frame(head, content, rest, fault)


def _mended(head: bytes, content: bytes, damage: str) -> Frame:
    for name in ("Content-Length", "WARC-Block-Digest", "WARC-Payload-Digest"):
        head = with_header(head, name, None)
    end = b"\r\n" if head.endswith(b"\r\n") else b"\n"
    added = b"WARC-Truncated: unspecified%sContent-Length: %d" % (end, len(content))
    return Frame(head[: -len(end)] + added + 2 * end, content, 2 * end, damage)
