"""The links of a page as columns."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from spamdetect.html.grammar import VALUE
from spamdetect.html.layout import Layout
from spamdetect.html.tokens import END, EXPAND, LINK, Tokens
from spamdetect.html.tree import Tree

_HREF_FIRST: Final = re.compile(r"<a href=\"([^\"]*+)\"()()")
_HREF: Final = re.compile(rf"[\s\"'/]href{VALUE}", re.IGNORECASE)
_REL: Final = re.compile(rf"[\s\"'/]rel{VALUE}", re.IGNORECASE)
_BLANKS: Final = str.maketrans("", "", "\t\n\r\f")


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Anchors with ``href``, in order; every column has one entry a link.

    Attributes
    ----------
    start, end : ndarray of int64
        Span of the anchor's text in ``Page.text``; empty where it has none.
    href : tuple of str
        Target as written, character references resolved; not made absolute.
    rel : tuple of str
        The ``rel`` attribute in lower case, ``""`` without one.
    """

    start: npt.NDArray[np.int64]
    end: npt.NDArray[np.int64]
    href: tuple[str, ...]
    rel: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.href)


def _value(match: re.Match[str] | None) -> str:
    if match is None:
        return ""
    value = match[1] or match[2] or match[3] or ""
    if "&" in value:
        value = html.unescape(value)
    if value.isprintable():
        return value.strip()
    return value.translate(_BLANKS).strip()


def find_links(tokens: Tokens, tree: Tree, layout: Layout) -> Links:
    """Collect the links of a page.

    Parameters
    ----------
    tokens : Tokens
    tree : Tree
    layout : Layout

    Returns
    -------
    Links
    """
    tags = np.array(tree.tag, np.int64)
    bits = tokens.info[tags] if len(tags) else tags
    element = np.flatnonzero((bits & (LINK | END | EXPAND)) == LINK)
    # An anchor that was reopened is one link.
    place = tags[element]
    closes = np.array(tree.close, np.int64)[element]
    if len(place) > 1 and not (place[1:] > place[:-1]).all():
        place, owner = np.unique(place, return_inverse=True)
        last = np.zeros(len(place), np.int64)
        np.maximum.at(last, owner, closes)
        closes = last
    low = np.searchsorted(layout.pieces, place + 1)
    high = np.searchsorted(layout.pieces, closes, side="right")
    filled = high > low
    position = np.append(layout.starts, len(layout.text))[low]
    end = np.where(filled, np.append(layout.ends, 0)[high - 1], position)
    names = [tokens.tags[tag] for tag in place.tolist()]
    hrefs = tuple([_value(_HREF_FIRST.match(name) or _HREF.search(name)) for name in names])
    rels = tuple(
        [
            _value(_REL.search(name)).lower() if "rel" in name or "REL" in name else ""
            for name in names
        ]
    )
    return Links(position, end, hrefs, rels)
