"""A block in the light of the junk scores around it: furniture comes in regions.

The lines of a menu score high one by one and so do some captions and points of a list, but around
those stands the article. A second forest sees the first one's scores of the neighbours, the mean
over wider stretches and how far off the next blocks lie that are surely one or the other (stacked
sequential learning, as in `spamdetect.blocks.neighbours`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import context
from spamdetect.blocks.neighbours import HIGHEST, LOWEST
from spamdetect.blocks.prose import STEPS, distances, running, within

_NEAR: Final = (1, 2, 3, -1, -2, -3)
WINDOWS: Final = (3, 8, 20)
OWN: Final = (
    "length",
    "whole_line",
    "position",
    "prose",
    "prose_before",
    "prose_after",
    "main_before",
    "main_after",
    "prose_share_4",
    "prose_share_12",
    "ends_sentence",
    "ngram_junk",
    "commas",
    "digits",
    "uneven",
    "document_blocks",
    "paragraph_blocks",
    "line_blocks",
    "copies",
    "novel_words",
)
"""Features of the block itself that the second forest sees."""
NAMES: Final = (
    "score",
    *(f"score_{'before' if step > 0 else 'after'}_{abs(step)}" for step in _NEAR),
    *(
        f"{what}_{reach}"
        for reach in WINDOWS
        for what in ("mean", "likely", "likely_after", "likely_before")
    ),
    "content_before",
    "content_after",
    "junk_before",
    "junk_after",
    "document_content",
    "document_content_share",
    *OWN,
)
HOPE: Final = -2.0
"""The second forest learns from blocks that reach this score, or have one on either side that does,
up to three blocks away."""
ASKED: Final = 1.0
"""Score from which it is asked. Of the blocks that it held to be junk out of fold, one in nine
thousand had a lower one."""
CONTENT: Final = -1.0
LIKELY: Final = 1.0
JUNK: Final = 2.5
"""Scores up to which a block is content, and from which it is likely or surely junk."""
_HEAVIEST: Final = 400


def asked(document: NDArray[np.int64], score: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Mark the blocks that the second forest is asked about, by the first one's log-odds."""
    return score >= ASKED


def features(
    document: NDArray[np.int64],
    length: NDArray[np.int64],
    score: NDArray[np.float64],
    rows: NDArray[np.float32],
    columns: Mapping[str, int],
    wanted: NDArray[np.bool_],
) -> NDArray[np.float32]:
    """Return what the second forest for junk decides on.

    Parameters
    ----------
    document, length : ndarray of int64, shape (n_blocks,)
        As in `spamdetect.blocks.context.Layout`.
    score : ndarray of float64, shape (n_blocks,)
        Log-odds of junk; anything up to `LOWEST` where the first forest was not asked.
    rows : ndarray of float32, shape (n_blocks, n_features)
        What the first forest saw.
    columns : mapping of str to int
        Columns of `rows` by name.
    wanted : ndarray of bool, shape (n_blocks,)
        Blocks to be judged.

    Returns
    -------
    ndarray of float32, shape (n_wanted, len(NAMES))
    """
    if not wanted.any():
        return np.zeros((0, len(NAMES)), np.float32)
    score = np.rint(np.clip(score, LOWEST, HIGHEST) * STEPS) / STEPS
    blocks = len(document)
    first = np.flatnonzero(np.diff(document, prepend=-1))
    size = np.diff(np.append(first, blocks))
    order = np.repeat(np.arange(len(first)), size)
    all_begin, all_end = first[order], (first + size)[order]
    order, begin, end = order[wanted], all_begin[wanted], all_end[wanted]
    place = np.flatnonzero(wanted)
    weight = np.minimum(length, _HEAVIEST).astype(np.float64)
    sums = running(np.stack((score * weight, weight, score > LIKELY, weight * (score < 0))))
    lifted = score - LOWEST
    found: list[NDArray[np.generic]] = [score[wanted]]
    found += [context.shifted(lifted, document, step)[wanted] + LOWEST for step in _NEAR]
    for reach in WINDOWS:
        low, high = np.maximum(begin, place - reach), np.minimum(end, place + reach + 1)
        mass, heavy, likely, _ = within(sums, low, high)
        after = within(sums[2:3], place, high)[0]
        before = within(sums[2:3], low, place + 1)[0]
        found += [
            mass / np.maximum(heavy, 1.0),
            likely / (high - low),
            after / (high - place),
            before / (place + 1 - low),
        ]
    for known in (score < CONTENT, score > JUNK):
        found += [np.log1p(x[wanted]) for x in distances(known, all_begin, all_end)]
    _, heavy, _, content = within(sums, first, first + size)
    found += [np.log1p(content)[order], (content / np.maximum(heavy, 1.0))[order]]
    found += [rows[wanted, columns[name]] for name in OWN]
    return np.stack(found, axis=1).astype(np.float32)
