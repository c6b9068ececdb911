from __future__ import annotations

import gc
import io
import sys
import warnings
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from rewriting import COMPRESS, errors_of, items_of, records_of, rewritten

from spamdetect.errors import MissingExtraError
from spamdetect.io import parquet
from spamdetect.io.inputs import InputReader, find_inputs
from spamdetect.io.records import Fields, Record


def _file(folder: Path, columns: dict[str, Any], **options: Any) -> Path:
    path = folder / "a.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


def test_rows_are_records(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        {"text": ["a", "b"], "n": [1, 2], "id": [7, 8], "url": ["http://a.example/", None]},
    )
    found = [(r.id, r.line, r.text, r.url) for r in records_of(path)]
    assert found == [(7, 1, "a", "http://a.example/"), (8, 2, "b", None)]


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary()])
def test_schema_metadata_and_other_columns_are_kept(kind: pa.DataType, tmp_path: Path) -> None:
    rows = 1000
    table = pa.table(
        {
            "n": pa.array(range(rows), pa.int16()),
            "text": pa.array([f"row {n} SPAM" for n in range(rows)], pa.string()).cast(kind),
            "tags": pa.array([["a"], None] * (rows // 2), pa.list_(pa.string())),
            "when": pa.array([1] * rows, pa.timestamp("ms", "UTC")),
        }
    ).replace_schema_metadata({"made by": "a test"})
    path = tmp_path / "a.parquet"
    pq.write_table(table, path, row_group_size=300, compression="zstd")
    table = pq.read_table(path)
    assert pq.read_table(io.BytesIO(rewritten(path))).equals(table, check_metadata=True)

    out = rewritten(path, change=lambda r: "new" if r.line == 700 else None)
    changed = pq.ParquetFile(io.BytesIO(out))
    assert changed.schema_arrow.equals(table.schema, check_metadata=True)
    assert changed.metadata.row_group(0).column(1).compression == "ZSTD"
    after = changed.read()
    text = after.column("text").to_pylist()
    assert text[699] in ("new", b"new")
    assert text[:699] + text[700:] == [
        value for n, value in enumerate(table.column("text").to_pylist()) if n != 699
    ]
    assert after.drop_columns("text").equals(table.drop_columns("text"))


def _group_rows(data: bytes) -> list[int]:
    metadata = pq.ParquetFile(io.BytesIO(data)).metadata
    return [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)]


@pytest.mark.parametrize("column", ["text", "body"])
def test_row_groups_are_kept(column: str, tmp_path: Path) -> None:
    texts = [f"row {n} " + "SPAM" * (n % 7) for n in range(1500)]
    kinds = pa.array([f"kind {n // 200}" for n in range(1500)]).dictionary_encode()
    path = _file(tmp_path, {column: texts, "kind": kinds}, row_group_size=700)
    assert _group_rows(path.read_bytes()) == [700, 700, 100]
    for out in (rewritten(path), rewritten(path, change=lambda r: (r.text or "") + "x")):
        assert _group_rows(out) == [700, 700, 100]
        assert pq.read_table(io.BytesIO(out)).column("kind").to_pylist() == kinds.to_pylist()
        assert len(out) < 1.1 * path.stat().st_size


def test_a_row_group_that_is_too_large_to_be_held_is_written_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parquet, "_GROUP_BYTES", 100_000)
    path = _file(tmp_path, {"text": ["x" * 200 + str(n) for n in range(2000)]})
    out = rewritten(path)
    assert _group_rows(out) == [512, 512, 512, 464]
    assert pq.read_table(io.BytesIO(out)).equals(pq.read_table(path))


@pytest.mark.parametrize("name", ["text", "url"])
def test_two_columns_of_a_name_are_one_error_and_the_file_passes(name: str, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    names = ["text", "url", name]
    pq.write_table(pa.Table.from_arrays([pa.array(["a SPAM"])] * 3, names=names), path)
    (error,) = errors_of(path)
    assert error.line is None
    assert f"2 columns named {name!r}" in error.cause
    assert records_of(path) == []
    out = pq.ParquetFile(io.BytesIO(rewritten(path))).read()
    assert out.equals(pq.ParquetFile(path).read())


def test_dictionary_columns_are_kept(tmp_path: Path) -> None:
    path = _file(tmp_path, {"text": pa.array(["a", "b", "a"]).dictionary_encode()})
    out = pq.read_table(io.BytesIO(rewritten(path, change=lambda r: "c" if r.line == 2 else None)))
    assert out.schema.field("text").type == pa.dictionary(pa.int32(), pa.string())
    assert out.column("text").to_pylist() == ["a", "c", "a"]


def test_invalid_utf8_in_a_string_column_is_kept(tmp_path: Path) -> None:
    raw = pa.array([b"ok", b"bad \xff SPAM", b"bad \xfe"], pa.binary()).view(pa.string())
    path = _file(tmp_path, {"text": raw})
    assert [r.text for r in records_of(path)] == ["ok", "bad \udcff SPAM", "bad \udcfe"]
    out = rewritten(path, change=lambda r: (r.text or "").replace("SPAM", ""))
    column = pq.read_table(io.BytesIO(out)).column("text").combine_chunks().view(pa.binary())
    assert column.to_pylist() == [b"ok", b"bad \xff ", b"bad \xfe"]


def test_html_may_be_bytes(tmp_path: Path) -> None:
    path = _file(tmp_path, {"html": pa.array([b"<p>x SPAM", "<p>é".encode("cp1252")])})
    assert [type(r.html).__name__ for r in records_of(path)] == ["str", "str"]
    out = rewritten(path, change=lambda r: str(r.html).replace("SPAM", ""))
    assert pq.read_table(io.BytesIO(out)).column("html").to_pylist() == [b"<p>x ", b"<p>\xe9"]


def test_null_and_wrong_types_are_errors_and_pass(tmp_path: Path) -> None:
    path = _file(tmp_path, {"text": ["a", None, "c"]})
    assert [(e.line, e.cause) for e in errors_of(path)] == [(2, "field 'text' is null")]
    assert pq.read_table(io.BytesIO(rewritten(path))).column("text").to_pylist() == ["a", None, "c"]
    path = _file(tmp_path, {"text": [1, 2]})
    assert len(errors_of(path)) == 2


def test_missing_column_is_one_error_and_the_file_passes(tmp_path: Path) -> None:
    path = _file(tmp_path, {"body": ["a"], "n": [1]})
    (error,) = errors_of(path)
    assert error.line is None
    assert "body, n" in error.cause
    assert pq.read_table(io.BytesIO(rewritten(path))).equals(pq.read_table(path))
    assert [r.text for r in records_of(path, fields=Fields(text="body"))] == ["a"]


def test_file_without_rows(tmp_path: Path) -> None:
    path = _file(tmp_path, {"text": pa.array([], pa.string())})
    assert records_of(path) == []
    assert pq.read_table(io.BytesIO(rewritten(path))).equals(pq.read_table(path))


def test_damaged_row_group_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    texts = [f"{n} " + "x" * 200 for n in range(30)]
    path = _file(
        tmp_path,
        {"text": texts},
        row_group_size=10,
        compression="gzip",
        use_dictionary=False,
        write_page_checksum=True,
    )
    data = bytearray(path.read_bytes())
    chunk = pq.ParquetFile(path).metadata.row_group(1).column(0)
    end = chunk.data_page_offset + chunk.total_compressed_size
    data[end - 30 : end - 10] = bytes(20)
    path.write_bytes(data)
    (error,) = errors_of(path)
    assert error.line == 11
    assert "row group 2" in error.cause
    assert [r.text for r in records_of(path)] == texts[:10] + texts[20:]
    assert [r.line for r in records_of(path)][-1] == 30


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1 no PAR1", b"not at all"])
def test_what_is_no_parquet_is_an_error_and_passes(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(data)
    (error,) = errors_of(path)
    assert error.line is None
    assert "Parquet" in error.cause
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert rewritten(path) == data
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


def test_compressed_files_and_standard_input(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = _file(tmp_path, {"text": ["a"]})
    packed = tmp_path / "a.parquet.gz"
    packed.write_bytes(COMPRESS["gz"](plain.read_bytes()))
    assert [r.text for r in records_of(packed)] == ["a"]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(plain.read_bytes())))
    assert [r.text for r in records_of(Path("-"))] == ["a"]


def test_without_pyarrow_the_error_names_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, {"text": ["a"]})
    other = tmp_path / "b.txt"
    other.write_text("b")

    def missing() -> None:
        raise MissingExtraError("pyarrow", "parquet", "the format Parquet")

    monkeypatch.setattr(parquet, "_pyarrow", missing)
    (error,) = errors_of(path)
    assert "spamdetect[parquet]" in error.cause
    items = list(InputReader(find_inputs([str(path), str(other)])))
    assert [item.text for item in items if isinstance(item, Record)] == ["b"]


def test_rows_read_in_part_are_written_in_part(tmp_path: Path) -> None:
    path = _file(tmp_path, {"text": [str(n) for n in range(100)]})
    out = io.BytesIO()
    writer = parquet.ParquetWriter(out, Fields())
    for item in items_of(path)[1:42]:
        writer.write(item)  # type: ignore[arg-type]
    writer.close()
    assert pq.read_table(io.BytesIO(out.getvalue())).num_rows == 40
