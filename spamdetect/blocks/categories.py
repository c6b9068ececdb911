"""The category of a flagged block: a multinomial linear model over hashed words and terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import ngrams
from spamdetect.blocks.lexicon import Hits, Matcher
from spamdetect.blocks.piece import Piece
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES
from spamdetect.model import known_names

BITS: Final = 16


@dataclass(frozen=True)
class CategoryModel:
    """Scores of categories from hashed n-grams and dense evidence.

    Attributes
    ----------
    names : tuple of str
    table : ndarray of int8, shape (n_categories, 2**BITS)
    step : float
        Log-odds per unit of the table.
    dense : ndarray of float64, shape (n_categories, n_evidence)
        Weights of the columns of `evidence`.
    bias : ndarray of float64, shape (n_categories,)
    """

    names: tuple[str, ...]
    table: NDArray[np.int8]
    step: float
    dense: NDArray[np.float64]
    bias: NDArray[np.float64]

    @cached_property
    def _packed(self) -> dict[tuple[int, ...], ngrams.PackedTable]:
        """The tables of some categories, ready for look-ups."""
        return {}

    def scores(
        self, piece: Piece, evidence: NDArray[np.float64], wanted: Sequence[int] | None = None
    ) -> NDArray[np.float64]:
        """Return the log-odds of each category for each block, shape (n_blocks, n_categories).

        Where a block has no words, but only links, the n-grams have no say.

        Parameters
        ----------
        piece : Piece
        evidence : ndarray of float64, shape (n_blocks, n_evidence)
        wanted : sequence of int, optional
            The categories to look at; -inf stands for the others.
        """
        asked = tuple(range(len(self.names)) if wanted is None else wanted)
        if asked not in self._packed:
            self._packed[asked] = ngrams.PackedTable(self.table[list(asked)])
        root = np.sqrt(np.maximum(ngrams.count(piece), 1))
        places = ngrams.place_scores(piece, self._packed[asked], BITS)
        sums = ngrams.block_sums(piece, places).T
        wordless = np.bincount(piece.word_block, minlength=len(root)) == 0
        linear = np.where(wordless[:, None], 0.0, sums * self.step / root[:, None])
        dense = (evidence @ self.dense.T)[:, list(asked)]
        out = np.full((len(root), len(self.names)), -np.inf)
        out[:, list(asked)] = linear + dense + self.bias[list(asked)]
        return out

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        return {
            "category_table": self.table,
            "category_dense": np.concatenate((self.dense, self.bias[:, None]), axis=1),
            "category_step": np.array([self.step]),
        }

    @classmethod
    def from_arrays(
        cls,
        arrays: Mapping[str, NDArray[Any]],
        names: Sequence[str],
        trained: Sequence[str],
        present: Sequence[str],
    ) -> CategoryModel:
        """Read what `arrays` wrote.

        Parameters
        ----------
        arrays : mapping of str to ndarray
        names : sequence of str
            Of the categories.
        trained, present : sequence of str
            Names of the evidence that the model was trained with, and of that which it is given.

        Raises
        ------
        ModelError
            If a category or a column of evidence is unknown or none of the model's.
        """
        stored = arrays["category_dense"]
        known_names(names, (*SPAM_CATEGORIES, *JUNK_CATEGORIES), "category", len(stored))
        known_names(trained, present, "evidence", stored.shape[1] - 1)
        dense = np.zeros((len(names), len(present)))
        dense[:, [present.index(name) for name in trained]] = stored[:, :-1]
        return cls(
            tuple(names),
            arrays["category_table"],
            float(arrays["category_step"][0]),
            dense,
            stored[:, -1],
        )


def evidence_names(lexicons: Sequence[str], url_categories: Sequence[str]) -> tuple[str, ...]:
    """Return the names of the columns of `evidence`.

    Parameters
    ----------
    lexicons : sequence of str
        Categories of the matcher.
    url_categories : sequence of str
        Those that the URL model tells apart.
    """
    return (
        *(f"terms_{name}" for name in lexicons),
        *(f"urls_{name}" for name in url_categories),
        "raw_ips",
    )


def evidence(
    matcher: Matcher,
    piece: Piece,
    hits: Hits,
    url_category: NDArray[np.int64],
    url_categories: int,
    raw_ip: NDArray[np.bool_],
    url_block: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the dense evidence of blocks: hits per lexicon category, URLs per category.

    Parameters
    ----------
    matcher : Matcher
    piece : Piece
    hits : Hits
        Terms that the matcher found in the piece.
    url_category : ndarray of int64, shape (n_urls,)
        Index of the URL's category, -1 for none.
    url_categories : int
        How many there are.
    raw_ip : ndarray of bool, shape (n_urls,)
    url_block : ndarray of int64, shape (n_urls,)
        Index of the block that each URL stands in.

    Returns
    -------
    ndarray of float64, shape (n_blocks, n_evidence)
        ``log1p`` of counts, columns as in `evidence_names`.
    """
    blocks = len(piece.start)
    wide = url_categories + 1
    column = np.where(raw_ip, url_categories, url_category)
    known = column >= 0
    urls = np.bincount(url_block[known] * wide + column[known], minlength=blocks * wide)
    terms = matcher.counts(piece, hits)
    return np.log1p(np.concatenate((terms, urls.reshape(blocks, wide)), axis=1))
