"""Measure long runs: memory on large files, and what a second process gains.

Usage: ``python benchmarks/streams.py [--model NAME] [--pages 10000] [--megabytes 2000]``. A WARC of
made-up pages is scored with one process and with two, and the outputs compared; JSON Lines and a
WARC of the given size, and of a fiftieth of it, are scored for their peak memory, which is that of
the command and its workers together, read from ``/proc`` ten times a second (Linux only). Large
files are written to a temporary folder and deleted; see to it that there is room for them.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from pages import made_up_page

SMALL = 50
"""The small file is this many times smaller than the large one."""
DIFFERENT = 300
"""Made-up pages that differ; longer files repeat them."""


def sources() -> Iterator[str]:
    """Yield pages without end."""
    rng = random.Random(0)
    made = [made_up_page(rng) for _ in range(DIFFERENT)]
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


def json_record(number: int, html: str) -> bytes:
    """Return a line of JSON Lines that holds a page."""
    return json.dumps({"id": number, "html": html}).encode() + b"\n"


def write(
    path: Path, record: Callable[[int, str], bytes], *, pages: int = 0, size: int = 0
) -> None:
    """Write a number of pages, or as many as make `size` bytes."""
    with path.open("wb") as out:
        for number, html in enumerate(sources()):
            if number >= pages if pages else out.tell() >= size:
                return
            out.write(record(number, html))


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


def score(path: Path, model: str, jobs: int, output: Path) -> tuple[float, int]:
    """Score a file from the shell; return seconds and the peak of resident bytes."""
    command = [sys.executable, "-m", "spamdetect", "score", str(path), "--json", "--quiet"]
    command += ["--model", model, "--jobs", str(jobs), "-o", str(output)]
    began = time.perf_counter()
    peak = 0
    with subprocess.Popen(command) as running:
        while running.poll() is None:
            peak = max(peak, resident(running.pid))
            time.sleep(0.1)
    if running.returncode:
        raise SystemExit(f"{' '.join(command)} failed with {running.returncode}")
    return time.perf_counter() - began, peak


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--model", default="default", metavar="NAME")
    parser.add_argument("--pages", type=int, default=10_000, metavar="N")
    parser.add_argument("--megabytes", type=int, default=2_000, metavar="N")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / "pages.warc", Path(folder) / "found.jsonl"
        if args.pages:
            write(path, warc_record, pages=args.pages)
            one, _ = score(path, args.model, 1, output)
            found = output.read_bytes()
            two, _ = score(path, args.model, 2, output)
            same = "same" if output.read_bytes() == found else "OTHER"
            load = os.getloadavg()[0]
            print(f"WARC of {args.pages} pages, {path.stat().st_size / 1e6:.0f} MB")
            print(
                f"  1 process {one:.1f} s, 2 processes {two:.1f} s: {one / two:.2f} times as fast,"
            )
            print(f"  {same} output; load of the machine {load:.1f}")
        for name, record in (("pages.jsonl", json_record), ("pages.warc", warc_record)):
            path = Path(folder) / name
            for jobs in (1, 2) if args.megabytes else ():
                peaks = []
                for size in (args.megabytes // SMALL, args.megabytes):
                    write(path, record, size=size * 1_000_000)
                    peaks.append(score(path, args.model, jobs, output)[1] / 1e6)
                print(
                    f"{name}, {jobs} processes: {peaks[0]:.0f} MB at {args.megabytes // SMALL} MB"
                )
                print(f"  of input, {peaks[1]:.0f} MB at {args.megabytes} MB", flush=True)


if __name__ == "__main__":
    main()
