"""Files, directories, patterns and standard input as one stream of records."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath
from stat import S_ISREG
from typing import Final

from spamdetect.errors import MissingExtraError
from spamdetect.io.binary import BOMS_UTF16, is_binary
from spamdetect.io.format import Format
from spamdetect.io.formats import (
    DEFAULT,
    FORMATS,
    format_of_bytes,
    format_of_name,
    is_json_name,
)
from spamdetect.io.records import STDIN, Fields, Item, Opened, Passed, RecordError
from spamdetect.io.source import Input, Source

_PEEK: Final = 1 << 14


def find_inputs(names: Sequence[str]) -> list[Input]:
    """Expand directories and patterns.

    Parameters
    ----------
    names : sequence of str
        Files, directories (searched with all below them, sorted, without hidden files, without
        pipes and devices, and without files whose name and content are of no known format), glob
        patterns with ``**`` for any depth, and ``"-"``.

    Returns
    -------
    list of Input
        What is missing is there too, with its problem.
    """
    inputs: list[Input] = []
    for name in names:
        if name == STDIN:
            # Named again, it has nothing left to give.
            if all(entry.path != STDIN for entry in inputs):
                inputs.append(Input(STDIN, "stdin"))
        elif not name:
            # To pathlib it is the working directory; it comes of a variable that is not set.
            inputs.append(Input("''", "", 0, "is no file name"))
        elif Path(name).is_dir():
            inputs += _walk(name)
        elif Path(name).exists():
            inputs.append(Input(name, PurePath(name).name, _size(name)))
        else:
            inputs += _match(name)
    return inputs


def _match(pattern: str) -> list[Input]:
    found = sorted(glob.glob(pattern, recursive=True)) if glob.has_magic(pattern) else []  # noqa: PTH207
    files = [path for path in found if Path(path).is_file()]
    if files:
        return [Input(path, PurePath(path).name, _size(path)) for path in files]
    missing = "no file matches" if glob.has_magic(pattern) else "no such file"
    return [Input(pattern, PurePath(pattern).name, 0, missing)]


def _walk(root: str) -> list[Input]:
    inputs: list[Input] = []
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for file in sorted(files):
            path = str(Path(folder) / file)
            status = _status(path)
            # A pipe, a socket or a device may never end.
            if file.startswith(".") or (status and not S_ISREG(status.st_mode)):
                continue
            if _holds_documents(path):
                size = status.st_size if status else 0
                inputs.append(Input(path, os.path.relpath(path, root), size))
    if inputs:
        return inputs
    return [Input(root, PurePath(root).name, 0, "the directory holds no documents")]


def _status(path: str) -> os.stat_result | None:
    try:
        return Path(path).stat()
    except OSError:
        return None


def _size(path: str) -> int:
    status = _status(path)
    return status.st_size if status else 0


def _holds_documents(path: str) -> bool:
    if format_of_name(path) is not None:
        return True
    try:
        with Source(path) as source:
            return format_of_bytes(source.buffer.peek(_PEEK)) is not None
    except (OSError, MissingExtraError):
        return False


class InputReader:
    """Everything that is in some inputs, in order, one record in memory at a time.

    Iteration yields `Opened` in front of the items of each input that can be opened, then
    its `Record`, `RecordError` and `Passed` items. What cannot be opened (a missing file, a
    missing extra dependency) is a `RecordError` without a line.

    Parameters
    ----------
    inputs : sequence of Input
    format : str
        A name of `FORMATS`, or ``"auto"``: by name, else by the first bytes, else text.
    fields : Fields, optional
    """

    def __init__(
        self, inputs: Sequence[Input], format: str = "auto", fields: Fields | None = None
    ) -> None:
        self._inputs = inputs
        self._format = format
        self._fields = fields or Fields()
        self._done = 0
        self._source: Source | None = None

    @property
    def position(self) -> int:
        """Bytes read so far, as stored."""
        return self._done + (self._source.position if self._source else 0)

    def __iter__(self) -> Iterator[Item]:
        for entry in self._inputs:
            if entry.problem is not None:
                yield RecordError(entry.path, None, entry.problem)
                continue
            try:
                yield from self._read(entry)
            except OSError as error:
                yield RecordError(entry.path, None, (error.strerror or str(error)).lower())
            except MissingExtraError as error:
                yield RecordError(entry.path, None, str(error))
            self._source = None
            self._done += entry.size

    def _read(self, entry: Input) -> Iterator[Item]:
        with entry.open() as source:
            self._source = source
            kind = _choose(source, self._format)
            yield Opened(entry.path, kind, source.compression)
            problem = _problem(source, kind, told=self._format != "auto")
            if problem is not None:
                yield RecordError(entry.path, None, problem)
                yield from (Passed(chunk) for chunk in source.chunks())
                return
            yield from kind.read(source, self._fields)


def _choose(source: Source, format: str) -> Format:
    if format != "auto":
        return FORMATS[format]
    named = format_of_name(source.name)
    head = source.buffer.peek(_PEEK)
    if named is not None and (named.unit == "record" or not is_binary(head)):
        return named
    return format_of_bytes(head) or named or DEFAULT


def _problem(source: Source, kind: Format, *, told: bool) -> str | None:
    """Return what the first bytes tell against a format, before a file is taken in whole."""
    head = source.buffer.peek(_PEEK)
    if kind.unit == "line" and head.startswith(BOMS_UTF16):
        return "is in UTF-16; convert it to UTF-8"
    if kind.unit != "record" and is_binary(head):
        return "is a binary file, not text"
    if kind is DEFAULT and not told and is_json_name(source.name) and head.strip():
        return "is no JSON Lines, an object a line; for an array, jq -c '.[]' writes them"
    return None
