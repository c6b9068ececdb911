"""Find the terms of the lexicons in folded text: whole words, phrases, and runs of characters
in scripts without spaces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.hashing import join
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.lexicons import Term
from spamdetect.text.script import classify, encode

LONGEST_PHRASE: Final = 4
LONGEST_RUN: Final = 10
_SLOTS_PER_HASH: Final = 32
"""Sparse, as each wrong hit costs a search; more would cost room in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Terms found, as columns.

    Attributes
    ----------
    start, end : ndarray of int64
        Places in the folded text.
    term : ndarray of int64
        Index of the term.
    block : ndarray of int64
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    term: NDArray[np.int64]
    block: NDArray[np.int64]


class _HashIndex:
    """Exact look-up of 64-bit hashes, by a table of slots and a comparison."""

    def __init__(self, hashes: NDArray[np.uint64], values: NDArray[np.int64]) -> None:
        order = np.argsort(hashes, kind="stable")
        self._hashes = hashes[order]
        self._values = values[order]
        bits = (len(hashes) * _SLOTS_PER_HASH + 1).bit_length()
        self._shift = np.uint64(64 - bits)
        self._present = np.zeros(1 << bits, bool)
        self._present[self._slots(self._hashes)] = True

    def _slots(self, hashes: NDArray[np.uint64]) -> NDArray[np.int64]:
        return (hashes >> self._shift).view(np.int64)

    def find(self, hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the places in `hashes` that are known, and their values."""
        at = np.flatnonzero(self._present.take(self._slots(hashes)))
        if not at.size:
            return at, at
        asked = hashes.take(at)
        found = np.searchsorted(self._hashes, asked)
        np.minimum(found, len(self._hashes) - 1, out=found)
        same = np.flatnonzero(self._hashes.take(found) == asked)
        return at.take(same), self._values.take(found.take(same))


class Matcher:
    """Looks terms up in pieces.

    Parameters
    ----------
    categories : sequence of str
        Sorted; the columns of `counts`.
    category_of : ndarray of int64, shape (n_terms,)
        Index of each term's category.
    hashes : ndarray of uint64, shape (n_terms,)
    sizes : ndarray of int64, shape (n_terms,)
        Number of words of a phrase; minus the number of characters of a run.
    """

    def __init__(
        self,
        categories: Sequence[str],
        category_of: NDArray[np.int64],
        hashes: NDArray[np.uint64],
        sizes: NDArray[np.int64],
    ) -> None:
        self.categories = tuple(categories)
        self.category_of = category_of
        self._hashes = hashes
        self._sizes = sizes
        self._longest = int(sizes.max(initial=0))
        phrases = np.flatnonzero(sizes > 0)
        self._phrases = _HashIndex(hashes[phrases], phrases)
        self._runs: dict[int, _HashIndex] = {}
        for size in np.unique(sizes[sizes < 0]).tolist():
            mine = np.flatnonzero(sizes == size)
            self._runs[-size] = _HashIndex(hashes[mine], mine)

    @classmethod
    def of(cls, terms: Iterable[Term]) -> Matcher:
        """Return a matcher of terms, each folded as text is.

        Parameters
        ----------
        terms : iterable of Term
            Phrases longer than `LONGEST_PHRASE` words and runs of one character, or longer than
            `LONGEST_RUN`, are left out.
        """
        listed = list(terms)
        categories = sorted({term.category for term in listed})
        hashes, sizes = _term_hashes([term.text for term in listed])
        number = {name: index for index, name in enumerate(categories)}
        category = np.array([number[term.category] for term in listed], np.int64)
        usable = sizes != 0
        return cls(categories, category[usable], hashes[usable], sizes[usable])

    @property
    def size(self) -> int:
        """Number of terms."""
        return len(self._hashes)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        return {
            "lexicon_hashes": self._hashes,
            "lexicon_kinds": np.stack((self.category_of, self._sizes)).astype(np.int8),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], categories: Sequence[str]) -> Matcher:
        """Read what `arrays` wrote."""
        kinds = arrays["lexicon_kinds"].astype(np.int64)
        return cls(categories, kinds[0], arrays["lexicon_hashes"], kinds[1])

    def find(self, piece: Piece) -> Hits:
        """Return the terms found in a piece; phrases never reach over the end of a block."""
        first, last, term = self._find_phrases(piece)
        starts, ends, found = [piece.word_start[first]], [piece.word_end[last]], [term]
        for size, start, hashes in self._windows(piece):
            at, term = self._runs[size].find(hashes)
            begin = start[at]
            inside = begin + size <= piece.limit[begin]
            starts.append(begin[inside])
            ends.append(begin[inside] + size)
            found.append(term[inside])
        place = np.concatenate(starts)
        return Hits(
            place,
            np.concatenate(ends),
            np.concatenate(found),
            np.searchsorted(piece.first, place, side="right") - 1,
        )

    def _find_phrases(
        self, piece: Piece
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the first and the last word and the term of each phrase, the shortest first."""
        words = len(piece.word_hash)
        hashes = [piece.word_hash]
        for size in range(2, min(self._longest, words) + 1):
            hashes.append(join(hashes[-1][:-1], piece.word_hash[size - 1 :]))
        first, term = self._phrases.find(np.concatenate(hashes))
        beyond = self._sizes[term] - 1
        # Of each size there is one place less than of the size before.
        first -= beyond * words - beyond * (beyond - 1) // 2
        last = first + beyond
        inside = np.flatnonzero(piece.word_block[first] == piece.word_block[last])
        return first[inside], last[inside], term[inside]

    def _windows(self, piece: Piece) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.uint64]]]:
        """Yield the sizes of the runs, the places where one may begin, and the hashes there."""
        start = np.flatnonzero(piece.unspaced) if self._runs else np.empty(0, np.int64)
        if start.size:
            hashes = piece.window.beginning(start)
            for size in self._runs:
                fits = int(np.searchsorted(start, len(piece.folded.codes) - size, side="right"))
                yield size, start[:fits], hashes(size, fits)

    def counts(self, piece: Piece, hits: Hits) -> NDArray[np.int64]:
        """Return the hits per block and category, shape (n_blocks, n_categories)."""
        wide = len(self.categories)
        flat = hits.block * wide + self.category_of[hits.term]
        return np.bincount(flat, minlength=len(piece.start) * wide).reshape(-1, wide)


def _term_hashes(texts: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return the hash of each term as text is hashed, and its size; 0 where it is unusable."""
    codes = encode("\n".join(texts))
    length = np.array([len(text) for text in texts], np.int64)
    start = np.cumsum(length + 1) - length - 1
    classes = classify(codes)
    piece = make_piece(codes, classes, start, start + length, np.empty((0, 2), np.int64))
    words = np.bincount(piece.word_block, minlength=len(texts))
    first = np.cumsum(words) - words
    unspaced = np.concatenate(([0], np.cumsum(piece.unspaced)))
    is_run = unspaced[piece.last] > unspaced[piece.first]
    width = piece.last - piece.first
    hashes = piece.window.of(piece.first, piece.last)
    sizes = np.where(is_run & (width >= 2) & (width <= LONGEST_RUN), -width, 0)
    for size in range(1, LONGEST_PHRASE + 1):
        mine = np.flatnonzero(~is_run & (words == size))
        joined = piece.word_hash[first[mine]]
        for word in range(1, size):
            joined = join(joined, piece.word_hash[first[mine] + word])
        hashes[mine] = joined
        sizes[mine] = size
    return hashes, sizes
