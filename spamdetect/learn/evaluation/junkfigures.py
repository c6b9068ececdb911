"""Junk: block F1 against the article text of whole pages, and the article text that is lost."""

from __future__ import annotations

from typing import Any

import numpy as np

from spamdetect.learn.evaluation.metrics import f1
from spamdetect.learn.evaluation.scoring import Scored

MOSTLY = 0.5


def junk_figures(pages: Scored) -> dict[str, Any]:
    """Return how well junk sections fit the boilerplate of whole pages, mean over sites.

    Parameters
    ----------
    pages : Scored
        Pages whose boilerplate is labelled.

    Returns
    -------
    dict
        ``f1``, ``precision``, ``recall`` of blocks, pooled within a site; ``article_lost``: share
        of article characters inside junk or spam sections; ``documents``, ``sites``.
    """
    blocks = pages.blocks
    number = len(pages.documents)
    predicted = flagged_blocks(pages)
    actual = blocks.junk_share >= MOSTLY
    _, place = np.unique(pages.groups(), return_inverse=True)
    site = place.reshape(-1)[blocks.document]
    size = int(site.max()) + 1 if len(site) else 0
    hits, ours, theirs = (
        np.bincount(site, mask, size) for mask in (predicted & actual, predicted, actual)
    )
    article = np.bincount(site, blocks.visible * ~actual, size)
    lost = np.bincount(site, blocks.visible * (predicted & ~actual), size)
    rows = zip(hits.tolist(), ours.tolist(), theirs.tolist(), strict=True)
    known = article > 0
    return {
        "documents": number,
        "sites": size,
        "f1": float(np.mean([f1(*row) for row in rows])) if size else None,
        "f1_pooled": f1(float(hits.sum()), float(ours.sum()), float(theirs.sum())),
        "precision": float(hits.sum() / max(ours.sum(), 1)),
        "recall": float(hits.sum() / max(theirs.sum(), 1)),
        "article_lost": float((lost[known] / article[known]).mean()) if known.any() else None,
    }


def flagged_blocks(scored: Scored) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which blocks lie in a section, spam or junk, by their first character."""
    blocks = scored.blocks
    flagged = np.zeros(len(blocks.document), bool)
    edges = np.searchsorted(blocks.document, np.arange(len(scored.documents) + 1))
    for index, outcome in enumerate(scored.outcomes):
        rows = slice(int(edges[index]), int(edges[index + 1]))
        start = blocks.start[rows]
        for begin, end, _ in (*outcome.junk, *outcome.spam):
            flagged[rows] |= (start >= begin) & (start < end)
    return flagged
