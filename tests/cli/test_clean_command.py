from __future__ import annotations

import bz2
import gzip
import json
import lzma
from pathlib import Path

import pytest
import zstandard

LINES = b'{"n": 1.0, "text":"a SPAMword b", "z":[1 , 2]}\r\nbroken\n\n{"text":"fine","n":2}'
CLEANED = LINES.replace(b"SPAMword", b"")


def test_text_comes_back_without_its_spam_and_otherwise_unchanged(run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfone\r\nSPAMword two\xff JUNKy\r\n\n")
    result = run("clean", path)
    assert result.status == 0
    assert result.out == b"\xef\xbb\xbfone\r\n two\xff JUNKy\r\n\n"
    assert run("clean", "--junk", path).out == b"\xef\xbb\xbfone\r\n two\xff \r\n\n"


def test_lines_that_hold_no_spam_are_not_touched(run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(LINES)
    result = run("clean", path)
    assert result.status == 3
    assert result.out == CLEANED
    assert run("clean", "-", stdin=LINES).out == CLEANED


@pytest.mark.parametrize(
    ("end", "unpack"), [("", bytes), (".gz", gzip.decompress), (".xz", lzma.decompress)]
)
def test_output_is_compressed_as_its_name_says(run, end: str, unpack, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.bz2"
    path.write_bytes(bz2.compress(LINES))
    output = tmp_path / f"out.jsonl{end}"
    run("clean", path, "-o", output)
    assert unpack(output.read_bytes()) == CLEANED


def test_several_inputs_go_into_a_directory_under_their_names(run, tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "deep").mkdir(parents=True)
    (source / "a.txt").write_bytes(b"SPAM a")
    (source / "deep" / "b.jsonl.gz").write_bytes(gzip.compress(LINES))
    (source / "empty.txt").write_bytes(b"")
    (source / "bad.html").write_bytes(b"\x89PNG\r\n\x1a\n")
    output = tmp_path / "out"
    assert run("clean", source, "-o", output).status == 3
    assert (output / "a.txt").read_bytes() == b" a"
    assert gzip.decompress((output / "deep" / "b.jsonl.gz").read_bytes()) == CLEANED
    assert (output / "empty.txt").read_bytes() == b""
    assert (output / "bad.html").read_bytes() == b"\x89PNG\r\n\x1a\n"
    found = sorted(str(p.relative_to(output)) for p in output.rglob("*") if p.is_file())
    assert found == ["a.txt", "bad.html", "deep/b.jsonl.gz", "empty.txt"]


@pytest.mark.parametrize("more", [[], ["--resume"]])
def test_a_tree_goes_into_a_directory_that_exists(run, more: list[str], tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    (source / "a.txt").write_bytes(b"SPAM a")
    (source / "deep" / "b.txt").write_bytes(b"SPAM b")
    output.mkdir()
    assert run("clean", source, "-o", output, *more).status == 0
    assert (output / "a.txt").read_bytes() == b" a"
    assert (output / "deep" / "b.txt").read_bytes() == b" b"


@pytest.mark.parametrize("taken", ["out/a.txt/x", "out/deep"])
def test_targets_that_cannot_be_written_are_told_first(run, taken: str, tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "deep").mkdir(parents=True)
    (source / "a.txt").write_bytes(b"SPAM a")
    (source / "deep" / "b.txt").write_bytes(b"SPAM b")
    (tmp_path / taken).parent.mkdir(parents=True)
    (tmp_path / taken).write_bytes(b"a file")
    result = run("clean", source, "-o", tmp_path / "out")
    assert result.status == 2
    assert "directory" in result.err
    written = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert written == [tmp_path / taken]


@pytest.mark.parametrize("name", ["a.txt", "a.txt.part"])
def test_an_input_is_not_the_target_of_another(run, name: str, tmp_path: Path) -> None:
    first, other = tmp_path / "a.txt", tmp_path / "d" / "e" / name
    other.parent.mkdir(parents=True)
    for path in (first, other):
        path.write_bytes(b"<html>SPAM")
    result = run("clean", first, tmp_path / "d", "-o", tmp_path / "d" / "e")
    assert result.status == 2
    assert f"{other} is an input" in result.err
    assert other.read_bytes() == b"<html>SPAM"


def test_one_input_goes_into_a_directory_that_exists(run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"SPAM")
    (tmp_path / "out").mkdir()
    run("clean", path, "-o", tmp_path / "out")
    assert (tmp_path / "out" / "a.txt").read_bytes() == b""


def test_usage_errors_leave_everything_as_it_is(run, tmp_path: Path) -> None:
    one, two = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_bytes(b"SPAM")
    two.write_bytes(b"SPAM")
    (tmp_path / "d").mkdir()
    same = tmp_path / "d" / "a.txt"
    same.write_bytes(b"SPAM")
    for argv in (
        ["clean", one, two],
        ["clean", one, two, "-o", same],
        ["clean", one, "-o", one],
        ["clean", one, two, "-o", tmp_path],
        ["clean", one, same, "-o", tmp_path / "new"],
        ["clean", one, "--resume"],
    ):
        assert run(*argv).status == 2
    assert {p.read_bytes() for p in (one, two, same)} == {b"SPAM"}
    assert not (tmp_path / "new").exists()


def test_missing_input_makes_no_output(run, tmp_path: Path) -> None:
    assert run("clean", tmp_path / "none", "-o", tmp_path / "out").status == 2
    assert not (tmp_path / "out").exists()


def test_json_lines_of_any_format(run, tmp_path: Path) -> None:
    text, page = tmp_path / "a.txt", tmp_path / "b.html"
    text.write_bytes(b"SPAM a")
    page.write_bytes(b"<p>SPAM b")
    result = run("clean", text, page, tmp_path / "none", "--json")
    assert result.status == 3
    assert [line.get("text", line.get("html")) for line in result.lines] == [" a", "<p> b", None]
    assert [line["error"] for line in result.lines] == [None, None, "no such file"]


def test_pages_come_back_in_their_encoding(run, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_bytes("<meta charset=windows-1251><p>привет SPAM</p>".encode("cp1251"))
    assert run("clean", path).out == path.read_bytes().replace(b"SPAM", b"")


def test_several_processes_give_the_same_output(run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(b'{"n":%d, "text":"SPAM%d x"}\nbad\n' % (n, n) for n in range(800)))
    assert run("clean", path, "--jobs", "2").out == run("clean", path).out


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.jsonl.gz", "a.warc"])
def test_resume_continues_where_the_output_ends(run, name: str, tmp_path: Path) -> None:
    data = {
        ".csv": b"id,text\n" + b"".join(b'%d,"SPAM%d\nx"\n' % (n, n) for n in range(60)),
        ".warc": b"".join(
            b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:%d>\r\n"
            b"Content-Type: text/plain\r\nContent-Length: 8\r\n\r\nSPAM %03d\r\n\r\n" % (n, n)
            for n in range(60)
        ),
    }.get(
        Path(name).suffix, b"".join(b'{"text":"%d SPAM","n":%d}\nbad\n' % (n, n) for n in range(60))
    )
    pack, unpack = (gzip.compress, gzip.decompress) if name.endswith("gz") else (bytes, bytes)
    path = tmp_path / f"in-{name}"
    path.write_bytes(pack(data))
    output = tmp_path / f"out-{name}"
    run("clean", path, "-o", output)
    whole = unpack(output.read_bytes())
    assert b"SPAM" not in whole
    for cut in (0, 1, len(whole) // 3, len(whole) // 2, len(whole) - 1, len(whole)):
        output.write_bytes(pack(whole[:cut]))
        assert run("clean", path, "-o", output, "--resume").status in (0, 3)
        assert unpack(output.read_bytes()) == whole, cut


def test_resume_refuses_the_output_of_another_input(run, tmp_path: Path) -> None:
    path, other, output = tmp_path / "a.jsonl", tmp_path / "b.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(b"".join(b'{"text":"%d"}\n' % n for n in range(500)))
    other.write_bytes(b"".join(b'{"text":"%d"}\n' % -n for n in range(1, 500)))
    run("clean", other, "-o", output)
    before = output.read_bytes()
    result = run("clean", path, "-o", output, "--resume")
    assert result.status == 2
    assert "does not continue this input" in result.err
    assert output.read_bytes() == before


def test_resume_skips_the_files_that_are_there(run, tmp_path: Path) -> None:
    source, output = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for name in "abc":
        (source / f"{name}.txt").write_bytes(b"SPAM " + name.encode())
    output.mkdir()
    (output / "a.txt").write_bytes(b"done before")
    (output / "b.txt.part").write_bytes(b"cut sh")
    assert run("clean", source, "-o", output, "--resume").status == 0
    assert {p.name: p.read_bytes() for p in output.iterdir()} == {
        "a.txt": b"done before",
        "b.txt": b" b",
        "c.txt": b" c",
    }


def test_long_line_and_deep_nesting_do_not_break_the_run(run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    long = json.dumps({"text": "x" * 5_000_000 + " SPAM"}).encode()
    deep = b'{"text":"SPAM","d":' + b"[" * 1000 + b"]" * 1000 + b"}"
    path.write_bytes(long + b"\n" + deep + b'\n{"text":"last SPAM"}\n')
    result = run("clean", path)
    assert result.status in (0, 3)
    first, second, third = result.out.splitlines()
    assert first == long.replace(b"SPAM", b"")
    assert second in (deep, deep.replace(b"SPAM", b""))
    assert third == b'{"text":"last "}'


@pytest.mark.parametrize("end", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_parquet_is_compressed_as_its_name_says(run, end: str, tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    pack = {"": bytes, ".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
    pack[".zst"] = zstandard.ZstdCompressor().compress
    plain = tmp_path / "plain.parquet"
    parquet.write_table(pyarrow.table({"text": ["a SPAM", "b"], "n": [1, 2]}), plain)
    path, output, folder = tmp_path / f"c.parquet{end}", tmp_path / f"o.parquet{end}", tmp_path
    path.write_bytes(pack[end](plain.read_bytes()))
    (folder / "out").mkdir()
    assert run("clean", path, "-o", output).status == 0
    assert run("clean", path, "-o", folder / "out").status == 0
    for written in (output, folder / "out" / path.name):
        head = written.read_bytes()[:4]
        assert head == pack[end](b"PAR1")[:4]
        again = run("clean", written, "-o", tmp_path / "again.parquet")
        assert again.status == 0
        table = parquet.read_table(tmp_path / "again.parquet")
        assert table.to_pydict() == {"text": ["a ", "b"], "n": [1, 2]}
