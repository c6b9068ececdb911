"""Shape of a block: what it is made of, whatever the language."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.piece import Piece
from spamdetect.text.script import CLASS_COUNT, LETTERS, Class, among, choice

SIGNALS: Final = {
    "length": "SHAPE_LENGTH",
    "words": "SHAPE_LENGTH",
    "word_length": "SHAPE_LENGTH",
    "letters": "SHAPE_LENGTH",
    "upper": "SHAPE_CASE",
    "extended": "SHAPE_CASE",
    "digits": "SHAPE_DIGITS",
    "sentence_ends": "SHAPE_PUNCTUATION",
    "commas": "SHAPE_PUNCTUATION",
    "quotes": "SHAPE_PUNCTUATION",
    "separators": "SHAPE_PUNCTUATION",
    "code_signs": "SHAPE_PUNCTUATION",
    "emoji": "SHAPE_EMOJI",
    "invisible": "OBFUSCATED_LETTERS",
    "combining": "OBFUSCATED_LETTERS",
    "styled": "OBFUSCATED_LETTERS",
    "control": "OBFUSCATED_LETTERS",
    "slashes": "SHAPE_PUNCTUATION",
    "questions": "SHAPE_PUNCTUATION",
    "currency": "SHAPE_PUNCTUATION",
    "dropped": "SHAPE_LENGTH",
    "mixed_scripts": "OBFUSCATED_LETTERS",
    "leet": "OBFUSCATED_LEET",
    "spaced_out": "OBFUSCATED_SPACED",
    "numbers_in_words": "SHAPE_DIGITS",
    "short_numbers": "SHAPE_DIGITS",
    "repeated_words": "SHAPE_REPETITION",
    "ends_sentence": "SHAPE_PUNCTUATION",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)
_LATIN: Final = slice(Class.LATIN, Class.LATIN_EXTENDED + 1)
_LETTERS: Final = slice(LETTERS[0], LETTERS[-1] + 1)
_ENDS_SENTENCE: Final = choice(Class.SENTENCE_END, Class.QUESTION)
_SHARES: Final = (
    Class.DIGIT,
    Class.SENTENCE_END,
    Class.COMMA,
    Class.QUOTE,
    Class.SEPARATOR,
    Class.CODE,
    Class.EMOJI,
    Class.INVISIBLE,
    Class.COMBINING,
    Class.STYLED,
    Class.CONTROL,
    Class.SLASH,
    Class.QUESTION,
    Class.CURRENCY,
)
"""Classes whose share is a feature each, in the order of `NAMES` from ``digits`` on."""


def histogram(piece: Piece) -> NDArray[np.int64]:
    """Return how many code points of each class each block holds, shape (n_blocks, CLASS_COUNT)."""
    blocks = len(piece.start)
    edges = np.append(piece.start, len(piece.classes))
    edges[0] = 0
    owner = np.repeat(np.arange(0, blocks * CLASS_COUNT, CLASS_COUNT), np.diff(edges))
    owner += piece.classes
    counts = np.bincount(owner, minlength=blocks * CLASS_COUNT)
    return counts.reshape(blocks, CLASS_COUNT)


def features(piece: Piece, counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the shape features of the blocks of a piece.

    Parameters
    ----------
    piece : Piece
    counts : ndarray of int64, shape (n_blocks, CLASS_COUNT)
        From `histogram`.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
        Shares are per code point, lengths and counts as ``log1p``.
    """
    blocks = len(piece.start)
    out = np.zeros((blocks, len(NAMES)), np.float32)
    length = np.maximum(piece.end - piece.start, 1).astype(np.float64)
    words = np.bincount(piece.word_block, minlength=blocks)
    letters = counts[:, _LETTERS].sum(1)
    latin = counts[:, _LATIN].sum(1)

    def per_block(places: NDArray[np.int64]) -> NDArray[np.int64]:
        owner = np.searchsorted(piece.start, places, side="right") - 1
        return np.bincount(owner, minlength=blocks)

    word_length = piece.word_end - piece.word_start
    digits = piece.word_digits
    mixed_word = (digits > 0) & (digits < word_length)
    short_number = (digits == word_length) & (word_length >= 2) & (word_length <= 3)
    again = _repeated(piece)
    last = piece.classes[piece.end - 1] if blocks else np.empty(0, np.uint8)
    before = piece.classes[np.maximum(piece.end - 2, piece.start)] if blocks else last
    ends = among(last, _ENDS_SENTENCE) | ((last == Class.QUOTE) & among(before, _ENDS_SENTENCE))
    made_of = counts.take(_SHARES, axis=1) / length[:, None]
    columns = (
        np.log1p(length),
        np.log1p(words),
        np.bincount(piece.word_block, word_length, minlength=blocks) / np.maximum(words, 1),
        letters / length,
        counts[:, Class.LATIN_UPPER] / np.maximum(latin, 1),
        counts[:, Class.LATIN_EXTENDED] / np.maximum(latin, 1),
        *made_of.T,
        1.0 - (piece.last - piece.first) / length,
        np.log1p(per_block(piece.folded.mixed)),
        np.log1p(per_block(piece.folded.leet)),
        np.log1p(per_block(piece.folded.spaced)),
        np.bincount(piece.word_block[mixed_word], minlength=blocks) / np.maximum(words, 1),
        np.bincount(piece.word_block[short_number], minlength=blocks) / np.maximum(words, 1),
        again / np.maximum(words, 1),
        ends,
    )
    for index, column in enumerate(columns):
        out[:, index] = column
    return out


def _repeated(piece: Piece) -> NDArray[np.int64]:
    """Return how many words of each block stand among the eight words before them too."""
    hashes, owner = piece.word_hash, piece.word_block
    again = np.zeros(len(hashes), bool)
    for back in range(1, min(9, len(hashes))):
        again[back:] |= (hashes[back:] == hashes[:-back]) & (owner[back:] == owner[:-back])
    return np.bincount(owner[again], minlength=len(piece.start))
