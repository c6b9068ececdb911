"""The score of a URL in two parts: what its host gives, and what path and anchor change of it.

The model is additive, and paths and anchors enter it as levels. So the part of a host can be kept,
and of its next URL only the path has to be looked at. The sum is that of `UrlScorer.score`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls.features import UrlFeatures
from spamdetect.urls.layout import COLUMNS, PATH_HEADS
from spamdetect.urls.score import UrlScorer

_TEXT: Final = tuple(COLUMNS.index(name) for name in (*PATH_HEADS, "anchor"))
_FEW: Final = 3
"""From so many on, a batch takes less time than one after the other."""
_BEYOND: Final = 1 << 40


def threshold_logit(scorer: UrlScorer, probability: float) -> int:
    """Return the least log-odds, in `UNIT`, whose probability reaches a threshold."""
    table = scorer._probability
    place = int(np.searchsorted(table, probability))
    # The table ends where log-odds are clipped; sums of parts are not.
    if place in (0, len(table)):
        return _BEYOND if place else -_BEYOND
    return place - len(table) // 2


class UrlParts:
    """Tells the parts of scores.

    Parameters
    ----------
    scorer : UrlScorer
    arrays : mapping of str to ndarray
        Those that the scorer was made of.
    """

    def __init__(self, scorer: UrlScorer, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._scorer = scorer
        main = arrays["url_main"].astype(np.int64)
        gains: list[list[int]] = [(main[c] - main[c, 0]).tolist() for c in _TEXT]
        self._spam_gain, self._scam_gain, self._anchor_gain = gains

    def hosts(self, rows: Sequence[UrlFeatures]) -> list[int]:
        """Return the scores of hosts without path and anchor, in `UNIT`.

        Parameters
        ----------
        rows : sequence of UrlFeatures
            Their paths must be empty.

        Returns
        -------
        list of int
        """
        if len(rows) < _FEW:
            return [self.host(row) for row in rows]
        found: list[int] = self._scorer.logits(rows).tolist()
        return found

    def host(self, row: UrlFeatures) -> int:
        """Return the score of one host, the same as by `hosts`, in a quarter of the time."""
        return self._scorer.single(row, "")

    def path(self, text: str) -> int:
        """Return what a path, folded and not empty, changes of its host's score."""
        spam, scam = self._scorer.text_levels(text)
        return self._spam_gain[spam] + self._scam_gain[scam]

    def anchor(self, text: str) -> int:
        """Return what an anchor, folded and not empty, changes of the score of a URL."""
        return self._anchor_gain[self._scorer.text_levels(text)[0]]

    def paths(self, texts: Sequence[str]) -> list[int]:
        """Return what paths change, as `path` does for one.

        Parameters
        ----------
        texts : sequence of str
            As `spamdetect.urls.features.fold_text` returns them; none empty.

        Returns
        -------
        list of int
        """
        if len(texts) < _FEW:
            return [self.path(text) for text in texts]
        spam, scam = self._levels(texts)
        return [self._spam_gain[a] + self._scam_gain[b] for a, b in zip(spam, scam, strict=True)]

    def anchors(self, texts: Sequence[str]) -> list[int]:
        """Return what anchors change, as `anchor` does for one; parameters are those of `paths`."""
        if len(texts) < _FEW:
            return [self.anchor(text) for text in texts]
        return [self._anchor_gain[spam] for spam in self._levels(texts)[0]]

    def _levels(self, texts: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = self._scorer.levels_of_texts(texts).tolist()
        return found
