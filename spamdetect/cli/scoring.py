"""One batch of documents or URLs scored, and what a detector for that is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from spamdetect.cli.summary import Counts, counts_of
from spamdetect.errors import SpamdetectError

if TYPE_CHECKING:
    from spamdetect.io.records import Record
    from spamdetect.io.urls import UrlRecord
    from spamdetect.labels import Preset
    from spamdetect.reports import Report, UrlReport
    from spamdetect.urls.rules import HostRules

R = TypeVar("R")
Finish = Callable[["Record", "Report"], R]
"""Makes what is wanted of a record, whose `raw` it must not use, and of its report."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a detector is made of; small enough to be sent to other processes.

    Attributes
    ----------
    model : str
    preset : str
    allow, block : HostRules or None
        Lists of hosts; those of files are read again in other processes, not sent.
    """

    model: str = "default"
    preset: Preset = "balanced"
    allow: HostRules | None = None
    block: HostRules | None = None


class DocumentDetector(Protocol):
    """What is asked of `spamdetect.Detector` here."""

    def score_texts(
        self, texts: Iterable[str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        """Score texts, in order."""

    def score_htmls(
        self, pages: Iterable[bytes | str], urls: Iterable[str | None] | None = None
    ) -> Iterator[Report]:
        """Score pages, in order."""


def load_detector(settings: Settings) -> Any:
    """Load the detector that the settings describe.

    Raises
    ------
    ModelError
        If there is no such model or it is damaged.
    """
    from spamdetect.detector import Detector

    return Detector.load(
        settings.model,
        preset=settings.preset,
        allow=settings.allow or (),
        block=settings.block or (),
    )


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


@dataclass(frozen=True, slots=True)
class Outcome(Generic[R]):
    """What became of one record.

    Attributes
    ----------
    value : R or None
        What is wanted of it; None if it could not be scored.
    counts : Counts or None
        What a summary counts of it; None if it could not be scored.
    failure : str or None
        Why it could not be scored.
    """

    value: R | None
    counts: Counts | None
    failure: str | None = None


class Scorer(Generic[R]):
    """Scores batches of documents.

    Parameters
    ----------
    detector : Detector
    finish : callable
        Makes what is wanted of a record and its report.
    """

    def __init__(self, detector: DocumentDetector, finish: Finish[R]) -> None:
        self._detector = detector
        self._finish = finish

    def __call__(self, records: Sequence[Record]) -> list[Outcome[R]]:
        """Return the outcome of each document.

        Parameters
        ----------
        records : sequence of Record

        Raises
        ------
        SpamdetectError
            If no document can be scored: the model is damaged, a package is missing.
        """
        texts, pages = (
            [record for record in records if (record.text is None) == is_page]
            for is_page in (False, True)
        )
        done = iter(self._scored(texts)), iter(self._scored(pages))
        return [next(done[record.text is None]) for record in records]

    def _scored(self, records: Sequence[Record]) -> list[Outcome[R]]:
        """Return the outcomes of documents of one kind, all texts or all pages."""
        try:
            reports = list(self._reports(records))
            return [self._outcome(*pair) for pair in zip(records, reports, strict=True)]
        except SpamdetectError:
            raise
        except Exception as error:
            # One document must not cost the others of its batch, whatever went wrong in it.
            if len(records) == 1:
                cause = f"internal error: {type(error).__name__}: {error}"
                return [Outcome(None, None, cause)]
            return [self._scored([record])[0] for record in records]

    def _reports(self, records: Sequence[Record]) -> Iterator[Report]:
        urls = [record.url for record in records]
        texts = [record.text for record in records if record.text is not None]
        if texts or not records:
            return self._detector.score_texts(texts, urls)
        return self._detector.score_htmls([record.html or "" for record in records], urls)

    def _outcome(self, record: Record, report: Report) -> Outcome[R]:
        return Outcome(self._finish(record, report), counts_of(report))
