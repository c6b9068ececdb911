"""Measure a model on labelled data that it was not trained on.

Prints recall at fixed rates of false alarms for blocks, characters, documents and URLs, by slice,
with bootstrap intervals; false alarms by kind of honest text; calibration; and the same figures
of other methods. Stops if the data leaks from the training split.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

from spamdetect.cli import options
from spamdetect.io.jsontext import dumps


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument("--data", required=True, metavar="DIR", help="folder of labelled data")
    parser.add_argument(
        "--model", default="default", metavar="NAME", help="a model's name or directory"
    )
    parser.add_argument(
        "--split",
        choices=("test", "dev"),
        default="test",
        help="what to measure on; choose with dev, report on test (default: test)",
    )
    parser.add_argument(
        "--no-baselines", action="store_true", help="leave out the other methods, which take longer"
    )
    options.add_seed(parser)
    parser.add_argument(
        "--write",
        action="store_true",
        help="also store the figures in the model's card.json and write its MODEL_CARD.md",
    )
    parser.add_argument("--json", action="store_true", help="write one JSON object")
    parser.add_argument("--quiet", action="store_true", help="no progress")


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    from spamdetect.learn.evaluate import evaluate

    def log(message: str) -> None:
        if not args.quiet:
            print(message, file=sys.stderr, flush=True)

    result = evaluate(
        args.data,
        args.model,
        split=args.split,
        baselines=not args.no_baselines,
        seed=args.seed,
        log=log,
    )
    if args.write:
        _write(args, result)
    if args.json:
        sys.stdout.buffer.write(dumps(result) + b"\n")
        return 0
    from rich.console import Console

    from spamdetect.learn.evaluation.tables import print_tables

    wide = None if sys.stdout.isatty() else 140
    print_tables(result, Console(file=sys.stdout, width=wide, highlight=False))
    return 0


def _write(args: argparse.Namespace, result: dict[str, Any]) -> None:
    """Store the figures beside the model, as data and as a page."""
    import io

    from rich.console import Console

    from spamdetect.learn.evaluation.tables import print_tables
    from spamdetect.learn.modelcard import write_figures, write_page
    from spamdetect.model import find_model

    folder = find_model(args.model)
    page = io.StringIO()
    print_tables(result, Console(file=page, width=120, highlight=False))
    write_figures(folder, result)
    write_page(folder, args.data, page.getvalue())
