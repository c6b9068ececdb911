"""Scores of URLs into verdicts with reasons."""

from __future__ import annotations

from collections.abc import Sequence

from spamdetect.labels import Preset, UrlVerdict
from spamdetect.reports import Reason, UrlReport
from spamdetect.urls.rules import ListRules
from spamdetect.urls.score import UrlScorer, UrlScores, category_name


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
        With reasons where the verdict is not ``ok``.
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
    explained = scorer.reasons_of(
        [scores.rows[row] for row in doubtful],
        [anchors[row] if anchors else "" for row in doubtful],
        [(source_urls[row] or "") if source_urls else "" for row in doubtful],
    )
    reasons_of = dict(zip(doubtful, explained, strict=True))
    out: list[UrlReport] = []
    for row in rows:
        host, domain = scores.hosts[row], scores.domains[row]
        score = probability[row]
        verdict: UrlVerdict = "spam" if score >= spam else "unsure" if score >= unsure else "ok"
        reasons: tuple[Reason, ...] = reasons_of.get(row, ())
        if row in ruled:
            verdict, score, reason = ruled[row]
            reasons = (reason,)
        registered = f"{domain[1]}.{domain[2]}" if domain[1] else ""
        kind = category_name(category[row]) if verdict != "ok" else None
        out.append(UrlReport(urls[row], host.name, registered, verdict, score, kind, reasons))
    return out
