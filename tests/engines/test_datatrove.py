from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from datatrove.data import Document
from datatrove.executor.local import LocalPipelineExecutor
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from documents_to_score import ROWS_OF_ANY_KIND, documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamdetect import Detector
from spamdetect.engines.datatrove import SpamdetectAnnotator, SpamdetectFilter

ROWS = documents(60)


def run(folder: Path, *blocks: Any) -> dict[str, Any]:
    """Run a pipeline over two files in two tasks; return its stats by block."""
    (folder / "in").mkdir()
    for half in (0, 1):
        lines = [json.dumps(row) for row in ROWS[half::2]]
        (folder / "in" / f"{half}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(folder / "in")),
            *blocks,
            JsonlWriter(str(folder / "out"), compression=None),
        ],
        tasks=2,
        workers=1,
        logging_dir=str(folder / "logs"),
    )
    executor.run()
    stats = json.loads((folder / "logs" / "stats.json").read_text(encoding="utf-8"))
    return {block["name"]: block["stats"] for block in stats}


def total(stat: Any) -> int:
    return stat["total"] if isinstance(stat, dict) else stat


def read(folder: Path) -> dict[int, dict[str, Any]]:
    found = [
        json.loads(line)
        for path in sorted(folder.rglob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return {int(entry["id"]): entry for entry in found}


def test_rejected_documents_go_to_the_exclusion_writer_with_their_reason(
    tmp_path: Path, small_model: Path, small_detector: Detector
) -> None:
    writer = JsonlWriter(str(tmp_path / "rejected"), compression=None)
    block = SpamdetectFilter(
        ("spam", "injected"), small_model, exclusion_writer=writer, batch_size=7
    )
    stats = run(tmp_path, block)
    reports = {
        row["id"]: small_detector.score_text(row["text"], row["url"]) for row in ROWS if row["text"]
    }
    bad = {n: r for n, r in reports.items() if r.verdict in ("spam", "injected")}
    assert bad
    rejected = read(tmp_path / "rejected")
    assert rejected.keys() == bad.keys()
    for number, report in bad.items():
        reason = rejected[number]["metadata"]["filter_reason"]
        assert reason == f"{report.verdict}_{report.category}"
    assert read(tmp_path / "out").keys() == reports.keys() - bad.keys()
    (own,) = (found for name, found in stats.items() if "spamdetect" in name)
    dropped = {name: total(found) for name, found in own.items() if name.startswith("dropped_")}
    assert sum(dropped.values()) == total(own["dropped"]) == len(bad)


def test_every_document_is_annotated_and_stripped(
    tmp_path: Path, small_model: Path, small_detector: Detector
) -> None:
    stats = run(tmp_path, SpamdetectAnnotator(small_model, strip=True, batch_size=7))
    out = read(tmp_path / "out")
    rows = [row for row in ROWS if row["text"]]
    assert len(out) == len(rows)
    for row in rows:
        report = small_detector.score_text(row["text"], row["url"])
        found = out[row["id"]]["metadata"]["spamdetect"]
        assert (found["verdict"], found["score"]) == (report.verdict, report.score)
        assert found["sections"] == [section.to_dict() for section in report.sections]
        assert out[row["id"]].get("text", "") == report.clean_text
    (own,) = (found for name, found in stats.items() if "spamdetect" in name)
    assert total(own["total"]) == len(rows)
    assert total(own["stripped"]) > 0


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rows=ROWS_OF_ANY_KIND, size=st.integers(1, 40))
def test_any_batch_gives_the_scores_of_each_document_alone(
    small_detector: Detector, small_model: Path, rows: list[dict[str, Any]], size: int
) -> None:
    given = (
        Document(text=row["text"], id=str(row["id"]), metadata={"url": row["url"]}) for row in rows
    )
    found = list(SpamdetectAnnotator(small_model, batch_size=size).run(given))
    for row, document in zip(rows, found, strict=True):
        report = small_detector.score_text(row["text"], row["url"])
        assert document.metadata["spamdetect"] == {
            "verdict": report.verdict,
            "score": report.score,
            "category": report.category,
            "sections": [section.to_dict() for section in report.sections],
        }


def test_a_document_that_is_too_long_is_kept_and_counted(small_model: Path) -> None:
    long = Document(text="x" * 101, id="long")
    kept = SpamdetectFilter(("clean",), small_model, most_chars=100)
    assert list(kept.run(iter([long]))) == [long]
    (annotated,) = SpamdetectAnnotator(small_model, most_chars=100).run(iter([long]))
    assert annotated.metadata["spamdetect"]["error"].startswith("longer than 100")


def test_misuse_is_named(small_model: Path) -> None:
    with pytest.raises(TypeError):
        SpamdetectFilter("spam", small_model)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="bad"):
        SpamdetectFilter(("bad",), small_model)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="harsh"):
        SpamdetectAnnotator(small_model, "harsh")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        SpamdetectAnnotator(small_model, block="a.example")
