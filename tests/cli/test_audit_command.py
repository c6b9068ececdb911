from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_result import Result, write_records

from spamdetect.cli.asking import category_named, folded, plain
from spamdetect.cli.judging import Case, Judging
from spamdetect.cli.labels_file import LabelsFile
from spamdetect.errors import DataError
from spamdetect.learn.corpus.readers import iter_labelled
from spamdetect.reports import Report, Section

Run = Callable[..., Result]


def labels_in(path: Path) -> dict[str, list[list[Any]]]:
    return {r["id"]: r["spans"] for r in map(json.loads, path.read_text("utf-8").splitlines())}


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    return write_records(
        tmp_path / "in.jsonl",
        {"id": "a", "text": "A SPAM1 and 😀 SPAM2 end.", "url": "http://a.example/", "lang": "en"},
        {"id": "b", "text": "Clean."},
        {"id": "c", "text": "Text\nJUNK here.", "split": "dev"},
    )


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    return tmp_path / "labels.jsonl"


def test_labels_are_what_training_reads(run: Run, documents: Path, labels: Path) -> None:
    result = run("audit", documents, "--labels", labels, stdin=b"y\ny\nn\n")
    assert result.status == 0
    # The junk is less certain, so it is asked about first.
    found = {document.id: document for document in iter_labelled(labels)}
    assert set(found) == {"a", "c"}
    assert [s[2] for s in found["c"].spans] == ["boilerplate"]
    assert [found["a"].text[s:e] for s, e, _ in found["a"].spans] == ["SPAM1"]
    assert (found["a"].lang, found["c"].split) == ("en", "dev")
    assert json.loads(labels.read_text("utf-8").splitlines()[1])["url"] == "http://a.example/"
    assert b"2 right (0 of another category), 1 wrong" in result.out


def test_a_second_run_asks_only_about_new_or_changed_documents(
    run: Run, documents: Path, labels: Path, tmp_path: Path
) -> None:
    run("audit", documents, "--labels", labels, stdin=b"y\nq\n")
    assert set(labels_in(labels)) == {"c"}
    result = run("audit", documents, "--labels", labels, stdin=b"n\nn\n")
    assert b"1/1" in result.out and b"JUNK" not in result.out
    assert labels_in(labels) == {"c": [[5, 9, "boilerplate"]], "a": []}
    assert b"nothing to ask about" in run("audit", documents, "--labels", labels).out
    moved = write_records(tmp_path / "moved.jsonl", {"id": "z", "text": "Text\nJUNK here."})
    assert b"nothing to ask about" in run("audit", moved, "--labels", labels).out
    changed = write_records(tmp_path / "moved.jsonl", {"id": "c", "text": "Text\nJUNK here now."})
    assert b"1/1" in run("audit", changed, "--labels", labels).out


def test_undo_goes_back_across_documents_and_takes_back_what_was_written(
    run: Run, documents: Path, labels: Path
) -> None:
    keys = b"y\ny\nu\nu\nn\nn\nu\ny\nn\n"
    assert run("audit", documents, "--labels", labels, stdin=keys).status == 0
    assert labels_in(labels) == {"c": [], "a": [[2, 7, "gambling"]]}
    result = run("audit", documents, "--labels", labels.with_name("new.jsonl"), stdin=b"u\n")
    assert b"nothing to take back" in result.out


def test_undo_never_takes_back_labels_of_earlier_runs(
    run: Run, documents: Path, labels: Path
) -> None:
    before = '{"id": "old", "text": "Old.", "spans": []}'
    labels.write_text(before, encoding="utf-8")
    run("audit", documents, "--labels", labels, stdin=b"y\nu\nu\ny\nq\n")
    assert labels_in(labels) == {"old": [], "c": [[5, 9, "boilerplate"]]}


def test_categories_can_be_changed_and_documents_skipped(
    run: Run, documents: Path, labels: Path
) -> None:
    result = run("audit", documents, "--labels", labels, stdin=b"s\nc\nnonsense\nc\nadu\ny\n")
    assert labels_in(labels) == {"a": [[2, 7, "adult"], [14, 19, "gambling"]]}
    assert b"counterfeit" in result.out
    assert b"1 skipped" in result.out


def test_missed_spam_can_be_added(run: Run, tmp_path: Path, labels: Path) -> None:
    source = write_records(
        tmp_path / "in.jsonl", {"id": "a", "text": "buy x SPAM buy pills now, cheap."}
    )
    keys = b"a\nabsent\na\nSPAM\nother\na\nbuy pills ... now\npharma\ny\n"
    result = run("audit", source, "--labels", labels, stdin=keys)
    assert labels_in(labels) == {"a": [[6, 10, "gambling"], [11, 24, "pharma"]]}
    assert b"not in the text" in result.out and b"meets another" in result.out


def test_junk_can_be_taken_as_it_was_found(run: Run, tmp_path: Path, labels: Path) -> None:
    source = write_records(
        tmp_path / "in.jsonl", {"id": "a", "text": "JUNK SPAM"}, {"id": "b", "text": "JUNK"}
    )
    run("audit", source, "--labels", labels, "--spam-only", stdin=b"n\n")
    assert labels_in(labels) == {"a": [[0, 4, "boilerplate"]]}


def test_the_most_uncertain_documents_are_chosen(run: Run, documents: Path, labels: Path) -> None:
    run("audit", documents, "--labels", labels, "--most", "1", stdin=b"y\ny\ny\n")
    assert set(labels_in(labels)) == {"c"}


def test_pages_are_labelled_in_their_text_and_keep_their_source(
    tmp_path: Path, small_model: Path, run: Run, monkeypatch: pytest.MonkeyPatch, labels: Path
) -> None:
    from spamdetect.cli import scoring
    from spamdetect.detector import Detector
    from spamdetect.html import parse

    monkeypatch.setattr(scoring, "load_detector", lambda settings: Detector.load(small_model))
    links = " ".join(f'<a href="http://slot{i}gacor.top/">slot gacor {i}</a>' for i in range(9))
    html = f"<p>The choir sang three pieces.<div hidden>{links} judi bola togel</div>"
    source = tmp_path / "page.html"
    source.write_text(html, encoding="utf-8")
    result = run("audit", source, "--labels", labels, stdin=b"y\n" * 9)
    assert b"hidden" in result.out
    (document,) = iter_labelled(labels)
    assert document.html == html and document.kind == "html"
    assert document.text == parse(html).text
    assert any("slot gacor 3" in document.text[s:e] for s, e, _ in document.spans)
    assert b"nothing to ask about" in run("audit", source, "--labels", labels).out


def test_control_characters_never_reach_the_terminal(
    run: Run, tmp_path: Path, labels: Path
) -> None:
    source = write_records(
        tmp_path / "in.jsonl",
        {"id": "\x1b]0;x\x07", "text": "\x1b[31m \u202e SPAM [bold]x[/bold] \x9b"},
    )
    result = run("audit", source, "--labels", labels, stdin=b"v\n?\nq\n")
    text = result.out.decode()
    assert not set(text) & set("\x1b\x07\u202e\x9b")
    assert "[bold]x[/bold]" in text
    assert not labels.exists()


def test_misuse_says_what_to_do(run: Run, documents: Path, labels: Path, tmp_path: Path) -> None:
    assert "name the files" in run("audit", "--labels", labels, stdin=b"text").err
    assert "packed" in run("audit", documents, "--labels", tmp_path / "l.jsonl.gz").err
    assert run("audit", documents, "--labels", documents).status == 2
    labels.write_text('{"id": 1}\n', encoding="utf-8")
    result = run("audit", documents, "--labels", labels)
    assert result.status == 2 and f"{labels}:1" in result.err
    labels.write_text("{broken\n", encoding="utf-8")
    with pytest.raises(DataError, match="not JSON"):
        LabelsFile(str(labels))


def test_names_and_texts_for_the_terminal() -> None:
    assert category_named("gam") == category_named(" Gambling ") == "gambling"
    assert category_named("s") is None and category_named("") is None
    assert plain("a\tb\r\nc\u2028d\x00") == "a    b\nc\nd·"
    assert folded("x" * 900) == "x" * 900
    assert "9,100 more" in folded("x" * 10_000)


def test_nothing_is_answered_when_all_is_done(labels: Path) -> None:
    section = Section(0, 1, "x", "spam", "other", 0.7)
    report = Report("spam", 0.7, "other", (section,), (), "x", "", None, "m")
    judging = Judging(
        [Case({"id": "a", "text": "x"}, report, "f", (section,))], LabelsFile(str(labels))
    )
    judging.skip()
    assert judging.case is None
    with pytest.raises(IndexError):
        judging.answer(True)
