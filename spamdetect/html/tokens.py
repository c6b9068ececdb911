"""HTML tokens: one linear regular expression after the tokenizer of the HTML standard.

The source is split into text and tags so that the pieces, put together again, are the
source: every token keeps its exact place, and removing one changes nothing else. Each tag
is reduced to one integer (see the bit layout below), looked up in a dictionary, as a page
repeats most of its tags.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from spamdetect.html import elements as el

_W: Final = r"\t\n\f\r "
_VALUE: Final = rf"(?:\"[^\"]*+(?:\"|\Z)|'[^']*+(?:'|\Z)|(?![\"'])[^{_W}>]*+)"
_TAIL: Final = rf"(?:[{_W}/]++|[^{_W}/>][^{_W}/>=]*+(?:[{_W}]*+=[{_W}]*+{_VALUE})?+)*+(?:>|\Z)"
# Most tags have only double-quoted values and take this way; the grammar above does the rest.
_COMMON: Final = rf"[^>\"'=]*+(?:(?<=[^{_W}/\"'=])=\"[^\"]*+\"[^>\"'=]*+)*+>"
_REST: Final = rf"(?:{_COMMON}|[^{_W}/>]*+{_TAIL})"
_SCRIPT: Final = (
    rf"(?i:script)(?=[{_W}/>]){_REST}"
    rf"(?>[^<]++"
    rf"|<!--(?!-?>)(?>[^<-]++|-(?!->)|<(?!/?(?i:script)[{_W}/>])"
    rf"|<(?i:script)[{_W}/>](?>[^<-]++|-(?!->)|<(?!/(?i:script)[{_W}/>]))*+"
    rf"(?:</(?i:script)[{_W}/>])?+)*+"
    rf"|<(?!/(?i:script)[{_W}/>]))*+"
    rf"(?:</{_REST}|\Z)"
)
_RAW: Final = "|".join(
    rf"(?i:{name})(?=[{_W}/>]){_REST}(?s:.*?)(?:</(?i:{name})(?=[{_W}/>]){_REST}|\Z)"
    for name in ("style", "textarea", "title", "xmp")
)
TOKEN: Final = re.compile(
    rf"(<(?:(?=[sStTxXpP])(?:{_SCRIPT}|{_RAW}|(?i:plaintext)(?=[{_W}/>]){_REST}(?s:.*))"
    rf"|/?[a-zA-Z]{_REST}"
    rf"|!--(?:-?>|(?s:.*?)(?:--!?>|\Z))"
    rf"|[!?/][^>]*+(?:>|\Z)))"
)
"""Matches one tag, comment, declaration or whole raw-text element; splits a source losslessly."""

_NAME: Final = re.compile(rf"</?([a-zA-Z][^{_W}/>]*)")
_OPEN_TAG: Final = re.compile(rf"<[a-zA-Z]{_REST}")
_END_TAG: Final = re.compile(rf"</(?i:textarea|title|xmp|style)(?=[{_W}/>])")
_ATTRIBUTE: Final = re.compile(
    rf"([^{_W}/>][^{_W}/>=]*+)"
    rf"(?:[{_W}]*+=[{_W}]*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^{_W}>]*+)))?+"
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

ID_MASK: Final = 0xFF
END: Final = 1 << 8
VOID: Final = 1 << 9
SEPARATOR_SHIFT: Final = 10
STYLED: Final = 1 << 12
NAMED: Final = 1 << 13
LINK: Final = 1 << 14
EXPAND: Final = 1 << 15
CONTEXT_SHIFT: Final = 16
OBJECT: Final = 1 << 32

LONG: Final = 400
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
    f"<{_written}": _info
    for _name, _info in _BASE.items()
    for _written in (_name, _name.upper())
    if not _name.startswith("#")
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
        info = _HEADS.get(tag.split(None, 1)[0])
        if info is None or info & ID_MASK in el.RAW_IDS:
            info = self._uncommon(tag)
        else:
            low = tag.lower()
            number = info & ID_MASK
            if "style" in low or "hidden" in low or number in el.ATTRIBUTE_STYLED:
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
        found = _NAME.match(tag)
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
            opened = _OPEN_TAG.match(tag)
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


@dataclass(frozen=True, slots=True, eq=False)
class Tokens:
    """A source split into n tags and the n + 1 texts around them.

    Attributes
    ----------
    texts : list of str
        Text before each tag, and after the last one.
    tags : list of str
        Tags, comments, declarations and raw-text elements, as written.
    info : ndarray of int64, shape (n,)
        Bits of each tag.
    number : ndarray of uint8, shape (n,)
        Element of each tag, see `elements.IDS`; 0 for comments and declarations.
    starts : ndarray of int64, shape (n + 1,)
        Place of each tag in the source; the length of the source at the end.
    text_lengths : ndarray of int64, shape (n + 1,)
    title : int
        Number of the tag that opens the page's title; -1 without one.
    """

    texts: list[str]
    tags: list[str]
    info: npt.NDArray[np.int64]
    number: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    text_lengths: npt.NDArray[np.int64]
    title: int

    def text_starts(self) -> npt.NDArray[np.int64]:
        """Return the place of each text in the source, shape (n + 1,)."""
        starts: npt.NDArray[np.int64] = self.starts - self.text_lengths
        return starts


def tokenize(source: str) -> Tokens:
    """Split a page into tags and texts, after the tokenizer of the HTML standard.

    Comments that hold links or prose, the title, text areas and the two elements of
    preformatted raw text are opened, so that their text is text; scripts and style sheets
    stay one token each.

    Parameters
    ----------
    source : str

    Returns
    -------
    Tokens
    """
    parts = TOKEN.split(source)
    table = TagTable()
    tags = parts[1::2]
    info = list(map(table.__getitem__, tags))
    bits = np.array(info, np.int64)
    closed = np.flatnonzero(bits & EXPAND)
    title = -1
    if len(closed):
        parts, info, title = _expand(parts, info, closed.tolist(), table)
        tags = parts[1::2]
        bits = np.array(info, np.int64)
    lengths = np.fromiter(map(len, parts), np.int64, len(parts))
    number = (bits & ID_MASK).astype(np.uint8)
    starts = np.cumsum(lengths)[::2]
    return Tokens(parts[::2], tags, bits, number, starts, lengths[::2], title)


def _expand(
    parts: list[str], info: list[int], closed: list[int], table: TagTable
) -> tuple[list[str], list[int], int]:
    """Open the tokens that hold text; returns new parts, bits, and the tag of the title."""
    out: list[str] = []
    bits: list[int] = []
    done = looked = foreign = 0
    title = -1
    for number in closed:
        ident = info[number] & ID_MASK
        tag = parts[2 * number + 1]
        if ident == el.TITLE:
            if title >= 0:
                continue
            foreign += _svg_opened(info[looked:number])
            looked = number
            if foreign > 0:
                continue
        out += parts[2 * done : 2 * number + 1]
        bits += info[done:number]
        if ident == el.TITLE:
            title = len(bits)
        if ident:
            opened = open_raw(tag)
        else:
            end = 3 if tag.endswith("-->") else 4 if tag.endswith("--!>") else 0
            content = TOKEN.split(tag[4 : len(tag) - end])
            opened = ["<!--", *content, tag[len(tag) - end :]]
        out += opened
        bits += map(table.__getitem__, opened[::2])
        done = number + 1
    return out + parts[2 * done :], bits + info[done:], title


def _svg_opened(infos: list[int]) -> int:
    """Return how many more SVG elements are opened than closed."""
    change = 0
    for bits in infos:
        if bits & (ID_MASK | VOID) == el.SVG:
            change += -1 if bits & END else 1
    return change


def open_raw(tag: str) -> list[str]:
    """Return start tag, content and end tag of a raw-text element.

    Parameters
    ----------
    tag : str
        The whole element; of scripts the end tag stays with the content.
    """
    opened = _OPEN_TAG.match(tag)
    begin = opened.end() if opened else len(tag)
    closed = None if tag[1:7].lower() == "script" else _END_TAG.search(tag, begin)
    end = closed.start() if closed else len(tag)
    return [tag[:begin], tag[begin:end], tag[end:]]


def attributes(tag: str) -> dict[str, str]:
    """Return the attributes of a start tag, names in lower case, values as written.

    Parameters
    ----------
    tag : str
        The tag as written, with its angle brackets.

    Returns
    -------
    dict of str to str
        The first of several attributes of the same name counts, as in browsers.
    """
    found: dict[str, str] = {}
    name = _NAME.match(tag)
    if name is None:
        return found
    for match in _ATTRIBUTE.finditer(tag, name.end(), len(tag) - tag.endswith(">")):
        key = match[1].lower()
        if key not in found:
            found[key] = match[2] or match[3] or match[4] or ""
    return found
