"""CSS selectors of elements, computed for the few that are asked for.

The start tags in question are marked in the source and Lexbor parses it once, so that the
selector holds in the tree that an HTML5 parser builds, implied elements included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import numpy.typing as npt
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spamdetect.html import elements as el
from spamdetect.html.decode import without_surrogates
from spamdetect.html.tokens import ID_MASK

if TYPE_CHECKING:
    from spamdetect.html.page import Page

_MARK: Final = "data-spamdetect-mark"
_DEEPEST: Final = 2000
"""Lexbor's time grows with the square of the depth; beyond this an ancestor is named."""
_IDENT: Final = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_TAG_NAME: Final = re.compile(r"<[a-zA-Z][^\t\n\f\r />]*")


def common(page: Page, elements: npt.NDArray[np.int64]) -> int:
    """Return the innermost element that holds all the given ones, -1 for the document.

    Parameters
    ----------
    page : Page
    elements : ndarray of int64

    Returns
    -------
    int
    """
    found = sorted(set(elements.tolist()))
    parent = page.tree.parent
    # Parents come before children, so the larger of two different elements moves up.
    while len(found) > 1 and found[0] >= 0:
        highest = parent[found.pop()]
        if highest not in found:
            found.append(highest)
            found.sort()
    return found[0] if found else -1


def selectors(page: Page, elements: Sequence[int]) -> list[str]:
    """Return a selector for each element, ``"body"`` for the document.

    Parameters
    ----------
    page : Page
    elements : sequence of int

    Returns
    -------
    list of str
        Each matches exactly one element of the page as Lexbor parses it: the element, or the
        nearest one around it where it is none of its own for a parser (in a comment, in a
        template, dropped as misplaced, or deeper than 2,000 levels).
    """
    depth = _depths(page)
    shown = [_shown(page, element, depth) for element in elements]
    if max(depth, default=0) > _DEEPEST:
        return [_own_path(page, element) for element in shown]
    places = sorted({page.tree.tag[element] for element in shown if element >= 0})
    marked = _marked(page, places)
    tree = LexborHTMLParser(marked)
    nodes = {int(node.attributes[_MARK] or 0): node for node in reversed(tree.css(f"[{_MARK}]"))}
    paths = _Paths(tree)
    return [paths.of(_node(page, element, nodes)) for element in shown]


def _depths(page: Page) -> list[int]:
    depth = [0] * (len(page.tree.parent) + 1)
    for element, parent in enumerate(page.tree.parent):
        depth[element] = depth[parent] + 1
    return depth[:-1]


def _shown(page: Page, element: int, depth: list[int]) -> int:
    """Return the element, or the one around the comment or template that it stands in."""
    tree, info = page.tree, page.tokens.info
    result = element
    while element >= 0:
        number = int(info[tree.tag[element]]) & ID_MASK
        if number == el.COMMENT:
            result = tree.parent[element]
        elif number == el.TEMPLATE or depth[element] > _DEEPEST:
            result = element
        element = tree.parent[element]
    return result


def _marked(page: Page, places: list[int]) -> str:
    source = page.source
    parts = []
    done = 0
    for place in places:
        name = _TAG_NAME.match(page.tokens.tags[place])
        at = int(page.tokens.starts[place]) + (name.end() if name else 0)
        parts.append(f'{source[done:at]} {_MARK}="{place}"')
        done = at
    return without_surrogates("".join(parts) + source[done:])


def _node(page: Page, element: int, nodes: dict[int, LexborNode]) -> LexborNode | None:
    while element >= 0:
        node = nodes.get(page.tree.tag[element])
        if node is not None:
            return node
        element = page.tree.parent[element]
    return None


class _Paths:
    """Paths in one Lexbor tree; sibling positions are counted once per parent."""

    def __init__(self, tree: LexborHTMLParser) -> None:
        self.tree = tree
        self.positions: dict[int, int] = {}
        self.counted: set[int] = set()
        self.unique: dict[str, bool] = {}

    def of(self, node: LexborNode | None) -> str:
        steps: list[str] = []
        while node is not None:
            name = node.tag
            if name in ("html", "body", "head"):
                steps.append(name)
                break
            ident = node.attributes.get("id")
            if ident and _IDENT.match(ident) and self.is_unique(ident):
                steps.append(f"#{ident}")
                break
            steps.append(f"{_name(name)}:nth-child({self.position(node)})")
            node = node.parent
        return " > ".join(reversed(steps)) or "body"

    def is_unique(self, ident: str) -> bool:
        if ident not in self.unique:
            self.unique[ident] = len(self.tree.css(f"#{ident}")) == 1
        return self.unique[ident]

    def position(self, node: LexborNode) -> int:
        parent = node.parent
        if parent is None:
            return 1
        if parent.mem_id not in self.counted:
            self.counted.add(parent.mem_id)
            for number, child in enumerate(parent.iter(include_text=False), start=1):
                self.positions[child.mem_id] = number
        return self.positions.get(node.mem_id, 1)


def _name(name: str | None) -> str:
    return name if name and _IDENT.match(name) else "*"


def _own_path(page: Page, element: int) -> str:
    """Return a path by this package's own tree, for pages too deep for Lexbor."""
    tree, tokens = page.tree, page.tokens
    counts: dict[tuple[int, str], int] = {}
    steps: dict[int, str] = {}
    chain = set()
    inner = element
    while inner >= 0:
        chain.add(inner)
        inner = tree.parent[inner]
    for candidate in range(element + 1):
        match = _TAG_NAME.match(tokens.tags[tree.tag[candidate]])
        name = match[0][1:].lower() if match else "*"
        key = (tree.parent[candidate], name)
        counts[key] = counts.get(key, 0) + 1
        if candidate in chain:
            steps[candidate] = f"{_name(name)}:nth-of-type({counts[key]})"
    return " > ".join(["html > body", *(steps[member] for member in sorted(chain))])
