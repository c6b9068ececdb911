"""What a crawl's pages cost one core, stage by stage: decompression, parsing, scoring.

    OMP_NUM_THREADS=1 python benchmarks/stages.py [--pages 300] [--model NAME] [FILE.warc.gz]

Without a file, pages are made up of a size assumed for a Common Crawl snapshot: 130 kB of HTML
with 7 kB of text and 100 links. Times are of the processor.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from speed import SYLLABLES

from spamdetect import Detector
from spamdetect.html import parse
from spamdetect.io.inputs import InputReader, find_inputs
from spamdetect.io.records import Fields, Record

CORPUS = Path(__file__).parents[1] / "tests" / "data" / "corpus" / "documents.jsonl"
PAGES = 3_000_000_000
TEXT_BYTES = 7_000
LINKS = 100
PAGE_BYTES = 130_000


def made_up_page(source: random.Random, lines: list[str]) -> str:
    """Return the source of a page."""

    def word() -> str:
        return "".join(source.choices(SYLLABLES, k=source.randint(1, 4)))

    def some(count: int) -> str:
        return " ".join(word() for _ in range(count))

    parts: list[str] = []
    size = 0
    while size < TEXT_BYTES * 3 // 4:
        line = source.choice(lines)
        parts.append(f'<div class="{some(3)}"><p id="{word()}">{line}</p></div>')
        size += len(line.encode())
    links = [
        f'<li class="{some(4)}"><a href="https://{word()}{word()}.com/{word()}/{word()}">'
        f"{' '.join(source.choice(lines).split()[:3])}</a></li>"
        for _ in range(LINKS)
    ]
    parts.insert(len(parts) // 2, f'<ul class="nav">{"".join(links)}</ul>')
    body = "".join(parts)
    filler = PAGE_BYTES - len(body.encode())
    style = "".join(f".{word()} .{word()} {{ margin: {n}px; color: #333 }}\n" for n in range(60))
    script = "".join(f"var {word()} = '{some(5)}';\n" for _ in range(max(filler, 0) // 45))
    return (
        f"<!doctype html><html><head><title>{some(6)}</title><style>{style}</style>"
        f"<script>{script}</script></head><body>{body}</body></html>"
    )


def made_up_warc(count: int) -> bytes:
    """Return a compressed WARC file of pages, a gzip member each."""
    source = random.Random(0)
    documents = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    clean = [entry["text"] for entry in documents if entry.get("text") and not entry["spans"]]
    lines = [line for text in clean for line in text.split("\n") if line.strip()]
    out = io.BytesIO()
    for number in range(count):
        page = made_up_page(source, lines).encode()
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
            f"WARC-Target-URI: https://site{number % 97}.example/{number}\r\n"
            "Content-Type: application/http; msgtype=response\r\n"
            f"Content-Length: {len(block)}\r\n\r\n"
        )
        out.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))
    return out.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """Return the shorter of two durations, in seconds of processor time."""
    took = []
    for _ in range(2):
        start = time.process_time()
        work()
        took.append(time.process_time() - start)
    return min(took)


def drain(path: str) -> int:
    """Read a file through the decompressor alone, and return its size."""
    size = 0
    with gzip.open(path) as file:
        while data := file.read(1 << 20):
            size += len(data)
    return size


def records(path: str) -> list[Record]:
    """Return the pages of a WARC file, decoded."""
    items = InputReader(find_inputs([path]), "warc", Fields())
    return [item for item in items if isinstance(item, Record) and item.html is not None]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("file", nargs="?", metavar="FILE")
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--model", default="default", metavar="NAME")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = args.file
        if path is None:
            path = str(Path(folder) / "made-up.warc.gz")
            Path(path).write_bytes(made_up_warc(args.pages))
        measure(path, Detector.load(args.model))


def measure(path: str, detector: Detector) -> None:
    """Print what each stage costs a page, and what a snapshot costs."""
    pages = records(path)
    texts = [parse(page.html or "").text for page in pages]
    count = len(pages)
    html = sum(len(page.html or "") for page in pages)
    text = sum(len(one.encode("utf-8", "surrogatepass")) for one in texts)
    links = sum(len(parse(page.html or "").links.href) for page in pages)
    print(
        f"{count} pages: {Path(path).stat().st_size / count / 1e3:.0f} kB compressed, "
        f"{html / count / 1e3:.0f} kB of HTML, {text / count / 1e3:.1f} kB of text, "
        f"{links / count:.0f} links on average"
    )
    list(detector.score_texts(texts[:20]))
    detector.score_html(pages[0].html or "")
    unpack = seconds(lambda: drain(path))
    read = seconds(lambda: records(path))
    urls = [page.url for page in pages]
    sources = [page.html or "" for page in pages]
    parsed = seconds(lambda: [parse(source).text for source in sources])
    scored = seconds(lambda: list(detector.score_htmls(sources, urls)))
    plain = seconds(lambda: list(detector.score_texts(texts, urls)))
    stages = (
        ("decompression", unpack),
        ("records, decoding", read - unpack),
        ("HTML parsing", parsed),
        ("scoring of pages", scored - parsed),
        ("WARC, all of it", read + scored),
        ("scoring of text alone (WET)", plain),
    )
    for name, took in stages:
        hours = took / count * PAGES / 3600
        print(f"{name:28} {took / count * 1e3:7.2f} ms a page {hours:10,.0f} core hours a snapshot")


if __name__ == "__main__":
    main()
