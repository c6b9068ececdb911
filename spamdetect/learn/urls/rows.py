"""The rows that the URL model is fitted to, as columns."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spamdetect.errors import DataError
from spamdetect.labels import SPAM_CATEGORIES, spam_category
from spamdetect.learn.corpus.corrections import host_fingerprint, mislabelled_hosts
from spamdetect.learn.urls.data import listed_domains, read_urls
from spamdetect.learn.urls.links import TrainingLink, read_links
from spamdetect.learn.urls.names import linked_hosts, tempting_names
from spamdetect.lexicons import load
from spamdetect.urls.features import UrlFeatures, url_features

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class UrlRows:
    """Labelled URLs that have a domain, of the splits ``train`` and ``dev``.

    Honest rows that are certainly mislabelled are left out.

    Attributes
    ----------
    data : DataFrame
        As `spamdetect.learn.urls.data.read_urls` returns it.
    rows : list of UrlFeatures
    train, spam : ndarray of bool, shape (n,)
    category : ndarray of str, shape (n,)
        Spam category, empty for honest rows.
    fold_all : ndarray of int64, shape (n,)
        From 0 to 5, by group.
    terms : list of (text, category)
        Spam terms of the lexicons.
    linked, tempting : list of str
        Hosts that honest documents link to, and honest ones that look like spam, of
        `spamdetect.learn.urls.names`.
    links : list of TrainingLink
        Links of documents with their anchors, of `spamdetect.learn.urls.links.read_links`.
    """

    data: pd.DataFrame
    rows: list[UrlFeatures]
    train: NDArray[np.bool_]
    spam: NDArray[np.bool_]
    category: NDArray[np.str_]
    fold_all: NDArray[np.int64]
    terms: list[tuple[str, str]]
    linked: list[str]
    tempting: list[str]
    links: list[TrainingLink]


def read_rows(data_dir: Path) -> UrlRows:
    """Read the rows to fit.

    Parameters
    ----------
    data_dir : Path
        See `spamdetect.learn.urls.data.read_urls`.

    Raises
    ------
    DataError
        If the tables cannot be read, or hold too little.
    """
    data = read_urls(data_dir)
    data = data[data["split"].isin(["train", "dev"])].reset_index(drop=True)
    rows = [url_features(url) for url in data["url_or_domain"]]
    wrong = mislabelled_hosts()
    used = np.array(
        [
            row.features.kind == 0 and (spam or host_fingerprint(row.host.name) not in wrong)
            for row, spam in zip(rows, data["spam"], strict=True)
        ],
        dtype=bool,
    )
    data = data[used].reset_index(drop=True)
    _check_enough(data, data_dir)
    spam = data["spam"].to_numpy()
    terms = [(term.text, term.category) for term in load() if term.category in SPAM_CATEGORIES]
    known = listed_domains(data_dir)
    linked, tempting = linked_hosts(data_dir, known), tempting_names(known)
    _LOG.info("%d URLs, %d spam terms, %d linked hosts", len(data), len(terms), len(linked))
    return UrlRows(
        data,
        [row for row, keep in zip(rows, used, strict=True) if keep],
        (data["split"] == "train").to_numpy(),
        spam,
        np.where(spam, data["category"].map(spam_category).to_numpy(), ""),
        data["fold"].to_numpy(),
        terms,
        linked,
        tempting,
        read_links(data_dir),
    )


def _check_enough(data: pd.DataFrame, data_dir: Path) -> None:
    there = set(zip(data["label"], data["split"], strict=True))
    lacking = [
        f"no {label} row of the split {split}"
        for split in ("train", "dev")
        for label in ("spam", "clean")
        if (label, split) not in there
    ]
    if lacking:
        raise DataError(
            f"{data_dir}: too few labelled URLs to train on: {', '.join(lacking)}; add rows to "
            "urls*.tsv: the split train is fitted, dev calibrates, and both need spam and clean "
            "domains, hundreds of each for a model of use; addresses and reserved names such as "
            "gacor.example do not count"
        )
