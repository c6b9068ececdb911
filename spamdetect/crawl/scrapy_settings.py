"""What the components of one Scrapy crawler share: settings, detector, lists, counts."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary, ref

from scrapy.exceptions import NotConfigured

from spamdetect.crawl.prefilter import Prefilter
from spamdetect.crawl.reloading import ReloadingList
from spamdetect.detector import Detector
from spamdetect.reports import UrlReport
from spamdetect.urls.rules import HostRules, HostSet

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)


class AnyList:
    """Lists of which one is enough."""

    def __init__(self, lists: Iterable[HostRules]) -> None:
        self._lists = tuple(lists)

    def match(self, host: str) -> str | None:
        """Return the entry that covers a canonical host, or None."""
        return next((found for rules in self._lists if (found := rules.match(host))), None)


class Shared:
    """What the components of one crawler have in common.

    Parameters
    ----------
    crawler : scrapy.crawler.Crawler

    Attributes
    ----------
    detector : Detector
    prefilter : Prefilter

    Raises
    ------
    ModelError
        If the model cannot be loaded.
    ValueError
        If a setting has an unknown value.
    """

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.detector = Detector.load(
            settings.get("SPAMDETECT_MODEL", "default"),
            preset=settings.get("SPAMDETECT_PRESET", "balanced"),
            allow=_list(settings, "ALLOW"),
            block=_list(settings, "BLOCK"),
        )
        self.prefilter = Prefilter(self.detector)
        # What is shared is kept by crawler, and must not keep it.
        self._crawler = ref(crawler)

    def count(self, name: str, number: int = 1) -> None:
        """Add to the crawler's stats."""
        crawler = self._crawler()
        if number and crawler is not None and crawler.stats is not None:
            crawler.stats.inc_value(f"spamdetect/{name}", number)

    def reject(self, kind: str, report: UrlReport, source: str) -> None:
        """Count and log a URL that is spam."""
        self.count(f"{kind}/rejected")
        self.count(f"{kind}/rejected/{report.category or 'other'}")
        logger.debug(
            "spam link %.200s on %.200s: %s",
            report.url,
            source,
            ", ".join(reason.symbol for reason in report.reasons),
        )


_by_crawler: WeakKeyDictionary[Any, Shared] = WeakKeyDictionary()


def shared(crawler: Crawler) -> Shared:
    """Return what the components of a crawler share, made for the first of them.

    Parameters
    ----------
    crawler : scrapy.crawler.Crawler

    Raises
    ------
    NotConfigured
        If ``SPAMDETECT_ENABLED`` is false.
    """
    if not crawler.settings.getbool("SPAMDETECT_ENABLED", True):
        raise NotConfigured("SPAMDETECT_ENABLED is false")
    if crawler not in _by_crawler:
        _by_crawler[crawler] = Shared(crawler)
    return _by_crawler[crawler]


def _list(settings: BaseSettings, name: str) -> HostRules:
    files = names(settings, f"SPAMDETECT_{name}_FILES")
    allow = name == "ALLOW"
    lists: list[HostRules] = [HostSet(names(settings, f"SPAMDETECT_{name}"), allow=allow)]
    if files:
        lists.append(ReloadingList(files, allow=allow))
    return AnyList(lists)


def names(settings: BaseSettings, name: str, default: Sequence[str] = ()) -> list[Any]:
    """Return a setting that holds several names, in a list or between commas.

    Parameters
    ----------
    settings : scrapy.settings.BaseSettings
    name : str
        A single path is taken for a list of one.
    default : sequence of str
        Where it is not set.
    """
    value = settings.get(name)
    if value is None:
        return list(default)
    if isinstance(value, os.PathLike):
        return [value]
    given = value.split(",") if isinstance(value, str) else value
    stripped = [one.strip() if isinstance(one, str) else one for one in given]
    return [one for one in stripped if one != ""]


def choice(settings: BaseSettings, name: str, choices: tuple[str, ...]) -> str:
    """Return the value of a setting that has a few, the first by default.

    Parameters
    ----------
    settings : scrapy.settings.BaseSettings
    name : str
    choices : tuple of str

    Raises
    ------
    ValueError
        If it is none of them.
    """
    value = str(settings.get(name, choices[0]))
    if value not in choices:
        raise ValueError(f"{name} must be one of {', '.join(choices)}, not {value!r}")
    return value
