"""Which rules of a page's style sheets match which of its elements."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from spamdetect.html import elements as el
from spamdetect.html.css import Compound, Rule
from spamdetect.html.grammar import VALUE
from spamdetect.html.ruleset import Element, RuleSet, fits
from spamdetect.html.tokens import END, EXPAND, LONG, NAMED, Tokens
from spamdetect.html.tree import Tree

_NO_NAMES: Final[frozenset[str]] = frozenset()
_ID: Final = re.compile(rf"[\s\"'/]id{VALUE}", re.IGNORECASE)
_CLASS: Final = re.compile(rf"[\s\"'/]class{VALUE}", re.IGNORECASE)
_NAMES: Final = re.compile(
    r"[\s\"'/](?=[cCiI](?:[lL][aA][sS]{2}|[dD])"
    r"\s*+=\s*+[\"']?+((?<=\")[^\"]*+|(?<=')[^']*+|[^\s>]*+))"
)
"""The value of a class or an id; looked ahead at, as it may be part of another attribute's."""
_TAGS: Final = {number: name for name, number in el.IDS.items()}
_STEPS: Final = (100_000, 10)
"""Ancestors asked in one page: a fixed number, and more for each tag."""
_MANY: Final = 200


def _value(tag: str, usual: str, pattern: re.Pattern[str]) -> str:
    """Return the value of an attribute, ``""`` without it; `usual` is how most write it."""
    begin = tag.find(usual)
    if begin >= 0:
        begin += len(usual)
        end = tag.find('"', begin)
        return tag[begin:end] if end >= 0 else ""
    if usual[1:3] not in tag.lower():
        return ""
    found = pattern.search(tag)
    return (found[1] or found[2] or found[3] or "") if found else ""


class Matcher:
    """Matches rules with elements; asks only the rules that can match at all.

    Parameters
    ----------
    tokens : Tokens
    tree : Tree
    rules : RuleSet
        To be complete when `prepare` is called; rules that cannot match are dropped then.
    """

    def __init__(self, tokens: Tokens, tree: Tree, rules: RuleSet) -> None:
        self.tokens = tokens
        self.tree = tree
        self.rules = rules
        self._known: dict[str, Element] = {}
        self._candidates: dict[str, list[tuple[int, Rule]]] = {}
        self._lineage: dict[tuple[int, int], bool] = {}
        self._above: list[frozenset[str] | None] = []
        self._roots: list[Element] = []
        self._steps = _STEPS[0] + _STEPS[1] * len(tokens.tags)

    def element(self, place: int) -> Element:
        """Return name, id and classes of a start tag."""
        tag = self.tokens.tags[place]
        known = self._known.get(tag)
        if known is None:
            name = _TAGS.get(int(self.tokens.number[place]))
            if name is None:
                name = tag[1:].split(None, 1)[0].rstrip(">/").lower()
            classes = frozenset(_value(tag, ' class="', _CLASS).split())
            known = Element(name, _value(tag, ' id="', _ID).strip(), classes)
            if len(tag) < LONG:
                self._known[tag] = known
        return known

    def within(self, place: int, numbers: tuple[int, ...]) -> bool:
        """Return whether a tag stands inside an element of one of these names."""
        element = self.tree.node[place]
        while element >= 0 and self._steps > 0:
            self._steps -= 1
            if int(self.tokens.number[self.tree.tag[element]]) in numbers:
                return True
            element = self.tree.parent[element]
        return False

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """For each tag that has some its classes and ids, and perhaps more."""
        tags = self.tokens.tags
        named = np.flatnonzero((self.tokens.info & (NAMED | END | EXPAND)) == NAMED).tolist()
        return {
            tag: " ".join(_NAMES.findall(tag)).split() for tag in {tags[place] for place in named}
        }

    @cached_property
    def names(self) -> frozenset[str]:
        """The classes and ids of the page, and perhaps more."""
        return frozenset(chain.from_iterable(self._names.values()))

    def prepare(self) -> npt.NDArray[np.bool_]:
        """Drop the rules that cannot match; return which elements the others may match."""
        tokens, tree = self.tokens, self.tree
        info = tokens.info
        self.rules.keep_possible(self.names)
        numbers = tokens.number
        places = np.array(tree.tag, np.int64)
        self._roots = [
            self.element(place)
            for name in (el.BODY, el.HTML)
            for place in np.flatnonzero((numbers == name) & ((info & END) == 0))[:1].tolist()
        ]
        by_tag = [el.IDS[name] for name in self.rules.telling_tags if name in el.IDS]
        asked = el.table(by_tag)[numbers[places]]
        keys = self.rules.telling_names
        hit = {tag for tag, names in self._names.items() if not keys.isdisjoint(names)}
        if hit:
            written = map(tokens.tags.__getitem__, tree.tag)
            asked |= np.fromiter(map(hit.__contains__, written), bool, len(tree.tag))
        self._look_up()
        return asked

    def _look_up(self) -> None:
        """Collect for each element the names above it that some rule asks for, perhaps more."""
        needed = self.rules.needed()
        if not needed:
            return
        useful = {
            tag: found
            for tag, names in self._names.items()
            if (found := needed.intersection(names))
        }
        roots = frozenset(
            name for root in self._roots for name in (*root.classes, root.ident) if name
        )
        above: list[frozenset[str] | None] = []
        tags = self.tokens.tags
        for parent, place in zip(self.tree.parent, self.tree.tag, strict=True):
            inherited = above[parent] if parent >= 0 else roots
            own = useful.get(tags[place])
            if own is not None and inherited is not None and not own <= inherited:
                inherited = inherited | own if len(inherited) < _MANY else None
            above.append(inherited)
        above.append(roots)
        self._above = above

    def matched(self, index: int, place: int) -> list[tuple[int, Rule]]:
        """Return the rules that match an element, none if they do not hide or colour.

        Parameters
        ----------
        index : int
            The element; -1 for the root.
        place : int
            Its start tag.

        Returns
        -------
        list of (int, Rule)
        """
        tag = self.tokens.tags[place]
        candidates = self._candidates.get(tag)
        if candidates is None:
            candidates = self.rules.candidates(self.element(place))
            if len(tag) < LONG:
                self._candidates[tag] = candidates
        if not candidates:
            return candidates
        parent = self.tree.parent[index] if index >= 0 else -1
        matched = [
            (number, rule)
            for number, rule in candidates
            if not rule.ancestors or self._has_ancestors(parent, number, rule)
        ]
        return matched if any(rule.telling for _, rule in matched) else []

    def _has_ancestors(self, parent: int, number: int, rule: Rule) -> bool:
        if self._above and rule.needs:
            above = self._above[parent]
            if above is not None and not rule.needs <= above:
                return False
        key = (parent, number)
        known = self._lineage.get(key)
        if known is None:
            known = self._lineage[key] = self._climb(parent, rule.ancestors)
        return known

    def _climb(self, element: int, wanted: tuple[tuple[str, Compound], ...]) -> bool:
        """Return whether the elements from this one outwards are those wanted, in order."""
        position = 0
        while element >= 0:
            if self._steps <= 0:
                return False
            self._steps -= 1
            combinator, compound = wanted[position]
            if fits(compound, self.element(self.tree.tag[element])):
                position += 1
                if position == len(wanted):
                    return True
            elif combinator == ">" and compound.tag not in ("html", "body"):
                return False
            element = self.tree.parent[element]
        # Without tags for them in the source, html and body are there all the same.
        for root in self._roots or (Element("body", "", _NO_NAMES),):
            if fits(wanted[position][1], root):
                position += 1
                if position == len(wanted):
                    return True
        return all(
            part.tag in ("html", "body") and not part.ident and not part.classes
            for _, part in wanted[position:]
        )
