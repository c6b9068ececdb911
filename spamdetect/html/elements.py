"""HTML element names as numbers, and the tables that parsing and layout ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import numpy.typing as npt


def words(text: str) -> list[str]:
    """Return the words of a text as a list."""
    return text.split()


ARTICLE, NAV, HEADER, FOOTER, ASIDE, COMMENTS, FORM, MENU = (1 << n for n in range(8))
TABLE, LIST, HEADING, IN_LINK, TITLE_TEXT, CODE, QUOTE = (1 << n for n in range(8, 15))

CONTEXT_NAMES: Final[dict[str, int]] = {
    "article": ARTICLE,
    "nav": NAV,
    "header": HEADER,
    "footer": FOOTER,
    "aside": ASIDE,
    "comments": COMMENTS,
    "form": FORM,
    "menu": MENU,
    "table": TABLE,
    "list": LIST,
    "heading": HEADING,
    "link": IN_LINK,
    "title": TITLE_TEXT,
    "code": CODE,
    "quote": QUOTE,
}
"""Name of a context to its bit in `Page.run_context`."""

_FORMATTING = words("a b big code em font i nobr s small strike strong tt u")
_BLOCK = words(
    "address article aside blockquote center details dir div dl fieldset figcaption figure"
    " footer header hgroup main menu nav ol search section summary ul pre listing dialog"
)
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_TABLE_PARTS = words("caption colgroup tbody thead tfoot tr td th")
_FALLBACK = words("noscript iframe noframes noembed video audio canvas")
_BARRIERS = ["applet", "object", "marquee", "template", "button", "#comment", *_FALLBACK]
_ROOT = words("html head body frameset")
_RAW = words("script style textarea title xmp plaintext")
_VOID = words(
    "area base basefont bgsound br col embed frame hr image img input keygen link meta param"
    " source track wbr"
)
_INLINE = words(
    "span label abbr acronym cite del dfn ins kbd q samp sub sup time var bdi bdo data mark"
    " ruby rb rp rt rtc select option optgroup datalist output progress meter legend picture"
    " map slot svg math annotation annotation-xml"
)
_OTHER = words("p li dd dt table form")

IDS: Final[dict[str, int]] = {
    name: number
    for number, name in enumerate(
        [
            *_FORMATTING,
            *_INLINE,
            *_BLOCK,
            *_HEADINGS,
            *_OTHER,
            *_TABLE_PARTS,
            *_BARRIERS,
            *_ROOT,
            *_RAW,
            *_VOID,
        ],
        start=1,
    )
}
"""Element name to number; ``#comment`` is an opened comment."""
FIRST_UNKNOWN: Final = len(IDS) + 1

A: Final = IDS["a"]
P: Final = IDS["p"]
LI: Final = IDS["li"]
TR: Final = IDS["tr"]
TABLE_ID: Final = IDS["table"]
TEMPLATE: Final = IDS["template"]
COMMENT: Final = IDS["#comment"]
NOSCRIPT: Final = IDS["noscript"]
BODY: Final = IDS["body"]
HTML: Final = IDS["html"]
HEAD: Final = IDS["head"]
META: Final = IDS["meta"]
LINK_ID: Final = IDS["link"]
BASE: Final = IDS["base"]
TITLE: Final = IDS["title"]
SCRIPT: Final = IDS["script"]
STYLE: Final = IDS["style"]
FONT: Final = IDS["font"]
MARQUEE: Final = IDS["marquee"]
SVG: Final = IDS["svg"]
HR: Final = IDS["hr"]
BR: Final = IDS["br"]
FORM_ID: Final = IDS["form"]
DIALOG: Final = IDS["dialog"]

VOID: Final = frozenset(_VOID)
RAW_IDS: Final = frozenset(IDS[name] for name in _RAW)
RAW: Final = frozenset(_RAW)
CLOSED_RAW: Final = frozenset((SCRIPT, STYLE))
OBJECTS: Final = frozenset(
    words(
        "img image input iframe embed object video audio canvas svg select textarea button script"
        " style frame math applet link meta base picture map"
    )
)
"""Elements that are something even without text: what holds one is not empty."""
STYLED: Final = frozenset(("template", "#comment", "datalist", "dialog", "annotation", *_FALLBACK))
ATTRIBUTE_STYLED: Final = frozenset(
    IDS[name] for name in ("body", "marquee", "font", "table", "tr", "td", "th", "tbody")
)
"""Elements with colours and sizes in attributes of their own."""
CONTAINERS: Final = frozenset(
    IDS[name]
    for name in words("div section ul ol dl li table td form main article aside header footer nav")
)

BREAK: Final = 2
CELL: Final = 1
SEPARATORS: Final[dict[str, int]] = {
    **dict.fromkeys(
        [
            *_BLOCK,
            *_HEADINGS,
            *_OTHER,
            *_ROOT,
            "tr",
            "caption",
            "tbody",
            "thead",
            "tfoot",
            "legend",
            "marquee",
            "template",
            "#comment",
            *_FALLBACK,
            "option",
            "optgroup",
            "textarea",
            "title",
            "xmp",
            "plaintext",
            "br",
            "hr",
        ],
        BREAK,
    ),
    "td": CELL,
    "th": CELL,
}

CONTEXTS: Final[dict[str, int]] = {
    "article": ARTICLE,
    "main": ARTICLE,
    "nav": NAV,
    "header": HEADER,
    "footer": FOOTER,
    "aside": ASIDE,
    "form": FORM,
    "select": FORM,
    "button": FORM,
    "label": FORM,
    "textarea": FORM,
    "menu": MENU,
    "dir": LIST,
    "table": TABLE,
    "ul": LIST,
    "ol": LIST,
    "dl": LIST,
    **dict.fromkeys(_HEADINGS, HEADING),
    "title": TITLE_TEXT,
    "pre": CODE,
    "code": CODE,
    "listing": CODE,
    "xmp": CODE,
    "kbd": CODE,
    "samp": CODE,
    "blockquote": QUOTE,
}
PREFORMATTED: Final = frozenset(
    IDS[name] for name in ("pre", "listing", "xmp", "plaintext", "textarea")
)
"""Elements whose white space is kept."""

(
    PLAIN,
    FORMAT,
    BLOCK,
    PARAGRAPH,
    HEADLINE,
    ITEM,
    OPTION,
    FORM_KIND,
    PART,
    TABLE_KIND,
    BARRIER,
    ROOT,
    RULE,
) = range(13)
"""Kinds up to OPTION are no scopes: their end closes nothing but them."""


def _kinds() -> bytes:
    kinds = bytearray(256)
    for names, kind in (
        (_FORMATTING, FORMAT),
        (_BLOCK, BLOCK),
        (_HEADINGS, HEADLINE),
        (["p"], PARAGRAPH),
        (["li", "dd", "dt"], ITEM),
        (["option", "optgroup"], OPTION),
        (_TABLE_PARTS, PART),
        (["form"], FORM_KIND),
        (["table"], TABLE_KIND),
        (_BARRIERS, BARRIER),
        (_ROOT, ROOT),
        (["hr"], RULE),
        (["xmp", "plaintext"], BLOCK),
    ):
        for name in names:
            kinds[IDS[name]] = kind
    return bytes(kinds)


KIND: Final = _kinds()
"""How a start tag acts on the open elements, by element number."""


def ids(names: str) -> bytes:
    """Return the numbers of space-separated element names as bytes."""
    return bytes(IDS[name] for name in names.split())


def table(numbers: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Return a look-up table of element numbers."""
    found = np.zeros(256, bool)
    found[list(numbers)] = True
    return found


SCOPE: Final = ids("applet caption table td th marquee object template #comment") + bytes(
    IDS[name] for name in _FALLBACK
)
"""Elements that end the search for an open element."""
NOT_SPECIAL: Final = bytes(
    number
    for number in range(256)
    if number not in {IDS[n] for n in [*_BLOCK, *_HEADINGS, *_OTHER, *_TABLE_PARTS, *_BARRIERS]}
)
"""Inline and unknown elements: what a stray end tag may close on its way."""
TRANSPARENT_FOR_ITEM: Final = NOT_SPECIAL + ids("address div p")
