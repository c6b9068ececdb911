from __future__ import annotations

import random
from typing import Any

import pytest

from spamdetect.crawl.evidence import PageEvidence, Place, evidence_of_entry, evidence_of_report
from spamdetect.io.records import Record
from spamdetect.reports import Report, Section
from spamdetect.urls.find import find_urls


def entry(text: str, urls: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "url": "http://site.com/",
        "verdict": "injected",
        "sections": [{"text": text, "label": "spam", "category": "gambling"}],
        "urls": [{"url": url, "host": host, "verdict": "ok", "score": 0.1} for url, host in urls],
    }


def evidence_of_spans(text: str, spans: list[tuple[int, int]]) -> PageEvidence:
    sections = tuple(
        Section(start, end, text[start:end], "spam", "gambling", 0.9) for start, end in spans
    )
    report = Report("injected", 0.9, "gambling", sections, (), "", "", None, "m")
    return evidence_of_report(Record("a", "f", 1, text, None, "http://site.com/", None), report)


def places(page: PageEvidence) -> list[Place]:
    return [mention.place for mention in page.mentions]


def test_many_links_are_placed_as_few_are() -> None:
    rng = random.Random(0)
    numbers = rng.sample(range(10_000), 700)
    text = "\n".join(
        f"slot http://WWW.bet{n}.top/x \ud800 судоку{n}.рф sub.pills{n}" for n in numbers
    )
    urls = [
        (form.format(n), host.format(n))
        for n in [*numbers, *range(700)]
        for form, host in (
            ("http://www.bet{}.top/x", "www.bet{}.top"),
            ("http://СУДОКУ{}.РФ", "xn--{}-8kchidmi3bt.xn--p1ai"),
            ("http://pills{}.org/", "pills{}.org"),
        )
    ]
    urls += [("http://pills/", "pills"), ("http://a/", "")]
    few = [
        place
        for at in range(0, len(urls), 400)
        for place in places(evidence_of_entry(entry(text, urls[at : at + 400])))
    ]
    assert places(evidence_of_entry(entry(text, urls))) == few
    assert set(few) == {Place.SPAM, Place.HONEST}


@pytest.mark.parametrize("seed", range(20))
def test_links_in_any_of_many_sections_are_spam(seed: int) -> None:
    rng = random.Random(seed)
    text = " ".join(f"word http://host{n}.com/{n}" for n in range(60))
    cuts = [sorted(rng.choices(range(len(text) + 1), k=2)) for _ in range(rng.randrange(8))]
    spans = [(start, start + (end - start) // 6) for start, end in cuts]
    inside = [
        any(url.start < end and start < url.end for start, end in spans) for url in find_urls(text)
    ]
    promoted = {f"host{n}.com" for n, is_inside in enumerate(inside) if is_inside}
    found = evidence_of_spans(text, spans).mentions
    assert {mention.host for mention in found if mention.place == Place.SPAM} == promoted


def test_phrases_are_what_stands_between_urls() -> None:
    text = "golden slot http://bet.top/x lucky bird www.pills.top/a, rare text"
    assert evidence_of_entry(entry(text, [])).phrases == ("golden slot", "lucky bird", "rare text")
