from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from spamdetect.crawl.lists import HostList

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE / "crawl"))

from planted import plant  # noqa: E402


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Raw pages: three sites carry the same spam, one carries other spam of its own."""
    path = tmp_path / "pages.jsonl"
    records = [
        {
            "url": f"https://{site}.com/{n}",
            "text": f"News of today.\nSPAM{len(host)} https://{host}/\n",
        }
        for n, (site, host) in enumerate(
            [("one", "casino.top"), ("two", "casino.top"), ("three", "casino.top")]
            + [("four", "casino-four.net")] * 5
        )
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return path


@pytest.fixture
def scored(tmp_path: Path) -> Path:
    path = tmp_path / "scored.jsonl"
    planted = plant(pages=300, campaigns=4, seed=3)
    path.write_text("".join(json.dumps(entry) + "\n" for entry in planted.entries))
    return path


def test_raw_pages_are_scored_first(run, pages: Path, tmp_path: Path) -> None:
    result = run("campaigns", pages, "--blocklist", tmp_path / "block.txt")
    assert result.status == 0
    head, line = result.out.decode().splitlines()
    assert head.split() == ["sites", "hosts", "category", "what", "they", "share"]
    assert line.split()[:4] == ["1", "3", "1", "gambling"]
    assert "casino.top" in line
    assert "8 pages: 1 campaign with 1 host; 0 errors" in result.err
    hosts = HostList([tmp_path / "block.txt"])
    assert (len(hosts), hosts.errors) == (1, ())
    assert hosts.match("www.casino.top") == "casino.top"


def test_what_score_writes_is_as_good_as_the_pages(run, pages: Path, tmp_path: Path) -> None:
    run("score", pages, "-o", tmp_path / "out.jsonl")
    assert run("campaigns", tmp_path / "out.jsonl", "--json").lines == (
        run("campaigns", pages, "--json").lines
    )


def test_scored_pages_are_read_as_they_are(run, scored: Path, tmp_path: Path) -> None:
    result = run("campaigns", scored, "-o", tmp_path / "out.jsonl", "--blocklist", tmp_path / "b")
    assert (result.status, result.out) == (0, b"")
    campaigns = [json.loads(line) for line in (tmp_path / "out.jsonl").open()]
    assert [campaign["rank"] for campaign in campaigns] == list(range(1, len(campaigns) + 1))
    assert set(campaigns[0]) == {
        "rank", "sites", "unrelated_sites", "category", "hosts", "brands", "ranges", "anchors",
    }  # fmt: skip
    listed = HostList([tmp_path / "b"])
    planted = plant(pages=300, campaigns=4, seed=3)
    assert all(listed.match(host) for host in planted.hosts)
    assert run("campaigns", scored, "--json", "--quiet").lines == campaigns


def test_both_kinds_of_input_at_once(run, pages: Path, scored: Path) -> None:
    result = run("campaigns", pages, scored, "--json")
    hosts = {entry["host"] for campaign in result.lines for entry in campaign["hosts"]}
    assert "casino.top" in hosts
    assert len(hosts) > 4


def test_scored_pages_from_a_pipe(scored: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "spamdetect", "campaigns", "--json"],
        input=scored.read_bytes(),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent)},
        check=True,
    )
    assert len(done.stdout.splitlines()) >= 4


@pytest.mark.parametrize(
    "compress",
    [gzip.compress, bz2.compress, lzma.compress, zstandard.compress],
    ids=["gz", "bz2", "xz", "zst"],
)
def test_scored_pages_are_told_when_standard_input_is_compressed(
    run, scored: Path, compress: Callable[[bytes], bytes]
) -> None:
    data = scored.read_bytes()
    assert len(data) > 1 << 17
    expected = run("campaigns", scored, "--json").lines
    result = run("campaigns", "--quiet", "--json", "-", stdin=compress(data))
    assert (result.status, result.err) == (0, "")
    assert result.lines == expected


def test_raw_pages_on_standard_input_are_scored_whole(run, pages: Path) -> None:
    data = pages.read_bytes()
    expected = run("campaigns", pages, "--json").lines
    assert len(expected) == 1
    for stdin in (data, gzip.compress(data)):
        result = run("campaigns", "--json", "-", stdin=stdin)
        assert result.lines == expected


def test_standard_input_is_read_to_its_end(run, scored: Path) -> None:
    data = scored.read_bytes()
    copies = (1 << 21) // len(data) + 1
    result = run("campaigns", "-", stdin=data * copies)
    assert f"{copies * len(data.splitlines()):,} pages" in result.err


def test_status_1_stands_for_a_campaign_as_the_help_says(run, tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text('{"url": "https://one.com/", "text": "SPAM https://casino.top/"}\n')
    assert run("score", path, "--fail-on-spam").status == 1
    assert run("campaigns", path, "--fail-on-spam").status == 0
    told = " ".join(run("campaigns", "--help").out.decode().split())
    assert "exit with status 1 if a campaign is found" in told
    assert "exit with status 1 if there is spam" not in told


def test_options(run, pages: Path, tmp_path: Path) -> None:
    assert run("campaigns", pages, "--min-sites", "4", "--json").out == b""
    (tmp_path / "allow").write_text("casino.top\n")
    (campaign,) = run("campaigns", pages, "--allow", tmp_path / "allow", "--json").lines
    assert (campaign["hosts"], campaign["anchors"]) == ([], ["spam10"])
    assert run("campaigns", pages, "--fail-on-spam").status == 1
    assert run("campaigns", pages, "--min-sites", "1").status == 2
    assert run("campaigns", pages, "-o", pages).status == 2
    assert run("campaigns", tmp_path / "absent").status == 2


def test_pages_without_url_are_told(run, tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    path.write_text("".join('{"text": "SPAMx https://casino.top/"}\n' for _ in range(5)))
    result = run("campaigns", path)
    assert "5 pages have no url" in result.err
    assert "0 campaigns" in result.err
    path.write_text(
        "".join(f'{{"id": "d{n}", "text": "SPAMx https://casino.top/"}}\n' for n in range(5))
    )
    assert "1 campaign with" in run("campaigns", path).err


def test_bad_lines_are_named_and_the_rest_counts(run, scored: Path, tmp_path: Path) -> None:
    lines = scored.read_bytes().splitlines(keepends=True)
    lines[1:1] = [b"{broken\n", b"[]\n", b'{"sections": 5, "urls": 1}\n', b"\n"]
    lines.append(b'{"error": "no such file", "sections": [], "urls": []}\n')
    scored.write_bytes(b"".join(lines))
    result = run("campaigns", scored, "--json", "--errors", tmp_path / "errors")
    assert result.status == 3
    assert len(result.lines) >= 4
    errors = [json.loads(line) for line in (tmp_path / "errors").open()]
    assert [error["line"] for error in errors] == [2, 3, 4]


def test_two_processes_find_what_one_finds(run, tmp_path: Path) -> None:
    path = tmp_path / "pages.jsonl"
    records = [
        {
            "url": f"https://site{n % 40}.com/{n}",
            "text": f"News of {n}.\nSPAM{n % 6} https://casino{n % 6}.top/{n % 40 // 4}\n",
        }
        for n in range(1500)
    ]
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    found = []
    for jobs in ("1", "2"):
        block = tmp_path / f"block{jobs}"
        result = run("campaigns", path, "--json", "--blocklist", block, "--jobs", jobs)
        found.append((result.status, result.out, result.err, block.read_bytes()))
    assert found[0] == found[1]
    assert "1,500 pages" in found[0][2]
    assert len(found[0][1].splitlines()) >= 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told_with_the_block_list(run, scored: Path) -> None:
    result = run("campaigns", scored, "--quiet", "--blocklist", "/dev/full")
    assert result.status == 2
    assert result.err == "spamdetect: /dev/full: no space left on device\n"
