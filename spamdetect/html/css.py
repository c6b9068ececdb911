"""Style sheets, as far as hiding goes: rules and their selectors.

A linear-time reader of the style sheets inside a page. Selectors of tags, classes and ids
are understood, alone, compound, and with descendant and child combinators; what else a
selector may hold (pseudo-classes, attributes, siblings) makes its rule not apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from spamdetect.html.elements import words

Declarations = dict[str, tuple[str, bool]]
"""Property to its value in lower case and whether it is marked important."""

_COMMENT: Final = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_DECLARATION: Final = re.compile(r"(?:^|[;{\s])([a-zA-Z-]{3,30})\s*:([^;{}]*)")
_ESCAPE: Final = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
_HIDING: Final = re.compile(
    r"display\s*:|visibility|opacity|clip|text-indent|transparent|scale|translate"
    r"|font(?:-size)?\s*:\s*[012]?(?:\.\d+)?(?:px|pt|r?em|%)?\s*(?:[;!/\s\"'>]|\Z)"
    r"|:\s*-\s*\d{3}|\d{4}|(?:width|height)\s*:\s*[012]?(?:\.\d+)?(?:px)?\s*(?:[;!\"'>]|\Z)",
    re.IGNORECASE,
)
_TINY: Final = re.compile(
    r"font(?:-size)?\s*:\s*[012]?(?:\.\d+)?(?:px|pt|r?em|%)?\s*(?:[;!/\s\"'>]|\Z)", re.IGNORECASE
)
_FONT: Final = re.compile(r"(?:^|[;{\s])font(?:-size)?\s*:", re.IGNORECASE)
_BOX: Final = re.compile(
    r"(?:^|[;{\s])(?:position|left|top|right|bottom|margin|overflow|(?:max-)?(?:width|height))",
    re.IGNORECASE,
)
_COLOURS: Final = re.compile(
    r"(?:^|[;{\s])(?:color|background(?:-color|-image)?)\s*:", re.IGNORECASE
)
_MEDIA_WIDTH: Final = re.compile(r"\(\s*(min|max)-width\s*:\s*([\d.]+)(px|em|rem)?\s*\)")
_PIECE: Final = re.compile(r"\s*([>+~]?)\s*([^\s>+~,]+)")
_COMPOUND: Final = re.compile(r"(\*|[\w-]+)?((?:[.#][\w-]+)*)\Z")
_NAME: Final = re.compile(r"([.#])([\w-]+)")
_ASKED: Final = re.compile(r"[.#]([\w-]+)")
_PROPERTIES: Final = frozenset(
    words(
        "display visibility opacity color background background-color background-image font-size"
        " font position left right top bottom text-indent margin margin-left margin-top width"
        " height max-width max-height overflow overflow-x overflow-y clip clip-path transform"
        " filter line-height content-visibility -webkit-text-fill-color"
    )
)
_SCREEN_WIDTH: Final = 1280.0
_PARTS: Final = 12


class Compound(NamedTuple):
    """One simple or compound selector; empty strings and sets match anything."""

    tag: str
    ident: str
    classes: frozenset[str]


class Rule(NamedTuple):
    """A selector with the declarations that hide or colour what it matches."""

    target: Compound
    ancestors: tuple[tuple[str, Compound], ...]
    """Combinator (``" "`` or ``">"``) and compound, from the target outwards."""
    specificity: tuple[int, int, int]
    declarations: Declarations
    needs: frozenset[str] = frozenset()
    """Classes and ids of the ancestors."""
    script: bool = False
    telling: bool = True
    """Whether the declarations hide or colour; others only win over those that do."""


@dataclass(slots=True)
class Undoable:
    """What the sheets read so far hide by size or place, which a later rule may show again.

    Attributes
    ----------
    names : set of str
        Classes and ids in the selectors of such rules.
    fonts : bool
        Whether one of them makes text tiny; its descendants may set a size of their own.
    """

    names: set[str] = field(default_factory=set)
    fonts: bool = False

    def add(self, selectors: str, body: str) -> None:
        """Note a rule that hides."""
        if _BOX.search(body):
            self.names.update(_ASKED.findall(selectors))
        self.fonts = self.fonts or _TINY.search(body) is not None

    def may_be_undone(self, selectors: str, body: str) -> bool:
        """Tell whether a rule sets what such a rule had set."""
        if self.fonts and _FONT.search(body):
            return True
        if not self.names or self.names.isdisjoint(_ASKED.findall(selectors)):
            return False
        return _BOX.search(body) is not None


def declarations(text: str) -> Declarations:
    """Read a declaration block.

    Parameters
    ----------
    text : str
        The value of a ``style`` attribute, or what stands between the braces of a rule.

    Returns
    -------
    dict of str to (str, bool)
        Only properties that can hide text; values in lower case, without ``!important``,
        which is the second member.
    """
    if "\\" in text:
        text = _ESCAPE.sub(_unescape, text)
    if "/*" in text:
        text = _COMMENT.sub("", text)
    found: Declarations = {}
    for name, value in _DECLARATION.findall(text):
        name = name.lower()
        if name in _PROPERTIES:
            value, bang, _ = value.lower().partition("!")
            if bang or not found.get(name, ("", False))[1]:
                found[name] = (value.strip(), bool(bang))
    return found


def _unescape(match: re.Match[str]) -> str:
    if match[1]:
        code = int(match[1], 16)
        return chr(code) if 0 < code < 0xD800 else "\ufffd"
    return match[2]


def _media_applies(prelude: str) -> bool:
    """Return whether a group rule applies on a wide screen."""
    prelude = prelude.lower()
    if prelude.startswith(("@supports", "@layer", "@container", "@scope")):
        return True
    if not prelude.startswith("@media"):
        return False
    for query in prelude[6:].split(","):
        if "print" in query or "speech" in query or "not " in query:
            continue
        applies = True
        widths = 0
        for kind, value, unit in _MEDIA_WIDTH.findall(query):
            widths += 1
            pixels = float("0" + value.partition(".")[0]) * (16 if unit in ("em", "rem") else 1)
            applies &= pixels <= _SCREEN_WIDTH if kind == "min" else pixels >= _SCREEN_WIDTH
        if applies and query.count("(") == widths:
            return True
    return False


def rules(
    sheet: str,
    *,
    colours: bool = False,
    names: frozenset[str] | None = None,
    undoable: Undoable | None = None,
) -> list[Rule]:
    """Read the rules of a style sheet.

    Parameters
    ----------
    sheet : str
    colours : bool
        Whether to read the rules that do no more than set colours, too.
    names : frozenset of str, optional
        Classes and ids that the page may have, and perhaps more; selectors that ask for others are
        left out.
    undoable : Undoable, optional
        What the sheets before this one hide; what this one hides is added.

    Returns
    -------
    list of Rule
        In order; one for each selector of a list. Rules for print and for narrow screens
        are left out.
    """
    if "/*" in sheet or "<!--" in sheet:
        sheet = _COMMENT.sub(" ", sheet)
    found: list[Rule] = []
    undoable = undoable or Undoable()
    groups: list[bool] = []
    for part in sheet.split("}"):
        *preludes, body = part.split("{")
        if len(preludes) == 1 and "@" not in preludes[0]:
            selectors: str | None = preludes[0]
        else:
            selectors = None
            for prelude in preludes:
                prelude = prelude.rpartition(";")[2].strip()
                if prelude.startswith("@") or selectors is not None:
                    groups.append(_media_applies(prelude) and all(groups[-1:]))
                    selectors = None
                else:
                    selectors = prelude
        if selectors is None:
            del groups[-1:]
        elif all(groups[-1:]):
            selectors = selectors.rpartition(";")[2].strip()
            if names is not None:
                selectors = _possible(selectors, names)
            if not selectors:
                continue
            if _HIDING.search(body):
                undoable.add(selectors, body)
            elif not (colours and _COLOURS.search(body)) and not undoable.may_be_undone(
                selectors, body
            ):
                continue
            declared = declarations(body)
            if declared:
                found += select(selectors, declared)
    return found


def _possible(selectors: str, names: frozenset[str]) -> str:
    """Return the selectors of a list that ask for no other classes and ids than `names`."""
    if names.issuperset(_ASKED.findall(selectors)):
        return selectors
    return ",".join(s for s in selectors.split(",") if names.issuperset(_ASKED.findall(s)))


def select(selectors: str, declared: Declarations, *, script: bool = False) -> list[Rule]:
    """Return one rule for each understood selector of a list.

    Parameters
    ----------
    selectors : str
        Comma-separated selectors.
    declared : dict
        What they declare, as returned by `declarations`.
    script : bool
        Whether a script rather than a style sheet declares it.

    Returns
    -------
    list of Rule
    """
    found: list[Rule] = []
    for selector in selectors.split(","):
        chain: list[tuple[str, Compound]] = []
        for combinator, piece in _PIECE.findall(" ".join(selector.split())):
            compound = _compound(piece)
            if compound is None or combinator in ("+", "~") or len(chain) == _PARTS:
                chain = []
                break
            chain.append((combinator or " ", compound))
        if not chain:
            continue
        ids = sum(bool(part.ident) for _, part in chain)
        classes = sum(len(part.classes) for _, part in chain)
        tags = sum(bool(part.tag) for _, part in chain)
        outward = tuple(
            (chain[place + 1][0], chain[place][1]) for place in range(len(chain) - 2, -1, -1)
        )
        needs = {name for _, part in chain[:-1] for name in (*part.classes, part.ident) if name}
        found.append(
            Rule(chain[-1][1], outward, (ids, classes, tags), declared, frozenset(needs), script)
        )
    return found


def _compound(piece: str) -> Compound | None:
    match = _COMPOUND.match(piece)
    if match is None or not piece:
        return None
    ident = ""
    classes = []
    for sign, name in _NAME.findall(match[2]):
        if sign == "#":
            ident = name
        else:
            classes.append(name)
    tag = (match[1] or "").lower()
    return Compound("" if tag == "*" else tag, ident, frozenset(classes))
