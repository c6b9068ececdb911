"""Rows out of Arrow batches, and what was found back into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Final

import pyarrow as pa

from spamdetect.reports import Report
from spamdetect.rows import Outcome, Row

_ROWS: Final = 512

SECTIONS: Final = pa.list_(
    pa.struct(
        {
            "start": pa.int64(),
            "end": pa.int64(),
            "text": pa.string(),
            "label": pa.string(),
            "category": pa.string(),
            "score": pa.float64(),
            "reasons": pa.list_(
                pa.struct(
                    {
                        "symbol": pa.string(),
                        "weight": pa.float64(),
                        "description": pa.string(),
                        "evidence": pa.string(),
                    }
                )
            ),
            "hidden": pa.bool_(),
            "selector": pa.string(),
        }
    )
)

FOUND: Final = pa.schema(
    {
        "verdict": pa.string(),
        "score": pa.float64(),
        "category": pa.string(),
        "sections": SECTIONS,
        "clean_text": pa.string(),
        "error": pa.string(),
    }
)
"""The columns of `Detector.score_frame`, and why a row has none of them."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Names of the columns that hold a document; None where there is none."""

    text: str | None = None
    html: str | None = None
    url: str | None = None

    def rows(self, batch: pa.RecordBatch) -> list[Row]:
        """Return the documents of a batch."""
        cells = [cells_of(batch, name) for name in (self.text, self.html, self.url)]
        return [Row.of(*values) for values in zip(*cells, strict=True)]


def slices(batch: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
    """Yield a batch in pieces whose results are small enough to be held at once."""
    for start in range(0, batch.num_rows, _ROWS):
        yield batch.slice(start, _ROWS)


def cells_of(batch: pa.RecordBatch, name: str | None) -> list[Any]:
    """Return the values of a column.

    Parameters
    ----------
    batch : pyarrow.RecordBatch
    name : str or None
        None gives a None for each row.

    Returns
    -------
    list
        What is no UTF-8 in a column of strings, as Spark lets it in, becomes U+FFFD.
    """
    if name is None:
        return [None] * batch.num_rows
    column = batch.column(name)
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        raw = column.cast(pa.binary()).to_pylist()
        return [None if value is None else value.decode("utf-8", "replace") for value in raw]


def found_columns(outcomes: Sequence[Outcome[Report]]) -> list[pa.Array]:
    """Return the columns of `FOUND` for the outcomes of rows."""
    return arrays([_found(outcome) for outcome in outcomes], FOUND)


def _found(outcome: Outcome[Report]) -> tuple[Any, ...]:
    report = outcome.value
    if report is None:
        return None, None, None, None, None, outcome.failure
    sections = report.sections
    return report.verdict, report.score, report.category, sections, report.clean_text, None


def arrays(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> list[pa.Array]:
    """Return the columns of rows.

    Parameters
    ----------
    rows : sequence of sequence
        Values in the order of the schema; those of structs are objects with their fields.
    schema : pyarrow.Schema

    Returns
    -------
    list of pyarrow.Array
        Lone surrogates, which Arrow cannot hold, become ``?``.
    """
    return [_column([row[i] for row in rows], field.type) for i, field in enumerate(schema)]


def _column(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if pa.types.is_list(kind):
        ends = accumulate((len(value or ()) for value in values), initial=0)
        flat = [item for value in values for item in value or ()]
        missing = pa.array([value is None for value in values], pa.bool_())
        offsets = pa.array(ends, pa.int32())
        return pa.ListArray.from_arrays(
            offsets, _column(flat, kind.value_type), type=kind, mask=missing
        )
    if pa.types.is_struct(kind):
        parts = [_column([getattr(v, f.name) for v in values], f.type) for f in kind]
        return pa.StructArray.from_arrays(parts, fields=list(kind))
    try:
        return pa.array(values, kind)
    except UnicodeEncodeError:
        return pa.array([value and _encodable(value) for value in values], kind)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
