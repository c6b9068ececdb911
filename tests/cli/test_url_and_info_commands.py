from __future__ import annotations

import json
from pathlib import Path

import pytest

from spamdetect.model import FORMAT


def test_urls_as_arguments(run) -> None:
    result = run("url", "http://casino.example/x", "http://news.example/")
    assert result.status == 0
    first, second = result.out.decode().splitlines()
    assert first.split()[:4] == ["spam", "0.980", "gambling", "http://casino.example/x"]
    assert "HOST_WORD" in first
    assert second.startswith("ok")
    assert "2 URLs: 1 ok, 1 spam, 0 unsure; 0 errors" in result.err


def test_json_is_one_report_a_line(run) -> None:
    result = run("url", "http://casino.example/x", "--json")
    assert result.err == ""
    (report,) = result.lines
    assert list(report) == [
        "url",
        "host",
        "registered_domain",
        "verdict",
        "score",
        "category",
        "reasons",
    ]


@pytest.mark.parametrize("how", ["file", "stdin", "dash"])
def test_urls_a_line_each(run, how: str, tmp_path: Path) -> None:
    data = (
        b"\xef\xbb\xbfhttp://casino.example/a\r\n\n# a comment\n"
        b'{"url":"http://a.example/","anchor":"best casino"}\n'
        b'{"url":5}\n{broken\nhttp://b.example/\xff\nhttp://b.example/\n'
    )
    path = tmp_path / "urls.txt"
    path.write_bytes(data)
    argv = {"file": [path], "stdin": [], "dash": ["-"]}[how]
    result = run("url", *argv, "--json", stdin=data)
    assert result.status == 3
    found = [(report["url"], report["verdict"]) for report in result.lines]
    assert found[:2] == [("http://casino.example/a", "spam"), ("http://a.example/", "spam")]
    assert found[2:] == [("http://b.example/", "ok")]
    assert ":5: has no field 'url'" in result.err
    assert ":6: broken JSON" in result.err
    assert ":7: the URL is not valid UTF-8" in result.err


def test_the_field_of_the_url_can_have_another_name(run, tmp_path: Path) -> None:
    data = b'{"link": "http://casino.example/", "url": "http://a.example/"}\n'
    path = tmp_path / "links.jsonl"
    path.write_bytes(data)
    for argv, stdin in (([path], b""), (["-"], data)):
        (report,) = run("url", *argv, "--url-field", "link", "--json", stdin=stdin).lines
        assert report["url"] == "http://casino.example/"
    result = run("url", path, "--url-field", "href")
    assert result.status == 3
    assert ":1: has no field 'href' with a string; name the field with --url-field" in result.err


def test_exit_status_and_error_file(run, tmp_path: Path) -> None:
    assert run("url", "http://casino.example/", "--fail-on-spam").status == 1
    assert run("url", "http://a.example/", "--fail-on-spam").status == 0
    errors = tmp_path / "errors.jsonl"
    assert run("url", "--errors", errors, stdin=b"{").status == 3
    assert json.loads(errors.read_text())["line"] == 1


@pytest.mark.parametrize(
    ("line", "cause"),
    [
        (b"not a url", "is no URL: it has no host"),
        (b"http://", "is no URL: it has no host"),
        (b'{"url": ""}', "is no URL: it has no host"),
        (b"http://a.example/\x1b[31mred", "control characters in the URL"),
    ],
)
def test_what_filter_calls_no_url_is_none_here(run, line: bytes, cause: str) -> None:
    result = run("url", "--json", stdin=line)
    assert result.status == 3
    assert f"-:1: {cause}" in result.err
    assert result.lines == []


def test_an_argument_that_is_no_url_is_wrong_usage_alone(run) -> None:
    result = run("url", "not a url")
    assert result.status == 2
    assert "not a url: is no URL: it has no host" in result.err
    assert run("url", "not a url", "http://a.example/").status == 3


@pytest.mark.parametrize(
    "name", ["/absent/urls.txt", "./absent", "urls.txt", "data/urls.jsonl.gz", "..\\urls.csv"]
)
def test_a_file_that_is_not_there_is_named_and_no_url(run, name: str) -> None:
    alone = run("url", name)
    assert alone.status == 2
    assert f"{name}: no such file, and it is no URL" in alone.err
    beside = run("url", name, "news.example", "https://news.example/urls.txt", "news.org/urls.txt")
    assert beside.status == 3
    assert "3 URLs" in beside.err


def test_results_go_to_a_file(run, tmp_path: Path) -> None:
    assert run("url", "http://a.example/", "-o", tmp_path / "out.jsonl").out == b""
    assert json.loads((tmp_path / "out.jsonl").read_text())["verdict"] == "ok"


def test_info_tells_versions_and_the_card(run, tmp_path: Path) -> None:
    card = {
        "format": FORMAT, "name": "mine", "version": "7", "features": list(range(40)), "a": {"b": 2}
    }  # fmt: skip
    (tmp_path / "card.json").write_text(json.dumps(card))
    import numpy as np

    np.savez(tmp_path / "weights.npz", x=np.zeros(1))
    result = run("info", "--model", tmp_path)
    assert result.status == 0
    for part in (b"spamdetect 0", b"Python 3.", b"numpy", b"mine 7", b"features: 40", b"b: 2"):
        assert part in result.out
    (found,) = run("info", "--model", tmp_path, "--json").lines
    assert found["model"]["card"] == card
    assert found["dependencies"]["numpy"] == np.__version__


def test_info_without_a_model_still_tells_versions(run, tmp_path: Path) -> None:
    result = run("info", "--model", tmp_path / "none")
    assert result.status == 2
    assert b"Python 3." in result.out
    assert "no model" in result.err
