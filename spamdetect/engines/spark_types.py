"""Spark's types and functions for those of Arrow and Python, and columns that hold documents."""

from __future__ import annotations

from collections.abc import Callable
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
            raise ValueError(f"column {name!r} is of type {kinds[name].simpleString()}")
    return Columns(*names)
