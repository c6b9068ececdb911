"""Names that end in a number, judged as if they were hosts.

Spam that lost its links in extraction still names its brand: ``weton88``, ``pstoto99``. Lists of
gambling hosts hold a hundred thousand such names; the model of hosts tells how much a name is
like them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.piece import Piece
from spamdetect.text.script import Class
from spamdetect.urls.score import UrlScorer

SIGNALS: Final = {
    "brand_names": "BRAND_NAMES",
    "brand_peak": "BRAND_NAMES",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)
NO_BRAND: Final = -8.0
"""Stands for the log-odds of the names of a block that has none."""
_SHORTEST: Final = 5
_LONGEST: Final = 20
_FEWEST_LETTERS: Final = 3
_MOST_DIGITS: Final = 4
_D: Final = ord("d")


class Brands(NamedTuple):
    """Names of a piece, by place.

    Attributes
    ----------
    word : ndarray of int64, shape (n_names,)
        Index among the words of the piece.
    logit : ndarray of float64, shape (n_names,)
        Log-odds that the name is that of a gambling host.
    """

    word: NDArray[np.int64]
    logit: NDArray[np.float64]


def find(piece: Piece, scorer: UrlScorer) -> Brands:
    """Find the names of a piece and judge them.

    Parameters
    ----------
    piece : Piece
    scorer : UrlScorer

    Returns
    -------
    Brands
    """
    word = _numbered(piece)
    names = [piece.word(index) for index in word.tolist()]
    number = {name: index for index, name in enumerate(dict.fromkeys(names))}
    logit = scorer.name_logits(list(number)) if number else np.empty(0)
    return Brands(word, logit[[number[name] for name in names]] if number else logit)


def features(piece: Piece, scorer: UrlScorer) -> NDArray[np.float32]:
    """Return how many names each block holds, and the highest log-odds of one.

    Parameters
    ----------
    piece : Piece
    scorer : UrlScorer

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
    """
    out = np.zeros((len(piece.start), len(NAMES)), np.float32)
    out[:, 1] = NO_BRAND
    found = find(piece, scorer)
    block = piece.word_block[found.word]
    out[:, 0] = np.log1p(np.bincount(block, minlength=len(out)))
    np.maximum.at(out[:, 1], block, found.logit.astype(np.float32))
    return out


def _numbered(piece: Piece) -> NDArray[np.int64]:
    """Return the words of letters with a number after them, or one like ``4d``."""
    digits = piece.word_digits
    length = piece.word_end - piece.word_start
    words = np.flatnonzero(
        (digits > 0)
        & (digits <= _MOST_DIGITS)
        & (length >= _SHORTEST)
        & (length <= _LONGEST)
        & (length - digits >= _FEWEST_LETTERS)
    )
    last = piece.word_end[words] - 1
    last -= piece.folded.codes[last] == _D
    ends_in_number = piece.classes_folded[last] == Class.DIGIT
    first = piece.classes_folded[piece.word_start[words]] == Class.LATIN
    return np.asarray(words[ends_in_number & first])
