"""Labels of blocks, from the labelled spans of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import Batch
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import Document
from spamdetect.text.script import Class

CATEGORIES: Final = (*SPAM_CATEGORIES, *JUNK_CATEGORIES)
SPLICE: Final = 6
"""Characters of spam in an honest sentence that make it a positive block."""
MOSTLY_UNSURE: Final = 0.5


@dataclass(frozen=True, slots=True)
class BlockLabels:
    """Labels of the blocks of a batch, as columns.

    Attributes
    ----------
    spam, junk : ndarray of float32, shape (n_blocks,)
        Share of the block's visible characters inside spans of that label; for junk NaN where
        most of the block is unsure.
    spam_length : ndarray of int64, shape (n_blocks,)
        Visible characters inside spam spans.
    category : ndarray of int64, shape (n_blocks,)
        Index in `CATEGORIES` of the span at the block's first labelled character, else -1.
    """

    spam: NDArray[np.float32]
    junk: NDArray[np.float32]
    spam_length: NDArray[np.int64]
    category: NDArray[np.int64]


def label_blocks(batch: Batch, documents: Sequence[Document]) -> BlockLabels:
    """Return the labels of the blocks of a batch.

    Parameters
    ----------
    batch : Batch
        Read from the texts of `documents`.
    documents : sequence of Document

    Returns
    -------
    BlockLabels
    """
    marks = np.full(len(batch.codes), -1, np.int64)
    unsure = np.zeros(len(batch.codes), bool)
    for offset, document in zip(batch.document_starts.tolist(), documents, strict=True):
        for begin, finish, name in document.spans:
            marks[offset + begin : offset + finish] = CATEGORIES.index(name)
        for begin, finish in document.unsure:
            unsure[offset + begin : offset + finish] = True
    visible = (batch.classes != Class.SPACE) & (batch.classes != Class.NEWLINE)
    marks[~visible] = -1
    start, end = batch.blocks.start, batch.blocks.end
    total = np.maximum(_counted(visible, start, end), 1)
    spam_length = _counted((marks >= 0) & (marks < len(SPAM_CATEGORIES)), start, end)
    junk_length = _counted(marks >= len(SPAM_CATEGORIES), start, end)
    junk = (junk_length / total).astype(np.float32)
    junk[_counted(unsure & visible, start, end) > MOSTLY_UNSURE * total] = np.nan
    labelled = np.append(np.flatnonzero(marks >= 0), len(marks))
    first = labelled[np.searchsorted(labelled, start)]
    category = np.where(first < end, np.append(marks, -1)[first], -1)
    return BlockLabels(
        (spam_length / total).astype(np.float32),
        junk,
        spam_length,
        category,
    )


def _counted(
    mask: NDArray[np.bool_], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    sums = np.zeros(len(mask) + 1, np.int64)
    np.cumsum(mask, out=sums[1:])
    return sums[end] - sums[start]
