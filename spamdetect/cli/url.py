"""Score URLs.

An argument is a URL, or a file of URLs if there is one of that name; - stands for standard input.
Files hold a URL a line, or JSON Lines with url (--url-field names another field) and, if they are
known, anchor and source_url.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, Final

from spamdetect.cli import options, scoring
from spamdetect.cli.display import counted
from spamdetect.cli.errors import ErrorLog
from spamdetect.cli.output import check_apart, check_output, open_lines
from spamdetect.io.jsontext import dumps
from spamdetect.io.members import split_compression
from spamdetect.io.records import STDIN, RecordError
from spamdetect.io.source import Input, Source
from spamdetect.io.urls import UrlRecord, checked_url, read_urls
from spamdetect.reports import UrlReport
from spamdetect.urls.host import split_url
from spamdetect.urls.suffix import public_suffixes

_BATCH: Final = 4096
_BEGINS_PATH: Final = ("/", "./", "../", "~/", "\\")
_LIST_SUFFIXES: Final = (".txt", ".json", ".jsonl", ".csv", ".tsv", ".list", ".lst", ".log")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("urls", nargs="*", metavar="URL", help="URLs, files of URLs, or -")
    options.add_url_field(parser)
    options.add_scoring(parser)
    options.add_output(
        parser, output="write JSON Lines to FILE", json="write JSON Lines to standard output"
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    names = options.input_names(args.urls)
    check_apart(args, [Input(name, name) for name in names if _is_file(name)])
    if args.output:
        check_output(args.output)
    errors = ErrorLog(args.errors)
    detector = scoring.load_detector(options.settings(args))
    records = _readable(_read(names, args.url_field), errors)
    counts = {"ok": 0, "spam": 0, "unsure": 0}
    try:
        if args.output or args.json:
            with open_lines(args.output) as output:
                _score(detector, records, counts, lambda reports: output.write(_json(reports)))
        else:
            from spamdetect.cli.table import UrlTable

            _score(detector, records, counts, UrlTable().add)
    finally:
        errors.close()
    if not args.quiet and (not args.json or sys.stderr.isatty()):
        told = ", ".join(f"{count:,} {verdict}" for verdict, count in counts.items())
        urls = counted(sum(counts.values()), "URL")
        print(f"{urls}: {told}; {counted(errors.count, 'error')}", file=sys.stderr)
    return errors.status(sum(counts.values()), failed=args.fail_on_spam and counts["spam"])


def _json(reports: Sequence[UrlReport]) -> bytes:
    return b"".join(dumps(report.to_dict()) + b"\n" for report in reports)


def _score(
    detector: Any,
    records: Iterator[UrlRecord],
    counts: dict[str, int],
    write: Callable[[Sequence[UrlReport]], None],
) -> None:
    while batch := list(islice(records, _BATCH)):
        reports = scoring.url_reports(detector, batch)
        for report in reports:
            counts[report.verdict] += 1
        write(reports)


def _readable(records: Iterable[UrlRecord | RecordError], errors: ErrorLog) -> Iterator[UrlRecord]:
    for record in records:
        if isinstance(record, RecordError):
            errors.add(record)
        else:
            yield record


def _read(names: Sequence[str], field: str) -> Iterator[UrlRecord | RecordError]:
    for name in names:
        if name != STDIN and not _is_file(name):
            if _looks_like_file(name):
                yield RecordError(name, None, "no such file, and it is no URL")
            else:
                yield checked_url(UrlRecord(name, None, name))
            continue
        try:
            with Source(name) as source:
                yield from read_urls(source, field)
        except OSError as error:
            yield RecordError(name, None, (error.strerror or str(error)).lower())


def _looks_like_file(name: str) -> bool:
    """Tell whether a name that is no file is meant to be one, and no URL."""
    if name.startswith(_BEGINS_PATH) and not name.startswith("//"):
        return True
    bare = split_compression(name.lower())[0]
    if "://" in name or not bare.endswith(_LIST_SUFFIXES):
        return False
    _, dot, last = split_url(name).host.name.rpartition(".")
    return not dot or last not in public_suffixes()


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False
