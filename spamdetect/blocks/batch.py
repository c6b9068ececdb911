"""A batch of documents, joined into columns: code points, classes, URLs, blocks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.blocks import markup
from spamdetect.blocks.linked import Link, facts_of, leads_away, links_of, scores_of
from spamdetect.blocks.links import UrlFacts
from spamdetect.blocks.piece import Piece, make_piece
from spamdetect.blocks.segment import Blocks, segment
from spamdetect.html import Page
from spamdetect.text.script import classify, encode
from spamdetect.urls.rules import ListRules
from spamdetect.urls.score import UNIT, UrlScorer, UrlScores

PIECE_LENGTH: Final = 1 << 16
"""Longer documents are divided, in code points."""
FULL_PIECE: Final = 1 << 17
"""Up to this length shorter documents are put together."""


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
    opening : ndarray of bool, shape (n_blocks,)
        Which blocks begin a paragraph.
    links : tuple of tuple of Link
        URLs of each document.
    facts : UrlFacts
    scores : UrlScores
        Of all URLs, in the order of the documents.
    markup : ndarray of float32, shape (n_blocks, len(markup.NAMES))
    scorer : UrlScorer
        What scored the URLs.
    """

    codes: NDArray[np.uint32]
    classes: NDArray[np.uint8]
    document_starts: NDArray[np.int64]
    blocks: Blocks
    opening: NDArray[np.bool_]
    links: tuple[tuple[Link, ...], ...]
    facts: UrlFacts
    scores: UrlScores
    markup: NDArray[np.float32]
    scorer: UrlScorer

    def pieces(self) -> Iterator[tuple[slice, Piece]]:
        """Yield runs of neighbouring blocks, as a slice of the blocks and the folded piece.

        A document that fits into a piece is never divided, and a longer one begins a piece, so
        that its scores do not depend on the rest of the batch.
        """
        start, end = self.blocks.start, self.blocks.end
        edges = np.append(np.flatnonzero(np.diff(self.blocks.document, prepend=-1)), len(start))
        is_long = end[edges[1:] - 1] >= start[edges[:-1]] + PIECE_LENGTH
        long = np.append(edges[:-1][is_long], len(start))

        def last_edge(block: int) -> int:
            return int(edges[np.searchsorted(edges, block, side="right") - 1])

        first = 0
        while first < len(start):
            room = start[first] + np.array((PIECE_LENGTH, FULL_PIECE))
            fits, full = np.searchsorted(end, room).tolist()
            if last_edge(fits) > first:
                following = int(long[np.searchsorted(long, first, side="right")])
                stop = last_edge(min(full, following))
            else:
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

    @property
    def is_html(self) -> NDArray[np.bool_]:
        """Which blocks are of HTML pages."""
        return np.asarray(self.markup[:, markup.HIDDEN] != markup.NO_MARKUP)

    @cached_property
    def url_blocks(self) -> NDArray[np.int64]:
        """The block of each URL; -1 where its document has none.

        It is the last block that begins before the link or, for pictures' links at the top of a
        page, its first one.
        """
        documents = np.repeat(np.arange(len(self.links)), [len(found) for found in self.links])
        first = np.searchsorted(self.blocks.document, documents)
        beyond = np.searchsorted(self.blocks.document, documents, side="right")
        last = np.searchsorted(self.blocks.start, self.facts.start, side="right") - 1
        return np.where(first < beyond, np.maximum(last, first), -1)

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
    codes = encode("\n".join((*texts, "")))
    lengths = np.array([len(text) + 1 for text in texts], np.int64)
    document_starts = np.cumsum(lengths) - lengths
    classes = classify(codes)
    pages = pages or [None] * len(texts)
    given = sources or [None] * len(texts)
    origins = [
        source or (page.own_address() if page else None)
        for source, page in zip(given, pages, strict=True)
    ]
    links = [links_of(*document) for document in zip(texts, pages, origins, strict=True)]
    flat = [link for found in links for link in found]
    counts = [len(found) for found in links]
    offset = np.repeat(document_starts, counts)
    start = np.array([link.start for link in flat], np.int64) + offset
    end = np.array([link.end for link in flat], np.int64) + offset
    owner = np.repeat(np.arange(len(counts)), counts).tolist()
    scores = scores_of(scorer, flat, [origins[i] or "" for i in owner])
    written = np.array([link.written for link in flat], bool)
    spans = np.stack((start, end), axis=1)[written]
    is_page = np.array([page is not None for page in pages], bool)
    borders = [
        markup.borders(page) + start
        for page, start in zip(pages, document_starts.tolist(), strict=True)
        if page is not None
    ]
    blocks = segment(
        codes,
        classes,
        document_starts,
        [(a, b) for a, b in spans.tolist()],
        is_page,
        np.concatenate(borders) if borders else None,
    )
    logit = scores.logit / UNIT
    if rules:
        logit = rules.override(logit, scores.hosts)
    away = leads_away(origins, owner, scores)
    facts = facts_of(flat, start, end, codes, scores, logit, away)
    marks = _markup(pages, blocks, document_starts, start[away & ~written])
    found = tuple(map(tuple, links))
    opens = _openings(pages, blocks, document_starts)
    return Batch(
        codes, classes, document_starts, blocks, opens, found, facts, scores, marks, scorer
    )


def _openings(
    pages: Sequence[Page | None], blocks: Blocks, document_starts: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Mark the blocks that begin a paragraph: after an empty line, or where elements end."""
    out = np.diff(blocks.line, prepend=-1) > 1
    for number, page, rows in _pages_with_blocks(pages, blocks):
        out[rows] |= markup.openings(page, blocks.start[rows] - document_starts[number])
    return out


def _markup(
    pages: Sequence[Page | None],
    blocks: Blocks,
    document_starts: NDArray[np.int64],
    outward: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the markup features of all blocks; `markup.NO_MARKUP` where there is no page."""
    out = np.full((len(blocks.start), len(markup.NAMES)), markup.NO_MARKUP, np.float32)
    leaving = [*np.searchsorted(outward, document_starts).tolist(), len(outward)]
    for number, page, rows in _pages_with_blocks(pages, blocks):
        offset = document_starts[number]
        begin, end = blocks.start[rows] - offset, blocks.end[rows] - offset
        external = outward[leaving[number] : leaving[number + 1]] - offset
        out[rows] = markup.features(page, begin, end, external)
    return out


def _pages_with_blocks(
    pages: Sequence[Page | None], blocks: Blocks
) -> Iterator[tuple[int, Page, slice]]:
    """Yield the number of each document that is a page with text, the page and its blocks."""
    edges = np.searchsorted(blocks.document, np.arange(len(pages) + 1)).tolist()
    for number, page in enumerate(pages):
        rows = slice(edges[number], edges[number + 1])
        if page is not None and rows.start < rows.stop:
            yield number, page, rows
