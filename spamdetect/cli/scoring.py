"""One batch of documents or URLs scored, as commands want it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from spamdetect.counts import Counts, counts_of
from spamdetect.rows import DocumentDetector, Outcome, score_each

if TYPE_CHECKING:
    from spamdetect.io.records import Record
    from spamdetect.io.urls import UrlRecord
    from spamdetect.reports import Report, UrlReport
    from spamdetect.settings import Settings

R = TypeVar("R")
Finish = Callable[["Record", "Report"], R]
"""Makes what is wanted of a record, whose `raw` it must not use, and of its report."""
Counted = tuple[R, Counts]


def load_detector(settings: Settings) -> Any:
    """Load the detector that the settings describe.

    Raises
    ------
    ModelError
        If there is no such model or it is damaged.
    """
    return settings.load()


def url_reports(detector: Any, records: Sequence[UrlRecord]) -> list[UrlReport]:
    """Return the reports on URLs, each scored with its anchor and its page.

    Parameters
    ----------
    detector : Detector
    records : sequence of UrlRecord
    """
    reports: list[UrlReport] = detector.score_urls(
        [record.url for record in records],
        [record.anchor for record in records],
        [record.source_url or "" for record in records],
    )
    return reports


def stripped(record: Record, report: Report) -> Report:
    """Return a report without the document itself, cheap to hand from process to process.

    Parameters
    ----------
    record : Record
        Not used.
    report : Report
        Its `text`, `clean_text` and `clean_html` are left out.
    """
    return replace(report, text="", clean_text="", clean_html=None)


class Scorer(Generic[R]):
    """Scores batches of documents.

    Parameters
    ----------
    detector : DocumentDetector
    finish : callable
        Makes what is wanted of a record and its report.
    """

    def __init__(self, detector: DocumentDetector, finish: Finish[R]) -> None:
        self._detector = detector
        self._finish = finish

    def __call__(self, records: Sequence[Record]) -> list[Outcome[Counted[R]]]:
        """Return the outcome of each document, with what a summary counts of it.

        Parameters
        ----------
        records : sequence of Record

        Raises
        ------
        SpamdetectError
            If no document can be scored: the model is damaged, a package is missing.
        """
        return score_each(self._detector, records, self._counted)

    def _counted(self, record: Record, report: Report) -> Counted[R]:
        return self._finish(record, report), counts_of(report)
