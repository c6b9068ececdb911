from __future__ import annotations

import gzip
import io
import os
import sys
import tracemalloc
from pathlib import Path

import pytest
from rewriting import errors_of, items_of, records_of, rewritten

from spamdetect.io.formats import FORMATS, format_of_bytes, format_of_name
from spamdetect.io.inputs import InputReader, find_inputs
from spamdetect.io.records import Opened, Passed, Record, RecordError
from spamdetect.io.source import Input


@pytest.mark.parametrize(
    ("name", "format"),
    [
        ("a.txt", "text"),
        ("a.HTM", "html"),
        ("a.jsonl.gz", "jsonl"),
        ("a.ndjson.zst", "jsonl"),
        ("a.tsv", "csv"),
        ("CC-MAIN-2024.warc.wet.gz", "wet"),
        ("x.warc.gz", "warc"),
        ("x.parquet", "parquet"),
        ("x.gz", None),
        ("x", None),
        ("x.docx", None),
    ],
)
def test_format_by_name(name: str, format: str | None) -> None:
    assert format_of_name(name) == (FORMATS[format] if format else None)


@pytest.mark.parametrize(
    ("head", "format"),
    [
        (b'{"text": "a"}\n', "jsonl"),
        (b'\xef\xbb\xbf\n {"text": "a"}\r\n{', "jsonl"),
        (b'{"text": "' + b"a" * 5000, "jsonl"),
        (b'{\n "text": "a"\n}', None),
        (b"{curly} prose\n", None),
        (b"<!DOCTYPE html>", "html"),
        (b"<?xml version='1.0'?>\n<html lang=en>", "html"),
        (b"<!-- c --> <HEAD>", "html"),
        (b"<!-- c\nd --><!----> <!-- <p> -- > --->\n<body>", "html"),
        (b"<!-- <html>", None),
        (b"<p>no page</p>", None),
        (b"WARC/1.0\r\n", "warc"),
        (b"PAR1....", "parquet"),
        (b"just text", None),
        (b"", None),
    ],
)
def test_format_by_content(head: bytes, format: str | None) -> None:
    assert format_of_bytes(head) == (FORMATS[format] if format else None)


@pytest.mark.parametrize("comment", [b"<!--a-->", b"<!-- -- > --->\r\n ", b"<?xml a?><!---->"])
def test_a_page_may_start_with_many_comments(comment: bytes) -> None:
    assert format_of_bytes(comment * 1000 + b"<html>") == FORMATS["html"]
    assert format_of_bytes(comment * 1000 + b"text") is None
    assert format_of_bytes(comment * 1000 + b"<!-- <html>") is None


def test_directories_are_read_in_order_without_what_holds_no_documents(tmp_path: Path) -> None:
    for name, data in {
        "b/z.txt": b"z",
        "b/a.html": b"<p>",
        "a.jsonl.gz": gzip.compress(b'{"text":"t"}\n'),
        "page": b"<html><p>x</p>",
        "image.png": b"\x89PNG\r\n\x1a\n",
        "style.css": b"p { }",
        ".hidden.txt": b"h",
        ".git/c.txt": b"c",
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    inputs = find_inputs([str(tmp_path)])
    assert [entry.name for entry in inputs] == ["a.jsonl.gz", "page", "b/a.html", "b/z.txt"]
    assert inputs[0].size == (tmp_path / "a.jsonl.gz").stat().st_size
    formats = [item.format.name for item in InputReader(inputs) if isinstance(item, Opened)]
    assert formats == ["jsonl", "html", "html", "text"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_in_a_directory_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    os.mkfifo(tmp_path / "b.jsonl")
    os.mkfifo(tmp_path / "c")
    (tmp_path / "d.txt").symlink_to(tmp_path / "b.jsonl")
    assert [entry.name for entry in find_inputs([str(tmp_path)])] == ["a.txt"]


def test_patterns_match_at_any_depth(tmp_path: Path) -> None:
    (tmp_path / "d" / "e").mkdir(parents=True)
    for name in ("a.txt", "d/b.txt", "d/e/c.txt", "d/x.md"):
        (tmp_path / name).write_text("x")
    found = find_inputs([str(tmp_path / "**" / "*.txt")])
    assert [entry.name for entry in found] == ["a.txt", "b.txt", "c.txt"]


def test_what_cannot_be_opened_is_an_error_of_the_whole_input(tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    for name, cause in {
        str(tmp_path / "none.txt"): "no such file",
        str(tmp_path / "*.none"): "no file matches",
        str(empty): "holds no documents",
    }.items():
        (error,) = errors_of(Path(name))
        assert (error.source, error.line) == (name, None)
        assert cause in error.cause


def test_a_name_that_is_empty_is_not_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("a")
    monkeypatch.chdir(tmp_path)
    (error,) = InputReader(find_inputs([""]))
    assert isinstance(error, RecordError)
    assert str(error) == "'': is no file name"


@pytest.mark.parametrize("name", ["disk.img", "a.txt", "a.html"])
def test_large_binary_files_are_never_held_in_memory(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.truncate(200 << 20)
    tracemalloc.start()
    items = iter(InputReader(find_inputs([str(path)])))
    size = sum(len(item.raw) for item in items if isinstance(item, Passed))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size == 200 << 20
    assert peak < 20 << 20


def test_unreadable_input_does_not_cost_the_others(tmp_path: Path) -> None:
    good = tmp_path / "a.txt"
    good.write_text("x")
    items = list(InputReader(find_inputs([str(tmp_path / "none"), str(good)])))
    assert [type(item).__name__ for item in items] == ["RecordError", "Opened", "Record"]


@pytest.mark.parametrize("text", ['[{"text": "a"}, {"text": "b"}]', '{\n "text": "a"\n}\n'])
@pytest.mark.parametrize("suffix", ["", ".gz"])
def test_json_that_is_not_one_object_a_line_is_no_text(
    tmp_path: Path, text: str, suffix: str
) -> None:
    path = tmp_path / f"pages.json{suffix}"
    path.write_bytes(gzip.compress(text.encode()) if suffix else text.encode())
    (error,) = errors_of(path)
    assert error.line is None
    assert "an object a line" in error.cause
    assert rewritten(path).decode() == text
    assert len(records_of(path, "text")) == 1


def test_json_lines_are_told_by_content_and_empty_files_are_empty(tmp_path: Path) -> None:
    path = tmp_path / "pages.json"
    path.write_text('{"text": "a"}\n{"text": "b"}\n')
    assert [record.text for record in records_of(path)] == ["a", "b"]
    path.write_text("")
    assert errors_of(path) == []


def test_name_with_brackets_is_taken_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a[1].txt"
    path.write_text("x")
    assert find_inputs([str(path)]) == [Input(str(path), "a[1].txt", 1)]


def test_standard_input_is_one_input_however_often_it_is_named() -> None:
    assert [entry.path for entry in find_inputs(["-", "-"])] == ["-"]


def test_standard_input_is_read_in_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzip.compress(b'{"text":"a"}\n{"text":"b"}\n')
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    items = items_of(Path("-"))
    assert items[0] == Opened("-", FORMATS["jsonl"], "gz")
    assert [item.text for item in items if isinstance(item, Record)] == ["a", "b"]


def test_position_counts_stored_bytes(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("four")
    reader = InputReader(find_inputs([str(tmp_path)]))
    for _ in reader:
        pass
    assert reader.position == 8
