"""URLs to be scored: a line each, bare or as JSON with what surrounds them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from spamdetect.io.binary import BOM_UTF8
from spamdetect.io.jsontext import loads
from spamdetect.io.records import RecordError
from spamdetect.io.source import Source
from spamdetect.urls.host import split_url
from spamdetect.urls.relative import resolved

_LONGEST_URL: Final = 1 << 16
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_USUAL: Final = re.compile(r"(?:https?://)?(?:[a-z0-9-]+\.)+[a-z]", re.IGNORECASE)
_HOSTLESS: Final = frozenset(("", "http", "https", "ftp", "ws", "wss"))


class UrlRecord(NamedTuple):
    """One URL of an input.

    Attributes
    ----------
    source : str
    line : int or None
        From 1.
    url : str
    anchor : str
        Text of the link; empty if it is not known.
    source_url : str or None
        The page that the link stands on.
    raw : bytes
        The line as it stands in the input.
    """

    source: str
    line: int | None
    url: str
    anchor: str = ""
    source_url: str | None = None
    raw: bytes = b""


def read_urls(source: Source, field: str = "url") -> Iterator[UrlRecord | RecordError]:
    """Yield the URL of each line.

    Parameters
    ----------
    source : Source
        Lines with a URL, or a JSON object with `field` and, if they are known, ``anchor`` and
        ``source_url``. Empty lines and those that start with ``#`` are left out.
    field : str

    Yields
    ------
    UrlRecord or RecordError
    """
    for number, (line, damage) in enumerate(source.lines(), start=1):
        if damage is not None:
            yield RecordError(source.name, number, damage, line)
            continue
        record = read_line(source.name, number, line, field)
        if record is not None:
            yield record


def read_line(
    source: str, number: int, line: bytes, field: str = "url"
) -> UrlRecord | RecordError | None:
    """Return the URL of one line, None for an empty line or a comment.

    Parameters
    ----------
    source : str
    number : int
        From 1.
    line : bytes
    field : str
        Of a JSON object, with the URL.
    """
    body = (line.removeprefix(BOM_UTF8) if number == 1 else line).strip()
    if body.startswith(b"{"):
        return _from_json(source, number, line, body, field)
    if not body or body.startswith(b"#"):
        return None
    return checked_url(UrlRecord(source, number, body.decode("utf-8", "surrogateescape"), raw=line))


def checked_url(record: UrlRecord) -> UrlRecord | RecordError:
    """Return a record as it is, or what is wrong with what is to be its URL.

    Parameters
    ----------
    record : UrlRecord
    """
    page = record.source_url
    cause = _problem(resolved(record.url, page) if page else record.url)
    return record if cause is None else RecordError(record.source, record.line, cause, record.raw)


def _problem(url: str) -> str | None:
    if len(url) > _LONGEST_URL:
        return f"a URL of {len(url):,} characters"
    if _CONTROL.search(url):
        return "control characters in the URL"
    if not url.isascii() and _SURROGATE.search(url):
        return "the URL is not valid UTF-8"
    if _USUAL.match(url):
        return None
    parts = split_url(url)
    if parts.host.kind == "none" and parts.scheme in _HOSTLESS:
        return "is no URL: it has no host"
    return None


def _from_json(
    source: str, number: int, line: bytes, body: bytes, field: str
) -> UrlRecord | RecordError:
    try:
        value = loads(body)
    except ValueError as error:
        return RecordError(source, number, f"broken JSON: {error}", line)
    url = value.get(field)
    if not isinstance(url, str):
        cause = f"has no field {field!r} with a string; name the field with --url-field"
        return RecordError(source, number, cause, line)
    anchor, page = value.get("anchor"), value.get("source_url")
    return checked_url(
        UrlRecord(
            source,
            number,
            url,
            anchor if isinstance(anchor, str) else "",
            page if isinstance(page, str) else None,
            line,
        )
    )
