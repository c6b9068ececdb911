"""The grammar of a tag, after the tokenizer of the HTML standard, as linear regular expressions."""

from __future__ import annotations

import re
from typing import Final

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

VALUE: Final = r"\s*+=\s*+(?:\"([^\"]*+)|'([^']*+)|([^\s>]*+))"
"""For patterns that look for one attribute in a tag: what follows its name, by three groups."""
NAME: Final = re.compile(rf"</?([a-zA-Z][^{_W}/>]*)")
"""Matches the beginning of a tag up to its name, the first group."""
OPEN_TAG: Final = re.compile(rf"<[a-zA-Z]{_REST}")
"""Matches a whole start tag."""
_END_TAG: Final = re.compile(rf"</(?i:textarea|title|xmp|style)(?=[{_W}/>])")
_ATTRIBUTE: Final = re.compile(
    rf"([^{_W}/>][^{_W}/>=]*+)"
    rf"(?:[{_W}]*+=[{_W}]*+(?:\"([^\"]*+)(?:\"|\Z)|'([^']*+)(?:'|\Z)|([^{_W}>]*+)))?+"
)


def open_raw(tag: str) -> list[str]:
    """Return start tag, content and end tag of a raw-text element.

    Parameters
    ----------
    tag : str
        The whole element; of scripts the end tag stays with the content.
    """
    opened = OPEN_TAG.match(tag)
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
    name = NAME.match(tag)
    if name is None:
        return found
    for match in _ATTRIBUTE.finditer(tag, name.end(), len(tag) - tag.endswith(">")):
        key = match[1].lower()
        if key not in found:
            found[key] = match[2] or match[3] or match[4] or ""
    return found
