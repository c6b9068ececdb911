"""Shape of a block: what it is made of, whatever the language."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.piece import Piece
from spamdetect.text.script import CLASS_COUNT, LETTERS, Class

NAMES: Final = (
    "length",
    "words",
    "word_length",
    "letters",
    "upper",
    "extended",
    "digits",
    "sentence_ends",
    "commas",
    "quotes",
    "separators",
    "code_signs",
    "emoji",
    "invisible",
    "combining",
    "styled",
    "control",
    "slashes",
    "questions",
    "currency",
    "dropped",
    "mixed_scripts",
    "leet",
    "spaced_out",
    "numbers_in_words",
    "short_numbers",
    "repeated_words",
    "ends_sentence",
)
_LATIN = (Class.LATIN, Class.LATIN_UPPER, Class.LATIN_EXTENDED)


def histogram(piece: Piece) -> NDArray[np.int64]:
    """Return how many code points of each class every block holds, shape (n_blocks, 32)."""
    blocks = len(piece.start)
    owner = np.zeros(len(piece.classes) + 1, np.int64)
    owner[piece.start[1:]] = CLASS_COUNT
    np.cumsum(owner, out=owner)
    owner = owner[:-1]
    owner += piece.classes
    counts = np.bincount(owner, minlength=blocks * CLASS_COUNT)
    return counts.reshape(blocks, CLASS_COUNT)


def features(piece: Piece, counts: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return the shape features of the blocks of a piece.

    Parameters
    ----------
    piece : Piece
    counts : ndarray of int64, shape (n_blocks, 32)
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
    letters = counts[:, list(LETTERS)].sum(1)
    latin = counts[:, list(_LATIN)].sum(1)

    def share(*classes: Class) -> NDArray[np.float64]:
        return np.asarray(counts[:, list(classes)].sum(1) / length)

    def per_block(places: NDArray[np.int64]) -> NDArray[np.int64]:
        owner = np.searchsorted(piece.start, places, side="right") - 1
        return np.bincount(owner, minlength=blocks)

    word_length = piece.word_end - piece.word_start
    letters_before = np.zeros(len(piece.digits) + 1, np.int64)
    np.cumsum(piece.digits, out=letters_before[1:])
    digits = letters_before[piece.word_end] - letters_before[piece.word_start]
    mixed_word = (digits > 0) & (digits < word_length)
    short_number = (digits == word_length) & (word_length >= 2) & (word_length <= 3)
    again = _repeated(piece)
    last = piece.classes[piece.end - 1] if blocks else np.empty(0, np.uint8)
    before = piece.classes[np.maximum(piece.end - 2, piece.start)] if blocks else last
    ends = np.isin(last, (Class.SENTENCE_END, Class.QUESTION)) | (
        (last == Class.QUOTE) & np.isin(before, (Class.SENTENCE_END, Class.QUESTION))
    )
    columns = (
        np.log1p(length),
        np.log1p(words),
        np.bincount(piece.word_block, word_length, minlength=blocks) / np.maximum(words, 1),
        letters / length,
        counts[:, Class.LATIN_UPPER] / np.maximum(latin, 1),
        counts[:, Class.LATIN_EXTENDED] / np.maximum(latin, 1),
        share(Class.DIGIT),
        share(Class.SENTENCE_END),
        share(Class.COMMA),
        share(Class.QUOTE),
        share(Class.SEPARATOR),
        share(Class.CODE),
        share(Class.EMOJI),
        share(Class.INVISIBLE),
        share(Class.COMBINING),
        share(Class.STYLED),
        share(Class.CONTROL),
        share(Class.SLASH),
        share(Class.QUESTION),
        share(Class.CURRENCY),
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
