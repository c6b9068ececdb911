"""The score of a URL in two parts: what its host gives, and what path and anchor change of it.

The model is additive, and paths and anchors enter it as levels. So the part of a host can be kept,
and of its next URL only the path has to be looked at. The sum is that of `UrlScorer.score`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.urls import ngrams
from spamdetect.urls.features import UrlFeatures
from spamdetect.urls.layout import COARSE, COLUMNS, FIRST_DENSE, PATH_HEADS, coarse, level
from spamdetect.urls.score import UrlScorer

_TEXT: Final = tuple(COLUMNS.index(name) for name in (*PATH_HEADS, "anchor"))
_NO_TEXTS: Final = (0,) * len(_TEXT)
_FEW: Final = 3
"""From so many on, a batch takes less time than one after the other."""
_BEYOND: Final = 1 << 40
_KNOWN: Final = 1 << 10
_COUNTS: Final = 4096
_ROOTS = 1.0 / np.sqrt(np.maximum(np.arange(float(_COUNTS)), 1.0))

Deltas = tuple[list[int], ...]


class HostPart(NamedTuple):
    """What a host gives to the log-odds of its URLs, in `UNIT`.

    Attributes
    ----------
    bare : int
        The score of the host without path and anchor.
    deltas : tuple of list of int
        What each level of ``path_spam``, ``path_scam`` and ``anchor`` changes of it.
    """

    bare: int
    deltas: Deltas


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

    Raises
    ------
    ValueError
        If the model pairs a path with an anchor, which has no parts.
    """

    def __init__(self, scorer: UrlScorer, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._scorer = scorer
        self.text = scorer.text_levels
        self._kinds: list[int] = scorer.kinds.tolist()
        self._scale = arrays["url_paths_scale"][:, None]
        self._shift = arrays["url_paths_bias"][:, None]
        main = arrays["url_main"].astype(np.int64)
        mates: dict[int, list[tuple[int, NDArray[np.int64]]]] = {c: [] for c in _TEXT}
        for place, (first, second) in enumerate(scorer.pair_columns):
            table = arrays["url_pairs"][place].astype(np.int64).reshape(COARSE, COARSE)
            if first in _TEXT and second in _TEXT:
                raise ValueError(f"{COLUMNS[first]} and {COLUMNS[second]} must not be a pair")
            if first in _TEXT:
                mates[first].append((second, table))
            elif second in _TEXT:
                mates[second].append((first, table.T))
        self._columns = [_Column(main[c], c, mates[c]) for c in _TEXT]
        self._odd: Deltas = tuple((main[c] - main[c, 0]).tolist() for c in _TEXT)
        self._odd_bare = int(main[list(_TEXT), 0].sum())

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
        scorer, kinds = self._scorer, self._kinds
        values = scorer.columns(rows)
        main, pairs = scorer.contributions(values)
        total = np.add.reduce(main, axis=0)
        total += np.add.reduce(pairs, axis=0)
        deltas = zip(*[column.deltas(values) for column in self._columns], strict=True)
        out: list[HostPart] = []
        for row, bare, changes in zip(rows, total.tolist(), deltas, strict=True):
            kind = row.features.kind
            if kind:
                bare, changes = self._odd_bare, self._odd
            bare += scorer.bias + kinds[kind]
            if row.host.obfuscated:
                bare += scorer.obfuscated
            out.append(HostPart(bare, changes))
        return out

    def host(self, row: UrlFeatures) -> HostPart:
        """Return the part of one host, the same as by `hosts`, in a quarter of the time.

        Parameters
        ----------
        row : UrlFeatures
            Its path must be empty.

        Returns
        -------
        HostPart
        """
        features = row.features
        bare = self._scorer.single(row, "")
        if features.kind:
            return HostPart(bare, self._odd)
        values = [*self._scorer.host_levels(features.text), *_NO_TEXTS, *features.dense]
        return HostPart(bare, tuple(column.delta(values) for column in self._columns))

    def levels(self, texts: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the levels of paths, or of anchors, by both heads.

        Parameters
        ----------
        texts : sequence of str
            As `spamdetect.urls.features.fold_text` returns them; none empty.

        Returns
        -------
        list of tuple of int
        """
        if len(texts) < _FEW:
            return [self.text(text) for text in texts]
        totals, counts = ngrams.sums(texts, self._scorer.paths, len(PATH_HEADS))
        found = level(totals * self._scale * _ROOTS[counts] + self._shift, 4).tolist()
        return list(zip(*found, strict=True))


class _Column:
    """What a text changes, by the values of the columns that it is paired with."""

    def __init__(
        self, main: NDArray[np.int64], column: int, mates: list[tuple[int, NDArray[np.int64]]]
    ) -> None:
        self._main = main
        self._levels = coarse(np.arange(256, dtype=np.uint8), column)
        self._mates = mates
        self._shifts = [(mate, 2 if mate < FIRST_DENSE else 0) for mate, _ in mates]
        self._known: dict[tuple[int, ...], list[int]] = {}
        self._plain: list[int] = (main - main[0]).tolist()

    def deltas(self, values: NDArray[np.uint8]) -> list[list[int]]:
        """Return the change that each level makes, for each row; rows share the lists."""
        if not self._mates:
            return [self._plain] * values.shape[1]
        levels = [coarse(values[mate], mate).tolist() for mate, _ in self._mates]
        known = self._known
        return [known.get(key) or self._delta(key) for key in zip(*levels, strict=True)]

    def delta(self, values: Sequence[int]) -> list[int]:
        """Return the change that each level makes, for one row."""
        if not self._mates:
            return self._plain
        key = tuple([values[mate] >> shift for mate, shift in self._shifts])
        return self._known.get(key) or self._delta(key)

    def _delta(self, key: tuple[int, ...]) -> list[int]:
        added = self._main.copy()
        for (_, table), mate in zip(self._mates, key, strict=True):
            added += table[self._levels, mate]
        delta: list[int] = (added - added[0]).tolist()
        if len(self._known) < _KNOWN:
            self._known[key] = delta
        return delta
