"""What pages say about the hosts that they link to, a small row for each page, in Spark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

from spamdetect.crawl.evidence import (
    PageEvidence,
    evidence_of_entry,
    evidence_of_report,
    foreign_mentions,
)
from spamdetect.crawl.sharing import site_name
from spamdetect.engines.arrow import arrays, cells_of, slices
from spamdetect.engines.rows import MOST_CHARS, Settings, score_rows
from spamdetect.engines.spark_types import document_columns, map_batches, spark_schema
from spamdetect.io.jsontext import loads
from spamdetect.io.records import Record
from spamdetect.labels import Preset
from spamdetect.rows import Row, check_column

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

EVIDENCE: Final = pa.schema(
    {
        "site": pa.string(),
        "group": pa.string(),
        "named": pa.bool_(),
        "mentions": pa.list_(
            pa.struct({"host": pa.string(), "place": pa.int64(), "score": pa.float64()})
        ),
        "phrases": pa.list_(pa.string()),
        "categories": pa.list_(pa.string()),
        "error": pa.string(),
    }
)

_Told = tuple[PageEvidence | None, str | None]


def evidence(
    df: DataFrame,
    text_col: str | None = "text",
    html_col: str | None = None,
    url_col: str | None = "url",
    model: str | Path = "default",
    preset: Preset = "balanced",
    *,
    id_col: str | None = None,
    block: Iterable[str] = (),
    most_chars: int = MOST_CHARS,
) -> DataFrame:
    """Score pages, and return what `campaigns` needs of them.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col, html_col, url_col : str, optional
        As for `spamdetect.engines.spark.score`. A page's site is the registered domain of its URL.
    model, preset, block, most_chars
        As for `spamdetect.engines.spark.score`.
    id_col : str, optional
        What stands for the site of a page without a URL; all others are taken for one site.

    Returns
    -------
    pyspark.sql.DataFrame
        A row for each page: ``site``, ``group`` (what related sites have in common), ``named``
        (whether the site is known by a URL), ``mentions``, ``phrases``, ``categories`` of its spam
        sections, and ``error`` for a page that could not be scored. Far smaller than the pages;
        write it once, and give it to `campaigns`.

    Raises
    ------
    ValueError
        If a column is missing or of another type; if the preset is not known.
    TypeError
        If `block` is a single string.
    """
    settings = Settings.checked(model, preset, (), block, most_chars)
    columns = document_columns(df, text_col, html_col, url_col)
    check_column(df.columns, id_col)
    wanted = (columns.text, columns.html, columns.url, id_col)

    def told(part: pa.RecordBatch) -> Iterator[_Told]:
        rows = columns.rows(part)
        names = cells_of(part, id_col)
        for row, name, outcome in zip(rows, names, score_rows(settings, rows), strict=True):
            if outcome.value is None:
                yield None, outcome.failure
            else:
                yield evidence_of_report(_record(row, name), outcome.value), None

    return map_batches(df, _batches(told), spark_schema(EVIDENCE), wanted)


def scored_evidence(df: DataFrame, line_col: str = "value") -> DataFrame:
    """Return what `campaigns` needs of pages that ``spamdetect score`` has scored.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
        From ``spark.read.text`` of the JSON Lines.
    line_col : str
        Name of the column of lines.

    Returns
    -------
    pyspark.sql.DataFrame
        As of `evidence`, a row for each line; ``error`` for a line that is no scored page.

    Raises
    ------
    ValueError
        If the column is missing or of another type.
    """
    document_columns(df, line_col, None, None)

    def told(part: pa.RecordBatch) -> Iterator[_Told]:
        for line in cells_of(part, line_col):
            try:
                entry = loads((line or "").encode("utf-8"))
                problem = entry.get("error") if isinstance(entry, dict) else None
                yield (None, str(problem)) if problem else (evidence_of_entry(entry), None)
            except ValueError as error:
                yield None, str(error)

    return map_batches(df, _batches(told), spark_schema(EVIDENCE), (line_col,))


def _record(row: Row, name: Any) -> Record:
    own = "" if name is None else name if isinstance(name, int) else str(name)
    return Record(own, "", 1 if own == "" else None, row.text, row.html, row.url, None)


def _batches(
    told: Callable[[pa.RecordBatch], Iterator[_Told]],
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    def mapped(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for part in slices(batch):
                rows = [_row(*one) for one in told(part)]
                yield pa.RecordBatch.from_arrays(arrays(rows, EVIDENCE), EVIDENCE.names)

    return mapped


def _row(page: PageEvidence | None, problem: str | None) -> tuple[Any, ...]:
    if page is None:
        return None, None, False, [], [], [], problem
    mentions = foreign_mentions(page)
    group = site_name(page.site)
    return page.site, group, page.named, mentions, page.phrases, page.categories, None
