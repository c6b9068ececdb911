"""Crawls of a small web: what was requested, by the server's log, and what came out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from crawling import Crawl, crawl
from links import FRONT_PAGE, LOST, MISSED, make_real_web
from website import HONEST, SPAM_HOSTS, Web, make_web

from spamdetect import Detector
from spamdetect.crawl.items import annotation, score_fields


@pytest.fixture(scope="module")
def detector(small_model: Path) -> Detector:
    """Return the detector that the crawls below use, whose block list makes verdicts certain."""
    return Detector.load(small_model, block=SPAM_HOSTS)


def settings_with(model: Path, **settings: Any) -> dict[str, Any]:
    return {"SPAMDETECT_MODEL": str(model), "SPAMDETECT_BLOCK": list(SPAM_HOSTS)} | settings


def plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.fixture(scope="module")
def honest_crawl(tmp_path_factory: pytest.TempPathFactory, small_model: Path) -> tuple[Web, Crawl]:
    web = make_web(SPAM_HOSTS)
    settings = settings_with(small_model, SPAMDETECT_DOWNLOADER=True)
    return web, crawl(tmp_path_factory.mktemp("crawl"), web, settings=settings)


def test_no_spam_link_is_requested(honest_crawl: tuple[Web, Crawl]) -> None:
    web, crawled = honest_crawl
    assert len(web.spam) > 5
    assert {urlsplit(url).hostname for url in crawled.log} == set(HONEST)
    links = sum(web.pages[url].count('<a href="http') for url in web.injected)
    assert crawled.stat("links/rejected") == links - 3 * len(web.injected)


def test_every_honest_link_is_requested(honest_crawl: tuple[Web, Crawl]) -> None:
    web, crawled = honest_crawl
    assert web.pages.keys() - web.spam <= set(crawled.log)


def test_items_come_out_annotated_with_what_the_detector_says(
    honest_crawl: tuple[Web, Crawl], detector: Detector
) -> None:
    web, crawled = honest_crawl
    assert sorted(item["url"] for item in crawled.items) == sorted(web.pages.keys() - web.spam)
    for item in crawled.items:
        assert item["html"] == web.pages[item["url"]]
        texts, pages = {"text": item["text"]}, {"html": item["html"]}
        expected = annotation(score_fields(detector, texts, pages, item["url"]))
        assert item["spamdetect"] == plain(expected)
    verdicts = [item["spamdetect"]["verdict"] for item in crawled.items]
    for verdict in ("clean", "injected", "spam", "junk"):
        assert crawled.stat(f"items/{verdict}") == verdicts.count(verdict)
    assert crawled.stat("items/dropped") == 0


def test_spam_is_stripped_from_heavy_pages_of_an_asynchronous_spider(
    tmp_path: Path, small_model: Path, detector: Detector
) -> None:
    web = make_web(SPAM_HOSTS, count=24)
    settings = settings_with(small_model, SPAMDETECT_ITEMS="strip", SPAMDETECT_THREAD_CHARS=1)
    crawled = crawl(tmp_path, web, settings=settings, spider="StoriesAsync", bytes=True)
    assert {urlsplit(url).hostname for url in crawled.log} == set(HONEST)
    assert len(crawled.items) == crawled.stat("items/in_thread") == 24
    for item in crawled.items:
        clean = detector.score_html(web.pages[item["url"]], item["url"]).clean_html
        assert item["html"] == clean
    changed = [item for item in crawled.items if item["html"] != web.pages[item["url"]]]
    assert len(changed) == crawled.stat("items/stripped") > 0


def test_dropped_items_are_kept_in_a_feed(tmp_path: Path, small_model: Path) -> None:
    web = make_web(SPAM_HOSTS, count=24)
    feed = tmp_path / "kept" / "dropped.jsonl"
    settings = settings_with(
        small_model,
        SPAMDETECT_ITEMS="drop",
        SPAMDETECT_DROP=["spam", "injected"],
        SPAMDETECT_DROPPED_FEED=str(feed),
    )
    crawled = crawl(tmp_path, web, settings=settings)
    dropped = [json.loads(line) for line in feed.read_text(encoding="utf-8").splitlines()]
    assert len(dropped) == crawled.stat("items/dropped") > 0
    assert {item["spamdetect"]["verdict"] for item in dropped} <= {"spam", "injected"}
    assert not {"spam", "injected"} & {item["spamdetect"]["verdict"] for item in crawled.items}
    everything = [item["url"] for item in (*dropped, *crawled.items)]
    assert sorted(everything) == sorted(web.pages.keys() - web.spam)


def test_redirects_to_spam_are_not_followed(tmp_path: Path, small_model: Path) -> None:
    web = make_web(SPAM_HOSTS, count=6)
    target = f"http://{SPAM_HOSTS[0]}/daftar"
    web.redirects[f"http://{HONEST[0]}/3"] = target
    settings = settings_with(small_model, SPAMDETECT_DOWNLOADER=True)
    crawled = crawl(tmp_path, web, settings=settings)
    assert f"http://{HONEST[0]}/3" in crawled.log
    assert {urlsplit(url).hostname for url in crawled.log} == set(HONEST)
    assert crawled.stat("requests/rejected") == 1


LINKS_ONLY = {"ITEM_PIPELINES": {"spamdetect.crawl.scrapy.SpamdetectPipeline": None}}


def test_the_shipped_model_keeps_a_crawl_to_honest_links(tmp_path: Path) -> None:
    web = make_real_web()
    crawled = crawl(tmp_path, web, start=FRONT_PAGE, settings=LINKS_ONLY)
    honest = web.pages.keys() - web.spam
    asked = {url for url in crawled.log if not url.endswith("/robots.txt")}
    assert len(web.injected) > 60
    assert honest - asked <= LOST
    assert asked - honest <= MISSED
    assert len(web.spam) == 30


def test_lists_mend_what_the_shipped_model_gets_wrong(tmp_path: Path) -> None:
    web = make_real_web(count=60)
    hosts = [urlsplit(url).hostname for url in MISSED]
    spared = [urlsplit(url).hostname for url in LOST]
    settings = LINKS_ONLY | {"SPAMDETECT_BLOCK": hosts, "SPAMDETECT_ALLOW": spared}
    crawled = crawl(tmp_path, web, start=FRONT_PAGE, settings=settings)
    asked = {url for url in crawled.log if not url.endswith("/robots.txt")}
    assert asked == web.pages.keys() - web.spam
