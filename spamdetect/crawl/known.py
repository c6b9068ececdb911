"""What a crawl has learnt of hosts, paths and anchors: their parts of the score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, TypeVar

from spamdetect.urls.features import (
    UrlFeatures,
    features_of_host,
    fold_path,
    fold_text,
    written_path,
)
from spamdetect.urls.host import Host, split_common, split_url
from spamdetect.urls.parts import UrlParts
from spamdetect.urls.suffix import registered_domain

_KNOWN_HOSTS: Final = 1 << 17
_KNOWN_TEXTS: Final = 1 << 16
_LONGEST_NAME: Final = 255
_LONGEST_TEXT: Final = 255
_LONGEST_SOURCE: Final = 2048

KnownHost = tuple[int, str]
"""Its score without path and anchor, its registered domain."""

_V = TypeVar("_V")


class Known:
    """Parts of scores, computed once and kept within bounds.

    Safe to share between threads: entries are never changed, and forgotten all at once.

    Parameters
    ----------
    parts : UrlParts

    Attributes
    ----------
    hosts : dict
        By the key of `read_link`; at most 131,072.
    paths, anchors : dict
        What they change of a score, by the text as it is written; at most 65,536 each.
    """

    def __init__(self, parts: UrlParts) -> None:
        self._parts = parts
        self.hosts: dict[str, KnownHost] = {}
        self.paths: dict[str, int] = {"": 0}
        self.anchors: dict[str, int] = {"": 0}

    def learn_hosts(self, hosts: Sequence[Host]) -> list[KnownHost]:
        """Return the parts of hosts, and keep those of names that are not too long."""
        rows = [UrlFeatures(h, features_of_host(h.name, h.special, h.kind), "") for h in hosts]
        if len(self.hosts) + len(rows) > _KNOWN_HOSTS:
            self.hosts.clear()
        return [self._keep(*pair) for pair in zip(rows, self._parts.hosts(rows), strict=True)]

    def learn_host(self, host: Host) -> KnownHost:
        """Do as `learn_hosts`, with one host."""
        row = UrlFeatures(host, features_of_host(host.name, host.special, host.kind), "")
        if len(self.hosts) >= _KNOWN_HOSTS:
            self.hosts.clear()
        return self._keep(row, self._parts.host(row))

    def _keep(self, row: UrlFeatures, score: int) -> KnownHost:
        _, label, suffix = row.features.domain
        known = score, f"{label}.{suffix}" if label else ""
        if len(row.host.name) <= _LONGEST_NAME:
            self.hosts[_key(row.host)] = known
        return known

    def learn_paths(self, paths: Sequence[str]) -> list[int]:
        """Return what paths change of a score, and keep it of those that are not too long."""
        folded = [fold_path(path) for path in paths]
        found = iter(self._parts.paths([text for text in folded if text]))
        return _kept(self.paths, paths, [next(found) if text else 0 for text in folded])

    def learn_anchors(self, anchors: Sequence[str]) -> list[int]:
        """Return what anchors change of a score, and keep it of those that are not too long."""
        folded = [fold_text(text) for text in anchors]
        found = iter(self._parts.anchors([text for text in folded if text]))
        return _kept(self.anchors, anchors, [next(found) if text else 0 for text in folded])

    def learn_path(self, path: str) -> int:
        """Do as `learn_paths`, with one path, and less ado."""
        folded = fold_path(path)
        return _kept_one(self.paths, path, self._parts.path(folded) if folded else 0)

    def learn_anchor(self, anchor: str) -> int:
        """Do as `learn_anchors`, with one anchor, and less ado."""
        folded = fold_text(anchor)
        return _kept_one(self.anchors, anchor, self._parts.anchor(folded) if folded else 0)


def _kept(known: dict[str, int], texts: Sequence[str], gains: list[int]) -> list[int]:
    _make_room(known, len(texts))
    for text, gain in zip(texts, gains, strict=True):
        if len(text) <= _LONGEST_TEXT:
            known[text] = gain
    return gains


def _kept_one(known: dict[str, int], text: str, gain: int) -> int:
    if len(text) <= _LONGEST_TEXT:
        _make_room(known, 1)
        known[text] = gain
    return gain


def _make_room(known: dict[str, int], count: int) -> None:
    if len(known) + count > _KNOWN_TEXTS:
        known.clear()
        known[""] = 0


def gathered(
    keys: Iterable[str], known: dict[str, _V], learn: Callable[[list[str]], list[_V]]
) -> dict[str, _V]:
    """Return what is known of some keys, and learn the rest at once.

    Parameters
    ----------
    keys : iterable of str
    known : dict
    learn : callable
        Takes the keys that are not known.

    Returns
    -------
    dict
    """
    found: dict[str, _V | None] = {name: known.get(name) for name in dict.fromkeys(keys)}
    new = [name for name, value in found.items() if value is None]
    if new:
        found.update(zip(new, learn(new), strict=True))
    return found  # type: ignore[return-value]


def read_link(url: str) -> tuple[str, str, Host | None, str]:
    """Take a URL apart.

    Parameters
    ----------
    url : str
        Any string.

    Returns
    -------
    name : str
        Canonical host.
    key : str
        Its key in `Known.hosts`.
    host : Host or None
        None if it is no more than its name says.
    path : str
        As `spamdetect.urls.features.written_path` returns it.
    """
    common = split_common(url)
    if common is not None:
        name, path, query, fragment = common
        return name, name, None, written_path(path, query, fragment)
    _, _, host, _, path, query, fragment = split_url(url)
    return host.name, _key(host), host, written_path(path, query, fragment)


def _key(host: Host) -> str:
    return "!" + host.name if host.obfuscated else host.name


def site(url: str) -> str:
    """Return the registered domain of a page's URL, of recent ones from memory."""
    return _short_site(url) if len(url) <= _LONGEST_SOURCE else _registered(url)


def _registered(url: str) -> str:
    _, label, suffix = registered_domain(split_url(url).host.name)
    return f"{label}.{suffix}"


_short_site = lru_cache(maxsize=4096)(_registered)
