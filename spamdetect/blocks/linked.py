"""The URLs of documents: those written in texts and those that anchors lead to, scored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.links import UrlFacts
from spamdetect.html import Page
from spamdetect.urls.find import find_urls
from spamdetect.urls.host import split_url
from spamdetect.urls.score import UrlScorer, UrlScores
from spamdetect.urls.suffix import is_institutional, registered_domain


class Link(NamedTuple):
    """A URL of a document: written in its text, or the target of an anchor.

    Attributes
    ----------
    start, end : int
        The URL, or the anchor's text, in the document.
    url : str
    anchor : str
        Text of the anchor; empty for a URL in the text.
    written, defanged : bool
    """

    start: int
    end: int
    url: str
    anchor: str
    written: bool
    defanged: bool


def links_of(text: str, page: Page | None, origin: str | None = None) -> list[Link]:
    """Return the URLs of a document by place: those in the text and those of its anchors.

    Links without a scheme of their own (``//host``) take that of `origin`, where it is known.
    """
    found = [Link(url.start, url.end, url.url, "", True, url.defanged) for url in find_urls(text)]
    if page is None or not len(page.links.href):
        return found
    scheme = "http:" if (origin or "")[:7].lower() == "http://" else "https:"
    columns = zip(page.links.start.tolist(), page.links.end.tolist(), page.links.href, strict=True)
    for start, end, href in columns:
        absolute = scheme + href if href.startswith("//") else href
        if absolute[:8].lower().startswith(("http://", "https://")):
            found.append(Link(start, end, absolute, text[start:end][:200], False, False))
    found.sort(key=lambda link: (link.start, not link.written))
    return found


def scores_of(scorer: UrlScorer, flat: Sequence[Link], sources: Sequence[str]) -> UrlScores:
    """Return the scores of links; the same URL, anchor and source are scored once."""
    number: dict[tuple[str, str, str], int] = {}
    row_of = [
        number.setdefault((link.url, link.anchor, source), len(number))
        for link, source in zip(flat, sources, strict=True)
    ]
    urls, anchors, origins = zip(*number, strict=True) if number else ((), (), ())
    scores = scorer.score(
        urls, anchors if any(anchors) else None, origins if any(origins) else None
    )
    rows = np.array(row_of, np.int64)
    return UrlScores(
        scores.probability[rows],
        scores.logit[rows],
        scores.category[rows],
        [scores.rows[row] for row in row_of],
        [scores.hosts[row] for row in row_of],
        [scores.domains[row] for row in row_of],
    )


def leads_away(
    origins: Sequence[str | None], owner: Sequence[int], scores: UrlScores
) -> NDArray[np.bool_]:
    """Return which URLs lead away from the site of their document."""
    own = [_site(split_url(origin).host.name) if origin else "" for origin in origins]
    return np.array(
        [
            not own[document] or _registered(host.name, *domain[1:]) != own[document]
            for document, host, domain in zip(owner, scores.hosts, scores.domains, strict=True)
        ],
        bool,
    )


def _site(host: str) -> str:
    return _registered(host, *registered_domain(host)[1:])


def _registered(host: str, label: str, suffix: str) -> str:
    """Return the registered domain, or the host where there is none."""
    return f"{label}.{suffix}" if label else host


def facts_of(
    flat: Sequence[Link],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    codes: NDArray[np.uint32],
    scores: UrlScores,
    logit: NDArray[np.float64],
    away: NDArray[np.bool_],
) -> UrlFacts:
    """Return the facts about URLs that block features are made of.

    Links of an institution to its own site say nothing about it.
    """
    hosts, domains = scores.hosts, scores.domains
    numeric = [host.kind in ("ipv4", "ipv6") for host in hosts]
    special = np.array([host.special for host in hosts], bool)
    suffix = [domain[2] for domain in domains]
    known: dict[str, bool] = {name: is_institutional(name) for name in set(suffix)}
    before = codes[start - 1] if len(start) else np.empty(0, np.uint32)
    before = np.where(start > 0, before, 0)
    return UrlFacts(
        start=start,
        end=end,
        logit=logit,
        written=np.array([url.written for url in flat], bool),
        raw_ip=np.array(numeric, bool) & ~special,
        special=special,
        institutional=np.array([known[name] for name in suffix], bool) & away,
        defanged=np.array([url.defanged for url in flat], bool),
        bare=np.array(["://" not in url.url for url in flat], bool),
        deep=np.array([_is_deep(url.url) for url in flat], bool),
        marked=(before == ord("(")) | (before == ord("=")) | (before == ord("]")),
        host=_numbers([host.name for host in hosts]),
        label=_numbers([domain[1] for domain in domains]),
        suffix=_numbers(suffix),
    )


def _is_deep(url: str) -> bool:
    """Tell whether there is more than a host."""
    rest = url.split("://", 1)[-1]
    at = rest.find("/")
    return 0 <= at < len(rest) - 1


def _numbers(names: Sequence[str]) -> NDArray[np.int64]:
    """Number names by first appearance; -1 for the empty one."""
    seen: dict[str, int] = {"": -1}
    return np.array([seen.setdefault(name, len(seen)) for name in names], np.int64)
