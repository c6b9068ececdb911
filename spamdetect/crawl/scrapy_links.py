"""Links in Scrapy: requests for spam are taken out before they cost anything."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, Self

from scrapy import Request, Spider
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response
from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
from w3lib.url import safe_url_string

from spamdetect.crawl.scrapy_settings import choice, shared

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SKIP: Final = "spamdetect_skip"
"""Key of ``Request.meta``: the request is made whatever its URL."""
FINDING: Final = "spamdetect"
"""Key of ``Request.meta`` under which `SpamdetectSpiderMiddleware` leaves what it found."""
_ACCEPTED: Final = "_spamdetect_accepted"

_BATCH: Final = 256
_ON_LINKS: Final = ("drop", "annotate")


class SpamdetectSpiderMiddleware(BaseSpiderMiddleware):
    """Takes requests for spam links out of what a spider yields.

    The links of a response are looked at in one batch, with their anchor texts: that of
    ``meta["link_text"]``, which link extractors leave there, or that of the page's link.

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
        waiting: list[Any] = []
        results = iter(result)
        while True:
            try:
                waiting.append(next(results))
            except StopIteration:
                break
            except Exception:
                yield from self._passed(response, waiting)
                raise
            if len(waiting) == _BATCH:
                yield from self._passed(response, waiting)
                waiting = []
        yield from self._passed(response, waiting)

    async def process_spider_output_async(
        self, response: Response | None, result: AsyncIterator[Any], spider: Spider | None = None
    ) -> AsyncIterator[Any]:
        """Yield what an asynchronous callback yields, but for requests for spam links."""
        waiting: list[Any] = []
        results = aiter(result)
        while True:
            try:
                waiting.append(await anext(results))
            except StopAsyncIteration:
                break
            except Exception:
                for passed in self._passed(response, waiting):
                    yield passed
                raise
            if len(waiting) == _BATCH:
                for passed in self._passed(response, waiting):
                    yield passed
                waiting = []
        for passed in self._passed(response, waiting):
            yield passed

    def _passed(self, response: Response | None, results: list[Any]) -> list[Any]:
        """Return what is kept of results, in order."""
        requests = [one for one in results if isinstance(one, Request)]
        asked = [request for request in requests if not request.meta.get(SKIP)]
        self._shared.count("links/skipped", len(requests) - len(asked))
        if not asked:
            return results
        texts = _anchors(response) if any("link_text" not in r.meta for r in asked) else {}
        urls = [request.url for request in asked]
        anchors = [
            str(request.meta.get("link_text") or texts.get(_plain(request.url), "")).strip()
            for request in asked
        ]
        page = response.url if response is not None else ""
        sources = [page] * len(asked)
        accepted = self._shared.prefilter.accept_all(urls, anchors, sources)
        rejected = [index for index, yes in enumerate(accepted) if not yes]
        reports = self._shared.detector.score_urls(
            [urls[index] for index in rejected],
            [anchors[index] for index in rejected],
            [sources[index] for index in rejected],
        )
        self._shared.count("links/accepted", len(asked) - len(rejected))
        out: set[int] = set()
        for index, report in zip(rejected, reports, strict=True):
            self._shared.reject("links", report, page)
            if self._drops:
                out.add(id(asked[index]))
            else:
                asked[index].meta[FINDING] = report.to_dict()
        for request in asked:
            request.meta[_ACCEPTED] = request.url
        return [one for one in results if id(one) not in out] if out else results


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
        self._shared = shared(crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a middleware for a crawler."""
        return cls(crawler)

    def process_request(self, request: Request, spider: Spider | None = None) -> None:
        """Raise IgnoreRequest if the request's URL is spam."""
        if request.meta.get(SKIP) or request.meta.get(_ACCEPTED) == request.url:
            return
        if request.url.endswith("/robots.txt"):
            return
        came_from = request.meta.get("redirect_urls")
        source = came_from[-1] if came_from else None
        if self._shared.prefilter.accept(request.url, "", source):
            self._shared.count("requests/accepted")
            return
        report = self._shared.detector.score_url(request.url, "", source)
        self._shared.reject("requests", report, source or "")
        raise IgnoreRequest(f"spamdetect: {report.category or 'spam'}: {request.url[:200]}")


def _anchors(response: Response | None) -> dict[str, str]:
    """Return the anchor texts of a page's links by URL, the first of each."""
    found: dict[str, str] = {}
    if not isinstance(response, HtmlResponse):
        return found
    root = response.selector.root
    if not hasattr(root, "iter"):
        return found
    for element in root.iter("a"):
        href = element.get("href")
        if href:
            text = " ".join("".join(element.itertext()).split())
            try:
                url = _plain(safe_url_string(response.urljoin(href.strip()), response.encoding))
            except ValueError:
                continue
            if not found.get(url):
                found[url] = text
    return found


def _plain(url: str) -> str:
    return url.partition("#")[0]
