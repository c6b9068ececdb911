"""The ``spamdetect`` command: finds the sub-command and imports nothing of the others."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

from spamdetect._version import __version__
from spamdetect.cli.hangup import heard
from spamdetect.errors import SpamdetectError

USAGE_ERROR: Final = 2
SIGNALLED: Final = 128


@dataclass(frozen=True, slots=True)
class Command:
    """A sub-command.

    Attributes
    ----------
    name : str
    module : str
        Imported when the command is called; it offers ``add_arguments(parser)`` and
        ``run(args) -> int``, the exit status.
    summary : str
        One line for the list of commands.
    reloads : bool
        It reads its lists again after SIGHUP.
    """

    name: str
    module: str
    summary: str
    reloads: bool = False


COMMANDS: Final = (
    Command("score", "spamdetect.cli.score", "what is spam in documents, where, and why"),
    Command("clean", "spamdetect.cli.clean", "the same documents without their spam"),
    Command("url", "spamdetect.cli.url", "score URLs"),
    Command("filter", "spamdetect.cli.filter", "URLs in, those worth a request out", True),
    Command("campaigns", "spamdetect.cli.campaigns", "who spams across pages of unrelated sites"),
    Command("report", "spamdetect.cli.report", "the findings to look at, in a browser"),
    Command("audit", "spamdetect.cli.audit", "say which findings are right, and keep the labels"),
    Command("train", "spamdetect.cli.train", "train a model from labelled data"),
    Command("evaluate", "spamdetect.cli.evaluate", "measure a model on held-out labelled data"),
    Command("info", "spamdetect.cli.info", "versions and the model's card"),
)


def entry(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    argv : sequence of str, optional
        Arguments without the program's name; those of the process by default.

    Returns
    -------
    int
        Exit status: 0 done, 1 spam found and ``--fail-on-spam`` given, 2 wrong usage or no
        readable input, 3 done, but some records could not be read, 128 and the signal's number
        if interrupted.
    """
    _open_missing()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        status = _run(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt as interrupt:
        print("spamdetect: interrupted", file=sys.stderr)
        return SIGNALLED + (interrupt.args[0] if interrupt.args else signal.SIGINT)
    except BrokenPipeError:
        # The reader has all it wanted; what Python still holds for it goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except SpamdetectError as error:
        print(f"spamdetect: {error}", file=sys.stderr)
        return USAGE_ERROR
    except OSError as error:
        place = "" if error.filename is None else f"{error.filename}: "
        print(f"spamdetect: {place}{(error.strerror or str(error)).lower()}", file=sys.stderr)
        return USAGE_ERROR


def _open_missing() -> None:
    """Let output go nowhere where the caller has closed it, as ``>&-`` does."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115


def _run(argv: Sequence[str]) -> int:
    command = next((c for c in COMMANDS if argv and c.name == argv[0]), None)
    try:
        if command is None:
            _overview().parse_args(argv)
            _overview().print_help()
            return USAGE_ERROR
        # A crawler may ask for new lists before the command is loaded.
        with heard() if command.reloads else nullcontext():
            return _run_command(command, argv[1:])
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else USAGE_ERROR


def _run_command(command: Command, argv: Sequence[str]) -> int:
    module = import_module(command.module)
    parser = argparse.ArgumentParser(
        prog=f"spamdetect {command.name}",
        description=module.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    module.add_arguments(parser)
    status: int = module.run(parser.parse_args(argv))
    return status


def _overview() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="spamdetect",
        description="Find link spam and junk inside scraped articles, HTML pages and URLs.",
        epilog="spamdetect COMMAND --help tells the options of a command.",
    )
    parser.add_argument("--version", action="version", version=f"spamdetect {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in COMMANDS:
        commands.add_parser(command.name, help=command.summary)
    return parser
