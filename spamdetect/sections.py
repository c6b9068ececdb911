"""From block scores to sections and a verdict.

A run of flagged blocks becomes a section. A section begins at a block over the threshold
``enter`` and takes in its neighbours over the lower threshold ``stay`` (hysteresis): the author
line of a spam comment, or the tame anchors in a list of wild ones. What readers see and what they
do not never share a section.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import Verdict

MOSTLY: Final = 0.6
"""Share of a page's visible text that makes the page itself spam (or nothing but junk)."""
MOSTLY_HIDDEN: Final = 0.5
"""Share of the text of a block or section, hidden from readers, that makes it hidden."""
SMALL_TEXT: Final = 600
SMALL_PAGE: Final = 2000
"""Texts and HTML pages with less text than this, in code points: sections reach no further than the
line, or the paragraph of HTML, as one entry of spam makes up much of what the scores of the others
are made of."""
SHORT_GAP: Final = 40
"""A single unflagged block of at most this many code points between two flagged ones."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Log-odds at which blocks are flagged.

    Attributes
    ----------
    enter : float
        A section needs one block that reaches this.
    stay : float
        Neighbours of flagged blocks are taken in from here.
    junk : float
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
    small: int = SMALL_PAGE,
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
        Length from which on documents are not small, in code points.

    Returns
    -------
    ndarray of bool, shape (n_blocks,)
    """
    place = _places(document, hidden)
    if opening is not None:
        place = _apart(place, opening & (np.bincount(document, length)[document] < small))
    sure = logit >= limits.enter
    if not sure.any():
        return sure
    fair = logit >= limits.stay
    fair |= sure
    gap = ~fair
    bridged = np.zeros(len(fair), bool)
    if len(fair) > 2:
        bridged[1:-1] = (
            gap[1:-1]
            & fair[:-2]
            & fair[2:]
            & (place[:-2] == place[1:-1])
            & (place[1:-1] == place[2:])
            & (length[1:-1] <= SHORT_GAP)
        )
    joined = fair | bridged
    new_run = np.ones(len(joined), bool)
    new_run[1:] = (joined[1:] != joined[:-1]) | (place[1:] != place[:-1])
    run = np.cumsum(new_run) - 1
    surest = np.zeros(int(run[-1]) + 1, bool)
    np.logical_or.at(surest, run[sure], True)
    return np.asarray(joined & surest[run])


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


def verdict_of(spam: int, junk: int, total: int) -> Verdict:
    """Return the verdict on a document.

    Parameters
    ----------
    spam, junk, total : int
        Lengths in code points of spam sections, junk sections and all blocks.

    Returns
    -------
    {"clean", "injected", "spam", "junk"}
    """
    if spam:
        return "spam" if spam >= MOSTLY * max(total - junk, 1) else "injected"
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
