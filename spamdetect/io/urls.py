"""URLs to be scored: a line each, bare or as JSON with what surrounds them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from spamdetect.io.detect import BOM_UTF8
from spamdetect.io.jsontext import loads
from spamdetect.io.records import RecordError
from spamdetect.io.source import Source


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


def read_urls(source: Source) -> Iterator[UrlRecord | RecordError]:
    """Yield the URL of each line.

    Parameters
    ----------
    source : Source
        Lines with a URL, or a JSON object with ``url`` and, if they are known, ``anchor`` and
        ``source_url``. Empty lines and those that start with ``#`` are left out.

    Yields
    ------
    UrlRecord or RecordError
    """
    for number, (line, damage) in enumerate(source.lines(), start=1):
        if damage is not None:
            yield RecordError(source.name, number, damage, line)
            continue
        record = read_line(source.name, number, line)
        if record is not None:
            yield record


def read_line(source: str, number: int, line: bytes) -> UrlRecord | RecordError | None:
    """Return the URL of one line, None for an empty line or a comment.

    Parameters
    ----------
    source : str
    number : int
        From 1.
    line : bytes
    """
    body = (line.removeprefix(BOM_UTF8) if number == 1 else line).strip()
    if body.startswith(b"{"):
        return _from_json(source, number, line, body)
    if not body or body.startswith(b"#"):
        return None
    return UrlRecord(source, number, body.decode("utf-8", "surrogateescape"), raw=line)


def _from_json(source: str, number: int, line: bytes, body: bytes) -> UrlRecord | RecordError:
    try:
        value = loads(body)
    except ValueError as error:
        return RecordError(source, number, f"broken JSON: {error}", line)
    url = value.get("url")
    if not isinstance(url, str):
        return RecordError(source, number, "has no field 'url' with a string", line)
    anchor, page = value.get("anchor"), value.get("source_url")
    return UrlRecord(
        source,
        number,
        url,
        anchor if isinstance(anchor, str) else "",
        page if isinstance(page, str) else None,
        line,
    )
