"""What a host alone decides: the range of scores that its URLs can have.

The model is additive, and paths and anchors enter it as a few levels. So the least and the greatest
score of any URL of a host can be told once, and where both lie on the same side of a threshold,
neither path nor anchor has to be looked at.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls.features import UrlFeatures
from spamdetect.urls.layout import COARSE, COLUMNS, coarse
from spamdetect.urls.score import UrlScorer

_TEXT: Final = tuple(COLUMNS.index(name) for name in ("path_spam", "path_scam", "anchor"))
_PATH: Final = _TEXT[:2]
_BEYOND: Final = 1 << 40
_KNOWN: Final = 1 << 14


class Bounds(NamedTuple):
    """Log-odds in `UNIT` of the URLs of a host.

    Attributes
    ----------
    bare : int
        Of the host without path and anchor.
    path_low, path_high : int
        Least and greatest of any path, without anchor.
    low, high : int
        Least and greatest of any path and anchor.
    """

    bare: int
    path_low: int
    path_high: int
    low: int
    high: int


def threshold_logit(scorer: UrlScorer, probability: float) -> int:
    """Return the least log-odds, in `UNIT`, whose probability reaches a threshold."""
    table = scorer._probability
    place = int(np.searchsorted(table, probability))
    # The table ends where log-odds are clipped; bounds are not.
    if place in (0, len(table)):
        return _BEYOND if place else -_BEYOND
    return place - len(table) // 2


class HostBounds:
    """Tells the bounds of hosts.

    Parameters
    ----------
    scorer : UrlScorer
    arrays : mapping of str to ndarray
        Those that the scorer was made of.
    """

    def __init__(self, scorer: UrlScorer, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._scorer = scorer
        main = arrays["url_main"].astype(np.int64)
        self._kinds: list[int] = scorer.kinds.tolist()
        self._fixed = Bounds(0, 0, 0, 0, 0)
        partners: dict[int, list[tuple[int, NDArray[np.int64]]]] = {c: [] for c in _TEXT}
        plain: list[int] = []
        for place, (first, second) in enumerate(scorer.pair_columns):
            table = arrays["url_pairs"][place].astype(np.int64).reshape(COARSE, COARSE)
            if first in _TEXT and second in _TEXT:
                least, greatest = int(table.min()), int(table.max())
                self._fixed = _sum(self._fixed, int(table[0, 0]), least, greatest, path=True)
            elif first in _TEXT:
                partners[first].append((second, table))
            elif second in _TEXT:
                partners[second].append((first, table.T))
            else:
                plain.append(place)
        self._paired = [_Column(main[c], c, mates) for c, mates in partners.items() if mates]
        unpaired = Bounds(0, 0, 0, 0, 0)
        odd = Bounds(0, 0, 0, 0, 0)
        for column, mates in partners.items():
            span = _span(main[column])
            odd = _sum(odd, *span, path=column in _PATH)
            if not mates:
                unpaired = _sum(unpaired, *span, path=column in _PATH)
        self._odd = odd
        self._fixed = Bounds(*map(sum, zip(self._fixed, unpaired, strict=True)))
        self._plain_pairs = np.array(plain, dtype=np.int64)
        self._plain_columns = np.array([c for c in range(len(COLUMNS)) if c not in _TEXT])

    def bounds(self, rows: Sequence[UrlFeatures]) -> list[Bounds]:
        """Return the bounds of hosts.

        Parameters
        ----------
        rows : sequence of UrlFeatures
            Their paths must be empty.

        Returns
        -------
        list of Bounds
        """
        values = self._scorer.columns(rows)
        main, pairs = self._scorer.contributions(values)
        base = main[self._plain_columns].sum(axis=0) + pairs[self._plain_pairs].sum(axis=0)
        spans = [(column.path, column.spans(values)) for column in self._paired]
        out: list[Bounds] = []
        bias, kinds, obfuscated = self._scorer.bias, self._kinds, self._scorer.obfuscated
        for index, (row, total) in enumerate(zip(rows, base.tolist(), strict=True)):
            kind = row.features.kind
            total = (0 if kind else total) + bias + kinds[kind]
            if row.host.obfuscated:
                total += obfuscated
            bare, path_low, path_high, low, high = self._odd if kind else self._fixed
            if not kind:
                for path, column in spans:
                    zero, least, greatest = column[index]
                    bare, low, high = bare + zero, low + least, high + greatest
                    path_low += least if path else zero
                    path_high += greatest if path else zero
            out.append(
                Bounds(total + bare, total + path_low, total + path_high, total + low, total + high)
            )
        return out


class _Column:
    """What a text adds, by the values of the columns that it is paired with."""

    def __init__(
        self, main: NDArray[np.int64], column: int, mates: list[tuple[int, NDArray[np.int64]]]
    ) -> None:
        self.path = column in _PATH
        self._main = main
        self._levels = coarse(np.arange(256, dtype=np.uint8), column)
        self._mates = mates
        self._known: dict[tuple[int, ...], tuple[int, int, int]] = {}

    def spans(self, values: NDArray[np.uint8]) -> list[tuple[int, int, int]]:
        """Return what no text adds, and what any adds at least and at most, for each row."""
        levels = [coarse(values[mate], mate).tolist() for mate, _ in self._mates]
        known = self._known
        return [known.get(key) or self._span(key) for key in zip(*levels, strict=True)]

    def _span(self, key: tuple[int, ...]) -> tuple[int, int, int]:
        added = self._main.copy()
        for (_, table), level in zip(self._mates, key, strict=True):
            added += table[self._levels, level]
        span = _span(added)
        if len(self._known) < _KNOWN:
            self._known[key] = span
        return span


def _span(added: NDArray[np.int64]) -> tuple[int, int, int]:
    # Level 0 is that of no text; the least of a text is 4.
    texts = added[4:]
    zero = int(added[0])
    return zero, min(zero, int(texts.min())), max(zero, int(texts.max()))


def _sum(bounds: Bounds, zero: int, least: int, greatest: int, *, path: bool) -> Bounds:
    bare, path_low, path_high, low, high = bounds
    return Bounds(
        bare + zero,
        path_low + (least if path else zero),
        path_high + (greatest if path else zero),
        low + least,
        high + greatest,
    )
