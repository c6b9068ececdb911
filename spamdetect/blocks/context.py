"""A block against its neighbours and its document.

Spam inside an honest page differs from the page: in language, vocabulary, links and layout
(semantic inconsistency, Liao et al., IEEE S&P 2016; language-model disagreement, Mishne et al.,
AIRWeb 2005).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.hashing import join

_PLACES: Final = {
    "before": "NEIGHBOURS",
    "after": "NEIGHBOURS",
    "before_2": "NEIGHBOURS",
    "after_2": "NEIGHBOURS",
    "near": "NEIGHBOURS",
    "document": "DOCUMENT",
    "highest": "DOCUMENT",
}
STRUCTURE_SIGNALS: Final = {
    "whole_line": "LAYOUT",
    "position": "LAYOUT",
    "from_start": "LAYOUT",
    "from_end": "LAYOUT",
    "document_blocks": "DOCUMENT",
    "document_length": "DOCUMENT",
    "relative_length": "LAYOUT",
    "length_before": "LAYOUT",
    "length_after": "LAYOUT",
    "copies": "COPIES",
    "novel_words": "OFF_TOPIC",
    "document_urls": "DOCUMENT",
}
_TOLD: Final = ("spam", "junk", "lexicon", "links", "peak")
SURROUNDINGS_SIGNALS: Final = {
    f"{name}_{place}": signal for name in _TOLD for place, signal in _PLACES.items()
}
SIGNALS: Final = {**STRUCTURE_SIGNALS, **SURROUNDINGS_SIGNALS}
"""Each feature and the signal that it counts towards in reasons."""
STRUCTURE: Final = tuple(STRUCTURE_SIGNALS)
SURROUNDINGS: Final = tuple(SURROUNDINGS_SIGNALS)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where blocks lie: document and line numbers, lengths, and the first block of each document.

    Attributes
    ----------
    document : ndarray of int64, shape (n_blocks,)
        Consecutive numbers from 0, ascending.
    length : ndarray of int64, shape (n_blocks,)
        In code points.
    line : ndarray of int64, shape (n_blocks,)
    """

    document: NDArray[np.int64]
    length: NDArray[np.int64]
    line: NDArray[np.int64]

    @property
    def first(self) -> NDArray[np.int64]:
        """Index of the first block of each document that has blocks."""
        return np.flatnonzero(np.diff(self.document, prepend=-1))

    @property
    def order(self) -> NDArray[np.int64]:
        """Number of each block's document among the documents that have blocks."""
        return np.cumsum(np.diff(self.document, prepend=-1) != 0) - 1


def structure(
    layout: Layout,
    urls: NDArray[np.int64],
    content: NDArray[np.uint64],
    word_block: NDArray[np.int64],
    word_hash: NDArray[np.uint64],
) -> NDArray[np.float32]:
    """Return how each block stands in its document.

    Parameters
    ----------
    layout : Layout
    urls : ndarray of int64, shape (n_blocks,)
        Number of URLs.
    content : ndarray of uint64, shape (n_blocks,)
        Hash of the folded text, to find copies.
    word_block, word_hash : ndarray, shape (n_words,)
        The words of the batch, in order.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(STRUCTURE))
    """
    first, order = layout.first, layout.order
    blocks = len(layout.document)
    out = np.zeros((blocks, len(STRUCTURE)), np.float32)
    if not blocks:
        return out
    size = np.diff(np.append(first, blocks))
    place = np.arange(blocks) - first[order]
    total = np.add.reduceat(layout.length, first)
    links = np.add.reduceat(urls, first)
    log_length = np.log1p(layout.length)
    alone = np.ones(blocks, bool)
    same = layout.line[1:] == layout.line[:-1]
    alone[1:] &= ~same
    alone[:-1] &= ~same
    columns = (
        alone,
        (place + 0.5) / size[order],
        np.log1p(place),
        np.log1p(size[order] - 1 - place),
        np.log1p(size)[order],
        np.log1p(total)[order],
        log_length - (np.add.reduceat(log_length, first) / size)[order],
        shifted(log_length, layout.document, 1),
        shifted(log_length, layout.document, -1),
        np.log1p(_copies(layout.document, content)),
        _novel(layout.document, word_block, word_hash),
        np.log1p(1000.0 * links / total)[order],
    )
    for index, column in enumerate(columns):
        out[:, index] = column
    return out


def surroundings(layout: Layout, signals: NDArray[np.float64]) -> NDArray[np.float32]:
    """Return what stands around each block.

    Parameters
    ----------
    layout : Layout
    signals : ndarray of float64, shape (5, n_blocks)
        Scores of the linear model for spam and junk, density of spam terms, density of links,
        score of the few words that look most like spam.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(SURROUNDINGS))
        For each signal: one and two blocks before and after, the mean of up to three blocks on
        either side, the document's mean without the block itself, and its highest value
        elsewhere.
    """
    blocks = len(layout.document)
    out = np.zeros((blocks, len(SURROUNDINGS)), np.float32)
    if not blocks:
        return out
    first, order = layout.first, layout.order
    size = np.diff(np.append(first, blocks))[order]
    weight = np.minimum(layout.length, 400).astype(np.float64)
    heavy = np.add.reduceat(weight, first)[order]
    steps = (1, 2, 3, -1, -2, -3)
    seen = sum(shifted(np.ones(blocks), layout.document, step) for step in steps)
    moved = {step: shifted(signals, layout.document, step) for step in steps}
    weighted = signals * weight
    mass = np.add.reduceat(weighted, first, axis=1)[:, order]
    rest = np.where(size > 1, (mass - weighted) / np.maximum(heavy - weight, 1.0), 0.0)
    columns = (
        moved[1],
        moved[-1],
        moved[2],
        moved[-2],
        sum(moved.values()) / np.maximum(seen, 1.0),
        rest,
        highest_elsewhere(signals, first, order),
    )
    for offset, column in enumerate(columns):
        out[:, offset::7] = column.T
    return out


def shifted(
    values: NDArray[np.float64], document: NDArray[np.int64], step: int
) -> NDArray[np.float64]:
    """Return the value `step` blocks before (negative: after) within the document, else 0.

    Values may have a dimension before that of the blocks, as in `highest_elsewhere`.
    """
    out = np.zeros(values.shape)
    if abs(step) >= len(document):
        return out
    if step > 0:
        same = document[step:] == document[:-step]
        np.copyto(out[..., step:], values[..., :-step], where=same)
    else:
        same = document[:step] == document[-step:]
        np.copyto(out[..., :step], values[..., -step:], where=same)
    return out


def highest_elsewhere(
    values: NDArray[np.float64], first: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Return the highest value among the other blocks of the document, 0 if there are none."""
    top = np.maximum.reduceat(values, first, axis=-1)[..., order]
    is_top = values == top
    unique_top = np.add.reduceat(is_top, first, axis=-1, dtype=np.int64)[..., order] == 1
    others = np.where(is_top, -np.inf, values)
    second = np.maximum.reduceat(others, first, axis=-1)[..., order]
    best = np.where(is_top & unique_top, second, top)
    return np.where(np.isfinite(best), best, 0.0)


def _copies(document: NDArray[np.int64], content: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Return how many other blocks of the document have the same folded text."""
    key = join(content, document.astype(np.uint64))
    _, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
    return np.asarray(times[inverse.reshape(-1)] - 1)


def _novel(
    document: NDArray[np.int64], word_block: NDArray[np.int64], word_hash: NDArray[np.uint64]
) -> NDArray[np.float64]:
    """Return the share of each block's words that stand nowhere else in the document."""
    blocks = len(document)
    if not len(word_hash):
        return np.zeros(blocks)
    key = join(word_hash, document[word_block].astype(np.uint64))
    order = np.argsort(key)
    ordered = key.take(order)
    edge = np.flatnonzero(np.append(True, ordered[1:] != ordered[:-1]))
    owner = word_block.take(order)
    lowest, highest = np.minimum.reduceat(owner, edge), np.maximum.reduceat(owner, edge)
    times = np.diff(edge, append=len(order))
    lonely = lowest == highest
    novel = np.bincount(lowest[lonely], times[lonely], minlength=blocks)
    words = np.bincount(word_block, minlength=blocks)
    return np.asarray(novel / np.maximum(words, 1))
