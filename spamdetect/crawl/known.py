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
from spamdetect.urls.parts import Deltas, HostPart, UrlParts
from spamdetect.urls.suffix import registered_domain

_KNOWN_HOSTS: Final = 1 << 17
_KNOWN_TEXTS: Final = 1 << 16
_LONGEST_NAME: Final = 255
_LONGEST_TEXT: Final = 255
_LONGEST_SOURCE: Final = 2048

KnownHost = tuple[int, Deltas, str]
"""Its part of the score, what levels of texts change of it, its registered domain."""
Levels = tuple[int, ...]

_NO_LEVELS: Final[Levels] = (0, 0)
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
        By the text as it is written; at most 65,536 each.
    """

    def __init__(self, parts: UrlParts) -> None:
        self._parts = parts
        self._text = parts.text
        self.hosts: dict[str, KnownHost] = {}
        self.paths: dict[str, Levels] = {"": _NO_LEVELS}
        self.anchors: dict[str, Levels] = {"": _NO_LEVELS}

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

    def _keep(self, row: UrlFeatures, part: HostPart) -> KnownHost:
        _, label, suffix = row.features.domain
        known = part.bare, part.deltas, f"{label}.{suffix}" if label else ""
        if len(row.host.name) <= _LONGEST_NAME:
            self.hosts[_key(row.host)] = known
        return known

    def learn_paths(self, paths: Sequence[str]) -> list[Levels]:
        """Return the levels of paths, and keep those that are not too long."""
        return self._learn_texts(self.paths, paths, [fold_path(path) for path in paths])

    def learn_anchors(self, anchors: Sequence[str]) -> list[Levels]:
        """Return the levels of anchors, and keep those that are not too long."""
        return self._learn_texts(self.anchors, anchors, [fold_text(text) for text in anchors])

    def _learn_texts(
        self, known: dict[str, Levels], texts: Sequence[str], folded: Sequence[str]
    ) -> list[Levels]:
        _make_room(known, len(texts))
        levels = iter(self._parts.levels([text for text in folded if text]))
        learnt = [next(levels) if text else _NO_LEVELS for text in folded]
        for text, found in zip(texts, learnt, strict=True):
            if len(text) <= _LONGEST_TEXT:
                known[text] = found
        return learnt

    def learn_text(self, known: dict[str, Levels], text: str, folded: str) -> Levels:
        """Do as `learn_paths` and `learn_anchors`, with one folded text, and less ado."""
        levels = self._text(folded) if folded else _NO_LEVELS
        if len(text) <= _LONGEST_TEXT:
            if len(known) >= _KNOWN_TEXTS:
                _make_room(known, 1)
            known[text] = levels
        return levels


def _make_room(known: dict[str, Levels], count: int) -> None:
    if len(known) + count > _KNOWN_TEXTS:
        known.clear()
        known[""] = _NO_LEVELS


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
