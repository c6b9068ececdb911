"""The crawler's question: is a link worth a request?

The answer is that of `Detector.score_url` (any verdict but ``spam``), found sooner: what a host
gives to the score is kept, and so is what common paths give.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final

from spamdetect.api import default_detector
from spamdetect.arguments import check_counts, check_strings, checked, checked_source
from spamdetect.crawl.known import MOST_HOSTS, Known, gathered, read_link, site
from spamdetect.detector import Detector
from spamdetect.urls.host import Host, canonical_host
from spamdetect.urls.parts import AnchorPart, UrlParts, threshold_logit
from spamdetect.urls.relative import WHOLE, resolved

_CHUNK: Final = 512

Link = str | tuple[str, str]
"""A URL, or a URL and the text of the link."""


class Prefilter:
    """Decides which links to follow.

    Total: any string gets an answer. Safe to share between threads. Opens no file. What is kept
    in memory is bounded.

    Parameters
    ----------
    detector : Detector
        Its preset and its lists decide: allow list over block list over model.
    most_hosts : int
        How many hosts are kept in memory, and half as many paths and anchors each.
    """

    def __init__(self, detector: Detector, *, most_hosts: int = MOST_HOSTS) -> None:
        self._detector = detector
        scorer = detector.urls
        self._known = Known(UrlParts(scorer, detector.model.arrays), most_hosts)
        self._internal = scorer.internal
        self._least_spam = threshold_logit(scorer, scorer.thresholds[detector.preset])

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
            a list or the model is sure that they are spam; links such as ``/x`` are within it.

        Returns
        -------
        bool

        Raises
        ------
        TypeError
            If `url`, `anchor` or `source_url` is not a string.
        """
        # In line, as calls for each link would take a tenth of the time.
        if not (
            isinstance(url, str)
            and isinstance(anchor, str)
            and (source_url is None or isinstance(source_url, str))
        ):
            checked(url, "url")
            checked(anchor, "anchor")
            checked_source(source_url, "source_url")
        if source_url and not url.startswith(WHOLE):
            url = resolved(url, source_url)
        name, place, host, path = read_link(url)
        listed = self._detector.rules.listed(name)
        if listed is not None:
            return listed == "allow"
        memory = self._known
        known = memory.hosts.get(place) or memory.learn_hosts([host or canonical_host(name)])[0]
        part, domain = known
        total = part.score
        gain = memory.paths.known.get(path)
        total += memory.paths.learn(path) if gain is None else gain
        if anchor:
            text = memory.anchors.known.get(anchor) or memory.anchors.learn(anchor)
            total += text.gain + memory.together(part, text)
        if source_url and domain and site(source_url) == domain:
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
            If a link is neither a string nor a pair of strings, or `source_url` is not a string.
        """
        if isinstance(links, str):
            raise TypeError("links must be an iterable of links, not a str; use accept for one")
        source = checked_source(source_url, "source_url") or ""
        pairs = [(link, "") if isinstance(link, str) else link for link in links]
        try:
            urls, anchors = [url for url, _ in pairs], [anchor for _, anchor in pairs]
        except (TypeError, ValueError):
            raise TypeError("a link must be a str or a pair of URL and anchor text") from None
        return self.accept_all(urls, anchors, [source] * len(pairs))

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
            If an element is not a string.
        ValueError
            If the sequences differ in length.
        """
        check_counts(urls, anchors=anchors, source_urls=source_urls)
        check_strings(urls, "url")
        check_strings(anchors or (), "anchor")
        check_strings(source_urls or (), "source_url")
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
        memory = self._known
        listed_as = self._detector.rules.listed
        rows: list[tuple[int, str, str]] = []
        hosts: dict[str, Host | None] = {}
        for index, url in enumerate(urls):
            source = source_urls[index] if source_urls is not None else None
            if source and not url.startswith(WHOLE):
                url = resolved(url, source)
            name, place, host, path = read_link(url)
            listed = listed_as(name)
            if listed is not None:
                out[index] = listed == "allow"
                continue
            hosts[place] = host
            rows.append((index, place, path))
        known = gathered(
            hosts,
            memory.hosts,
            lambda new: memory.learn_hosts([hosts[name] or canonical_host(name) for name in new]),
        )
        paths = gathered((path for _, _, path in rows), memory.paths.known, memory.paths.learn_all)
        texts: dict[str, AnchorPart] = {}
        if anchors is not None:
            texts = gathered(anchors, memory.anchors.known, memory.anchors.learn_all)
        least, internal = self._least_spam, self._internal
        for index, place, path in rows:
            part, domain = known[place]
            total = part.score + paths[path]
            if anchors is not None and anchors[index]:
                text = texts[anchors[index]]
                total += text.gain + memory.together(part, text)
            if source_urls is not None and domain and (source := source_urls[index]):
                total += internal * (site(source) == domain)
            out[index] = total < least
        return out


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
