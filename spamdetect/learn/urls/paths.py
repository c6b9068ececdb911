"""The part of the URL model that reads paths and anchors: its texts and its n-gram outputs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from spamdetect.learn.urls.data import ROW_WEIGHTS, dressed_slugs
from spamdetect.learn.urls.fit import KEPT, fit_linear, ngram_matrix, quantise
from spamdetect.learn.urls.rows import UrlRows
from spamdetect.urls.features import fold_text
from spamdetect.urls.layout import PATH_BITS, PATH_HEADS, level


class PathFit:
    """Fits the outputs for paths and anchors, and dresses hosts in other paths and anchors.

    Parameters
    ----------
    rows : UrlRows
    rng : numpy.random.Generator
    seed : int
    """

    def __init__(self, rows: UrlRows, rng: np.random.Generator, seed: int) -> None:
        self.seed = seed
        self.rng = rng
        self.of = rows
        self.half_fits: list[tuple[NDArray[np.float64], NDArray[np.float64]]] = []
        self.honest: dict[int, list[str]] = {}
        self.made: dict[int, list[str]] = {}
        self.phrases: dict[int, list[str]] = {}

    def fit(self) -> dict[str, NDArray[Any]]:
        """Fit the n-gram outputs of paths and anchors, on honest paths and invented ones.

        Besides the final fit there is one on each half of the paths and terms, so that the
        additive model sees scores of texts that were not fitted.
        """
        slugs, kinds, halves = self._slugs()
        matrix = ngram_matrix(slugs, PATH_BITS)
        for half in (0, 1, None):
            weights = np.zeros((1 << PATH_BITS, len(PATH_HEADS)))
            biases = np.full(len(PATH_HEADS), -4.0)
            for place in range(len(PATH_HEADS)):
                target = kinds == place + 1
                used = (kinds == 0) | target
                if half is not None:
                    used &= halves != half
                if target[used].any() and not target[used].all():
                    weights[:, place], biases[place] = fit_linear(
                        matrix, target, used.astype(np.float64), self.seed, alpha=1e-6
                    )
            if half is not None:
                self.half_fits.append((weights, biases))
        integers, scale = quantise(weights, kept=KEPT)
        return {"url_paths": integers, "url_paths_scale": scale, "url_paths_bias": biases}

    def _slugs(self) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
        texts: list[str] = []
        kinds: list[int] = []
        halves: list[int] = []
        half_of = self.of.fold_all % 2
        has_path = np.array([bool(row.path) for row in self.of.rows])
        for half in (0, 1):
            here = self.of.train & (half_of == half)
            honest = [self.of.rows[i].path for i in np.flatnonzero(here & ~self.of.spam & has_path)]
            names = [
                self.of.rows[i].features.domain[1] for i in np.flatnonzero(here & ~self.of.spam)
            ]
            picked = self.rng.permutation(len(names))[: len(honest) // 3 + 1]
            plain = [fold_text(names[i]) for i in picked]
            brands = [
                self.of.rows[i].features.domain[1]
                for i in np.flatnonzero(here & (self.of.category == "gambling"))
            ]
            terms = [text for text, _ in self.of.terms if crc32(text.encode()) % 2 == half]
            made = dressed_slugs(brands, terms, honest, max(len(honest) // 2, 100), self.rng)
            bare = [text.strip("-") for text in plain if text]
            twins = dressed_slugs((), bare, honest, len(honest) // 4, self.rng) if bare else []
            self.honest[half], self.made[half] = [*honest, *plain], made
            lone = [fold_text(text) for text in terms]
            bad = here & np.isin(self.of.category, ("scam", "other")) & has_path
            phish = [self.of.rows[i].path for i in np.flatnonzero(bad)]
            self.phrases[half] = [*lone, *(fold_text(brand) for brand in brands[: len(lone)])]
            groups = ((0, honest), (0, plain), (0, twins), (1, made), (1, lone), (2, phish))
            for kind, group in groups:
                group = [text for text in group if text]
                texts += group
                kinds += [kind] * len(group)
                halves += [half] * len(group)
        return texts, np.array(kinds), np.array(halves)

    def variants(
        self,
    ) -> tuple[NDArray[np.int64], list[str], list[str], NDArray[np.bool_], NDArray[np.float64]]:
        """Give hosts other paths and anchors, so that having one speaks for neither side."""
        count = len(self.of.rows)
        weight = np.where(self.of.spam, self.of.data["category"].map(ROW_WEIGHTS).fillna(0.1), 1.0)
        half = self.of.fold_all % 2
        own = [row.path for row in self.of.rows]
        has_path = np.array([bool(path) for path in own])
        owners, paths, anchors = [np.arange(count)], list(own), [""] * count
        targets, weights = [self.of.spam], [weight * 0.6]

        def add(
            chosen: NDArray[np.int64],
            texts: list[str],
            labels: list[str],
            share: float,
            spam: bool | None = None,
        ) -> None:
            owners.append(chosen)
            paths.extend(texts)
            anchors.extend(labels)
            targets.append(self.of.spam[chosen] if spam is None else np.full(len(chosen), spam))
            weights.append(weight[chosen] * share if spam is None else np.full(len(chosen), share))

        stripped = np.flatnonzero(has_path)
        add(stripped, [""] * len(stripped), [""] * len(stripped), 0.4)
        lengthened = np.flatnonzero(~has_path & (self.rng.random(count) < 0.5))
        add(
            lengthened,
            [self._pick(self.honest, half[i]) for i in lengthened],
            [""] * len(lengthened),
            0.8,
        )
        anchored = np.flatnonzero(self.rng.random(count) < 0.2)
        labels = [
            self._pick(
                self.phrases if self.of.spam[i] and self.rng.random() < 0.6 else self.honest,
                half[i],
            )
            for i in anchored
        ]
        add(anchored, [own[i] for i in anchored], labels, 0.3)
        honest = np.flatnonzero(~self.of.spam & (self.rng.random(count) < 0.12))
        add(
            honest, [self._pick(self.made, half[i]) for i in honest], [""] * len(honest), 0.25, True
        )
        return (
            np.concatenate(owners),
            paths,
            anchors,
            np.concatenate(targets),
            np.concatenate(weights).astype(np.float64),
        )

    def _pick(self, pool: dict[int, list[str]], half: int) -> str:
        texts = pool[half]
        return texts[int(self.rng.integers(len(texts)))] if texts else ""

    def levels(self, texts: Sequence[str], half: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Score texts by the fit on the other half of them."""
        out = np.zeros((len(PATH_HEADS), len(texts)), dtype=np.uint8)
        filled = np.array([bool(text) for text in texts])
        for part in (0, 1):
            places = np.flatnonzero(filled & (half == part))
            if len(places):
                weights, biases = self.half_fits[part]
                matrix = ngram_matrix([texts[int(i)] for i in places], PATH_BITS)
                out[:, places] = level(np.asarray(matrix @ weights).T + biases[:, None], 4)
        return out
