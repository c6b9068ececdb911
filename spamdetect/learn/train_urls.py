"""Training of the URL model: labelled hosts and URLs in, arrays and their card out."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from spamdetect.learn.url_data import read_urls
from spamdetect.learn.url_heads import fit_categories, fit_heads
from spamdetect.learn.url_paths import PathFit
from spamdetect.learn.url_rows import UrlRows
from spamdetect.learn.url_scores import fit_scores

_LOG = logging.getLogger(__name__)


def train_urls(data_dir: Path, seed: int = 0) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Train the URL model.

    Parameters
    ----------
    data_dir : Path
        See `spamdetect.learn.url_data.read_urls`. Rows of the split ``train`` are fitted, those of
        ``dev`` calibrate.
    seed : int

    Returns
    -------
    arrays : dict of str to ndarray
        All names begin with ``url_``.
    card : dict
        For the key ``url`` of the model card.

    Raises
    ------
    DataError
        If the tables cannot be read.
    """
    data = UrlRows.of(read_urls(Path(data_dir)))
    _LOG.info("%d URLs, %d spam terms", len(data.rows), len(data.terms))
    rng = np.random.default_rng(seed)
    heads, crossed = fit_heads(data, seed)
    paths = PathFit(data, rng, seed)
    arrays = heads | paths.arrays | fit_categories(data, rng, seed)
    card = fit_scores(data, arrays, crossed, paths, rng, seed)
    return arrays, card
