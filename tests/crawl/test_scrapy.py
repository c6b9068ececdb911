from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import scrapy
from scrapy.exceptions import DropItem, IgnoreRequest, NotConfigured
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from spamdetect import Detector
from spamdetect.crawl.items import overall_verdict
from spamdetect.crawl.scrapy import (
    SpamdetectAddon,
    SpamdetectDownloaderMiddleware,
    SpamdetectPipeline,
    SpamdetectSpiderMiddleware,
)

ADDON = "spamdetect.crawl.scrapy.SpamdetectAddon"
PAGE = "http://www.lakeside-gazette.example.org/7"
BLOCKED = "http://promoted.example/x"


def component(kind: type, model: Path, **settings: Any) -> Any:
    settings |= {"SPAMDETECT_MODEL": str(model), "SPAMDETECT_BLOCK": ["promoted.example"]}
    return kind.from_crawler(get_crawler(settings_dict=settings))


def response(body: str = "") -> HtmlResponse:
    return HtmlResponse(PAGE, body=body.encode(), encoding="utf-8")


def test_items_come_at_once_links_in_order_and_those_before_an_error_are_not_lost(
    small_model: Path,
) -> None:
    middleware = component(SpamdetectSpiderMiddleware, small_model)
    first, second = scrapy.Request(f"{PAGE}/1"), scrapy.Request(f"{PAGE}/2")
    seen: list[Any] = []

    def callback() -> Iterator[Any]:
        yield from (first, {"number": 1}, scrapy.Request(BLOCKED), second)
        raise RuntimeError("the callback fails")

    def collect() -> None:
        for passed in middleware.process_spider_output(response(), callback()):
            seen.append(passed)

    with pytest.raises(RuntimeError):
        collect()
    assert seen == [{"number": 1}, first, second]


def test_an_asynchronous_callback_keeps_its_links_before_an_error(small_model: Path) -> None:
    middleware = component(SpamdetectSpiderMiddleware, small_model)
    first = scrapy.Request(f"{PAGE}/1")
    seen: list[Any] = []

    async def callback() -> AsyncIterator[Any]:
        yield first
        yield scrapy.Request(BLOCKED)
        raise RuntimeError("the callback fails")

    async def collect() -> None:
        async for passed in middleware.process_spider_output_async(response(), callback()):
            seen.append(passed)

    with pytest.raises(RuntimeError):
        asyncio.run(collect())
    assert seen == [first]


def test_many_links_of_one_response_all_get_an_answer(small_model: Path) -> None:
    middleware = component(SpamdetectSpiderMiddleware, small_model)
    links = [scrapy.Request(f"{PAGE}/{n}" if n % 2 else f"{BLOCKED}{n}") for n in range(1000)]
    assert list(middleware.process_spider_output(response(), links)) == links[1::2]
    stats = middleware.crawler.stats.get_stats()
    assert stats["spamdetect/links/accepted"] == stats["spamdetect/links/rejected"] == 500


def test_a_request_that_skips_is_made(small_model: Path) -> None:
    middleware = component(SpamdetectSpiderMiddleware, small_model)
    request = scrapy.Request(BLOCKED, meta={"spamdetect_skip": True})
    assert list(middleware.process_spider_output(response(), [request])) == [request]
    assert component(SpamdetectDownloaderMiddleware, small_model).process_request(request) is None


def test_links_can_be_annotated_instead(small_model: Path) -> None:
    middleware = component(SpamdetectSpiderMiddleware, small_model, SPAMDETECT_LINKS="annotate")
    request = scrapy.Request(BLOCKED)
    assert list(middleware.process_spider_output(response(), [request])) == [request]
    assert request.meta["spamdetect"]["reasons"][0]["symbol"] == "LIST_BLOCK"


def test_start_urls_on_the_block_list_are_ignored(small_model: Path) -> None:
    middleware = component(SpamdetectDownloaderMiddleware, small_model)
    with pytest.raises(IgnoreRequest):
        middleware.process_request(scrapy.Request(BLOCKED))
    assert middleware.process_request(scrapy.Request(PAGE)) is None


def test_lists_may_be_files(tmp_path: Path, small_model: Path) -> None:
    (tmp_path / "allow.txt").write_text("promoted.example\n")
    (tmp_path / "block.txt").write_text("||lakeside-gazette.example.org^\n")
    middleware = component(
        SpamdetectDownloaderMiddleware,
        small_model,
        SPAMDETECT_ALLOW_FILES=[str(tmp_path / "allow.txt")],
        SPAMDETECT_BLOCK_FILES=[str(tmp_path / "block.txt")],
    )
    assert middleware.process_request(scrapy.Request(BLOCKED)) is None
    with pytest.raises(IgnoreRequest):
        middleware.process_request(scrapy.Request(PAGE))


class Story(scrapy.Item):
    """An item without a field for what is found."""

    url = scrapy.Field()
    text = scrapy.Field()


def test_an_item_without_the_field_passes_unchanged(small_model: Path) -> None:
    pipeline = component(SpamdetectPipeline, small_model)
    pipeline.open_spider()
    item = Story(url=PAGE, text="The council voted on Monday.")
    assert asyncio.run(pipeline.process_item(item)) is item
    assert dict(item) == {"url": PAGE, "text": "The council voted on Monday."}
    empty = {"url": PAGE, "text": None}
    assert asyncio.run(pipeline.process_item(empty)) == {"url": PAGE, "text": None}
    pipeline.close_spider()


def test_fields_go_by_their_names_and_bytes_keep_their_encoding(
    small_model: Path, small_detector: Detector
) -> None:
    pipeline = component(
        SpamdetectPipeline,
        small_model,
        SPAMDETECT_HTML_FIELDS=["raw"],
        SPAMDETECT_FIELD="found",
        SPAMDETECT_ITEMS="strip",
    )
    links = "".join(f'<a href="http://sifiremi4d.vip/{n}">slot gacor</a> ' for n in range(9))
    source = f'<meta charset="latin-1"><p>Müller aß Käse.</p><div>{links}</div>'
    item = {"raw": source.encode("latin-1"), "text": "left alone", "html": "left alone"}
    done = asyncio.run(pipeline.process_item(item))
    assert done["raw"] == (small_detector.score_html(source).clean_html or "").encode("latin-1")
    assert done["html"] == "left alone"
    assert set(done["found"]["fields"]) == {"raw", "text"}


def test_dropping_says_why(small_model: Path) -> None:
    pipeline = component(
        SpamdetectPipeline,
        small_model,
        SPAMDETECT_ITEMS="drop",
        SPAMDETECT_DROP=["clean", "injected", "spam", "junk"],
    )
    with pytest.raises(DropItem, match=r"spamdetect: (clean|injected|spam|junk) "):
        asyncio.run(pipeline.process_item({"text": "The council voted on Monday."}))


def test_an_item_is_spam_only_if_all_its_fields_are() -> None:
    assert overall_verdict(["spam", "spam"]) == "spam"
    assert overall_verdict(["spam", "clean"]) == "injected"
    assert overall_verdict(["injected", "junk"]) == "injected"
    assert overall_verdict(["junk"]) == "junk"
    assert overall_verdict(["junk", "clean"]) == "clean"


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (SpamdetectSpiderMiddleware, "SPAMDETECT_LINKS", "strip"),
        (SpamdetectPipeline, "SPAMDETECT_ITEMS", "delete"),
        (SpamdetectPipeline, "SPAMDETECT_DROP", "bad"),
        (SpamdetectPipeline, "SPAMDETECT_PRESET", "harsh"),
    ],
)
def test_unknown_values_of_settings_are_named(
    kind: type, name: str, value: str, small_model: Path
) -> None:
    with pytest.raises(ValueError, match=value):
        component(kind, small_model, **{name: value})


def test_everything_can_be_switched_off(small_model: Path) -> None:
    with pytest.raises(NotConfigured):
        component(SpamdetectPipeline, small_model, SPAMDETECT_ENABLED=False)


def test_the_add_on_leaves_what_a_project_has_set() -> None:
    path = "spamdetect.crawl.scrapy.SpamdetectPipeline"
    crawler = get_crawler(settings_dict={"ADDONS": {ADDON: 1}, "ITEM_PIPELINES": {path: 950}})
    assert dict(crawler.settings["ITEM_PIPELINES"]) == {path: 950}
    assert SpamdetectSpiderMiddleware in crawler.settings["SPIDER_MIDDLEWARES"]
    assert SpamdetectDownloaderMiddleware not in crawler.settings["DOWNLOADER_MIDDLEWARES"]
    assert SpamdetectAddon.__name__ in ADDON


def test_without_scrapy_the_error_says_what_to_install() -> None:
    code = (
        "import sys; sys.modules['scrapy'] = None\n"
        "try:\n    import spamdetect.crawl.scrapy\n"
        "except ImportError as error: print(type(error).__name__, error)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "MissingExtraError" in told.stdout
    assert "spamdetect[scrapy]" in told.stdout
