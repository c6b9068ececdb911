"""What the HTML around a block says: hidden or not, links, and the part of the page."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.html import CONTEXT_NAMES, REASONS, WEAK_REASONS, Page

NAMES: Final = (
    "markup_hidden",
    "markup_surely_hidden",
    "markup_comment",
    "markup_misplaced",
    "markup_link_text",
    "markup_external_links",
    "markup_nofollow",
    "markup_chrome",
    "markup_readers",
    "markup_article",
    "markup_menu",
    "markup_heading",
)
HIDDEN: Final = NAMES.index("markup_hidden")
NO_MARKUP: Final = -1.0
"""Value of every feature where the document is plain text."""

_SURE = np.array([bool(name) and name not in WEAK_REASONS for name in REASONS])
_COMMENT: Final = REASONS.index("comment")


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
        Shares of the block's text, and ``log1p`` of its numbers of links.
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
    outward = np.log1p(_number(external, start, end))
    unfollowed = np.log1p(_number(np.sort(page.links.start[nofollow]), start, end))
    columns = (*shares[:first], outward, unfollowed, *shares[first:])
    return np.stack(columns, axis=1).astype(np.float32)


def _number(
    places: NDArray[np.int64], start: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return how many of the ascending places lie in each span."""
    return np.asarray(np.searchsorted(places, end) - np.searchsorted(places, start))
