"""Scores of URLs into verdicts with reasons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from spamdetect.labels import Preset, UrlVerdict
from spamdetect.late import Together
from spamdetect.reports import Reason, UrlReport
from spamdetect.urls.rules import ListRules
from spamdetect.urls.score import UrlScorer, UrlScores

_GROUP: Final = 256
"""URLs whose reasons are worked out together, when the first are asked for."""


def url_reports(
    scorer: UrlScorer,
    rules: ListRules,
    preset: Preset,
    urls: Sequence[str],
    scores: UrlScores,
    anchors: Sequence[str] | None,
    source_urls: Sequence[str] | None,
) -> list[UrlReport]:
    """Return the reports of scored URLs; the lists decide before the model.

    Parameters
    ----------
    scorer : UrlScorer
    rules : ListRules
    preset : {"strict", "balanced", "sensitive"}
    urls : sequence of str
    scores : UrlScores
        Those of `urls`, in their order.
    anchors, source_urls : sequence of str or None
        One for each URL.

    Returns
    -------
    list of UrlReport
        With reasons, once they are asked for, where the verdict is not ``ok``.
    """
    spam = scorer.thresholds[preset]
    unsure = scorer.thresholds["sensitive"]
    probability = scores.probability.tolist()
    category = scores.category.tolist()
    rows = range(len(urls))
    ruled = {}
    if rules:
        ruled = {row: found for row in rows if (found := rules.decide(scores.hosts[row].name))}
    doubtful = [row for row in rows if row not in ruled and probability[row] >= unsure]
    waiting: dict[int, Callable[[], tuple[Reason, ...]]] = {}
    for first in range(0, len(doubtful), _GROUP):
        group = doubtful[first : first + _GROUP]
        explained = Together(
            partial(
                scorer.reasons_of,
                [scores.rows[row] for row in group],
                [anchors[row] if anchors else "" for row in group],
                [(source_urls[row] or "") if source_urls else "" for row in group],
            )
        )
        waiting |= {row: partial(explained.of, place) for place, row in enumerate(group)}
    out: list[UrlReport] = []
    for row in rows:
        host, domain = scores.hosts[row], scores.domains[row]
        score = probability[row]
        verdict: UrlVerdict = "spam" if score >= spam else "unsure" if score >= unsure else "ok"
        reasons: tuple[Reason, ...] = ()
        if row in ruled:
            verdict, score, reason = ruled[row]
            reasons = (reason,)
        registered = f"{domain[1]}.{domain[2]}" if domain[1] else ""
        kind = scorer.category_name(category[row]) if verdict != "ok" else None
        report = UrlReport(urls[row], host.name, registered, verdict, score, kind, reasons)
        out.append(report.changed({"reasons": waiting[row]}) if row in waiting else report)
    return out
