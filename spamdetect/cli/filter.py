"""Let through the URLs that are worth a request.

Lines hold a URL, or a JSON object with url and, if they are known, anchor and source_url. Accepted
lines come out as they went in, in order, as soon as they are there, so that a crawler can keep the
pipe open; with --json every line is answered. What cannot be read is named and let through. After
SIGHUP the lists of --allow and --block are read again.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from spamdetect.cli import options, scoring
from spamdetect.cli.display import counted
from spamdetect.cli.errors import ErrorLog
from spamdetect.cli.output import check_apart, check_output, open_stream
from spamdetect.errors import SpamdetectError
from spamdetect.io.inputs import find_inputs
from spamdetect.io.jsontext import dumps
from spamdetect.io.members import split_compression
from spamdetect.io.prompt import Lines, read_lines
from spamdetect.io.records import RecordError
from spamdetect.io.urls import UrlRecord, read_line
from spamdetect.io.writer import Sink
from spamdetect.urls.host import split_url
from spamdetect.urls.rules import ListRules, host_rules

if TYPE_CHECKING:
    from spamdetect.crawl.prefilter import Prefilter
    from spamdetect.reports import UrlReport

_LONGEST_URL: Final = 1 << 16
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_USUAL = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]", re.IGNORECASE)
_HOSTLESS: Final = frozenset(("", "http", "https", "ftp", "ws", "wss"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="file of URLs, or - for standard input (default)"
    )
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
    (name,) = options.input_names([args.file] if args.file else [])
    check_apart(args, find_inputs([name]))
    for path in (args.output, args.rejected):
        if path:
            check_output(path)
    errors = ErrorLog(args.errors)
    detector = scoring.load_detector(options.settings(args))
    with ExitStack() as stack:
        stack.callback(errors.close)
        output = stack.enter_context(open_stream(args.output))
        sink = Sink(output, split_compression(args.output)[1] if args.output else "")
        stack.callback(sink.close)
        rejected = None
        if args.rejected:
            rejected = stack.enter_context(Path(args.rejected).open("wb"))
        run_ = _Run(detector, errors, sink, output, rejected, name, every=args.json)
        changed = stack.enter_context(_hang_up())
        try:
            for lines in read_lines(name):
                if changed.is_set():
                    changed.clear()
                    _reload(detector, args)
                run_.answer(lines)
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            errors.add(RecordError(name, None, (error.strerror or str(error)).lower()))
    if not args.quiet:
        urls = counted(run_.accepted + run_.refused, "URL")
        told = f"{run_.accepted:,} accepted, {run_.refused:,} rejected"
        print(f"{urls}: {told}, {counted(errors.count, 'error')}", file=sys.stderr)
    if args.fail_on_spam and run_.refused:
        return 1
    if errors.count == 0:
        return 0
    return 3 if run_.accepted or run_.refused else 2


@contextmanager
def _hang_up() -> Iterator[threading.Event]:
    """Yield what is set when SIGHUP arrives."""
    event = threading.Event()
    number = getattr(signal, "SIGHUP", None)
    if number is None or threading.current_thread() is not threading.main_thread():
        yield event
        return
    previous = signal.signal(number, lambda *_: event.set())
    try:
        yield event
    finally:
        signal.signal(number, previous)


def _reload(detector: Any, args: argparse.Namespace) -> None:
    try:
        settings = options.settings(args)
    except (SpamdetectError, OSError) as error:
        print(f"spamdetect: {error}; the lists stay as they were", file=sys.stderr)
        return
    detector.rules = ListRules(host_rules(settings.allow or ()), host_rules(settings.block or ()))


@dataclass(slots=True)
class _Judged:
    """Lines with the URLs among them."""

    records: list[UrlRecord]
    places: list[int]
    wrong: dict[int, RecordError]


class _Run:
    """Answers lines; counts."""

    def __init__(
        self,
        detector: Any,
        errors: ErrorLog,
        sink: Sink,
        output: IO[bytes],
        rejected: IO[bytes] | None,
        name: str,
        *,
        every: bool,
    ) -> None:
        from spamdetect.crawl.prefilter import Prefilter

        self._detector = detector
        self._prefilter: Prefilter = Prefilter(detector)
        self._errors = errors
        self._sink = sink
        self._output = output
        self._rejected = rejected
        self._name = name
        self._every = every
        self._inside = False
        self.accepted = 0
        self.refused = 0

    def answer(self, lines: Lines) -> None:
        """Write the answers to some lines, and flush them."""
        if lines.part:
            self._pass_part(lines)
        else:
            judged = self._read(lines)
            accepted = self._judge(judged)
            for error in judged.wrong.values():
                self._errors.add(error)
            if self._every:
                self._write_every(lines, judged, accepted)
            else:
                refused = {p for p, yes in zip(judged.places, accepted, strict=True) if not yes}
                kept = lines.lines
                if refused:
                    kept = [line for p, line in enumerate(kept) if p not in refused]
                if kept:
                    ended = lines.ended or len(lines.lines) - 1 in refused
                    self._sink.write(b"\n".join(kept) + b"\n" * ended)
            self._write_rejected(judged, accepted)
        if lines.damage is not None:
            number = lines.first + len(lines.lines)
            self._errors.add(RecordError(self._name, number, lines.damage))
        self._output.flush()

    def _pass_part(self, lines: Lines) -> None:
        if not self._inside:
            cause = "a line of more than 16 MB"
            self._errors.add(RecordError(self._name, lines.first, cause))
            if self._every:
                self._sink.write(_answer(lines.first, None, True, cause))
        self._inside = not lines.ended
        if not self._every:
            self._sink.write(b"".join(lines.lines) + b"\n" * lines.ended)

    def _read(self, lines: Lines) -> _Judged:
        judged = _Judged([], [], {})
        for place, line in enumerate(lines.lines):
            record = read_line(self._name, lines.first + place, line)
            if isinstance(record, UrlRecord):
                cause = _problem(record.url)
                if cause is None:
                    judged.records.append(record)
                    judged.places.append(place)
                    continue
                record = RecordError(self._name, record.line, cause)
            if record is not None:
                judged.wrong[place] = record
        return judged

    def _judge(self, judged: _Judged) -> list[bool]:
        """Return whether each URL is accepted."""
        records = judged.records
        accepted = self._prefilter.accept_all(
            [record.url for record in records],
            [record.anchor for record in records],
            [record.source_url or "" for record in records],
        )
        self.accepted += sum(accepted)
        self.refused += len(accepted) - sum(accepted)
        return accepted

    def _write_every(self, lines: Lines, judged: _Judged, accepted: Sequence[bool]) -> None:
        reports = self._reports(judged.records)
        answers = {
            place: _answer(lines.first + place, report, yes, None)
            for place, report, yes in zip(judged.places, reports, accepted, strict=True)
        }
        for place, error in judged.wrong.items():
            answers[place] = _answer(lines.first + place, None, True, error.cause)
        self._sink.write(b"".join(answers[place] for place in sorted(answers)))

    def _write_rejected(self, judged: _Judged, accepted: Sequence[bool]) -> None:
        if self._rejected is None:
            return
        records = [r for r, yes in zip(judged.records, accepted, strict=True) if not yes]
        for record, report in zip(records, self._reports(records), strict=True):
            entry = {"source": record.source, "line": record.line, **report.to_dict()}
            entry |= {"anchor": record.anchor, "source_url": record.source_url}
            self._rejected.write(dumps(entry) + b"\n")
        self._rejected.flush()

    def _reports(self, records: Sequence[UrlRecord]) -> list[UrlReport]:
        reports: list[UrlReport] = self._detector.score_urls(
            [record.url for record in records],
            [record.anchor for record in records],
            [record.source_url or "" for record in records],
        )
        return reports


def _answer(line: int, report: UrlReport | None, accepted: bool, error: str | None) -> bytes:
    told = report.to_dict() if report is not None else {}
    return dumps({"line": line, "accepted": accepted, **told, "error": error}) + b"\n"


def _problem(url: str) -> str | None:
    """Return what is wrong with a line that is to be a URL, if anything is."""
    if len(url) > _LONGEST_URL:
        return f"a URL of {len(url):,} characters"
    if _CONTROL.search(url):
        return "control characters in the URL"
    if not url.isascii() and _SURROGATE.search(url):
        return "the URL is not valid UTF-8"
    if _USUAL.match(url):
        return None
    parts = split_url(url)
    if parts.host.kind == "none" and parts.scheme in _HOSTLESS:
        return "is no URL: it has no host"
    return None
