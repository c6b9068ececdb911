from __future__ import annotations

import asyncio
import gc
import logging
import time
import weakref
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from spamdetect.crawl import scrapy_anchors
from spamdetect.crawl.scrapy import SpamdetectDownloaderMiddleware, SpamdetectSpiderMiddleware
from spamdetect.crawl.scrapy_anchors import Anchors
from spamdetect.crawl.stepping import Started

PAGE = "http://www.lakeside-gazette.example.org/7"
BLOCKED = "http://promoted.example/x"


def spider_middleware(**settings: Any) -> SpamdetectSpiderMiddleware:
    settings = {"SPAMDETECT_BLOCK": ["promoted.example"], **settings}
    return SpamdetectSpiderMiddleware.from_crawler(get_crawler(settings_dict=settings))


def response(body: str = "") -> HtmlResponse:
    return HtmlResponse(PAGE, body=body.encode(), encoding="utf-8")


def test_anchor_texts_are_those_of_the_first_link_that_has_one() -> None:
    page = (
        '<base href="/sub/"><a href="a"><img></a><a href=" a#top ">\n first <b>one</b></a>'
        '<a href="a">second</a><a href="https://b.example/ü?x=1&amp;y">other</a><a>none</a>'
        '<a href="http://[broken/">broken</a>'
    )
    anchors = Anchors(response(page))
    assert anchors.text("http://www.lakeside-gazette.example.org/sub/a#bottom") == "first one"
    assert anchors.text("https://b.example/%C3%BC?x=1&y") == "other"
    assert anchors.text(PAGE) == ""
    assert Anchors(None).text(PAGE) == ""
    assert Anchors(scrapy.http.TextResponse(PAGE, body=b"x", encoding="utf-8")).text(PAGE) == ""


def test_a_page_is_read_once_for_all_its_links_and_only_if_it_has_to_be(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    parse = scrapy_anchors.parse
    monkeypatch.setattr(scrapy_anchors, "parse", lambda html: read.append(html) or parse(html))
    links = [scrapy.Request(f"{PAGE}/{n}") for n in range(1000)]
    assert len(list(spider_middleware().process_spider_output(response(), links))) == 1000
    assert len(read) == 1
    told = [scrapy.Request(link.url, meta={"link_text": ""}) for link in links]
    assert len(list(spider_middleware().process_spider_output(response(), told))) == 1000
    assert len(read) == 1


@pytest.mark.parametrize("inside", ["<div>", "<object>t"])
def test_anchors_within_anchors_take_linear_time_and_are_cut(inside: str) -> None:
    page = "".join(f'<a href="/l/{n}">{inside}' for n in range(4000)) + "word " * 100_000
    begin = time.process_time()
    anchors = Anchors(response(page))
    last = anchors.text("http://www.lakeside-gazette.example.org/l/3999")
    assert time.process_time() - begin < 5
    assert 500 < len(last) <= 1024


def test_what_was_found_of_a_page_is_not_told_of_its_links() -> None:
    middleware = spider_middleware(SPAMDETECT_LINKS="annotate")
    found = {"spamdetect": {"verdict": "spam"}}
    links = [scrapy.Request(PAGE, meta=dict(found)), scrapy.Request(BLOCKED, meta=dict(found))]
    honest, spam = middleware.process_spider_output(response(), links)
    assert "spamdetect" not in honest.meta
    assert spam.meta["spamdetect"]["url"] == BLOCKED


def test_only_robots_txt_itself_is_let_through() -> None:
    crawler = get_crawler(settings_dict={"SPAMDETECT_BLOCK": ["promoted.example"]})
    middleware = SpamdetectDownloaderMiddleware.from_crawler(crawler)
    middleware.process_request(scrapy.Request("http://promoted.example/robots.txt"))
    for path in ("slot/robots.txt", "?a=/robots.txt", "x#/robots.txt", "robots.txt?daftar"):
        with pytest.raises(IgnoreRequest):
            middleware.process_request(scrapy.Request(f"http://promoted.example/{path}"))


async def passed_on(middleware: Any, results: AsyncIterator[Any], stop: asyncio.Event) -> list[Any]:
    """Return what came out; `stop` is set once something has."""
    seen = []
    async for one in middleware.process_spider_output_async(response(), results):
        seen.append(one)
        stop.set()
    return seen


@pytest.mark.parametrize("first", [{"number": 1}, scrapy.Request(PAGE)])
def test_what_was_yielded_arrives_while_the_callback_waits(first: Any) -> None:
    async def run() -> list[Any]:
        arrived = asyncio.Event()

        async def callback() -> AsyncIterator[Any]:
            yield first
            await asyncio.wait_for(arrived.wait(), 20)
            await asyncio.sleep(0)
            yield scrapy.Request(BLOCKED)
            yield {"number": 2}

        return await passed_on(spider_middleware(), callback(), arrived)

    assert asyncio.run(run()) == [first, {"number": 2}]


def test_an_error_after_a_wait_is_raised_and_links_before_it_are_kept() -> None:
    link = scrapy.Request(PAGE)
    seen: list[Any] = []

    async def callback() -> AsyncIterator[Any]:
        await asyncio.sleep(0)
        yield link
        await asyncio.wait_for(asyncio.Event().wait(), 0.01)

    async def run() -> None:
        async for one in spider_middleware().process_spider_output_async(response(), callback()):
            seen.append(one)

    with pytest.raises(TimeoutError):
        asyncio.run(run())
    assert seen == [link]


def test_links_that_need_not_wait_for_anything_are_scored_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    middleware = spider_middleware()
    sizes: list[int] = []
    accept_all = middleware._shared.prefilter.accept_all

    def counted(urls: list[str], *others: Any) -> list[bool]:
        sizes.append(len(urls))
        return accept_all(urls, *others)

    monkeypatch.setattr(middleware._shared.prefilter, "accept_all", counted)

    async def callback() -> AsyncIterator[Any]:
        for number in range(300):
            yield scrapy.Request(f"{PAGE}/{number}")
            yield {"number": number}

    assert len(asyncio.run(passed_on(middleware, callback(), asyncio.Event()))) == 600
    assert sizes == [256, 44]


def test_an_awaitable_that_is_started_gives_what_it_would_have_given() -> None:
    async def told(value: str, waits: bool) -> str:
        try:
            if waits:
                await asyncio.sleep(0.001)
        except asyncio.CancelledError:
            return "cancelled"
        return value

    async def run() -> None:
        for waits in (False, True):
            started = Started(told("value", waits))
            assert started.waits is waits
            assert await started == "value"

        async def awaits(awaitable: Any) -> Any:
            return await awaitable

        task = asyncio.create_task(awaits(Started(told("value", True))))
        await asyncio.sleep(0)
        task.cancel()
        assert await task == "cancelled"

    asyncio.run(run())


def test_a_crawler_that_is_done_with_is_freed() -> None:
    crawler = get_crawler(settings_dict={"SPAMDETECT_BLOCK": ["promoted.example"]})
    SpamdetectSpiderMiddleware.from_crawler(crawler)
    kept = weakref.ref(crawler)
    del crawler
    gc.collect()
    assert kept() is None


def test_lines_of_lists_that_cannot_be_read_are_logged(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "block list.txt"
    path.write_text("promoted.example\ntwo words\n")
    with caplog.at_level(logging.WARNING):
        middleware = spider_middleware(SPAMDETECT_BLOCK=[], SPAMDETECT_BLOCK_FILES=path)
    assert f"{path}:2: two words is more than one word" in caplog.text
    assert list(middleware.process_spider_output(response(), [scrapy.Request(BLOCKED)])) == []


def test_names_between_commas_may_have_blanks() -> None:
    middleware = spider_middleware(SPAMDETECT_BLOCK="a.example, promoted.example,")
    assert list(middleware.process_spider_output(response(), [scrapy.Request(BLOCKED)])) == []
