"""Character level: how well the sections of reports fit the labelled spans."""

from __future__ import annotations

from typing import Any

import numpy as np

from spamdetect.learn.evaluation.bootstrap import interval
from spamdetect.learn.evaluation.metrics import SpanScore, f1, mean_by, span_score
from spamdetect.learn.evaluation.scoring import Scored


def span_scores(scored: Scored) -> list[SpanScore]:
    """Return the span score of each document at the balanced preset."""
    return [
        span_score(
            document.text,
            [(start, end) for start, end, _ in outcome.spam],
            [(start, end) for start, end, _ in document.spans],
        )
        for document, outcome in zip(scored.documents, scored.outcomes, strict=True)
    ]


def span_figures(scored: Scored, seed: int = 0) -> dict[str, Any]:
    """Return span scores as means over sites or campaigns of the means over their documents.

    Parameters
    ----------
    scored : Scored
    seed : int

    Returns
    -------
    dict
        ``f1`` after SemEval-2021 with its ``interval``, ``precision``, ``recall``,
        ``granularity``, ``plagdet``; ``f1_pooled``, from the characters of all documents of a
        group together; ``documents``, ``groups``.
    """
    scores = span_scores(scored)
    groups = scored.groups()
    names, place = np.unique(groups, return_inverse=True)
    place = place.reshape(-1)
    values = {
        name: np.array([getattr(score, name) for score in scores], np.float64)
        for name in ("f1", "precision", "recall", "granularity", "plagdet")
    }
    sums = [
        np.bincount(place, [getattr(score, name) for score in scores], len(names)).tolist()
        for name in ("hits", "predicted", "actual")
    ]
    pooled = [f1(*row) for row in zip(*sums, strict=True)]
    return {
        "documents": len(scores),
        "groups": len(names),
        **{name: mean_by(column, groups) for name, column in values.items()},
        "interval": interval(values["f1"], np.ones(len(scores)), groups, seed),
        "f1_pooled": float(np.mean(pooled)) if pooled else float("nan"),
    }


def span_slices(scored: Scored) -> dict[str, float]:
    """Return the mean F1 of the documents of each form of injection."""
    values = np.array([score.f1 for score in span_scores(scored)])
    forms = np.array([d.form for d in scored.documents], dtype=str)
    return {
        form: float(values[forms == form].mean()) for form in sorted(set(forms.tolist())) if form
    }
