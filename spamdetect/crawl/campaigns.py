"""Memory over a crawl: what spam sections of many unrelated sites have in common.

A host that several unrelated sites promote in spam sections, and that is not linked from honest
places as well, belongs to a campaign, even where its name and content are those of an honest site
that was broken into. Hosts that a single site mentions count if they share a brand or an address
range with others. Hosts and anchor texts that go together are joined to campaigns by connected
components.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

from spamdetect.crawl.blocklist import entries, names_above, wider_names
from spamdetect.crawl.evidence import PageEvidence, Place, foreign_mentions
from spamdetect.crawl.found import Campaign, CampaignHost
from spamdetect.crawl.pairs import together
from spamdetect.crawl.platforms import honest_hosts, never_suspect
from spamdetect.crawl.sharing import Groups, by_brand, by_range, site_name
from spamdetect.crawl.weighing import (
    MIN_SITES,
    MOST_ON_SITE,
    checked_sites,
    is_fair,
    is_one_campaign,
    is_strong,
    is_widespread,
    main_category,
)
from spamdetect.urls.rules import HostRules

_MOST_SITES_KEPT: Final = 4096


@dataclass(slots=True)
class _HostEvidence:
    """Sites by how they mention a host."""

    spam: set[int] = field(default_factory=set)
    honest: set[int] = field(default_factory=set)
    unclear: set[int] = field(default_factory=set)
    score: float = 0.0


class CampaignFinder:
    """Collects pages, then finds campaigns.

    Memory grows with the number of distinct pairs of site and linked host.

    Parameters
    ----------
    min_sites : int
        How many unrelated sites make a campaign, 2 at least.
    allow : HostRules, optional
        Hosts that belong to no campaign, besides those of ``platforms.txt`` that everybody
        links to.

    Attributes
    ----------
    pages : int
    unnamed : int
        Pages without an address, whose id or file stood for their site.

    Raises
    ------
    ValueError
        If `min_sites` is below 2.
    """

    def __init__(self, min_sites: int = MIN_SITES, allow: HostRules | None = None) -> None:
        self.pages = 0
        self.unnamed = 0
        self._min_sites = checked_sites(min_sites)
        self._honest = honest_hosts(allow)
        self._sites: dict[str, int] = {}
        self._names: list[str] = []
        self._groups: list[int] = []
        self._group_ids: dict[str, int] = {}
        self._hosts: dict[str, _HostEvidence] = {}
        self._phrases: dict[str, set[int]] = defaultdict(set)
        self._categories: dict[int, Counter[str]] = defaultdict(Counter)

    def add(self, page: PageEvidence) -> None:
        """Take in a page."""
        self.pages += 1
        self.unnamed += not page.named
        site = self._site(page.site)
        for mention in foreign_mentions(page):
            evidence = self._hosts.get(mention.host)
            if evidence is None:
                evidence = self._hosts[mention.host] = _HostEvidence()
            evidence.score = max(evidence.score, mention.score)
            if mention.place is Place.SPAM:
                evidence.spam.add(site)
            elif mention.place is Place.UNCLEAR:
                evidence.unclear.add(site)
            elif len(evidence.honest) < _MOST_SITES_KEPT:
                evidence.honest.add(site)
        for phrase in page.phrases:
            self._phrases[phrase].add(site)
        if page.categories:
            self._categories[site].update(page.categories)

    def find(self) -> list[Campaign]:
        """Return the campaigns, the most widespread first."""
        hosts = self._suspects()
        self._settle_missed(hosts)
        kept = self._kept(hosts)
        phrases = {
            phrase: sites
            for phrase, sites in self._phrases.items()
            if self._unrelated(sites) >= self._min_sites
        }
        nodes: dict[str, set[int]] = {f"h {host}": hosts[host].spam for host in kept}
        nodes |= {f"p {phrase}": sites for phrase, sites in phrases.items()}
        groups = Groups(nodes)
        for first, second, count in together(nodes):
            both = first[0] == "h" and second[0] == "h"
            if is_one_campaign(both, count, len(nodes[first]) + len(nodes[second]) - count):
                groups.join(first, second)
        for shared in (by_brand(kept), by_range(kept)):
            for members in shared.values():
                for host in members[1:]:
                    groups.join(f"h {members[0]}", f"h {host}")
        found = [self._campaign(members, hosts, phrases) for members in groups.components()]
        found = [one for one in found if one.unrelated_sites >= self._min_sites]
        found.sort(
            key=lambda one: (
                not one.hosts,
                -one.unrelated_sites,
                -len(one.hosts),
                one.sites,
                one.anchors,
            )
        )
        return [replace(one, rank=rank) for rank, one in enumerate(found, start=1)]

    def block_list(self, campaigns: Iterable[Campaign]) -> list[str]:
        """Return what to block of campaigns, in the plain syntax of block lists.

        Parameters
        ----------
        campaigns : iterable of Campaign

        Returns
        -------
        list of str
            Hosts; in place of three hosts or more below a registered domain, or addresses of a
            range, the domain or range, if no honest link leads there.
        """
        hosts = {entry.host for campaign in campaigns for entry in campaign.hosts}
        wider = wider_names(hosts)
        for host, evidence in self._hosts.items():
            if evidence.honest:
                for name in list(names_above(host, wider.keys())):
                    del wider[name]
        return entries(hosts, wider)

    def _site(self, name: str) -> int:
        number = self._sites.get(name)
        if number is None:
            number = self._sites[name] = len(self._sites)
            self._names.append(name)
            group = site_name(name)
            self._groups.append(self._group_ids.setdefault(group, len(self._group_ids)))
        return number

    def _unrelated(self, sites: Iterable[int]) -> int:
        return len({self._groups[site] for site in sites})

    def _suspects(self) -> dict[str, _HostEvidence]:
        """Return the hosts that stand in spam sections and are no platforms."""
        suspects: dict[str, _HostEvidence] = {}
        for host, evidence in self._hosts.items():
            if not evidence.spam or never_suspect(host, self._honest):
                continue
            evidence.unclear -= evidence.spam
            evidence.honest -= evidence.spam
            evidence.honest -= evidence.unclear
            suspects[host] = evidence
        return suspects

    def _settle_missed(self, hosts: dict[str, _HostEvidence]) -> None:
        """Take honest mentions for spam on sites that mention two hosts promoted together.

        The scorer misses sections; a site that links to two hosts which spam sections elsewhere
        name side by side carries the same section.
        """
        strong = {
            host: evidence
            for host, evidence in hosts.items()
            if is_strong(len(evidence.spam), len(evidence.honest))
        }
        on_site: dict[int, list[str]] = defaultdict(list)
        for host, evidence in strong.items():
            for site in evidence.spam | evidence.honest | evidence.unclear:
                on_site[site].append(host)
        moved: list[tuple[str, int]] = []
        for site, present in on_site.items():
            doubtful = [host for host in present if site not in strong[host].spam]
            if len(present) > MOST_ON_SITE:
                continue
            moved += [
                (host, site)
                for host in doubtful
                if any(
                    other != host and len(strong[host].spam & strong[other].spam) >= 2
                    for other in present
                )
            ]
        for host, site in moved:
            strong[host].spam.add(site)
            strong[host].honest.discard(site)
            strong[host].unclear.discard(site)

    def _kept(self, hosts: dict[str, _HostEvidence]) -> list[str]:
        """Return the hosts that are widespread enough, and too seldom in honest places."""
        kept: set[str] = set()
        partners: Counter[str] = Counter()
        fair = {host: evidence for host, evidence in hosts.items() if self._is_fair(evidence)}
        candidates = {host: e.spam for host, e in fair.items() if self._unrelated(e.spam) >= 2}
        for first, second, _ in together(candidates):
            partners[first] += 1
            partners[second] += 1
        for host, evidence in fair.items():
            spam = self._unrelated(evidence.spam)
            every = self._unrelated(evidence.spam | evidence.honest | evidence.unclear)
            backed = partners[host] > 0 or not evidence.honest
            unclear = self._unrelated(evidence.unclear)
            if is_widespread(spam, unclear, every, backed, self._min_sites):
                kept.add(host)
        unshared = [host for host, evidence in fair.items() if not evidence.honest]
        for shared in (by_brand([*unshared, *kept]), by_range([*unshared, *kept])):
            for members in shared.values():
                sites = set().union(*(hosts[host].spam for host in members))
                if len(members) > 1 and self._unrelated(sites) >= self._min_sites:
                    kept.update(members)
        return sorted(kept)

    def _is_fair(self, evidence: _HostEvidence) -> bool:
        spam, honest = self._unrelated(evidence.spam), self._unrelated(evidence.honest)
        return is_fair(spam, honest, evidence.score)

    def _campaign(
        self,
        members: list[str],
        hosts: dict[str, _HostEvidence],
        phrases: dict[str, set[int]],
    ) -> Campaign:
        names = [node[2:] for node in members if node.startswith("h ")]
        anchors = [node[2:] for node in members if node.startswith("p ")]
        sites = set().union(*(hosts[host].spam | hosts[host].unclear for host in names))
        if not names:
            sites = set().union(*(phrases[phrase] for phrase in anchors))
        categories = sum((self._categories[site] for site in sites), Counter[str]())
        entries = [
            CampaignHost(
                host, self._unrelated(hosts[host].spam), self._unrelated(hosts[host].honest)
            )
            for host in names
        ]
        entries.sort(key=lambda entry: (-entry.sites, entry.host))
        anchors.sort(key=lambda phrase: (-len(phrases[phrase]), phrase))
        return Campaign(
            0,
            tuple(sorted(self._names[site] for site in sites)),
            self._unrelated(sites),
            main_category(categories),
            tuple(entries),
            tuple(sorted(brand for brand, all_ in by_brand(names).items() if len(all_) > 1)),
            tuple(sorted(name for name, all_ in by_range(names).items() if len(all_) > 1)),
            tuple(anchors),
        )
