"""A block within the line, the paragraph and the record (such as a comment) that it is part of.

Sentence by sentence, a comment of flattery under a keyword's name reads like any other; as a whole
it does not. The n-gram models therefore score every unit as if it were one block, and each of its
blocks is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.text.script import Class

LEVELS: Final = ("line", "paragraph", "record")
_OWN: Final = {
    "ngram_spam": "NGRAMS_SPAM",
    "ngram_junk": "NGRAMS_JUNK",
    "ngram_spam_highest": "NGRAMS_SPAM",
    "terms": "NGRAMS_SPAM",
    "urls": "URL_COUNT",
    "url_peak": "URL_SPAM",
    "address_peak": "URL_SPAM",
    "blocks": "LAYOUT",
    "place": "LAYOUT",
}
SIGNALS: Final = {
    **{f"{level}_{name}": signal for level in LEVELS for name, signal in _OWN.items()},
    "record_head_spam": "RECORD",
    "record_head_url_peak": "RECORD",
    "record_head_address_peak": "RECORD",
    "record_number": "RECORD",
    "document_records": "RECORD",
    "is_record_head": "RECORD",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)
HEAD_LENGTH: Final = 100
"""Longest line, in code points, that can begin a record: an author, a date, or both."""
NO_URL: Final = -8.0
"""Stands for the log-odds of the URLs of a unit that has none."""
_COLON: Final = ord(":")
_ONE, _TWO, _NINE, _ZERO = (ord(digit) for digit in "1290")


@dataclass(frozen=True, slots=True)
class Signals:
    """What is known of each block by itself, as columns of shape (n_blocks,).

    Attributes
    ----------
    spam, junk : ndarray of int64
        Sums of the tables of the n-gram models.
    ngrams : ndarray of int64
        How many n-grams the sums are over.
    terms : ndarray of int64
        Hits of promoting terms.
    urls : ndarray of int64
    url_peak, address_peak : ndarray of float32
        Highest log-odds of a URL, by the URL model and by its address; anything where there is
        none.
    """

    spam: NDArray[np.int64]
    junk: NDArray[np.int64]
    ngrams: NDArray[np.int64]
    terms: NDArray[np.int64]
    urls: NDArray[np.int64]
    url_peak: NDArray[np.float32]
    address_peak: NDArray[np.float32]


def dated(
    codes: NDArray[np.uint32],
    classes: NDArray[np.uint8],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Mark the short blocks in which a year or a time of day is written.

    Parameters
    ----------
    codes, classes : ndarray, shape (n_chars,)
    start, end : ndarray of int64, shape (n_blocks,)
    """
    out = np.zeros(len(start), bool)
    digit = classes == Class.DIGIT
    at = np.flatnonzero(digit)
    at = at[at + 4 < len(codes)]
    if not at.size or not out.size:
        return out
    first = codes[at]
    century = ((first == _ONE) & (codes[at + 1] == _NINE)) | (
        (first == _TWO) & (codes[at + 1] == _ZERO)
    )
    inside = digit[np.maximum(at - 1, 0)] & (at > 0)
    year = century & digit[at + 2] & digit[at + 3] & ~digit[at + 4] & ~inside
    clock = (codes[at + 1] == _COLON) & digit[at + 2] & digit[at + 3] & ~digit[at + 4]
    hits = at[year | clock]
    owner = np.searchsorted(start, hits, side="right") - 1
    owner = owner[owner >= 0]
    out[owner] = True
    return out & (end - start <= HEAD_LENGTH)


def features(
    document: NDArray[np.int64],
    line: NDArray[np.int64],
    opening: NDArray[np.bool_],
    head: NDArray[np.bool_],
    signals: Signals,
    step: NDArray[np.float64],
    bias: NDArray[np.float64],
) -> NDArray[np.float32]:
    """Return what the units of each block say about it.

    Parameters
    ----------
    document, line : ndarray of int64, shape (n_blocks,)
        As in `spamdetect.blocks.context.Layout`.
    opening : ndarray of bool, shape (n_blocks,)
        Which blocks begin a paragraph.
    head : ndarray of bool, shape (n_blocks,)
        From `heads`.
    signals : Signals
    step, bias : ndarray of float64, shape (2,)
        Of the n-gram models for spam and junk.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
    """
    blocks = len(document)
    out = np.zeros((blocks, len(NAMES)), np.float32)
    if not blocks:
        return out
    new_document = np.diff(document, prepend=-1) != 0
    gap = np.diff(line, prepend=-1)
    spam = step[0] * signals.spam / np.sqrt(np.maximum(signals.ngrams, 1)) + bias[0]
    peaks = [
        np.where(signals.urls > 0, peak, NO_URL)
        for peak in (signals.url_peak, signals.address_peak)
    ]
    columns: list[NDArray[np.generic]] = []
    firsts = [np.flatnonzero(new_document | begins) for begins in (gap > 0, opening, head)]
    for first in firsts:
        size = np.diff(np.append(first, blocks))
        unit = np.repeat(np.arange(len(first)), size)
        root = np.sqrt(np.maximum(np.add.reduceat(signals.ngrams, first), 1))
        per_unit = (
            step[0] * np.add.reduceat(signals.spam, first) / root + bias[0],
            step[1] * np.add.reduceat(signals.junk, first) / root + bias[1],
            np.maximum.reduceat(spam, first),
            np.log1p(np.add.reduceat(signals.terms, first)),
            np.log1p(np.add.reduceat(signals.urls, first)),
            *(np.maximum.reduceat(peak, first) for peak in peaks),
            np.log1p(size),
        )
        columns += [values[unit] for values in per_unit]
        columns.append(np.log1p(np.arange(blocks) - first[unit]))
    first = firsts[-1]
    unit = np.repeat(np.arange(len(first)), np.diff(np.append(first, blocks)))
    second = np.minimum(first + 1, np.append(first[1:], blocks) - 1)
    begin = np.flatnonzero(new_document)
    order = np.cumsum(new_document) - 1
    number = np.cumsum(head) - np.cumsum(head)[begin][order] + head[begin][order]
    columns += [
        np.maximum(spam[first], spam[second])[unit],
        *(np.maximum(peak[first], peak[second])[unit] for peak in peaks),
        np.log1p(number),
        np.log1p(np.add.reduceat(head, begin, dtype=np.int64)[order]),
        head,
    ]
    for index, column in enumerate(columns):
        out[:, index] = column
    return out


def heads(
    document: NDArray[np.int64],
    line: NDArray[np.int64],
    length: NDArray[np.int64],
    with_date: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Mark the blocks that begin a record: a short dated line, or the short line before it.

    Parameters
    ----------
    document, line, length : ndarray of int64, shape (n_blocks,)
        As in `spamdetect.blocks.context.Layout`.
    with_date : ndarray of bool, shape (n_blocks,)
        From `dated`.
    """
    new_document = np.diff(document, prepend=-1) != 0
    gap = np.diff(line, prepend=-1)
    alone = gap > 0
    alone[:-1] &= gap[1:] > 0
    dated_line = alone & with_date
    dated_line[1:] &= ~(dated_line[:-1] & ~new_document[1:])
    head = dated_line.copy()
    named = alone & (length <= HEAD_LENGTH) & ~with_date
    before = dated_line[1:] & named[:-1] & ~new_document[1:] & (gap[1:] <= 2)
    head[:-1] |= before
    head[1:] &= ~before
    return head
