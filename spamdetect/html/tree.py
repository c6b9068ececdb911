"""Which elements are open where, by the tree construction rules of the HTML standard.

The elements are kept as columns (tag, parent, closing tag) rather than nodes. Implied end
tags, scopes, misnested formatting and nested anchors follow the standard; foster parenting
out of tables is not done, as the text would leave its place in the source. Time is linear
in the number of tags whatever the nesting: searches among the open elements are bounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from spamdetect.html import elements as el
from spamdetect.html.tokens import END, EXPAND, ID_MASK, VOID, Tokens

_REACH: Final = 4096
_CLONES: Final = 16
_FORMATS: Final = 512
_CLOSES_PARAGRAPH: Final = frozenset(
    (el.BLOCK, el.PARAGRAPH, el.HEADLINE, el.ITEM, el.FORM_KIND, el.RULE, el.TABLE_KIND)
)
_IMPLIED: Final = frozenset((el.PARAGRAPH, el.ITEM, el.OPTION))
_LAST_SIMPLE: Final = el.OPTION
_LISTS: Final = el.ids("ul ol dl")
_TABLE_SCOPE: Final = el.ids("table template #comment noscript")
_CELLS: Final = el.ids("td th")
_ROWS: Final = (b"%c" % el.TR,)
_BODY_PARTS: Final = tuple(b"%c" % part for part in el.ids("tbody thead tfoot"))
_TABLE_CONTEXT: Final = el.ids("table tbody thead tfoot tr")


@dataclass(frozen=True, slots=True, eq=False)
class Tree:
    """Elements in the order of their creation; an element is its index in these columns.

    Attributes
    ----------
    tag : list of int
        Number of the start tag among the tokens. Formatting that a browser reopens
        (``<p><b>one</p>two``) is a further element with the same tag.
    parent : list of int
        Parent element, -1 for the document; always smaller than the element itself.
    close : list of int
        Tag that ended the element; the number of tags where the page's end did.
    node : list of int
        Innermost open element after each tag, -1 for the document.
    """

    tag: list[int]
    parent: list[int]
    close: list[int]
    node: list[int]


class _Builder:
    def __init__(self, count: int) -> None:
        self.tag: list[int] = []
        self.parent: list[int] = []
        self.close: list[int] = []
        self.count = count
        self.ids = bytearray(1)
        self.stack = [-1]
        self.barriers: list[tuple[int, int]] = []
        self.format_ids = bytearray(1)
        self.formats = [-1]
        self.depths = [0]
        self.paragraphs = 0
        self.form = False

    def top(self) -> int:
        return self.formats[-1] if self.depths[-1] >= len(self.stack) else self.stack[-1]

    def new(self, tag: int, parent: int) -> int:
        self.tag.append(tag)
        self.parent.append(parent)
        self.close.append(self.count)
        return len(self.tag) - 1

    def pop_to(self, place: int, at: int) -> None:
        """Close the open elements from `place` in the stack on."""
        close = self.close
        for element in self.stack[place:]:
            close[element] = at
        self.paragraphs -= self.ids.count(el.P, place)
        del self.stack[place:], self.ids[place:]
        while self.barriers and self.barriers[-1][0] >= place:
            kept = self.barriers.pop()[1]
            for element in self.formats[kept:]:
                close[element] = at
            del self.formats[kept:], self.format_ids[kept:], self.depths[kept:]
        if self.depths[-1] > len(self.stack):
            self.reopen(at)

    def reopen(self, at: int) -> None:
        """Reopen the formatting that outlives the element it was opened in."""
        depth = len(self.stack)
        first = len(self.formats)
        while self.depths[first - 1] > depth:
            first -= 1
        surplus = len(self.formats) - first - _CLONES
        if surplus > 0:
            for element in self.formats[first : first + surplus]:
                self.close[element] = at
            for column in (self.formats, self.format_ids, self.depths):
                del column[first : first + surplus]
        outer = self.formats[first - 1] if self.depths[first - 1] >= depth else self.stack[-1]
        for place in range(first, len(self.formats)):
            old = self.formats[place]
            self.close[old] = at
            outer = self.new(self.tag[old], outer)
            self.formats[place] = outer
            self.depths[place] = depth

    def end_format(self, number: int, at: int) -> None:
        """Close the innermost formatting element of this name, across blocks if need be."""
        floor = self.barriers[-1][1] if self.barriers else 1
        place = self.format_ids.rfind(number, floor)
        if place < 0:
            return
        element = self.formats[place]
        depth = self.depths[place]
        self.close[element] = at
        inner = self.formats[place + 1 :]
        del self.formats[place], self.format_ids[place], self.depths[place]
        if depth >= len(self.stack) and not inner:
            return
        outer = self.parent[element]
        below = min(place, len(self.formats))
        blocks = depth
        # What was opened inside and outlives it gets a new element without it.
        for _ in range(2 * _CLONES):
            format_next = below < len(self.formats)
            block_next = blocks < len(self.stack)
            if format_next and (not block_next or self.depths[below] <= blocks):
                old = self.formats[below]
                self.close[old] = at
                outer = self.formats[below] = self.new(self.tag[old], outer)
                below += 1
            elif block_next:
                old = self.stack[blocks]
                self.close[old] = at
                outer = self.stack[blocks] = self.new(self.tag[old], outer)
                blocks += 1
            else:
                break

    def end_form(self, at: int) -> None:
        """Close the form alone; what was left open inside stays open."""
        self.form = False
        place = self.find(el.FORM_ID, el.SCOPE)
        if place < 0:
            return
        last = len(self.ids)
        while el.KIND[self.ids[last - 1]] in _IMPLIED:
            last -= 1
        if last < len(self.ids):
            self.pop_to(last, at)
        if place == len(self.ids) - 1:
            self.pop_to(place, at)
            return
        self.close[self.stack[place]] = at
        del self.stack[place], self.ids[place]
        for column in range(len(self.barriers) - 1, -1, -1):
            position, kept = self.barriers[column]
            if position < place:
                break
            self.barriers[column] = (position - 1, kept)
        for column in range(len(self.depths) - 1, -1, -1):
            if self.depths[column] <= place:
                break
            self.depths[column] -= 1

    def find(self, number: int, scope: bytes) -> int:
        """Return the place of the innermost open element of this name in scope, or -1."""
        ids = self.ids
        place = ids.rfind(number, max(1, len(ids) - _REACH))
        if place < 0:
            return -1
        inner = ids[place + 1 :]
        return place if len(inner.translate(None, scope)) == len(inner) else -1

    def close_paragraph(self, at: int) -> None:
        place = self.find(el.P, el.SCOPE + el.ids("button"))
        if place > 0:
            self.pop_to(place, at)

    def start(self, number: int, kind: int, at: int) -> bool:
        """Close what this start tag ends; False where the tag itself opens nothing."""
        if kind == el.FORM_KIND and self.form:
            return False
        if kind in _CLOSES_PARAGRAPH:
            if kind == el.ITEM:
                self.close_item(number, at)
            if self.paragraphs:
                self.close_paragraph(at)
            if kind == el.HEADLINE and el.KIND[self.ids[-1]] == el.HEADLINE:
                self.pop_to(len(self.ids) - 1, at)
            if kind == el.TABLE_KIND and self.ids[-1] in _TABLE_CONTEXT:
                self.pop_to(max(1, self.table_floor()), at)
            self.form |= kind == el.FORM_KIND
            return kind != el.RULE
        if kind == el.PART:
            return self.part(number, at)
        if kind == el.OPTION:
            if self.ids[-1] == el.IDS["option"]:
                self.pop_to(len(self.ids) - 1, at)
            if number == el.IDS["optgroup"] and self.ids[-1] == number:
                self.pop_to(len(self.ids) - 1, at)
            return True
        if kind == el.BARRIER and number == el.IDS["button"]:
            place = self.find(number, el.SCOPE)
            if place > 0:
                self.pop_to(place, at)
        return True

    def close_item(self, number: int, at: int) -> None:
        names = bytes((number,)) if number == el.LI else el.ids("dd dt")
        ids = self.ids
        floor = max(1, len(ids) - _REACH)
        place = max(ids.rfind(name, floor) for name in names)
        if place > 0 and not ids[place + 1 :].translate(None, el.TRANSPARENT_FOR_ITEM):
            self.pop_to(place, at)

    def table_floor(self) -> int:
        floor = max(1, len(self.ids) - _REACH)
        return max(self.ids.rfind(name, floor) for name in _TABLE_SCOPE)

    def part(self, number: int, at: int) -> bool:
        floor = self.table_floor()
        if floor < 0 or self.ids[floor] != el.TABLE_ID:
            # Inside a template, rows stand alone; elsewhere a browser drops the tag.
            return floor >= 0 and self.ids[floor] == el.TEMPLATE
        kept = floor + 1
        if number in _CELLS or number == el.TR:
            kept += self.ids[kept : kept + 1] in _BODY_PARTS
        if number in _CELLS:
            kept += self.ids[kept : kept + 1] in _ROWS
        if kept < len(self.ids):
            self.pop_to(kept, at)
        return True

    def end(self, number: int, at: int) -> None:
        """Act on an end tag that does not close the innermost element of the stack."""
        kind = el.KIND[number]
        if kind == el.FORMAT:
            self.end_format(number, at)
            return
        if number == el.FORM_ID:
            self.end_form(at)
            return
        if number == el.COMMENT:
            place = self.ids.rfind(number)
        elif number == el.NOSCRIPT:
            place = self.find(number, b"")
        elif kind in (el.PART, el.TABLE_KIND):
            place = self.find(number, _TABLE_SCOPE)
        elif kind == el.HEADLINE:
            place = max(self.find(name, el.SCOPE) for name in el.ids("h1 h2 h3 h4 h5 h6"))
        elif kind == el.PLAIN:
            place = self.ids.rfind(number, max(1, len(self.ids) - _REACH))
            if place > 0 and self.ids[place + 1 :].translate(None, el.NOT_SPECIAL):
                return
        else:
            place = self.find(number, el.SCOPE)
        if place > 0:
            self.pop_to(place, at)


def build(tokens: Tokens) -> Tree:
    """Match start tags with what closes them.

    Parameters
    ----------
    tokens : Tokens

    Returns
    -------
    Tree
    """
    info = tokens.info
    number = tokens.number
    count = len(info)
    acting = (number > 0) & ((info & (VOID | EXPAND)) == 0) | (number == el.HR)
    at = np.flatnonzero(acting)
    operations = np.where(info[at] & END, -(info[at] & ID_MASK), info[at] & ID_MASK).tolist()
    builder = _Builder(count)
    stack, ids, formats, depths = builder.stack, builder.ids, builder.formats, builder.depths
    tag, parent, close = builder.tag, builder.parent, builder.close
    barriers, format_ids = builder.barriers, builder.format_ids
    nodes: list[int] = []
    kinds = el.KIND
    kind_format, kind_block, kind_paragraph = el.FORMAT, el.BLOCK, el.PARAGRAPH
    anchor, scope, lists = el.A, el.SCOPE, _LISTS
    places = at.tolist()
    for place, operation in zip(places, operations, strict=True):
        if operation > 0:
            kind = kinds[operation]
            if kind == kind_format:
                if operation == anchor:
                    if anchor in format_ids:
                        builder.end_format(anchor, place)
                elif len(formats) > _FORMATS:
                    nodes.append(builder.top())
                    continue
                depth = len(stack)
                parent.append(formats[-1] if depths[-1] >= depth else stack[-1])
                element = len(tag)
                format_ids.append(operation)
                depths.append(depth)
                formats.append(element)
                tag.append(place)
                close.append(count)
                nodes.append(element)
                continue
            if kind >= kind_block:
                if (builder.paragraphs or kind > kind_paragraph) and not (
                    kind == el.ITEM and ids[-1] in lists
                ):
                    if kind == el.ROOT or not builder.start(operation, kind, place):
                        nodes.append(builder.top())
                        continue
                    if kind == el.BARRIER or (kind == el.PART and operation in scope):
                        barriers.append((len(ids), len(formats)))
                if kind == kind_paragraph:
                    builder.paragraphs += 1
            parent.append(formats[-1] if depths[-1] >= len(stack) else stack[-1])
            element = len(tag)
            ids.append(operation)
            stack.append(element)
            tag.append(place)
            close.append(count)
            nodes.append(element)
            continue
        operation = -operation
        kind = kinds[operation]
        if kind == kind_format:
            if format_ids[-1] == operation and depths[-1] >= len(stack):
                close[formats.pop()] = place
                format_ids.pop()
                depths.pop()
            else:
                builder.end_format(operation, place)
        elif ids[-1] == operation:
            if kind <= _LAST_SIMPLE:
                if kind == kind_paragraph:
                    builder.paragraphs -= 1
                ids.pop()
                close[stack.pop()] = place
                if depths[-1] > len(stack):
                    builder.reopen(place)
            elif kind == el.FORM_KIND:
                builder.end_form(place)
            else:
                builder.pop_to(len(ids) - 1, place)
        elif kind != el.ROOT:
            builder.end(operation, place)
        nodes.append(formats[-1] if depths[-1] >= len(stack) else stack[-1])
    return Tree(tag, parent, close, _fill(nodes, at, count))


def _fill(nodes: list[int], at: npt.NDArray[np.int64], count: int) -> list[int]:
    """Carry the innermost element over the tags that open and close nothing."""
    if len(nodes) == count:
        return nodes
    known = np.concatenate(([-1], np.array(nodes, np.int64)))
    reach = np.zeros(count, np.int64)
    reach[at] = 1
    filled: list[int] = known[np.cumsum(reach)].tolist()
    return filled
