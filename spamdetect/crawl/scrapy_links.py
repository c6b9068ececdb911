"""Links in Scrapy: requests for spam are taken out before they cost anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware

from spamdetect.crawl.scrapy_anchors import Anchors
from spamdetect.crawl.scrapy_settings import choice, shared
from spamdetect.crawl.stepping import Started
from spamdetect.urls.host import split_url

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SKIP: Final = "spamdetect_skip"
"""Key of ``Request.meta``: the request is made whatever its URL."""
FINDING: Final = "spamdetect"
"""Key of ``Request.meta`` under which `SpamdetectSpiderMiddleware` leaves what it found."""
_ACCEPTED: Final = "_spamdetect_accepted"

_BATCH: Final = 256
_ON_LINKS: Final = ("drop", "annotate")


class _Links:
    """Requests of one response that wait to be looked at together."""

    def __init__(self, response: Response | None) -> None:
        self.page = response.url if response is not None else ""
        self._anchors = Anchors(response)
        self._waiting: list[Request] = []

    def add(self, request: Request) -> bool:
        """Add one, and tell whether they are as many as are looked at together."""
        self._waiting.append(request)
        return len(self._waiting) == _BATCH

    def text_of(self, request: Request) -> str:
        """Return the anchor text of a request's link."""
        if "link_text" in request.meta:
            return str(request.meta["link_text"] or "").strip()
        return self._anchors.text(request.url)

    def take(self) -> list[Request]:
        """Return those that wait, and let none wait."""
        waiting, self._waiting = self._waiting, []
        return waiting


class SpamdetectSpiderMiddleware(BaseSpiderMiddleware):
    """Takes requests for spam links out of what a spider yields.

    The links of a response are looked at in batches, with their anchor texts: that of
    ``meta["link_text"]``, which link extractors leave there, or that of the page's link. Items do
    not wait for them, nor do links wait while an asynchronous callback does.

    Parameters
    ----------
    crawler : scrapy.crawler.Crawler

    Raises
    ------
    NotConfigured
        If ``SPAMDETECT_ENABLED`` is false.
    ValueError
        If a setting has an unknown value.
    ModelError
        If the model cannot be loaded.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._shared = shared(crawler)
        self._drops = choice(crawler.settings, "SPAMDETECT_LINKS", _ON_LINKS) == "drop"

    def process_spider_output(
        self, response: Response | None, result: Iterable[Any], spider: Spider | None = None
    ) -> Iterator[Any]:
        """Yield what a callback yields, but for requests for spam links."""
        links = _Links(response)
        results = iter(result)
        while True:
            try:
                one = next(results)
            except StopIteration:
                break
            except Exception:
                yield from self._passed(links)
                raise
            if not isinstance(one, Request):
                yield one
            elif links.add(one):
                yield from self._passed(links)
        yield from self._passed(links)

    async def process_spider_output_async(
        self, response: Response | None, result: AsyncIterator[Any], spider: Spider | None = None
    ) -> AsyncIterator[Any]:
        """Yield what an asynchronous callback yields, but for requests for spam links."""
        links = _Links(response)
        results = aiter(result)
        while True:
            try:
                started = Started(anext(results))
                if started.waits:
                    for passed in self._passed(links):
                        yield passed
                one = await started
            except StopAsyncIteration:
                break
            except Exception:
                for passed in self._passed(links):
                    yield passed
                raise
            if not isinstance(one, Request):
                yield one
            elif links.add(one):
                for passed in self._passed(links):
                    yield passed
        for passed in self._passed(links):
            yield passed

    def _passed(self, links: _Links) -> list[Request]:
        """Return what is kept of the links that wait, in order."""
        requests = links.take()
        asked = [request for request in requests if not request.meta.get(SKIP)]
        self._shared.count("links/skipped", len(requests) - len(asked))
        if not asked:
            return requests
        urls = [request.url for request in asked]
        anchors = [links.text_of(request) for request in asked]
        page = links.page
        sources = [page] * len(asked)
        accepted = self._shared.prefilter.accept_all(urls, anchors, sources)
        rejected = [index for index, yes in enumerate(accepted) if not yes]
        reports = self._shared.detector.score_urls(
            [urls[index] for index in rejected],
            [anchors[index] for index in rejected],
            [sources[index] for index in rejected],
        )
        self._shared.count("links/accepted", len(asked) - len(rejected))
        for request in asked:
            request.meta[_ACCEPTED] = request.url
            # A spider that hands on the meta of a response hands on what was found of its URL.
            request.meta.pop(FINDING, None)
        out: set[int] = set()
        for index, report in zip(rejected, reports, strict=True):
            self._shared.reject("links", report, page)
            if self._drops:
                out.add(id(asked[index]))
            else:
                asked[index].meta[FINDING] = report.to_dict()
        return [one for one in requests if id(one) not in out] if out else requests


class SpamdetectDownloaderMiddleware:
    """Stops requests that no spider middleware sees: start URLs and targets of redirects.

    Parameters
    ----------
    crawler : scrapy.crawler.Crawler

    Raises
    ------
    NotConfigured
        If ``SPAMDETECT_ENABLED`` is false.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._shared = shared(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a middleware for a crawler."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise IgnoreRequest if the request's URL is spam."""
        if request.meta.get(SKIP) or request.meta.get(_ACCEPTED) == request.url:
            return
        parts = split_url(request.url)
        if parts.path == "/robots.txt" and not parts.query:
            return
        came_from = request.meta.get("redirect_urls")
        source = came_from[-1] if came_from else None
        if self._shared.prefilter.accept(request.url, "", source):
            self._shared.count("requests/accepted")
            return
        report = self._shared.detector.score_url(request.url, "", source)
        self._shared.reject("requests", report, source or "")
        raise IgnoreRequest(f"spamdetect: {report.category or 'spam'}: {request.url[:200]}")
