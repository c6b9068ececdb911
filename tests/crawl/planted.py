"""Scored pages of many sites with planted campaigns, as a scorer that errs would report them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

NAMES = """amber anchor apple autumn badger bakery barley basin beacon birch border bridge brook
cabin candle canyon cedar chapel cherry cliff clover copper coral cotton county creek crystal dairy
delta desert eagle early ember falcon farm ferry field fjord forest garden ginger granite harbor
harvest hazel heron hollow island ivory jasper juniper kettle lagoon lantern lemon linden lodge
maple marble meadow mill mint morning moss needle north oak olive orchard otter pebble pepper pine
planet prairie quarry quartz raven reed ridge river robin rowan saddle sage salmon sierra silver
sparrow spring spruce stone summit sunset thistle timber tulip valley velvet violet walnut willow
winter wren"""
WORDS = NAMES.split()
TRADES = ("bet", "slot", "pills", "loan", "casino", "poker")
SUFFIXES = ("com", "org", "net", "co.id", "de", "fr", "co.uk", "info", "ac.id")
PLATFORMS = (
    "www.facebook.com",
    "t.me",
    "youtu.be",
    "en.wikipedia.org",
    "bit.ly",
    "www.instagram.com",
)


@dataclass
class Planted:
    """Pages in the form that ``spamdetect score`` writes, and the truth about them."""

    entries: list[dict[str, Any]] = field(default_factory=list)
    campaigns: list[set[str]] = field(default_factory=list)
    """Hosts of each campaign."""

    @property
    def hosts(self) -> set[str]:
        return set().union(*self.campaigns)


def plant(pages: int = 20_000, campaigns: int = 30, seed: int = 1, found: float = 0.85) -> Planted:
    """Make scored pages.

    Parameters
    ----------
    pages : int
        Clean pages.
    campaigns : int
    seed : int
    found : float
        Share of the planted sections that the scorer finds.
    """
    maker = _Maker(random.Random(seed), pages, found)
    for number in range(pages):
        maker.clean_page(number)
    for _ in range(campaigns):
        maker.campaign()
    maker.footers()
    maker.random.shuffle(maker.out.entries)
    return maker.out


class _Maker:
    def __init__(self, source: random.Random, pages: int, found: float) -> None:
        self.random = source
        self.found = found
        self.out = Planted()
        self.taken: set[str] = set()
        self.sites = [self.name() for _ in range(max(200, pages // 4))]
        self.honest = [self.name() for _ in range(max(300, pages // 3))]
        self.number = 0

    def name(self, middle: str = "") -> str:
        while True:
            label = self.random.choice(WORDS) + middle + self.random.choice(WORDS)
            label += self.random.choice(("", "", "-" + self.random.choice(WORDS), "24"))
            host = f"{label}.{self.random.choice(SUFFIXES)}"
            if host not in self.taken:
                self.taken.add(host)
                return host

    def popular(self) -> str:
        """Return an honest host; the first ones are linked by everybody."""
        return self.honest[min(int(self.random.paretovariate(0.6)), len(self.honest)) - 1]

    def links(self, most: int) -> list[str]:
        return [
            self.random.choice(PLATFORMS) if self.random.random() < 0.2 else self.popular()
            for _ in range(self.random.randint(0, most))
        ]

    def page(
        self, site: str, honest: list[str], promoted: list[str], flagged: bool, anchor: str = ""
    ) -> None:
        self.number += 1
        text = "\n".join([anchor, *(f"https://{host}/" for host in promoted)])
        section = {
            "start": 0, "end": len(text), "text": text, "label": "spam", "category": "gambling",
            "score": 0.99, "hidden": False, "selector": None, "reasons": [],
        }  # fmt: skip
        self.out.entries.append(
            {
                "id": f"page {self.number}",
                "url": f"https://www.{site}/{self.number}",
                "source": "pages.jsonl",
                "line": self.number,
                "verdict": "injected" if flagged else "clean",
                "score": 0.99 if flagged else 0.01,
                "category": "gambling" if flagged else None,
                "sections": [section] if flagged else [],
                "urls": [_url(host) for host in (*honest, *promoted)],
                "error": None,
            }
        )

    def clean_page(self, number: int) -> None:
        site = self.sites[number % len(self.sites)]
        links = self.links(12)
        alarm = self.random.random() < 0.001
        cut = self.random.randint(0, min(3, len(links))) if alarm else 0
        self.page(site, links[cut:], links[:cut], alarm, "best offers")

    def campaign(self) -> None:
        count = round(3 * (40 / 3) ** self.random.random())
        sites = [
            self.random.choice(self.sites) if self.random.random() < 0.7 else self.name()
            for _ in range(count)
        ]
        kind = self.random.choice(("brand", "hijacked", "addresses", "mixed"))
        many = self.random.randint(1, 8)
        trade = self.random.choice(WORDS) + self.random.choice(TRADES)
        hosts: list[str] = []
        if kind in ("brand", "mixed"):
            hosts += [f"{trade}{self.random.randint(1, 999)}.top" for _ in range(many)]
        if kind in ("hijacked", "mixed"):
            hosts += [self.name() for _ in range(many)]
        if kind == "addresses":
            block = f"{self.random.randint(11, 99)}.{self.random.randint(1, 250)}.77"
            hosts += [f"{block}.{self.random.randint(1, 254)}" for _ in range(max(3, many))]
        hosts = sorted(set(hosts))
        for host in hosts:
            if kind == "hijacked" and self.random.random() < 0.2:
                self.page(self.random.choice(self.sites), [host], [], False)
        share = self.random.uniform(0.6, 1.0)
        chosen = {site: {h for h in hosts if self.random.random() < share} for site in sites}
        for host in hosts:
            for site in self.random.sample(sorted(chosen), min(3, len(chosen))):
                chosen[site].add(host)
        anchor = f"{trade} {self.random.choice(WORDS)}"
        for site, promoted in chosen.items():
            for _ in range(self.random.randint(1, 3)):
                extra = [self.random.choice(PLATFORMS)] if self.random.random() < 0.2 else []
                extra += [self.popular()] if self.random.random() < 0.1 else []
                flagged = self.random.random() < self.found
                self.page(site, self.links(12), sorted(promoted) + extra, flagged, anchor)
        self.out.campaigns.append(set(hosts))

    def footers(self) -> None:
        """Sites of which every page carries the same link; in part taken for spam."""
        for _ in range(20):
            site, host = self.name(), self.name("design")
            for _ in range(20):
                self.page(site, self.links(5), [host], self.random.random() < 0.3, "web design")


def _url(host: str) -> dict[str, Any]:
    spam = host.endswith(".top") and sum(host.encode()) % 2 == 0
    return {
        "url": f"https://{host}/",
        "host": host,
        "registered_domain": host,
        "verdict": "spam" if spam else "ok",
        "score": 0.999 if spam else 0.02,
        "category": "gambling" if spam else None,
        "reasons": [],
    }
