"""Narrow flagged blocks down to the phrases or links that were spliced into them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import ngrams
from spamdetect.blocks.batch import PIECE_LENGTH, Batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.phrase import best_windows
from spamdetect.blocks.piece import Piece
from spamdetect.text.fold import URL_MARK

SHORTEST: Final = 60
"""Blocks shorter than this, in code points, are left whole, but for an anchor of a page that leads
to spam beside honest words."""
SHORTEST_PHRASE: Final = 6
"""A phrase shorter than this is no promotion; the block is left whole."""
LARGEST_SHARE: Final = 0.75
"""A phrase that makes up more of the block than this is not cut out."""
HONEST_REST: Final = -3.0
"""What is left of the block, in log-odds per root of a character, must lie below this for a link to
be left in it."""
SPAM_LINK: Final = 0.0
"""Log-odds of the URL from which on an anchor is what was spliced in, if the rest is honest."""
URL_UNITS: Final = 40.0
"""Log-odds of a URL count this many times, since it stands for many characters."""

Spans = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trimmed:
    """What of some neighbouring blocks is spam, in code points of the batch.

    Attributes
    ----------
    whole : ndarray of int64, shape (n_blocks, 2)
        The blocks.
    sure : ndarray of int64, shape (n_blocks, 2)
        Their phrases, where what is left speaks against spam; the blocks elsewhere.
    likely : ndarray of int64, shape (n_blocks, 2)
        The same, whatever is left of a block.
    """

    whole: Spans
    sure: Spans
    likely: Spans

    @property
    def is_narrowed(self) -> NDArray[np.bool_]:
        """Which blocks have a part that is surely all their spam."""
        return np.asarray((self.sure != self.whole).any(axis=1))


def trim(model: BlockModel, batch: Batch, first: int, last: int) -> Trimmed:
    """Look for the phrase in each of some neighbouring blocks.

    The phrase is the window with the highest sum of n-gram weights. On a page, an anchor that leads
    to spam is cut out as it stands if what is beside it looks honest by itself.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    first, last : int
        The first block and the one after the last.

    Returns
    -------
    Trimmed
    """
    whole = np.stack((batch.blocks.start[first:last], batch.blocks.end[first:last]), axis=1)
    sure, likely = whole.copy(), whole.copy()
    for row, span in _anchors(model, batch, whole):
        sure[row] = likely[row] = span
    open_to = (sure == whole).all(axis=1) & (whole[:, 1] - whole[:, 0] >= SHORTEST)
    for rows in _pieces(np.flatnonzero(open_to), whole):
        for row, span, is_sure in _phrases(model, batch, whole[rows]):
            likely[rows[row]] = span
            if is_sure:
                sure[rows[row]] = span
    return Trimmed(whole, sure, likely)


def _pieces(rows: NDArray[np.int64], spans: Spans) -> Iterator[NDArray[np.int64]]:
    """Divide rows into runs whose blocks lie within the length of a piece."""
    while rows.size:
        reach = spans[rows[0], 0] + PIECE_LENGTH
        size = max(int(np.searchsorted(spans[rows, 1], reach, side="right")), 1)
        yield rows[:size]
        rows = rows[size:]


def _phrases(
    model: BlockModel, batch: Batch, spans: Spans
) -> Iterator[tuple[int, tuple[int, int], bool]]:
    """Yield the blocks with a phrase, the phrase, and whether what is left speaks against spam."""
    begin, finish = int(spans[0, 0]), int(spans[-1, 1])
    piece = batch.piece(begin, finish, spans[:, 0], spans[:, 1])
    heads = model.heads
    weights = ngrams.place_scores(piece, heads.packed, heads.bits)[0] * heads.step[0]
    marks = piece.folded.codes == URL_MARK
    links = batch.urls_in(begin, finish)
    links = links[batch.facts.written[links]]
    place, row = _paired(piece, spans, np.flatnonzero(marks), links, batch.facts.start[links])
    weights[place] += URL_UNITS * np.clip(batch.facts.logit[row], -3.0, 6.0)
    low, high = best_windows(piece, weights)
    total, linked, number = (
        np.concatenate(([0.0], np.cumsum(column)))
        for column in (weights, np.where(marks, weights, 0.0), marks)
    )
    inside = total[high] - total[low]
    left_out = number[piece.last] - number[piece.first] - number[high] + number[low]
    words = total[piece.last] - total[piece.first] - inside
    words -= linked[piece.last] - linked[piece.first] - linked[high] + linked[low]
    size = np.maximum(piece.last - piece.first - (high - low), 1)
    rest = words / np.sqrt(size)
    is_likely = (inside > 0) & ((left_out == 0) | ((left_out == 1) & (rest < HONEST_REST)))
    origin = piece.folded.origin
    for block in np.flatnonzero(is_likely).tolist():
        start, end = origin[low[block]], origin[high[block] - 1] + 1
        phrase = begin + int(start), begin + int(end)
        phrase = _with_links(batch, spans[block], links, phrase)
        length = int(spans[block, 1] - spans[block, 0])
        if SHORTEST_PHRASE <= phrase[1] - phrase[0] <= LARGEST_SHARE * length:
            yield block, phrase, bool(rest[block] < 0)


def _paired(
    piece: Piece,
    spans: Spans,
    places: NDArray[np.int64],
    rows: NDArray[np.int64],
    starts: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of links in the folded text and their rows, of blocks that have all."""
    at = np.searchsorted(piece.first, places, side="right") - 1
    of = np.searchsorted(spans[:, 0], starts, side="right") - 1
    is_in = starts < spans[of, 1]
    rows, of = rows[is_in], of[is_in]
    count = len(spans)
    agree = np.bincount(at, minlength=count) == np.bincount(of, minlength=count)
    return places[agree[at]], rows[agree[of]]


def _with_links(
    batch: Batch, block: NDArray[np.int64], links: NDArray[np.int64], phrase: tuple[int, int]
) -> tuple[int, int]:
    """Widen a phrase by what it has of links, which are not cut in two, and their anchors."""
    (start, end), (begin, stop) = block.tolist(), phrase
    facts = batch.facts
    near = slice(*np.searchsorted(facts.start[links], (start, end)).tolist())
    for row in links[near].tolist():
        url_start, url_end = int(facts.start[row]), int(facts.end[row])
        if url_start < stop and url_end > begin:
            begin, stop = min(begin, url_start), min(max(stop, url_end), end)
            low, high = _with_anchor(
                batch.codes[start:end], begin - start, stop - start, url_start - start
            )
            begin, stop = start + low, start + high
    return begin, stop


def _anchors(
    model: BlockModel, batch: Batch, spans: Spans
) -> Iterator[tuple[int, tuple[int, int]]]:
    """Yield the blocks of a page with anchors that lead to spam, all else honest, and that part."""
    facts = batch.facts
    rows = batch.urls_in(int(spans[0, 0]), int(spans[-1, 1]))
    rows = rows[~facts.written[rows] & (facts.logit[rows] >= SPAM_LINK)]
    rows = rows[facts.end[rows] > facts.start[rows]]
    block_of = np.searchsorted(spans[:, 0], facts.start[rows], side="right") - 1
    for block in np.unique(block_of).tolist():
        start, end = spans[block].tolist()
        mine = rows[block_of == block]
        part = int(facts.start[mine].min()), min(int(facts.end[mine].max()), end)
        if part[0] < end and _honest_beside(model, batch, (start, end), part):
            yield block, part


def _honest_beside(
    model: BlockModel, batch: Batch, block: tuple[int, int], part: tuple[int, int]
) -> bool:
    """Tell whether a part of a block may be cut out: what is left is enough, and no promotion."""
    (start, end), (begin, stop) = block, part
    if stop - begin > LARGEST_SHARE * (end - start):
        return False
    heads = model.heads
    units = number = 0
    for first, last in ((start, begin), (stop, end)):
        if first < last:
            piece = batch.piece(first, last, np.array([first]), np.array([last]))
            units += int(ngrams.place_scores(piece, heads.packed, heads.bits)[0].sum())
            number += int(ngrams.count(piece).sum())
    rest = units * heads.step[0] / np.sqrt(max(number, 1)) + heads.bias[0]
    return bool(rest < 0)


def _with_anchor(codes: NDArray[np.uint32], begin: int, stop: int, url: int) -> tuple[int, int]:
    """Take in the anchor text and brackets of a Markdown link."""
    if url >= 2 and codes[url - 1] == ord("(") and codes[url - 2] == ord("]"):
        opening = np.flatnonzero(codes[: url - 2] == ord("["))
        if opening.size:
            begin = min(begin, int(opening[-1]))
        if stop < len(codes) and codes[stop] == ord(")"):
            stop += 1
        else:
            closing = np.flatnonzero(codes[stop : stop + 40] == ord(")"))
            stop = stop + int(closing[0]) + 1 if closing.size else stop
    return begin, stop
