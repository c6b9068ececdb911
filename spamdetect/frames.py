"""Score the rows of a pandas DataFrame."""

from __future__ import annotations

from typing import Any

import pandas as pd

from spamdetect.reports import Report
from spamdetect.rows import DocumentDetector, Row, document_columns, reports_of

COLUMNS = ("verdict", "score", "category", "sections", "clean_text")


def score_frame(
    detector: DocumentDetector,
    df: pd.DataFrame,
    text: str | None = "text",
    html: str | None = None,
    url: str | None = None,
) -> pd.DataFrame:
    """Score the rows of a DataFrame; see `Detector.score_frame`."""
    if not isinstance(df, pd.DataFrame):
        raise TypeError(
            f"score_frame needs a pandas DataFrame, not {type(df).__name__}; "
            "use score_texts or score_htmls for other iterables"
        )
    text, html, url = document_columns(df.columns, text, html, url, "text= or html=")
    cells = (
        _cells(df, text, (str,)),
        _cells(df, html, (str, bytes, bytearray, memoryview)),
        _cells(df, url, (str,)),
    )
    rows = [Row.of(*values) for values in zip(*cells, strict=True)]
    frame = pd.DataFrame(
        [_row(report) for report in reports_of(detector, rows)],
        index=df.index,
        columns=list(COLUMNS),
    )
    # A batch without rows, or without spam, has the types of all others.
    strings = pd.Series(["", None]).dtype
    return frame.astype(
        {"verdict": strings, "score": float, "category": strings, "clean_text": strings}
    )


def _cells(df: pd.DataFrame, name: str | None, kinds: tuple[type, ...]) -> list[Any]:
    """Return the values of a column, with None for each that is null.

    A value of another type must not pass for no text: its row would be called clean.
    """
    if name is None:
        return [None] * len(df)
    column = df[name]
    cells = [None if null else cell for cell, null in zip(column, column.isna(), strict=True)]
    for index, cell in zip(df.index, cells, strict=True):
        if cell is not None and not isinstance(cell, kinds):
            wanted = " or ".join(kind.__name__ for kind in kinds[:2])
            raise TypeError(
                f"column {name!r} must hold {wanted}, not {type(cell).__name__} (row {index!r})"
            )
    return cells


def _row(report: Report) -> tuple[Any, ...]:
    return (
        report.verdict,
        report.score,
        report.category,
        [section.to_dict() for section in report.sections],
        report.clean_text,
    )
