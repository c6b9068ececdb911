from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from spamdetect.cli import main, scoring
from spamdetect.detector import Detector
from spamdetect.io import prompt

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "crawl"))

from random_model import random_model  # noqa: E402

SCRIPT = f"""
import sys
import time
sys.path.insert(0, {str(HERE / "crawl")!r})
from random_model import random_model
from spamdetect.cli import main, scoring
from spamdetect.detector import Detector
model = random_model()
model.card["url"]["thresholds"] = dict.fromkeys(("strict", "balanced", "sensitive"), 1.1)
scoring.load_detector = lambda s: Detector(model, s.preset, s.allow, s.block)
sys.exit(main.entry())
"""


@dataclass
class Result:
    status: int
    out: bytes
    err: str


@pytest.fixture
def block(tmp_path: Path) -> Path:
    path = tmp_path / "block.txt"
    path.write_text("||spam.example^\n0.0.0.0 casino.example\n192.0.2.0/24\n")
    return path


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes], block: Path
) -> Callable[..., Result]:
    """Filter with a block list and a model that finds nothing."""
    model = random_model()
    model.card["url"]["thresholds"] = dict.fromkeys(("strict", "balanced", "sensitive"), 1.1)
    monkeypatch.setattr(
        scoring,
        "load_detector",
        lambda s: Detector(model, s.preset, s.allow, s.block),
    )

    def call(*argv: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capfdbinary.readouterr()
        status = main.entry(["filter", "--block", str(block), *map(str, argv)])
        out, err = capfdbinary.readouterr()
        return Result(status, out, err.decode())

    return call


URLS = (
    b"\xef\xbb\xbfhttp://a.example/1\r\n"
    b"# a comment\n\n"
    b"http://www.spam.example/x\n"
    b"  b.example  \n"
    b'{"url": "http://casino.example/", "anchor": "x", "extra": [1,  2]}\n'
    b'{"url":"http://c.example/","source_url":"http://d.example/"}\n'
    b"https://192.0.2.9/slot\n"
    b"mailto:a@spam.example\n"
    b"http://d.example/last"
)
KEPT = (
    b"\xef\xbb\xbfhttp://a.example/1\r\n"
    b"# a comment\n\n"
    b"  b.example  \n"
    b'{"url":"http://c.example/","source_url":"http://d.example/"}\n'
    b"mailto:a@spam.example\n"
    b"http://d.example/last"
)


@pytest.mark.parametrize("how", ["stdin", "dash", "file", "gzip"])
def test_accepted_lines_come_out_as_they_went_in(run, how: str, tmp_path: Path) -> None:
    path = tmp_path / "urls"
    path.write_bytes(gzip.compress(URLS) if how == "gzip" else URLS)
    result = run(*{"stdin": [], "dash": ["-"]}.get(how, [path]), stdin=URLS)
    assert result.status == 0
    assert result.out == KEPT
    assert "8 URLs: 5 accepted, 3 rejected, 0 errors" in result.err


def test_output_file_quiet_and_fail_on_spam(run, tmp_path: Path) -> None:
    result = run("-o", tmp_path / "out", "--quiet", "--fail-on-spam", stdin=URLS)
    assert (result.status, result.out, result.err) == (1, b"", "")
    assert (tmp_path / "out").read_bytes() == KEPT
    run("-o", tmp_path / "out.gz", stdin=URLS)
    assert gzip.decompress((tmp_path / "out.gz").read_bytes()) == KEPT


def test_a_rejected_last_line_leaves_no_half_line(run) -> None:
    assert run(stdin=b"http://a.example/\nhttp://spam.example/").out == b"http://a.example/\n"
    assert run(stdin=b"http://spam.example/").out == b""
    assert run(stdin=b"").status == 0


def test_rejected_urls_are_told_with_reasons(run, tmp_path: Path) -> None:
    run("--rejected", tmp_path / "no.jsonl", stdin=URLS)
    entries = [json.loads(line) for line in (tmp_path / "no.jsonl").read_bytes().splitlines()]
    assert [(entry["line"], entry["host"]) for entry in entries] == [
        (4, "www.spam.example"),
        (6, "casino.example"),
        (8, "192.0.2.9"),
    ]
    assert entries[0]["verdict"] == "spam"
    assert [reason["symbol"] for reason in entries[0]["reasons"]] == ["LIST_BLOCK"]
    assert entries[0]["reasons"][0]["evidence"] == "spam.example"
    assert entries[1]["anchor"] == "x"
    assert entries[2]["reasons"][0]["evidence"] == "192.0.2.0/24"


def test_json_answers_every_line(run) -> None:
    result = run("--json", stdin=URLS + b"\n{broken\n")
    answers = [json.loads(line) for line in result.out.splitlines()]
    assert [(a["line"], a["accepted"]) for a in answers] == [
        (1, True), (4, False), (5, True), (6, False), (7, True), (8, False), (9, True),
        (10, True), (11, True),
    ]  # fmt: skip
    assert answers[1]["url"] == "http://www.spam.example/x"
    assert answers[1]["verdict"] == "spam"
    assert answers[0]["error"] is None
    assert "broken JSON" in answers[-1]["error"]


def test_the_field_of_the_url_can_have_another_name(run, tmp_path: Path) -> None:
    data = (
        b'{"link": "http://a.example/", "url": "http://spam.example/"}\n'
        b'{"link": "http://spam.example/", "anchor": "x"}\n'
        b"http://casino.example/\n"
    )
    path = tmp_path / "links.jsonl"
    path.write_bytes(data)
    result = run(path, "--url-field", "link", "--rejected", tmp_path / "no.jsonl")
    assert (result.status, result.out) == (0, data.splitlines(keepends=True)[0])
    rejected = [json.loads(line) for line in (tmp_path / "no.jsonl").read_bytes().splitlines()]
    assert [(entry["line"], entry["anchor"]) for entry in rejected] == [(2, "x"), (3, "")]
    assert "1: has no field 'url' with a string; name the field with --url-field" in (
        run(stdin=b'{"link": "http://a.example/"}').err
    )


def test_a_directory_is_refused_before_anything_is_read(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        pytest.fail("work was done for a directory")

    monkeypatch.setattr(os, "walk", refuse)
    monkeypatch.setattr(scoring, "load_detector", refuse)
    result = run(tmp_path)
    assert (result.status, result.out) == (2, b"")
    assert f"{tmp_path} is a directory" in result.err


def test_allow_wins_over_block(run, tmp_path: Path) -> None:
    (tmp_path / "allow").write_text("@@||www.spam.example^\n")
    assert b"www.spam.example" in run("--allow", tmp_path / "allow", stdin=URLS).out


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (b"{broken", "broken JSON"),
        (b"[1, 2]", "no host"),
        (b'{"url": 5}', "has no field 'url'"),
        (b'{"link": "http://a.example/"}', "has no field 'url'"),
        (b'{"url": "http://a\\u0000.example/"}', "control characters"),
        (b"http://a.example/\x1b[31mred", "control characters"),
        (b"http://a.example/\xff", "not valid UTF-8"),
        (b"hello world", "no host"),
        (b"http://", "no host"),
        (b"http://[bad/", "no host"),
        (b"\x00\x01\x02", "control characters"),
        (b"http://spam.example/" + b"x" * (1 << 20), "a URL of 1,048,596 characters"),
    ],
)
def test_what_cannot_be_read_is_named_and_passed_through(
    run, line: bytes, cause: str, tmp_path: Path
) -> None:
    data = b"http://a.example/\n" + line + b"\nhttp://spam.example/\nhttp://b.example/\n"
    result = run("--errors", tmp_path / "errors.jsonl", stdin=data)
    assert result.status == 3
    assert result.out == data.replace(b"http://spam.example/\n", b"")
    assert f"-:2: {cause}" in result.err or ("-:2: " in result.err and cause in result.err)
    (error,) = [json.loads(entry) for entry in (tmp_path / "errors.jsonl").open()]
    assert (error["file"], error["line"]) == ("-", 2)
    assert cause in error["cause"]


def test_exit_status_of_wrong_usage_and_unreadable_input(run, tmp_path: Path) -> None:
    assert run(stdin=b"hello world\n").status == 3
    assert run(tmp_path / "absent").status == 2
    assert run(tmp_path).status == 2
    assert run("--block", tmp_path / "absent", stdin=URLS).status == 2
    assert run("--rejected", "-", stdin=URLS).status == 2
    assert run("--preset", "mild", stdin=URLS).status == 2
    path = tmp_path / "urls"
    path.write_bytes(URLS)
    assert run(path, "-o", path).status == 2
    assert path.read_bytes() == URLS


def test_damaged_input_is_told(run, tmp_path: Path) -> None:
    path = tmp_path / "urls.gz"
    path.write_bytes(gzip.compress(b"http://a.example/\n" * 5000)[:-20])
    result = run(path)
    assert result.status == 3
    assert result.out.startswith(b"http://a.example/\nhttp://a.example/\n")
    assert "urls.gz" in result.err


def test_lines_without_end_are_not_held_in_memory(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "LONGEST_LINE", 1000)
    monkeypatch.setattr(prompt, "CHUNK", 100)
    data = b"http://a.example/\n" + b"y" * 5000 + b"\nhttp://spam.example/\nhttp://b.example/\n"
    result = run(stdin=data)
    assert result.out == data.replace(b"http://spam.example/\n", b"")
    assert "-:2: a line of more than" in result.err
    assert result.status == 3
    tail = b"http://a.example/\n" + b"y" * 5000
    assert run(stdin=tail).out == tail
    answers = [json.loads(line) for line in run("--json", stdin=data).out.splitlines()]
    assert [answer["line"] for answer in answers] == [1, 2, 3, 4]


def test_errors_in_lists_are_named(run, tmp_path: Path) -> None:
    (tmp_path / "more").write_text("good.example\nnot a host\n||a.example/ads\n")
    result = run("--block", tmp_path / "more", stdin=b"http://good.example/\nhttp://a.example/\n")
    assert result.status == 0
    assert result.out == b"http://a.example/\n"
    assert "more:2: not a host is more than one word" in result.err
    assert "left out 1 rule that is not about whole hosts" in result.err


@pytest.fixture
def pipe(block: Path) -> Iterator[Callable[..., Any]]:
    started: list[subprocess.Popen[bytes]] = []

    def start(*argv: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, "filter", "--block", str(block), *argv],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(HERE.parent)},
            bufsize=0,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        with process:
            pass


def test_each_line_is_answered_while_the_pipe_stays_open(pipe, block: Path) -> None:
    process = pipe("--json")

    def ask(url: str) -> bool:
        process.stdin.write(url.encode() + b"\n")
        return bool(json.loads(process.stdout.readline())["accepted"])

    assert [ask("http://a.example/"), ask("http://spam.example/")] == [True, False]
    block.write_text("a.example\n")
    assert ask("http://spam.example/") is False
    process.send_signal(signal.SIGHUP)
    assert [ask("http://a.example/"), ask("http://spam.example/")] == [False, True]
    block.unlink()
    process.send_signal(signal.SIGHUP)
    assert [ask("http://a.example/"), ask("http://spam.example/")] == [False, True]
    process.stdin.close()
    err = process.stderr.read().decode()
    assert "the lists stay as they were" in err
    assert process.wait(30) == 0


def test_a_reader_that_leaves_ends_the_filter_quietly(pipe) -> None:
    process = pipe()
    process.stdin.write(b"http://a.example/\n")
    assert process.stdout.readline() == b"http://a.example/\n"
    process.stdout.close()
    with pytest.raises(BrokenPipeError):
        for _ in range(100_000):
            process.stdin.write(b"http://a.example/\n" * 100)
    assert process.wait(30) == 0
    assert b"Traceback" not in process.stderr.read()


def test_a_hang_up_while_the_command_is_loaded_does_not_end_it(tmp_path: Path) -> None:
    (tmp_path / "loaded.py").write_text(
        "import os, signal\n"
        "os.kill(os.getpid(), signal.SIGHUP)\n"
        "def add_arguments(parser): pass\n"
        "def run(args):\n"
        "    from spamdetect.cli.hangup import CHANGED\n"
        "    return 40 + CHANGED.is_set()\n"
    )
    code = (
        "import sys; from dataclasses import replace; from spamdetect.cli import main\n"
        "command = next(c for c in main.COMMANDS if c.name == 'filter')\n"
        "main.COMMANDS = [replace(command, module='loaded')]\n"
        "sys.exit(main.entry(['filter']))"
    )
    env = {**os.environ, "PYTHONPATH": f"{HERE.parent}{os.pathsep}{tmp_path}"}
    done = subprocess.run([sys.executable, "-c", code], env=env, check=False)
    assert done.returncode == 41


@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz"])
def test_what_is_compressed_is_there_as_soon_as_it_is_answered(
    pipe, suffix: str, tmp_path: Path
) -> None:
    kept, rejected = tmp_path / f"kept.{suffix}", tmp_path / f"rejected.{suffix}"
    process = pipe("-o", str(kept), "--rejected", str(rejected))
    opened = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}[suffix]

    def lines(path: Path) -> list[bytes]:
        if not path.exists() or not path.stat().st_size:
            return []
        with opened(path) as file:
            return file.readlines()

    for number in range(1, 3):
        process.stdin.write(b"http://a.example/\nhttp://spam.example/\n")
        for _ in range(3000):
            if len(lines(rejected)) == len(lines(kept)) == number:
                break
            time.sleep(0.01)
        assert lines(kept) == [b"http://a.example/\n"] * number
        assert len(lines(rejected)) == number


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("option", ["-o", "--rejected"])
def test_a_full_disk_is_told_with_the_file(run, option: str) -> None:
    result = run("--quiet", option, "/dev/full", stdin=b"http://a.example/\nhttp://spam.example/\n")
    assert result.status == 2
    assert result.err == "spamdetect: /dev/full: no space left on device\n"


def test_closed_standard_output_is_wrong_usage(tmp_path: Path) -> None:
    call = ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", SCRIPT, "filter"]
    env = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(
        call, input=b"http://a.example/\n", env=env, stderr=subprocess.PIPE, check=False
    )
    assert done.returncode == 2
    assert done.stderr == b"spamdetect: standard output is closed; name a file with -o\n"
