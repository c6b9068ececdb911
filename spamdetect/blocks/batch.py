"""A batch of documents, joined into columns: code points, classes, URLs, blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks.links import UrlFacts
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.blocks.segment import Blocks, segment
from spamdetect.text.script import encode, table_index, tables
from spamdetect.urls.find import FoundUrl, find_urls
from spamdetect.urls.rules import ListRules
from spamdetect.urls.score import UNIT, UrlScorer, UrlScores
from spamdetect.urls.suffix import is_institutional

PIECE_LENGTH: Final = 1 << 15


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents as columns.

    Attributes
    ----------
    codes, classes : ndarray, shape (n_chars,)
        Of the documents, joined by line ends.
    document_starts : ndarray of int64, shape (n_documents,)
    blocks : Blocks
    found : tuple of tuple of FoundUrl
        URLs of each document, spans relative to the document.
    facts : UrlFacts
    scores : UrlScores
        Of all URLs, in the order of the documents.
    """

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    document_starts: NDArray[np.int64]
    blocks: Blocks
    found: tuple[tuple[FoundUrl, ...], ...]
    facts: UrlFacts
    scores: UrlScores

    def pieces(self) -> Iterator[tuple[slice, Piece]]:
        """Yield runs of neighbouring blocks, as a slice of the blocks and the folded piece.

        A document that fits into a piece is never divided, and a longer one begins a piece, so
        that its scores do not depend on the rest of the batch.
        """
        start, end = self.blocks.start, self.blocks.end
        edges = np.append(np.flatnonzero(np.diff(self.blocks.document, prepend=-1)), len(start))
        spans = np.stack((self.facts.start, self.facts.end), axis=1)
        first = 0
        while first < len(start):
            fits = int(np.searchsorted(end, start[first] + PIECE_LENGTH))
            stop = int(edges[np.searchsorted(edges, fits, side="right") - 1])
            if stop <= first:
                stop = max(fits, first + 1)
            begin, finish = int(start[first]), int(end[stop - 1])
            near = spans[
                np.searchsorted(self.facts.start, begin) : np.searchsorted(
                    self.facts.start, finish
                )
            ]
            yield (
                slice(first, stop),
                make_piece(
                    self.codes[begin:finish],
                    self.classes[begin:finish],
                    start[first:stop] - begin,
                    end[first:stop] - begin,
                    np.minimum(near - begin, finish - begin),
                ),
            )
            first = stop


def read_batch(
    texts: Sequence[str],
    scorer: UrlScorer,
    sources: Sequence[str | None] | None = None,
    rules: ListRules | None = None,
) -> Batch:
    """Join documents, find and score their URLs, and cut them into blocks.

    Parameters
    ----------
    texts : sequence of str
    scorer : UrlScorer
    sources : sequence of str or None, optional
        Address of each document; links within its registered domain are less suspect.
    rules : ListRules, optional
        A user's own lists, which have the last word on a host.

    Returns
    -------
    Batch
    """
    codes = encode("\n".join(texts))
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    document_starts = np.cumsum(lengths) - lengths
    classes = tables()["classes"].take(table_index(codes))
    found = tuple(tuple(find_urls(text)) for text in texts)
    flat = [url for urls in found for url in urls]
    offset = np.repeat(document_starts, [len(urls) for urls in found])
    start = np.array([url.start for url in flat], np.int64) + offset
    end = np.array([url.end for url in flat], np.int64) + offset
    origins = None
    if sources is not None and any(sources):
        origins = [
            source or "" for source, urls in zip(sources, found, strict=True) for _ in urls
        ]
    scores = scorer.score([url.url for url in flat], None, origins)
    blocks = segment(
        codes, classes, document_starts, list(zip(start.tolist(), end.tolist(), strict=True))
    )
    logit = scores.logit / UNIT
    if rules is not None:
        logit = rules.override(logit, scores.hosts)
    facts = _facts(flat, start, end, codes, scores, logit)
    return Batch(codes, classes, document_starts, blocks, found, facts, scores)


def _facts(
    flat: Sequence[FoundUrl],
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
