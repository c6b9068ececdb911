"""A URL model of random weights: wrong about everything, but wide-ranging and always the same."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from spamdetect.detector import Detector
from spamdetect.labels import SPAM_CATEGORIES, Preset
from spamdetect.model import Model
from spamdetect.urls.layout import (
    CATEGORY_SHIFT,
    COLUMNS,
    HEADS,
    PATH_HEADS,
    TEXT_BITS,
)
from spamdetect.urls.rules import HostRules


def random_model(seed: int = 1, bits: int = 12) -> Model:
    random = np.random.default_rng(seed)

    def small(*shape: int, limit: int = 60) -> np.ndarray:
        return random.integers(-limit, limit, shape)

    arrays = {
        "url_heads": small(1 << bits, len(HEADS)).astype(np.int8),
        "url_heads_scale": np.full(len(HEADS), 0.05),
        "url_heads_bias": np.zeros(len(HEADS)),
        "url_paths": small(1 << bits, len(PATH_HEADS)).astype(np.int8),
        "url_paths_scale": np.full(len(PATH_HEADS), 0.05),
        "url_paths_bias": np.zeros(len(PATH_HEADS)),
        "url_main": small(len(COLUMNS), 256, limit=900).astype(np.int16),
        "url_kinds": np.array([0, 1500, -9000, -9000], dtype=np.int16),
        "url_constants": np.array([300, -4096, 1500], dtype=np.int16),
        "url_calibration": np.array([[-16.0, 0.0, 16.0], [-12.0, 1.0, 14.0]]),
        "url_categories": small(1 << (TEXT_BITS - CATEGORY_SHIFT), len(SPAM_CATEGORIES)).astype(
            np.int8
        ),
        "url_categories_scale": np.ones(len(SPAM_CATEGORIES)),
        "url_categories_bias": np.zeros(len(SPAM_CATEGORIES)),
    }
    thresholds = {"strict": 0.6, "balanced": 0.3, "sensitive": 0.1}
    card = {"url": {"thresholds": thresholds, "categories": SPAM_CATEGORIES}}
    return Model("random 1", arrays, card, Path())


def random_detector(
    preset: Preset = "balanced",
    allow: Sequence[str] | HostRules = (),
    block: Sequence[str] | HostRules = (),
) -> Detector:
    return Detector(random_model(), preset, allow, block)
