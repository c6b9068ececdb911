"""Measure a model on HTML: real hacked pages, clean pages, hidden parts and the cuts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import read_batch
from spamdetect.detector import Detector
from spamdetect.html import Page, parse
from spamdetect.learn.corpus.documents import Document, Span
from spamdetect.learn.corpus.labelling import SPLICE, label_blocks
from spamdetect.learn.corpus.pages import HTML
from spamdetect.reports import Report

RATE: Final = 0.001
"""Share of the blocks of clean pages that may lie above the threshold."""
PARTLY: Final = 0.3
"""Share of a block inside spam that makes it a positive one."""
_HIDING: Final = ("hidden", "white-text", "opacity", "off-screen", "display")
"""Words in the form of a gold page that say that its spam is not seen."""

Floats = NDArray[np.float64]


def evaluate_html(
    clean: Sequence[Document], injected: Sequence[Document], detector: Detector
) -> dict[str, Any]:
    """Return the figures of HTML pages.

    Parameters
    ----------
    clean : sequence of Document
        Honest documents with their `html`.
    injected : sequence of Document
        Pages with labelled spans.
    detector : Detector
        Sections are those of its preset.

    Returns
    -------
    dict
        ``clean pages``, ``clean blocks``, ``gold pages``, ``sites``: counts. ``threshold``: the
        log-odds that `RATE` of the blocks of clean pages lie above; ``block recall`` of gold
        pages there, mean over sites, and ``by site``. ``false alarms``: share of clean pages
        with a spam section. ``hidden right``: share of the spam sections on gold pages with
        hidden spam that are said to be hidden. ``visible text kept``: share of the visible words
        of gold pages without their spam that stand in ``clean_html``, mean over sites that have
        such words. None where there is nothing to measure on.
    """
    clean_scores, flagged = [], 0
    for document in clean:
        page = parse(document.html or "")
        clean_scores.append(_scores(page, (), detector)[0])
        report = detector.score_batch([page.text], [None], [page])[0]
        flagged += any(section.label == "spam" for section in report.sections)
    below = np.concatenate(clean_scores) if clean_scores else np.empty(0)
    limit = float(np.quantile(below, 1.0 - RATE)) if len(below) else None
    found: defaultdict[str, list[Floats]] = defaultdict(list)
    hidden: list[bool] = []
    kept: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for document in injected:
        page = parse(document.html or "")
        report = detector.score_html(document.html or "")
        scores, positive = _scores(page, document.spans, detector)
        found[document.group].append(scores[positive])
        if any(word in document.form for word in _HIDING):
            hidden += _hidden(report, document.spans)
        kept[document.group] += text_kept(document, report)
    by_site = {
        site: float((np.concatenate(parts) > limit).mean())
        for site, parts in sorted(found.items())
        if limit is not None and any(part.size for part in parts)
    }
    return {
        "clean pages": len(clean),
        "clean blocks": len(below),
        "gold pages": len(injected),
        "sites": len(found),
        "threshold": limit,
        "block recall": _mean(list(by_site.values())),
        "by site": by_site,
        "false alarms": flagged / len(clean) if clean else None,
        "hidden right": _mean(hidden),
        "visible text kept": _mean(
            [words["kept"] / words["wanted"] for words in kept.values() if words["wanted"]]
        ),
    }


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _scores(
    page: Page, spans: tuple[Span, ...], detector: Detector
) -> tuple[Floats, NDArray[np.bool_]]:
    """Return the log-odds of the blocks of a page, and which of them are spam."""
    batch = read_batch([page.text], detector.urls, None, detector.rules, [page])
    labels = label_blocks(batch, [Document("", page.text, spans, kind=HTML)])
    positive = (labels.spam >= PARTLY) | (labels.spam_length >= SPLICE)
    return detector.text_part.blocks.score(batch).spam, positive


def _hidden(report: Report, spans: Iterable[Span]) -> list[bool]:
    """Return for each spam section that overlaps a span whether it is said to be hidden."""
    places = tuple(spans)
    return [
        section.hidden
        for section in report.sections
        if section.label == "spam"
        and any(section.start < end and start < section.end for start, end, _ in places)
    ]


def text_kept(document: Document, report: Report) -> Counter[str]:
    """Count a page's honest visible words, and those that the cleaned page still shows.

    Parameters
    ----------
    document : Document
        A page with labelled spans.
    report : Report
        Of the same page.

    Returns
    -------
    Counter
        Words ``wanted``, and of them those ``kept``.
    """
    wanted = _visible_words(document.html or "", document.spans)
    found = _visible_words(report.clean_html or "")
    return Counter(wanted=wanted.total(), kept=(wanted & found).total())


def _visible_words(source: str, left_out: Iterable[Span] = ()) -> Counter[str]:
    """Return the words of a page that a reader sees, without some spans of its text."""
    page = parse(source)
    text = page.text
    for start, end, _ in left_out:
        text = text[:start] + " " * (end - start) + text[end:]
    shown = np.flatnonzero(~page.run_hidden).tolist()
    runs = (text[page.run_start[run] : page.run_end[run]] for run in shown)
    return Counter(word for run in runs for word in run.split())
