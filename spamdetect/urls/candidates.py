"""How far a URL reaches, from the place where one is suspected."""

from __future__ import annotations

from typing import Literal, NamedTuple

from spamdetect.urls import patterns
from spamdetect.urls.tld import is_bare_domain, is_top_level

_LONGEST_NAME = 253
_LONGEST_SCHEME = 8
_NOT_LAST = "-_%.\uff0e\u3002\uff61"  # what no host ends in
_TRAILING = ".,;:!?'*~"
_NESTS = "/=?&#:%+@"  # what may stand before a URL inside another one
_NOT_BEFORE_DOMAIN = "@#$%&~+"


class Candidate(NamedTuple):
    """A place in a text that was looked at.

    Attributes
    ----------
    kind : {"url", "address", "none"}
        ``"address"`` is a dotted quad with neither scheme nor port nor path.
    start, end : int
        Span of the URL.
    seen : int
        Nothing before this position need be looked at again.
    """

    kind: Literal["url", "address", "none"]
    start: int
    end: int
    seen: int


def with_scheme(text: str, colon: int, seen: int) -> Candidate:
    """Look for a URL around the colon of a ``://``.

    Parameters
    ----------
    text : str
    colon : int
        Position of the colon.
    seen : int
        Where the last candidate ended.

    Returns
    -------
    Candidate
    """
    nothing = Candidate("none", colon, colon, colon + 1)
    separator = patterns.SEPARATOR.match(text, colon)
    scheme = patterns.SCHEME_BEFORE.search(text, max(seen, colon - _LONGEST_SCHEME), colon)
    if not scheme or not separator:
        return nothing
    bracketed = text.startswith("[://]", colon - 1)
    authority = patterns.AUTHORITY.match(text, separator.end() + bracketed)
    if not authority:
        return nothing
    start, end, host_start = scheme.start(), authority.end(), authority.start(1)
    glued = _glued_scheme(text, host_start, end)
    if glued is not None:
        end = glued
    elif patterns.TAIL_START.match(text, end):
        seen = _tail_end(text, start, end)
        return Candidate("url", start, _trimmed(text, end, seen), seen)
    elif end == authority.end(1):
        end = host_start + _sensible_length(text[host_start:end])
    end = host_start + len(text[host_start:end].rstrip(_NOT_LAST))
    return Candidate("url", start, end, end) if end > host_start else nothing


def bare(text: str, dot: int, seen: int) -> Candidate:
    """Look for a domain or an address around a dot, defanged or not.

    Parameters
    ----------
    text : str
    dot : int
        Position of the dot, or of the bracket before a defanged one.
    seen : int
        Where the last candidate ended.

    Returns
    -------
    Candidate
    """
    if dot > seen and patterns.DEFANGED_DOT.match(text, dot - 1):
        dot -= 1
    start = _host_start(text, dot, seen)
    match = patterns.HOST_REST.match(text, dot)
    run_end = match.end() if match else dot
    if start == dot or run_end == dot:
        return Candidate("none", dot, dot, dot + 1)
    nothing = Candidate("none", start, run_end, run_end)
    if text.startswith("@", run_end):
        return nothing._replace(seen=run_end + 1)
    if not _may_start(text, start):
        return nothing
    glued = _glued_scheme(text, dot + 1, run_end)
    if glued is not None:
        run_end = glued
        nothing = nothing._replace(seen=run_end)
    host = text[start:run_end].rstrip("-_")
    end = start + len(host)
    labels = patterns.DOT.split(host)
    defanged = patterns.DEFANGED_DOT.search(host) is not None
    if len(labels) < 2:
        return nothing
    port = patterns.PORT.match(text, end)
    after = port.end() if port else end
    tail = glued is None and patterns.TAIL_START.match(text, after) is not None
    if all(map(_is_number, labels)):
        if len(labels) != 4 or any(int(label) > 255 for label in labels):
            return nothing
        tail = tail and not patterns.CIDR.match(text, after)
        if not (tail or defanged or after > end):
            return nothing._replace(kind="address", end=end)
    elif not (defanged and is_top_level(labels[-1])) and not is_bare_domain(
        labels, path=after > end or (tail and text[after] in "/\\")
    ):
        length = _sensible_length(host)
        if length == len(host) or not is_bare_domain(patterns.DOT.split(host[:length]), path=False):
            return nothing
        return nothing._replace(kind="url", end=start + length)
    if not tail:
        return Candidate("url", start, after, max(after, run_end))
    seen = _tail_end(text, start, after)
    return Candidate("url", start, _trimmed(text, after, seen), seen)


def _host_start(text: str, dot: int, seen: int) -> int:
    before = text[max(seen, dot - _LONGEST_NAME) : dot][::-1]
    name = patterns.NAME_BACKWARDS.match(before) or patterns.CJK_BACKWARDS.match(before)
    if not name or before.startswith("."):
        return dot
    return dot - len(name[0].partition("..")[0].rstrip(".-_"))


def _may_start(text: str, start: int) -> bool:
    """Tell whether a domain may begin where it does: not in an e-mail address or a path."""
    before = text[max(start - 4, 0) : start]
    if before.endswith(("/", "\\")):
        return before.endswith(("//", "\\/\\/")) and not before.endswith("///")
    return not before or before[-1] not in _NOT_BEFORE_DOMAIN


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdigit() and len(label) <= 3


def _glued_scheme(text: str, start: int, end: int) -> int | None:
    """Return where the scheme of a following URL begins, if it got into a host."""
    if not patterns.SEPARATOR.match(text, end):
        return None
    scheme = patterns.SCHEME_BEFORE.search(text, max(start, end - _LONGEST_SCHEME), end)
    return scheme.start() if scheme else None


def _sensible_length(host: str) -> int:
    """Return the length of a host without the sentence or the foreign letters glued to it."""
    position, labels = 0, []
    for dot in patterns.DOT.finditer(host):
        labels.append((host[position : dot.start()], dot.start()))
        position = dot.end()
    labels.append((host[position:], len(host)))
    last = labels[-1][0]
    if not last.istitle() and is_top_level(last):
        return len(host)
    for index in range(1, len(labels)):
        label, end = labels[index]
        ascii_part = label.encode("ascii", "ignore").decode() if not label.isascii() else label
        if label.startswith(ascii_part) and ascii_part.islower() and is_top_level(ascii_part):
            if ascii_part != label:
                return end - len(label) + len(ascii_part)
            following = labels[index + 1][0] if index + 1 < len(labels) else ""
            if following.istitle() or (following and not following.isascii()):
                return end
    return len(patterns.FULL_STOP.split(host, maxsplit=1)[0])


def _tail_end(text: str, start: int, position: int) -> int:
    """Return where path, query and fragment end, trailing punctuation included."""
    pattern = patterns.tail("'" if text.startswith("'", max(start - 1, 0)) else "")
    first = position
    while True:
        match = pattern.match(text, position)
        end = match.end() if match else position
        separator = patterns.SEPARATOR.match(text, end)
        if not separator:
            return end
        scheme = patterns.SCHEME_BEFORE.search(text, max(first, end - _LONGEST_SCHEME), end)
        if scheme and (scheme.start() == first or text[scheme.start() - 1] not in _NESTS):
            return scheme.start()
        position = separator.end()


def _trimmed(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip(_TRAILING))
