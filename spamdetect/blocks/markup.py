"""What the HTML around a block says: hidden or not, links, and the part of the page."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.html import CONTEXT_NAMES, REASONS, WEAK_REASONS, Page
from spamdetect.html import elements as el
from spamdetect.html.tokens import END, SEPARATOR_SHIFT

SIGNALS: Final = {
    "markup_hidden": "HIDDEN_TEXT",
    "markup_surely_hidden": "HIDDEN_TEXT",
    "markup_comment": "HIDDEN_TEXT",
    "markup_misplaced": "HIDDEN_TEXT",
    "markup_link_text": "MARKUP_LINKS",
    "markup_external_links": "MARKUP_LINKS",
    "markup_nofollow": "MARKUP_LINKS",
    "markup_own_links": "MARKUP_LINKS",
    "markup_own_links_page": "MARKUP_LINKS",
    "markup_chrome": "MARKUP_PLACE",
    "markup_readers": "MARKUP_PLACE",
    "markup_article": "MARKUP_PLACE",
    "markup_menu": "MARKUP_PLACE",
    "markup_heading": "MARKUP_PLACE",
}
"""Each feature and the signal that it counts towards in reasons."""
NAMES: Final = tuple(SIGNALS)
HIDDEN: Final = NAMES.index("markup_hidden")
NO_LINKS: Final = -0.5
"""Share of the links that stay on the site where there are none."""
NO_MARKUP: Final = -1.0
"""Value of every feature where the document is plain text."""

_SURE = np.array([bool(name) and name not in WEAK_REASONS for name in REASONS])
_COMMENT: Final = REASONS.index("comment")
PARAGRAPH_TAGS: Final = 2
"""Tags of block elements between two blocks that make the second one begin a paragraph: the end
of one element and the start of the next, but not the end of an author's name alone."""
SHORTEST_HIDDEN: Final = 8
"""Shorter hidden parts of a line, in code points, are marks for screen readers: ``(PDF)``."""
_CLOSES_OTHERS: Final = el.table(el.ids("p li dt tr"))
"""Start tags that end the element before by themselves, and count twice."""


def _bits(*names: str) -> int:
    return sum(CONTEXT_NAMES[name] for name in names)


_CHROME: Final = _bits("nav", "header", "footer", "aside")
_READERS: Final = _bits("comments")
_ARTICLE: Final = _bits("article")
_MENU: Final = _bits("menu", "form")
_HEADING: Final = _bits("heading", "title")
_LINK: Final = _bits("link")


def features(
    page: Page,
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    external: NDArray[np.int64],
) -> NDArray[np.float32]:
    """Return the markup features of the blocks of one page.

    Parameters
    ----------
    page : Page
    start, end : ndarray of int64, shape (n_blocks,)
        Blocks, in the page's text.
    external : ndarray of int64
        Places of the links that leave the site, ascending.

    Returns
    -------
    ndarray of float32, shape (n_blocks, len(NAMES))
        Shares of the block's text, ``log1p`` of its numbers of links, and the share of its links,
        and of the page's, that stay on the site.
    """
    context = page.run_context
    places = (_CHROME, _READERS, _ARTICLE, _MENU, _HEADING)
    masks = (
        np.ones(len(page.run_start), bool),
        page.run_hidden,
        _SURE[page.run_reason],
        page.run_reason == _COMMENT,
        page.run_misplaced,
        (context & _LINK) != 0,
        *((context & bits) != 0 for bits in places),
    )
    length, *covered = page.covered(np.stack(masks), start, end)
    shares = [part / np.maximum(length, 1) for part in covered]
    first = len(shares) - len(places)
    nofollow = np.array(["nofollow" in rel for rel in page.links.rel], bool)
    unfollowed = np.log1p(_number(np.sort(page.links.start[nofollow]), start, end))
    links = np.sort(page.links.start)
    total, away = _number(links, start, end), _number(external, start, end)
    outward = np.log1p(away)
    own = np.where(total > 0, 1.0 - away / np.maximum(total, 1), NO_LINKS)
    on_page = 1.0 - len(external) / len(links) if len(links) else NO_LINKS
    page_own = np.full(len(start), on_page)
    columns = (*shares[:first], outward, unfollowed, own, page_own, *shares[first:])
    return np.stack(columns, axis=1).astype(np.float32)


def openings(page: Page, start: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Mark the blocks of a page that begin a paragraph, as an empty line does in a text.

    Parameters
    ----------
    page : Page
    start : ndarray of int64, shape (n_blocks,)
        Beginnings of the blocks, in the page's text.
    """
    tokens = page.tokens
    breaks = ((tokens.info >> SEPARATOR_SHIFT) & 3) == el.BREAK
    breaks &= tokens.number != el.BR
    closing = breaks & _CLOSES_OTHERS[tokens.number] & ((tokens.info & END) == 0)
    passed = np.concatenate(([0], np.cumsum(breaks.astype(np.int64) + closing)))
    run = np.searchsorted(page.run_end, start, side="right")
    run = np.minimum(run, len(page.run_start) - 1)
    return np.asarray(np.diff(passed[page.layout.pieces[run]], prepend=0) >= PARAGRAPH_TAGS)


def borders(page: Page) -> NDArray[np.int64]:
    """Return where in a page's text begins and ends what is surely hidden within a line.

    Parameters
    ----------
    page : Page

    Returns
    -------
    ndarray of int64
        Ascending. Hidden stretches shorter than `SHORTEST_HIDDEN` have no borders.
    """
    sure = np.concatenate(([False], _SURE[page.run_reason], [False]))
    edges = np.flatnonzero(sure[1:] != sure[:-1])
    start, end = page.run_start[edges[::2]], page.run_end[edges[1::2] - 1]
    long = end - start >= SHORTEST_HIDDEN
    return np.asarray(np.stack((start[long], end[long]), axis=1).reshape(-1))


def _number(
    places: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many of the ascending places lie in each span."""
    return np.asarray(np.searchsorted(places, end) - np.searchsorted(places, start))
