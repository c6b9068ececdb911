"""One run over documents: read, score, count, name what is wrong, and end with a status."""

from __future__ import annotations

import argparse
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, Final, Generic, Self

from spamdetect.cli import scoring
from spamdetect.cli.batches import score_items
from spamdetect.cli.errors import ErrorLog
from spamdetect.cli.options import fields, input_names, settings
from spamdetect.cli.output import check_apart
from spamdetect.cli.progress import ProgressLine
from spamdetect.cli.scoring import Finish, R
from spamdetect.cli.summary import Summary
from spamdetect.io.inputs import InputReader, find_inputs
from spamdetect.io.records import Item, Record, RecordError
from spamdetect.io.source import Input

_STOPS: Final = (signal.SIGINT, signal.SIGTERM)
"""Ctrl-C, and what schedulers send; after both, what was written is whole and --resume goes on."""


class Session(Generic[R]):
    """What the commands that read documents have in common.

    Parameters
    ----------
    args : argparse.Namespace
        With the options of `add_input`, `add_scoring`, `add_jobs` and `add_output`.
    finish : callable
        Makes what is wanted of a record and its report, in the process that has scored it.
    inputs : list of Input, optional
        What to read; that which the options name by default.

    Attributes
    ----------
    inputs : list of Input
    fields : Fields
    errors : ErrorLog
    summary : Summary

    Raises
    ------
    UsageError
        If the options cannot be met.
    """

    def __init__(
        self, args: argparse.Namespace, finish: Finish[R], inputs: list[Input] | None = None
    ) -> None:
        self._args = args
        self._finish = finish
        self._settings = settings(args)
        self._start = time.monotonic()
        self.fields = fields(args)
        self.inputs = find_inputs(input_names(args.files)) if inputs is None else inputs
        self._reader: InputReader | None = None
        check_apart(args, self.inputs)
        self.errors = ErrorLog(args.errors)
        self.summary = Summary()
        self._shielded = False
        self._interrupted = 0
        self._previous: dict[int, Any] = {}

    def items(self) -> Iterator[Item]:
        """Read the inputs."""
        self._reader = InputReader(self.inputs, self._args.format, self.fields)
        return iter(self._reader)

    def results(self, items: Iterator[Item]) -> Iterator[tuple[Item, R | None]]:
        """Score the records of `items`, in order, counted and with their errors named.

        Parameters
        ----------
        items : iterator of Item
            Those of `items`, less what an earlier run had done.

        Yields
        ------
        tuple of Item and (R or None)
            None with what is no record. A record that could not be scored comes as a
            `RecordError`.
        """
        progress = ProgressLine(sum(entry.size for entry in self.inputs), not self._args.quiet)
        try:
            for item, outcome in score_items(
                items,
                self._settings,
                self._finish,
                jobs=self._args.jobs,
                factory=scoring.load_detector,
            ):
                value: R | None = None
                if outcome is not None and outcome.value is not None:
                    value, counts = outcome.value
                    self.summary.count(counts)
                elif outcome is not None and isinstance(item, Record):
                    cause = outcome.failure or "could not be scored"
                    item = RecordError(item.source, item.line, cause, item.raw)
                if isinstance(item, RecordError):
                    self.errors.add(item)
                yield item, value
                if self._reader is not None:
                    progress.update(self.summary.documents, self._reader.position)
        finally:
            progress.close()

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Let an interrupt wait until the block has written its record as a whole."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self._interrupted:
            raise KeyboardInterrupt(self._interrupted)

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for number in _STOPS:
                self._previous[number] = signal.signal(number, self._on_interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        self.errors.close()
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    def _on_interrupt(self, number: int, frame: FrameType | None) -> None:
        self._interrupted = number
        if not self._shielded:
            raise KeyboardInterrupt(number)

    def finish(self) -> int:
        """Print the summary where it is wanted and return the exit status."""
        as_json = getattr(self._args, "json", False)
        if not self._args.quiet and (not as_json or sys.stderr.isatty()):
            sys.stdout.flush()
            for line in self.summary.lines(self.errors.count, time.monotonic() - self._start):
                print(line, file=sys.stderr)
        done = self.summary.documents + self.summary.resumed
        return self.errors.status(done, failed=self._args.fail_on_spam and self.summary.spam)
