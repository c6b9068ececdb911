"""Measure long runs: memory on large files, and what a second process gains.

Usage: ``python benchmarks/streams.py [--model NAME] [--pages 10000] [--megabytes 2000]``. A WARC of
made-up pages is scored with one process and with two, and the outputs compared. JSON Lines of texts
of the given size and a WARC of half of it, and files of a fiftieth of that, go through ``score``
and ``clean`` for their peak memory, which is that of the command and its workers together, read
from ``/proc`` ten times a second (Linux only). Large files are written to a temporary folder and
deleted; see to it that there is room for three times the size.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pages import made_up_page
from speed import made_up_texts

SMALL = 50
"""The small file is this many times smaller than the large one."""
DIFFERENT = 300
"""Made-up pages that differ; longer files repeat them."""
TEXTS = 4_000_000
"""Bytes of texts that differ."""
TICKS = os.sysconf("SC_CLK_TCK")


def pages() -> Iterator[str]:
    """Yield pages without end."""
    rng = random.Random(0)
    made = [made_up_page(rng) for _ in range(DIFFERENT)]
    while True:
        yield from made


def texts() -> Iterator[str]:
    """Yield texts without end."""
    made = made_up_texts(TEXTS)
    while True:
        yield from made


def warc_record(number: int, html: str) -> bytes:
    """Return a WARC response record that holds a page."""
    body = html.encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: https://site-{number % 997}.example.org/{number}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012d}>\r\n"
        "WARC-Date: 2026-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def json_record(number: int, text: str) -> bytes:
    """Return a line of JSON Lines that holds a text."""
    return json.dumps({"id": number, "text": text}).encode() + b"\n"


def write(
    path: Path,
    record: Callable[[int, str], bytes],
    documents: Iterator[str],
    *,
    count: int = 0,
    size: int = 0,
) -> None:
    """Write a number of documents, or as many as make `size` bytes."""
    with path.open("wb") as out:
        for number, document in enumerate(documents):
            if number >= count if count else out.tell() >= size:
                return
            out.write(record(number, document))


def resident(process: int) -> int:
    """Return the resident bytes of a process and of its descendants, shared pages once."""
    total = 0
    waiting = [process]
    while waiting:
        folder = Path(f"/proc/{waiting.pop()}")
        try:
            for line in (folder / "smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1]) * 1024
            for task in (folder / "task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except OSError:
            continue
    return total


@dataclass(frozen=True)
class Run:
    """What a run took.

    Attributes
    ----------
    wall : float
        Seconds by the clock.
    parent, workers : float
        Seconds of processor.
    peak : int
        Bytes.
    """

    wall: float
    parent: float
    workers: float
    peak: int


def run(command: str, path: Path, model: str, jobs: int, output: Path) -> Run:
    """Run a command of spamdetect on a file, from the shell."""
    argv = [sys.executable, "-m", "spamdetect", command, str(path), "--quiet", "--model", model]
    argv += ["--jobs", str(jobs), "-o", str(output)]
    began = time.perf_counter()
    peak, parent = 0, 0.0
    process = os.posix_spawn(sys.executable, argv, os.environ)
    while True:
        done, status, used = os.wait4(process, os.WNOHANG)
        if done:
            break
        peak, parent = max(peak, resident(process)), max(parent, seconds(process))
        time.sleep(0.1)
    if status:
        raise SystemExit(f"{' '.join(argv)} failed with {os.waitstatus_to_exitcode(status)}")
    wall = time.perf_counter() - began
    return Run(wall, parent, used.ru_utime + used.ru_stime - parent, peak)


def seconds(process: int) -> float:
    """Return the processor time that a process has used, without its descendants."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS


def speed_up(folder: Path, model: str, count: int) -> None:
    """Score a WARC with one process and with two."""
    path, output = folder / "pages.warc", folder / "found.jsonl"
    write(path, warc_record, pages(), count=count)
    runs, found = [], []
    for jobs in (1, 2):
        runs.append(run("score", path, model, jobs, output))
        found.append(output.read_bytes())
    one, two = runs
    print(f"WARC of {count} pages, {path.stat().st_size / 1e6:.0f} MB")
    print(f"  1 process {one.wall:.1f} s by the clock, 2 processes {two.wall:.1f} s: "
          f"{one.wall / two.wall:.2f} times as fast")  # fmt: skip
    each = 1000 / count
    print(f"  seconds of processor a 1,000 pages: {one.parent * each:.2f} in one process; "
          f"{two.parent * each:.2f} and {two.workers * each:.2f} in its workers with two, "
          f"{one.parent / (two.parent + two.workers) * 2:.2f} times at most")  # fmt: skip
    same = "same" if found[0] == found[1] else "OTHER"
    print(f"  {same} output; load of the machine {os.getloadavg()[0]:.1f}", flush=True)
    path.unlink()


def memory(folder: Path, model: str, megabytes: int) -> None:
    """Run commands on small and on large files."""
    for name, record, documents, whole in (
        ("texts.jsonl", json_record, texts, megabytes),
        ("pages.warc", warc_record, pages, megabytes // 2),
    ):
        path = folder / name
        peaks: dict[tuple[str, int], list[float]] = {}
        for size in (whole // SMALL, whole):
            write(path, record, documents(), size=size * 1_000_000)
            for command in ("score", "clean"):
                for jobs in (1, 2):
                    output = folder / f"out{path.suffix if command == 'clean' else '.jsonl'}"
                    peak = run(command, path, model, jobs, output).peak / 1e6
                    peaks.setdefault((command, jobs), []).append(peak)
                    print(f"{command} {name} of {size} MB, {jobs} jobs: {peak:.0f} MB", flush=True)
        for (command, jobs), (small, large) in peaks.items():
            print(f"{command} {name}, {jobs} jobs: {(large - small) / jobs:+.0f} MB a process")
        path.unlink()


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", default="default", metavar="NAME")
    parser.add_argument("--pages", type=int, default=10_000, metavar="N")
    parser.add_argument("--megabytes", type=int, default=2_000, metavar="N")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if args.pages:
            speed_up(Path(folder), args.model, args.pages)
        if args.megabytes:
            memory(Path(folder), args.model, args.megabytes)


if __name__ == "__main__":
    main()
