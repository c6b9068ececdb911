"""What of a block is written in scripts that are rare in the rest of its document.

A phrase of spam that is spliced into a sentence, or put before a paragraph, is often of another
language than the page. It is too short to change the shares of scripts in its block, so its letters
are counted, and their n-gram scores summed, apart from the others.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.context import Layout
from spamdetect.blocks.piece import Piece
from spamdetect.text.script import CLASS_COUNT, Class

SIGNALS: Final = {
    "foreign_script": "OFF_TOPIC",
    "foreign_letters": "OFF_TOPIC",
    "ngram_spam_foreign": "OFF_TOPIC",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)
RARE: Final = 0.3
"""A script with this share of the letters of the rest of the document is not foreign at all; one
without any is wholly so."""
_SCRIPTS: Final = (
    (Class.LATIN, Class.LATIN_UPPER, Class.LATIN_EXTENDED),
    (Class.CYRILLIC,),
    (Class.GREEK,),
    (Class.ARABIC,),
    (Class.HAN, Class.KANA),
    (Class.HANGUL,),
    (Class.THAI,),
    (Class.INDIC,),
)
SCRIPTS: Final = len(_SCRIPTS)
_GROUPS: Final = np.array(
    [[float(number in group) for group in _SCRIPTS] for number in range(CLASS_COUNT)]
)
"""Sums up the histogram of character classes by script."""
_SCRIPT: Final = bytes(
    next((place for place, group in enumerate(_SCRIPTS) if number in group), SCRIPTS)
    for number in range(256)
)


def sums_by_script(
    piece: Piece,
    counts: NDArray[np.int64],
    scores: NDArray[np.int32],
    sums: NDArray[np.int64],
) -> NDArray[np.int64]:
    """Return the n-gram scores of each block, summed by the script that an n-gram begins with.

    Parameters
    ----------
    piece : Piece
    counts : ndarray of int64, shape (n_blocks, CLASS_COUNT)
        Histogram of character classes of each block.
    scores : ndarray of int32, shape (n_folded,)
        Score of what begins at each place of the folded text.
    sums : ndarray of int64, shape (n_blocks,)
        Sum of the scores over each block.

    Returns
    -------
    ndarray of int64, shape (n_blocks, SCRIPTS)
        Zero in blocks without letters.
    """
    own = counts @ _GROUPS > 0
    out: NDArray[np.int64] = own * sums[:, None]
    mixed = np.flatnonzero(own.sum(1) > 1)
    if mixed.size:
        length = (piece.last - piece.first)[mixed]
        before = np.cumsum(length) - length
        place = np.arange(length.sum()) + np.repeat(piece.first[mixed] - before, length)
        script = np.frombuffer(piece.classes_folded.take(place).tobytes().translate(_SCRIPT), "u1")
        cell = np.repeat(np.arange(len(mixed)), length) * (SCRIPTS + 1) + script
        cells = len(mixed) * (SCRIPTS + 1)
        found = np.bincount(cell, scores.take(place), cells).astype(np.int64)
        out[mixed] = found.reshape(len(mixed), -1)[:, :-1]
    return out


def features(
    layout: Layout,
    counts: NDArray[np.int64],
    sums: NDArray[np.int64],
    step: float,
) -> NDArray[np.float32]:
    """Return what each block holds in scripts that the rest of its document hardly uses.

    Parameters
    ----------
    layout : Layout
    counts : ndarray of int64, shape (n_blocks, CLASS_COUNT)
        Histogram of character classes.
    sums : ndarray of int64, shape (n_blocks, SCRIPTS)
        From `sums_by_script`.
    step : float
        Log-odds per unit of the sums.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
        How far the block's shares of scripts differ from those of the rest, in [0, 1]; logarithm of
        the number of letters in rare scripts; what n-grams say of those, in log-odds per root of a
        letter. All zero where there is no other text to compare with.
    """
    out = np.zeros((len(layout.document), len(NAMES)), np.float32)
    if not len(layout.document):
        return out
    scripts = counts @ _GROUPS
    rest = np.add.reduceat(scripts, layout.first, axis=0)[layout.order] - scripts
    size = rest.sum(1, keepdims=True)
    share = rest / np.maximum(size, 1.0)
    own = scripts / np.maximum(scripts.sum(1, keepdims=True), 1.0)
    foreign = np.maximum(1.0 - share / RARE, 0.0)
    letters = (scripts * foreign).sum(1)
    known = (size[:, 0] > 0) & (scripts.sum(1) > 0)
    out[:, 0] = 0.5 * np.abs(own - share).sum(1)
    out[:, 1] = np.log1p(letters)
    out[:, 2] = step * (sums * foreign).sum(1) / np.sqrt(np.maximum(letters, 1.0))
    out[~known] = 0.0
    return out
