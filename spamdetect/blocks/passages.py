"""Stretches of a batch's text, folded together: what is asked of all costs little for each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.lexicon import Hits
from spamdetect.blocks.linked import Link
from spamdetect.blocks.links import UrlFacts
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.text.script import Class, decode
from spamdetect.urls.score import UrlScorer, UrlScores

_NOTHING = np.uint32(0)


@dataclass(frozen=True)
class Passages:
    """Passages as the blocks of one piece, in which none knows of another.

    They hold no more of their batch than its URLs, so that they can outlive it at little cost.

    Attributes
    ----------
    model : BlockModel
    codes : ndarray of uint32
        The passages one after the other, as written.
    piece : Piece
        The same, folded.
    facts : UrlFacts
    scores : UrlScores
    scorer : UrlScorer
        What scored the URLs.
    links : sequence of Link
        URLs of the whole batch.
    url_first, url_last : ndarray of int64, shape (n_passages,)
        The URLs that begin in each passage, as a half-open range of rows.
    """

    model: BlockModel
    codes: NDArray[np.uint32]
    piece: Piece
    facts: UrlFacts
    scores: UrlScores
    scorer: UrlScorer
    links: Sequence[Link]
    url_first: NDArray[np.int64]
    url_last: NDArray[np.int64]

    def urls(self, number: int) -> NDArray[np.int64]:
        """Return the rows of the URLs that begin in a passage."""
        return np.arange(self.url_first[number], self.url_last[number])

    @cached_property
    def all_urls(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows of the URLs of all passages, and the passage that each is of."""
        return _ranges(self.url_first, self.url_last)

    @cached_property
    def hits(self) -> Hits:
        """Terms found in all passages."""
        return self.model.matcher.find(self.piece)

    @cached_property
    def hit_order(self) -> NDArray[np.int64]:
        """Rows of `hits` by passage."""
        return np.argsort(self.hits.block, kind="stable")

    @cached_property
    def hit_category(self) -> NDArray[np.int64]:
        """Category of each hit in `hit_order`."""
        terms = self.hits.term[self.hit_order]
        return np.asarray(self.model.matcher.category_of[terms], np.int64)

    @cached_property
    def hit_edges(self) -> list[int]:
        """Where the rows of each passage begin in `hit_order`, and the last ones end."""
        ordered = self.hits.block[self.hit_order]
        edges: list[int] = np.searchsorted(ordered, np.arange(len(self.url_first) + 1)).tolist()
        return edges

    @cached_property
    def weights(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Scores of the n-gram heads at each place of the folded text."""
        heads = self.model.heads
        spam, junk = ngrams.place_scores(self.piece, heads.packed, heads.bits)
        return spam, junk

    def written(self, first: int, last: int) -> str:
        """Return the text as written that folded text stands for.

        Parameters
        ----------
        first, last : int
            The first and the last place in the folded text of all passages.
        """
        origin = self.piece.folded.origin
        codes = self.codes[int(origin[first]) : int(origin[last]) + 1]
        return decode(codes)


def fold_passages(model: BlockModel, batch: Batch, spans: Sequence[tuple[int, int]]) -> Passages:
    """Fold some stretches of a batch's text.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    spans : sequence of (start, end)
        In the code points of the batch; they may overlap.

    Returns
    -------
    Passages
    """
    start, end = np.array(spans, np.int64).reshape(-1, 2).T
    length = end - start
    first = np.cumsum(length + 1) - length - 1
    size = int(length.sum()) + len(start)
    place = np.arange(size) + np.repeat(start - first, length + 1)
    breaks = first + length
    place[breaks] = 0
    codes, classes = batch.codes[place], batch.classes[place]
    codes[breaks], classes[breaks] = _NOTHING, Class.CONTROL
    facts = batch.facts
    url_first, url_last = np.searchsorted(facts.start, start), np.searchsorted(facts.start, end)
    rows, owner = _ranges(url_first, url_last)
    kept = facts.written[rows]
    rows, owner = rows[kept], owner[kept]
    urls = np.stack((facts.start[rows], np.minimum(facts.end[rows], end[owner])), axis=1)
    urls += (first - start)[owner][:, None]
    piece = make_piece(codes, classes, first, breaks, urls)
    return Passages(
        model, codes, piece, facts, batch.scores, batch.scorer, batch.flat, url_first, url_last
    )


def _ranges(
    first: NDArray[np.int64], last: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the members of half-open ranges one after the other, and the range of each."""
    size = last - first
    owner = np.repeat(np.arange(len(size)), size)
    return np.arange(len(owner)) + (first - np.cumsum(size) + size)[owner], owner
