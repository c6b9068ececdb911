"""Classifies tags: from a tag as written to the integer that stands for it."""

from __future__ import annotations

import re
from typing import Final

from spamdetect.html import elements as el
from spamdetect.html.grammar import NAME, OPEN_TAG
from spamdetect.html.tokens import (
    CONTEXT_SHIFT,
    END,
    EXPAND,
    ID_MASK,
    LINK,
    LONG,
    NAMED,
    OBJECT,
    SEPARATOR_SHIFT,
    STYLED,
    VOID,
)

_HINTS: Final[dict[str, int]] = {
    "comment": el.COMMENTS,
    "disqus": el.COMMENTS,
    "nav": el.NAV,
    "breadcrumb": el.NAV,
    "menu": el.MENU,
    "footer": el.FOOTER,
    "colophon": el.FOOTER,
    "header": el.HEADER,
    "masthead": el.HEADER,
    "sidebar": el.ASIDE,
    "widget": el.ASIDE,
    "article": el.ARTICLE,
    "entry-content": el.ARTICLE,
    "post-content": el.ARTICLE,
    "post-body": el.ARTICLE,
}
_HINT: Final = re.compile("|".join(_HINTS))

_PROMOTING_COMMENT: Final = re.compile(
    r"<a[\s/]|https?:|www\.|[\u3040-\u9fff\uac00-\ud7af]{10}"
    r"|(?<![^\W\d_])(?:[^\W\d_]{2,}+[\s,.;|]++){8}",
    re.IGNORECASE,
)
_TECHNICAL_COMMENT: Final = re.compile(
    r"\A<!--\s*+(?:\[if|<!\[endif|/?\*|<script|<link|<style|<meta|/?wp:|google_|/?ko )"
    r"|[{}]\s{0,5}\n|\);\s{0,5}\n",
    re.IGNORECASE,
)
_BASE: Final[dict[str, int]] = {}


def _base(name: str) -> int:
    number = el.IDS[name]
    info = number | el.SEPARATORS.get(name, 0) << SEPARATOR_SHIFT
    info |= el.CONTEXTS.get(name, 0) << CONTEXT_SHIFT
    if name in el.VOID:
        info |= VOID
    if name in el.OBJECTS:
        info |= OBJECT
    if name in el.STYLED:
        info |= STYLED
    return info


for _name in el.IDS:
    _BASE[_name] = _base(_name)

_SIMPLE: Final[dict[str, int]] = {"": 0}
for _name, _info in _BASE.items():
    for _written in (_name, _name.upper()):
        if _name not in el.RAW and not _name.startswith("#"):
            _SIMPLE[f"<{_written}>"] = _info
            _SIMPLE[f"</{_written}>"] = (_info & ~STYLED) | END
_HEADS: Final = {
    f"<{_written}": _info | (STYLED if _info & ID_MASK in el.ATTRIBUTE_STYLED else 0)
    for _name, _info in _BASE.items()
    for _written in (_name, _name.upper())
    if _name not in el.RAW and not _name.startswith("#")
}
_OPEN_COMMENT: Final = _BASE["#comment"]
_SIMPLE["<!--"] = _OPEN_COMMENT
_SIMPLE["-->"] = _OPEN_COMMENT | END
_SIMPLE["--!>"] = _OPEN_COMMENT | END


class TagTable(dict[str, int]):
    """Tag as written to its bits; classifies a tag at its first look-up.

    Unknown element names get numbers of their own, as far as one byte reaches.
    """

    def __init__(self) -> None:
        super().__init__(_SIMPLE)
        self._unknown: dict[str, int] = {}

    def __missing__(self, tag: str) -> int:
        info = _HEADS.get(tag.partition(" ")[0])
        if info is None:
            info = _HEADS.get(tag.split(None, 1)[0])
        if info is None:
            info = self._uncommon(tag)
        else:
            low = tag.lower()
            number = info & ID_MASK
            if "style" in low or "hidden" in low:
                info |= STYLED
            if number == el.A:
                if "href" in low:
                    info |= LINK | el.IN_LINK << CONTEXT_SHIFT
                if "class" in low or "id" in low:
                    info |= NAMED
            elif "class" in low or "id" in low or "role" in low:
                info |= NAMED
                if number in el.CONTAINERS:
                    for word in _HINT.findall(low, 4):
                        info |= _HINTS[word] << CONTEXT_SHIFT
        if len(tag) < LONG:
            self[tag] = info
        return info

    def _uncommon(self, tag: str) -> int:
        """Classify an unknown, oddly written or raw-text tag, or no tag at all."""
        found = NAME.match(tag)
        if found is None:
            return self._declaration(tag)
        name = found[1].lower()
        info = _BASE.get(name)
        if info is None:
            info = self._unknown_name(name, tag)
        if tag[1] == "/":
            return (info & ~STYLED) | END
        number = info & ID_MASK
        if number in el.RAW_IDS:
            if number in el.CLOSED_RAW:
                return info | VOID
            opened = OPEN_TAG.match(tag)
            return info if opened and opened.end() == len(tag) else info | EXPAND
        low = tag.lower()
        if "style" in low or "hidden" in low or number in el.ATTRIBUTE_STYLED:
            info |= STYLED
        if "class" in low or "id" in low:
            info |= NAMED
        if number == el.A and "href" in low:
            info |= LINK | el.IN_LINK << CONTEXT_SHIFT
        return info

    def _unknown_name(self, name: str, tag: str) -> int:
        number = self._unknown.get(name)
        if number is None:
            number = min(el.FIRST_UNKNOWN + len(self._unknown), 255)
            self._unknown[name] = number
        # Only foreign (SVG, MathML) elements may close themselves; custom elements have a dash.
        if tag.endswith("/>") and "-" not in name:
            return number | VOID
        return number

    def _declaration(self, tag: str) -> int:
        if (
            tag.startswith("<!--")
            and len(tag) > 20
            and _PROMOTING_COMMENT.search(tag)
            and not _TECHNICAL_COMMENT.search(tag)
        ):
            return EXPAND
        return VOID
