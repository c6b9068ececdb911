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
from spamdetect.labels import SPAM_CATEGORIES

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
        Weights of the evidence: hits per lexicon category, then URLs per category.
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
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], names: Sequence[str]) -> CategoryModel:
        """Read what `arrays` wrote."""
        dense = arrays["category_dense"]
        return cls(
            tuple(names),
            arrays["category_table"],
            float(arrays["category_step"][0]),
            dense[:, :-1],
            dense[:, -1],
        )


def evidence(
    matcher: Matcher,
    piece: Piece,
    hits: Hits,
    url_category: NDArray[np.int64],
    raw_ip: NDArray[np.bool_],
    url_block: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the dense evidence of blocks: hits per lexicon category, URLs per spam category.

    Parameters
    ----------
    matcher : Matcher
    piece : Piece
    hits : Hits
        Terms that the matcher found in the piece.
    url_category : ndarray of int64, shape (n_urls,)
        Index of the URL's spam category, -1 for none.
    raw_ip : ndarray of bool, shape (n_urls,)
    url_block : ndarray of int64, shape (n_urls,)
        Index of the block that each URL stands in.

    Returns
    -------
    ndarray of float64, shape (n_blocks, n_evidence)
        ``log1p`` of counts.
    """
    blocks = len(piece.start)
    wide = len(SPAM_CATEGORIES) + 1
    column = np.where(raw_ip, len(SPAM_CATEGORIES), url_category)
    known = column >= 0
    urls = np.bincount(url_block[known] * wide + column[known], minlength=blocks * wide)
    terms = matcher.counts(piece, hits)
    return np.log1p(np.concatenate((terms, urls.reshape(blocks, wide)), axis=1))
