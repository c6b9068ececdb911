"""What every format that is known must offer."""

from __future__ import annotations

from pathlib import Path

import pytest
from rewriting import items_of, rewritten

from spamdetect.io.format import Format
from spamdetect.io.formats import FORMATS, format_of_bytes, format_of_name
from spamdetect.io.records import Opened, Passed

every_format = pytest.mark.parametrize("format", FORMATS.values(), ids=list(FORMATS))


@every_format
def test_a_format_is_known_by_its_suffixes_alone(format: Format) -> None:
    assert format.suffixes
    for suffix in format.suffixes:
        assert suffix == suffix.lower()
        assert suffix.startswith(".")
        assert format_of_name(f"A{suffix.upper()}") is format
        assert format_of_name(f"a{suffix}.gz") is format


@every_format
def test_an_empty_file_is_read_and_written_back(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"empty{format.suffixes[0]}"
    path.write_bytes(b"")
    opened, *items = items_of(path)
    assert opened == Opened(str(path), format, "")
    assert all(item.raw == b"" for item in items if not isinstance(item, Opened))
    assert rewritten(path, format.name) == b""


@every_format
def test_a_format_has_one_way_to_be_written(format: Format) -> None:
    assert (format.render is None) is not (format.writer is None)


@every_format
def test_nothing_tells_no_format(format: Format) -> None:
    assert format.tells is None or not format.tells(b"")


@every_format
def test_binary_files_are_read_only_by_formats_of_records(format: Format, tmp_path: Path) -> None:
    path = tmp_path / f"binary{format.suffixes[0]}"
    path.write_bytes(bytes(range(256)) * 20)
    told = [str(item) for item in items_of(path) if not isinstance(item, Opened | Passed)]
    assert format.unit == "record" or told == [f"{path}: is a binary file, not text"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"PAR1", "parquet"),
        (b"WARC/1.1\r\n", "warc"),
        (b"<html>", "html"),
        (b'{"text": "a"}\n', "jsonl"),
    ],
)
def test_first_bytes_tell_no_two_formats(head: bytes, name: str) -> None:
    assert [f.name for f in FORMATS.values() if f.tells and f.tells(head)] == [name]
    assert format_of_bytes(b"\xef\xbb\xbf" + head) is FORMATS[name]
