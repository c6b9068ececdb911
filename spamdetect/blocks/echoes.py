"""What a record, such as a comment, says over again: its author's name, the document's title.

Programs that post trackbacks repeat the keyword that they sign with and the title that they
answer to, and say little else.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.hashing import join

SIGNALS: Final = {
    "record_echo": "RECORD_ECHO",
    "record_name_echo": "RECORD_ECHO",
    "record_words": "RECORD_ECHO",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)


def features(
    document: NDArray[np.int64],
    head: NDArray[np.bool_],
    with_date: NDArray[np.bool_],
    word_block: NDArray[np.int64],
    word_hash: NDArray[np.uint64],
) -> NDArray[np.float32]:
    """Return what the record of each block repeats; zeros outside of records.

    Parameters
    ----------
    document : ndarray of int64, shape (n_blocks,)
    head, with_date : ndarray of bool, shape (n_blocks,)
        Which blocks begin a record, and which hold a date (see `spamdetect.blocks.units`).
    word_block, word_hash : ndarray, shape (n_words,)
        The words of the batch, in order.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
        Of the words below the record's first line, dates aside: the share that stands in that
        line or in the document's first block, the share that stands in that line, and the
        logarithm of their number.
    """
    blocks = len(document)
    new_document = np.diff(document, prepend=-1) != 0
    begins = new_document | head
    first, unit = np.flatnonzero(begins), np.cumsum(begins) - 1
    is_record = head[first] if blocks else head
    said = np.flatnonzero(is_record[unit[word_block]] & ~begins[word_block])
    said = said[~with_date[word_block[said]]]
    if not said.size:
        return np.zeros((blocks, len(NAMES)), np.float32)
    owner = unit[word_block[said]]
    named = _among(word_hash, word_block, head, unit, said, owner)
    titled = _among(word_hash, word_block, new_document, document, said, document[word_block[said]])
    number = np.bincount(owner, minlength=len(first))
    echoes = np.bincount(owner, named | titled, len(first)), np.bincount(owner, named, len(first))
    per_unit = np.stack((*(e / np.maximum(number, 1) for e in echoes), np.log1p(number)), axis=1)
    return np.asarray(per_unit[unit], np.float32)


def _among(
    word_hash: NDArray[np.uint64],
    word_block: NDArray[np.int64],
    wanted: NDArray[np.bool_],
    owner_of: NDArray[np.int64],
    said: NDArray[np.int64],
    owner: NDArray[np.int64],
) -> NDArray[np.bool_]:
    """Mark the words `said` that stand in the `wanted` block of the same owner."""
    there = np.flatnonzero(wanted[word_block])
    keys = join(word_hash[there], owner_of[word_block[there]].astype(np.uint64))
    return np.isin(join(word_hash[said], owner.astype(np.uint64)), keys)
