"""What each label's forest is to learn: which blocks, how much each weighs, by which features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import prose
from spamdetect.blocks.forest import SCOUTS
from spamdetect.learn.fit.blockdata import BlockData, balanced_weights
from spamdetect.learn.generate.html.inject import HTML_PAGE
from spamdetect.learn.generate.junk import frames as junk_frames
from spamdetect.learn.generate.junk.boilerplate import PAGE

POSITIVE_SHARE: Final = 0.3
PAGE_SHARE: Final = 0.5
"""Weight of content inside whole pages among all that is no junk: there the two must be told
apart, while bare articles hold nothing to be told from."""
SITE_POWER: Final = 0.85
"""Content of a page's site weighs the less the more there is of it, as this power."""
JUNK_SCREEN_RATE: Final = 0.05
"""Most negatives are bare articles, beside which the doubtful lines of pages are many."""
SPAM_TREES: Final = (SCOUTS[-2], SCOUTS[-1] - SCOUTS[-2])
JUNK_TREES: Final = (120, 0)
"""With 40 large trees more, it lost more on sites that no model had seen than it found."""
SPAM_SCREEN_RECALL: Final = 0.99
SPAM_SCREEN_RATE: Final = 0.02
"""At 0.05 a second forest of 80 trees sees more blocks to lift for their neighbours' sake: on `dev`
at 0.01 % of blocks 0.854 instead of 0.845 in generated pages and 0.724 instead of 0.710 in spam
texts. But `balanced` flags more pages (0.07, not 0.03 %) and finds less spam in later texts."""
JUNK_SCREEN_RECALL: Final = 0.998
_WHOLE_PAGES: Final = frozenset((PAGE, HTML_PAGE, junk_frames.FORM, "chrome"))
_ABOUT_SPAM: Final = ("spam", "peak", "address", "gambling")


@dataclass(frozen=True, slots=True)
class Target:
    """What a forest is to learn.

    Attributes
    ----------
    positive : ndarray of bool, shape (n_blocks,)
    usable : ndarray of bool, shape (n_blocks,)
        Blocks whose label is certain.
    weights : ndarray of float64, shape (n_blocks,)
    columns : ndarray of bool, shape (n_features,)
        Features that may be used.
    trees : tuple of int
        How many small trees the first forest has, and large ones in each member.
    screen_recall : float
        Share that the screen and each stage must let through of the blocks that the forest ranks
        above all but `screen_rate` of the negative ones.
    screen_rate : float
        Share of the other blocks that may rank above one that is worth the forest's time.
    """

    positive: NDArray[np.bool_]
    usable: NDArray[np.bool_]
    weights: NDArray[np.float64]
    columns: NDArray[np.bool_]
    trees: tuple[int, int]
    screen_recall: float
    screen_rate: float


def spam_target(data: BlockData, names: Sequence[str]) -> Target:
    """Return what is to be learnt of spam.

    It is put before, into and after the prose of a page, so where that is stays out of it.

    Parameters
    ----------
    data : BlockData
    names : sequence of str
        Of the features.
    """
    positive = data.is_spam
    return Target(
        positive,
        (positive | (data.spam_length == 0)) & ~data.is_doorway,
        balanced_weights(data.groups, positive, POSITIVE_SHARE, data.strata, data.emphasis),
        ~np.isin(names, prose.NAMES),
        SPAM_TREES,
        SPAM_SCREEN_RECALL,
        SPAM_SCREEN_RATE,
    )


def junk_target(data: BlockData, names: Sequence[str]) -> Target:
    """Return what is to be learnt of junk.

    How spammy a document is says nothing of its furniture, but in training documents it would:
    those with spam in them are articles without furniture. So such features are left out.

    Parameters
    ----------
    data : BlockData
    names : sequence of str
        Of the features.
    """
    positive = data.is_junk
    usable = (positive | (data.junk == 0)) & (data.spam == 0)
    weights = balanced_weights(data.groups, positive, POSITIVE_SHARE, data.strata)
    content = usable & ~positive
    form = np.array([document.form for document in data.documents])
    whole = content & np.isin(form, list(_WHOLE_PAGES))[data.document]
    if whole.any() and (content & ~whole).any():
        _damp_sites(weights, data, np.flatnonzero(content & (form == PAGE)[data.document]))
        total = weights[content].sum()
        weights[whole] *= PAGE_SHARE * total / weights[whole].sum()
        weights[content & ~whole] *= (1 - PAGE_SHARE) * total / weights[content & ~whole].sum()
    columns = np.array([not any(part in name for part in _ABOUT_SPAM) for name in names])
    return Target(
        positive, usable, weights, columns, JUNK_TREES, JUNK_SCREEN_RECALL, JUNK_SCREEN_RATE
    )


def _damp_sites(weights: NDArray[np.float64], data: BlockData, rows: NDArray[np.int64]) -> None:
    """Divide the weight of some blocks among their sites more evenly, and by length within."""
    if not rows.size:
        return
    _, site = np.unique(data.groups[rows], return_inverse=True)
    size = np.sqrt(data.length[rows])
    own = size / np.bincount(site, size)[site] ** SITE_POWER
    weights[rows] = weights[rows].sum() * own / own.sum()
