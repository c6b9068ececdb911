"""URL filters of other packages, measured on the same URLs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.learn.evaluation.metrics import recall_at
from spamdetect.learn.urls.data import counted_clean, read_urls
from spamdetect.urls.score import UrlScorer

MOST: Final = 10_000
"""Rows of spam and of clean URLs that the filters are tried on."""

Rejects = Callable[[str], bool]


def courlan_filter() -> Rejects | None:
    """Return courlan's strict check of a URL; None if courlan is not installed."""
    try:
        from courlan import check_url
    except ImportError:
        return None
    return lambda url: check_url(url, strict=True) is None


def datatrove_filter() -> Rejects | None:
    """Return datatrove's URL filter with its own lists, offline; None if it is not installed."""
    try:
        from datatrove.data import Document
        from datatrove.pipeline.filters import URLFilter
        from tldextract import TLDExtract

        wrapped = URLFilter()
        wrapped.tldextractor = TLDExtract(suffix_list_urls=())
        wrapped.filter(Document(text="", id="", metadata={"url": "http://example.org/"}))
    except (ImportError, OSError):
        return None
    return lambda url: wrapped.filter(Document(text="", id="", metadata={"url": url})) is not True


FILTERS: Final[Mapping[str, Callable[[], Rejects | None]]] = {
    "courlan": courlan_filter,
    "datatrove": datatrove_filter,
}


def compare_urls(data_dir: Path, scorer: UrlScorer, split: str, seed: int = 0) -> dict[str, Any]:
    """Return what share of spam and clean URLs other filters reject, and ours at that rate.

    Parameters
    ----------
    data_dir : Path
    scorer : UrlScorer
    split : {"test", "dev"}
    seed : int

    Returns
    -------
    dict
        For each filter that is installed ``recall``, ``false alarms``, and ``ours``: recall of
        `scorer` at the same rate of false alarms on the same rows.
    """
    data = read_urls(data_dir)
    data = data[data["split"].str.startswith(split) & (data["file"] != "spam_ip")]
    spam = data["spam"].to_numpy()
    honest = counted_clean(data)
    names = data["url_or_domain"].tolist()
    rng = np.random.default_rng(seed)
    sides = [_drawn(names, mask, rng) for mask in (spam, honest)]
    if not all(sides):
        return {}
    scores = [scorer.score(side).logit.astype(np.float64) for side in sides]
    found: dict[str, Any] = {}
    for name, make in FILTERS.items():
        rejects = make()
        if rejects is None:
            continue
        caught, alarms = (
            float(np.mean([rejects(_address(url)) for url in side])) for side in sides
        )
        ours = recall_at(scores[0], scores[1], alarms)
        found[name] = {"recall": caught, "false alarms": alarms, "ours": ours}
    return found


def _drawn(names: Sequence[str], mask: NDArray[np.bool_], rng: np.random.Generator) -> list[str]:
    rows = np.flatnonzero(mask)
    if len(rows) > MOST:
        rows = np.sort(rng.choice(rows, MOST, replace=False))
    return [names[row] for row in rows.tolist()]


def _address(name: str) -> str:
    """Return a URL for a host or URL without scheme."""
    return name if "://" in name else f"http://{name}/" if "/" not in name else f"http://{name}"
