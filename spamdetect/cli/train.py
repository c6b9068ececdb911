"""Train a model from labelled data."""

from __future__ import annotations

import argparse
import sys

from spamdetect.cli import options
from spamdetect.cli.output import check_folder


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--data",
        required=True,
        metavar="DIR",
        help="folder with labelled documents and URLs (see the README)",
    )
    parser.add_argument(
        "-o", "--output", required=True, metavar="DIR", help="the model's directory, to be written"
    )
    options.add_seed(parser)
    parser.add_argument(
        "--small", action="store_true", help="use few documents: a few minutes, for trying out"
    )
    parser.add_argument(
        "--without-language",
        metavar="LANG",
        help="leave out the documents of a language, such as ru, to measure what unseen ones lose",
    )
    parser.add_argument("--quiet", action="store_true", help="no messages on progress")


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    check_folder(args.output)
    from spamdetect.learn.dataset import Sizes
    from spamdetect.learn.train import train

    train(
        args.data,
        args.output,
        seed=args.seed,
        sizes=Sizes.small() if args.small else None,
        without_language=args.without_language,
        log=(lambda message: None) if args.quiet else _say,
    )
    return 0


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)
