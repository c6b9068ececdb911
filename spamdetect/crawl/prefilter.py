"""The crawler's question: is a link worth a request?

The answer is that of `Detector.score_url` (any verdict but ``spam``), found sooner: for most hosts
no path and no anchor could change it, and then the host is all that is looked at, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from spamdetect.api import default_detector
from spamdetect.detector import Detector
from spamdetect.urls.bounds import Bounds, HostBounds, threshold_logit
from spamdetect.urls.features import UrlFeatures, host_features
from spamdetect.urls.host import Host, split_url
from spamdetect.urls.suffix import registered_domain

_KNOWN_HOSTS: Final = 1 << 17
_LONGEST_NAME: Final = 255
_LONGEST_SOURCE: Final = 2048
_CHUNK: Final = 4096

_BARE, _PATH, _ANCHOR = range(3)
_INTERNAL: Final = 3

Answers = tuple[bool | None, ...]
"""By what a link has (nothing, path, anchor; + 3 if internal): whether to accept it; None if that
depends on the path or the anchor."""
_ALWAYS: Final[Answers] = (True,) * 6
Link = str | tuple[str, str]
"""A URL, or a URL and the text of the link."""


class Prefilter:
    """Decides which links to follow.

    Total: any string gets an answer. Safe to share between threads. Opens no file. What is kept
    in memory is bounded: two bits of knowledge for each of the last 131,072 hosts at most.

    Parameters
    ----------
    detector : Detector
        Its preset and its lists decide: allow list over block list over model.
    """

    def __init__(self, detector: Detector) -> None:
        self._detector = detector
        self._bounds = HostBounds(detector.urls, detector.model.arrays)
        self._threshold = detector.urls.thresholds[detector.preset]
        self._least_spam = threshold_logit(detector.urls, self._threshold)
        self._known: dict[str, tuple[Answers, str]] = {}

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
        known = self._known.get(_key(host))
        if known is None:
            known = self._learn([host])[0]
        answers, domain = known
        kind = _ANCHOR
        if not anchor:
            kind = _PATH if len(parts.path) > 1 or parts.query or parts.fragment else _BARE
        if source_url and domain and _site(source_url) == domain:
            kind += _INTERNAL
        answer = answers[kind]
        if answer is None:
            scores = self._detector.urls.score([url], [anchor], [source_url or ""])
            answer = bool(scores.probability[0] < self._threshold)
        return answer

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
        listed_as, get = self._detector.rules.listed, self._known.get
        rows: list[tuple[int, str, int]] = []
        known: dict[str, tuple[Answers, str]] = {}
        strange: dict[str, Host] = {}
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
            if key not in known:
                found = get(key)
                if found is not None:
                    known[key] = found
                else:
                    strange[key] = host
            kind = _ANCHOR
            if not anchors or not anchors[index]:
                kind = _PATH if len(parts.path) > 1 or parts.query or parts.fragment else _BARE
            rows.append((index, key, kind))
        if strange:
            known.update(zip(strange, self._learn(list(strange.values())), strict=True))
        unsettled: list[int] = []
        for index, key, kind in rows:
            answers, domain = known[key]
            if domain and source_urls and (source := source_urls[index]):
                kind += _INTERNAL * (_site(source) == domain)
            answer = answers[kind]
            if answer is None:
                unsettled.append(index)
            elif not answer:
                out[index] = False
        if unsettled:
            scores = self._detector.urls.score(
                [urls[i] for i in unsettled],
                [anchors[i] for i in unsettled] if anchors else None,
                [source_urls[i] for i in unsettled] if source_urls else None,
            )
            for index, spam in zip(
                unsettled, (scores.probability >= self._threshold).tolist(), strict=True
            ):
                out[index] = not spam
        return out

    def _learn(self, hosts: Sequence[Host]) -> list[tuple[Answers, str]]:
        rows = [UrlFeatures(h, host_features(h.name, h.special, h.kind), "") for h in hosts]
        learnt: list[tuple[Answers, str]] = []
        if len(self._known) + len(rows) > _KNOWN_HOSTS:
            self._known.clear()
        least, internal = self._least_spam, self._least_spam - self._detector.urls.internal
        for row, bounds in zip(rows, self._bounds.bounds(rows), strict=True):
            answers = _ALWAYS
            if bounds.high >= least or bounds.high >= internal:
                answers = _answers(bounds, least) + _answers(bounds, internal)
            _, label, suffix = row.features.domain
            known = answers, f"{label}.{suffix}" if label else ""
            if len(row.host.name) <= _LONGEST_NAME:
                self._known[_key(row.host)] = known
            learnt.append(known)
        return learnt


def _answers(bounds: Bounds, least_spam: int) -> Answers:
    return (
        bounds.bare < least_spam,
        _settled(bounds.path_low, bounds.path_high, least_spam),
        _settled(bounds.low, bounds.high, least_spam),
    )


def _settled(low: int, high: int, least_spam: int) -> bool | None:
    if high < least_spam:
        return True
    return False if low >= least_spam else None


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
