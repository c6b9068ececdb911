"""Labelled hosts, addresses and URLs: reading, groups and the augmentation of paths and anchors."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Final
from zlib import crc32

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from spamdetect.errors import DataError
from spamdetect.labels import spam_category
from spamdetect.learn.corpus.opening import text_lines
from spamdetect.learn.corpus.readers import files
from spamdetect.urls.features import url_features

_REQUIRED: Final = ("url_or_domain", "label", "category", "split")
_OPTIONAL: Final = ("source_repo", "reg_domain", "brand_core", "first_seen")
_NOT_FOR_TRAINING: Final = ("conflicts_do_not_train",)
ROW_WEIGHTS: Final = {
    "gambling_id": 2.0,
    "gambling_intl": 0.7,
    "gambling": 0.7,
    "adult": 0.12,
    "pharma": 0.12,
    "scam": 0.02,
    "crypto_scam": 0.05,
    "comment_seo": 0.03,
    "serp_seo": 0.04,
    "referrer_seo": 0.03,
    "content_farm": 0.03,
    "phish_url": 0.03,
    "malware_url": 0.03,
}
"""Weight of a row in the additive model: how far its list is link spam, and tellable by name."""
CLEAN_FILES: Final = ("clean_urls", "clean_domains", "clean_institutional")
"""Tables on whose rows false alarms are counted, where the data has them."""


def head_of(name: str) -> str:
    """Return the output of the n-gram model that learns the URL lists' kind.

    Parameters
    ----------
    name : str

    Returns
    -------
    str
        One of `spamdetect.urls.layout.HEADS`.
    """
    category = spam_category(name)
    if category == "gambling":
        return "gambling"
    return "adult" if category in ("adult", "pharma") else "other"


def read_urls(data_dir: Path) -> pd.DataFrame:
    """Read every table of labelled URLs below a directory.

    Parameters
    ----------
    data_dir : Path
        Directory that holds ``urls/*.tsv`` or ``urls*.tsv``, compressed or not, tab-separated with
        a header of at least ``url_or_domain``, ``label`` (``spam`` or ``clean``), ``category`` and
        ``split``.

    Returns
    -------
    DataFrame
        Those columns, and ``source_repo``, ``reg_domain``, ``brand_core``, ``first_seen`` (empty
        where the table has none), ``file`` (its name), ``spam`` (bool), ``group`` (what must not
        be shared by folds) and ``fold`` (int from 0 to 5, by group).

    Raises
    ------
    DataError
        If there is no table, or one cannot be read, lacks a column or has another label.
    """
    paths = url_tables(data_dir)
    if not paths:
        raise DataError(f"no urls/*.tsv or urls*.tsv under {data_dir}, plain or compressed")
    frames = []
    for path in paths:
        name = path.name.partition(".")[0]
        if name in _NOT_FOR_TRAINING:
            continue
        try:
            frame = _table(path)
        except ValueError as error:
            raise DataError(f"{path}: is no table ({str(error).strip()})") from None
        missing = [column for column in _REQUIRED if column not in frame.columns]
        if missing:
            raise DataError(f"{path}: no column {', '.join(missing)}")
        wrong = set(frame["label"]) - {"spam", "clean"}
        if wrong:
            raise DataError(f"{path}: label {sorted(wrong)[0]!r}, neither 'spam' nor 'clean'")
        for column in _OPTIONAL:
            if column not in frame.columns:
                frame[column] = ""
        frame["file"] = name
        frames.append(frame[[*_REQUIRED, *_OPTIONAL, "file"]])
    data = pd.concat(frames, ignore_index=True)
    data["spam"] = data["label"] == "spam"
    brand = data["brand_core"].where(~data["brand_core"].str.startswith("#"), "")
    group = brand.where(brand != "", data["reg_domain"])
    data["group"] = group.where(group != "", data["url_or_domain"])
    data["fold"] = [crc32(name.encode("utf-8", "replace")) % 6 for name in data["group"]]
    return data


def counted_clean(data: pd.DataFrame) -> NDArray[np.bool_]:
    """Return which rows false alarms are counted on: clean ones, of `CLEAN_FILES` if there are any.

    Parameters
    ----------
    data : DataFrame
        Rows of `read_urls`.

    Returns
    -------
    ndarray of bool, shape (rows,)
    """
    clean = ~data["spam"].to_numpy()
    listed = clean & data["file"].isin(CLEAN_FILES).to_numpy()
    return listed if listed.any() else clean


def url_tables(data_dir: Path) -> list[Path]:
    """Return the files that `read_urls` reads, in order."""
    return sorted([*files(data_dir / "urls", "*.tsv"), *files(data_dir, "urls*.tsv")])


def _table(path: Path) -> pd.DataFrame:
    text = StringIO("".join(text_lines(path)))
    return pd.read_csv(text, sep="\t", dtype=str, keep_default_na=False, quoting=3)


def listed_domains(data_dir: Path) -> frozenset[str]:
    """Return the registered domains of all tables, those of every split and of conflicts too.

    Parameters
    ----------
    data_dir : Path
        See `read_urls`.
    """
    out: set[str] = set()
    for path in url_tables(data_dir):
        for url in _table(path)["url_or_domain"]:
            out.add(".".join(url_features(url).features.domain[1:]))
    return frozenset(out)


def dressed_slugs(
    labels: Sequence[str],
    terms: Sequence[str],
    honest: Sequence[str],
    count: int,
    rng: np.random.Generator,
) -> list[str]:
    """Write paths as intruders leave them on hacked sites, or honest ones of the same make.

    Parameters
    ----------
    labels : sequence of str
        Registered labels of spam hosts: names of brands.
    terms : sequence of str
        Words and phrases, of spam for paths of intruders.
    honest : sequence of str
        Honest paths, folded; their first words lead to the others.
    count : int
        How many.
    rng : numpy.random.Generator

    Returns
    -------
    list of str
        Folded.
    """
    places = (
        *("", "", "", "", "wp-content-uploads", "wp-includes-js", "index-php", "js", "tag"),
        *("files", "images", "assets", "news", "berita", "blog", "product", "p", "page", "html"),
    )
    endings = ("", "", "", "", "", "html", "php", "2024", "2025", "amp", "online", "terpercaya")
    out = []
    for _ in range(count):
        words: list[str] = []
        if honest and rng.random() < 0.4:
            words += (
                honest[int(rng.integers(len(honest)))].strip("-").split("-")[: rng.integers(1, 5)]
            )
        else:
            words.append(places[rng.integers(len(places))])
        for _ in range(int(rng.integers(1, 4))):
            pool = terms if terms and (rng.random() < 0.7 or not labels) else labels
            words.append(pool[int(rng.integers(len(pool)))].replace(" ", "-"))
        words.append(endings[rng.integers(len(endings))])
        out.append("-" + "-".join(word for word in words if word)[:158] + "-")
    return out
