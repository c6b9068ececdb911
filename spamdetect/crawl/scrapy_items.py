"""Items in Scrapy: their content is scored, and spam in it marked, cut or dropped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Self

from itemadapter import ItemAdapter
from scrapy import Spider
from scrapy.exceptions import DropItem
from twisted.internet.threads import deferToThread

from spamdetect.crawl.items import annotation, score_fields, without_spam
from spamdetect.crawl.scrapy_feed import DroppedFeed
from spamdetect.crawl.scrapy_settings import choice, names, shared
from spamdetect.labels import VERDICTS

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

logger = logging.getLogger(__name__)

_ON_ITEMS: Final = ("annotate", "drop", "strip")
_Examined = tuple[dict[str, Any], dict[str, str | bytes]]
"""The annotation of an item, and its fields without spam where it is to be stripped."""


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
        self.crawler = crawler
        self._shared = shared(crawler)
        settings = crawler.settings
        self._texts = names(settings, "SPAMDETECT_TEXT_FIELDS", ["text"])
        self._pages = names(settings, "SPAMDETECT_HTML_FIELDS", ["html"])
        self._url: str = settings.get("SPAMDETECT_URL_FIELD", "url")
        self._field: str = settings.get("SPAMDETECT_FIELD", "spamdetect")
        self._action = choice(settings, "SPAMDETECT_ITEMS", _ON_ITEMS)
        self._dropped = names(settings, "SPAMDETECT_DROP", ["spam"])
        for verdict in self._dropped:
            if verdict not in VERDICTS:
                raise ValueError(f"SPAMDETECT_DROP: {verdict!r} is none of {', '.join(VERDICTS)}")
        self._heavy = settings.getint("SPAMDETECT_THREAD_CHARS", 20_000)
        self._feed_path: str | None = settings.get("SPAMDETECT_DROPPED_FEED")
        self._feed: DroppedFeed | None = None
        self._told: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Return a pipeline for a crawler."""
        return cls(crawler)

    def open_spider(self, spider: Spider | None = None) -> None:
        """Load the model's part for texts, and open the feed of dropped items."""
        _ = self._shared.detector.text_part
        if self._feed_path:
            self._feed = DroppedFeed(self._feed_path)

    def close_spider(self, spider: Spider | None = None) -> None:
        """Close the feed of dropped items."""
        if self._feed is not None:
            self._feed.close()

    async def process_item(self, item: Any, spider: Spider | None = None) -> Any:
        """Return the item, annotated or stripped, or raise DropItem."""
        if not ItemAdapter.is_item(item):
            self._tell("unknown_class", item, "%s is no class of items: it is not looked at")
            return item
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
            if self._feed and not self._feed.add({**adapter.asdict(), self._field: found}):
                self._shared.count("items/not_in_feed")
            raise DropItem(f"spamdetect: {verdict} ({found['category']})")
        try:
            if clean:
                adapter.update(clean)
                self._shared.count("items/stripped")
            self._annotate(adapter, found)
        except (AttributeError, TypeError, ValueError):
            self._tell("read_only", item, "%s cannot be written to: it passes as it is")
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
            cause = (
                f"%s has no field {self._field!r} for what spamdetect found: add it, or name "
                "another with SPAMDETECT_FIELD"
            )
            self._tell("without_field", adapter.item, cause)

    def _tell(self, name: str, item: Any, cause: str) -> None:
        """Count an item that could not be treated, and say once for each cause why."""
        self._shared.count(f"items/{name}")
        if name not in self._told:
            self._told.add(name)
            logger.warning(cause, type(item).__name__)
