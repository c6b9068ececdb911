"""The trained block model: features in, calibrated log-odds of spam and junk out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import neighbours
from spamdetect.blocks.addresses import AddressHead
from spamdetect.blocks.batch import Batch
from spamdetect.blocks.features import extract, names
from spamdetect.blocks.forest import Forest
from spamdetect.blocks.heads import Heads
from spamdetect.blocks.lexicon import Matcher
from spamdetect.errors import ModelError
from spamdetect.model import REMEDY

_CHUNK: Final = 512
_FEW: Final = 8
"""Of fewer rows, the reduction would add pairs first."""
_SECOND: Final = "block_spam_second"
_FIRST_SHARE: Final = "block_spam_first_share"
FLOOR: Final = -12.0
"""Log-odds of blocks that the screen keeps from the forest, and the least of the others."""


@dataclass(frozen=True, slots=True)
class Screen:
    """What spares the forest the hopeless blocks, step by step.

    Attributes
    ----------
    weight : ndarray of float64, shape (n_features,)
        Of a linear model over the dense features.
    limit : float
        Blocks whose weighted sum stays below it are not shown to the forest.
    scout_limits : tuple of float
        Blocks whose log-odds after a stage of the forest stay below its limit are not shown to
        the trees of later stages; none for the last stage.
    """

    weight: NDArray[np.float64]
    limit: float
    scout_limits: tuple[float, ...]

    def total(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the weighted sum of each row, added in one order whatever the batch."""
        total = np.empty(len(rows), np.float64)
        for begin in range(0, len(rows), _CHUNK):
            part = rows[begin : begin + _CHUNK]
            if len(part) < _FEW:
                found = np.add.accumulate(part * self.weight, axis=1)[:, -1]
            else:
                found = np.multiply(part.T, self.weight[:, None], order="C").sum(axis=0)
            total[begin : begin + _CHUNK] = found
        return total

    def passes(self, rows: NDArray[np.float32]) -> NDArray[np.bool_]:
        """Return which rows go on to the forest."""
        return self.total(rows) >= self.limit


@dataclass(frozen=True, slots=True)
class Calibration:
    """A monotone map of log-odds, linear between knots and beyond them.

    Attributes
    ----------
    raw, true : ndarray of float64, shape (n_knots,)
        Ascending.
    """

    raw: NDArray[np.float64]
    true: NDArray[np.float64]

    def __call__(self, logit: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return calibrated log-odds."""
        inner = np.interp(logit, self.raw, self.true)
        below = np.minimum(logit - self.raw[0], 0.0)
        above = np.maximum(logit - self.raw[-1], 0.0)
        return np.asarray(inner + below + above)


def probability(logit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the logistic function of log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-logit)))


@dataclass(frozen=True, slots=True)
class BlockScores:
    """Scores of the blocks of a batch.

    Attributes
    ----------
    spam, junk : ndarray of float64, shape (n_blocks,)
        Calibrated log-odds.
    features : ndarray of float32, shape (n_blocks, n_features)
    asked : ndarray of int64, shape (n_asked,)
        Ascending; the blocks that the second forest was asked about.
    near : ndarray of float32, shape (n_asked, len(neighbours.NAMES))
        What it saw of each.
    """

    spam: NDArray[np.float64]
    junk: NDArray[np.float64]
    features: NDArray[np.float32]
    asked: NDArray[np.int64]
    near: NDArray[np.float32]

    def nearby(self, blocks: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return what the second forest saw of some blocks, NaN where it was not asked."""
        out = np.full((len(blocks), len(neighbours.NAMES)), np.nan, np.float32)
        found = np.isin(blocks, self.asked)
        out[found] = self.near[np.searchsorted(self.asked, blocks[found])]
        return out


@dataclass(frozen=True)
class BlockModel:
    """Linear n-gram models, a screen and a forest for each label, with their calibration.

    `second` is the forest for spam that sees the scores of a block's neighbours, if there is one,
    and `first_share` the weight that the first one's log-odds keep beside it.
    """

    heads: Heads
    matcher: Matcher
    screens: Mapping[str, Screen]
    forests: Mapping[str, Forest]
    second: Forest | None
    first_share: float
    calibrations: Mapping[str, Calibration]

    @cached_property
    def feature_names(self) -> tuple[str, ...]:
        """Names of the features, in the order of the columns."""
        return names(self.matcher)

    @cached_property
    def _columns(self) -> dict[str, int]:
        return {name: index for index, name in enumerate(self.feature_names)}

    def score(self, batch: Batch) -> BlockScores:
        """Score every block of a batch."""
        rows = extract(batch, self.heads, self.matcher)
        first = self._raw("spam", rows)
        asked, near = self._nearby(batch, first, rows)
        spam = first
        if self.second is not None:
            spam = np.full(len(first), -np.inf)
            second = self.second.logit(near)
            spam[asked] = neighbours.verdict(first[asked], second, self.first_share)
        junk = self._calibrated("junk", self._raw("junk", rows))
        return BlockScores(self._calibrated("spam", spam), junk, rows, asked, near)

    def _raw(self, label: str, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the raw log-odds of a label for rows of features, -inf where the screen stops."""
        out = np.full(len(rows), -np.inf)
        if label not in self.forests:
            return out
        screen, forest = self.screens[label], self.forests[label]
        passed = np.flatnonzero(screen.passes(rows))
        first, *others = forest.stages(len(screen.scout_limits))
        raw = forest.partial(rows[passed], *first)
        for stage, limit in zip(others, screen.scout_limits, strict=True):
            hopeful = raw >= limit
            passed, raw = passed[hopeful], raw[hopeful]
            raw += forest.partial(rows[passed], *stage)
        out[passed] = raw
        return out

    def _nearby(
        self, batch: Batch, first: NDArray[np.float64], rows: NDArray[np.float32]
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Return the blocks that the second forest is asked about, if there is one, and of what."""
        blocks = batch.blocks
        wanted = np.zeros(len(first), bool)
        if self.second is not None:
            wanted = neighbours.asked(blocks.document, first)
        length = blocks.end - blocks.start
        near = neighbours.features(blocks.document, length, first, rows, self._columns, wanted)
        return np.flatnonzero(wanted), near

    def _calibrated(self, label: str, raw: NDArray[np.float64]) -> NDArray[np.float64]:
        out = np.full(len(raw), FLOOR)
        asked = np.flatnonzero(np.isfinite(raw))
        if asked.size:
            out[asked] = np.maximum(self.calibrations[label](raw[asked]), FLOOR)
        return out

    def contributions(self, label: str, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return what each feature adds to the raw log-odds of a label, for each row."""
        return self.forests[label].contributions(rows)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays to store."""
        stored: dict[str, NDArray[Any]] = {
            "block_ngram_table": self.heads.table,
            "block_ngram_step": self.heads.step,
            "block_ngram_bias": self.heads.bias,
            "block_address_table": self.heads.addresses.table,
            "block_address_line": np.array((self.heads.addresses.step, self.heads.addresses.bias)),
            **self.matcher.arrays(),
        }
        for label, forest in self.forests.items():
            stored |= forest.arrays(f"block_{label}")
            screen, calibration = self.screens[label], self.calibrations[label]
            stored[f"block_{label}_screen"] = screen.weight
            stored[f"block_{label}_limits"] = np.array((screen.limit, *screen.scout_limits))
            stored[f"block_{label}_calibration"] = np.stack((calibration.raw, calibration.true))
        if self.second:
            stored |= self.second.arrays(_SECOND)
            stored[_FIRST_SHARE] = np.array(self.first_share)
        return stored

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], lexicons: Sequence[str], features: Sequence[str]
    ) -> BlockModel:
        """Read what `arrays` wrote.

        Parameters
        ----------
        arrays : mapping of str to ndarray
        lexicons : sequence of str
            Names of the lexicons' categories.
        features : sequence of str
            Names of the features that the model was trained with. There may be others by now; it
            asks for none of those.

        Raises
        ------
        ModelError
            If a feature is unknown or none of the model's.
        """
        matcher = Matcher.from_arrays(arrays, lexicons)
        place = {name: index for index, name in enumerate(names(matcher))}
        labels = [label for label in ("spam", "junk") if f"block_{label}_roots" in arrays]
        widths = {len(arrays[f"block_{label}_screen"]) for label in labels}
        if not place.keys() >= set(features) or not widths <= {len(features)}:
            raise ModelError(
                f"the model was trained with other features than this version has{REMEDY}"
            )
        columns = np.array([place[name] for name in features], np.intp)
        screens, calibrations = {}, {}
        for label in labels:
            limit, *scout_limits = arrays[f"block_{label}_limits"].tolist()
            weight = np.zeros(len(place))
            weight[columns] = arrays[f"block_{label}_screen"]
            screens[label] = Screen(weight, limit, tuple(scout_limits))
            calibrations[label] = Calibration(*arrays[f"block_{label}_calibration"])
        return cls(
            Heads(
                arrays["block_ngram_table"],
                arrays["block_ngram_step"],
                arrays["block_ngram_bias"],
                AddressHead(
                    arrays["block_address_table"], *map(float, arrays["block_address_line"])
                ),
            ),
            matcher,
            screens,
            {
                label: Forest.from_arrays(arrays, f"block_{label}").moved(columns)
                for label in labels
            },
            Forest.from_arrays(arrays, _SECOND) if f"{_SECOND}_roots" in arrays else None,
            float(arrays[_FIRST_SHARE]) if _FIRST_SHARE in arrays else 0.0,
            calibrations,
        )
