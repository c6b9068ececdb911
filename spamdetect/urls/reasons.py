"""Reasons for the score of a URL: the contributions of the additive model, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.reports import Reason
from spamdetect.urls.features import DENSE, TAIL_CLASSES, UrlFeatures, tail_class, tail_number
from spamdetect.urls.layout import CHUNK, COLUMNS, FIRST_DENSE, FIRST_LEVEL, HEADS, PATH_HEADS, UNIT
from spamdetect.urls.pieces import gains, strongest_piece
from spamdetect.urls.tables import UrlTables
from spamdetect.urls.terms import find_term

_MOST: Final = 6
_LEAST: Final = 0.05
_EVIDENCE: Final = 60

_PEAK: Final = COLUMNS.index("peak")
_LENGTH: Final = COLUMNS.index("length")
_AGREEMENT: Final = COLUMNS.index("agreement")
_PATH: Final = FIRST_LEVEL
_INSTITUTIONAL: Final = DENSE.index("institutional")
_DENSE_SYMBOLS: Final = tuple(f"URL_{name.upper()}" for name in DENSE)
_KIND_SYMBOLS: Final = ("", "URL_RAW_IP", "URL_SPECIAL_ADDRESS", "URL_NO_HOST")
_DESCRIPTIONS: Final = {
    "URL_NGRAMS": "the host name is built of pieces that its likes have or lack",
    "URL_SUFFIX": "the public suffix",
    "URL_LENGTH": "the length of the host name",
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


def explain(
    tables: UrlTables,
    rows: Sequence[UrlFeatures],
    anchors: Sequence[str],
    internal: NDArray[np.int64],
) -> list[tuple[Reason, ...]]:
    """Name the contributions to the scores of URLs.

    Parameters
    ----------
    tables : UrlTables
    rows : sequence of UrlFeatures
    anchors : sequence of str
        One for each row.
    internal : ndarray of int64, shape (rows,)
        1 for links that stay on their own site, else 0.

    Returns
    -------
    list of tuple of Reason
        For each URL, strongest first, at most six.
    """
    out: list[tuple[Reason, ...]] = []
    for start in range(0, len(rows), CHUNK):
        part = slice(start, start + CHUNK)
        out += _explained(tables, rows[part], anchors[part], internal[part])
    return out


def _explained(
    tables: UrlTables,
    rows: Sequence[UrlFeatures],
    anchors: Sequence[str],
    internal: NDArray[np.int64],
) -> Iterator[tuple[Reason, ...]]:
    main = tables.contributions(tables.columns(rows, anchors))
    heads = (main[: len(HEADS)] != 0).argmax(axis=0).tolist()
    hosts = [i for i, row in enumerate(rows) if not row.features.kind]
    paths = [i for i, row in enumerate(rows) if row.path]
    of_host = gains(
        [rows[i].features.text for i in hosts], tables.heads, len(HEADS), [heads[i] for i in hosts]
    )
    of_path = gains([rows[i].path for i in paths], tables.paths, len(PATH_HEADS), [0] * len(paths))
    host_gain = dict(zip(hosts, of_host, strict=True))
    path_gain = dict(zip(paths, of_path, strict=True))
    for i, (row, values) in enumerate(zip(rows, main.T.tolist(), strict=True)):
        case = _Case(row, anchors[i], host_gain.get(i, []), path_gain.get(i, []))
        yield _reasons(case, _weights(tables, case, values, heads[i], int(internal[i])))


@dataclass(frozen=True, slots=True)
class _Case:
    """A URL, and the gains of the characters of its host's text and of its path."""

    row: UrlFeatures
    anchor: str
    host_gain: list[float]
    path_gain: list[float]


def _weights(
    tables: UrlTables, case: _Case, values: Sequence[int], head: int, internal: int
) -> dict[str, int]:
    """Return what each symbol adds to the log-odds."""
    row = case.row
    kind = row.features.kind
    hijack = "URL_INSTITUTIONAL_HIJACK" if row.features.dense[_INSTITUTIONAL] else "URL_PATH"
    weights: dict[str, int] = {}
    if not kind:
        weights["URL_NGRAMS"] = sum(values[: len(HEADS)]) + values[_PEAK]
        weights["URL_LENGTH"] = values[_LENGTH]
    weights[hijack] = values[_PATH] + values[_PATH + 1]
    weights["URL_ANCHOR"] = values[_PATH + 2]
    if not kind:
        weights["URL_ANCHOR"] += values[_AGREEMENT]
        weights.update(zip(_DENSE_SYMBOLS, values[FIRST_DENSE:], strict=True))
        unit = tables.head_unit(head, len(row.features.text))
        parts = _host_parts(row, case.host_gain, unit)
        weights.update(parts)
        weights["URL_NGRAMS"] -= sum(parts.values())
        if not row.features.dense[_INSTITUTIONAL]:
            weights["URL_SUFFIX"] += weights.pop("URL_INSTITUTIONAL")
    else:
        weights[_KIND_SYMBOLS[kind]] = int(tables.kinds[kind])
    if row.host.obfuscated:
        weights["URL_OBFUSCATED_HOST"] = tables.obfuscated
    if internal:
        weights["URL_INTERNAL_LINK"] = tables.internal
    return weights


def _reasons(case: _Case, weights: dict[str, int]) -> tuple[Reason, ...]:
    out = []
    for symbol in sorted(weights, key=lambda name: -abs(weights[name]))[:_MOST]:
        value = weights[symbol]
        if abs(value) < _LEAST * UNIT:
            break
        name, description, text = symbol, _DESCRIPTIONS[symbol], ""
        if symbol == "URL_NGRAMS" and value > 0:
            text, category = find_term(case.row.features.text.partition("$")[0])
            if text:
                name = f"URL_{category.upper()}_TERM"
                description = f"the host name holds a word of {category}"
        text = text or _evidence(symbol, case)
        out.append(Reason(name, value / UNIT, description, text[:_EVIDENCE]))
    return tuple(out)


def _host_parts(row: UrlFeatures, gain: Sequence[float], unit: float) -> dict[str, int]:
    """Return what subdomains, digits and suffix of a host add."""
    text = row.features.text
    subdomain, label, suffix = row.features.domain
    halves = text.split("$")[:-1]
    of_lead = of_digits = of_suffix = 0.0
    digits = False
    start = 0
    for half in halves:
        end = start + len(half)
        tail = max(end - len(suffix) - 1, start)
        middle = start
        if subdomain:
            middle = min(max(tail - len(label) - 1, start) + 1, tail)
            for value in gain[start:middle]:
                of_lead += value * unit
        for place in range(middle, tail) if len(halves) > 1 else ():
            if text[place].isdigit() or text[place].isupper():
                digits = True
                of_digits += gain[place] * unit
        for value in gain[tail : end + 1]:
            of_suffix += value * unit
        start = end + 1
    parts = {}
    if subdomain:
        parts["URL_SUBDOMAIN"] = round(of_lead)
    if digits:
        lucky = TAIL_CLASSES[tail_class(label)] == "lucky number"
        parts["URL_LUCKY_NUMBER" if lucky else "URL_DIGITS"] = round(of_digits)
    parts["URL_SUFFIX"] = round(of_suffix)
    return parts


def _evidence(symbol: str, case: _Case) -> str:
    """Return the text that a symbol points at."""
    row = case.row
    subdomain, label, suffix = row.features.domain
    match symbol:
        case "URL_NGRAMS":
            return strongest_piece(row.features.text.partition("$")[0], case.host_gain)
        case "URL_PATH" | "URL_INSTITUTIONAL_HIJACK":
            return strongest_piece(row.path, case.path_gain)
        case "URL_ANCHOR":
            return case.anchor
        case "URL_SUFFIX" | "URL_INSTITUTIONAL":
            return suffix
        case "URL_SUBDOMAIN":
            return subdomain
        case "URL_DIGITS":
            return "".join([char for char in label if char.isdigit()])
        case "URL_LUCKY_NUMBER":
            return tail_number(label)
        case _:
            return row.host.name
