"""Reading and writing documents in the formats that crawls come in."""

from __future__ import annotations

from spamdetect.io.inputs import Input, InputReader, find_inputs
from spamdetect.io.records import (
    FORMATS,
    STDIN,
    Fields,
    Format,
    Item,
    Opened,
    Passed,
    Record,
    RecordError,
)
from spamdetect.io.writer import Writer, open_writer

__all__ = [
    "FORMATS",
    "STDIN",
    "Fields",
    "Format",
    "Input",
    "InputReader",
    "Item",
    "Opened",
    "Passed",
    "Record",
    "RecordError",
    "Writer",
    "find_inputs",
    "open_writer",
]
