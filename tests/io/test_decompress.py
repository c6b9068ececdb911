from __future__ import annotations

import gzip
import random
import tempfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import COMPRESS

from spamdetect.io.records import Damaged
from spamdetect.io.source import Source

KINDS = [kind for kind in COMPRESS if kind]


def _write(folder: Path, data: bytes, name: str = "data.bin") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None)
@given(parts=st.lists(st.binary(max_size=200), min_size=1, max_size=4))
def test_members_follow_one_another_as_one_stream(kind: str, parts: list[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        name = _write(Path(folder), b"".join(COMPRESS[kind](part) for part in parts))
        with Source(name) as source:
            assert source.compression == kind
            assert source.read_all() == (b"".join(parts), None)


@pytest.mark.parametrize("kind", KINDS)
def test_compression_is_told_by_magic_bytes_not_by_name(kind: str, tmp_path: Path) -> None:
    with Source(_write(tmp_path, COMPRESS[kind](b"hello"), "plain.txt")) as source:
        assert source.read_all() == (b"hello", None)
    with Source(_write(tmp_path, b"hello", f"named.txt.{kind}")) as source:
        assert source.read_all() == (b"hello", None)


@pytest.mark.parametrize("kind", KINDS)
def test_truncated_member_is_named_and_what_precedes_it_kept(kind: str, tmp_path: Path) -> None:
    data = COMPRESS[kind](b"one\n") + COMPRESS[kind](b"two\n" * 5000)[:-6]
    with Source(_write(tmp_path, data)) as source:
        text, damage = source.read_all()
    assert text.startswith(b"one\n")
    assert damage is not None
    assert "member 2" in damage
    assert "truncated" in damage


@pytest.mark.parametrize("kind", KINDS)
def test_reading_goes_on_behind_a_corrupt_member(kind: str, tmp_path: Path) -> None:
    middle = bytearray(COMPRESS[kind](b"two\n" * 500))
    middle[len(middle) // 2 : len(middle) // 2 + 8] = b"\xff" * 8
    data = COMPRESS[kind](b"one\n") + bytes(middle) + COMPRESS[kind](b"three\n")
    with Source(_write(tmp_path, data)) as source:
        lines = list(source.lines())
    damages = [damage for _, damage in lines if damage]
    assert lines[0] == (b"one\n", None)
    assert lines[-1] == (b"three\n", None)
    assert len(damages) == 1
    assert "member 2" in damages[0]
    assert "corrupt" in damages[0]


def test_gzip_gives_all_that_stands_in_front_of_a_fault(tmp_path: Path) -> None:
    lines = b"".join(b"line %d\n" % number for number in range(20_000))
    data = bytearray(gzip.compress(lines))
    data[-8:-4] = b"\0\0\0\0"
    with Source(_write(tmp_path, bytes(data))) as source:
        text, damage = source.read_all()
    assert text == lines
    assert damage is not None
    assert "incorrect data check" in damage


def test_zero_padding_behind_gzip_is_no_damage(tmp_path: Path) -> None:
    with Source(_write(tmp_path, gzip.compress(b"x") + bytes(512))) as source:
        assert source.read_all() == (b"x", None)


def test_what_follows_a_member_and_is_none_is_named(tmp_path: Path) -> None:
    data = gzip.compress(b"x\n") + b"no gzip at all"
    with Source(_write(tmp_path, data)) as source:
        text, damage = source.read_all()
    assert text == b"x\n"
    assert damage is not None
    assert "not gz" in damage


def test_a_name_that_promises_gzip_and_binary_content_are_damage(tmp_path: Path) -> None:
    with Source(_write(tmp_path, bytes(range(256)), "a.txt.gz")) as source:
        assert source.read_all()[1] is not None


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_only_begins_like_a_compressed_one_is_read_as_it_is(
    kind: str, tmp_path: Path
) -> None:
    data = COMPRESS[kind](b"x")[: {"bz2": 10, "xz": 6}.get(kind, 4)] + b"\xff and then a text\n" * 9
    with Source(_write(tmp_path, data, "a.txt")) as source:
        assert (source.compression, source.read_all()) == ("", (data, None))


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_line_that_is_a_member_comes_with_it(kind: str, tmp_path: Path) -> None:
    members = [COMPRESS[kind](line * 500 + b"\n") for line in (b"one", b"two", b"three")]
    middle = bytearray(members[1])
    middle[-6] ^= 0xFF
    with Source(_write(tmp_path, members[0] + bytes(middle) + members[2])) as source:
        lines = list(source.lines())
    assert [damage is None for _, damage in lines] == [True, False, True]
    damaged = lines[1][0]
    assert isinstance(damaged, Damaged)
    assert (damaged.stored, damaged.compression) == (bytes(middle), kind)


def test_what_is_kept_of_a_member_is_bounded(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(17 << 20)
    data = gzip.compress(noise, 1)[:-6] + gzip.compress(b"next\n")
    with Source(_write(tmp_path, data)) as source:
        text, damage = source.read_all()
    assert damage is not None
    assert not isinstance(text, Damaged)
    assert text == noise + b"next\n"


def test_expansion_does_not_fill_memory_at_once(tmp_path: Path) -> None:
    with Source(_write(tmp_path, zlib_bomb())) as source:
        assert len(source.buffer.read1(1 << 16)) <= 1 << 16


def zlib_bomb() -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1 << 20)) for _ in range(32)) + packer.flush()
