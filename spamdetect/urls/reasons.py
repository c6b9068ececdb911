"""Reasons for the score of a URL: the contributions of the additive model, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.reports import Reason
from spamdetect.urls import ngrams
from spamdetect.urls.features import (
    TAIL_CLASSES,
    UrlFeatures,
    fold_text,
    tail_class,
    url_features,
)
from spamdetect.urls.layout import COLUMNS, FIRST_DENSE, HEADS, PATH_HEADS, UNIT

if TYPE_CHECKING:
    from spamdetect.urls.score import UrlScorer

_MOST: Final = 6
_LEAST: Final = 0.05
_EVIDENCE: Final = 60

_SYMBOLS: Final = {
    **dict.fromkeys(HEADS, "URL_NGRAMS"),
    "path_spam": "URL_PATH",
    "path_scam": "URL_PATH",
    "anchor": "URL_ANCHOR",
    "institutional": "URL_INSTITUTIONAL",
    "shortener": "URL_SHORTENER",
}
_KIND_SYMBOLS: Final = ("", "URL_RAW_IP", "URL_SPECIAL_ADDRESS", "URL_NO_HOST")
_DESCRIPTIONS: Final = {
    "URL_NGRAMS": "the host name is built of pieces that its likes have or lack",
    "URL_SUFFIX": "the public suffix",
    "URL_PATH": "words of the path",
    "URL_INSTITUTIONAL_HIJACK": "spam words in the path of a host kept for institutions",
    "URL_ANCHOR": "words of the anchor text",
    "URL_DIGITS": "digits in the registered name",
    "URL_LUCKY_NUMBER": "the registered name ends in a lucky number",
    "URL_SUBDOMAIN": "the subdomains",
    "URL_INSTITUTIONAL": "the suffix is kept for institutions",
    "URL_SHORTENER": "link shortener: the target is not seen",
    "URL_RAW_IP": "the host is an address, not a name",
    "URL_SPECIAL_ADDRESS": "private, reserved or resolver address",
    "URL_NO_HOST": "there is no host to link to",
    "URL_OBFUSCATED_HOST": "the host is written in a disguised form",
    "URL_INTERNAL_LINK": "the link stays on its own site",
}


@cache
def _terms() -> dict[str, str]:
    from spamdetect.lexicons import load

    known: dict[str, str] = {}
    for term in load():
        text = fold_text(term.text).replace("-", "")
        if len(text) > 3 and term.category in SPAM_CATEGORIES:
            known.setdefault(text, term.category)
    return known


def _find_term(text: str) -> tuple[str, str]:
    """Return the longest spam term that a text holds, and its category; blanks if none."""
    known = _terms()
    letters = "".join(char for char in text if char.isalnum())
    for size in range(min(len(letters), 24), 3, -1):
        for start in range(len(letters) - size + 1):
            piece = letters[start : start + size]
            if piece in known:
                return piece, known[piece]
    return "", ""


_ORDERS: Final = np.arange(ngrams.MIN_ORDER, ngrams.MAX_ORDER + 1)[:, None]


def gains(text: str, table: NDArray[np.uint64], outputs: int, lane: int) -> NDArray[np.float64]:
    """Share the weights of n-grams out among the characters that they cover.

    Parameters
    ----------
    text : str
        Not empty.
    table : ndarray of uint64
        Of `spamdetect.urls.ngrams.pack`.
    outputs, lane : int
        How many outputs the table holds, and which is asked.

    Returns
    -------
    ndarray of float64, shape (characters,)
        In units of the table; the sum is the sum over the n-grams.
    """
    indices, _, _ = ngrams.windows([text], len(table).bit_length() - 1)
    weights = ngrams.unpack(table[indices], outputs, lane)
    sums = np.zeros((len(weights), len(text) + 1))
    np.cumsum(weights, axis=1, out=sums[:, 1:])
    before = np.maximum(np.arange(1, len(text) + 1) - _ORDERS, 0)
    covering = sums[:, 1:] - np.take_along_axis(sums, before, axis=1)
    return np.asarray((covering / _ORDERS).sum(axis=0))


def strongest_piece(text: str, gain: NDArray[np.float64]) -> str:
    """Return the part of a text with the largest sum of gains.

    Parameters
    ----------
    text : str
    gain : ndarray of float64, shape (characters,)

    Returns
    -------
    str
        Without boundary marks; empty if no part gains.
    """
    best, start, edge, total = 0.0, 0, (0, 0), 0.0
    for place, value in enumerate(gain.tolist()):
        if total <= 0:
            total, start = 0.0, place
        total += value
        if total > best:
            best, edge = total, (start, place + 1)
    return text[edge[0] : edge[1]].strip("^$-.")


def explain(
    scorer: UrlScorer,
    urls: Sequence[str],
    anchors: Sequence[str],
    source_urls: Sequence[str],
) -> list[tuple[Reason, ...]]:
    """Name the contributions to the scores of URLs.

    Parameters
    ----------
    scorer : UrlScorer
    urls, anchors, source_urls : sequence of str
        Of one length.

    Returns
    -------
    list of tuple of Reason
        For each URL, strongest first, at most six.
    """
    rows = [url_features(url) for url in urls]
    if not rows:
        return []
    main = scorer.contributions(scorer.columns(rows, anchors))
    internal = scorer.internal_links(rows, source_urls)
    return [
        _explain(scorer, row, anchors[index], main[:, index], inside)
        for index, (row, inside) in enumerate(zip(rows, internal, strict=True))
    ]


def _explain(
    scorer: UrlScorer,
    row: UrlFeatures,
    anchor: str,
    main: NDArray[np.int64],
    internal: bool,
) -> tuple[Reason, ...]:
    weights: dict[str, int] = {}

    def add(symbol: str, value: int) -> None:
        weights[symbol] = weights.get(symbol, 0) + value

    names = [_symbol(name, row) for name in COLUMNS]
    for place, (name, value) in enumerate(zip(names, main.tolist(), strict=True)):
        if not row.features.kind or len(HEADS) <= place < FIRST_DENSE:
            add(name, value)
    piece = ""
    if not row.features.kind:
        parts, piece = _host_parts(scorer, row, int(np.argmax(main[: len(HEADS)] != 0)))
        for symbol, value in parts.items():
            add(symbol, value)
            add("URL_NGRAMS", -value)
    else:
        add(_KIND_SYMBOLS[row.features.kind], int(scorer.kinds[row.features.kind]))
    if row.host.obfuscated:
        add("URL_OBFUSCATED_HOST", scorer.obfuscated)
    if internal:
        add("URL_INTERNAL_LINK", scorer.internal)
    order = sorted(weights.items(), key=lambda item: -abs(item[1]))
    evidence = _evidence(scorer, row, piece, anchor)
    out = []
    for symbol, value in order[:_MOST]:
        if abs(value) >= _LEAST * UNIT:
            text = evidence.get(symbol, str)()
            name, description = symbol, _DESCRIPTIONS[symbol]
            if symbol == "URL_NGRAMS" and value > 0:
                term, category = _find_term(row.features.text.partition("$")[0])
                if term:
                    name, text = f"URL_{category.upper()}_TERM", term
                    description = f"the host name holds a word of {category}"
            out.append(Reason(name, value / UNIT, description, text[:_EVIDENCE]))
    return tuple(out)


def _symbol(name: str, row: UrlFeatures) -> str:
    symbol = _SYMBOLS[name]
    if symbol == "URL_PATH" and row.features.dense[_INSTITUTIONAL]:
        return "URL_INSTITUTIONAL_HIJACK"
    return symbol


def _host_parts(scorer: UrlScorer, row: UrlFeatures, head: int) -> tuple[dict[str, int], str]:
    """Return what suffix, subdomains and digits of a host add, and its strongest piece."""
    text = row.features.text
    subdomain, label, suffix = row.features.domain
    gain = gains(text, scorer.heads, len(HEADS), head)
    unit = scorer.head_unit(head, len(text))
    lucky = TAIL_CLASSES[tail_class(label)] == "lucky number"
    numbers = "URL_LUCKY_NUMBER" if lucky else "URL_DIGITS"
    parts: dict[str, float] = {}
    start = 0
    for half in text.split("$")[:-1]:
        end = start + len(half)
        tail = end - len(suffix) - 1
        lead = max(tail - len(label) - 1, start)
        for place in range(start, end + 1):
            if place >= tail:
                name = "URL_SUFFIX"
            elif place <= lead and subdomain:
                name = "URL_SUBDOMAIN"
            elif text[place].isdigit() or text[place].isupper():
                name = numbers
            else:
                continue
            parts[name] = parts.get(name, 0.0) + gain[place] * unit
        start = end + 1
    whole = text.partition("$")[0]
    return {name: round(value) for name, value in parts.items()}, strongest_piece(
        whole, gain[: len(whole)]
    )


_INSTITUTIONAL: Final = COLUMNS.index("institutional") - FIRST_DENSE


def _evidence(
    scorer: UrlScorer, row: UrlFeatures, piece: str, anchor: str
) -> dict[str, Callable[[], str]]:
    subdomain, label, suffix = row.features.domain
    digits = "".join(char for char in label if char.isdigit())
    tail = label[len(label.rstrip("0123456789d")) :]

    def path() -> str:
        if not row.path:
            return ""
        return strongest_piece(row.path, gains(row.path, scorer.paths, len(PATH_HEADS), 0))

    return {
        "URL_NGRAMS": lambda: piece,
        "URL_SUFFIX": lambda: suffix,
        "URL_PATH": path,
        "URL_INSTITUTIONAL_HIJACK": path,
        "URL_ANCHOR": lambda: anchor,
        "URL_DIGITS": lambda: digits,
        "URL_LUCKY_NUMBER": lambda: tail,
        "URL_SUBDOMAIN": lambda: subdomain,
        "URL_INSTITUTIONAL": lambda: suffix,
        **dict.fromkeys(
            (
                "URL_SHORTENER",
                "URL_RAW_IP",
                "URL_SPECIAL_ADDRESS",
                "URL_OBFUSCATED_HOST",
                "URL_INTERNAL_LINK",
            ),
            lambda: row.host.name,
        ),
    }
