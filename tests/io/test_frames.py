from __future__ import annotations

from pathlib import Path

import pytest

from spamdetect.io.frames import Frame, frames
from spamdetect.io.source import Source


def _record(length: int, content: bytes) -> bytes:
    return b"WARC/1.0\r\nContent-Length: %d\r\n\r\n" % length + content + b"\r\n\r\n"


def _frames(folder: Path, data: bytes) -> list[Frame]:
    path = folder / "a.warc"
    path.write_bytes(data)
    with Source(str(path)) as source:
        return list(frames(source))


CONTENT = b"x" * 4000 + b"\n"


def test_many_records_behind_a_wrong_length(tmp_path: Path) -> None:
    records = [_record(400_000_000, CONTENT)] + [_record(len(CONTENT), CONTENT)] * 8_000
    found = _frames(tmp_path, b"".join(records))
    assert len(found) == len(records)
    assert "shorter" in str(found[0].fault)
    assert [frame.fault for frame in found[1:]] == [None] * 8_000
    assert all(frame.content == CONTENT for frame in found)


@pytest.mark.parametrize(
    "claimed", [400_000_000, 10_000_000], ids=["beyond the end", "within the file"]
)
def test_many_wrong_lengths(claimed: int, tmp_path: Path) -> None:
    data = _record(claimed, CONTENT) * 6_000
    found = _frames(tmp_path, data)
    assert len(found) == 6_000
    assert all("shorter" in str(frame.fault) for frame in found[:-1])
    assert b"".join(frame.raw for frame in found) == data


def test_many_lines_behind_a_wrong_length(tmp_path: Path) -> None:
    lines = b"no header: of any kind, and no record either" * 4 + b"\n"
    last = _record(len(CONTENT), CONTENT)
    records = [_record(400_000_000, CONTENT), b"WARC/1.0\r\nA: b\r\n\r\n" + lines * 80_000, last]
    found = _frames(tmp_path, b"".join(records))
    assert [frame.raw for frame in found] == records
    assert [frame.fault is None for frame in found] == [False, False, True]
