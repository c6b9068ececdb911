"""What a reader does not see: the hidden state of each element, with its reason."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import Final

import numpy as np

from spamdetect.html import css, scripts
from spamdetect.html import elements as el
from spamdetect.html.colours import colour
from spamdetect.html.grammar import attributes, open_raw
from spamdetect.html.matching import Matcher
from spamdetect.html.ruleset import RuleSet, cascade
from spamdetect.html.style import CODE, NO_EFFECT, Effect, State, effect, pixels
from spamdetect.html.tokens import END, EXPAND, ID_MASK, LONG, STYLED, Tokens
from spamdetect.html.tree import Tree

_ASKED: Final = el.table({*(el.IDS[name] for name in el.STYLED), *el.ATTRIBUTE_STYLED})
_ONLY_STYLE: Final = re.compile(
    r"<(?:(?! style=)(?!hidden)[^>])*+ style=\"([^\">]*+)\"(?:(?!hidden)[^>])*+>\Z", re.IGNORECASE
)
"""A tag whose only way of hiding is an inline style."""
_NO_CODE: Final = re.compile(r"\bsrc\s*=|json|template|text/html", re.IGNORECASE)
_EXTERNAL_SHEET: Final = re.compile(r"stylesheet", re.IGNORECASE)
_BY_NAME: Final[dict[int, int]] = {
    el.TEMPLATE: CODE["template"],
    el.NOSCRIPT: CODE["noscript"],
    el.COMMENT: CODE["comment"],
    el.IDS["datalist"]: CODE["display:none"],
    el.IDS["annotation"]: CODE["display:none"],
    **{
        el.IDS[name]: CODE["fallback"]
        for name in ("iframe", "noframes", "noembed", "video", "audio", "canvas")
    },
}


def hidden_reasons(tokens: Tokens, tree: Tree) -> list[int]:
    """Return for each element why text directly in it is not seen.

    Inline styles, old presentation attributes, style sheets inside the page and inline
    scripts are asked; style sheets elsewhere are not known.

    Parameters
    ----------
    tokens : Tokens
    tree : Tree

    Returns
    -------
    list of int
        Index into `style.REASONS` for each element, and one more for the document itself,
        last.
    """
    return _Styles(tokens, tree).reasons()


class _Styles:
    def __init__(self, tokens: Tokens, tree: Tree) -> None:
        self.tokens = tokens
        self.tree = tree
        self.number = tokens.number
        self.rules = RuleSet()
        self.external = any(
            _EXTERNAL_SHEET.search(tokens.tags[place])
            for place in np.flatnonzero(self.number == el.LINK_ID).tolist()
        )
        self.matcher = Matcher(tokens, tree, self.rules)
        self.effects: dict[str, Effect] = {}
        self.of_rules: dict[tuple[int, ...], Effect] = {}
        self.undoable = css.Undoable()
        self.read_sheets()

    def read_sheets(self) -> None:
        """Collect the rules of style sheets, then those of scripts."""
        tags = self.tokens.tags
        for place in np.flatnonzero(self.number == el.STYLE).tolist():
            if not self.matcher.within(place, (el.NOSCRIPT, el.COMMENT, el.TEMPLATE)):
                opening, body, _ = open_raw(tags[place])
                if "print" not in opening:
                    self.external = self.external or "@import" in body
                    names = self.matcher.names
                    self.add(
                        css.rules(
                            body, colours=not self.external, names=names, undoable=self.undoable
                        )
                    )
        for place in np.flatnonzero(self.number == el.SCRIPT).tolist():
            opening, script, _ = open_raw(tags[place])
            if len(script) > 20 and not _NO_CODE.search(opening):
                found = scripts.rules(script)
                if found and not self.matcher.within(place, (el.NOSCRIPT, el.COMMENT, el.TEMPLATE)):
                    self.add(found)

    def add(self, found: list[css.Rule]) -> None:
        """Add rules, noting which of them hide or colour."""
        telling: dict[int, bool] = {}
        for place, rule in enumerate(found):
            # The selectors of one list share their declarations.
            key = id(rule.declarations)
            if key not in telling:
                telling[key] = _is_telling(rule.declarations, self.undoable.fonts)
            found[place] = rule._replace(telling=telling[key])
        self.rules.add(found)

    def effect(self, index: int, place: int) -> Effect:
        """Return what the element's own styles do."""
        matched = self.matcher.matched(index, place) if self.rules.telling else []
        tag = self.tokens.tags[place]
        styled = self.tokens.info[place] & STYLED
        if matched:
            if styled:
                return self.own(place, tag, matched)
            key = (int(self.number[place]), *[number for number, _ in matched])
            if key not in self.of_rules:
                self.of_rules[key] = self.own(place, tag, matched)
            return self.of_rules[key]
        if not styled:
            return NO_EFFECT
        found = self.effects.get(tag)
        if found is None:
            style = _ONLY_STYLE.match(tag)
            if style and not _ASKED[self.number[place]]:
                found = _inline_effect(style[1])
            else:
                found = self.own(place, tag, [])
            if len(tag) < LONG:
                self.effects[tag] = found
        return found

    def own(self, place: int, tag: str, matched: list[tuple[int, css.Rule]]) -> Effect:
        bits = int(self.tokens.info[place])
        number = bits & ID_MASK
        found = attributes(tag) if bits & STYLED else {}
        inline = css.declarations(html.unescape(found["style"])) if "style" in found else {}
        won = cascade(matched, inline)
        result = effect(won, inline_colour="color" in inline) if won else NO_EFFECT
        if matched and result.hides and not effect(dict(_values(inline))).hides:
            by_style = cascade([pair for pair in matched if not pair[1].script], inline)
            if not effect(by_style).hides:
                result = result._replace(hides=CODE["script"])
        elif matched and result.visible is False and any(rule.script for _, rule in matched):
            result = result._replace(hides=CODE["script"])
        return _with_attributes(result, number, found, won)

    def reasons(self) -> list[int]:
        tree = self.tree
        info = self.tokens.info
        tags = np.array(tree.tag, np.int64)
        bits = info[tags] if len(tags) else np.zeros(0, np.int64)
        asked = (bits & STYLED) != 0
        if self.rules.telling:
            asked |= self.matcher.prepare()
        root = State(sure=not self.external)
        roots = (self.number == el.BODY) | (self.number == el.HTML)
        for place in np.flatnonzero(roots & ((info & (END | EXPAND)) == 0)).tolist():
            root = root.child(self.effect_of_root(place))
        if not asked.any():
            return [root.reason()] * (len(tags) + 1)
        states = [root]
        reason = [root.reason()]
        memo: dict[tuple[int, Effect], int] = {}
        current = [0] * (len(tags) + 1)
        for index, (parent, ask) in enumerate(zip(tree.parent, asked.tolist(), strict=True)):
            state = current[parent]
            if ask:
                own = self.effect(index, tree.tag[index])
                if own != NO_EFFECT:
                    key = (state, own)
                    if key not in memo:
                        memo[key] = len(states)
                        states.append(states[state].child(own))
                        reason.append(states[-1].reason())
                    state = memo[key]
            current[index] = state
        return [reason[state] for state in current]

    def effect_of_root(self, place: int) -> Effect:
        matched = self.matcher.matched(-1, place) if self.rules.telling else []
        own = self.own(place, self.tokens.tags[place], matched)
        # A body that waits for its script to be shown is not a hidden page.
        return own._replace(hides=0, visible=None, aria=False)


@lru_cache(maxsize=8192)
def _inline_effect(style: str) -> Effect:
    """Return the effect of an inline style; the same few are on most elements."""
    inline = css.declarations(html.unescape(style))
    if not inline:
        return NO_EFFECT
    return effect(dict(_values(inline)), inline_colour="color" in inline)


def _is_telling(declared: css.Declarations, fonts: bool) -> bool:
    """Return whether declarations hide, show or colour; `fonts` where any size may show."""
    own = effect(dict(_values(declared)))
    return (
        own.hides != 0
        or own.visible is not None
        or own.colour is not None
        or own.background is not None
        or (own.font is not None and (fonts or own.font <= 3 or own.font_relative))
    )


def _values(declared: css.Declarations) -> list[tuple[str, str]]:
    return [(name, value) for name, (value, _) in declared.items()]


def _with_attributes(
    result: Effect, number: int, found: dict[str, str], won: dict[str, str]
) -> Effect:
    """Add what attributes and the element's name do."""
    hides = result.hides
    shown = won.get("display", "none") != "none"
    if not hides and "hidden" in found and not shown:
        hides = CODE["hidden-attribute"]
    if not hides:
        hides = _BY_NAME.get(number, 0)
    if not hides and number == el.DIALOG and "open" not in found and not shown:
        hides = CODE["display:none"]
    if number == el.MARQUEE and _unseen_marquee(found, won):
        hides = CODE["marquee"]
    text = result.colour
    inline = result.inline_colour
    background = result.background
    if text is None and (number in (el.FONT, el.BODY)):
        written = found.get("color" if number == el.FONT else "text")
        if written is not None:
            text, inline = colour(written.lower()) or "unknown", True
    if background is None:
        if "background" in found:
            background = "unknown"
        elif "bgcolor" in found:
            background = colour(found["bgcolor"].lower()) or "unknown"
    return Effect(
        hides,
        result.visible,
        result.font,
        result.font_relative,
        text,
        background,
        inline,
        found.get("aria-hidden", "").strip().lower() == "true",
    )


def _unseen_marquee(found: dict[str, str], won: dict[str, str]) -> bool:
    for name in ("width", "height"):
        value = pixels(found.get(name, "")) if name in found else pixels(won.get(name, ""))
        if value is not None and value <= 3:
            return True
    amount = pixels(found.get("scrollamount", ""))
    return amount is not None and amount >= 500
