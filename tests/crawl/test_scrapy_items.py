from __future__ import annotations

import asyncio
import collections
import dataclasses
import json
import logging
from pathlib import Path
from typing import Any

import attrs
import pytest
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from spamdetect.crawl.scrapy import SpamdetectPipeline

SPAM = (
    "slot gacor hari ini situs toto 4d maxwin http://26.14.203.77/ judi bola slot online\n" * 3
).strip()
NEWS = "The council met on Tuesday about the roads and the schools in the valley."


def pipeline(**settings: Any) -> SpamdetectPipeline:
    made = SpamdetectPipeline.from_crawler(get_crawler(settings_dict=settings))
    made.open_spider()
    return made


def stats(made: SpamdetectPipeline) -> dict[str, Any]:
    return {
        name.removeprefix("spamdetect/items/"): count
        for name, count in made.crawler.stats.get_stats().items()
        if name.startswith("spamdetect/items/")
    }


def processed(made: SpamdetectPipeline, item: Any) -> Any:
    return asyncio.run(made.process_item(item))


ANY = ["clean", "injected", "spam", "junk"]


def test_dropped_items_with_bytes_are_in_the_feed_at_once(tmp_path: Path) -> None:
    feed = tmp_path / "new" / "dropped.jsonl"
    made = pipeline(SPAMDETECT_ITEMS="drop", SPAMDETECT_DROP=ANY, SPAMDETECT_DROPPED_FEED=feed)
    page = '<meta charset="latin-1"><p>Müller aß Käse.</p>'
    item = {"html": page.encode("latin-1"), "raw": [b"\xff"], "lone": "\ud800", "odd": object}
    with pytest.raises(DropItem):
        processed(made, item)
    written = json.loads(feed.read_text(encoding="utf-8"))
    assert (written["html"], written["lone"]) == (page, "\ud800")
    assert written["odd"] == repr(object)
    assert written["spamdetect"]["verdict"] in ANY
    made.close_spider()


def test_a_feed_that_fails_does_not_stop_an_item_from_being_dropped(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    made = pipeline(
        SPAMDETECT_ITEMS="drop", SPAMDETECT_DROP=ANY, SPAMDETECT_DROPPED_FEED="/dev/full"
    )
    for _ in range(2):
        with pytest.raises(DropItem):
            processed(made, {"text": NEWS})
    assert stats(made)["not_in_feed"] == 2
    assert "/dev/full" in caplog.text
    made.close_spider()


@dataclasses.dataclass(frozen=True)
class FrozenData:
    text: str
    spamdetect: Any = None


@attrs.frozen
class FrozenAttrs:
    text: str
    spamdetect: Any = None


@pytest.mark.parametrize("action", ["annotate", "strip"])
def test_items_that_cannot_be_written_to_pass_as_they_are(
    action: str, caplog: pytest.LogCaptureFixture
) -> None:
    made = pipeline(SPAMDETECT_ITEMS=action)
    with caplog.at_level(logging.WARNING):
        for item in (FrozenData(SPAM), FrozenAttrs(SPAM), FrozenData(NEWS)):
            assert processed(made, item) is item
            assert item.spamdetect is None
    assert stats(made)["read_only"] == 3
    assert caplog.text.count("cannot be written to") == 1


class Plain:
    def __init__(self) -> None:
        self.text = SPAM


def test_what_is_no_item_passes_and_is_counted(caplog: pytest.LogCaptureFixture) -> None:
    made = pipeline()
    named = collections.namedtuple("named", "text")(SPAM)
    with caplog.at_level(logging.WARNING):
        for item in (named, Plain(), "text"):
            assert processed(made, item) is item
    assert stats(made) == {"unknown_class": 3}
    assert caplog.text.count("no class of items") == 1


def test_names_of_verdicts_and_fields_may_have_blanks_between_commas() -> None:
    made = pipeline(
        SPAMDETECT_ITEMS="drop",
        SPAMDETECT_DROP="spam, injected, clean, junk",
        SPAMDETECT_TEXT_FIELDS="title , body",
    )
    with pytest.raises(DropItem):
        processed(made, {"body": NEWS})
