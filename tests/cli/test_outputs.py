"""No file that a command writes may be one that it reads, or be written twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    path = tmp_path / "pages.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "Council news."}) + "\n")
    return path


@pytest.mark.parametrize(
    "argv",
    [
        ("score", "PAGES", "-o", "PAGES"),
        ("score", "PAGES", "--errors", "PAGES"),
        ("clean", "PAGES", "-o", "PAGES"),
        ("clean", "PAGES", "--json", "--errors", "PAGES"),
        ("report", "PAGES", "-o", "PAGES"),
        ("campaigns", "PAGES", "--blocklist", "PAGES"),
        ("campaigns", "PAGES", "--errors", "PAGES"),
        ("filter", "PAGES", "--errors", "PAGES"),
        ("filter", "PAGES", "--rejected", "PAGES"),
        ("url", "PAGES", "-o", "PAGES"),
        ("url", "PAGES", "--errors", "PAGES"),
        ("url", "http://a.example/", "--block", "PAGES", "-o", "PAGES"),
        ("score", "PAGES", "-o", "SAME"),
    ],
)
def test_what_is_read_is_never_written(run, pages: Path, argv: tuple[str, ...]) -> None:
    before = pages.read_bytes()
    (pages.parent / "x").mkdir()
    names = {"PAGES": str(pages), "SAME": str(pages.parent / "x" / ".." / pages.name)}
    result = run(*(names.get(part, part) for part in argv))
    assert result.status == 2
    assert "is an input; write to another file" in result.err
    assert pages.read_bytes() == before


@pytest.mark.parametrize(
    "argv",
    [
        ("score", "PAGES", "-o", "OUT", "--errors", "OUT"),
        ("campaigns", "PAGES", "-o", "OUT", "--blocklist", "OUT"),
        ("filter", "PAGES", "-o", "OUT", "--rejected", "OUT"),
        ("audit", "PAGES", "--labels", "OUT", "--errors", "OUT"),
    ],
)
def test_two_outputs_never_share_a_file(run, pages: Path, argv: tuple[str, ...]) -> None:
    target = pages.parent / "out"
    names = {"PAGES": str(pages), "OUT": str(target)}
    result = run(*(names.get(part, part) for part in argv))
    assert result.status == 2
    assert f"{target} is named for two outputs" in result.err
    assert not target.exists()


def test_devices_may_take_several_outputs(run, pages: Path) -> None:
    assert run("score", pages, "-o", "/dev/null", "--errors", "/dev/null").status == 0


@pytest.mark.parametrize("name", ["-", ""])
@pytest.mark.parametrize(
    "argv",
    [
        ("score", "-o"),
        ("clean", "--errors"),
        ("filter", "--rejected"),
        ("campaigns", "--blocklist"),
        ("audit", "--labels"),
    ],
)
def test_outputs_need_the_name_of_a_file(
    run, pages: Path, monkeypatch: pytest.MonkeyPatch, argv: tuple[str, str], name: str
) -> None:
    monkeypatch.chdir(pages.parent)
    command, option = argv
    result = run(command, pages, option, name)
    assert result.status == 2
    assert "must name a file" in result.err
    assert not Path("-").exists()


@pytest.mark.parametrize("below", ["", "x/model"])
def test_training_does_not_begin_without_a_place_for_the_model(
    run, pages: Path, below: str
) -> None:
    result = run("train", "--data", pages.parent / "absent", "-o", pages / below)
    assert result.status == 2
    assert f"{pages} is no directory" in result.err


def test_a_list_of_hosts_is_a_regular_file(run, pages: Path) -> None:
    result = run("score", pages, "--block", pages.parent)
    assert result.status == 2
    assert f"{pages.parent}: not a regular file" in result.err
