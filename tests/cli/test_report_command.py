from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_result import Result, write_records


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_records(
        tmp_path / "in.jsonl",
        {"id": "one", "text": "News. SPAM<b> http://casino.top/ more.", "url": "http://a.example/"},
        {"id": "two", "text": "Nothing to see."},
        {"id": "three", "text": "JUNK only."},
    )


def test_documents_with_findings_are_shown_and_all_are_counted(
    run: Callable[..., Result], documents: Path, tmp_path: Path
) -> None:
    target = tmp_path / "report.html"
    result = run("report", documents, "-o", target)
    assert result.status == 0 and result.out == b""
    html = target.read_text("utf-8")
    assert html.count("<article") == 2
    assert "Spam and junk in 3 documents" in html
    assert "SPAM</span></mark>" in html and "&lt;b&gt;" in html
    assert "<a " not in html
    assert "http://a.example/" in html
    assert [path.name for path in tmp_path.iterdir()].count("report.html.part") == 0


@pytest.mark.parametrize(
    ("option", "shown"), [(("--all",), 3), (("--spam-only",), 1), (("--all", "--most", "2"), 2)]
)
def test_what_is_shown_can_be_chosen(
    run: Callable[..., Result], documents: Path, option: tuple[str, ...], shown: int
) -> None:
    result = run("report", documents, *option)
    assert result.out.count(b"<article") == shown
    assert b"in 3 documents" in result.out


def test_records_that_cannot_be_read_are_counted(
    run: Callable[..., Result], documents: Path, tmp_path: Path
) -> None:
    documents.write_bytes(documents.read_bytes() + b"{broken\n")
    target = tmp_path / "report.html"
    assert run("report", documents, "-o", target).status == 3
    assert "not read" in target.read_text("utf-8")


def test_an_input_is_never_overwritten(run: Callable[..., Result], documents: Path) -> None:
    before = documents.read_bytes()
    assert run("report", documents, "-o", documents).status == 2
    assert documents.read_bytes() == before


def test_html_pages_are_shown_as_text_with_hidden_parts(
    tmp_path: Path, small_model: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from spamdetect.cli.main import entry

    links = " ".join(f'<a href="http://slot{i}gacor.top/">slot gacor {i}</a>' for i in range(9))
    source = tmp_path / "page.html"
    source.write_text(
        "<title>Choir</title><p>The choir sang three pieces in the town hall.</p>"
        f'<div style="display:none">{links} judi bola togel maxwin</div>',
        encoding="utf-8",
    )
    target = tmp_path / "report.html"
    status = entry(["report", str(source), "--model", str(small_model), "-o", str(target)])
    assert status == 0
    html = target.read_text("utf-8")
    assert ", hidden</b>" in html
    assert "slot gacor 3" in html


def test_without_jinja_the_extra_is_named(
    run: Callable[..., Result], documents: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    result = run("report", documents)
    assert result.status == 2
    assert "spamdetect[report]" in result.err
