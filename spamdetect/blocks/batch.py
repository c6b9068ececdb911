"""A batch of documents, joined into columns: code points, classes, URLs, blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import markup
from spamdetect.blocks.links import UrlFacts
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.blocks.segment import Blocks, segment
from spamdetect.html import Page
from spamdetect.text.script import encode, table_index, tables
from spamdetect.urls.find import find_urls
from spamdetect.urls.host import split_url
from spamdetect.urls.rules import ListRules
from spamdetect.urls.score import UNIT, UrlScorer, UrlScores
from spamdetect.urls.suffix import is_institutional, registered_domain

PIECE_LENGTH: Final = 1 << 16


@dataclass(frozen=True)
class Batch:
    """Documents as columns.

    Attributes
    ----------
    codes, classes : ndarray, shape (n_chars,)
        Of the documents, each with a line end after it, the last one too: a document is cut into
        the same blocks wherever it stands.
    document_starts : ndarray of int64, shape (n_documents,)
    blocks : Blocks
    links : tuple of tuple of Link
        URLs of each document.
    facts : UrlFacts
    scores : UrlScores
        Of all URLs, in the order of the documents.
    markup : ndarray of float32, shape (n_blocks, len(markup.NAMES))
    """

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    document_starts: NDArray[np.int64]
    blocks: Blocks
    links: tuple[tuple[Link, ...], ...]
    facts: UrlFacts
    scores: UrlScores
    markup: NDArray[np.float32]

    def pieces(self) -> Iterator[tuple[slice, Piece]]:
        """Yield runs of neighbouring blocks, as a slice of the blocks and the folded piece.

        A document that fits into a piece is never divided, and a longer one begins a piece, so
        that its scores do not depend on the rest of the batch.
        """
        start, end = self.blocks.start, self.blocks.end
        edges = np.append(np.flatnonzero(np.diff(self.blocks.document, prepend=-1)), len(start))
        first = 0
        while first < len(start):
            fits = int(np.searchsorted(end, start[first] + PIECE_LENGTH))
            stop = int(edges[np.searchsorted(edges, fits, side="right") - 1])
            if stop <= first:
                stop = max(fits, first + 1)
            begin, finish = int(start[first]), int(end[stop - 1])
            yield slice(first, stop), self.piece(begin, finish, start[first:stop], end[first:stop])
            first = stop

    def piece(
        self,
        begin: int,
        finish: int,
        start: NDArray[np.int64],
        end: NDArray[np.int64],
    ) -> Piece:
        """Return a part of the text, folded, with the URLs written in it masked.

        Parameters
        ----------
        begin, finish : int
            The part, in code points of the batch.
        start, end : ndarray of int64
            Blocks in it.
        """
        near = slice(*np.searchsorted(self.facts.start, (begin, finish)).tolist())
        spans = np.stack((self.facts.start[near], self.facts.end[near]), axis=1)
        spans = spans[self.facts.written[near]]
        return make_piece(
            self.codes[begin:finish],
            self.classes[begin:finish],
            start - begin,
            end - begin,
            np.minimum(spans - begin, finish - begin),
        )

    @cached_property
    def flat(self) -> list[Link]:
        """The URLs of all documents, in order."""
        return [link for links in self.links for link in links]

    def urls_in(self, begin: int, finish: int) -> NDArray[np.int64]:
        """Return the rows of the URLs that begin in a part of the text."""
        return np.arange(*np.searchsorted(self.facts.start, (begin, finish)).tolist())


def read_batch(
    texts: Sequence[str],
    scorer: UrlScorer,
    sources: Sequence[str | None] | None = None,
    rules: ListRules | None = None,
    pages: Sequence[Page | None] | None = None,
) -> Batch:
    """Join documents, find and score their URLs, and cut them into blocks.

    Parameters
    ----------
    texts : sequence of str
    scorer : UrlScorer
    sources : sequence of str or None, optional
        Address of each document, by default the one that a page gives itself; links within its
        registered domain are less suspect.
    rules : ListRules, optional
        A user's own lists, which have the last word on a host.
    pages : sequence of Page or None, optional
        Where a text is that of an HTML page, the page, for its links and markup.

    Returns
    -------
    Batch
    """
    codes = encode("".join(text + "\n" for text in texts))
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    document_starts = np.cumsum(lengths) - lengths
    classes = tables()["classes"].take(table_index(codes))
    pages = pages or [None] * len(texts)
    given = sources or [None] * len(texts)
    origins = [
        source or (page.own_address() if page else None)
        for source, page in zip(given, pages, strict=True)
    ]
    links = [_links(text, page) for text, page in zip(texts, pages, strict=True)]
    flat = [link for found in links for link in found]
    counts = [len(found) for found in links]
    offset = np.repeat(document_starts, counts)
    start = np.array([link.start for link in flat], np.int64) + offset
    end = np.array([link.end for link in flat], np.int64) + offset
    owner = np.repeat(np.arange(len(counts)), counts).tolist()
    scores = scorer.score(
        [link.url for link in flat],
        [link.anchor for link in flat] if any(link.anchor for link in flat) else None,
        [origins[i] or "" for i in owner] if any(origins) else None,
    )
    written = np.array([link.written for link in flat], bool)
    spans = np.stack((start, end), axis=1)[written]
    blocks = segment(codes, classes, document_starts, [(a, b) for a, b in spans.tolist()])
    logit = scores.logit / UNIT
    if rules:
        logit = rules.override(logit, scores.hosts)
    facts = _facts(flat, start, end, codes, scores, logit)
    away = _outward(origins, owner, scores) & ~written
    marks = _markup(pages, blocks, document_starts, start[away])
    return Batch(
        codes, classes, document_starts, blocks, tuple(map(tuple, links)), facts, scores, marks
    )


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


def _links(text: str, page: Page | None) -> list[Link]:
    """Return the URLs of a document by place: those in the text and those of its anchors."""
    found = [Link(url.start, url.end, url.url, "", True, url.defanged) for url in find_urls(text)]
    if page is None or not len(page.links.href):
        return found
    columns = zip(page.links.start.tolist(), page.links.end.tolist(), page.links.href, strict=True)
    for start, end, href in columns:
        absolute = "https:" + href if href.startswith("//") else href
        if absolute[:8].lower().startswith(("http://", "https://")):
            found.append(Link(start, end, absolute, text[start:end][:200], False, False))
    found.sort(key=lambda link: (link.start, not link.written))
    return found


def _outward(
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


def _markup(
    pages: Sequence[Page | None],
    blocks: Blocks,
    document_starts: NDArray[np.int64],
    outward: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the markup features of all blocks; `markup.NO_MARKUP` where there is no page."""
    out = np.full((len(blocks.start), len(markup.NAMES)), markup.NO_MARKUP, np.float32)
    edges = np.searchsorted(blocks.document, np.arange(len(pages) + 1)).tolist()
    for number, page in enumerate(pages):
        if page is not None:
            rows = slice(edges[number], edges[number + 1])
            offset = document_starts[number]
            begin, end = blocks.start[rows], blocks.end[rows]
            out[rows] = markup.features(page, begin - offset, end - offset, outward - offset)
    return out


def _facts(
    flat: Sequence[Link],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    codes: NDArray[np.uint32],
    scores: UrlScores,
    logit: NDArray[np.float64],
) -> UrlFacts:
    """Return the facts about URLs that block features are made of."""
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
        institutional=np.array([known[name] for name in suffix], bool),
        defanged=np.array([url.defanged for url in flat], bool),
        bare=np.array(["://" not in url.url for url in flat], bool),
        deep=np.array([_is_deep(url.url) for url in flat], bool),
        marked=np.isin(before, (ord("("), ord("="), ord("]"))),
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
