"""spamdetect in Scrapy: spam links are not requested, spam in items is marked, cut or dropped.

``ADDONS = {"spamdetect.crawl.scrapy.SpamdetectAddon": 500}`` in a project's settings installs
everything. The settings ``SPAMDETECT_*`` are documented in ``docs/crawlers.md``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spamdetect.errors import MissingExtraError

try:
    from spamdetect.crawl.scrapy_items import SpamdetectPipeline
    from spamdetect.crawl.scrapy_links import (
        FINDING,
        SKIP,
        SpamdetectDownloaderMiddleware,
        SpamdetectSpiderMiddleware,
    )
except ImportError as error:
    name = error.name or "scrapy"
    lacking = "scrapy>=2.13" if name.partition(".")[0] == "scrapy" else name
    raise MissingExtraError(lacking, "scrapy", "spamdetect.crawl.scrapy") from error

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

__all__ = [
    "FINDING",
    "SKIP",
    "SpamdetectAddon",
    "SpamdetectDownloaderMiddleware",
    "SpamdetectPipeline",
    "SpamdetectSpiderMiddleware",
]


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
