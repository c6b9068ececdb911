"""Entries of allow and block lists, in the syntaxes that such lists come in.

- plain: ``host.example``, ``.go.id`` or ``*.example`` for all below a suffix, ``192.0.2.7``,
  ``192.0.2.0/24``, ``2001:db8::/32``, ``192.0.2.1-192.0.2.9``, a URL without a path;
- hosts files: ``0.0.0.0 host.example other.example``, also with ``0`` for the address;
- AdBlock: ``||host.example^``; ``@@||host.example^`` takes what it names out of a block list, and
  on an allow list it is an entry like the others. Rules that are not about whole hosts (cosmetic
  ones, paths, ports, types of resources) are left out.

A name covers itself and everything below it. ``#``, ``!`` and ``;`` begin comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Final, Literal

from spamdetect.urls.host import canonical_host, split_url

_COMMENT = re.compile(r"(?:\A|\s)[#;].*|\A\s*!.*", re.DOTALL)
_COSMETIC = re.compile(r"#[@?$%]*#")
_HEADER = re.compile(r"\[\s*(?:ad|u)(?:block|guard)[^\]]*\]", re.IGNORECASE)
_HOST_RULE = re.compile(r"\|\|(?:\*\.)?(\[[^\s\]]*\]|[^\s/^$|*:]+)/?\^?\|?(?:\$(.*))?")
_NAME = re.compile(r"[a-z0-9_.-]+")
_WHOLE_HOST: Final = frozenset(
    ("", "3p", "all", "doc", "document", "important", "popup", "third-party")
)
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a list names.

    Attributes
    ----------
    name : str
        Canonical host or suffix; empty for addresses.
    version : {0, 4, 6}
        Of the address range; 0 for names.
    first, last : int
        First and last address of the range.
    exception : bool
        Not to be listed although another entry covers it.
    """

    name: str
    version: Literal[0, 4, 6] = 0
    first: int = 0
    last: int = 0
    exception: bool = False


class EntryReader:
    """Reads the lines of one list.

    Parameters
    ----------
    allow : bool
        Whether it is an allow list.

    Attributes
    ----------
    left_out : int
        AdBlock rules read so far that are not about whole hosts.
    """

    def __init__(self, *, allow: bool = False) -> None:
        self.left_out = 0
        self._allow = allow
        self._adblock = False

    def read(self, line: str) -> list[Entry]:
        """Return the entries on a line; none for comments and empty lines.

        Parameters
        ----------
        line : str

        Raises
        ------
        ValueError
            If the line is none of this, with the cause in one line.
        """
        text = line.strip().lstrip("\ufeff")
        if not text:
            return []
        if text.startswith(("||", "@@")) or _COSMETIC.search(text):
            self._adblock = True
            return self._rule(text)
        if _HEADER.match(text):
            self._adblock = True
            return []
        text = _COMMENT.sub("", text).strip()
        if not text:
            return []
        words = text.split()
        try:
            return list(_hosts_line(words)) if len(words) > 1 else [_entry(words[0])]
        except ValueError:
            if not self._adblock:
                raise
            self.left_out += 1
            return []

    def _rule(self, text: str) -> list[Entry]:
        exception = text.startswith("@@") and not self._allow
        match = _HOST_RULE.fullmatch(text.removeprefix("@@"))
        if match is None or not _WHOLE_HOST.issuperset((match[2] or "").lower().split(",")):
            self.left_out += 1
            return []
        entry = _entry(match[1])
        return [Entry(entry.name, entry.version, entry.first, entry.last, exception)]


def _hosts_line(words: list[str]) -> Iterator[Entry]:
    try:
        ip_address("0.0.0.0" if words[0] == "0" else words[0].partition("%")[0])
    except ValueError:
        raise ValueError(f"{_shown(' '.join(words))} is more than one word") from None
    for word in words[1:]:
        # Hosts files begin with localhost, ip6-allnodes and the like.
        if "." in word and canonical_host(word).kind != "ipv4":
            yield _entry(word)


def _entry(word: str) -> Entry:
    if "/" in word and "://" not in word:
        return _network(word)
    bare = word
    if "://" in word:
        parts = split_url(word)
        if parts.path.strip("/") or parts.query or parts.userinfo or parts.port:
            raise ValueError(f"{_shown(word)} is more than a host; lists name whole hosts")
        bare = parts.host.name
    elif "-" in word and word[0].isdigit():
        dashed = _dashed(word)
        if dashed is not None:
            return dashed
    name = bare.removeprefix("*.") if bare.startswith("*.") else bare.removeprefix(".")
    suffix = name != bare
    host = canonical_host(name)
    if host.address is not None and not suffix:
        number = int(host.address)
        return Entry("", host.address.version, number, number)
    # Browsers take other characters in hosts, but no name server does.
    if host.kind != "domain" or not _NAME.fullmatch(host.name) or ".." in host.name:
        raise ValueError(f"{_shown(word)} is no host, suffix or address range")
    if "." not in host.name and not suffix:
        raise ValueError(
            f"{_shown(word)} is a single label; write .{_shown(host.name)} for all hosts below it"
        )
    return Entry(host.name)


def _network(word: str) -> Entry:
    try:
        network = ip_network(word, strict=False)
    except ValueError:
        raise ValueError(f"{_shown(word)} is no address range, and lists name no paths") from None
    return Entry("", network.version, int(network.network_address), int(network.broadcast_address))


def _dashed(word: str) -> Entry | None:
    first, _, last = word.partition("-")
    try:
        low, high = ip_address(first), ip_address(last)
    except ValueError:
        return None
    if low.version != high.version or int(low) > int(high):
        raise ValueError(f"{_shown(word)} is no address range: its end lies before its start")
    return Entry("", low.version, int(low), int(high))


def _shown(word: str) -> str:
    return word if len(word) <= _SHOWN else word[:_SHOWN] + "…"
