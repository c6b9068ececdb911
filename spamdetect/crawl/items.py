"""Scraped items: score the fields of one, and sum up what was found in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from spamdetect.detector import Detector
from spamdetect.io.html import cut_out, decode
from spamdetect.labels import Verdict
from spamdetect.reports import Report


def score_fields(
    detector: Detector,
    texts: Mapping[str, str],
    pages: Mapping[str, str | bytes],
    url: str | None = None,
) -> dict[str, Report]:
    """Score the fields of one item.

    Parameters
    ----------
    detector : Detector
    texts, pages : mapping of str
        Plain text and HTML by name of the field.
    url : str, optional
        Where the item comes from.

    Returns
    -------
    dict of str to Report
        By name of the field, texts first.
    """
    found = dict(zip(texts, detector.score_texts(texts.values(), [url] * len(texts)), strict=True))
    for name, page in pages.items():
        found[name] = detector.score_html(page, url)
    return found


def without_spam(
    detector: Detector,
    reports: Mapping[str, Report],
    pages: Mapping[str, str | bytes],
    url: str | None = None,
) -> dict[str, str | bytes]:
    """Return the fields that hold spam sections, without them.

    Parameters
    ----------
    detector : Detector
    reports : mapping of str to Report
        From `score_fields`.
    pages : mapping of str
        The fields that are HTML; bytes are given back in the encoding that they came in.
    url : str, optional
        Where the item comes from.

    Returns
    -------
    dict of str
        By name of the field; fields without spam are left out.
    """
    out: dict[str, str | bytes] = {}
    for name, report in reports.items():
        if all(section.label != "spam" for section in report.sections):
            continue
        page = pages.get(name)
        if page is None:
            out[name] = report.clean_text
        elif isinstance(page, str):
            out[name] = report.clean_html or ""
        else:
            text = decode(page)[0]
            out[name] = cut_out(page, detector.score_html(text, url).clean_html or "")
    return out


def annotation(reports: Mapping[str, Report]) -> dict[str, Any]:
    """Return what is written into an item about its fields.

    Parameters
    ----------
    reports : mapping of str to Report
        By name of the field; one at least.

    Returns
    -------
    dict
        ``verdict``, ``score`` and ``category`` of the item, and by name under ``fields`` those
        of each field with its ``sections``; ready for JSON.
    """
    worst = max(reports.values(), key=lambda report: report.score)
    verdict = overall_verdict(report.verdict for report in reports.values())
    bearing = [r for r in reports.values() if r.verdict == verdict] or [worst]
    return {
        "verdict": verdict,
        "score": worst.score,
        "category": max(bearing, key=lambda report: report.score).category,
        "fields": {
            name: {
                "verdict": report.verdict,
                "score": report.score,
                "category": report.category,
                "sections": [section.to_dict() for section in report.sections],
            }
            for name, report in reports.items()
        },
    }


def overall_verdict(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the verdict on an item: ``spam`` and ``junk`` only if all its fields are.

    Parameters
    ----------
    verdicts : iterable of str
        Of the fields; one at least.
    """
    seen = set(verdicts)
    if seen == {"spam"}:
        return "spam"
    if seen & {"spam", "injected"}:
        return "injected"
    return "junk" if seen == {"junk"} else "clean"
