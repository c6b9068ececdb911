"""From block scores to sections and a verdict.

A run of flagged blocks becomes a section. A section begins at a block over the threshold
``enter``, a sure one, and takes in neighbours below it (hysteresis): the author line of a spam
comment, or the tame anchors in a list of wild ones. The more sure blocks it holds, the lower its
neighbours may score, down to ``stay``. What readers see and what they do not never share a section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import Verdict

MOSTLY: Final = 0.6
"""Share of a page's visible text that makes the page itself spam (or nothing but junk)."""
MUCH: Final = 0.3
LIKELY_REST: Final = 0.0
"""A page with at least this share of spam is spam itself if the rest, weighed by length, has these
log-odds on the mean. Of written and generated pages held out that are spam and flagged 59 in 1,523
more are called spam for it, of those with spam put in 2 in 2,115."""
MOSTLY_HIDDEN: Final = 0.5
"""Share of the text of a block or section, hidden from readers, that makes it hidden."""
SMALL_TEXT: Final = 900
SMALL_PAGE: Final = 2000
"""Texts and HTML pages with less text than this, in code points: sections do not cross lines, or
paragraphs of HTML, and take in no neighbours but bridges, as one entry of spam makes up much of
what the scores of the others are made of."""
SHORT_GAP: Final = 40
"""A single unflagged block of at most this many code points between two flagged ones."""
REACH: Final = ((1, 1 / 3), (2, 1 / 2), (4, 3 / 4), (8, 1.0))
"""Sure blocks in a section, and how far from ``enter`` to ``stay`` it may go with so many. Out of
fold, what a lone sure block takes in is honest half of the time at scores at which next to eight
sure ones two thirds or more are spam."""

USUAL_LENGTH: Final = 40.0
"""Code points of a block that is junk from the threshold for junk on."""
LENGTH_WEIGHT: Final = 0.35
"""Log-odds that junk needs more for each doubling of its length: of a long block taken for junk by
mistake more of the article is lost. Held out, at equal share lost, blocks are found with an F1 two
points higher."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log-odds at which blocks are flagged.

    Attributes
    ----------
    enter : float
        A section needs one block that reaches this.
    stay : float
        Neighbours of many flagged blocks are taken in from here; see `REACH`.
    junk : float
        Blocks whose log-odds of junk, weighed by `junk_weighed`, reach this are junk.
    """

    enter: float
    stay: float
    junk: float


def flag_spam(
    logit: NDArray[np.float64],
    document: NDArray[np.int64],
    length: NDArray[np.int64],
    limits: Thresholds,
    hidden: NDArray[np.bool_] | None = None,
    opening: NDArray[np.bool_] | None = None,
    *,
    small: int,
) -> NDArray[np.bool_]:
    """Return which blocks are spam.

    Parameters
    ----------
    logit : ndarray of float64, shape (n_blocks,)
    document : ndarray of int64, shape (n_blocks,)
    length : ndarray of int64, shape (n_blocks,)
        In code points.
    limits : Thresholds
    hidden : ndarray of bool, shape (n_blocks,), optional
        Which blocks a reader of an HTML page does not see.
    opening : ndarray of bool, shape (n_blocks,), optional
        Which blocks begin a line of a text, or a paragraph of an HTML page.
    small : int
        Length from which on documents are not small, in code points: `SMALL_TEXT` of texts,
        `SMALL_PAGE` of HTML pages.

    Returns
    -------
    ndarray of bool, shape (n_blocks,)
    """
    sure = logit >= limits.enter
    if not sure.any():
        return sure
    rows = np.bincount(document, sure)[document] > 0
    place = _places(document, hidden)
    is_small = np.bincount(document, length)[document] < small
    if opening is not None:
        place = _apart(place, opening & is_small)
    out = np.zeros(len(sure), bool)
    out[rows] = _grown(
        logit[rows], sure[rows], place[rows], length[rows] <= SHORT_GAP, is_small[rows], limits
    )
    return out


def _grown(
    logit: NDArray[np.float64],
    sure: NDArray[np.bool_],
    place: NDArray[np.int64],
    short: NDArray[np.bool_],
    is_small: NDArray[np.bool_],
    limits: Thresholds,
) -> NDArray[np.bool_]:
    """Return the sure blocks with the neighbours that they take in."""
    out = sure.copy()
    for least, share in REACH:
        reached = logit >= limits.enter + share * (limits.stay - limits.enter)
        fair = sure | (reached & ~is_small)
        joined = fair | _bridged(fair, place, short)
        new_run = np.ones(len(joined), bool)
        new_run[1:] = (joined[1:] != joined[:-1]) | (place[1:] != place[:-1])
        run = np.cumsum(new_run) - 1
        out |= joined & (np.bincount(run, sure)[run] >= least)
    return out


def _bridged(
    fair: NDArray[np.bool_], place: NDArray[np.int64], short: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Mark the single short blocks that stand between two fair ones."""
    out = np.zeros(len(fair), bool)
    out[1:-1] = (
        ~fair[1:-1]
        & fair[:-2]
        & fair[2:]
        & (place[:-2] == place[1:-1])
        & (place[1:-1] == place[2:])
        & short[1:-1]
    )
    return out


def junk_weighed(logit: NDArray[np.float64], length: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return log-odds of junk by what a mistake would cost, for the threshold.

    Parameters
    ----------
    logit : ndarray of float64, shape (n_blocks,)
    length : ndarray of int64, shape (n_blocks,)
        In code points, positive.

    Returns
    -------
    ndarray of float64, shape (n_blocks,)
    """
    return np.asarray(logit - LENGTH_WEIGHT * np.log2(length / USUAL_LENGTH))


def _places(document: NDArray[np.int64], hidden: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """Number documents, and apart from each other what of them is seen and what is not."""
    return document if hidden is None else document * 2 + hidden


def _apart(place: NDArray[np.int64], border: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Number places anew, with the blocks that begin one more."""
    return np.cumsum((np.diff(place, prepend=-1) != 0) | border)


def runs(
    labels: NDArray[np.int8],
    document: NDArray[np.int64],
    hidden: NDArray[np.bool_] | None = None,
) -> list[tuple[int, int, int]]:
    """Return maximal runs of equal, non-zero labels within documents.

    Parameters
    ----------
    labels : ndarray of int8, shape (n_blocks,)
        0 for content.
    document : ndarray of int64, shape (n_blocks,)
    hidden : ndarray of bool, shape (n_blocks,), optional
        As for `flag_spam`.

    Returns
    -------
    list of (first block, block after the last, label)
    """
    if not len(labels):
        return []
    change = np.ones(len(labels), bool)
    place = _places(document, hidden)
    change[1:] = (labels[1:] != labels[:-1]) | (place[1:] != place[:-1])
    starts = np.flatnonzero(change)
    ends = np.append(starts[1:], len(labels))
    return [
        (start, end, int(labels[start]))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True)
        if labels[start]
    ]


def verdict_of(spam: int, junk: int, total: int, rest: float = -np.inf) -> Verdict:
    """Return the verdict on a document.

    Parameters
    ----------
    spam, junk, total : int
        Lengths in code points of spam sections, junk sections and all blocks.
    rest : float
        Mean log-odds of spam of what is in neither.

    Returns
    -------
    {"clean", "injected", "spam", "junk"}
    """
    if spam:
        share = spam / max(total - junk, 1)
        is_spam = share >= MOSTLY or (share >= MUCH and rest >= LIKELY_REST)
        return "spam" if is_spam else "injected"
    return "junk" if total and junk >= total else "clean"


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """Return `text` without the given spans, which are in order and do not overlap."""
    kept: list[str] = []
    at = 0
    for start, end in spans:
        kept.append(text[at:start])
        at = end
    kept.append(text[at:])
    return "".join(kept)
