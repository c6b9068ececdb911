"""What becomes of compressed inputs of which a member is damaged."""

from __future__ import annotations

import bz2
import gzip
import io
import json
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator

RECORD = (
    b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:%d>\r\n"
    b"Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n"
)


def _warc(number: int) -> bytes:
    text = b"record %d SPAM" % number + b" of many words" * 40
    return gzip.compress(RECORD % (number, len(text), text))


def _wrong_sum(member: bytes) -> bytes:
    return member[:-8] + bytes([member[-8] ^ 1]) + member[-7:]


def _wrong_inside(member: bytes) -> bytes:
    middle = len(member) // 2
    return member[:middle] + b"\xff" * 8 + member[middle + 8 :]


def _wrong_start(member: bytes) -> bytes:
    return member[:10] + b"\xff" * 8 + member[18:]


def _cut(member: bytes) -> bytes:
    return member[:-6]


def _half(member: bytes) -> bytes:
    return member[: len(member) // 2]


DAMAGE = [_wrong_sum, _wrong_inside, _wrong_start, _cut]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("damaged", [1, 2, 4])
def test_a_damaged_warc_member_is_named_and_passed_through(
    run, damage, damaged: int, tmp_path: Path
) -> None:
    members = [_warc(number) for number in range(1, 5)]
    members[damaged - 1] = damage(members[damaged - 1])
    path, output, errors = tmp_path / "a.warc.gz", tmp_path / "o.warc.gz", tmp_path / "e.jsonl"
    path.write_bytes(b"".join(members))
    assert run("clean", path, "-o", output, "--errors", errors).status == 3
    (error,) = map(json.loads, errors.read_text().splitlines())
    assert error["line"] == damaged
    assert f"gzip member {damaged}" in error["cause"]
    before, passed, after = output.read_bytes().partition(members[damaged - 1])
    assert passed
    kept = gzip.decompress(before) + gzip.decompress(after)
    assert b"SPAM" not in kept
    assert [n for n in range(1, 5) if b"record %d" % n in kept] == [
        n for n in range(1, 5) if n != damaged
    ]
    # It is the same again where the output of a run is read, and where a run is continued.
    whole = output.read_bytes()
    again = tmp_path / "again.warc.gz"
    assert run("clean", output, "-o", again).status == 3
    assert again.read_bytes() == whole
    for cut in range(0, len(whole), 7):
        output.write_bytes(whole[:cut])
        assert run("clean", path, "-o", output, "--resume").status == 3
        done = output.read_bytes()
        assert members[damaged - 1] in done
        start, _, end = done.partition(members[damaged - 1])
        assert gzip.decompress(start) + gzip.decompress(end) == kept


def test_several_records_in_a_damaged_member_come_once(run, tmp_path: Path) -> None:
    records = [gzip.decompress(_warc(number)) for number in range(1, 5)]
    path, output = tmp_path / "a.warc.gz", tmp_path / "o.warc.gz"
    path.write_bytes(_wrong_sum(gzip.compress(b"".join(records[:3]))) + gzip.compress(records[3]))
    result = run("clean", path, "-o", output)
    assert result.status == 3
    assert "a.warc.gz:3: gzip member 1" in result.err
    data = gzip.decompress(output.read_bytes())
    assert [data.count(b"record %d" % number) for number in range(1, 5)] == [1, 1, 1, 1]
    assert records[2] in data


def test_a_damaged_member_stays_readable_where_it_cannot_be_passed_through(
    run, tmp_path: Path
) -> None:
    members = [_warc(1), _wrong_inside(_warc(2)), _warc(3)]
    path, output = tmp_path / "a.warc.gz", tmp_path / "o.warc"
    path.write_bytes(b"".join(members))
    assert run("clean", path, "-o", output).status == 3
    found = [record.record_id for record in ArchiveIterator(io.BytesIO(output.read_bytes()))]
    assert found[0] == "<urn:1>"
    assert found[-1] == "<urn:3>"


def _line(number: int) -> bytes:
    words = " ".join(f"word{number * n * n}" for n in range(60))
    return json.dumps({"n": number, "text": f"SPAM {words}"}).encode() + b"\n"


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("end", ["", ".gz", ".bz2"])
def test_a_damaged_member_of_one_line_is_named_and_never_half_a_record(
    run, damage, end: str, tmp_path: Path
) -> None:
    members = [gzip.compress(_line(number)) for number in range(1, 5)]
    members[1] = damage(members[1])
    path, output = tmp_path / "cm.jsonl.gz", tmp_path / f"o.jsonl{end}"
    path.write_bytes(b"".join(members))
    result = run("clean", path, "-o", output)
    assert result.status == 3
    assert "cm.jsonl.gz:2: gzip member 2" in result.err
    assert result.err.count("cm.jsonl.gz:") == 1
    data = output.read_bytes()
    if end == ".gz":
        before, passed, after = data.partition(members[1])
        assert passed
        data = gzip.decompress(before) + gzip.decompress(after)
    elif end == ".bz2":
        data = bz2.decompress(data)
    lines = data.splitlines(keepends=True)
    if len(lines) == 4:
        assert damage in (_wrong_sum, _cut)
        assert lines.pop(1) == _line(2)
    assert lines == [_line(number).replace(b"SPAM", b"") for number in (1, 3, 4)]


@pytest.mark.parametrize("damage", [_wrong_inside, _half])
def test_lines_across_members_are_never_half_a_record(run, damage, tmp_path: Path) -> None:
    data = b"".join(_line(number) for number in range(1, 40))
    size = len(data) // 4 + 7
    members = [gzip.compress(data[at : at + size]) for at in range(0, len(data), size)]
    members[1] = damage(members[1])
    path, output = tmp_path / "cm.jsonl.gz", tmp_path / "o.jsonl.gz"
    path.write_bytes(b"".join(members))
    result = run("clean", path, "-o", output)
    assert result.status == 3
    assert "left out" in result.err
    written = gzip.decompress(output.read_bytes()).splitlines(keepends=True)
    whole = [_line(number).replace(b"SPAM", b"") for number in range(1, 40)]
    # Of what is decompressed of a corrupt member nobody can tell how far it is right.
    assert all(line.endswith(b"}\n") and json.loads(line) for line in written)
    assert written[0] == whole[0]
    assert written[-1] == whole[-1]


@pytest.mark.parametrize("damage", [_wrong_sum, _cut])
def test_a_damaged_row_is_named_and_never_half_a_row(run, damage, tmp_path: Path) -> None:
    rows = [b'%d,"SPAM a\nb %d"\n' % (number, number) for number in range(1, 5)]
    members = [gzip.compress(row) for row in (b"id,text\n", *rows)]
    members[2] = damage(members[2])
    path, output = tmp_path / "a.csv.gz", tmp_path / "o.csv"
    path.write_bytes(b"".join(members))
    result = run("clean", path, "-o", output)
    assert result.status == 3
    assert "a.csv.gz:4: gzip member 3" in result.err
    kept = [row.replace(b"SPAM", b"") for row in rows]
    kept[1] = rows[1]
    assert output.read_bytes() == b"id,text\n" + b"".join(kept)


def test_a_row_of_which_the_end_is_lost_is_left_out(run, tmp_path: Path) -> None:
    path, output = tmp_path / "a.csv.gz", tmp_path / "o.csv"
    row = b'1,"' + b" ".join(b"%d" % (number * number) for number in range(99))
    path.write_bytes(gzip.compress(b"id,text\n") + gzip.compress(row + b'"\n')[:-40])
    result = run("clean", path, "-o", output)
    assert result.status == 3
    assert "a.csv.gz:2: gzip member 2" in result.err
    assert output.read_bytes() == b"id,text\n"


@pytest.mark.parametrize("damage", [_wrong_sum, _wrong_inside, _cut])
def test_a_damaged_document_is_passed_through(run, damage, tmp_path: Path) -> None:
    path, output = tmp_path / "a.txt.gz", tmp_path / "o.txt.gz"
    path.write_bytes(damage(gzip.compress(b"SPAM " + bytes(range(32, 127)) * 3)))
    assert run("clean", path, "-o", output).status in (2, 3)
    assert output.read_bytes() == path.read_bytes()
    assert run("clean", path, "-o", output, "--resume").status in (2, 3)
    assert output.read_bytes() == path.read_bytes()


def test_score_names_the_record_whose_checksum_is_wrong(run, tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(_warc(1) + _wrong_sum(_warc(2)) + _warc(3))
    result = run("score", path, "--json")
    assert [(line["line"], line["verdict"]) for line in result.lines] == [
        (1, "injected"),
        (2, None),
        (3, "injected"),
    ]
