"""The crawler's question: is a link worth a request?

The answer is that of `Detector.score_url` (any verdict but ``spam``), found sooner: what a host
gives to the score is kept, and so is what common paths give.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
from typing import Final, TypeVar

from spamdetect.api import default_detector
from spamdetect.detector import Detector
from spamdetect.urls.features import UrlFeatures, fold_path, fold_text, host_features, written_path
from spamdetect.urls.host import Host, split_url
from spamdetect.urls.parts import Deltas, UrlParts, threshold_logit
from spamdetect.urls.suffix import registered_domain

_KNOWN_HOSTS: Final = 1 << 17
_KNOWN_TEXTS: Final = 1 << 16
_LONGEST_NAME: Final = 255
_LONGEST_TEXT: Final = 255
_LONGEST_SOURCE: Final = 2048
_CHUNK: Final = 1024

Known = tuple[int, Deltas, str]
"""Of a host: its part of the score, what levels of texts change of it, its registered domain."""
Link = str | tuple[str, str]
"""A URL, or a URL and the text of the link."""

_NO_LEVELS: Final = (0, 0)
_V = TypeVar("_V")


class Prefilter:
    """Decides which links to follow.

    Total: any string gets an answer. Safe to share between threads. Opens no file. What is kept
    in memory is bounded: 131,072 hosts and 65,536 paths and anchors each at most.

    Parameters
    ----------
    detector : Detector
        Its preset and its lists decide: allow list over block list over model.
    """

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        scorer = detector.urls
        self._parts = UrlParts(scorer, detector.model.arrays)
        self._internal = scorer.internal
        self._least_spam = threshold_logit(scorer, scorer.thresholds[detector.preset])
        self._hosts: dict[str, Known] = {}
        self._paths: dict[str, tuple[int, int]] = {"": _NO_LEVELS}
        self._anchors: dict[str, tuple[int, int]] = {"": _NO_LEVELS}

    def accept(self, url: str, anchor: str = "", source_url: str | None = None) -> bool:
        """Tell whether to follow a link.

        Parameters
        ----------
        url : str
            Any string.
        anchor : str
            Text of the link.
        source_url : str, optional
            The page that links to it. Links within its registered domain are accepted unless
            a list or the model is sure that they are spam.

        Returns
        -------
        bool

        Raises
        ------
        TypeError
            If `url` is not a string.
        """
        if not isinstance(url, str):
            raise TypeError(f"url must be a str, not {type(url).__name__}")
        parts = split_url(url)
        host = parts.host
        listed = self._detector.rules.listed(host.name)
        if listed is not None:
            return listed == "allow"
        known = self._hosts.get(_key(host)) or self._learn_hosts([host])[0]
        total, deltas, domain = known
        path = written_path(parts)
        spam, scam = self._paths.get(path) or self._learn_paths([path])[0]
        total += deltas[0][spam] + deltas[1][scam]
        if anchor:
            total += deltas[2][(self._anchors.get(anchor) or self._learn_anchors([anchor])[0])[0]]
        if source_url and domain and _site(source_url) == domain:
            total += self._internal
        return total < self._least_spam

    def accept_links(self, links: Iterable[Link], source_url: str | None = None) -> list[bool]:
        """Tell which links of a page to follow, in one batch.

        Parameters
        ----------
        links : iterable of str or tuple of str
            URLs, or pairs of URL and anchor text.
        source_url : str, optional
            The page.

        Returns
        -------
        list of bool
            As `accept` would answer.

        Raises
        ------
        TypeError
            If a URL is not a string.
        """
        if isinstance(links, str):
            raise TypeError("links must be an iterable of links, not a str; use accept for one")
        pairs = [(link, "") if isinstance(link, str) else link for link in links]
        source = source_url or ""
        return self.accept_all(
            [url for url, _ in pairs], [anchor for _, anchor in pairs], [source] * len(pairs)
        )

    def accept_all(
        self,
        urls: Sequence[str],
        anchors: Sequence[str] | None = None,
        source_urls: Sequence[str] | None = None,
    ) -> list[bool]:
        """Tell which of many links to follow, in batches.

        Parameters
        ----------
        urls : sequence of str
        anchors, source_urls : sequence of str, optional
            One for each URL, empty where it is not known.

        Returns
        -------
        list of bool
            As `accept` would answer.

        Raises
        ------
        TypeError
            If a URL is not a string.
        ValueError
            If the sequences differ in length.
        """
        for texts in (anchors, source_urls):
            if texts is not None and len(texts) != len(urls):
                raise ValueError(f"{len(urls)} URLs but {len(texts)} anchors or source URLs")
        out: list[bool] = []
        for start in range(0, len(urls), _CHUNK):
            part = slice(start, start + _CHUNK)
            out += self._chunk(
                urls[part],
                anchors[part] if anchors is not None else None,
                source_urls[part] if source_urls is not None else None,
            )
        return out

    def _chunk(
        self,
        urls: Sequence[str],
        anchors: Sequence[str] | None,
        source_urls: Sequence[str] | None,
    ) -> list[bool]:
        out: list[bool] = [True] * len(urls)
        listed_as = self._detector.rules.listed
        rows: list[tuple[int, str, str]] = []
        hosts: dict[str, Host] = {}
        for index, url in enumerate(urls):
            if not isinstance(url, str):
                raise TypeError(f"url must be a str, not {type(url).__name__}")
            parts = split_url(url)
            host = parts.host
            listed = listed_as(host.name)
            if listed is not None:
                out[index] = listed == "allow"
                continue
            key = _key(host)
            hosts[key] = host
            rows.append((index, key, written_path(parts)))
        known = _gathered(
            hosts, self._hosts, lambda new: self._learn_hosts([hosts[k] for k in new])
        )
        paths = _gathered((path for _, _, path in rows), self._paths, self._learn_paths)
        texts = {} if anchors is None else _gathered(anchors, self._anchors, self._learn_anchors)
        least, internal = self._least_spam, self._internal
        for index, key, path in rows:
            total, deltas, domain = known[key]
            spam, scam = paths[path]
            total += deltas[0][spam] + deltas[1][scam]
            if anchors is not None and anchors[index]:
                total += deltas[2][texts[anchors[index]][0]]
            if source_urls is not None and domain and (source := source_urls[index]):
                total += internal * (_site(source) == domain)
            out[index] = total < least
        return out

    def _learn_hosts(self, hosts: Sequence[Host]) -> list[Known]:
        rows = [UrlFeatures(h, host_features(h.name, h.special, h.kind), "") for h in hosts]
        if len(self._hosts) + len(rows) > _KNOWN_HOSTS:
            self._hosts.clear()
        learnt: list[Known] = []
        for row, part in zip(rows, self._parts.hosts(rows), strict=True):
            _, label, suffix = row.features.domain
            known = part.bare, part.deltas, f"{label}.{suffix}" if label else ""
            if len(row.host.name) <= _LONGEST_NAME:
                self._hosts[_key(row.host)] = known
            learnt.append(known)
        return learnt

    def _learn_paths(self, paths: Sequence[str]) -> list[tuple[int, int]]:
        return self._learn_texts(self._paths, paths, [fold_path(path) for path in paths])

    def _learn_anchors(self, anchors: Sequence[str]) -> list[tuple[int, int]]:
        return self._learn_texts(self._anchors, anchors, [fold_text(text) for text in anchors])

    def _learn_texts(
        self, known: dict[str, tuple[int, int]], texts: Sequence[str], folded: Sequence[str]
    ) -> list[tuple[int, int]]:
        if len(known) + len(texts) > _KNOWN_TEXTS:
            known.clear()
            known[""] = _NO_LEVELS
        levels = iter(self._parts.levels([text for text in folded if text]))
        learnt = [next(levels) if text else _NO_LEVELS for text in folded]
        known.update(
            pair for pair in zip(texts, learnt, strict=True) if len(pair[0]) <= _LONGEST_TEXT
        )
        return learnt


def _gathered(
    keys: Iterable[str], known: dict[str, _V], learn: Callable[[list[str]], list[_V]]
) -> dict[str, _V]:
    """Return what is known of some keys, and learn the rest at once."""
    found: dict[str, _V | None] = dict.fromkeys(keys)
    new: list[str] = []
    for key in found:
        value = known.get(key)
        if value is None:
            new.append(key)
        found[key] = value
    if new:
        found.update(zip(new, learn(new), strict=True))
    return found  # type: ignore[return-value]


def _key(host: Host) -> str:
    return "!" + host.name if host.obfuscated else host.name


def _site(url: str) -> str:
    return _short_site(url) if len(url) <= _LONGEST_SOURCE else _registered(url)


def _registered(url: str) -> str:
    _, label, suffix = registered_domain(split_url(url).host.name)
    return f"{label}.{suffix}"


_short_site = lru_cache(maxsize=4096)(_registered)


@cache
def default_prefilter() -> Prefilter:
    """Return the pre-filter on the default detector, loaded when it is first asked for."""
    return Prefilter(default_detector())


def accept(url: str, anchor: str = "", source_url: str | None = None) -> bool:
    """Tell whether to follow a link, by the default detector; see `Prefilter.accept`."""
    return default_prefilter().accept(url, anchor, source_url)


def accept_links(links: Iterable[Link], source_url: str | None = None) -> list[bool]:
    """Tell which links of a page to follow; see `Prefilter.accept_links`."""
    return default_prefilter().accept_links(links, source_url)
