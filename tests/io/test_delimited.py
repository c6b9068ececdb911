from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import COMPRESS, errors_of, records_of, rewritten

from spamdetect.io.inputs import InputReader, find_inputs
from spamdetect.io.records import Fields, Record

CELL = st.text(alphabet="ab \",;\n\r\t'é", max_size=8)


def _table(rows: list[list[str]], delimiter: str = ",", quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
    return out.getvalue().encode()


@pytest.mark.parametrize("kind", COMPRESS)
@settings(deadline=None)
@given(data=st.binary(max_size=60) | st.text(alphabet='a",\n\r', max_size=40).map(str.encode))
def test_any_bytes_come_back(kind: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(COMPRESS[kind](b"id,text\n" + data))
        assert rewritten(path) == b"id,text\n" + data


@settings(deadline=None)
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=4),
    delimiter=st.sampled_from(",;\t|"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    new=CELL,
)
def test_only_the_text_changes(
    rows: list[tuple[str, str, str]], delimiter: str, quoting: int, new: str
) -> None:
    table = [["id", "text", "more"], *(list(row) for row in rows)]
    wanted = [table[0], *([first, new, last] for first, _, last in rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(_table(table, delimiter, quoting))
        assert [record.text for record in records_of(path)] == [row[1] for row in rows]
        assert rewritten(path, change=lambda record: record.text) == path.read_bytes()
        out = rewritten(path, change=lambda record: new).decode()
    assert list(csv.reader(io.StringIO(out, newline=""), delimiter=delimiter)) == wanted


def test_quoting_and_spaces_of_other_fields_stay_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'\xef\xbb\xbftext,"n", x\r\n"one ""two""","1", 2 \r\nplain,"3",4')
    assert [record.text for record in records_of(path)] == ['one "two"', "plain"]
    out = rewritten(path, change=lambda record: "a,b" if record.text == "plain" else None)
    assert out == path.read_bytes().replace(b"plain", b'"a,b"')


def test_lines_are_numbered_as_an_editor_does(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b'id,text\n1,"two\nlines"\n\n2,x\n')
    assert [(record.id, record.line) for record in records_of(path)] == [("1", 2), ("2", 5)]


@pytest.mark.parametrize(
    ("rows", "bad", "kept"),
    [
        (b'1,"never closed\n2,"b"\n3,c\n', [2], ["b", "c"]),
        (b'1,a\n2,"never closed\n3,c\n4,d\n', [3], ["a", "c", "d"]),
        (b'1,"a" tail\n2,b\n', [2], ["b"]),
        (b"1,a,extra\n2,b\n", [2], ["b"]),
        (b"1\n2,b\n", [2], ["b"]),
        (b"1,a\rx\n2,b\n", [2], ["b"]),
    ],
)
def test_broken_rows_are_named_and_the_rest_goes_on(
    rows: bytes, bad: list[int], kept: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,text\n" + rows)
    assert [error.line for error in errors_of(path)] == bad
    assert [record.text for record in records_of(path)] == kept
    assert rewritten(path) == path.read_bytes()


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ('"id, the number";text', "1;VALUE"),
        ('id;text;"a,b,c,d"', "1;VALUE;x"),
        ('\ufeff"id, the number",text', "1,VALUE"),
        ("sep=;\nid;text", "1;VALUE"),
        ('\ufeff"sep=|"\r\nid|text', "1|VALUE"),
        ("SEP=\t\nid,x\ttext", "1\tVALUE"),
        ("sep=^\nid^text", "1^VALUE"),
        ("sep=,text", "x,VALUE"),
    ],
)
def test_the_delimiter_is_told_by_the_header(header: str, row: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf-8", newline="")
    assert [record.text for record in records_of(path)] == ["VALUE"]
    assert rewritten(path) == path.read_bytes()
    out = rewritten(path, change=lambda record: "new")
    assert out == path.read_bytes().replace(b"VALUE", b"new")


def test_lone_carriage_returns_in_the_header_are_one_error(tmp_path: Path) -> None:
    path, other = tmp_path / "a.csv", tmp_path / "b.csv"
    path.write_bytes(b"id,text\r1,a\r2,b\rlast,\nmore,rows\n")
    other.write_bytes(b"id,text\n1,a\n")
    (error,) = errors_of(path)
    assert error.line is None
    assert "carriage return" in error.cause
    assert rewritten(path) == path.read_bytes()
    items = list(InputReader(find_inputs([str(path), str(other)])))
    assert [item.text for item in items if isinstance(item, Record)] == ["a"]


def test_missing_column_is_one_error_that_names_the_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"id,body\n1,a\n2,b\n")
    (error,) = errors_of(path)
    assert error.line is None
    assert "'text'" in error.cause
    assert "id, body" in error.cause
    assert rewritten(path) == path.read_bytes()
    assert [r.text for r in records_of(path, fields=Fields(text="body"))] == ["a", "b"]


def test_empty_text_gives_way_to_html(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text,html\n,<p>x\ny,\n,\n")
    assert [(r.text, r.html) for r in records_of(path)] == [(None, "<p>x"), ("y", None), ("", None)]


def test_long_fields_are_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"text\n" + b"x" * 1_000_000 + b"\n")
    assert len(records_of(path)[0].text or "") == 1_000_000


def test_damage_inside_a_row_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    gz = COMPRESS["gz"]
    path = tmp_path / "a.csv.gz"
    cut = gz(b'2,"' + bytes(range(48, 120)) * 300)[:-30]
    path.write_bytes(gz(b"id,text\n1,a\n") + cut + gz(b"3,c\n"))
    assert [record.text for record in records_of(path)] == ["a", "c"]
    (error,) = errors_of(path)
    assert error.line == 3
    assert rewritten(path).endswith(b"\n3,c\n")
