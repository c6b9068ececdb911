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
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.text.script import Class

_NOTHING = np.uint32(0)


@dataclass(frozen=True)
class Passages:
    """Passages as the blocks of one piece, in which none knows of another.

    Attributes
    ----------
    model : BlockModel
    batch : Batch
    start, end : ndarray of int64, shape (n_passages,)
        In the code points of the batch.
    piece : Piece
        The passages one after the other.
    """

    model: BlockModel
    batch: Batch
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    piece: Piece

    @cached_property
    def hits(self) -> Hits:
        """Terms found in all passages."""
        return self.model.matcher.find(self.piece)

    @cached_property
    def hit_order(self) -> NDArray[np.int64]:
        """Rows of `hits` by passage."""
        return np.argsort(self.hits.block, kind="stable")

    @cached_property
    def hit_edges(self) -> NDArray[np.int64]:
        """Where the rows of each passage begin in `hit_order`, and the last ones end."""
        ordered = self.hits.block[self.hit_order]
        return np.searchsorted(ordered, np.arange(len(self.start) + 1))

    @cached_property
    def weights(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Scores of the n-gram heads at each place of the folded text."""
        heads = self.model.heads
        spam, junk = ngrams.place_scores(self.piece, heads.packed, heads.bits)
        return spam, junk

    def written(self, number: int, first: int, last: int) -> tuple[int, int]:
        """Return the span in the batch that folded text of a passage stands for.

        Parameters
        ----------
        number : int
            Of the passage.
        first, last : int
            The first and the last place in the folded text of all passages.
        """
        shift = int(self.start[number] - self.piece.start[number])
        origin = self.piece.folded.origin
        return int(origin[first]) + shift, int(origin[last]) + 1 + shift


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
    near = [np.arange(*np.searchsorted(facts.start, span)) for span in spans]
    rows = np.concatenate(near) if near else np.empty(0, np.int64)
    owner = np.repeat(np.arange(len(start)), [len(part) for part in near])
    kept = facts.written[rows]
    rows, owner = rows[kept], owner[kept]
    urls = np.stack((facts.start[rows], np.minimum(facts.end[rows], end[owner])), axis=1)
    urls += (first - start)[owner][:, None]
    return Passages(model, batch, start, end, make_piece(codes, classes, first, breaks, urls))
