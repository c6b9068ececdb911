from __future__ import annotations

import itertools
from typing import Any

import pytest
from planted import plant

from spamdetect.crawl.campaigns import CampaignFinder
from spamdetect.crawl.evidence import (
    Mention,
    PageEvidence,
    Place,
    evidence_of_entry,
    evidence_of_report,
)
from spamdetect.crawl.pairs import together
from spamdetect.crawl.platforms import known_platforms
from spamdetect.crawl.sharing import Groups, address_range, brand
from spamdetect.crawl.weighing import go_together
from spamdetect.errors import DataError
from spamdetect.io.records import Record
from spamdetect.reports import Report, Section, UrlReport
from spamdetect.urls.rules import HostSet


def page(
    site: str, spam: str = "", honest: str = "", unclear: str = "", phrases: str = ""
) -> PageEvidence:
    mentions = [
        Mention(host, place, 0.0)
        for names, place in ((spam, Place.SPAM), (honest, Place.HONEST), (unclear, Place.UNCLEAR))
        for host in names.split()
    ]
    return PageEvidence(
        site, True, tuple(mentions), tuple(phrases.split(",")) if phrases else (), ("gambling",)
    )


def blocked(*pages: PageEvidence, **options: Any) -> list[str]:
    finder = CampaignFinder(**options)
    for one in pages:
        finder.add(one)
    return finder.block_list(finder.find())


SITES = [f"{name}-site.com" for name in ("one", "two", "three", "four", "five", "six")]


def everywhere(count: int = 3, **what: str) -> list[PageEvidence]:
    return [page(site, **what) for site in SITES[:count]]


def test_a_host_in_spam_of_three_unrelated_sites_is_a_campaign() -> None:
    assert blocked(*everywhere(3, spam="hacked.org")) == ["hacked.org"]
    assert blocked(*everywhere(2, spam="hacked.org")) == []
    assert blocked(*everywhere(2, spam="hacked.org"), min_sites=2) == ["hacked.org"]


def test_a_link_on_every_page_of_one_site_is_none() -> None:
    assert blocked(*[page("one.com", spam="designer.net")] * 50) == []


def test_sites_of_one_name_under_several_suffixes_are_related() -> None:
    pages = [page(f"paper.{suffix}", spam="partner.net") for suffix in ("com", "de", "fr", "co.uk")]
    assert blocked(*pages) == []


def test_own_links_and_platforms_do_not_count() -> None:
    assert blocked(*everywhere(5, spam="www.facebook.com t.me 192.168.1.1")) == []
    assert blocked(page("a.com", spam="a.net"), *everywhere(2, spam="a.net")) == []


def test_help_lines_regulators_and_great_newspapers_do_not_count() -> None:
    camouflage = "www.nytimes.com kompas.com begambleaware.org gamblingcommission.gov.uk"
    assert blocked(*everywhere(5, spam=f"bet.top {camouflage}")) == ["bet.top"]


def test_allowed_hosts_do_not_count() -> None:
    assert blocked(*everywhere(4, spam="mine.org"), allow=HostSet(["mine.org"])) == []


def test_hosts_that_honest_places_link_to_are_spared() -> None:
    honest = [page(f"reader{n}-site.com", honest="journal.org") for n in range(4)]
    assert blocked(*everywhere(4, spam="journal.org bet.top"), *honest) == ["bet.top"]


def test_a_section_that_was_missed_does_not_spare_hosts_promoted_together() -> None:
    pages = everywhere(3, spam="first.org second.org")
    missed = [page(site, honest="first.org second.org") for site in SITES[3:6]]
    assert blocked(*pages, *missed) == ["first.org", "second.org"]


def test_hosts_of_one_brand_on_a_site_each_are_a_campaign() -> None:
    pages = [page(SITES[n], spam=f"luckybird{n + 7}.top") for n in range(3)]
    finder = CampaignFinder()
    for one in pages:
        finder.add(one)
    (campaign,) = finder.find()
    assert campaign.brands == ("luckybird",)
    assert campaign.unrelated_sites == 3
    assert finder.block_list([campaign]) == [f"luckybird{n}.top" for n in (7, 8, 9)]
    different = [
        page(SITES[n], spam=f"{name}.top") for n, name in enumerate(("aaaa", "bbbb", "cc"))
    ]
    assert blocked(*different) == []


def test_addresses_of_one_range_become_the_range() -> None:
    pages = [page(SITES[n], spam=f"45.9.77.{n + 1}") for n in range(4)]
    assert blocked(*pages) == ["45.9.77.0/24"]
    assert blocked(*pages, page("x.com", honest="45.9.77.200")) == [
        f"45.9.77.{n}" for n in range(1, 5)
    ]
    assert HostSet(blocked(*pages)).match("45.9.77.9") == "45.9.77.0/24"


def test_many_hosts_of_a_domain_become_the_domain_unless_an_honest_link_leads_there() -> None:
    pages = everywhere(3, spam="a.pills.top b.pills.top c.pills.top")
    assert blocked(*pages) == ["pills.top"]
    assert blocked(*pages, page("x.com", honest="pills.top")) == [
        "a.pills.top",
        "b.pills.top",
        "c.pills.top",
    ]
    school = everywhere(3, spam="a.school.ac.id b.school.ac.id c.school.ac.id")
    assert "school.ac.id" not in blocked(*school)


def test_unclear_mentions_count_half_beside_sure_ones_only() -> None:
    assert blocked(*everywhere(6, unclear="maybe.org")) == []
    sure = everywhere(2, spam="maybe.org")
    honest = page("x.com", honest="maybe.org")
    two = [page(site, unclear="maybe.org") for site in SITES[2:4]]
    assert blocked(*sure, *two) == ["maybe.org"]
    assert blocked(*sure[:1], *two) == []
    assert blocked(*sure, *two, honest) == []


def test_who_made_sites_that_were_all_broken_into_is_not_blocked() -> None:
    pages = everywhere(6, spam="bet.top", unclear="designer.net")
    assert blocked(*pages) == ["bet.top"]
    assert blocked(*pages[1:], page(SITES[0], spam="bet.top designer.net")) == ["bet.top"]


def test_one_honest_link_weighs_as_much_as_two_sections() -> None:
    honest = page("x.com", honest="newspaper.org")
    assert blocked(*everywhere(2, spam="newspaper.org other.org"), honest) == []
    assert blocked(*everywhere(3, spam="newspaper.org"), honest) == ["newspaper.org"]


def test_texts_alone_make_a_campaign_without_hosts() -> None:
    finder = CampaignFinder()
    for one in everywhere(4, phrases="golden slot,rare text"):
        finder.add(one)
    (campaign,) = finder.find()
    assert (campaign.hosts, campaign.anchors) == ((), ("golden slot", "rare text"))
    assert campaign.to_dict()["rank"] == 1
    assert finder.block_list([campaign]) == []


def test_hosts_that_go_together_are_one_campaign_and_others_another() -> None:
    pages = [page(site, spam="a.top b.top", phrases="a text") for site in SITES[:3]]
    pages += [page(site, spam="z.top", phrases="common") for site in SITES[3:6]]
    finder = CampaignFinder()
    for one in pages:
        finder.add(one)
    hosts = [sorted(entry.host for entry in one.hosts) for one in finder.find()]
    assert sorted(hosts) == [["a.top", "b.top"], ["z.top"]]


def test_the_order_of_pages_does_not_matter() -> None:
    entries = plant(pages=300, campaigns=3, seed=4).entries
    results = []
    for order in (entries, entries[::-1]):
        finder = CampaignFinder()
        for entry in order:
            finder.add(evidence_of_entry(entry))
        results.append(finder.find())
    assert results[0] == results[1]


@pytest.mark.parametrize("seed", [1, 2])
def test_planted_campaigns_are_found_and_no_honest_host_is_blocked(seed: int) -> None:
    planted = plant(pages=4000, campaigns=15, seed=seed)
    finder = CampaignFinder()
    for entry in planted.entries:
        finder.add(evidence_of_entry(entry))
    campaigns = finder.find()
    block = HostSet(finder.block_list(campaigns))
    found = {host for host in planted.hosts if block.match(host)}
    assert len(found) >= 0.95 * len(planted.hosts)
    linked = {url["host"] for entry in planted.entries for url in entry["urls"]}
    assert not {host for host in linked - planted.hosts if block.match(host)}
    for campaign in campaigns:
        members = {entry.host for entry in campaign.hosts}
        assert sum(not members.isdisjoint(hosts) for hosts in planted.campaigns) <= 1


def test_min_sites_of_one_is_refused() -> None:
    with pytest.raises(ValueError, match="one site makes no campaign"):
        CampaignFinder(min_sites=1)


def test_platforms_that_ship_are_readable_and_hold_no_user_hosting() -> None:
    assert known_platforms().match("m.facebook.com") == "facebook.com"
    for host in ("someone.blogspot.com", "someone.github.io", "someone.wordpress.com"):
        assert known_platforms().match(host) is None


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("www.lucky88.com", "lucky"),
        ("lucky-77.net", "lucky"),
        ("88lucky99bird.org", "lucky0bird"),
        ("bet88.com", ""),
        ("192.0.2.1", ""),
        ("lucky.co.id", "lucky"),
    ],
)
def test_brand(host: str, expected: str) -> None:
    assert brand(host) == expected


def test_address_ranges() -> None:
    assert address_range("45.9.77.3") == "45.9.77.0/24"
    assert address_range("[2a01:4f8:1:2::3]") == "2a01:4f8:1::/48"


def test_nodes_go_together_by_two_sites_and_half_of_those_of_the_rarer() -> None:
    for first, second, shared in itertools.product(range(1, 9), repeat=3):
        asked = go_together(first, second, shared)
        assert asked == (shared >= max(2, min(first, second) / 2))


def test_together_and_groups() -> None:
    nodes = {"a": {1, 2, 3}, "b": {2, 3}, "c": {3, 4, 5, 6}, "d": {1, 2, 3, 4, 5, 6}}
    pairs = {(first, second): count for first, second, count in together(nodes)}
    assert pairs == {("a", "b"): 2, ("a", "d"): 3, ("b", "d"): 2, ("c", "d"): 4}
    groups = Groups("abcdef")
    for first, second in itertools.pairwise("abc"):
        groups.join(first, second)
    groups.join("e", "f")
    assert sorted(map(sorted, groups.components())) == [["a", "b", "c"], ["d"], ["e", "f"]]


def entry(**changes: Any) -> dict[str, Any]:
    url = {"url": "http://www.bet.top/x", "host": "www.bet.top", "verdict": "ok", "score": 0.1}
    other = {"url": "http://journal.org/", "host": "journal.org", "verdict": "ok", "score": 0.1}
    section = {
        "text": "Play here: http://www.bet.top/x\nGolden Slot | Bonus",
        "label": "spam",
        "category": "gambling",
        "selector": None,
    }
    return {
        "id": "pages.jsonl:7",
        "source": "pages.jsonl",
        "line": 7,
        "url": "https://news.site.co.uk/a",
        "verdict": "injected",
        "sections": [section, {**section, "label": "junk", "text": "Share this"}],
        "urls": [url, other],
        **changes,
    }


def test_links_in_spam_sections_are_told_from_others() -> None:
    found = evidence_of_entry(entry())
    assert (found.site, found.named) == ("site.co.uk", True)
    assert [(m.host, m.place) for m in found.mentions] == [
        ("bet.top", Place.SPAM),
        ("journal.org", Place.HONEST),
    ]
    assert found.phrases == ("play here", "golden slot", "bonus")
    assert found.categories == ("gambling",)


def test_a_url_that_is_spam_in_itself_promotes_nothing_on_a_clean_page() -> None:
    casino = {"url": "http://casino.org/", "host": "casino.org", "verdict": "spam", "score": 0.99}
    (mention,) = evidence_of_entry(entry(sections=[], verdict="clean", urls=[casino])).mentions
    assert mention.place is Place.UNCLEAR
    (mention,) = evidence_of_entry(entry(urls=[casino])).mentions
    assert mention.place is Place.SPAM
    url = UrlReport("http://casino.org/", "casino.org", "casino.org", "spam", 0.99, "gambling")
    report = Report("clean", 0.1, None, (), (url,), "", "", None, "m")
    record = Record("a", "f", 1, "Held at http://casino.org/ again.", None, "http://b.com/", None)
    (mention,) = evidence_of_report(record, report).mentions
    assert (mention.place, mention.score) == (Place.UNCLEAR, 0.99)
    conferences = [evidence_of_entry(entry(url=f"http://{s}/", sections=[], verdict="clean",
                                           urls=[casino])) for s in SITES]  # fmt: skip
    assert blocked(*conferences) == []
    assert blocked(*conferences, *everywhere(2, spam="casino.org")) == ["casino.org"]


def test_links_of_html_pages_with_spam_are_unclear() -> None:
    hidden = {"text": "Slot", "label": "spam", "category": "gambling", "selector": "div > p"}
    found = evidence_of_entry(entry(sections=[hidden]))
    assert {mention.place for mention in found.mentions} == {Place.UNCLEAR}
    assert {m.place for m in evidence_of_entry(entry(sections=[])).mentions} == {Place.HONEST}


@pytest.mark.parametrize(
    ("changes", "site", "named"),
    [
        ({"url": None}, "pages.jsonl", False),
        ({"url": None, "id": "doc 5"}, "doc 5", False),
        ({"url": None, "id": "https://www.a.co.id/x"}, "a.co.id", True),
        ({"url": "http://192.0.2.1/x"}, "192.0.2.1", True),
        ({"url": "", "id": None}, "pages.jsonl", False),
    ],
)
def test_the_site_of_a_page(changes: dict[str, Any], site: str, named: bool) -> None:
    found = evidence_of_entry(entry(**changes))
    assert (found.site, found.named) == (site, named)


@pytest.mark.parametrize("value", [None, [], 5, {}, {"sections": 1, "urls": []}, {"urls": {}}])
def test_lines_of_another_form_are_refused(value: Any) -> None:
    with pytest.raises(DataError, match="spamdetect score"):
        evidence_of_entry(value)


def report_of(text: str, start: int, end: int, urls: list[str]) -> Report:
    section = Section(start, end, text[start:end], "spam", "gambling", 0.9)
    reports = tuple(
        UrlReport(url, url.split("/")[2], url.split("/")[2], "ok", 0.1, None) for url in urls
    )
    return Report("injected", 0.9, "gambling", (section,), reports, "", "", None, "m")


def test_links_of_a_text_are_placed_by_their_spans() -> None:
    text = "See http://journal.org/ first.\nGolden slot http://bet.top/ and http://journal.org/x"
    start = text.index("Golden")
    record = Record("a", "f", 1, text, None, "http://site.com/", None)
    urls = ["http://journal.org/", "http://bet.top/", "http://journal.org/x"]
    found = evidence_of_report(record, report_of(text, start, start + 28, urls))
    assert [(m.host, m.place) for m in found.mentions] == [
        ("journal.org", Place.HONEST),
        ("bet.top", Place.SPAM),
        ("journal.org", Place.HONEST),
    ]


def test_links_of_a_page_are_placed_by_their_anchors() -> None:
    html = (
        '<p>Read <a href="https://journal.org/">more</a> <a href="/about">us</a></p>'
        '<div style="display:none"><a href="https://bet.top/x">golden slot</a></div>'
    )
    from spamdetect.html import parse

    text = parse(html).text
    start = text.index("golden")
    record = Record("a", "f", 1, None, html, "http://site.com/", None)
    found = evidence_of_report(
        record, report_of(text, start, start + 11, ["https://journal.org/", "https://bet.top/x"])
    )
    assert [(m.host, m.place) for m in found.mentions] == [
        ("journal.org", Place.HONEST),
        ("bet.top", Place.SPAM),
    ]
