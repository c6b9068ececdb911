"""Fold text so that writing tricks do not hide a word.

Case, accents, compatibility forms (NFKC), styled and enclosed letters, invisible characters,
look-alike letters of other scripts inside a word (after UTS #39), digits in the place of letters
and letters spaced out are undone. Every folded character keeps the place it came from, and what
was undone is counted, since the amount of folding is itself a signal.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.text.script import (
    UNSPACED,
    Class,
    among,
    choice,
    table_index,
    tables,
)

URL_MARK: Final = 0xE000
"""Stands for a whole URL in folded text; URLs have a model of their own."""
SPACED_RUN: Final = 4
"""Single letters in a row that make a spaced-out word."""

WIDEST_GAP: Final = 5
"""Characters between two such letters, where an ornament is among them."""

_LATIN: Final = (Class.LATIN, Class.LATIN_UPPER, Class.LATIN_EXTENDED, Class.STYLED)
_LOOKALIKE: Final = (Class.CYRILLIC, Class.GREEK, Class.OTHER_LETTER)
_WORD: Final = {*range(Class.LATIN, Class.SPACE), Class.STYLED} - set(UNSPACED)
_IS_LATIN: Final = choice(*_LATIN)
_IS_LOOKALIKE: Final = choice(*_LOOKALIKE)
_IS_WORD: Final = choice(*_WORD)
_IS_SPACED: Final = choice(*_LATIN, Class.CYRILLIC)
_IS_SPACED_OR_DIGIT: Final = choice(*_LATIN, Class.CYRILLIC, Class.DIGIT)
_IS_GAP: Final = choice(Class.SPACE, Class.SENTENCE_END, Class.SEPARATOR)
_IS_ORNAMENTAL: Final = choice(
    Class.SPACE, Class.SENTENCE_END, Class.SEPARATOR, Class.EMOJI, Class.INVISIBLE
)
_KINDS: Final = bytes(
    1 if number in _LATIN else 2 if number in _LOOKALIKE else 0 for number in range(256)
)
_NEITHER: Final = bytes(sorted(_WORD.difference(_LATIN, _LOOKALIKE)))
_THREE, _FIVE, _D = (ord(sign) for sign in "35d")
_LEET = np.zeros(128, np.uint32)
for _digit, _letter in zip("013457@$", "oieastas", strict=True):
    _LEET[ord(_digit)] = ord(_letter)


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text, as columns.

    Attributes
    ----------
    codes : ndarray of uint32, shape (n_folded,)
        Folded code points.
    origin : ndarray of int64, shape (n_folded,)
        Where each came from in the text that was folded, ascending.
    mixed, leet, spaced : ndarray of int64
        Places in the text of look-alike letters, digits read as letters, and gaps closed
        between spaced letters.
    """

    codes: NDArray[np.uint32]
    origin: NDArray[np.int64]
    mixed: NDArray[np.int64]
    leet: NDArray[np.int64]
    spaced: NDArray[np.int64]


_NOWHERE = np.empty(0, np.int64)


def fold_codes(
    codes: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    urls: NDArray[np.int64] | None = None,
) -> Folded:
    """Fold code points.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_chars,)
    classes : ndarray of uint8, shape (n_chars,)
    urls : ndarray of int64, shape (n_urls, 2), optional
        Spans that are each replaced by one `URL_MARK`.

    Returns
    -------
    Folded
    """
    table = tables()
    folded: NDArray[Any] = table["folds"].take(table_index(codes))
    mixed = _mixed_words(classes)
    if mixed.size:
        folded[mixed] = table["lookalikes"].take(table_index(folded[mixed]))
    leet = _leet(folded, classes)
    folded[leet] = _LEET[folded[leet]]
    keep = folded != 0
    space = folded == 0x20
    keep[1:] &= ~(space[1:] & space[:-1])
    spaced = _spaced_gaps(classes)
    keep[spaced] = False
    if urls is not None and len(urls):
        for start, end in urls.tolist():
            keep[start:end] = False
        folded[urls[:, 0]] = URL_MARK
        keep[urls[:, 0]] = True
    origin = np.flatnonzero(keep)
    return Folded(folded.take(origin), origin, mixed, leet, spaced)


def _mixed_words(classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of look-alike letters in words that hold Latin letters too."""
    kinds = np.frombuffer(classes.tobytes().translate(_KINDS, _NEITHER), np.uint8)
    if not ((kinds[1:] ^ kinds[:-1]) == 3).any():
        return _NOWHERE
    word = among(classes, _IS_WORD)
    starts = np.flatnonzero(word[1:] > word[:-1]) + 1
    if word[0]:
        starts = np.append(0, starts)
    lookalike = among(classes, _IS_LOOKALIKE)
    mixed = np.logical_or.reduceat(among(classes, _IS_LATIN), starts)
    mixed &= np.logical_or.reduceat(lookalike, starts)
    places = [
        start + np.flatnonzero(lookalike[start:end])
        for start, end in zip(
            starts[mixed].tolist(), np.append(starts[1:], len(classes))[mixed].tolist(), strict=True
        )
    ]
    return np.concatenate(places)


def _leet(folded: NDArray[np.uint32], classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of digits and signs that stand between Latin letters like a letter.

    A word ends in ``4d`` for the four digits of a lottery, and in ``3d``, not for want of letters.
    """
    at = np.flatnonzero((classes == Class.DIGIT) | (folded == ord("@")) | (folded == ord("$")))
    at = at[(at > 0) & (at < len(classes) - 1)]
    at = at[among(classes[at - 1], _IS_LATIN) & among(classes[at + 1], _IS_LATIN)]
    at = at[folded[at] < 128]
    at = at[_LEET[folded[at]] > 0]
    beyond = np.minimum(at + 2, len(classes) - 1)
    ends = (beyond == at + 1) | ~among(classes[beyond], _IS_WORD)
    dimension = (folded[at + 1] == _D) & ends & (folded[at] >= _THREE) & (folded[at] <= _FIVE)
    return np.asarray(at[~dimension])


def _spaced_gaps(classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of the gaps in words written as single letters with gaps.

    A gap is a space or sign, or some of those with an ornament among them.
    """
    if len(classes) < 2 * SPACED_RUN - 1:
        return _NOWHERE
    letter = among(classes, _IS_SPACED_OR_DIGIT)
    alone = letter.copy()
    alone[1:] &= ~letter[:-1]
    alone[:-1] &= ~letter[1:]
    at = np.flatnonzero(alone)
    wide = np.diff(at) - 1
    if np.count_nonzero(wide <= WIDEST_GAP) < SPACED_RUN - 1:
        return _NOWHERE
    linked = (wide == 1) & among(classes[at[:-1] + 1], _IS_GAP)
    emoji = classes == Class.EMOJI
    if emoji.any():
        ornaments, signs = (
            np.diff(np.cumsum(mask)[at]) for mask in (emoji, among(classes, _IS_ORNAMENTAL))
        )
        linked |= (wide <= WIDEST_GAP) & (ornaments > 0) & (signs == wide)
    edge = np.flatnonzero(np.diff(linked, prepend=False, append=False))
    gaps: list[NDArray[np.int64]] = []
    for first, last in zip(edge[::2].tolist(), edge[1::2].tolist(), strict=True):
        if np.count_nonzero(among(classes[at[first:last]], _IS_SPACED)) >= SPACED_RUN - 1:
            inside = np.arange(at[first], at[last])
            gaps.append(inside[~alone[inside]])
    return np.concatenate(gaps) if gaps else _NOWHERE
