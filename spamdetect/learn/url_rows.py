"""The rows that the URL model is fitted and calibrated on, with what all its fits ask of them."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spamdetect.labels import SPAM_CATEGORIES, spam_category
from spamdetect.lexicons import load
from spamdetect.urls.features import UrlFeatures, url_features


@dataclass(frozen=True, slots=True, eq=False)
class UrlRows:
    """Labelled URLs whose host is a name.

    Attributes
    ----------
    data : DataFrame
        Rows of the splits ``train`` and ``dev`` of `spamdetect.learn.url_data.read_urls`.
    rows : list of UrlFeatures
    train, spam : ndarray of bool, shape (rows,)
    category : ndarray of str, shape (rows,)
        One of `spamdetect.labels.SPAM_CATEGORIES`; empty for honest rows.
    fold : ndarray of int64, shape (rows,)
        From 0 to 5, by group.
    terms : list of (text, category)
        Of the lexicons of spam.
    """

    data: pd.DataFrame
    rows: list[UrlFeatures]
    train: NDArray[np.bool_]
    spam: NDArray[np.bool_]
    category: NDArray[np.object_]
    fold: NDArray[np.int64]
    terms: list[tuple[str, str]]

    @classmethod
    def of(cls, data: pd.DataFrame) -> UrlRows:
        """Take the rows to train on from what `read_urls` returned."""
        data = data[data["split"].isin(["train", "dev"])].reset_index(drop=True)
        rows = [url_features(url) for url in data["url_or_domain"]]
        named = np.array([row.features.kind == 0 for row in rows])
        data = data[named].reset_index(drop=True)
        spam = data["spam"].to_numpy()
        return cls(
            data,
            [row for row, keep in zip(rows, named, strict=True) if keep],
            (data["split"] == "train").to_numpy(),
            spam,
            np.where(spam, data["category"].map(spam_category).to_numpy(), ""),
            data["fold"].to_numpy(),
            [(term.text, term.category) for term in load() if term.category in SPAM_CATEGORIES],
        )

    @property
    def half(self) -> NDArray[np.int64]:
        """Return 0 or 1 by group: the fit of one half scores the other."""
        return self.fold % 2

    def terms_of(self, half: int) -> list[str]:
        """Return the texts of one half of the terms."""
        return [text for text, _ in self.terms if crc32(text.encode()) % 2 == half]
