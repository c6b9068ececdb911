"""The flagged passages of a batch, folded together: few large steps instead of many small ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.lexicon import Hits
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.text.fold import URL_MARK
from spamdetect.text.script import Class


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of a batch, folded, and what the model finds in it.

    Attributes
    ----------
    start, end : int
        In the code points of the batch.
    codes, classes : ndarray, shape (n_folded,)
        Of the folded text.
    origin : ndarray of int64, shape (n_folded,)
        Where each folded code point came from, in the code points of the batch.
    word_start, word_end : ndarray of int64, shape (n_words,)
        In the folded text.
    scores : ndarray of int32, shape (n_heads, n_folded)
        Summed weights of the n-grams that begin at each place of the folded text.
    hits : Hits
        Terms of the lexicons, in the folded text.
    """

    start: int
    end: int
    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    origin: NDArray[np.int64]
    word_start: NDArray[np.int64]
    word_end: NDArray[np.int64]
    scores: NDArray[np.int32]
    hits: Hits


class Passages:
    """Parts of a batch as the blocks of one piece, none of which touches another.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    spans : sequence of (int, int)
        In the code points of the batch, ascending, none of them empty.
    """

    def __init__(self, model: BlockModel, batch: Batch, spans: Sequence[tuple[int, int]]) -> None:
        self.spans = list(spans)
        self._model = model
        start, end = np.array(self.spans, np.int64).T
        ends = np.cumsum(end - start + 1) - 1
        self._shift = start - (ends - (end - start))
        urls = [
            batch.written_urls(*span) - shift
            for span, shift in zip(self.spans, self._shift.tolist(), strict=True)
        ]
        self.piece: Piece = make_piece(
            _joined(batch.codes, self.spans, URL_MARK),
            _joined(batch.classes, self.spans, Class.CONTROL),
            start - self._shift,
            end - self._shift,
            np.concatenate(urls),
        )

    @cached_property
    def hits(self) -> Hits:
        """The terms found in the piece."""
        return self._model.matcher.find(self.piece)

    @cached_property
    def _scores(self) -> NDArray[np.int32]:
        heads = self._model.heads
        return ngrams.place_scores(self.piece, heads.packed, heads.bits)

    def __iter__(self) -> Iterator[Passage]:
        piece = self.piece
        words = np.searchsorted(piece.word_block, np.arange(len(self.spans) + 1)).tolist()
        hits = self.hits
        for number, (start, end) in enumerate(self.spans):
            first = int(piece.first[number])
            part = slice(first, int(piece.last[number]))
            mine = np.flatnonzero(hits.block == number)
            own_words = slice(words[number], words[number + 1])
            yield Passage(
                start,
                end,
                piece.folded.codes[part],
                piece.classes_folded[part],
                piece.folded.origin[part] + self._shift[number],
                piece.word_start[own_words] - first,
                piece.word_end[own_words] - first,
                self._scores[:, part],
                Hits(
                    hits.start[mine] - first,
                    hits.end[mine] - first,
                    hits.term[mine],
                    hits.block[mine],
                ),
            )


def _joined(values: NDArray[Any], spans: Sequence[tuple[int, int]], separator: int) -> NDArray[Any]:
    """Return parts of an array, each followed by a separator."""
    between = np.array([separator], values.dtype)
    return np.concatenate([part for a, b in spans for part in (values[a:b], between)])
