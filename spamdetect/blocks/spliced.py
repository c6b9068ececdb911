"""What of the flagged runs of a document is spam: whole runs, or phrases spliced into honest text.

Whoever splices phrases into a page does so at many places in the same way. So the blocks of a run
are narrowed where most of them can be, and once a page is known for one of spliced phrases, also
those whose rest alone would not show that it is honest.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.batch import Batch
from spamdetect.blocks.model import BlockModel
from spamdetect.blocks.trim import Trimmed, trim

RUN_SHARE: Final = 0.67
"""Share of the blocks of a run that are narrowed for all of them to stand apart."""
PAGE_SHARE: Final = 0.5
PAGE_LEAST: Final = 3
"""Share and number of flagged blocks that are narrowed, for a page to be one of spliced phrases."""

Part = tuple[int, int, int, int]
"""First block, block after the last, start and end in code points of the batch."""


def spam_parts(
    model: BlockModel,
    batch: Batch,
    runs: Sequence[tuple[int, int]],
    sure: NDArray[np.bool_],
    hidden: NDArray[np.bool_],
) -> list[Part]:
    """Return the parts of flagged runs that are spam.

    Parameters
    ----------
    model : BlockModel
    batch : Batch
    runs : sequence of (int, int)
        First block and block after the last of each run, in order.
    sure : ndarray of bool, shape (n_blocks,)
        Which blocks were flagged for what they are, and not for what is beside them.
    hidden : ndarray of bool, shape (n_blocks,)
        Which blocks a reader of an HTML page does not see.

    Returns
    -------
    list of (first block, block after the last, start, end)
        In order. All of a run that readers do not see is spam: nobody hides honest words with it.
    """
    found = [None if hidden[first] else trim(model, batch, first, last) for first, last in runs]
    narrowed: dict[int, int] = {}
    total: dict[int, int] = {}
    for (first, _), trimmed in zip(runs, found, strict=True):
        if trimmed is not None:
            document = int(batch.blocks.document[first])
            total[document] = total.get(document, 0) + len(trimmed.whole)
            narrowed[document] = narrowed.get(document, 0) + int(trimmed.is_narrowed.sum())
    out: list[Part] = []
    for (first, last), trimmed in zip(runs, found, strict=True):
        document = int(batch.blocks.document[first])
        if trimmed is not None:
            number = narrowed[document]
            if number >= PAGE_LEAST and number >= PAGE_SHARE * total[document]:
                # What was flagged for its neighbours alone is honest text between two phrases.
                alone = last - first == 1
                kept = trimmed.is_narrowed | (trimmed.likely != trimmed.whole).any(axis=1)
                out += _joined(first, trimmed, trimmed.likely, kept | sure[first:last] | alone)
                continue
            if trimmed.is_narrowed.mean() >= RUN_SHARE:
                out += _joined(first, trimmed, trimmed.sure, np.ones(last - first, bool))
                continue
        start, end = batch.blocks.start[first], batch.blocks.end[last - 1]
        out.append((first, last, int(start), int(end)))
    return out


def _joined(
    first: int, trimmed: Trimmed, spans: NDArray[np.int64], kept: NDArray[np.bool_]
) -> list[Part]:
    """Return a part for each block, those without honest text between them put together."""
    out: list[Part] = []
    rows = zip(trimmed.whole.tolist(), spans.tolist(), kept.tolist(), strict=True)
    is_open = False
    for block, ((whole_start, whole_end), (start, end), is_kept) in enumerate(rows, start=first):
        if not is_kept:
            is_open = False
            continue
        if is_open and start == whole_start:
            began, _, begin, _ = out.pop()
            out.append((began, block + 1, begin, end))
        else:
            out.append((block, block + 1, start, end))
        is_open = end == whole_end
    return out
