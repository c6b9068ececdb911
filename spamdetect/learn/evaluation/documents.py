"""Document level: false alarms on honest pages, recall of whole spam texts, what `clean` loses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import PRESETS
from spamdetect.learn.evaluation.bootstrap import interval, pooled_mean
from spamdetect.learn.evaluation.kinds import kind_members, language_of
from spamdetect.learn.evaluation.metrics import auc, threshold_at
from spamdetect.learn.evaluation.scoring import Scored

RATES: Final = (0.01, 0.001)
FEW: Final = 20
"""Texts of a language below which its recall says little."""

Floats = NDArray[np.float64]


def false_alarm_figures(scored: Scored, seed: int = 0) -> dict[str, Any]:
    """Return the share of honest documents with a spam section, and of characters removed.

    Parameters
    ----------
    scored : Scored
        Honest documents.
    seed : int

    Returns
    -------
    dict
        ``documents``; ``promised``, ``flagged`` and ``interval`` by preset; ``sources``: mean
        over sources at the balanced preset; ``removed``: share of characters that `clean` takes
        away.
    """
    number = len(scored.documents)
    once = np.ones(number)
    sources = np.array([d.source for d in scored.documents], dtype=str)
    marks = {
        preset: np.array([o.flagged[preset] for o in scored.outcomes], np.float64)
        for preset in PRESETS
    }
    characters = sum(len(d.text) for d in scored.documents)
    removed = sum(end - start for o in scored.outcomes for start, end, _ in o.spam)
    return {
        "documents": number,
        "promised": dict(PRESETS),
        "flagged": {name: float(mark.mean()) if number else None for name, mark in marks.items()},
        "interval": {name: interval(mark, once, sources, seed) for name, mark in marks.items()},
        "mean over sources": pooled_mean(marks["balanced"], once, sources),
        "removed": removed / characters if characters else 0.0,
    }


def kind_figures(parts: Sequence[Scored], least: int = 10) -> dict[str, Any]:
    """Return the share of honest documents with a spam section per kind, the worst kind first.

    Parameters
    ----------
    parts : sequence of Scored
        Honest documents.
    least : int
        Kinds with fewer documents are left out.

    Returns
    -------
    dict
        For each kind ``documents``, ``flagged`` at the balanced preset, ``removed`` share of
        characters.
    """
    counts: dict[str, list[int]] = {}
    for scored in parts:
        for name, members in kind_members(scored).items():
            total = counts.setdefault(name, [0, 0, 0, 0])
            for index in members:
                outcome = scored.outcomes[index]
                removed = sum(end - start for start, end, _ in outcome.spam)
                row = (1, outcome.flagged["balanced"], len(scored.documents[index].text), removed)
                for place, value in enumerate(row):
                    total[place] += int(value)
    kinds = {
        name: {
            "documents": total[0],
            "flagged": total[1] / total[0],
            "removed": total[3] / max(total[2], 1),
        }
        for name, total in counts.items()
        if total[0] >= least
    }
    return dict(sorted(kinds.items(), key=lambda item: -item[1]["flagged"]))


def worst_sources(scored: Scored, least: int = 20, most: int = 12) -> dict[str, Any]:
    """Return the sources of honest documents with the largest shares of flagged ones."""
    sources = np.array([d.source for d in scored.documents], dtype=str)
    marks = np.array([o.flagged["balanced"] for o in scored.outcomes], bool)
    found = {
        name: {
            "documents": int((sources == name).sum()),
            "flagged": float(marks[sources == name].mean()),
        }
        for name in sorted(set(sources.tolist()))
        if (sources == name).sum() >= least
    }
    ranked = sorted(found.items(), key=lambda item: -float(item[1]["flagged"]))
    return dict(ranked[:most])


def spam_figures(scored: Scored, seed: int = 0) -> dict[str, Any]:
    """Return how many whole spam texts get the verdict ``spam`` or ``injected``.

    Parameters
    ----------
    scored : Scored
        Texts that are spam as a whole.
    seed : int

    Returns
    -------
    dict
        ``all`` and slices ``language``, ``category`` and ``source``: each with ``texts``,
        ``campaigns``, ``recall``, mean over campaigns with its ``interval``, and ``as_spam``,
        the share of texts with the verdict ``spam``; ``languages``: mean and lowest recall of
        texts over the languages with 20 or more.
    """
    documents = scored.documents
    slices: dict[str, list[str]] = {
        "language": [language_of(d) for d in documents],
        "category": [d.spans[0][2] if d.spans else "other" for d in documents],
        "source": [d.source for d in documents],
    }
    every = np.ones(len(documents), bool)
    result: dict[str, Any] = {"all": _caught(scored, every, seed)}
    for name, values in slices.items():
        column = np.array(values, dtype=str)
        result[name] = {
            value: _caught(scored, column == value, seed) for value in sorted(set(values))
        }
    many = {
        language: row["recall"]
        for language, row in result["language"].items()
        if row["texts"] >= FEW
    }
    result["languages"] = {
        "mean": float(np.mean(list(many.values()))) if many else None,
        "lowest": min(many, key=lambda name: many[name]) if many else None,
        "lowest recall": min(many.values()) if many else None,
    }
    return result


def _caught(scored: Scored, chosen: NDArray[np.bool_], seed: int) -> dict[str, Any]:
    rows = np.flatnonzero(chosen).tolist()
    verdicts = [scored.outcomes[i].verdict for i in rows]
    hits = np.array([verdict in ("spam", "injected") for verdict in verdicts], np.float64)
    groups = scored.groups()[chosen]
    once = np.ones(len(rows))
    return {
        "texts": len(rows),
        "campaigns": len(np.unique(groups)),
        "recall": float(hits.mean()) if rows else None,
        "mean over campaigns": pooled_mean(hits, once, groups),
        "interval": interval(hits, once, groups, seed),
        "as_spam": verdicts.count("spam") / len(rows) if rows else None,
    }


def ranking_figures(clean: Scored, parts: Mapping[str, Scored], seed: int = 0) -> dict[str, Any]:
    """Return the recall of documents with spam at rates of clean pages over the threshold.

    Parameters
    ----------
    clean : Scored
    parts : mapping of str to Scored
        Documents that hold spam.
    seed : int
    """
    negatives = np.array([o.score for o in clean.outcomes])
    result: dict[str, Any] = {}
    for name, scored in parts.items():
        if not scored.documents or not len(negatives):
            continue
        scores = np.array([o.score for o in scored.outcomes])
        groups, once = scored.groups(), np.ones(len(scores))
        hits = {
            f"{rate:g}": (scores > threshold_at(negatives, rate)).astype(np.float64)
            for rate in RATES
        }
        result[name] = {
            "documents": len(scores),
            "auc": auc(scores, negatives),
            "recall": {rate: pooled_mean(hit, once, groups) for rate, hit in hits.items()},
            "interval": {rate: interval(hit, once, groups, seed) for rate, hit in hits.items()},
        }
    return result
