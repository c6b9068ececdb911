"""What a crawl has learnt of hosts, paths and anchors: their parts of the score."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Final, Generic, TypeVar

from spamdetect.urls.features import (
    UrlFeatures,
    features_of_host,
    fold_path,
    fold_text,
    written_path,
)
from spamdetect.urls.host import Host, split_common, split_url
from spamdetect.urls.parts import NO_ANCHOR, AnchorPart, HostPart, UrlParts
from spamdetect.urls.suffix import registered_domain

MOST_HOSTS: Final = 1 << 17
_LONGEST_NAME: Final = 255
_LONGEST_TEXT: Final = 255
_LONGEST_SOURCE: Final = 2048

_V = TypeVar("_V")

KnownHost = tuple[HostPart, str]
"""Its part of the score, its registered domain."""


class Gains(Generic[_V]):
    """What texts of one kind, paths or anchors, give to a score; kept within bounds.

    Parameters
    ----------
    fold : callable
        Brings a text as it is written to the form that is scored.
    one, many : callable
        Return what a folded text, or several, none of them empty, give to a score.
    nothing
        What an empty text gives.
    most : int
        How many texts are kept.

    Attributes
    ----------
    known : dict
        By the text as it is written.
    """

    def __init__(
        self,
        fold: Callable[[str], str],
        one: Callable[[str], _V],
        many: Callable[[Sequence[str]], list[_V]],
        nothing: _V,
        most: int,
    ) -> None:
        self._fold = fold
        self._one = one
        self._many = many
        self._nothing = nothing
        self._most = most
        self.known: dict[str, _V] = {"": nothing}

    def learn(self, text: str) -> _V:
        """Return what a text gives to a score, and keep it if it is not too long."""
        folded = self._fold(text)
        return self._keep(text, self._one(folded) if folded else self._nothing)

    def learn_all(self, texts: Sequence[str]) -> list[_V]:
        """Do as `learn`, with many texts at once."""
        folded = [self._fold(text) for text in texts]
        found = iter(self._many([text for text in folded if text]))
        gains = [next(found) if text else self._nothing for text in folded]
        return [self._keep(text, gain) for text, gain in zip(texts, gains, strict=True)]

    def _keep(self, text: str, gain: _V) -> _V:
        if len(text) <= _LONGEST_TEXT:
            if len(self.known) >= self._most:
                self.known.clear()
                self.known[""] = self._nothing
            self.known[text] = gain
        return gain


class Known:
    """Parts of scores, computed once and kept within bounds.

    Safe to share between threads: entries are never changed, and forgotten all at once.

    Parameters
    ----------
    parts : UrlParts
    most_hosts : int
        How many hosts are kept, and half as many paths and anchors each.

    Attributes
    ----------
    hosts : dict
        By the key of `read_link`.
    paths, anchors : Gains
    together : callable
        Of `spamdetect.urls.parts.UrlParts`.
    """

    def __init__(self, parts: UrlParts, most_hosts: int) -> None:
        self._parts = parts
        self._most_hosts = most_hosts
        most = most_hosts // 2
        self.hosts: dict[str, KnownHost] = {}
        self.paths = Gains(fold_path, parts.path, parts.paths, 0, most)
        self.anchors: Gains[AnchorPart] = Gains(
            fold_text, parts.anchor, parts.anchors, NO_ANCHOR, most
        )
        self.together = parts.together

    def learn_hosts(self, hosts: Sequence[Host]) -> list[KnownHost]:
        """Return the parts of hosts, and keep those of names that are not too long."""
        rows = [UrlFeatures(h, features_of_host(h.name, h.special, h.kind), "") for h in hosts]
        if len(self.hosts) + len(rows) > self._most_hosts:
            self.hosts.clear()
        return [self._keep(*pair) for pair in zip(rows, self._parts.hosts(rows), strict=True)]

    def _keep(self, row: UrlFeatures, part: HostPart) -> KnownHost:
        _, label, suffix = row.features.domain
        known = part, f"{label}.{suffix}" if label else ""
        if len(row.host.name) <= _LONGEST_NAME:
            self.hosts[_key(row.host)] = known
        return known


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
    """Return what decides the part of a host: its name, and whether it was obfuscated."""
    # No host holds a blank.
    return " " + host.name if host.obfuscated else host.name


def site(url: str) -> str:
    """Return the registered domain of a page's URL, of recent ones from memory."""
    return _short_site(url) if len(url) <= _LONGEST_SOURCE else _registered(url)


def _registered(url: str) -> str:
    _, label, suffix = registered_domain(split_url(url).host.name)
    return f"{label}.{suffix}"


_short_site = lru_cache(maxsize=4096)(_registered)
