from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest


def _jsonl(path: Path, *texts: str) -> Path:
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts))
    return path


def test_people_see_place_category_text_and_reasons(run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("honest words, SPAMword, more")
    result = run("score", path)
    assert result.status == 0
    out = result.out.decode()
    for part in (str(path), "injected", "gambling", "14-22", "SPAMword", "WORD_SPAM", "+2.50"):
        assert part in out
    assert "1 document: 1 injected, 0 spam, 0 junk, 0 errors" in result.err


def test_clean_files_get_a_line_and_clean_records_are_only_counted(run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("honest")
    assert run("score", path).out == f"{path}: clean 0.010\n".encode()
    lines = _jsonl(tmp_path / "a.jsonl", "honest", "SPAM", "honest")
    out = run("score", lines).out.decode()
    assert "a.jsonl:2: injected" in out
    assert "a.jsonl:1" not in out


def test_json_has_one_object_a_document_in_order(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "one", "SPAM http://casino.example/x", "three")
    result = run("score", path, "--json")
    assert result.err == ""
    assert [line["line"] for line in result.lines] == [1, 2, 3]
    found = result.lines[1]
    assert list(found) == [
        "id",
        "source",
        "line",
        "verdict",
        "score",
        "category",
        "sections",
        "urls",
        "error",
    ]
    assert found["error"] is None
    (section,) = found["sections"]
    assert set(section) == {
        "start",
        "end",
        "text",
        "label",
        "category",
        "score",
        "hidden",
        "selector",
        "reasons",
    }
    assert set(section["reasons"][0]) == {"symbol", "weight", "description", "evidence"}
    assert found["urls"][0]["host"] == "casino.example"


def test_errors_keep_their_place_among_the_results_and_are_named(run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"a"}\n{broken\n{"text":"c"}\n')
    errors = tmp_path / "errors.jsonl"
    result = run("score", path, "--json", "--errors", errors)
    assert result.status == 3
    assert [line["error"] is None for line in result.lines] == [True, False, True]
    assert f"{path}:2: broken JSON" in result.err
    (entry,) = [json.loads(line) for line in errors.read_text().splitlines()]
    assert (entry["file"], entry["line"]) == (str(path), 2)
    assert "broken JSON" in entry["cause"]


def test_error_file_is_made_even_without_errors(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a")
    run("score", path, "--errors", tmp_path / "errors.jsonl")
    assert (tmp_path / "errors.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("texts", "options", "status"),
    [
        (["SPAM"], [], 0),
        (["SPAM"], ["--fail-on-spam"], 1),
        (["JUNK"], ["--fail-on-spam"], 0),
        (["a"], ["--fail-on-spam"], 0),
        ([], [], 0),
    ],
)
def test_exit_status(
    run, texts: list[str], options: list[str], status: int, tmp_path: Path
) -> None:
    path = _jsonl(tmp_path / "a.jsonl", *texts)
    assert run("score", path, *options).status == status


def test_missing_file_is_2_alone_and_3_beside_a_good_one(run, tmp_path: Path) -> None:
    good = _jsonl(tmp_path / "a.jsonl", "a")
    missing = tmp_path / "none.txt"
    result = run("score", missing)
    assert result.status == 2
    assert f"{missing}: no such file" in result.err
    result = run("score", missing, good, "--json")
    assert result.status == 3
    assert [line["source"] for line in result.lines] == [str(missing), str(good)]


def test_output_that_cannot_be_written_is_named(run, tmp_path: Path) -> None:
    good = _jsonl(tmp_path / "a.jsonl", "a")
    errors = tmp_path / "none" / "errors.jsonl"
    result = run("score", good, "--errors", errors)
    assert result.status == 2
    assert result.err == f"spamdetect: {errors}: no such file or directory\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk_is_told_with_the_file(run, tmp_path: Path) -> None:
    result = run("score", _jsonl(tmp_path / "a.jsonl", "a"), "-o", "/dev/full")
    assert result.status == 2
    assert result.err == "spamdetect: /dev/full: no space left on device\n"


def test_wrong_number_is_told_with_what_is_allowed(run) -> None:
    assert (
        "must be 1 or more, or -1 for one a core (given: 'two')"
        in run("score", "--jobs", "two").err
    )


@pytest.mark.parametrize("command", [["train", "-o", "model"], ["evaluate"]])
@pytest.mark.parametrize("seed", ["-1", "2147483648", "x"])
def test_seed_out_of_range_is_wrong_usage(run, command: list[str], seed: str) -> None:
    result = run(*command, "--data", "data", "--seed", seed)
    assert result.status == 2
    assert f"--seed: must be a whole number from 0 to 2147483647 (given: '{seed}')" in result.err


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_field_that_is_missing_is_told_with_those_there_and_the_option(
    run, name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text('{"body":"x","n":1}\n' if name == "a.jsonl" else "body,n\nx,1\n")
    result = run("score", path)
    assert "but: body, n; name the" in result.err
    assert "--text-field" in result.err
    assert run("score", path, "--text-field", "body").status == 0


def test_binary_file_is_2(run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 4)
    result = run("score", path)
    assert result.status == 2
    assert "binary" in result.err


@pytest.mark.parametrize(
    "argv",
    [
        ["score", "--preset", "odd"],
        ["score", "--no-such-option"],
        ["score", "--jobs", "0"],
        ["score", "--jobs", "two"],
        ["score", "--resume"],
        ["score", "--allow", "/no/such/list"],
        ["score", "-", "-o", "/no/such/folder/out.jsonl"],
        ["nonsense"],
        [],
    ],
)
def test_wrong_usage_is_2_without_a_traceback(run, argv: list[str]) -> None:
    result = run(*argv)
    assert result.status == 2
    assert "Traceback" not in result.err


def test_standard_input_is_read_by_default(run) -> None:
    assert [line["source"] for line in run("score", "--json", stdin=b"SPAM").lines] == ["-"]
    lines = run("score", "-", "--json", stdin=b'{"text":"a"}\n{"text":"b"}\n').lines
    assert [line["line"] for line in lines] == [1, 2]


def test_results_go_to_a_file_compressed_as_its_name_says(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a", "SPAM")
    result = run("score", path, "-o", tmp_path / "out.jsonl.gz")
    assert result.out == b""
    lines = gzip.decompress((tmp_path / "out.jsonl.gz").read_bytes()).splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["clean", "injected"]


def test_output_never_overwrites_an_input(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a")
    before = path.read_bytes()
    for output in (path, tmp_path):
        assert run("score", path, "-o", output).status == 2
    assert path.read_bytes() == before


def test_quiet_says_nothing_but_errors(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a")
    assert run("score", path, "--quiet").err == ""
    assert "no such file" in run("score", tmp_path / "none", "--quiet").err


def test_summary_has_top_categories_hosts_and_reasons(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", *["SPAM http://casino.example/x"] * 3, "a")
    err = run("score", path).err
    assert "4 documents: 3 injected, 0 spam, 0 junk, 0 errors" in err
    assert "categories: gambling 3" in err
    assert "hosts: casino.example 3" in err
    assert "reasons: WORD_SPAM 3" in err


def test_what_drives_terminals_is_not_printed(run, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"SPAM\xff \x1b[31mSPAM\xe2\x80\xae")
    out = run("score", path).out
    assert b"\x1b" not in out
    assert b"\xe2\x80\xae" not in out


def test_a_document_that_fails_does_not_cost_the_others(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a", "EXPLODE", "SPAM")
    result = run("score", path, "--json")
    assert result.status == 3
    assert [line["verdict"] for line in result.lines] == ["clean", None, "injected"]
    assert "RuntimeError: as asked" in result.err


def test_lone_surrogates_and_invalid_bytes_are_reported(run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"SPAM\\ud800","id":"\\udfff"}\n{"text":"SPAM \xff"}\n')
    result = run("score", path, "--json")
    assert result.status == 0
    assert result.lines[0]["id"] == "\udfff"


def test_several_processes_give_the_same_output(run, tmp_path: Path) -> None:
    texts = [f"document {n} {'SPAM' * (n % 3 == 0)} {'x' * (n % 7) * 100}" for n in range(1500)]
    path = _jsonl(tmp_path / "a.jsonl", *texts)
    one = run("score", path, "--json")
    two = run("score", path, "--json", "--jobs", "2")
    assert two.out == one.out
    assert len(two.lines) == 1500


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize("keep", [0, 1, 57, 100])
def test_resume_continues_where_the_output_ends(run, end: str, keep: int, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", *(f"{n} SPAM" for n in range(100)))
    whole = tmp_path / f"whole.jsonl{end}"
    run("score", path, "-o", whole)
    lines = gzip.decompress(whole.read_bytes()) if end else whole.read_bytes()
    part = b"".join(lines.splitlines(keepends=True)[:keep])
    cut = lines[len(part) : len(part) + 20]
    output = tmp_path / f"out.jsonl{end}"
    output.write_bytes(gzip.compress(part + cut)[:-4] if end else part + cut)
    result = run("score", path, "-o", output, "--resume")
    assert result.status == 0
    assert f"and {keep} by an earlier run" in result.err or keep == 0
    done = gzip.decompress(output.read_bytes()) if end else output.read_bytes()
    assert done == lines
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.jsonl", output.name, whole.name]


def test_resume_without_an_output_starts_anew(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a")
    assert run("score", path, "-o", tmp_path / "out.jsonl", "--resume").status == 0
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 1


def test_resume_refuses_the_output_of_another_input(run, tmp_path: Path) -> None:
    path = _jsonl(tmp_path / "a.jsonl", "a", "b")
    other = _jsonl(tmp_path / "b.jsonl", "a", "b")
    output = tmp_path / "out.jsonl"
    run("score", other, "-o", output)
    before = output.read_bytes()
    result = run("score", path, "-o", output, "--resume")
    assert result.status == 2
    assert "does not continue this input" in result.err
    assert output.read_bytes() == before


def test_resume_keeps_the_status_of_what_was_done(run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"SPAM"}\nbroken\n{"text":"c"}\n')
    output = tmp_path / "out.jsonl"
    run("score", path, "-o", output)
    assert run("score", path, "-o", output, "--resume").status == 3
    assert run("score", path, "-o", output, "--resume", "--fail-on-spam").status == 1


def test_the_url_of_a_document_is_passed_on_where_the_input_tells_it(run, tmp_path: Path) -> None:
    lines, table, warc = (tmp_path / name for name in ("a.jsonl", "a.csv", "a.warc"))
    lines.write_text('{"text": "a", "url": "https://a.example/"}\n{"text": "b", "url": 5}\n')
    table.write_text("text,url\na,https://a.example/\n")
    warc.write_bytes(
        b"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://a.example/\r\n"
        b"Content-Type: text/plain\r\nContent-Length: 1\r\n\r\na\r\n\r\n"
    )
    first, second = run("score", lines, "--json").lines
    assert list(first)[:4] == ["id", "source", "line", "url"]
    assert "url" not in second
    for path in (lines, table, warc):
        assert run("score", path, "--json").lines[0]["url"] == "https://a.example/"
