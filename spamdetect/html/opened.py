"""The stack of open elements and the open formatting, by the rules of the HTML standard."""

from __future__ import annotations

from typing import Final

from spamdetect.html import elements as el

_REACH: Final = 4096
_CLONES: Final = 16
_CLOSES_PARAGRAPH: Final = frozenset(
    (el.BLOCK, el.PARAGRAPH, el.HEADLINE, el.ITEM, el.FORM_KIND, el.RULE, el.TABLE_KIND)
)
_IMPLIED: Final = frozenset((el.PARAGRAPH, el.ITEM, el.OPTION))
_TABLE_SCOPE: Final = el.ids("table template #comment noscript")
_CELLS: Final = el.ids("td th")
_ROWS: Final = (b"%c" % el.TR,)
_BODY_PARTS: Final = tuple(b"%c" % part for part in el.ids("tbody thead tfoot"))
_TABLE_CONTEXT: Final = el.ids("table tbody thead tfoot tr")


class OpenElements:
    """The open elements, and the columns of all elements so far.

    Elements of the formatting kind are kept apart from the stack of the others, each with
    the height of the stack that it was opened at. Places are those in the stack, `at` is the
    number of the tag that acts.

    Parameters
    ----------
    count : int
        Number of tags of the page.

    Attributes
    ----------
    tag, parent, close : list of int
        See `tree.Tree`.
    stack : list of int
        Open elements but for formatting, the document (-1) first.
    ids : bytearray
        Number of the name of each, see `elements.IDS`.
    barriers : list of (int, int)
        Places in the stack that end the scope of formatting, with how much of it is outside.
    formats, depths : list of int
        Open formatting, and the height of the stack below each.
    format_ids : bytearray
    paragraphs : int
        Paragraphs in the stack.
    form : bool
        Whether a form is open.
    """

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
        """Return the innermost open element, -1 for the document."""
        return self.formats[-1] if self.depths[-1] >= len(self.stack) else self.stack[-1]

    def new(self, tag: int, parent: int) -> int:
        """Add an element and return its index."""
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
        """Close the innermost paragraph in scope."""
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
        """Close the list item that the next one of its kind ends."""
        names = bytes((number,)) if number == el.LI else el.ids("dd dt")
        ids = self.ids
        floor = max(1, len(ids) - _REACH)
        place = max(ids.rfind(name, floor) for name in names)
        if place > 0 and not ids[place + 1 :].translate(None, el.TRANSPARENT_FOR_ITEM):
            self.pop_to(place, at)

    def table_floor(self) -> int:
        """Return the place of the innermost table, or what else bounds one; -1 without."""
        floor = max(1, len(self.ids) - _REACH)
        return max(self.ids.rfind(name, floor) for name in _TABLE_SCOPE)

    def part(self, number: int, at: int) -> bool:
        """Close what a part of a table ends; False where the tag is dropped."""
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
