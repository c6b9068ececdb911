"""Which parts of documents become sections: runs of flagged blocks, narrowed to what is spam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import PIECE_LENGTH, Batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.spliced import spam_parts

JUNK: Final = 1
SPAM: Final = 2


class Place(NamedTuple):
    """What becomes a section.

    Attributes
    ----------
    first, last : int
        The first of its blocks and the one after the last.
    label : int
        `JUNK` or `SPAM`.
    start, end : int
        In code points of the batch.
    """

    first: int
    last: int
    label: int
    start: int
    end: int


def places_of(
    model: BlockModel,
    batch: Batch,
    runs: Sequence[tuple[int, int, int]],
    sure: NDArray[np.bool_],
    hidden: NDArray[np.bool_],
) -> list[Place]:
    """Return what of some runs of flagged blocks becomes sections.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    runs : sequence of (first block, block after the last, label)
    sure, hidden : ndarray of bool, shape (n_blocks,)
        As for `spamdetect.blocks.spliced.spam_parts`.

    Returns
    -------
    list of Place
        In order.
    """
    spam = [(first, last) for first, last, label in runs if label == SPAM]
    parts = spam_parts(model, batch, spam, sure, hidden) if spam else []
    start, end = batch.blocks.start, batch.blocks.end
    found = [Place(first, last, SPAM, begin, stop) for first, last, begin, stop in parts]
    found += [
        Place(first, last, label, int(start[first]), int(end[last - 1]))
        for first, last, label in runs
        if label != SPAM
    ]
    return sorted(found)


def grouped(places: Sequence[Place]) -> Iterator[list[Place]]:
    """Divide places into groups of about the length of a piece."""
    group: list[Place] = []
    size = 0
    for place in places:
        length = place.end - place.start
        if group and size + length > PIECE_LENGTH:
            yield group
            group, size = [], 0
        group.append(place)
        size += length
    if group:
        yield group
