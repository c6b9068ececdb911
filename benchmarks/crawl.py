"""Figures of the crawler's side: lists, pre-filter, pipe and campaigns.

    python benchmarks/crawl.py [--model NAME] [--urls FILE.tsv.gz] [--entries 5000000]

Times are of the processor (one thread), except for single calls and the pipe, which are by the
clock; of the pipe both are told. URLs are made up, ten to a host, unless a table with a column of
URLs in front is given. If courlan is installed, it checks the same URLs.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "crawl"))

from planted import SUFFIXES, WORDS, plant

LISTS = """
import resource, sys, time
import numpy
from spamdetect.crawl.lists import HostList
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
clock, start = time.perf_counter(), time.process_time()
hosts = HostList([sys.argv[1]])
cpu, wall = time.process_time() - start, time.perf_counter() - clock
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"lists: {len(hosts):,} entries loaded in {cpu:.1f} s of processor, {wall:.1f} s by the "
      f"clock; peak {peak / 1024:.0f} MB (before: {before / 1024:.0f} MB)")
names = {
    "not listed": [f"www.news{n}.co.id" for n in range(200_000)],
    "listed": [f"www.casino{n * 7919 % 99999999}.shop{n % 977}.com" for n in range(200_000)],
}
for kind, asked in names.items():
    start = time.process_time()
    found = sum(hosts.match(name) is not None for name in asked)
    each = (time.process_time() - start) / len(asked) * 1e6
    print(f"lists: {each:.2f} us a look-up, {kind} ({found:,} found)")
"""


def lists(entries: int) -> None:
    """Load a block list and look hosts up."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "block.txt"
        with path.open("w") as file:
            file.writelines(
                f"casino{n * 7919 % 99999999}.shop{n % 977}.com\n" for n in range(entries)
            )
        subprocess.run([sys.executable, "-c", LISTS, str(path)], check=True)


def made_up_urls(count: int, per_host: int = 10) -> list[str]:
    """Return URLs, so many to a host on average."""
    source = random.Random(1)
    hosts = [
        f"www.{source.choice(WORDS)}{source.choice(WORDS)}{n}.{source.choice(SUFFIXES)}"
        for n in range(count // per_host)
    ]
    if per_host == 1:
        return [f"https://{host}/{source.choice(WORDS)}/{n}" for n, host in enumerate(hosts)]
    return [
        f"https://{source.choice(hosts)}/{source.choice(WORDS)}/{source.choice(WORDS)}-{n}.html"
        for n in range(count)
    ]


def table_urls(path: str, count: int) -> list[str]:
    """Return URLs of the first column of a table, shuffled."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        next(file)
        urls = [line.split("\t", 1)[0] for line in file]
    random.Random(1).shuffle(urls)
    return urls[:count]


def rate(act: Callable[[], object], count: int) -> str:
    """Return how many a second of processor time."""
    start = time.process_time()
    act()
    return f"{count / (time.process_time() - start):,.0f}/s"


def prefilter(model: str, urls: list[str]) -> None:
    """Ask the pre-filter, in batch and one by one."""
    from spamdetect.crawl.prefilter import Prefilter
    from spamdetect.detector import Detector

    detector = Detector.load(model)
    Prefilter(detector).accept("http://warm-up.example/")
    one_each = made_up_urls(len(urls), per_host=1)
    filter_ = Prefilter(detector)
    for kind, some in (
        ("hosts new", urls),
        ("hosts and paths seen", urls),
        ("a new host for every URL", one_each),
    ):
        print(f"pre-filter: batch, {kind}: {rate(partial(filter_.accept_all, some), len(some))}")
    try:
        from courlan import check_url
    except ImportError:
        print("courlan is not installed")
    else:
        for kind, some in (("the same URLs", urls), ("a new host for every URL", one_each)):
            each = rate(lambda: [check_url(url) for url in some], len(some))  # noqa: B023
            print(f"courlan: check_url, {kind}: {each}")
    by_host = list({url.split("/")[2] if "//" in url else url: url for url in urls}.values())[:3000]
    single = Prefilter(detector)
    asked = (
        ("host new", by_host),
        ("host seen, path new", [url + "?page=2" for url in by_host]),
        ("host and path seen", by_host),
    )
    for kind, chosen in asked:
        took = []
        for url in chosen:
            start = time.perf_counter_ns()
            single.accept(url)
            took.append(time.perf_counter_ns() - start)
        print(f"pre-filter: one call, {kind}: {statistics.median(took) / 1000:.1f} us (median)")


def pipe(model: str, urls: list[str]) -> None:
    """Ask ``spamdetect filter`` over a pipe."""
    before = processor_of_children()
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "spamdetect", "filter", "--quiet", "--model", model],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"http://warm-up.example/\n")
    os.read(process.stdout.fileno(), 1 << 16)
    first = time.perf_counter() - start
    data = "".join(f"{url}\n" for url in urls).encode()

    def feed() -> None:
        assert process.stdin is not None
        view = memoryview(data)
        while view:
            view = view[process.stdin.write(view[: 1 << 16]) :]
        process.stdin.close()

    thread = threading.Thread(target=feed)
    start = time.perf_counter()
    thread.start()
    while os.read(process.stdout.fileno(), 1 << 16):
        pass
    took = time.perf_counter() - start
    thread.join()
    process.wait()
    used = processor_of_children() - before
    print(f"pipe: first answer {first:.2f} s after the start, then {len(urls) / took:,.0f} lines/s")
    print(f"pipe: {len(urls) / used:,.0f} lines a second of processor, start included")


def processor_of_children() -> float:
    """Return the seconds of processor that ended child processes have used."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def campaigns(seeds: int, found: float) -> None:
    """Find planted campaigns."""
    from spamdetect.crawl.campaigns import CampaignFinder
    from spamdetect.crawl.evidence import evidence_of_entry
    from spamdetect.urls.rules import HostSet

    for seed in range(1, seeds + 1):
        planted = plant(pages=20_000, campaigns=30, seed=seed, found=found)
        finder = CampaignFinder()
        start = time.process_time()
        for entry in planted.entries:
            finder.add(evidence_of_entry(entry))
        result = finder.find()
        block = HostSet(finder.block_list(result))
        took = time.process_time() - start
        linked = {url["host"] for entry in planted.entries for url in entry["urls"]}
        caught = sum(block.match(host) is not None for host in planted.hosts)
        wrong = sum(block.match(host) is not None for host in linked - planted.hosts)
        print(
            f"campaigns: seed {seed}, {found:.0%} of sections found: {len(planted.entries):,} "
            f"pages, {caught} of {len(planted.hosts)} hosts ({caught / len(planted.hosts):.1%}), "
            f"{wrong} of {len(linked - planted.hosts):,} honest hosts blocked; {took:.1f} s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", default="default")
    parser.add_argument("--urls", metavar="FILE")
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seeds", type=int, default=3)
    args = parser.parse_args()
    lists(args.entries)
    urls = table_urls(args.urls, args.count) if args.urls else made_up_urls(args.count)
    prefilter(args.model, urls)
    pipe(args.model, urls)
    for found in (0.85, 0.6):
        campaigns(args.seeds, found)


if __name__ == "__main__":
    main()
