"""Campaigns: what a crawl's pages have in common."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class CampaignHost:
    """A host that a campaign promotes.

    Attributes
    ----------
    host : str
    sites : int
        Unrelated sites that promote it in spam sections.
    honest_sites : int
        Unrelated sites that link to it elsewhere.
    """

    host: str
    sites: int
    honest_sites: int


@dataclass(frozen=True, slots=True)
class Campaign:
    """Hosts and texts that several unrelated sites carry in common.

    Attributes
    ----------
    rank : int
        From 1: the campaign on the most unrelated sites; those known by texts alone come last.
    sites : tuple of str
        That carry it, sorted.
    unrelated_sites : int
        Sites of the same name under several suffixes counted once.
    category : str
        Of most of its spam sections.
    hosts : tuple of CampaignHost
        The most widespread first.
    brands, ranges, anchors : tuple of str
        Registered labels without the digits of a series, address ranges and anchor texts that
        the hosts or sites share.
    """

    rank: int
    sites: tuple[str, ...]
    unrelated_sites: int
    category: str
    hosts: tuple[CampaignHost, ...]
    brands: tuple[str, ...]
    ranges: tuple[str, ...]
    anchors: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the campaign as plain dicts, lists, strings and numbers, ready for JSON."""
        return asdict(self)
