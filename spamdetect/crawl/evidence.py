"""What a scored page says about the hosts it links to: promoted in spam, or linked honestly."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntFlag
from itertools import accumulate
from typing import Any, Final

from spamdetect.crawl.sharing import site_name
from spamdetect.errors import DataError
from spamdetect.io.records import Record
from spamdetect.reports import Report, UrlReport
from spamdetect.urls.find import find_url_spans, find_urls
from spamdetect.urls.host import split_url
from spamdetect.urls.suffix import registered_domain

_SEPARATORS = re.compile(r"[\n\r\t|•·»«>,;]+|\s[-–—]\s")
_ABSOLUTE = re.compile(r"\s*(?:https?:)?[/\\]{2}", re.IGNORECASE)
_SPACE = re.compile(r"\s+")
_LETTERS = re.compile(r"[^\W\d_]")
_SHORTEST: Final = 4
_LONGEST: Final = 60
_MOST_PHRASES: Final = 100


class Place(IntFlag):
    """Where a page mentions a host."""

    SPAM = 1
    """Inside a spam section, or by a URL that is spam in itself on a page with such a section."""
    HONEST = 2
    UNCLEAR = 4
    """On a page with spam, where the section's links are not known; or by a URL that is spam in
    itself on a page without spam."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A host on a page.

    Attributes
    ----------
    host : str
        Canonical, without a leading ``www.``.
    place : Place
    score : float
        Probability of spam by the URL alone.
    """

    host: str
    place: Place
    score: float


@dataclass(frozen=True, slots=True)
class PageEvidence:
    """A page as `spamdetect.crawl.campaigns` needs it.

    Attributes
    ----------
    site : str
        Registered domain, or host where there is none; of pages without an address their id or
        file.
    named : bool
        Whether the site is known by an address.
    mentions : tuple of Mention
    phrases : tuple of str
        Short lines of its spam sections, without URLs, in lower case: mostly anchor texts.
    categories : tuple of str
        Of its spam sections.
    """

    site: str
    named: bool
    mentions: tuple[Mention, ...]
    phrases: tuple[str, ...]
    categories: tuple[str, ...]


def evidence_of_entry(entry: Any) -> PageEvidence:
    """Return the evidence of a line that ``spamdetect score`` wrote.

    Parameters
    ----------
    entry : Any
        Anything but a mapping of the documented form is an error.

    Returns
    -------
    PageEvidence

    Raises
    ------
    DataError
        If it is of another form.
    """
    try:
        spam = [section for section in entry["sections"] if section["label"] == "spam"]
        texts = [str(section["text"]) for section in spam]
        known = not any(section.get("selector") for section in spam)
        joined = "\n".join(texts).lower()
        unmatched = Place.HONEST
        if spam and (not known or entry["verdict"] == "spam"):
            unmatched = Place.UNCLEAR
        known_by = [
            _names(url) if spam and url["verdict"] != "spam" else set() for url in entry["urls"]
        ]
        occurring = {name for name in set().union(*known_by) if name in joined}
        mentions = []
        for url, names in zip(entry["urls"], known_by, strict=True):
            if url["verdict"] == "spam":
                place = _place_of_spam(spam)
            else:
                place = unmatched if occurring.isdisjoint(names) else Place.SPAM
            mentions.append(Mention(_bare(str(url["host"])), place, float(url["score"])))
        site, named = _site(
            entry.get("url"), entry.get("id"), entry.get("source"), entry.get("line")
        )
        categories = tuple(str(section["category"]) for section in spam)
        return PageEvidence(site, named, tuple(mentions), tuple(_phrases(texts)), categories)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DataError(
            f"is no line of 'spamdetect score --json': {type(error).__name__} {error}"
        ) from None


def _place_of_spam(sections: Sequence[object]) -> Place:
    """Return the place of a URL that is spam in itself, by the spam sections of its page.

    A page about casinos links to them, and promotes none.
    """
    return Place.SPAM if sections else Place.UNCLEAR


def _names(url: Any) -> set[str]:
    """Return the strings of which one occurs in a text in lower case that mentions a URL."""
    address, host = str(url["url"]).lower(), str(url["host"])
    return {host} if host in address else {host, address}


def evidence_of_report(record: Record, report: Report) -> PageEvidence:
    """Return the evidence of a page just scored.

    Parameters
    ----------
    record : Record
        The page; spans of the report's sections index its text, or the text of its HTML.
    report : Report

    Returns
    -------
    PageEvidence
    """
    spam = [section for section in report.sections if section.label == "spam"]
    spans = [(section.start, section.end) for section in spam]
    by_url = {url.url: url for url in report.urls}
    placed = list(_placed(record, spans))
    promoted = {url for url, inside in placed if inside}
    by_itself = _place_of_spam(spam)
    mentions = []
    for url in dict.fromkeys([*(url for url, _ in placed), *by_url]):
        told = by_url.get(url)
        place = by_itself if told is not None and told.verdict == "spam" else Place.HONEST
        mentions.append(_mention(url, told, Place.SPAM if url in promoted else place))
    site, named = _site(record.url, record.id, record.source, record.line)
    return PageEvidence(
        site,
        named,
        tuple(mention for mention in mentions if mention.host),
        tuple(_phrases([section.text for section in spam])),
        tuple(section.category for section in spam),
    )


def _placed(record: Record, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Yield the page's URLs, and whether each stands in one of the spans."""
    spans = sorted(spans)
    begins = [begin for begin, _ in spans]
    reach = list(accumulate((stop for _, stop in spans), max, initial=-1))

    def inside(start: int, end: int) -> bool:
        return reach[bisect_left(begins, max(end, start + 1))] > start

    text = record.text
    if text is None:
        from spamdetect.html import parse

        page = parse(record.html or "")
        links = page.links
        for start, end, href in zip(
            links.start.tolist(), links.end.tolist(), links.href, strict=True
        ):
            if _ABSOLUTE.match(href):
                yield href, inside(start, end)
        text = page.text
    for found in find_urls(text):
        yield found.url, inside(found.start, found.end)


def _mention(url: str, report: UrlReport | None, place: Place) -> Mention:
    if report is None:
        return Mention(_bare(split_url(url).host.name), place, 0.0)
    return Mention(_bare(report.host), place, report.score)


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def _site(url: Any, own: Any, source: Any, line: Any) -> tuple[str, bool]:
    for address in (url, own):
        if isinstance(address, str) and (address is url or "://" in address):
            host = split_url(address).host.name
            if host:
                _, label, suffix = registered_domain(host)
                return (f"{label}.{suffix}" if label else host), True
    placed = line is None or str(own) == f"{source}:{line}" or str(own) == str(source)
    return (str(source) if own is None or placed else str(own)), False


def _phrases(texts: Iterable[str]) -> list[str]:
    found: dict[str, None] = {}
    for text in texts:
        kept, at = [], 0
        for start, end in find_url_spans(text):
            kept.append(text[at:start])
            at = end
        for piece in _SEPARATORS.split("\n".join([*kept, text[at:]])):
            phrase = _SPACE.sub(" ", piece).strip(" .:!?*()[]\"'").lower()
            if _SHORTEST <= len(phrase) <= _LONGEST and _LETTERS.search(phrase):
                found[phrase] = None
            if len(found) == _MOST_PHRASES:
                return list(found)
    return list(found)


def foreign_mentions(page: PageEvidence) -> list[Mention]:
    """Return the mentions of hosts that are not the page's own or those of related sites."""
    own = site_name(page.site)
    return [one for one in page.mentions if one.host and site_name(one.host) != own]


def is_scored(head: bytes) -> bool:
    """Tell whether an input is what ``spamdetect score`` writes, by its first bytes."""
    return head.lstrip().startswith(b"{") and b'"verdict":' in head and b'"sections":' in head
