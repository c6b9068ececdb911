"""Links as they stand on a page, made whole by the page's own address."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urljoin

from spamdetect.urls.host import SplitUrl, split_url
from spamdetect.urls.suffix import public_suffixes

WHOLE: Final = ("http://", "https://")
"""What most links begin with, and need no page for."""
_FIRST = re.compile(r"[^/\\?#]*")
_SLASHES = re.compile(r"\A///+")
"""Browsers go to the same host by ``///host`` as by ``//host``."""


def resolved(url: str, source_url: str) -> str:
    """Return the URL that a link on a page leads to (RFC 3986).

    Parameters
    ----------
    url : str
        Any string. What has a scheme stays as it is, and so does what begins like a host: an
        address, a port, a name under a public suffix (``bet.com/x``, but not ``bet.html``).
    source_url : str
        The page; without a host, nothing is changed.

    Returns
    -------
    str
    """
    if url.startswith(WHOLE):
        return url
    parts = split_url(url)
    if parts.scheme:
        return url
    link = _SLASHES.sub("//", url.strip().replace("\\", "/"))
    if not link.startswith("//") and _begins_with_host(link, parts):
        return url
    page = split_url(source_url)
    if page.host.kind == "none":
        return url
    port = "" if page.port is None else f":{page.port}"
    query = f"?{page.query}" if page.query else ""
    base = f"{page.scheme or 'http'}://{page.host.name}{port}{page.path}{query}"
    try:
        return urljoin(base, link)
    except ValueError:
        return url


def _begins_with_host(link: str, parts: SplitUrl) -> bool:
    first = _FIRST.match(link)
    written = first[0] if first else ""
    if ":" in written or "@" in written:
        return True
    host = parts.host
    if host.kind == "domain":
        return "." in host.name and (
            host.special or host.name.rpartition(".")[2] in public_suffixes()
        )
    return host.name == written != ""
