"""Score the rows of a pandas DataFrame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import pandas as pd

from spamdetect.reports import Report

COLUMNS = ("verdict", "score", "category", "sections", "clean_text")


class Scorer(Protocol):
    """What scores many documents, as `Detector` does."""

    def score_texts(self, texts: Sequence[str], urls: Sequence[str | None]) -> Iterator[Report]:
        """Score texts, in order."""

    def score_htmls(
        self, pages: Sequence[bytes | str], urls: Sequence[str | None]
    ) -> Iterator[Report]:
        """Score HTML pages, in order."""


def score_frame(
    scorer: Scorer,
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
    if html is not None and text == "text" and "text" not in df.columns:
        text = None
    if text is None and html is None:
        raise ValueError("score_frame needs a column: give text= or html=")
    missing = [name for name in (text, html, url) if name is not None and name not in df.columns]
    if missing:
        raise ValueError(
            f"the DataFrame has no column {missing[0]!r}; its columns are {list(df.columns)}"
        )
    rows = len(df)
    texts = _values(df, text, rows)
    pages = _values(df, html, rows)
    sources = [value if isinstance(value, str) else None for value in _values(df, url, rows)]
    plain = [i for i in range(rows) if not _is_page(pages[i])]
    readable = [texts[i] if isinstance(texts[i], str) else "" for i in plain]
    found_rows: dict[int, tuple[Any, ...]] = {}
    found = scorer.score_texts(readable, [sources[i] for i in plain])
    for index, report in zip(plain, found, strict=True):
        found_rows[index] = _row(report)
    marked_up = [i for i in range(rows) if _is_page(pages[i])]
    found = scorer.score_htmls([pages[i] for i in marked_up], [sources[i] for i in marked_up])
    for index, report in zip(marked_up, found, strict=True):
        found_rows[index] = _row(report)
    return pd.DataFrame(
        [found_rows[i] for i in range(rows)],
        index=df.index,
        columns=list(COLUMNS),
    )


def _values(df: pd.DataFrame, name: str | None, rows: int) -> list[Any]:
    if name is None:
        return [None] * rows
    values: Iterable[Any] = df[name]
    return list(values)


def _is_page(value: object) -> bool:
    return isinstance(value, str | bytes) and bool(value)


def _row(report: Report) -> tuple[Any, ...]:
    return (
        report.verdict,
        report.score,
        report.category,
        [section.to_dict() for section in report.sections],
        report.clean_text,
    )
