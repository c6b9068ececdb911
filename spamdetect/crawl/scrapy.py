"""spamdetect in Scrapy: spam links are not requested, spam in items is marked, cut or dropped.

``ADDONS = {"spamdetect.crawl.scrapy.SpamdetectAddon": 500}`` in a project's settings installs
everything. The settings ``SPAMDETECT_*`` are documented in ``docs/crawlers.md``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self
from weakref import WeakKeyDictionary

from spamdetect.crawl.items import annotation, score_fields, without_spam
from spamdetect.crawl.settings import Shared, choice
from spamdetect.errors import MissingExtraError

try:
    from itemadapter import ItemAdapter
    from scrapy import Request, Spider
    from scrapy.exceptions import DropItem, IgnoreRequest, NotConfigured
    from scrapy.exporters import JsonLinesItemExporter
    from scrapy.http import HtmlResponse, Response
    from scrapy.spidermiddlewares.base import BaseSpiderMiddleware
    from twisted.internet.threads import deferToThread
    from w3lib.url import safe_url_string
except ImportError as error:
    raise MissingExtraError("scrapy", "scrapy", "spamdetect.crawl.scrapy") from error

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

SKIP: Final = "spamdetect_skip"
"""Key of ``Request.meta``: the request is made whatever its URL."""
FINDING: Final = "spamdetect"
"""Key of ``Request.meta`` under which `SpamdetectSpiderMiddleware` leaves what it found."""
_ACCEPTED: Final = "_spamdetect_accepted"

_BATCH: Final = 256
_ON_LINKS: Final = ("drop", "annotate")
_ON_ITEMS: Final = ("annotate", "drop", "strip")
_Examined = tuple[dict[str, Any], dict[str, str | bytes]]
"""The annotation of an item, and its fields without spam where it is to be stripped."""
_VERDICTS: Final = ("clean", "injected", "spam", "junk")


class SpamdetectAddon:
    """Scrapy add-on that installs the components below, where the project has not itself."""

    def update_settings(self, settings: BaseSettings) -> None:
        """Add the components to a crawler's settings."""
        installed: list[tuple[str, type, int]] = [
            ("SPIDER_MIDDLEWARES", SpamdetectSpiderMiddleware, 600),
            ("ITEM_PIPELINES", SpamdetectPipeline, 100),
        ]
        if settings.getbool("SPAMDETECT_DOWNLOADER"):
            installed.append(("DOWNLOADER_MIDDLEWARES", SpamdetectDownloaderMiddleware, 60))
        for name, component, order in installed:
            settings.setdefault_in_component_priority_dict(name, component, order)


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
        self._shared = _shared(crawler)
        self._drops = choice(crawler.settings, "SPAMDETECT_LINKS", _ON_LINKS) == "drop"

    def process_spider_output(
        self, response: Response, result: Iterable[Any], spider: Spider | None = None
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
        self, response: Response, result: AsyncIterator[Any], spider: Spider | None = None
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

    def _passed(self, response: Response, results: list[Any]) -> list[Any]:
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
        sources = [response.url] * len(asked)
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
            self._shared.reject("links", report, response.url)
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
        self._shared = _shared(crawler)

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


class SpamdetectPipeline:
    """Scores the content of items; annotates them, strips their spam, or drops them.

    Parameters
    ----------
    crawler : scrapy.crawler.Crawler

    Raises
    ------
    NotConfigured
        If ``SPAMDETECT_ENABLED`` is false.
    ValueError
        If a setting has an unknown value.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._shared = _shared(crawler)
        settings = crawler.settings
        self._texts: list[str] = settings.getlist("SPAMDETECT_TEXT_FIELDS", ["text"])
        self._pages: list[str] = settings.getlist("SPAMDETECT_HTML_FIELDS", ["html"])
        self._url: str = settings.get("SPAMDETECT_URL_FIELD", "url")
        self._field: str = settings.get("SPAMDETECT_FIELD", "spamdetect")
        self._action = choice(settings, "SPAMDETECT_ITEMS", _ON_ITEMS)
        self._dropped: list[str] = settings.getlist("SPAMDETECT_DROP", ["spam"])
        for verdict in self._dropped:
            if verdict not in _VERDICTS:
                raise ValueError(f"SPAMDETECT_DROP: {verdict!r} is none of {', '.join(_VERDICTS)}")
        self._heavy = settings.getint("SPAMDETECT_THREAD_CHARS", 20_000)
        self._feed_path: str | None = settings.get("SPAMDETECT_DROPPED_FEED")
        self._feed: JsonLinesItemExporter | None = None
        self._told = False

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a pipeline for a crawler."""
        return cls(crawler)

    def open_spider(self, spider: Spider | None = None) -> None:
        """Load the model's part for texts, and open the feed of dropped items."""
        _ = self._shared.detector.text_part
        if self._feed_path:
            path = Path(self._feed_path)
            path.parent.mkdir(parents=True, exist_ok=True)
            self._feed = JsonLinesItemExporter(path.open("ab"), encoding="utf-8")

    def close_spider(self, spider: Spider | None = None) -> None:
        """Close the feed of dropped items."""
        if self._feed is not None:
            self._feed.file.close()

    async def process_item(self, item: Any, spider: Spider | None = None) -> Any:
        """Return the item, annotated or stripped, or raise DropItem."""
        adapter = ItemAdapter(item)
        texts = {name: text for name in self._texts if isinstance(text := adapter.get(name), str)}
        pages = {
            name: page for name in self._pages if isinstance(page := adapter.get(name), str | bytes)
        }
        if not texts and not pages:
            self._shared.count("items/without_content")
            return item
        url = adapter.get(self._url)
        found, clean = await self._examine(texts, pages, url if isinstance(url, str) else None)
        verdict = found["verdict"]
        self._shared.count(f"items/{verdict}")
        if found["category"]:
            self._shared.count(f"items/category/{found['category']}")
        if self._action == "drop" and verdict in self._dropped:
            self._shared.count("items/dropped")
            if self._feed is not None:
                self._feed.export_item({**adapter.asdict(), self._field: found})
            raise DropItem(f"spamdetect: {verdict} ({found['category']})")
        if clean:
            self._shared.count("items/stripped")
            adapter.update(clean)
        self._annotate(adapter, found)
        return item

    async def _examine(
        self, texts: Mapping[str, str], pages: Mapping[str, str | bytes], url: str | None
    ) -> _Examined:
        size = sum(map(len, texts.values())) + sum(map(len, pages.values()))
        if size < self._heavy:
            return self._examine_now(texts, pages, url)
        self._shared.count("items/in_thread")
        try:
            asyncio.get_running_loop()
        except RuntimeError:
            examined: _Examined = await deferToThread(self._examine_now, texts, pages, url)
            return examined
        return await asyncio.to_thread(self._examine_now, texts, pages, url)

    def _examine_now(
        self, texts: Mapping[str, str], pages: Mapping[str, str | bytes], url: str | None
    ) -> _Examined:
        detector = self._shared.detector
        reports = score_fields(detector, texts, pages, url)
        strip = self._action == "strip"
        return annotation(reports), without_spam(detector, reports, pages, url) if strip else {}

    def _annotate(self, adapter: ItemAdapter, found: dict[str, Any]) -> None:
        try:
            adapter[self._field] = found
        except KeyError:
            self._shared.count("items/without_field")
            if not self._told:
                self._told = True
                logger.warning(
                    "%s has no field %r for what spamdetect found: add it, or name another with "
                    "SPAMDETECT_FIELD",
                    type(adapter.item).__name__,
                    self._field,
                )


_by_crawler: WeakKeyDictionary[Any, Shared] = WeakKeyDictionary()


def _shared(crawler: Crawler) -> Shared:
    if not crawler.settings.getbool("SPAMDETECT_ENABLED", True):
        raise NotConfigured("SPAMDETECT_ENABLED is false")
    if crawler not in _by_crawler:
        _by_crawler[crawler] = Shared(crawler)
    return _by_crawler[crawler]


def _anchors(response: Response) -> dict[str, str]:
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
