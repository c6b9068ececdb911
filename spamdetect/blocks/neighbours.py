"""A block in the light of its neighbours' scores: stacked sequential learning.

Spam stands together: the lines of a list, the sentences of a comment, the paragraphs of a doorway.
A second forest sees the scores that the first one gave to a block and to the blocks around it, and
both decide together (Cohen and Carvalho, "Stacked sequential learning", IJCAI 2005).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import context, units

_STEPS: Final = (1, 2, 3, -1, -2, -3)
OWN: Final = (
    "length",
    "whole_line",
    "ngram_spam",
    "url_peak",
    "address_peak",
    "urls",
    "position",
    "spam_terms",
    "is_record_head",
    "novel_words",
    "foreign_script",
)
"""Features of the block itself that the second forest sees."""
NAMES: Final = (
    "score",
    *(f"score_{'before' if step > 0 else 'after'}_{abs(step)}" for step in _STEPS),
    *(f"{level}_{what}" for level in units.LEVELS for what in ("highest", "mean", "blocks")),
    "document_highest",
    "document_mean",
    "document_likely",
    "document_likely_share",
    "document_blocks",
    *OWN,
)
LOWEST: Final = -10.0
HIGHEST: Final = 12.0
"""Bounds of the scores, in log-odds; `LOWEST` stands for blocks that the first forest never saw."""
HOPE: Final = -5.0
"""The second forest learns from blocks that reach this score, or have one on either side that does,
up to three blocks away."""
ASKED: Final = -2.0
"""The same score when it is asked. Of the blocks that it took out of fold for what `sensitive` adds
to a section, one in three thousand had none so high."""
FIRST_SHARE: Final = 0.3
"""Weight of the first forest's log-odds in the verdict. What stands alone it ranks better: out of
fold the second one without and with it finds 0.808 and 0.818 of the blocks of generated pages at
0.3 % of clean blocks, 0.642 and 0.653 of the written texts at 1 % of clean pages."""
_HEAVIEST: Final = 300


def asked(document: NDArray[np.int64], score: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the blocks that the second forest is asked about, by the first one's log-odds."""
    return hopeful(document, score, ASKED)


def hopeful(
    document: NDArray[np.int64], score: NDArray[np.float64], hope: float
) -> NDArray[np.bool_]:
    """Mark the blocks that reach a score, or that one near them does.

    Parameters
    ----------
    document : ndarray of int64, shape (n_blocks,)
    score : ndarray of float64, shape (n_blocks,)
        Log-odds of the first forest; anything up to `LOWEST` where it was not asked.
    hope : float
    """
    out = score >= hope
    near = out.copy()
    for step in range(1, max(_STEPS) + 1):
        same = document[step:] == document[:-step]
        near[step:] |= out[:-step] & same
        near[:-step] |= out[step:] & same
    return near


def verdict(
    first: NDArray[np.float64], second: NDArray[np.float64], first_share: float
) -> NDArray[np.float64]:
    """Return the log-odds of both forests together.

    Parameters
    ----------
    first, second : ndarray of float64, shape (n_blocks,)
        Log-odds of each; where the first one was not asked, the second one decides.
    first_share : float
        Weight of the first one, from 0 to 1.

    Returns
    -------
    ndarray of float64, shape (n_blocks,)
    """
    own = np.where(np.isfinite(first), first, second)
    return first_share * own + (1.0 - first_share) * second


def features(
    document: NDArray[np.int64],
    length: NDArray[np.int64],
    score: NDArray[np.float64],
    rows: NDArray[np.float32],
    columns: Mapping[str, int],
    wanted: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Return what the second forest decides on.

    Parameters
    ----------
    document, length : ndarray of int64, shape (n_blocks,)
        As in `spamdetect.blocks.context.Layout`.
    score : ndarray of float64, shape (n_blocks,)
    rows : ndarray of float32, shape (n_blocks, n_features)
        What the first forest saw.
    columns : mapping of str to int
        Columns of `rows` by name.
    wanted : ndarray of bool, shape (n_blocks,)
        From `hopeful`.

    Returns
    -------
    ndarray of float32, shape (n_wanted, len(NAMES))
    """
    blocks = len(document)
    if not wanted.any():
        return np.zeros((0, len(NAMES)), np.float32)
    score = np.clip(score, LOWEST, HIGHEST)
    new_document = np.diff(document, prepend=-1) != 0
    lifted = score - LOWEST
    found: list[NDArray[np.generic]] = [score]
    found += [context.shifted(lifted, document, step) + LOWEST for step in _STEPS]
    weight = np.minimum(length, _HEAVIEST).astype(np.float64)
    for level in units.LEVELS:
        first = np.flatnonzero(new_document | (rows[:, columns[f"{level}_place"]] == 0))
        size = np.diff(np.append(first, blocks))
        unit = np.repeat(np.arange(len(first)), size)
        mean = np.add.reduceat(score * weight, first) / np.add.reduceat(weight, first)
        found += [np.maximum.reduceat(score, first)[unit], mean[unit], size[unit]]
    first, order = np.flatnonzero(new_document), np.cumsum(new_document) - 1
    size = np.diff(np.append(first, blocks))[order]
    others = np.maximum(size - 1, 1)
    likely = score > 0
    mass = np.add.reduceat(score, first)[order] - score
    count = np.add.reduceat(likely, first, dtype=np.int64)[order] - likely
    found += [
        context.highest_elsewhere(lifted, first, order) + LOWEST,
        np.where(size > 1, mass / others, LOWEST),
        np.log1p(count),
        count / size,
        np.log1p(size),
    ]
    found += [rows[:, columns[name]] for name in OWN]
    return np.stack([column[wanted] for column in found], axis=1).astype(np.float32)
