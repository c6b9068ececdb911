"""Let through the URLs that are worth a request.

Lines hold a URL, or a JSON object with url (--url-field names another field) and, if they are
known, anchor and source_url. Accepted lines come out as they went in, in order, as soon as they are
there, so that a crawler can keep the pipe open; with --json every line is answered. What cannot be
read is named and let through. After SIGHUP the lists of --allow and --block are read again.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from spamdetect.cli import options, scoring
from spamdetect.cli.display import counted
from spamdetect.cli.errors import ErrorLog
from spamdetect.cli.hangup import CHANGED
from spamdetect.cli.output import check_apart, check_output, open_lines
from spamdetect.errors import SpamdetectError
from spamdetect.io.prompt import Lines, read_lines
from spamdetect.io.records import STDIN, RecordError
from spamdetect.io.source import Input
from spamdetect.urls.rules import list_rules


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="file of URLs, or - for standard input (default)"
    )
    options.add_url_field(parser)
    options.add_scoring(parser)
    options.add_output(
        parser,
        output="write accepted lines to FILE",
        json="answer every line with a JSON object: accepted, verdict, score, reasons",
    )
    parser.add_argument(
        "--rejected",
        type=options.file_name,
        metavar="FILE",
        help="write rejected URLs with reasons there, as JSON Lines",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from spamdetect.cli.answers import Answers

    (name,) = options.input_names([args.file] if args.file else [])
    if name != STDIN and Path(name).is_dir():
        raise options.UsageError(f"{name} is a directory; name a file of URLs")
    check_apart(args, [Input(name, name)])
    for path in (args.output, args.rejected):
        if path:
            check_output(path)
    errors = ErrorLog(args.errors)
    detector = scoring.load_detector(options.settings(args))
    with ExitStack() as stack:
        stack.callback(errors.close)
        rejected = stack.enter_context(open_lines(args.rejected)) if args.rejected else None
        sink = stack.enter_context(open_lines(args.output))
        answers = Answers(
            detector, errors, sink, rejected, name, every=args.json, field=args.url_field
        )
        for lines in _readable(name, errors):
            if CHANGED.is_set():
                CHANGED.clear()
                _reload(detector, args)
            answers.answer(lines)
    if not args.quiet:
        urls = counted(answers.accepted + answers.refused, "URL")
        told = f"{answers.accepted:,} accepted, {answers.refused:,} rejected"
        print(f"{urls}: {told}, {counted(errors.count, 'error')}", file=sys.stderr)
    done = answers.accepted + answers.refused
    return errors.status(done, failed=args.fail_on_spam and answers.refused)


def _readable(name: str, errors: ErrorLog) -> Iterator[Lines]:
    """Yield the lines of an input, and name why it cannot be read on."""
    try:
        yield from read_lines(name)
    except OSError as error:
        errors.add(RecordError(name, None, (error.strerror or str(error)).lower()))


def _reload(detector: Any, args: argparse.Namespace) -> None:
    try:
        settings = options.settings(args)
    except (SpamdetectError, OSError) as error:
        print(f"spamdetect: {error}; the lists stay as they were", file=sys.stderr)
        return
    detector.rules = list_rules(settings.allow or (), settings.block or ())
