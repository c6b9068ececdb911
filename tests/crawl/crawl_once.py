"""Crawl with Scrapy in a process of its own: settings in as JSON, items and stats out."""

from __future__ import annotations

import json
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Stories(scrapy.Spider):
    """Yields every page and follows every link."""

    name = "stories"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in OPTIONS["start"]:
            yield scrapy.Request(url)

    def parse(self, response: Response) -> Iterator[Any]:
        yield {
            "url": response.url,
            "html": response.body if OPTIONS["bytes"] else response.text,
            "text": "\n".join(response.css("p::text").getall()),
        }
        for link in response.css("a"):
            yield response.follow(link)


class StoriesAsync(Stories):
    """The same, with an asynchronous callback."""

    async def parse(self, response: Response) -> AsyncIterator[Any]:  # type: ignore[override]
        for result in Stories.parse(self, response):
            yield result


class Collected:
    """Keeps what comes out of the pipelines before."""

    items: list[Any] = []  # noqa: RUF012

    def process_item(self, item: Any) -> Any:
        self.items.append(dict(item))
        return item


OPTIONS: dict[str, Any] = {"bytes": False, "spider": "Stories"}


def main() -> None:
    folder = Path(sys.argv[1])
    OPTIONS.update(json.loads((folder / "options.json").read_text(encoding="utf-8")))
    settings = OPTIONS["settings"] | {
        "ITEM_PIPELINES": {Collected: 900} | OPTIONS["settings"].get("ITEM_PIPELINES", {}),
        "TELNETCONSOLE_ENABLED": False,
        "RETRY_ENABLED": False,
        "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
        "DOWNLOAD_DELAY": 0,
        "LOG_LEVEL": "WARNING",
    }
    process = CrawlerProcess(settings)
    crawler = process.create_crawler(globals()[OPTIONS["spider"]])
    process.crawl(crawler)
    process.start()
    result = {"items": Collected.items, "stats": crawler.stats.get_stats()}
    (folder / "result.json").write_text(json.dumps(result, default=_plain), encoding="utf-8")


def _plain(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


if __name__ == "__main__":
    main()
