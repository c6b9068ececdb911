from __future__ import annotations

import gzip
import sys
import tracemalloc
import zlib

import brotli
import pytest
import zstandard

from spamdetect.io import message

LIMIT = 1 << 22
MEBIBYTE = bytes(1 << 20)


def _decoded(body: bytes, coding: str) -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: {coding}\r\n\r\n"
    return message.parse(head.encode() + body).payload


def _brotli(mebibytes: int) -> bytes:
    stream = brotli.Compressor(quality=1)
    return b"".join(stream.process(MEBIBYTE) for _ in range(mebibytes)) + stream.finish()


def _zstd_frame(mebibytes: int, declared: int) -> bytes:
    """Return a frame whose every four bytes repeat a zero byte 128 * 1024 times."""
    head = b"\x28\xb5\x2f\xfd" + b"\xc0" + b"\x40" + declared.to_bytes(8, "little")
    block = (1 << 17) << 3 | 1 << 1
    middle = block.to_bytes(3, "little") + b"\0"
    return head + middle * (8 * mebibytes - 1) + (block | 1).to_bytes(3, "little") + b"\0"


def _zstd_of_unknown_size(mebibytes: int) -> bytes:
    stream = zstandard.ZstdCompressor(level=1).compressobj()
    return b"".join(stream.compress(MEBIBYTE) for _ in range(mebibytes)) + stream.flush()


def test_hand_made_frame_is_zstd() -> None:
    assert zstandard.decompress(_zstd_frame(2, 2 << 20)) == 2 * MEBIBYTE


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (gzip.compress(64 * MEBIBYTE, 1), "gzip"),
        (zlib.compress(64 * MEBIBYTE, 1), "deflate"),
        (_brotli(256), "br"),
        (_zstd_frame(256, 256 << 20), "zstd"),
        (_zstd_frame(1 << 14, 1 << 34), "zstd"),
        (_zstd_frame(1 << 14, 1 << 50), "zstd"),
        (_zstd_of_unknown_size(256), "zstd"),
    ],
)
def test_bomb_is_told_before_it_fills_the_memory(
    body: bytes, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message, "_LARGEST", LIMIT)
    tracemalloc.start()
    with pytest.raises(message.UndecodableError, match=f"{coding} is broken .*more than 512 MB"):
        _decoded(body, coding)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * LIMIT


@pytest.mark.parametrize("size", [0, 1, 1000, LIMIT])
def test_what_is_not_too_large_is_decoded(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "_LARGEST", LIMIT)
    page = (b"<p>honest text</p>" * (size // 18 + 1))[:size]
    assert _decoded(brotli.compress(page, quality=1), "br") == page
    assert _decoded(zstandard.ZstdCompressor(level=1).compress(page), "zstd") == page
    stream = zstandard.ZstdCompressor(level=1).compressobj()
    assert _decoded(stream.compress(page) + stream.flush(), "zstd") == page


PAGE = bytes(range(256)) * 20
BROTLI = brotli.compress(PAGE)
ZSTD = zstandard.compress(PAGE)


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (b"", "br"),
        (b"", "zstd"),
        (BROTLI[:-3], "br"),
        (ZSTD[:-3], "zstd"),
        (BROTLI + b"x", "br"),
        (BROTLI + bytes(200), "br"),
        (b"no zstd", "zstd"),
        (ZSTD[:8] + b"\xff" * 40, "zstd"),
    ],
)
def test_broken_body_is_told(body: bytes, coding: str) -> None:
    with pytest.raises(message.UndecodableError, match=f"its Content-Encoding {coding} is broken"):
        _decoded(body, coding)


def test_bytes_behind_a_zstd_frame_are_no_fault() -> None:
    assert _decoded(ZSTD + b"x", "zstd") == _decoded(ZSTD + bytes(200), "zstd") == PAGE


@pytest.mark.parametrize("coding", ["", "identity", "none", "None", "utf-8", "text/html", "8bit"])
def test_a_header_that_names_no_coding_leaves_the_body_as_it_is(coding: str) -> None:
    assert _decoded(PAGE, coding) == PAGE
    assert _decoded(GZIP, f"{coding}, gzip") == PAGE


@pytest.mark.parametrize("coding", ["compress", "dcb", "xz"])
def test_a_coding_that_cannot_be_undone_is_told(coding: str) -> None:
    with pytest.raises(message.UndecodableError, match=f"{coding} cannot be undone"):
        _decoded(PAGE, coding)


GZIP = gzip.compress(PAGE)
SKIPPABLE = b"\x5a\x2a\x4d\x18\x02\0\0\0xy"


@pytest.mark.parametrize(
    ("body", "coding", "copies"),
    [
        (GZIP * 3, "gzip", 3),
        (GZIP + gzip.compress(b"") + GZIP, "x-gzip", 2),
        (GZIP * 2 + b"\0\0rest", "gzip", 2),
        (ZSTD * 3, "zstd", 3),
        (SKIPPABLE + ZSTD + SKIPPABLE + ZSTD + b"rest", "zstd", 2),
    ],
)
def test_all_members_of_a_body_are_read(body: bytes, coding: str, copies: int) -> None:
    assert _decoded(body, coding) == PAGE * copies


@pytest.mark.parametrize(
    ("body", "coding"),
    [
        (GZIP + GZIP[:-9], "gzip"),
        (GZIP + GZIP[:30] + bytes(60), "gzip"),
        (ZSTD + ZSTD[:-3], "zstd"),
    ],
)
def test_a_broken_member_behind_a_whole_one_is_told(body: bytes, coding: str) -> None:
    with pytest.raises(message.UndecodableError, match=f"its Content-Encoding {coding} is broken"):
        _decoded(body, coding)


def test_members_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(message, "_LARGEST", LIMIT)
    for body, coding in ((gzip.compress(MEBIBYTE), "gzip"), (_zstd_frame(1, 1 << 20), "zstd")):
        assert _decoded(body * 4, coding) == MEBIBYTE * 4
        with pytest.raises(message.UndecodableError, match="more than 512 MB"):
            _decoded(body * 5, coding)


@pytest.mark.parametrize(("coding", "package"), [("br", "brotli"), ("zstd", "zstandard")])
def test_a_missing_package_is_told_with_how_to_install_it(
    coding: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(message.UndecodableError, match=rf"'{package}'.*pip install.*\[warc\]"):
        _decoded(b"x", coding)
