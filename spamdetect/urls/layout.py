"""The layout of the URL model: its columns, units and hashed tables, shared by fit and score."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls.features import DENSE
from spamdetect.urls.ngrams import PEAK_LIMIT

UNIT: Final = 1024
"""Fixed-point units of one log-odds unit."""
CLIP: Final = 16 * UNIT
"""Beyond this, either way, the score of a URL no longer grows."""
CHUNK: Final = 1024
"""URLs looked up at once, which bounds the memory that takes."""
HEADS: Final = ("gambling", "adult", "other")
"""Outputs of the n-gram model of hosts: gambling; adult and pharmacy; the rest. Of what they add to
the log-odds of a host only the largest counts, so that no output has to make up for what others do
not know."""
NAME: Final = ("peak", "length", "agreement")
"""What else is told of a host's text: how much gambling its most telling place has, by which a
known word counts whatever stands around it; its length; and how far the anchor agrees with it, of
`spamdetect.urls.agreement`."""
PEAK_STEP: Final = PEAK_LIMIT // 256 + 1
PATH_HEADS: Final = ("path_spam", "path_scam")
LEVELS: Final = (*PATH_HEADS, "anchor")
COLUMNS: Final = (*HEADS, *NAME, *LEVELS, *DENSE)
"""Features of the additive model, in the order of its tables."""
TEXT_BITS: Final = 18
PATH_BITS: Final = 17
CATEGORY_SHIFT: Final = 4
FIRST_LEVEL: Final = len(HEADS) + len(NAME)
FIRST_DENSE: Final = FIRST_LEVEL + len(LEVELS)

LEVELS_PER_UNIT: Final = 8.0
"""Levels of a logit in one log-odds unit: enough of them that the surest hosts are not level."""


def level(logits: NDArray[np.float64], least: int) -> NDArray[np.uint8]:
    """Return logits as levels, an eighth of a log-odds unit each, 0 at level 128.

    Parameters
    ----------
    logits : ndarray of float64
    least : int
        Smallest level.

    Returns
    -------
    ndarray of uint8
    """
    steps = np.floor(logits * LEVELS_PER_UNIT) + 128.0
    return np.minimum(np.maximum(steps, least), 255.0).astype(np.uint8)
