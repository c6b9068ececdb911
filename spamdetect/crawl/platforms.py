"""Hosts that belong to no campaign, however many sites name them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from spamdetect.urls.host import canonical_host
from spamdetect.urls.rules import HostRules, HostSet, ListRules


@cache
def known_platforms() -> HostSet:
    """Return the platforms that ship with the package."""
    text = (files("spamdetect.crawl") / "platforms.txt").read_text(encoding="utf-8")
    return HostSet(text.splitlines())


def honest_hosts(allow: HostRules | None = None) -> ListRules:
    """Return the platforms that everybody links to, and hosts of one's own."""
    return ListRules(known_platforms(), HostSet() if allow is None else allow)


def never_suspect(host: str, honest: ListRules) -> bool:
    """Tell whether a canonical host is listed as honest, or is no public one."""
    return bool(honest.listed(host)) or canonical_host(host).special
