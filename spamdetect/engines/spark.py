"""spamdetect in Spark: a DataFrame in, the same rows with what was found in them out.

Rows travel as Arrow batches (`DataFrame.mapInArrow`), not as pandas frames: whatever other columns
a row has comes back untouched, be it an integer next to nulls, a map or a date, and it costs
nothing that is not scoring. The model is loaded once in each of the executors' Python processes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from spamdetect.engines.rows import MOST_CHARS, Settings, score_rows
from spamdetect.errors import MissingExtraError
from spamdetect.labels import Preset

try:
    import pyarrow as pa
    from pyspark.sql.types import StructType

    from spamdetect.engines.arrow import FOUND, found_columns, slices
    from spamdetect.engines.spark_campaigns import Campaigns, campaigns, evidence, scored_evidence
    from spamdetect.engines.spark_types import document_columns, map_batches, spark_schema
except ImportError as error:
    raise MissingExtraError(error.name or "pyspark", "spark", "spamdetect.engines.spark") from error

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["Campaigns", "campaigns", "evidence", "score", "scored_evidence"]


def score(
    df: DataFrame,
    text_col: str | None = "text",
    html_col: str | None = None,
    url_col: str | None = None,
    model: str | Path = "default",
    preset: Preset = "balanced",
    *,
    allow: Iterable[str] = (),
    block: Iterable[str] = (),
    most_chars: int = MOST_CHARS,
) -> DataFrame:
    """Score the rows of a DataFrame.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    text_col, html_col, url_col : str, optional
        Names of the columns. Rows with HTML (strings or bytes) are scored as HTML; rows with
        neither text nor HTML are clean. What is no UTF-8 in a string is read as U+FFFD.
    model : str or Path
        Name of a model that ships with the package, or a directory that every executor can read.
    preset : {"strict", "balanced", "sensitive"}
    allow, block : iterable of str
        Hosts, registered domains or suffixes whose URLs are never, or always, spam.
    most_chars : int
        Longer documents are not scored.

    Returns
    -------
    pyspark.sql.DataFrame
        All rows and columns of `df`, in the order of its partitions, and ``verdict``, ``score``,
        ``category``, ``sections``, ``clean_text`` as of `Detector.score_frame`. Where ``error`` is
        not null, the row could not be scored and these are null.

    Raises
    ------
    ValueError
        If a column is missing, is of another type, or has the name of one to be added; if the
        preset is not known.
    TypeError
        If `allow` or `block` is a single string.
    """
    settings = Settings.checked(model, preset, allow, block, most_chars)
    columns = document_columns(df, text_col, html_col, url_col)
    taken = {name.lower() for name in df.columns}
    for name in FOUND.names:
        if name in taken:
            raise ValueError(f"the DataFrame has a column {name!r} already; rename or drop it")

    def scored(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for part in slices(batch):
                added = found_columns(score_rows(settings, columns.rows(part)))
                names = [*part.schema.names, *FOUND.names]
                yield pa.RecordBatch.from_arrays([*part.columns, *added], names)

    schema = StructType([*df.schema.fields, *spark_schema(FOUND).fields])
    return map_batches(df, scored, schema)
