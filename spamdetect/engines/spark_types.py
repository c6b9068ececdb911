"""Spark's types and functions for those of Arrow and Python, and columns that hold documents."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pyspark.sql import functions
from pyspark.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    DataType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)

from spamdetect import rows
from spamdetect.engines.arrow import Columns

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def spark_schema(schema: pa.Schema) -> StructType:
    """Return the Spark schema of Arrow columns that may be null."""
    return StructType([StructField(field.name, _spark_type(field.type)) for field in schema])


def _spark_type(kind: pa.DataType) -> DataType:
    if pa.types.is_list(kind):
        return ArrayType(_spark_type(kind.value_type))
    if pa.types.is_struct(kind):
        return StructType([StructField(field.name, _spark_type(field.type)) for field in kind])
    return {
        pa.string(): StringType(),
        pa.int64(): LongType(),
        pa.float64(): DoubleType(),
        pa.bool_(): BooleanType(),
    }[kind]


def udf(function: Callable[..., Any], kind: str) -> Callable[..., Column]:
    """Return a plain function of one row's values as a function of columns."""
    made: Callable[..., Column] = functions.udf(function, kind, useArrow=True)
    return made


def map_batches(
    df: DataFrame,
    function: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]],
    schema: StructType,
    wanted: Collection[str | None] | None = None,
) -> DataFrame:
    """Return what a function makes of a DataFrame's Arrow batches.

    Parameters
    ----------
    df : pyspark.sql.DataFrame
    function : callable
        Takes batches and yields batches.
    schema : StructType
        Of what it yields.
    wanted : collection of str or None, optional
        Columns that the function is given; by default all.
    """
    places = [n for n, name in enumerate(df.columns) if wanted is None or name in wanted]
    names = [df.columns[n] for n in places]
    # Spark takes a dot in a column's name for a field of a struct, so they travel by number.
    numbered = df.toDF(*(f"c{n}" for n in range(len(df.columns))))

    def named(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        return function(batch.rename_columns(names) for batch in batches)

    return numbered.select(*(f"c{n}" for n in places)).mapInArrow(named, schema)


def document_columns(df: DataFrame, text: str | None, html: str | None, url: str | None) -> Columns:
    """Return the columns that hold documents, looked at.

    Raises
    ------
    ValueError
        If a column is missing, there more than once or of another type, or neither text nor HTML
        is given.
    """
    names = rows.document_columns(df.columns, text, html, url, "text_col= or html_col=")
    kinds = {field.name: field.dataType for field in df.schema.fields}
    page_kinds = (StringType, BinaryType)
    for name, allowed in zip(names, (StringType, page_kinds, StringType), strict=True):
        if name is not None and not isinstance(kinds[name], allowed):
            wanted = "string or binary" if name == html else "string"
            raise ValueError(
                f"column {name!r} is of type {kinds[name].simpleString()}, not {wanted}; cast it: "
                f"col({name!r}).cast('string')"
            )
    return Columns(*names)
