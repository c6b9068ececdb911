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
from spamdetect.html.opened import OpenElements
from spamdetect.html.tokens import END, EXPAND, ID_MASK, VOID, Tokens

_FORMATS: Final = 512
_LAST_SIMPLE: Final = el.OPTION
_LISTS: Final = el.ids("ul ol dl")


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
    opened = OpenElements(count)
    stack, ids, formats, depths = opened.stack, opened.ids, opened.formats, opened.depths
    tag, parent, close = opened.tag, opened.parent, opened.close
    barriers, format_ids = opened.barriers, opened.format_ids
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
                        opened.end_format(anchor, place)
                elif len(formats) > _FORMATS:
                    nodes.append(opened.top())
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
                if (opened.paragraphs or kind > kind_paragraph) and not (
                    kind == el.ITEM and ids[-1] in lists
                ):
                    if kind == el.ROOT or not opened.start(operation, kind, place):
                        nodes.append(opened.top())
                        continue
                    if kind == el.BARRIER or (kind == el.PART and operation in scope):
                        barriers.append((len(ids), len(formats)))
                if kind == kind_paragraph:
                    opened.paragraphs += 1
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
                opened.end_format(operation, place)
        elif ids[-1] == operation:
            if kind <= _LAST_SIMPLE:
                if kind == kind_paragraph:
                    opened.paragraphs -= 1
                ids.pop()
                close[stack.pop()] = place
                if depths[-1] > len(stack):
                    opened.reopen(place)
            elif kind == el.FORM_KIND:
                opened.end_form(place)
            else:
                opened.pop_to(len(ids) - 1, place)
        elif kind != el.ROOT:
            opened.end(operation, place)
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
