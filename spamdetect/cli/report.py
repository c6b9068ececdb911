"""Write the findings to an HTML page, to look at them in a browser.

The page needs no network and holds no link: it says how many documents hold what, then shows each
document with findings, its sections marked in the text, with the reasons. Documents without
findings are counted; --all shows them too.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from spamdetect.cli import options
from spamdetect.cli.content import content_of, with_text
from spamdetect.cli.output import PART, check_output, open_stream
from spamdetect.cli.scoring import stripped
from spamdetect.cli.session import Session
from spamdetect.io.records import Record, place
from spamdetect.render import Overview, PageWriter


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    options.add_input(parser)
    options.add_scoring(parser)
    options.add_output(parser, output="write the page to FILE", json=None)
    options.add_jobs(parser)
    group = parser.add_argument_group("report")
    group.add_argument("--all", action="store_true", help="show documents without findings too")
    group.add_argument(
        "--spam-only", action="store_true", help="leave out documents that hold nothing but junk"
    )
    group.add_argument(
        "--most",
        type=options.at_least(1, "must be 1 or more"),
        metavar="N",
        help="show the first N of these documents; count all",
    )


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    if not args.output and sys.stdout.isatty():
        raise options.UsageError("name a file for the page with -o FILE")
    with PageWriter(preset=args.preset) as writer, Session(args, stripped) as session:
        if args.output:
            check_output(args.output)
        overview = Overview()
        for item, report in session.results(session.items()):
            if not isinstance(item, Record) or report is None:
                continue
            overview.add(report)
            labels = {section.label for section in report.sections}
            wanted = "spam" in labels if args.spam_only else bool(labels)
            if (wanted or args.all) and (args.most is None or writer.shown < args.most):
                shown = with_text(report, content_of(item))
                writer.add(shown, str(item.id), place(item.source, item.line), item.url)
        overview.errors = session.errors.count
        _write(args.output, writer, overview)
        return session.finish()


def _write(path: str | None, writer: PageWriter, overview: Overview) -> None:
    """Write the page at once: a reader never sees half of it."""
    with open_stream(path + PART if path else None) as stream:
        writer.finish(stream, overview)
    if path:
        Path(path + PART).replace(path)
