"""Say what is spam in documents, where, and why.

A table for people, or JSON Lines for programs (--json, -o): one object a document, in the order
of the input.
"""

from __future__ import annotations

import argparse
from typing import Any

from spamdetect.cli import options
from spamdetect.cli.output import check_output, open_lines
from spamdetect.cli.resume import resume_lines
from spamdetect.cli.scoring import stripped
from spamdetect.cli.session import Session
from spamdetect.io.jsontext import dumps
from spamdetect.io.records import Opened, Record, RecordError
from spamdetect.reports import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_input(parser)
    options.add_scoring(parser)
    options.add_output(
        parser, output="write JSON Lines to FILE", json="write JSON Lines to standard output"
    )
    options.add_jobs(parser)
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on with the -o FILE of an interrupted run: skip what it holds",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    if args.resume and not args.output:
        raise options.UsageError("--resume needs -o FILE")
    if args.output or args.json:
        with Session(args, line) as lines:
            _write_json(args, lines)
            return lines.finish()
    with Session(args, stripped) as reports:
        _print(reports)
        return reports.finish()


def _write_json(args: argparse.Namespace, session: Session[bytes]) -> None:
    items = session.items()
    if args.output:
        check_output(args.output)
    if args.resume:
        items = resume_lines(args.output, items, session)
    with open_lines(args.output, append=args.resume) as output:
        for item, found in session.results(items):
            if isinstance(item, RecordError):
                found = dumps(error_entry(item)) + b"\n"
            if found is not None:
                with session.whole():
                    output.write(found)


def line(record: Record, report: Report) -> bytes:
    """Return the JSON Line of one document.

    Parameters
    ----------
    record : Record
    report : Report
    """
    return dumps(entry(record, report)) + b"\n"


def entry(record: Record, report: Report) -> dict[str, Any]:
    """Return the JSON object of one document.

    Parameters
    ----------
    record : Record
    report : Report

    Returns
    -------
    dict
        With ``url`` only where the input tells it.
    """
    address = {} if record.url is None else {"url": record.url}
    return {
        "id": record.id,
        "source": record.source,
        "line": record.line,
        **address,
        "verdict": report.verdict,
        "score": report.score,
        "category": report.category,
        "sections": [section.to_dict() for section in report.sections],
        "urls": [url.to_dict() for url in report.urls],
        "error": None,
    }


def error_entry(error: RecordError) -> dict[str, Any]:
    """Return the JSON object of what could not be read.

    Parameters
    ----------
    error : RecordError
    """
    return {
        "id": None,
        "source": error.source,
        "line": error.line,
        "verdict": None,
        "score": None,
        "category": None,
        "sections": [],
        "urls": [],
        "error": error.cause,
    }


def _print(session: Session[Report]) -> None:
    from spamdetect.cli.table import DocumentTable

    table = DocumentTable()
    alone = False
    for item, report in session.results(session.items()):
        if isinstance(item, Opened):
            alone = item.format.unit == "file"
        elif isinstance(item, Record) and report is not None:
            if not alone and not report.sections:
                continue
            with session.whole():
                table.add(item, report)
