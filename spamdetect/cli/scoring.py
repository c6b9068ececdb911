"""One batch of documents scored, and what a detector for that is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spamdetect.detector import Detector
    from spamdetect.reports import Report

Payload = tuple[str | None, bytes | str | None, str | None]
"""Text, HTML and URL of a record."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a detector is made of; small enough to be sent to other processes.

    Attributes
    ----------
    model : str
    preset : str
    allow, block : tuple of str
        Files with lists of hosts.
    """

    model: str = "default"
    preset: str = "balanced"
    allow: tuple[str, ...] = ()
    block: tuple[str, ...] = ()


def load_detector(settings: Settings) -> Detector:
    """Load the detector that the settings describe.

    Raises
    ------
    ModelError
        If there is no such model or it is damaged.
    OSError
        If a list cannot be read.
    """
    from spamdetect.detector import Detector

    return Detector.load(
        settings.model,
        preset=settings.preset,
        allow=_hosts(settings.allow),
        block=_hosts(settings.block),
    )


def _hosts(paths: Sequence[str]) -> frozenset[str]:
    hosts: set[str] = set()
    for path in paths:
        for line in Path(path).read_text("utf-8", "replace").splitlines():
            entry = line.partition("#")[0].strip()
            if entry:
                hosts.add(entry.lower())
    return frozenset(hosts)


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

    def __init__(self, detector: Detector, remove: Sequence[str] = ()) -> None:
        self._detector = detector
        self._remove = frozenset(remove)

    def __call__(self, payloads: Sequence[Payload]) -> list[Outcome]:
        """Return the outcome of each document."""
        alone = [text is None or url is not None for text, _, url in payloads]
        texts = [text for text, _, url in payloads if text is not None and url is None]
        try:
            batch = iter(list(self._detector.score_texts(texts)))
        except Exception:
            batch, alone = iter(()), [True] * len(payloads)
        return [
            self._alone(payload) if single else self._outcome(next(batch), payload)
            for payload, single in zip(payloads, alone, strict=True)
        ]

    def _alone(self, payload: Payload) -> Outcome:
        text, html, url = payload
        try:
            if text is not None:
                return self._outcome(self._detector.score_text(text, url=url), payload)
            return self._outcome(self._detector.score_html(html or "", url=url), payload)
        except Exception as error:
            # One document must not cost the others of its file, whatever went wrong in it.
            return Outcome(None, None, f"internal error: {type(error).__name__}: {error}")

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
        from spamdetect.html import remove

        return remove(html or "", spans)


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
