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

_Spread = tuple[int, int, int, int]
_NO_SPREAD: Final[_Spread] = (0, 0, 0, 0)


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
        self._kinds: list[int] = scorer.kinds.tolist()
        main = arrays["url_main"].astype(np.int64)
        mates: dict[int, list[tuple[int, NDArray[np.int64]]]] = {c: [] for c in _TEXT}
        self._fixed = _NO_SPREAD
        for place, (first, second) in enumerate(scorer.pair_columns):
            table = arrays["url_pairs"][place].astype(np.int64).reshape(COARSE, COARSE)
            if first in _TEXT and second in _TEXT:
                self._fixed = _widened(self._fixed, *_spread(table.ravel()), path=True)
            elif first in _TEXT:
                mates[first].append((second, table))
            elif second in _TEXT:
                mates[second].append((first, table.T))
        self._paired = [_Column(main[c], c, found) for c, found in mates.items() if found]
        self._odd = _NO_SPREAD
        for column, found in mates.items():
            spread = _spread(main[column])
            self._odd = _widened(self._odd, *spread, path=column in _PATH)
            if not found:
                self._fixed = _widened(self._fixed, *spread, path=column in _PATH)
        self._odd_bare = int(main[list(_TEXT), 0].sum())

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
        scorer, kinds = self._scorer, self._kinds
        values = scorer.columns(rows)
        main, pairs = scorer.contributions(values)
        total = np.add.reduce(main, axis=0)
        total += np.add.reduce(pairs, axis=0)
        spreads = [(column.path, column.spreads(values)) for column in self._paired]
        out: list[Bounds] = []
        for index, (row, bare) in enumerate(zip(rows, total.tolist(), strict=True)):
            kind = row.features.kind
            path_low, path_high, low, high = self._odd if kind else self._fixed
            if kind:
                bare = self._odd_bare
            else:
                for path, column in spreads:
                    least, greatest = column[index]
                    low, high = low + least, high + greatest
                    if path:
                        path_low, path_high = path_low + least, path_high + greatest
            bare += scorer.bias + kinds[kind]
            if row.host.obfuscated:
                bare += scorer.obfuscated
            out.append(Bounds(bare, bare + path_low, bare + path_high, bare + low, bare + high))
        return out


class _Column:
    """What a text changes, by the values of the columns that it is paired with."""

    def __init__(
        self, main: NDArray[np.int64], column: int, mates: list[tuple[int, NDArray[np.int64]]]
    ) -> None:
        self.path = column in _PATH
        self._main = main
        self._levels = coarse(np.arange(256, dtype=np.uint8), column)
        self._mates = mates
        self._known: dict[tuple[int, ...], tuple[int, int]] = {}

    def spreads(self, values: NDArray[np.uint8]) -> list[tuple[int, int]]:
        """Return the least and greatest change that any text makes, for each row."""
        levels = [coarse(values[mate], mate).tolist() for mate, _ in self._mates]
        known = self._known
        return [known.get(key) or self._spread(key) for key in zip(*levels, strict=True)]

    def _spread(self, key: tuple[int, ...]) -> tuple[int, int]:
        added = self._main.copy()
        for (_, table), level in zip(self._mates, key, strict=True):
            added += table[self._levels, level]
        spread = _spread(added)
        if len(self._known) < _KNOWN:
            self._known[key] = spread
        return spread


def _spread(added: NDArray[np.int64]) -> tuple[int, int]:
    """Return the least and greatest difference from level 0, that of no text."""
    return int(added.min() - added[0]), int(added.max() - added[0])


def _widened(spread: _Spread, least: int, greatest: int, *, path: bool) -> _Spread:
    path_low, path_high, low, high = spread
    if path:
        path_low, path_high = path_low + least, path_high + greatest
    return path_low, path_high, low + least, high + greatest
