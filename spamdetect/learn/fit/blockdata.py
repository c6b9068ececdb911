"""Training documents as columns of blocks with labels, weights and folds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.batching import in_batches
from spamdetect.blocks.batch import Batch, read_batch
from spamdetect.blocks.features import extract
from spamdetect.blocks.heads import Heads
from spamdetect.blocks.lexicon import Matcher
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.corpus.labelling import CATEGORIES, SPLICE, label_blocks
from spamdetect.learn.corpus.pages import page_of
from spamdetect.learn.dataset import FOLDS, in_folds
from spamdetect.learn.generate.written import FORM as WRITTEN
from spamdetect.urls.score import UrlScorer

BATCH_CHARS: Final = 400_000
MOSTLY: Final = 0.5
PARTLY: Final = 0.3
REAL_SPAM: Final = 4.0
"""What real spam weighs over made-up spam."""
WRITTEN_SPAM: Final = 0.75
"""The same of spam written for training. Each such text is a group of its own, so without it they
would weigh more than all campaigns together."""
WRITTEN_HONEST: Final = 3.0
"""The same of honest blocks that were written beside it, over other honest ones."""


@dataclass(frozen=True, slots=True)
class BlockData:
    """Blocks of many documents, as columns over all batches.

    Attributes
    ----------
    batches : list of Batch
        Each of one fold.
    batch_fold : list of int
    documents : list of Document
        In the order of the batches, without their HTML.
    document : ndarray of int64, shape (n_blocks,)
        Index in `documents`.
    fold : ndarray of int64, shape (n_blocks,)
    spam, junk : ndarray of float32, shape (n_blocks,)
        Share of the block inside spans of that label; NaN where junk is not known.
    spam_length : ndarray of int64, shape (n_blocks,)
    category : ndarray of int64, shape (n_blocks,)
    """

    batches: list[Batch]
    batch_fold: list[int]
    documents: list[Document]
    document: NDArray[np.int64]
    fold: NDArray[np.int64]
    spam: NDArray[np.float32]
    junk: NDArray[np.float32]
    spam_length: NDArray[np.int64]
    category: NDArray[np.int64]

    @property
    def is_spam(self) -> NDArray[np.bool_]:
        """Blocks to be flagged as spam, a phrase spliced into a sentence included."""
        return (self.spam >= PARTLY) | (self.spam_length >= SPLICE)

    @property
    def is_junk(self) -> NDArray[np.bool_]:
        """Blocks to be flagged as junk."""
        return self.junk >= MOSTLY

    @property
    def is_doorway(self) -> NDArray[np.bool_]:
        """Blocks of doorway pages: junk by their label, and no example of text without spam."""
        return np.asarray(self.category == CATEGORIES.index("doorway"))

    @property
    def groups(self) -> NDArray[np.str_]:
        """Group of each block's document."""
        return np.array([document.group for document in self.documents])[self.document]

    @property
    def strata(self) -> NDArray[np.str_]:
        """What honest blocks are balanced by: their document's language, as the data names it.

        Texts written for training are a stratum of their own, or in a language with much honest
        text their spam would outweigh the honest texts written beside it.
        """
        strata = [WRITTEN if d.form == WRITTEN else d.lang for d in self.documents]
        return np.array(strata)[self.document]

    @property
    def emphasis(self) -> NDArray[np.float64]:
        """Factor on the weight of each block, for what there is too little of (see `REAL_SPAM`)."""
        form = np.array([document.form for document in self.documents])
        spam = np.select([form == "", form == WRITTEN], [REAL_SPAM, WRITTEN_SPAM], 1.0)
        honest = np.where(form == WRITTEN, WRITTEN_HONEST, 1.0)
        return np.where(self.is_spam, spam[self.document], honest[self.document])

    @property
    def length(self) -> NDArray[np.int64]:
        """Length of each block, in code points."""
        return np.concatenate([batch.blocks.end - batch.blocks.start for batch in self.batches])

    def split(self, column: NDArray[np.generic]) -> list[NDArray[np.generic]]:
        """Cut a column over all blocks into one for each batch."""
        sizes = [len(batch.blocks.start) for batch in self.batches]
        return np.split(column, np.cumsum(sizes)[:-1])

    def features(self, heads: Sequence[Heads], matcher: Matcher) -> NDArray[np.float32]:
        """Return the features of all blocks, those of each fold with that fold's heads."""
        return np.concatenate(
            [
                extract(batch, heads[fold], matcher)
                for batch, fold in zip(self.batches, self.batch_fold, strict=True)
            ]
        )


def read_blocks(documents: Sequence[Document], scorer: UrlScorer) -> BlockData:
    """Read documents into labelled blocks; groups never cross folds.

    Parameters
    ----------
    documents : sequence of Document
    scorer : UrlScorer

    Returns
    -------
    BlockData
    """
    batches: list[Batch] = []
    folds: list[int] = []
    ordered: list[Document] = []
    columns: list[tuple[NDArray[np.generic], ...]] = []
    for fold, members in enumerate(in_folds(documents, lambda d: fold_of(d.group, FOLDS))):
        for part in in_batches(members, lambda document: len(document.text), BATCH_CHARS):
            pages = [page_of(document) for document in part]
            batch = read_batch([document.text for document in part], scorer, pages=pages)
            labels = label_blocks(batch, part)
            columns.append(
                (
                    batch.blocks.document + len(ordered),
                    np.full(len(batch.blocks.start), fold),
                    labels.spam,
                    labels.junk,
                    labels.spam_length,
                    labels.category,
                )
            )
            batches.append(batch)
            folds.append(fold)
            ordered.extend(replace(document, html=None) for document in part)
    joined = [np.concatenate(column) for column in zip(*columns, strict=True)]
    return BlockData(batches, folds, ordered, *joined)


def balanced_weights(
    groups: NDArray[np.str_],
    positive: NDArray[np.bool_],
    share: float,
    strata: NDArray[np.str_] | None = None,
    emphasis: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return weights that keep large groups and the larger class from dominating.

    The total weight of a group of positives, and of a stratum of negatives, grows with the root
    of its size; the positives together weigh `share`.

    Parameters
    ----------
    groups : ndarray of str, shape (n,)
    positive : ndarray of bool, shape (n,)
    share : float
    strata : ndarray of str, shape (n,), optional
        What negatives are balanced by, such as languages; their groups by default.
    emphasis : ndarray of float64, shape (n,), optional
        Factors on the weights that come of that, before each side is brought to its share.

    Returns
    -------
    ndarray of float64, shape (n,)
        With mean 1.
    """
    weights = np.zeros(len(groups))
    for mask, key, part in (
        (positive, groups, share),
        (~positive, groups if strata is None else strata, 1.0 - share),
    ):
        if mask.any():
            _, inverse, size = np.unique(key[mask], return_inverse=True, return_counts=True)
            own = 1.0 / np.sqrt(size[inverse])
            if emphasis is not None:
                own *= emphasis[mask]
            weights[mask] = part * own / own.sum()
    return weights * len(groups)
