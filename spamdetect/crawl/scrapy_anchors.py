"""Anchor texts of the page that a Scrapy response holds."""

from __future__ import annotations

from functools import cached_property
from typing import Final

from scrapy.http import HtmlResponse, Response
from w3lib.url import safe_url_string

from spamdetect.html import parse

_LONGEST: Final = 1024
"""Of a longer anchor the rest is left out: it is none, or its page was made to keep us busy."""


class Anchors:
    """The texts of a page's links, read when they are first asked for.

    Parameters
    ----------
    response : scrapy.http.Response or None
    """

    def __init__(self, response: Response | None) -> None:
        self._response = response

    def text(self, url: str) -> str:
        """Return the text of the first link to a URL that has one; empty if there is none."""
        return self._texts.get(_plain(url), "")

    @cached_property
    def _texts(self) -> dict[str, str]:
        found: dict[str, str] = {}
        response = self._response
        if not isinstance(response, HtmlResponse):
            return found
        page = parse(response.text)
        links = page.links
        spans = zip(links.start.tolist(), links.end.tolist(), links.href, strict=True)
        for start, end, href in spans:
            if not href:
                continue
            try:
                url = _plain(safe_url_string(response.urljoin(href), response.encoding))
            except ValueError:
                continue
            if not found.get(url):
                found[url] = " ".join(page.text[start : min(end, start + _LONGEST)].split())
        return found


def _plain(url: str) -> str:
    return url.partition("#")[0]
