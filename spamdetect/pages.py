"""Score HTML pages: the text of a page with its markup, and the way back to the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from spamdetect.html import Page, parse, remove_spans
from spamdetect.late import Together
from spamdetect.reports import Report
from spamdetect.sections import MOSTLY_HIDDEN

BATCH_CHARS: Final = 1 << 20
"""Text of the pages that are scored together, in code points."""
BATCH_SOURCE: Final = 1 << 24
BATCH_PAGES: Final = 512

ScoreBatch = Callable[[Sequence[str], Sequence[str | None], Sequence[Page]], list[Report]]
"""Scores the texts of pages in one batch, as `Detector.score_batch` does."""


def score_pages(
    score: ScoreBatch, pages: Iterable[tuple[bytes | str, str | None]]
) -> Iterator[Report]:
    """Score HTML pages with their addresses, in order; see `Detector.score_htmls`."""
    batch: list[tuple[Page, str | None]] = []
    text = source = 0
    for html, url in pages:
        page = parse(html)
        batch.append((page, url))
        text += len(page.text)
        source += len(page.source)
        if text >= BATCH_CHARS or source >= BATCH_SOURCE or len(batch) >= BATCH_PAGES:
            yield from _scored(score, batch)
            batch, text, source = [], 0, 0
    yield from _scored(score, batch)


def _scored(score: ScoreBatch, batch: Sequence[tuple[Page, str | None]]) -> Iterator[Report]:
    if batch:
        pages, urls = zip(*batch, strict=True)
        reports = score([page.text for page in pages], urls, pages)
        for page, report in zip(pages, reports, strict=True):
            yield _finished(page, report)


def _finished(page: Page, report: Report) -> Report:
    """Return a report with what only the page can tell."""
    if not report.sections:
        return replace(report, clean_html=page.source)
    spam = [(s.start, s.end) for s in report.sections if s.label == "spam"]
    spans = [(s.start, s.end) for s in report.sections]
    selectors = Together(page.late_selectors(spans))
    hidden = (page.hidden_shares(*np.array(spans).T) >= MOSTLY_HIDDEN).tolist()
    return replace(
        report,
        sections=tuple(
            section.changed({"selector": partial(selectors.of, number)}, hidden=hidden[number])
            for number, section in enumerate(report.sections)
        ),
        clean_html=remove_spans(page, spans=spam),
    )
