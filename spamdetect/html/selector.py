"""CSS selectors of elements, computed for the few that are asked for.

The start tags in question are marked in the source and Lexbor parses it once, so that the
selector holds in the tree that an HTML5 parser builds, implied elements included.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from heapq import heapify, heappop, heappush
from typing import Final, Protocol

import numpy as np
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spamdetect.html import elements as el
from spamdetect.html.decode import without_surrogates
from spamdetect.html.tokens import Tokens
from spamdetect.html.tree import Tree

_MARK: Final = "data-spamdetect-mark"
_COVERS: Final = el.table((el.COMMENT, el.TEMPLATE))
_DEEPEST: Final = 2000
"""Lexbor's time grows with the square of the depth; beyond this an ancestor is named."""
_IDENT: Final = re.compile(r"[A-Za-z_][\w-]*\Z", re.ASCII)
_NO_ELEMENTS: Final = frozenset(("-comment", "!doctype"))
"""What Lexbor lists among the children of a node and ``:nth-child`` does not count."""
_TAG_NAME: Final = re.compile(r"<[a-zA-Z][^\t\n\f\r />]*")


class Parsed(Protocol):
    """What is asked of a `spamdetect.html.Page` here."""

    @property
    def source(self) -> str:
        """The page as decoded."""

    @property
    def tokens(self) -> Tokens:
        """Its tags."""

    @property
    def tree(self) -> Tree:
        """Its elements."""


def selectors(page: Parsed, groups: Iterable[Sequence[int]]) -> list[str]:
    """Return for each group of elements a selector of the smallest element around them.

    Parameters
    ----------
    page : Parsed
    groups : iterable of sequence of int
        Elements; -1 stands for the document.

    Returns
    -------
    list of str
        ``"body"`` for the document and for empty groups. Each matches exactly one element of the
        page as Lexbor parses it: the element, or the nearest one around it where it is none of
        its own for a parser (in a comment, in a template, dropped as misplaced, or deeper than
        2,000 levels).
    """
    return late_selectors(page, groups)()


def late_selectors(page: Parsed, groups: Iterable[Sequence[int]]) -> Callable[[], list[str]]:
    """Return what gives the selectors of `selectors`, and holds of the page only its source."""
    shown, deep = _shown(page)
    parent, tag = page.tree.parent, page.tree.tag
    wanted = [_common(parent, {shown[element] for element in group}) for group in groups]
    if deep:
        paths = _own_paths(page, wanted)
        return lambda: paths
    marks = {tag[element]: _end_of_name(page, tag[element]) for element in wanted if element >= 0}
    return partial(_find, page.source, marks, [_outwards(page, marks, inner) for inner in wanted])


def _end_of_name(page: Parsed, place: int) -> int:
    """Return where in the source the name of a start tag ends."""
    name = _TAG_NAME.match(page.tokens.tags[place])
    return int(page.tokens.starts[place]) + (name.end() if name else 0)


def _outwards(page: Parsed, marks: Mapping[int, int], element: int) -> tuple[int, ...]:
    """Return the marked tags of an element and of those around it."""
    found = []
    while element >= 0:
        if page.tree.tag[element] in marks:
            found.append(page.tree.tag[element])
        element = page.tree.parent[element]
    return tuple(found)


def _find(source: str, marks: Mapping[int, int], wanted: Sequence[tuple[int, ...]]) -> list[str]:
    """Mark some start tags, and return the path of the first that Lexbor sees of each group."""
    tree = LexborHTMLParser(_marked(source, marks))
    nodes = {int(node.attributes[_MARK] or 0): node for node in reversed(tree.css(f"[{_MARK}]"))}
    paths = _Paths(tree)
    seen = [next((nodes[place] for place in places if place in nodes), None) for places in wanted]
    return [paths.of(node) for node in seen]


def _common(parent: Sequence[int], elements: set[int]) -> int:
    """Return the innermost element that holds these, -1 for the document or none."""
    # Parents come before children, so the larger of two different elements moves up.
    waiting = [-element for element in elements]
    heapify(waiting)
    while len(waiting) > 1 and -1 not in elements:
        inner = -heappop(waiting)
        elements.discard(inner)
        if parent[inner] not in elements:
            elements.add(parent[inner])
            heappush(waiting, -parent[inner])
    return min(elements, default=-1)


def _shown(page: Parsed) -> tuple[list[int], bool]:
    """Return for each element the one that a parser sees in its place; whether any is too deep.

    It is the element itself unless that stands in a comment or template, or too deep. The last
    entry is the document's.
    """
    tree = page.tree
    names = page.tokens.number[np.array(tree.tag, np.int64)]
    if len(names) <= _DEEPEST and not _COVERS[names].any():
        return [*range(len(names)), -1], False
    numbers = names.tolist()
    depth = [0] * (len(numbers) + 1)
    shown = [-1] * (len(numbers) + 1)
    covered = bytearray(len(numbers) + 1)
    for element, (parent, number) in enumerate(zip(tree.parent, numbers, strict=True)):
        depth[element] = depth[parent] + 1
        shown[element] = element
        if covered[parent]:
            shown[element] = shown[parent]
            covered[element] = True
        elif number == el.COMMENT:
            shown[element] = parent
            covered[element] = True
        elif number == el.TEMPLATE or depth[element] > _DEEPEST:
            covered[element] = True
    return shown, max(depth) > _DEEPEST


def _marked(source: str, marks: Mapping[int, int]) -> str:
    parts = []
    done = 0
    for place, at in sorted(marks.items()):
        parts.append(f'{source[done:at]} {_MARK}="{place}"')
        done = at
    return without_surrogates("".join(parts) + source[done:])


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
            number = 0
            for child in parent.iter(include_text=False):
                if child.tag not in _NO_ELEMENTS:
                    number += 1
                    self.positions[child.mem_id] = number
        return self.positions.get(node.mem_id, 1)


def _name(name: str | None) -> str:
    return name if name and _IDENT.match(name) else "*"


def _own_paths(page: Parsed, elements: Sequence[int]) -> list[str]:
    """Return paths by this package's own tree, for pages too deep for Lexbor."""
    tree, tokens = page.tree, page.tokens
    counts: dict[tuple[int, str], int] = {}
    steps: list[str] = []
    for parent, tag in zip(tree.parent, tree.tag, strict=True):
        match = _TAG_NAME.match(tokens.tags[tag])
        name = match[0][1:].lower() if match else "*"
        number = counts[parent, name] = counts.get((parent, name), 0) + 1
        steps.append(f"{_name(name)}:nth-of-type({number})")
    out = []
    for inner in elements:
        path = []
        while inner >= 0:
            path.append(steps[inner])
            inner = tree.parent[inner]
        out.append(" > ".join(["html > body", *reversed(path)]))
    return out
