"""Options that several commands share."""

from __future__ import annotations

import argparse
import math
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from spamdetect.cli.display import counted, safe
from spamdetect.errors import SpamdetectError
from spamdetect.io.records import STDIN, Fields
from spamdetect.labels import PRESETS
from spamdetect.settings import Settings

if TYPE_CHECKING:
    from spamdetect.crawl.lists import HostList


_MOST_SEED: Final = 2**31 - 1


class UsageError(SpamdetectError):
    """The command line asks for something that cannot be done."""


def add_input(parser: argparse.ArgumentParser) -> None:
    """Add the input files, their format and the names of their fields."""
    from spamdetect.io.formats import FORMATS

    parser.add_argument(
        "files",
        nargs="*",
        metavar="FILE",
        help="files, directories, glob patterns, or - for standard input (the default)",
    )
    group = parser.add_argument_group("input")
    group.add_argument(
        "--format",
        choices=("auto", *FORMATS),
        default="auto",
        help="format of the input; by default told from its name, else from its content, which "
        "does not tell CSV and TSV: without the name (as on standard input) they are read as one "
        "text unless this says csv; .gz, .bz2, .xz and .zst are opened whatever their name",
    )
    group.add_argument("--text-field", default="text", metavar="NAME", help="default: text")
    group.add_argument(
        "--html-field",
        metavar="NAME",
        help="default: html; if given, taken even where a record has a text field as well",
    )
    group.add_argument("--url-field", default="url", metavar="NAME", help="default: url")
    group.add_argument("--id-field", default="id", metavar="NAME", help="default: id")


def add_url_field(parser: argparse.ArgumentParser) -> None:
    """Add the name of the field that holds the URL, for inputs of URLs."""
    group = parser.add_argument_group("input")
    group.add_argument(
        "--url-field",
        default="url",
        metavar="NAME",
        help="field of JSON Lines that holds the URL (default: url)",
    )


def add_scoring(parser: argparse.ArgumentParser) -> None:
    """Add the options of the detector."""
    group = parser.add_argument_group("scoring")
    group.add_argument(
        "--preset",
        choices=tuple(PRESETS),
        default="balanced",
        help="how eager: one clean page in 10,000, 1,000 or 100 may be flagged (default: balanced)",
    )
    group.add_argument(
        "--model", default="default", metavar="NAME", help="a shipped model's name, or a directory"
    )
    group.add_argument(
        "--allow",
        action="append",
        default=[],
        metavar="FILE",
        help="hosts that are never spam: plain, "
        "hosts-file or AdBlock syntax, with suffixes and address ranges",
    )
    group.add_argument(
        "--block",
        action="append",
        default=[],
        metavar="FILE",
        help="hosts that always are",
    )


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """Add the number of processes."""
    parser.add_argument(
        "--jobs", type=_jobs, default=1, metavar="N", help="processes; -1: one a core (default: 1)"
    )


def add_output(
    parser: argparse.ArgumentParser,
    output: str,
    json: str | None,
    fail: str = "if there is spam",
) -> None:
    """Add where results, errors and messages go.

    Parameters
    ----------
    parser : argparse.ArgumentParser
    output, json : str
        Help of ``-o`` and ``--json``; without the latter, that option is not added.
    fail : str
        When ``--fail-on-spam`` makes the status 1, for its help.
    """
    group = parser.add_argument_group("output")
    group.add_argument("-o", "--output", type=file_name, metavar="FILE", help=output)
    if json is not None:
        group.add_argument("--json", action="store_true", help=json)
    group.add_argument(
        "--errors",
        type=file_name,
        metavar="FILE",
        help="write what could not be read there too, as JSON Lines with file, line and cause",
    )
    group.add_argument("--quiet", action="store_true", help="no progress, no summary")
    group.add_argument("--fail-on-spam", action="store_true", help=f"exit with status 1 {fail}")


def file_name(text: str) -> str:
    """Return the name of a file to be written, as a type of arguments.

    Parameters
    ----------
    text : str

    Raises
    ------
    argparse.ArgumentTypeError
        If it is empty or stands for standard output, where results go without it.
    """
    if text in ("", STDIN):
        raise argparse.ArgumentTypeError(f"must name a file (given: {text!r})")
    return text


def at_least(least: int, told: str, most: float = math.inf) -> Callable[[str], int]:
    """Return a type of arguments: whole numbers that are not too small, nor too large.

    Parameters
    ----------
    least : int
    told : str
        The error of other arguments.
    most : int, optional
    """

    def number(text: str) -> int:
        try:
            value = int(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(f"{told} (given: {text!r})")
        return value

    return number


def add_seed(parser: argparse.ArgumentParser) -> None:
    """Add the option that decides what is drawn at random."""
    parser.add_argument(
        "--seed",
        type=at_least(0, f"must be a whole number from 0 to {_MOST_SEED}", _MOST_SEED),
        default=0,
        metavar="N",
        help="decides all that is random (default: 0)",
    )


_count = at_least(1, "must be 1 or more, or -1 for one a core")


def _jobs(text: str) -> int:
    return (os.cpu_count() or 1) if text == "-1" else _count(text)


def input_names(names: list[str]) -> list[str]:
    """Return the inputs to read: those named, else standard input.

    Raises
    ------
    UsageError
        If none is named and standard input is a terminal.
    """
    if names:
        return names
    if sys.stdin is None or sys.stdin.isatty():
        raise UsageError("no input: name files, or - to read standard input")
    return [STDIN]


def fields(args: argparse.Namespace) -> Fields:
    """Return the field names that the options give."""
    return Fields(
        text=args.text_field,
        html=args.html_field or "html",
        url=args.url_field,
        id=args.id_field,
        prefer_html=args.html_field is not None,
    )


def settings(args: argparse.Namespace) -> Settings:
    """Return the settings of the detector that the options give.

    What is wrong in a list of hosts is named on standard error; the rest of it counts.

    Raises
    ------
    UsageError
        If a list of hosts is not there, or is no regular file.
    """
    return Settings(
        args.model,
        args.preset,
        host_list(args.allow, allow=True) or (),
        host_list(args.block, allow=False) or (),
    )


def host_list(paths: list[str], *, allow: bool) -> HostList | None:
    """Read lists of hosts, and name what is wrong in them on standard error.

    Parameters
    ----------
    paths : list of str
    allow : bool

    Returns
    -------
    HostList or None
        None if there are no paths.

    Raises
    ------
    UsageError
        If a list is not there, or is no regular file.
    """
    if not paths:
        return None
    from spamdetect.crawl.lists import HostList

    for path in paths:
        if not Path(path).exists():
            raise UsageError(f"{path}: no such file")
        if not Path(path).is_file():
            # Workers read lists again, and so does SIGHUP; what a pipe held is gone by then.
            raise UsageError(f"{path}: not a regular file, as lists of hosts must be")
    hosts = HostList(paths, allow=allow)
    tell_list_errors(hosts)
    return hosts


def tell_list_errors(hosts: HostList) -> None:
    """Name on standard error what could not be read in a list of hosts."""
    for error in hosts.errors:
        print(f"spamdetect: {safe(str(error))}", file=sys.stderr)
    if hosts.error_count > len(hosts.errors):
        more = hosts.error_count - len(hosts.errors)
        told = counted(more, "more line of these lists is", "more lines of these lists are")
        print(f"spamdetect: {told} wrong", file=sys.stderr)
    for path, count in hosts.left_out.items():
        rules = counted(count, "rule that is", "rules that are")
        print(f"spamdetect: {safe(path)}: left out {rules} not about whole hosts", file=sys.stderr)
