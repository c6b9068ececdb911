"""The rules of a page by what their targets are found by, and which of them win."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from spamdetect.html.css import Compound, Declarations, Rule

_BUCKET: Final = 64
"""Rules heard for one name, and for one element: what keeps the time linear."""


class Element(NamedTuple):
    """What selectors ask of an element."""

    tag: str
    ident: str
    classes: frozenset[str]


@dataclass(slots=True)
class RuleSet:
    """The rules of a page, by what their targets are found by."""

    by_id: dict[str, list[tuple[int, Rule]]] = field(default_factory=dict)
    by_class: dict[str, list[tuple[int, Rule]]] = field(default_factory=dict)
    by_tag: dict[str, list[tuple[int, Rule]]] = field(default_factory=dict)
    telling_tags: set[str] = field(default_factory=set)
    telling_names: set[str] = field(default_factory=set)
    count: int = 0
    telling: int = 0

    def needed(self) -> set[str]:
        """Return the classes and ids that rules ask of ancestors."""
        return {
            name
            for index in (self.by_id, self.by_class, self.by_tag)
            for numbered in index.values()
            for _, rule in numbered
            for name in rule.needs
        }

    def keep_possible(self, names: Set[str]) -> None:
        """Drop the rules that ask for an id or a class that the page does not have.

        Parameters
        ----------
        names : set of str
            All ids and classes of the page.
        """
        self.telling = 0
        self.telling_names.clear()
        self.telling_tags.clear()
        for index in (self.by_id, self.by_class, self.by_tag):
            for name, numbered in list(index.items()):
                index[name] = kept = [
                    (number, rule) for number, rule in numbered if _is_possible(rule, names)
                ]
                if any(rule.telling for _, rule in kept):
                    self.telling += 1
                    (self.telling_tags if index is self.by_tag else self.telling_names).add(name)

    def add(self, found: Iterable[Rule]) -> None:
        """Add rules, later ones winning over earlier ones of the same specificity."""
        for rule in found:
            target = rule.target
            if target.ident:
                place = self.by_id.setdefault(target.ident, [])
            elif target.classes:
                place = self.by_class.setdefault(min(target.classes), [])
            elif target.tag:
                place = self.by_tag.setdefault(target.tag, [])
            else:
                continue
            if len(place) >= _BUCKET:
                continue
            place.append((self.count, rule))
            self.count += 1
            self.telling += rule.telling

    def candidates(self, element: Element) -> list[tuple[int, Rule]]:
        """Return the rules whose target matches, ancestors not asked.

        Empty if none of them is telling.
        """
        found: list[tuple[int, Rule]] = []
        if element.ident:
            found += self.by_id.get(element.ident, ())
        for name in element.classes:
            if name in self.by_class:
                found += self.by_class[name]
        found += self.by_tag.get(element.tag, ())
        found = [numbered for numbered in found if fits(numbered[1].target, element)]
        return found[:_BUCKET] if any(rule.telling for _, rule in found) else []


def _is_possible(rule: Rule, names: Set[str]) -> bool:
    return all(
        compound.classes <= names and (not compound.ident or compound.ident in names)
        for compound in (rule.target, *(part for _, part in rule.ancestors))
    )


def fits(compound: Compound, element: Element) -> bool:
    """Return whether an element matches a compound selector."""
    return (
        (not compound.tag or compound.tag == element.tag)
        and (not compound.ident or compound.ident == element.ident)
        and compound.classes <= element.classes
    )


def cascade(matched: Iterable[tuple[int, Rule]], inline: Declarations) -> dict[str, str]:
    """Return the winning value of each property.

    Parameters
    ----------
    matched : iterable of (int, Rule)
        Rules that match an element, with their order.
    inline : dict
        Declarations of its ``style`` attribute.

    Returns
    -------
    dict of str to str
    """
    layers = [
        (rule.script, rule.specificity, number, rule.declarations) for number, rule in matched
    ]
    layers.sort(key=lambda layer: layer[:3])
    styles = [declared for script, _, _, declared in layers if not script]
    styles.append(inline)
    styles += [declared for script, _, _, declared in layers if script]
    won: dict[str, str] = {}
    locked: set[str] = set()
    for declared in styles:
        for name, (value, important) in declared.items():
            if important or name not in locked:
                won[name] = value
                if important:
                    locked.add(name)
    return won
