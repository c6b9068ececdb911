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

from spamdetect.text.script import CLASS_COUNT, UNSPACED, Class, encode, table_index, tables

URL_MARK: Final = 0xE000
"""Stands for a whole URL in folded text; URLs have a model of their own."""
SPACED_RUN: Final = 4
"""Single letters in a row that make a spaced-out word."""

_LATIN = np.zeros(CLASS_COUNT, bool)
_LATIN[[Class.LATIN, Class.LATIN_UPPER, Class.LATIN_EXTENDED, Class.STYLED]] = True
_LOOKALIKE = np.zeros(CLASS_COUNT, bool)
_LOOKALIKE[[Class.CYRILLIC, Class.GREEK, Class.OTHER_LETTER]] = True
_SPACED = np.zeros(CLASS_COUNT, bool)
_SPACED[[Class.LATIN, Class.LATIN_UPPER, Class.LATIN_EXTENDED, Class.STYLED, Class.CYRILLIC]] = True
_GAP = np.zeros(CLASS_COUNT, bool)
_GAP[[Class.SPACE, Class.SENTENCE_END, Class.SEPARATOR]] = True
_WORD = np.zeros(CLASS_COUNT, bool)
_WORD[[*range(Class.LATIN, Class.SPACE), Class.STYLED]] = True
_WORD[list(UNSPACED)] = False
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
    present = np.bincount(classes, minlength=CLASS_COUNT) > 0
    mixed = _NOWHERE
    if (present & _LATIN).any() and (present & _LOOKALIKE).any():
        mixed = _mixed_words(classes)
        folded[mixed] = table["lookalikes"].take(table_index(folded[mixed]))
    leet = _leet(folded, classes)
    folded[leet] = _LEET[folded[leet]]
    keep = folded != 0
    space = folded == 0x20
    keep[1:] &= ~(space[1:] & space[:-1])
    spaced = _spaced_gaps(classes)
    keep[spaced] = False
    if urls is not None and len(urls):
        inside = np.zeros(len(codes) + 1, np.int8)
        inside[urls[:, 0]] = 1
        inside[urls[:, 1]] -= 1
        keep &= np.cumsum(inside[:-1], dtype=np.int8) == 0
        folded[urls[:, 0]] = URL_MARK
        keep[urls[:, 0]] = True
    origin = np.flatnonzero(keep)
    return Folded(folded[origin], origin, mixed, leet, spaced)


def fold(text: str) -> str:
    """Return the folded form of `text`, for lexicons and tests.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
    """
    codes = encode(text)
    if not codes.size:
        return ""
    classes = tables()["classes"].take(table_index(codes))
    folded = fold_codes(codes, classes)
    return folded.codes.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass").strip()


def _mixed_words(classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of look-alike letters in words that hold Latin letters too."""
    word = _WORD[classes]
    starts = np.flatnonzero(word & ~np.concatenate(([False], word[:-1])))
    edges = np.zeros(len(classes) + 1, np.int64)
    latin = np.cumsum(_LATIN[classes], dtype=np.int64)
    ends = np.flatnonzero(word & ~np.concatenate((word[1:], [False]))) + 1
    edges[1:] = latin
    has_latin = edges[ends] > edges[starts]
    odd = np.zeros(len(classes) + 1, np.int64)
    odd[1:] = np.cumsum(_LOOKALIKE[classes], dtype=np.int64)
    mixed = np.flatnonzero(has_latin & (odd[ends] > odd[starts]))
    if not mixed.size:
        return _NOWHERE
    places = [np.arange(starts[i], ends[i]) for i in mixed.tolist()]
    at = np.concatenate(places)
    return np.asarray(at[_LOOKALIKE[classes[at]]])


def _leet(folded: NDArray[np.uint32], classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of digits and signs that stand between Latin letters like a letter."""
    at = np.flatnonzero((classes == Class.DIGIT) | (folded == ord("@")) | (folded == ord("$")))
    at = at[(at > 0) & (at < len(classes) - 1)]
    at = at[_LATIN[classes[at - 1]] & _LATIN[classes[at + 1]]]
    at = at[folded[at] < 128]
    return at[_LEET[folded[at]] > 0]


def _spaced_gaps(classes: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the places of the gaps in words written as single letters with gaps."""
    if len(classes) < 2 * SPACED_RUN - 1:
        return _NOWHERE
    letter = _SPACED[classes] | (classes == Class.DIGIT)
    alone = letter.copy()
    alone[1:] &= ~letter[:-1]
    alone[:-1] &= ~letter[1:]
    links = np.flatnonzero(alone[:-2] & alone[2:] & _GAP[classes[1:-1]])
    if len(links) < SPACED_RUN - 1:
        return _NOWHERE
    first = np.flatnonzero(np.diff(links, prepend=-9) != 2)
    length = np.diff(np.append(first, len(links)))
    gaps: list[NDArray[np.int64]] = []
    for begin, count in zip(first.tolist(), length.tolist(), strict=True):
        at = links[begin : begin + count]
        if count >= SPACED_RUN - 1 and int(_SPACED[classes[at]].sum()) >= SPACED_RUN - 1:
            gaps.append(at + 1)
    return np.concatenate(gaps) if gaps else _NOWHERE
