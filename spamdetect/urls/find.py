"""URLs in running text of any language.

Found are URLs with a scheme of the web, ``www.`` and bare domains under a public suffix, addresses
with a port or a path or in a list of addresses, defanged ones (``hxxp://a[.]b``), and those inside
BBCode, Markdown and leftovers of HTML. The text is skimmed for the few places where one can be
(``://``, a dot before a letter); only these are looked at closely, each part of the text once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spamdetect.urls import patterns
from spamdetect.urls.candidates import Candidate, bare, with_scheme

# Each with its rarest character: a search for one character is an order of magnitude faster.
_NEEDLES = (
    ("/", "://"),
    ("\\", ":\\/\\/"),
    ("]", ":]//"),
    ("[", "[dot]"),
    ("[", "[DOT]"),
    ("(", "(dot)"),
    ("(", "(DOT)"),
)
_BETWEEN_ADDRESSES = re.compile(r"[\s,;|•·*\-]{1,8}(?:[0-9]{1,3}[.)]\s{1,3})?")
_LONGEST_GAP = 16
_SHORTEST_LIST = 3
_PARTS = re.compile(r"([A-Za-z*_]+)(?:\[?://\]?|:\\/\\/|\[:\]//)(.*)", re.DOTALL)

_REFANGED = {
    written + secure: meant + secure
    for written, meant in (
        ("hxxp", "http"),
        ("h**p", "http"),
        ("h__p", "http"),
        ("ttp", "http"),
        ("fxp", "ftp"),
        ("sfxp", "sftp"),
    )
    for secure in ("", "s")
}


@dataclass(frozen=True, slots=True)
class FoundUrl:
    """A URL in a text.

    Attributes
    ----------
    start, end : int
        Half-open span in code points of the text as passed in; without the punctuation, quotes
        and brackets around the URL.
    url : str
        The URL in a usable form: defanging undone; no scheme added to bare domains.
    defanged : bool
        The URL was written so that nobody follows it by accident.
    """

    start: int
    end: int
    url: str
    defanged: bool


def find_urls(text: str) -> list[FoundUrl]:
    """Find the URLs in a text.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of FoundUrl
        In order, never overlapping. Takes time linear in the length of the text.

    Raises
    ------
    TypeError
        If `text` is not a string.
    """
    return [_found(text, start, end) for start, end in find_url_spans(text)]


def find_url_spans(text: str) -> list[tuple[int, int]]:
    """Find where the URLs of a text are.

    Parameters
    ----------
    text : str
        May be many documents joined with line feeds or NULs, which no URL contains; NULs also
        end lists of addresses.

    Returns
    -------
    list of tuple of int
        Half-open spans in code points, in order, never overlapping.

    Raises
    ------
    TypeError
        If `text` is not a string.
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a str, not {type(text).__name__}")
    spans: list[tuple[int, int]] = []
    addresses: list[tuple[int, int]] = []
    for candidate in _candidates(text):
        span = candidate.start, candidate.end
        if candidate.kind == "address":
            if addresses and not _adjoining(text, addresses[-1][1], candidate.start):
                _keep_list(text, addresses, spans)
            addresses.append(span)
        else:
            _keep_list(text, addresses, spans)
            spans.append(span)
    _keep_list(text, addresses, spans)
    return spans


def _candidates(text: str) -> Iterator[Candidate]:
    seen = 0
    for anchor in _anchors(text):
        if anchor < seen:
            continue
        look = with_scheme if text[anchor] == ":" else bare
        candidate = look(text, anchor, seen)
        seen = candidate.seen
        if candidate.kind != "none":
            yield candidate


def _anchors(text: str) -> list[int]:
    anchors = [match.start() for match in patterns.DOTS.finditer(text)]
    dots = len(anchors)
    if not text.isascii():
        anchors += [match.start() for match in patterns.WIDE_DOTS.finditer(text)]
    for character, needle in _NEEDLES:
        position = text.find(needle) if character in text else -1
        while position >= 0:
            anchors.append(position)
            position = text.find(needle, position + 1)
    if len(anchors) > dots:
        anchors.sort()
    return anchors


def _adjoining(text: str, start: int, end: int) -> bool:
    if end - start > _LONGEST_GAP:
        return False
    return _BETWEEN_ADDRESSES.fullmatch(text, start, end) is not None


def _keep_list(text: str, addresses: list[tuple[int, int]], spans: list[tuple[int, int]]) -> None:
    """Move lone addresses to the URLs if they are a list, and not one of versions."""
    if len(addresses) >= _SHORTEST_LIST:
        large = sum(any(len(part) > 2 for part in text[s:e].split(".")) for s, e in addresses)
        if 2 * large >= len(addresses):
            spans += addresses
    addresses.clear()


def _found(text: str, start: int, end: int) -> FoundUrl:
    written = text[start:end]
    url, defanged = patterns.DEFANGED_DOT.subn(".", written)
    parts = _PARTS.match(url)
    if parts:
        scheme = parts[1].lower()
        usable = _REFANGED.get(scheme, scheme)
        defanged = defanged or usable != scheme or "[" in url[: parts.start(2)]
        url = f"{usable}://{parts[2]}"
    return FoundUrl(start, end, url.replace("\\/", "/"), bool(defanged))
