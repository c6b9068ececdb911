"""The score of a URL in two parts: what its host gives, and what path and anchor change of it.

The model is additive, and paths and anchors enter it as levels. So the part of a host can be kept,
and of its next URL only the path has to be looked at; what a host and an anchor add by agreeing is
looked up for those anchors that are likely spam. The sum is that of `UrlScorer.score`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls.agreement import LEAST, agreement
from spamdetect.urls.features import UrlFeatures
from spamdetect.urls.layout import COLUMNS, HEADS, PATH_HEADS
from spamdetect.urls.score import UrlScorer
from spamdetect.urls.tables import sides_of

_TEXT: Final = tuple(COLUMNS.index(name) for name in (*PATH_HEADS, "anchor"))
_FEW: Final = 3
"""From so many on, a batch takes less time than one after the other."""
_BEYOND: Final = 1 << 40


def threshold_logit(scorer: UrlScorer, probability: float) -> int:
    """Return the least log-odds, in `UNIT`, whose probability reaches a threshold."""
    table = scorer.probability
    place = int(np.searchsorted(table, probability))
    # The table ends where log-odds are clipped; sums of parts are not.
    if place in (0, len(table)):
        return _BEYOND if place else -_BEYOND
    return place - len(table) // 2


class HostPart(NamedTuple):
    """What a host gives to the score of a URL.

    Attributes
    ----------
    score : int
        Without path and anchor, in `UNIT`.
    side : int
        Level by the surest output other than gambling.
    text : str
        As in `spamdetect.urls.features.HostFeatures`; empty for hosts of other kinds than domains.
    """

    score: int
    side: int
    text: str


class AnchorPart(NamedTuple):
    """What an anchor gives to the score of a URL: in `UNIT`, its level, its folded text."""

    gain: int
    level: int
    text: str


def _text(row: UrlFeatures) -> str:
    return "" if row.features.kind else row.features.text


NO_ANCHOR: Final = AnchorPart(0, 0, "")


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
        together = main[COLUMNS.index("agreement")]
        self._together: list[int] = (together - together[0]).tolist()

    def hosts(self, rows: Sequence[UrlFeatures]) -> list[HostPart]:
        """Return the parts of hosts.

        Parameters
        ----------
        rows : sequence of UrlFeatures
            Their paths must be empty.

        Returns
        -------
        list of HostPart
        """
        if len(rows) < _FEW:
            return [self.host(row) for row in rows]
        values = self._scorer.columns(rows)
        scores = self._scorer.sums(rows, values).tolist()
        parts = zip(scores, sides_of(values).tolist(), map(_text, rows), strict=True)
        return [HostPart(score, side if text else 0, text) for score, side, text in parts]

    def host(self, row: UrlFeatures) -> HostPart:
        """Return the part of one host, the same as by `hosts`, in a quarter of the time."""
        text = _text(row)
        side = max(self._scorer.host_levels(text)[1 : len(HEADS)]) if text else 0
        return HostPart(self._scorer.single(row, ""), side, text)

    def path(self, text: str) -> int:
        """Return what a path, folded and not empty, changes of its host's score."""
        spam, scam = self._scorer.text_levels(text)
        return self._spam_gain[spam] + self._scam_gain[scam]

    def anchor(self, text: str) -> AnchorPart:
        """Return the part of an anchor, folded and not empty."""
        level = self._scorer.text_levels(text)[0]
        return AnchorPart(self._anchor_gain[level], level, text)

    def together(self, host: HostPart, anchor: AnchorPart) -> int:
        """Return what an anchor and a host change of the score by agreeing."""
        if anchor.level < LEAST or not host.text:
            return 0
        return self._together[agreement(host.side, anchor.level, host.text, anchor.text)]

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

    def anchors(self, texts: Sequence[str]) -> list[AnchorPart]:
        """Return the parts of anchors, as `anchor` does; parameters are those of `paths`."""
        if len(texts) < _FEW:
            return [self.anchor(text) for text in texts]
        levels = zip(self._levels(texts)[0], texts, strict=True)
        return [AnchorPart(self._anchor_gain[level], level, text) for level, text in levels]

    def _levels(self, texts: Sequence[str]) -> list[list[int]]:
        found: list[list[int]] = self._scorer.levels_of_texts(texts).tolist()
        return found
