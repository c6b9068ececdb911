"""What was said of findings so far, with a way back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spamdetect.cli.labels_file import LabelsFile
from spamdetect.labels import Label
from spamdetect.reports import Report, Section

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A document to be judged.

    Attributes
    ----------
    record : mapping
        What is written of it beside its spans.
    report : Report
        With its text.
    place : str
        Where it was read.
    asked : tuple of Section
        The findings to ask about, in order.
    kept : tuple of span
        Of the findings that are taken as they are.
    """

    record: Mapping[str, Any]
    report: Report
    place: str
    asked: tuple[Section, ...]
    kept: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many findings were right and wrong, spans added, documents done and left out."""

    right: int = 0
    wrong: int = 0
    changed: int = 0
    added: int = 0
    documents: int = 0
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class _State:
    case: int
    question: int
    spans: tuple[Span, ...]
    tally: Tally
    size: int


class Judging:
    """Goes through cases, question by question; a case is written when it has no more.

    Parameters
    ----------
    cases : sequence of Case
    labels : LabelsFile
    """

    def __init__(self, cases: Sequence[Case], labels: LabelsFile) -> None:
        self.cases = cases
        self._labels = labels
        self._past: list[_State] = []
        self._now = _State(0, 0, (), Tally(), labels.size)

    @property
    def case(self) -> Case | None:
        """The case in hand; None if all are done."""
        return self.cases[self._now.case] if self._now.case < len(self.cases) else None

    @property
    def number(self) -> int:
        """Index of the case in hand."""
        return self._now.case

    @property
    def question(self) -> int:
        """Index of the finding in hand, among those of the case."""
        return self._now.question

    @property
    def tally(self) -> Tally:
        """What was said so far."""
        return self._now.tally

    def answer(self, right: bool, category: str | None = None) -> None:
        """Say whether the finding in hand is right, and under which category.

        Parameters
        ----------
        right : bool
        category : str, optional
            Another one than was found.
        """
        case, now = self._case(), self._now
        section = case.asked[now.question]
        tally, spans = now.tally, now.spans
        if right:
            spans = (*spans, (section.start, section.end, category or section.category))
            changed = category is not None and category != section.category
            tally = replace(tally, right=tally.right + 1, changed=tally.changed + changed)
        else:
            tally = replace(tally, wrong=tally.wrong + 1)
        self._go(replace(now, question=now.question + 1, spans=spans, tally=tally))

    def add(self, start: int, end: int, category: str) -> bool:
        """Label a span that was not found; return False if it meets another one.

        Parameters
        ----------
        start, end : int
            In code points of the text.
        category : str
        """
        case, now = self._case(), self._now
        taken = [(a, b) for a, b, _ in (*now.spans, *case.kept)]
        taken += [(section.start, section.end) for section in case.asked[now.question :]]
        if any(a < end and start < b for a, b in taken):
            return False
        tally = replace(now.tally, added=now.tally.added + 1)
        self._go(replace(now, spans=(*now.spans, (start, end, category)), tally=tally))
        return True

    def skip(self) -> None:
        """Leave the case out; it is not written."""
        tally = replace(self._now.tally, skipped=self._now.tally.skipped + 1)
        self._past.append(self._now)
        self._now = _State(self._now.case + 1, 0, (), tally, self._now.size)

    def undo(self) -> bool:
        """Take the last answer back; return False if there is none."""
        if not self._past:
            return False
        self._now = self._past.pop()
        self._labels.cut(self._now.size)
        return True

    def _case(self) -> Case:
        case = self.case
        if case is None:
            raise IndexError("no case is left")
        return case

    def _go(self, state: _State) -> None:
        self._past.append(self._now)
        case = self._case()
        if state.question == len(case.asked):
            self._labels.add({**case.record, "spans": sorted((*state.spans, *case.kept))})
            tally = replace(state.tally, documents=state.tally.documents + 1)
            state = _State(state.case + 1, 0, (), tally, self._labels.size)
        self._now = state


def uncertainty(case: Case) -> tuple[float, str]:
    """Return a sort key: how far the least certain finding is from an even chance.

    Parameters
    ----------
    case : Case
    """
    return min(abs(section.score - 0.5) for section in case.asked), case.place


def spans_of(report: Report, label: Label) -> tuple[Span, ...]:
    """Return the spans of a report's sections of a label."""
    return tuple((s.start, s.end, s.category) for s in report.sections if s.label == label)
