"""What of the flagged runs of a document is spam: whole runs, or phrases spliced into honest text.

Whoever splices phrases into a page does so at many places in the same way. So the blocks of a run
are narrowed where most of them can be, and once a page is known for one of spliced phrases, also
those whose rest alone would not show that it is honest.
"""

from __future__ import annotations

from collections import Counter
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
    document = [int(batch.blocks.document[first]) for first, _ in runs]
    total: Counter[int] = Counter()
    narrowed: Counter[int] = Counter()
    for number, trimmed in zip(document, found, strict=True):
        if trimmed is not None:
            total[number] += len(trimmed.whole)
            narrowed[number] += int(trimmed.is_narrowed.sum())
    spliced = {
        number
        for number, many in narrowed.items()
        if many >= PAGE_LEAST and many >= PAGE_SHARE * total[number]
    }
    out: list[Part] = []
    for number, (first, last), trimmed in zip(document, runs, found, strict=True):
        if trimmed is None:
            out.append(
                (first, last, int(batch.blocks.start[first]), int(batch.blocks.end[last - 1]))
            )
        else:
            out += _parts(first, trimmed, sure[first:last], is_spliced=number in spliced)
    return out


def _parts(
    first: int, trimmed: Trimmed, sure: NDArray[np.bool_], *, is_spliced: bool
) -> list[Part]:
    """Return the parts of a run that begins with a block, touching ones put together.

    Of a page of spliced phrases, what was flagged for its neighbours alone is left out: it is the
    honest text between two phrases.
    """
    kept = np.ones(len(sure), bool)
    if is_spliced:
        spans = trimmed.likely
        kept = sure | (spans != trimmed.whole).any(axis=1)
    else:
        spans = trimmed.sure if trimmed.is_narrowed.mean() >= RUN_SHARE else trimmed.whole
    out: list[Part] = []
    rows = zip(trimmed.whole.tolist(), spans.tolist(), kept.tolist(), strict=True)
    is_open = False
    for block, ((whole_start, whole_end), (start, end), is_kept) in enumerate(rows, start=first):
        if is_kept and is_open and start == whole_start:
            began, _, begin, _ = out.pop()
            out.append((began, block + 1, begin, end))
        elif is_kept:
            out.append((block, block + 1, start, end))
        is_open = is_kept and end == whole_end
    return out
