"""The n-gram functions of paths and anchors, fitted on honest paths and invented ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamdetect.learn.url_data import spam_slugs
from spamdetect.learn.url_linear import fit_linear, ngram_matrix, quantise
from spamdetect.learn.url_rows import UrlRows
from spamdetect.urls.features import fold_text
from spamdetect.urls.layout import PATH_BITS, PATH_HEADS, level


class PathFit:
    """Fits of paths and anchors: one of all, and one on each half of the paths and terms.

    The halves let the additive model see scores of texts that were not fitted.

    Parameters
    ----------
    data : UrlRows
    rng : numpy.random.Generator
    seed : int

    Attributes
    ----------
    arrays : dict of str to ndarray
        The fit of all, for the model.
    honest, made, phrases : dict of int to list of str
        By half: honest paths, invented spam paths, spam terms and brands; all folded.
    """

    def __init__(self, data: UrlRows, rng: np.random.Generator, seed: int) -> None:
        self._rng = rng
        self.honest: dict[int, list[str]] = {}
        self.made: dict[int, list[str]] = {}
        self.phrases: dict[int, list[str]] = {}
        slugs, kinds, halves = self._slugs(data)
        matrix = ngram_matrix(slugs, PATH_BITS)

        def fit(used: NDArray[np.bool_]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
            weights = np.zeros((1 << PATH_BITS, len(PATH_HEADS)))
            biases = np.full(len(PATH_HEADS), -4.0)
            for place in range(len(PATH_HEADS)):
                target = kinds == place + 1
                rows = used & ((kinds == 0) | target)
                if target[rows].any() and not target[rows].all():
                    weights[:, place], biases[place] = fit_linear(
                        matrix, target, rows.astype(np.float64), seed, alpha=1e-6
                    )
            return weights, biases

        self._halves = [fit(halves != half) for half in (0, 1)]
        weights, biases = fit(np.ones(len(slugs), dtype=bool))
        integers, scale = quantise(weights)
        self.arrays: dict[str, NDArray[Any]] = {
            "url_paths": integers,
            "url_paths_scale": scale,
            "url_paths_bias": biases,
        }

    def _slugs(self, data: UrlRows) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        texts: list[str] = []
        kinds: list[int] = []
        halves: list[int] = []
        has_path = np.array([bool(row.path) for row in data.rows])
        for half in (0, 1):
            here = data.train & (data.half == half)
            honest = [data.rows[i].path for i in np.flatnonzero(here & ~data.spam & has_path)]
            names = _labels(data, here & ~data.spam)
            picked = self._rng.permutation(len(names))[: len(honest) // 3 + 1]
            plain = [fold_text(names[i]) for i in picked]
            brands = _labels(data, here & (data.category == "gambling"))
            terms = data.terms_of(half)
            made = spam_slugs(brands, terms, honest, max(len(honest) // 2, 100), self._rng)
            # The folders and endings of invented paths must not give them away.
            framed = spam_slugs(names, (), honest, len(honest) // 6, self._rng) if names else []
            self.honest[half], self.made[half] = [*honest, *plain, *framed], made
            lone = [fold_text(text) for text in terms]
            bad = here & np.isin(data.category, ("scam", "other")) & has_path
            phish = [data.rows[i].path for i in np.flatnonzero(bad)]
            self.phrases[half] = [*lone, *(fold_text(brand) for brand in brands[: len(lone)])]
            groups = ((0, honest), (0, plain), (0, framed), (1, made), (1, lone), (2, phish))
            for kind, group in groups:
                group = [text for text in group if text]
                texts += group
                kinds += [kind] * len(group)
                halves += [half] * len(group)
        return texts, np.array(kinds), np.array(halves)

    def levels(self, texts: Sequence[str], half: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Score texts by the fit on the other half of them.

        Parameters
        ----------
        texts : sequence of str
            Folded; empty ones have level 0.
        half : ndarray of int64, shape (texts,)

        Returns
        -------
        ndarray of uint8, shape (len(PATH_HEADS), texts)
        """
        out = np.zeros((len(PATH_HEADS), len(texts)), dtype=np.uint8)
        filled = np.array([bool(text) for text in texts])
        for part, (weights, biases) in enumerate(self._halves):
            places = np.flatnonzero(filled & (half == part))
            if len(places):
                matrix = ngram_matrix([texts[int(i)] for i in places], PATH_BITS)
                out[:, places] = level(np.asarray(matrix @ weights).T + biases[:, None], 4)
        return out


def _labels(data: UrlRows, chosen: NDArray[np.bool_]) -> list[str]:
    """Return the registered labels of the chosen rows."""
    return [data.rows[i].features.domain[1] for i in np.flatnonzero(chosen)]
