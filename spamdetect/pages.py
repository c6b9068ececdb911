"""Score HTML pages: the text of a page with its markup, and the way back to the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from spamdetect.batching import in_batches
from spamdetect.html import Page, parse, remove_spans
from spamdetect.late import Together
from spamdetect.reports import Report
from spamdetect.sections import MOSTLY_HIDDEN

BATCH_CHARS: Final = 1 << 20
"""Text of the pages that are scored together, in code points."""
_SOURCE_TO_TEXT: Final = 16
"""Source that counts as much as a code point of text: markup takes memory, too."""
BATCH_PAGES: Final = 512

ScoreBatch = Callable[[Sequence[str], Sequence[str | None], Sequence[Page]], list[Report]]
"""Scores the texts of pages in one batch, as `Detector.score_batch` does."""


def score_pages(
    score: ScoreBatch, pages: Iterable[tuple[bytes | str, str | None]]
) -> Iterator[Report]:
    """Score HTML pages with their addresses, in order; see `Detector.score_htmls`."""
    parsed = ((parse(html), url) for html, url in pages)
    for batch in in_batches(parsed, _size, BATCH_CHARS, BATCH_PAGES):
        read, urls = zip(*batch, strict=True)
        reports = score([page.text for page in read], urls, read)
        for page, report in zip(read, reports, strict=True):
            yield _finished(page, report)


def _size(entry: tuple[Page, str | None]) -> int:
    page, _ = entry
    return max(len(page.text), len(page.source) // _SOURCE_TO_TEXT)


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
