from __future__ import annotations

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from documents_to_score import ROWS_OF_ANY_KIND, documents
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from spamdetect import Detector
from spamdetect.engines import spark as engine
from spamdetect.engines.rows import Settings, detector_of, score_rows
from spamdetect.rows import Row

ROWS = documents(60)
DAY = datetime.date(2026, 1, 2)


def plain(value: Any) -> Any:
    """Return a Spark value with rows as dicts."""
    if hasattr(value, "asDict"):
        return {key: plain(item) for key, item in value.asDict().items()}
    return [plain(item) for item in value] if isinstance(value, list) else value


def test_every_row_comes_back_in_its_order_with_all_its_columns(
    spark: Any, small_model: Path, small_detector: Detector
) -> None:
    schema = "id long, url string, text string, tags map<string,long>, day date, big long"
    rows = [
        (row["id"], row["url"], row["text"], {"n": row["id"]}, DAY, 2**62 + 1 if n % 2 else None)
        for n, row in enumerate(ROWS)
    ]
    df = spark.createDataFrame(rows, schema).coalesce(1)
    out = engine.score(df, url_col="url", model=small_model)
    assert out.columns == [
        *df.columns, "verdict", "score", "category", "sections", "clean_text", "error",
    ]  # fmt: skip
    found = out.collect()
    assert [tuple(row)[:6] for row in found] == rows
    for row in found:
        report = small_detector.score_text(row["text"], row["url"])
        assert (row["verdict"], row["score"], row["category"]) == (
            report.verdict,
            report.score,
            report.category,
        )
        assert plain(row["sections"]) == [section.to_dict() for section in report.sections]
        assert (row["clean_text"], row["error"]) == (report.clean_text, None)
    assert {row["verdict"] for row in found} > {"clean", "injected"}


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS_OF_ANY_KIND, partitions=st.integers(1, 3))
def test_any_partitions_give_the_scores_of_each_document_alone(
    spark: Any,
    small_model: Path,
    small_detector: Detector,
    rows: list[dict[str, Any]],
    partitions: int,
) -> None:
    numbered = [(n, row["url"], row["text"]) for n, row in enumerate(rows)]
    df = spark.createDataFrame(numbered, "n long, url string, text string")
    found = engine.score(df.repartition(partitions), url_col="url", model=small_model).collect()
    assert sorted(row["n"] for row in found) == list(range(len(rows)))
    for row in found:
        report = small_detector.score_text(row["text"], row["url"]).to_dict()
        for name in ("verdict", "score", "category", "sections", "clean_text"):
            assert plain(row[name]) == report[name]


def test_the_schema_does_not_depend_on_the_rows(spark: Any, small_model: Path) -> None:
    empty = engine.score(spark.createDataFrame([], "text string"), model=small_model)
    assert empty.collect() == []
    full = engine.score(spark.createDataFrame([("a",)], "text string"), model=small_model)
    assert full.count() == 1
    assert empty.schema == full.schema


def test_names_of_columns_may_hold_dots(spark: Any, small_model: Path) -> None:
    rows = [(n, row["url"], row["text"]) for n, row in enumerate(ROWS[:20])]
    plain_names = spark.createDataFrame(rows, "n long, url string, text string")
    dotted = plain_names.toDF("meta.n", "meta.`url", "body.text")
    cols = {"text_col": "body.text", "url_col": "meta.`url", "model": small_model}
    found = engine.score(dotted, **cols)
    assert found.columns[:3] == dotted.columns
    wanted = engine.score(plain_names, url_col="url", model=small_model)
    assert [tuple(row) for row in found.collect()] == [tuple(row) for row in wanted.collect()]
    seen = engine.evidence(dotted, id_col="meta.n", **cols)
    wanted = engine.evidence(plain_names, id_col="n", model=small_model)
    assert seen.collect() == wanted.collect()


def test_pages_as_strings_and_bytes(
    spark: Any, small_model: Path, small_detector: Detector
) -> None:
    page = "<p>Council news.</p><p>slot gacor maxwin http://sifiremi4d.vip/daftar judi online</p>"
    expected = small_detector.score_html(page)
    for kind, value in (("string", page), ("binary", bytearray(page, "utf-8"))):
        df = spark.createDataFrame([(value, None), (None, "text")], f"page {kind}, text string")
        first, second = engine.score(df, html_col="page", model=small_model).collect()
        assert (first["verdict"], first["score"]) == (expected.verdict, expected.score)
        assert first["clean_text"] == expected.clean_text
        assert second["clean_text"] == "text"
        only = engine.score(df.drop("text"), html_col="page", model=small_model).collect()
        assert only[0]["score"] == expected.score


def test_poisoned_rows_fail_no_job(spark: Any, small_model: Path) -> None:
    df = spark.createDataFrame(
        [(1, None), (2, "good news"), (3, "lone \ud800 surrogate"), (4, "\x00\uffff")],
        "id long, text string",
    )
    long = spark.sql("select 5L as id, repeat('spam and ', 6000000) as text")
    broken = spark.sql("select 6L as id, cast(X'676F6F64FFED' as string) as text")
    rows = {
        row["id"]: row
        for row in engine.score(df.union(long).union(broken), model=small_model)
        .drop("text")
        .collect()
    }
    assert sorted(rows) == [1, 2, 3, 4, 5, 6]
    assert rows[5]["error"] == "longer than 20,000,000 characters: 54,000,000"
    assert rows[5]["verdict"] is None
    assert [rows[n]["error"] for n in (1, 2, 3, 4, 6)] == [None] * 5
    assert (rows[1]["verdict"], rows[1]["clean_text"]) == ("clean", "")
    assert rows[6]["clean_text"] == "good\ufffd\ufffd"


def test_the_model_is_loaded_once_in_a_process(spark: Any, small_model: Path) -> None:
    settings = Settings(small_model)

    def loads(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            score_rows(settings, [Row(text) for text in batch.column("text").to_pylist()])
        loaded = detector_of.cache_info().misses
        yield pa.RecordBatch.from_pydict({"pid": [os.getpid()], "loaded": [loaded]})

    df = spark.createDataFrame([(row["text"],) for row in ROWS], "text string").repartition(8)
    seen = df.mapInArrow(loads, "pid long, loaded long").collect()
    assert len(seen) == 8
    assert len({row["pid"] for row in seen}) < 8
    assert {row["loaded"] for row in seen} == {1}


def test_misuse_is_named(spark: Any, small_model: Path) -> None:
    df = spark.createDataFrame([("a", 1, 0.5)], "text string, number int, Score double")
    with pytest.raises(ValueError, match="'score' already"):
        engine.score(df)
    df = df.drop("Score")
    with pytest.raises(ValueError, match="no column 'body'"):
        engine.score(df, text_col="body")
    with pytest.raises(ValueError, match="2 columns 'text'"):
        engine.score(df.select("text", "text"))
    with pytest.raises(ValueError, match="'number' is of type int"):
        engine.score(df, url_col="number")
    with pytest.raises(ValueError, match=r"binary, not string; cast it: col\('text'\).cast"):
        engine.score(df.selectExpr("cast(text as binary) as text"))
    with pytest.raises(ValueError, match="harsh"):
        engine.score(df, preset="harsh")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        engine.score(df, block="a.example")
    with pytest.raises(ValueError, match="text_col= or html_col="):
        engine.score(df, text_col=None)
