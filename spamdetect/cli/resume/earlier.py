"""The output of an earlier run: whether it is there, and when it is refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from spamdetect.cli.options import UsageError
from spamdetect.cli.output import PART
from spamdetect.io.members import is_cut_magic, split_compression


def is_there(path: str) -> bool:
    """Return whether there is an output to go on with.

    Raises
    ------
    UsageError
        If it is no regular file.
    """
    target = Path(path)
    if target.exists() and not target.is_file():
        raise UsageError(f"{path} is no regular file and cannot be continued; leave out --resume")
    return target.exists()


@contextmanager
def unfinished(path: str) -> Iterator[None]:
    """Leave no copy of an output that is refused."""
    try:
        yield
    except BaseException:
        Path(path + PART).unlink(missing_ok=True)
        raise


def is_cut_at_magic(path: str, number: int, data: bytes) -> bool:
    """Return whether an output ends within the magic bytes of its first compressed member."""
    return number == 1 and is_cut_magic(split_compression(path)[1], data)


def other_input(path: str, number: int) -> UsageError:
    """Return the error for an output that holds something else than this run would write."""
    return UsageError(
        f"{path} does not continue this input (its record {number} differs); "
        "remove it or leave out --resume"
    )
