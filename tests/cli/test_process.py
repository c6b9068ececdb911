"""What can be seen only from outside of the process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

HERE = Path(__file__).parent
MAIN = """
import sys, time
sys.path.insert(0, {here!r})
import fake_detector
from spamdetect.cli import main, scoring
scoring.load_detector = fake_detector.{load}
if __name__ == "__main__":
    sys.exit(main.entry())
"""


def _start(folder: Path, *argv: str, load: str = "load_fake") -> subprocess.Popen[bytes]:
    script = folder / "run.py"
    script.write_text(MAIN.format(here=str(HERE), load=load))
    env = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
    return subprocess.Popen(
        [sys.executable, str(script), *argv],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env=env,
    )


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("command", ["score", "clean"])
def test_interrupt_leaves_whole_records_and_resume_continues(
    command: str, jobs: str, stop: signal.Signals, tmp_path: Path
) -> None:
    path, output, whole = tmp_path / "a.jsonl", tmp_path / "out.jsonl", tmp_path / "whole.jsonl"
    path.write_bytes(b"".join(b'{"text":"SPAM %d"}\n' % n for n in range(30_000)))
    process = _start(
        tmp_path, command, str(path), "-o", str(output), "--jobs", jobs, load="load_slow"
    )
    for _ in range(600):
        if output.exists() and output.stat().st_size > 10_000:
            break
        time.sleep(0.05)
    process.send_signal(stop)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + stop
    assert b"Traceback" not in err
    data = output.read_bytes()
    assert data.endswith(b"\n")
    lines = [json.loads(line) for line in data.splitlines()]
    assert 0 < len(lines) < 30_000
    assert _start(tmp_path, command, str(path), "-o", str(output), "--resume").wait(60) == 0
    assert _start(tmp_path, command, str(path), "-o", str(whole)).wait(60) == 0
    assert output.read_bytes() == whole.read_bytes()


@pytest.mark.skipif(os.name != "posix", reason="needs SIGKILL")
def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    path, output = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(b"".join(b'{"text":"SPAM %d"}\n' % n for n in range(30_000)))
    process = _start(
        tmp_path, "score", str(path), "-o", str(output), "--jobs", "2", load="load_slow"
    )
    for _ in range(600):
        if output.exists() and output.stat().st_size > 10_000:
            break
        time.sleep(0.05)
    process.kill()
    # Standard error ends when no process holds it open.
    process.communicate(timeout=30)


@pytest.mark.parametrize("load", ["load_dying", "load_broken"])
def test_worker_that_dies_and_model_that_is_broken_are_told(load: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"x"}\n' * 2000)
    process = _start(tmp_path, "score", str(path), "--json", "--jobs", "2", load=load)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out == b""
    assert b"Traceback" not in err
    assert (b"worker process has died" if load == "load_dying" else b"model is damaged") in err


def test_reader_that_has_enough_ends_the_run_quietly(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(b'{"text":"SPAM %d"}\n' % n for n in range(5000)))
    process = _start(tmp_path, "score", str(path), "--json")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(60) == 0


@pytest.mark.parametrize("closed", ["stdin", "stdout", "stderr"])
def test_a_closed_stream_costs_no_traceback(closed: str, tmp_path: Path) -> None:
    path, output = tmp_path / "a.txt", tmp_path / "out.jsonl"
    path.write_text("SPAM")
    number = ("stdin", "stdout", "stderr").index(closed)
    script = tmp_path / "run.py"
    script.write_text(MAIN.format(here=str(HERE), load="load_fake"))
    call = ["sh", "-c", f'exec "$@" {number}>&-', "sh", sys.executable, str(script)]
    for rest in ([], ["-o", str(output)]):
        done = subprocess.run(
            [*call, "score", str(path), *rest],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(HERE.parents[1])},
            check=False,
        )
        assert done.returncode == 0
        assert b"Traceback" not in done.stderr
    assert json.loads(output.read_text())["verdict"] == "injected"


def test_commands_import_nothing_heavy(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("SPAM")
    for argv in (["url", "http://a.example/"], ["score", str(text)], ["clean", str(text)]):
        code = (
            f"import sys; sys.path.insert(0, {str(HERE)!r})\n"
            "import fake_detector\n"
            "from spamdetect.cli import main, scoring\n"
            "scoring.load_detector = fake_detector.load_fake\n"
            f"status = main.entry({argv!r})\n"
            "heavy = {'sklearn', 'pandas', 'scipy', 'rich', 'joblib', 'pyarrow', 'jinja2'}\n"
            "print(status, sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        )
        env = {**os.environ, "PYTHONPATH": str(HERE.parents[1])}
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, env=env, check=True
        )
        assert done.stderr.splitlines()[-1] == b"0 []"
