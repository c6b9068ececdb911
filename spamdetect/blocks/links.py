"""What a block's URLs say about it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

SIGNALS: Final = {
    "urls": "URL_COUNT",
    "url_share": "URL_COUNT",
    "url_peak": "URL_SPAM",
    "url_mean": "URL_SPAM",
    "url_spam_mass": "URL_SPAM",
    "address_peak": "URL_SPAM",
    "address_mean": "URL_SPAM",
    "raw_ips": "URL_RAW_IP",
    "raw_ip_share": "URL_RAW_IP",
    "special_ips": "URL_SPECIAL_IP",
    "distinct_hosts": "URL_HOSTS",
    "twin_labels": "URL_TWIN_LABELS",
    "institutional": "URL_INSTITUTIONAL",
    "defanged": "URL_DEFANGED",
    "bare_urls": "URL_FORM",
    "deep_urls": "URL_FORM",
    "marked_anchors": "URL_FORM",
    "hosts_elsewhere": "URL_HOSTS",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)


@dataclass(frozen=True, slots=True)
class UrlFacts:
    """Facts about the URLs of a batch, as columns, one row a URL.

    Attributes
    ----------
    start, end : ndarray of int64
        Spans in the joined batch.
    logit : ndarray of float64
        Log-odds of spam from the URL model.
    written, raw_ip, special, institutional, defanged, bare, deep, marked : ndarray of bool
        Written in the text, not the target of an anchor of the markup; public address as host;
        special-purpose address; another host, under an institutional suffix; written unclickable
        (``hxxp``); without scheme; with a path; anchor in BBCode or Markdown.
    host, label, suffix : ndarray of int64
        Numbers that are equal where host, registered label, public suffix are; -1 for none.
    """

    start: NDArray[np.int64]
    end: NDArray[np.int64]
    logit: NDArray[np.float64]
    written: NDArray[np.bool_]
    raw_ip: NDArray[np.bool_]
    special: NDArray[np.bool_]
    institutional: NDArray[np.bool_]
    defanged: NDArray[np.bool_]
    bare: NDArray[np.bool_]
    deep: NDArray[np.bool_]
    marked: NDArray[np.bool_]
    host: NDArray[np.int64]
    label: NDArray[np.int64]
    suffix: NDArray[np.int64]

    def of(self, rows: NDArray[np.bool_]) -> UrlFacts:
        """Return the same of some URLs."""
        return UrlFacts(*(getattr(self, field.name)[rows] for field in fields(self)))


def features(
    facts: UrlFacts,
    address: NDArray[np.float64],
    owner: NDArray[np.int64],
    length: NDArray[np.int64],
    document: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the link features of blocks.

    Parameters
    ----------
    facts : UrlFacts
    address : ndarray of float64, shape (n_urls,)
        Log-odds of the URLs from `spamdetect.blocks.addresses.AddressHead`.
    owner : ndarray of int64, shape (n_urls,)
        The block of each URL, ascending; see `spamdetect.blocks.batch.Batch.url_blocks`.
    length, document : ndarray of int64, shape (n_blocks,)
        Length of each block in code points, and its document.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
    """
    blocks = len(length)
    out = np.zeros((blocks, len(NAMES)), np.float32)
    column = {name: index for index, name in enumerate(NAMES)}
    if not len(owner):
        return out
    total = np.bincount(owner, minlength=blocks)
    touched = np.flatnonzero(total)
    some = total[touched]

    def put(name: str, values: NDArray[np.float64]) -> None:
        out[touched, column[name]] = values[touched]

    def tally(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        return np.bincount(owner[mask], minlength=blocks).astype(np.float64)

    def share(name: str, mask: NDArray[np.bool_]) -> None:
        out[touched, column[name]] = tally(mask)[touched] / some

    # Nobody can own a special host, whatever its letters look like.
    address = np.where(facts.special, np.minimum(address, facts.logit), address)
    # A picture's link, or an empty anchor, does not accuse the text that it happens to stand in.
    most = np.where(facts.end > facts.start, np.inf, 0.0)
    url, address = np.minimum(facts.logit, most), np.minimum(address, most)
    length = np.maximum(length, 1)
    put("urls", np.log1p(total))
    put("url_share", np.bincount(owner, facts.end - facts.start, minlength=blocks) / length)
    for name, logit in (("url", url), ("address", address)):
        peak = np.full(blocks, -np.inf)
        np.maximum.at(peak, owner, logit)
        put(f"{name}_peak", peak)
        mean = np.bincount(owner, logit, minlength=blocks)[touched] / some
        out[touched, column[f"{name}_mean"]] = mean
    mass = np.bincount(owner, np.maximum(url, 0.0), minlength=blocks)
    put("url_spam_mass", mass.astype(np.float64))
    put("raw_ips", np.log1p(tally(facts.raw_ip)))
    share("raw_ip_share", facts.raw_ip)
    put("special_ips", np.log1p(tally(facts.special)))
    out[touched, column["distinct_hosts"]] = _distinct(owner, facts.host, blocks)[touched] / some
    put("twin_labels", np.log1p(tally(_twins(document[owner], facts))))
    put("institutional", np.log1p(tally(facts.institutional)))
    share("defanged", facts.defanged)
    share("bare_urls", facts.bare)
    share("deep_urls", facts.deep)
    share("marked_anchors", facts.marked)
    share("hosts_elsewhere", _elsewhere(owner, document[owner], facts.host))
    return out


def _distinct(owner: NDArray[np.int64], host: NDArray[np.int64], blocks: int) -> NDArray[np.int64]:
    """Return how many different hosts each block links to."""
    width = _width(host)
    pairs = np.unique(owner * width + host + 1)
    return np.bincount(pairs // width, minlength=blocks)


def _width(numbers: NDArray[np.int64]) -> int:
    """Return by how much to multiply what is put before numbers from -1 on, to make one of both."""
    return int(numbers.max(initial=-1)) + 2


def _twins(document: NDArray[np.int64], facts: UrlFacts) -> NDArray[np.bool_]:
    """Mark URLs whose registered label stands under several suffixes in the same document."""
    suffixes, labels = _width(facts.suffix), _width(facts.label)
    pair = document * labels + facts.label + 1
    known = facts.label >= 0
    triples = np.unique(pair[known] * suffixes + facts.suffix[known] + 1)
    pairs, times = np.unique(triples // suffixes, return_counts=True)
    several = pairs[times > 1]
    return np.isin(pair, several) if several.size else np.zeros(len(document), bool)


def _elsewhere(
    owner: NDArray[np.int64], document: NDArray[np.int64], host: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Mark URLs whose host is also linked from another block of the same document."""
    key = document * _width(host) + host
    order = np.argsort(key, kind="stable")
    edge = np.flatnonzero(np.diff(key[order])) + 1
    owner = owner[order]
    # The URLs of a host stay in the order of the text.
    several = owner[np.append(0, edge)] < owner[np.append(edge, len(key)) - 1]
    out = np.empty(len(key), bool)
    out[order] = np.repeat(several, np.diff(edge, prepend=0, append=len(key)))
    return out
