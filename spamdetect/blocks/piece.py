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
from spamdetect.text.script import CLASS_COUNT, LETTERS, UNSPACED, Class, table_index, tables

_WORD = np.zeros(CLASS_COUNT, bool)
_WORD[[*LETTERS, Class.DIGIT, Class.INDIC, Class.COMBINING]] = True
_WORD[list(UNSPACED)] = False
_LETTER = np.zeros(CLASS_COUNT, bool)
_LETTER[list(LETTERS)] = True
_UNSPACED = np.zeros(CLASS_COUNT, bool)
_UNSPACED[list(UNSPACED)] = True
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
    limit : ndarray of int64, shape (n_folded,)
        For each place of the folded text, the end of its block.
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
    limit: NDArray[np.int64]
    word_start: NDArray[np.int64]
    word_end: NDArray[np.int64]
    word_block: NDArray[np.int64]
    word_hash: NDArray[np.uint64]

    @cached_property
    def unspaced(self) -> NDArray[np.bool_]:
        """Mask over the folded text: scripts without spaces between words."""
        return _UNSPACED[self.classes_folded]

    @cached_property
    def digits(self) -> NDArray[np.bool_]:
        """Mask over the folded text: decimal digits."""
        return np.asarray(self.classes_folded == Class.DIGIT)

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
    classes_folded = tables()["classes"].take(table_index(folded.codes))
    word = _WORD[classes_folded]
    word[folded.codes == URL_MARK] = False
    edge = np.zeros(len(word) + 1, bool)
    edge[first] = edge[0] = edge[-1] = True
    edge[1:-1] |= word[1:] != word[:-1]
    word_start = np.flatnonzero(word & edge[:-1])
    word_end = np.flatnonzero(word & edge[1:]) + 1
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
        limit=np.repeat(last, np.diff(np.append(first, len(word)))),
        word_start=word_start,
        word_end=word_end,
        word_block=np.searchsorted(first, word_start, side="right") - 1,
        word_hash=window.of(word_start, word_end),
    )
