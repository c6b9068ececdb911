"""Score HTML pages: the text of a page with its markup, and the way back to the source."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from spamdetect.html import Page, parse, remove_spans
from spamdetect.reports import Report, Section
from spamdetect.sections import MOSTLY_HIDDEN

if TYPE_CHECKING:
    from spamdetect.detector import Detector


def score_page(detector: Detector, html: bytes | str, url: str | None = None) -> Report:
    """Score an HTML page; see `Detector.score_html`."""
    page = parse(html)
    report = detector.score_batch([page.text], [url], [page])[0]
    if not report.sections:
        return replace(report, clean_html=page.source)
    spam = [(s.start, s.end) for s in report.sections if s.label == "spam"]
    selectors = page.selectors((s.start, s.end) for s in report.sections)
    return replace(
        report,
        sections=tuple(
            _placed(page, section, selector)
            for section, selector in zip(report.sections, selectors, strict=True)
        ),
        clean_html=remove_spans(page, spans=spam),
    )


def _placed(page: Page, section: Section, selector: str) -> Section:
    hidden = page.hidden_share(section.start, section.end) >= MOSTLY_HIDDEN
    return replace(section, hidden=hidden, selector=selector)
