"""Lines of URLs answered as they come: which are worth a request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from spamdetect.cli.errors import ErrorLog, blamed_on
from spamdetect.cli.scoring import url_reports
from spamdetect.crawl.prefilter import Prefilter
from spamdetect.io.jsontext import dumps
from spamdetect.io.prompt import Lines
from spamdetect.io.records import RecordError
from spamdetect.io.urls import UrlRecord, read_line
from spamdetect.io.writer import Sink

if TYPE_CHECKING:
    from spamdetect.reports import UrlReport


@dataclass(slots=True)
class _Judged:
    """Lines with the URLs among them."""

    records: list[UrlRecord]
    places: list[int]
    wrong: dict[int, RecordError]


class Answers:
    """Answers lines, and counts what it accepts and refuses.

    Parameters
    ----------
    detector : Detector
    errors : ErrorLog
        Is told of lines that are no URLs.
    sink : Sink
        Takes the answers; what it has is handed on after each of them.
    rejected : Sink or None
        Takes rejected URLs with their reasons.
    name : str
        Of the input.
    every : bool
        Answer every line with a JSON object, instead of giving back those that are accepted.
    field : str
        Of JSON objects, with the URL.

    Attributes
    ----------
    accepted, refused : int
    """

    def __init__(
        self,
        detector: Any,
        errors: ErrorLog,
        sink: Sink,
        rejected: Sink | None,
        name: str,
        *,
        every: bool,
        field: str = "url",
    ) -> None:
        self._detector = detector
        self._prefilter = Prefilter(detector)
        self._errors = errors
        self._sink = sink
        self._rejected = rejected
        self._name = name
        self._every = every
        self._field = field
        self._inside = False
        self.accepted = 0
        self.refused = 0

    def answer(self, lines: Lines) -> None:
        """Write the answers to some lines, and flush them.

        Parameters
        ----------
        lines : Lines
        """
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
        self._sink.sync()

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
            record = read_line(self._name, lines.first + place, line, self._field)
            if isinstance(record, UrlRecord):
                judged.records.append(record)
                judged.places.append(place)
            elif record is not None:
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
        reports = url_reports(self._detector, judged.records)
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
        reports = url_reports(self._detector, records)
        with blamed_on(self._rejected.name):
            for record, report in zip(records, reports, strict=True):
                entry = {"source": record.source, "line": record.line, **report.to_dict()}
                entry |= {"anchor": record.anchor, "source_url": record.source_url}
                self._rejected.write(dumps(entry) + b"\n")
            self._rejected.sync()


def _answer(line: int, report: UrlReport | None, accepted: bool, error: str | None) -> bytes:
    told = report.to_dict() if report is not None else {}
    return dumps({"line": line, "accepted": accepted, **told, "error": error}) + b"\n"
