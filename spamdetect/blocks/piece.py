"""A piece: some neighbouring blocks, folded and cut into words, ready for feature extraction.

Pieces are small enough to stay in the processor's cache, which is worth a factor of two.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.hashing import WindowHash
from spamdetect.text.fold import URL_MARK, Folded, fold_codes
from spamdetect.text.script import LETTERS, UNSPACED, Class, among, choice, classify, decode

_IS_WORD: Final = choice(*({*LETTERS, Class.DIGIT, Class.COMBINING} - set(UNSPACED)))
_IS_UNSPACED: Final = choice(*UNSPACED)
_ZERO: Final = np.uint32(ord("0"))


@dataclass(frozen=True)
class Piece:
    """Folded text of neighbouring blocks with its words.

    Attributes
    ----------
    classes : ndarray of uint8
        Classes of the text as written.
    start, end : ndarray of int64, shape (n_blocks,)
        Blocks, in the text as written.
    folded : Folded
    first, last : ndarray of int64, shape (n_blocks,)
        Blocks, in the folded text.
    classes_folded : ndarray of uint8
    window : WindowHash
        Of the folded text.
    word_start, word_end : ndarray of int64, shape (n_words,)
        Words in the folded text.
    word_block : ndarray of int64, shape (n_words,)
    word_hash : ndarray of uint64, shape (n_words,)
    """

    classes: NDArray[np.uint8]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    folded: Folded
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    classes_folded: NDArray[np.uint8]
    window: WindowHash
    word_start: NDArray[np.int64]
    word_end: NDArray[np.int64]
    word_block: NDArray[np.int64]
    word_hash: NDArray[np.uint64]

    @cached_property
    def limit(self) -> NDArray[np.int64]:
        """For each place of the folded text, the end of its block."""
        return np.repeat(self.last, np.diff(self.first, append=len(self.folded.codes)))

    @cached_property
    def unspaced(self) -> NDArray[np.bool_]:
        """Mask over the folded text: scripts without spaces between words."""
        return among(self.classes_folded, _IS_UNSPACED)

    @cached_property
    def digits(self) -> NDArray[np.int64]:
        """Places of decimal digits in the folded text."""
        return np.flatnonzero(self.classes_folded == Class.DIGIT)

    @cached_property
    def word_digits(self) -> NDArray[np.int64]:
        """Number of digits of each word; every digit is part of a word."""
        owner = np.searchsorted(self.word_start, self.digits, side="right") - 1
        return np.bincount(owner, minlength=len(self.word_start))

    def word(self, number: int) -> str:
        """Return a word as folded."""
        codes = self.folded.codes[self.word_start[number] : self.word_end[number]]
        return decode(codes)

    @property
    def digitless(self) -> NDArray[np.uint32]:
        """The folded code points with every digit replaced by zero."""
        codes = self.folded.codes.copy()
        codes[self.digits] = _ZERO
        return codes


def make_piece(
    codes: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    urls: NDArray[np.int64],
) -> Piece:
    """Fold the text of neighbouring blocks and find its words.

    Parameters
    ----------
    codes, classes : ndarray, shape (n_chars,)
        The text from the first block's start to the last block's end.
    start, end : ndarray of int64, shape (n_blocks,)
        Blocks, relative to that text.
    urls : ndarray of int64, shape (n_urls, 2)
        URL spans, relative to that text.

    Returns
    -------
    Piece
    """
    folded = fold_codes(codes, classes, urls)
    first = np.searchsorted(folded.origin, start)
    last = np.searchsorted(folded.origin, end)
    classes_folded = classify(folded.codes)
    word = among(classes_folded, _IS_WORD) & (folded.codes != URL_MARK)
    edge = np.zeros(len(word) + 1, bool)
    edge[1:-1] = word[1:] != word[:-1]
    edge[first] = edge[0] = edge[-1] = True
    word_start = np.flatnonzero(word & edge[:-1])
    word_end = np.flatnonzero(word & edge[1:]) + 1
    words_before = np.searchsorted(word_start, first)
    window = WindowHash(folded.codes)
    return Piece(
        classes=classes,
        start=start,
        end=end,
        folded=folded,
        first=first,
        last=last,
        classes_folded=classes_folded,
        window=window,
        word_start=word_start,
        word_end=word_end,
        word_block=np.repeat(
            np.arange(-1, len(first)), np.diff(words_before, prepend=0, append=len(word_start))
        ),
        word_hash=window.of(word_start, word_end),
    )
