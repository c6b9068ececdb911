"""Rows out of Arrow batches, and what was found back into them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from spamdetect.engines.rows import Outcome, Row

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
        return [Row(*values) for values in zip(*cells, strict=True)]


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


def found_columns(outcomes: Sequence[Outcome]) -> list[pa.Array]:
    """Return the columns of `FOUND` for the outcomes of rows."""
    rows = [_found(*outcome) for outcome in outcomes]
    return arrays(rows, FOUND)


def arrays(rows: Sequence[Sequence[Any]], schema: pa.Schema) -> list[pa.Array]:
    """Return the columns of rows; lone surrogates, which Arrow cannot hold, become ``?``."""
    out = []
    for index, field in enumerate(schema):
        values = [row[index] for row in rows]
        try:
            out.append(pa.array(values, field.type))
        except UnicodeEncodeError:
            out.append(pa.array([_encodable(value) for value in values], field.type))
    return out


def _found(report: Any, problem: str | None) -> tuple[Any, ...]:
    if report is None:
        return None, None, None, None, None, problem
    sections = [section.to_dict() for section in report.sections]
    return report.verdict, report.score, report.category, sections, report.clean_text, None


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value
