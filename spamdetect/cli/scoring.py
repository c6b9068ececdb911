"""One batch of documents scored, and what a detector for that is made of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from spamdetect.errors import SpamdetectError

if TYPE_CHECKING:
    from spamdetect.labels import Preset
    from spamdetect.reports import Report
    from spamdetect.urls.rules import HostRules

Payload = tuple[str | None, bytes | str | None, str | None]
"""Text, HTML and URL of a record."""


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


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one record.

    Attributes
    ----------
    report : Report or None
        Without the document itself (`text`, `clean_text` and `clean_html` are empty), so that it
        is cheap to hand from process to process.
    cleaned : str or None
        The text or HTML without the sections to be removed; None if there are none.
    failure : str or None
        Why there is no report.
    """

    report: Report | None
    cleaned: str | None = None
    failure: str | None = None


class Scorer:
    """Scores batches of documents.

    Parameters
    ----------
    detector : Detector
    remove : collection of str
        Labels of the sections that `Outcome.cleaned` is without.
    """

    def __init__(self, detector: DocumentDetector, remove: Sequence[str] = ()) -> None:
        self._detector = detector
        self._remove = frozenset(remove)

    def __call__(self, payloads: Sequence[Payload]) -> list[Outcome]:
        """Return the outcome of each document.

        Parameters
        ----------
        payloads : sequence of tuple

        Raises
        ------
        SpamdetectError
            If no document can be scored: the model is damaged, a package is missing.
        """
        texts, pages = (
            [payload for payload in payloads if (payload[0] is None) == is_page]
            for is_page in (False, True)
        )
        done = iter(self._scored(texts)), iter(self._scored(pages))
        return [next(done[payload[0] is None]) for payload in payloads]

    def _scored(self, payloads: Sequence[Payload]) -> list[Outcome]:
        """Return the outcomes of documents of one kind, all texts or all pages."""
        try:
            reports = list(self._reports(payloads))
            return [self._outcome(*pair) for pair in zip(reports, payloads, strict=True)]
        except SpamdetectError:
            raise
        except Exception as error:
            # One document must not cost the others of its batch, whatever went wrong in it.
            if len(payloads) == 1:
                return [_failure(error)]
            return [self._scored([payload])[0] for payload in payloads]

    def _reports(self, payloads: Sequence[Payload]) -> Iterator[Report]:
        urls = [url for _, _, url in payloads]
        texts = [text for text, _, _ in payloads if text is not None]
        if texts or not payloads:
            return self._detector.score_texts(texts, urls)
        return self._detector.score_htmls([html or "" for _, html, _ in payloads], urls)

    def _outcome(self, report: Report, payload: Payload) -> Outcome:
        cleaned = None
        if any(section.label in self._remove for section in report.sections):
            cleaned = self._cleaned(report, payload)
        return Outcome(replace(report, text="", clean_text="", clean_html=None), cleaned)

    def _cleaned(self, report: Report, payload: Payload) -> str | None:
        text, html, _ = payload
        if self._remove == {"spam"}:
            return report.clean_html if text is None else report.clean_text
        spans = [(s.start, s.end) for s in report.sections if s.label in self._remove]
        if text is not None:
            return without(text, spans)
        from spamdetect.html import parse, remove_spans

        return remove_spans(parse(html or ""), spans)


def _failure(error: Exception) -> Outcome:
    return Outcome(None, None, f"internal error: {type(error).__name__}: {error}")


def without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text without some spans.

    Parameters
    ----------
    text : str
    spans : iterable of tuple of int
        ``[start, end)``, in order, not overlapping.
    """
    parts: list[str] = []
    position = 0
    for start, end in spans:
        parts.append(text[position:start])
        position = end
    return "".join(parts) + text[position:]
