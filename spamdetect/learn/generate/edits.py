"""A page's text, edits of it that keep track of spam spans, and changes of its line ends."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from spamdetect.learn.corpus.documents import Span

Parts = list[tuple[str, str | None]]
"""Pieces of text with their spam category, None where honest."""


class Edit(NamedTuple):
    """Replace ``text[start:end]`` of a page by `parts`."""

    start: int
    end: int
    parts: Parts


@dataclass(frozen=True)
class Page:
    """A page's text and the places in it where something can be put."""

    text: str

    @cached_property
    def lines(self) -> list[tuple[int, int]]:
        """Start and end of each line that is not blank."""
        return [m.span() for m in re.finditer(r"\S[^\n]*", self.text)]

    @cached_property
    def paragraphs(self) -> list[tuple[int, int]]:
        """Lines of at least 60 characters, or all lines if there are none."""
        return [x for x in self.lines if x[1] - x[0] >= 60] or self.lines

    def places(self, rng: random.Random, pattern: re.Pattern[str]) -> list[int]:
        """Ends of a pattern's matches in a paragraph drawn by chance."""
        start, end = rng.choice(self.paragraphs)
        return [m.end() for m in pattern.finditer(self.text, start, end)]


REFLOWS: Final[Mapping[str, float]] = {
    "none": 66.0,
    "one_line": 8.0,
    "wrapped": 6.0,
    "crlf": 5.0,
    "single": 5.0,
    "double": 4.0,
    "padded": 4.0,
    "bullets": 2.0,
}
"""Relative frequencies of what happens to the line ends of a whole document."""


def assemble(
    parts: Iterable[tuple[str, str | None]],
) -> tuple[str, tuple[Span, ...]]:
    """Join parts to a text and the spans of those with a category, outer white space excluded."""
    texts: list[str] = []
    spans: list[Span] = []
    offset = 0
    for text, category in parts:
        inner = text.strip()
        if category and inner:
            start = offset + len(text) - len(text.lstrip())
            spans.append((start, start + len(inner), category))
        texts.append(text)
        offset += len(text)
    return "".join(texts), tuple(spans)


def apply_edits(text: str, edits: Iterable[Edit]) -> Parts:
    """Return the parts of a text after edits; an edit that overlaps an earlier one is left out."""
    parts: Parts = []
    done = 0
    for start, end, new in sorted(edits, key=lambda e: (e.start, e.end)):
        if start < done:
            continue
        parts += [(text[done:start], None), *new]
        done = end
    return [*parts, (text[done:], None)]


def _wrap(text: str, rng: random.Random) -> str:
    width = rng.choice((65, 72, 75, 78))
    out, column = [], 0
    for word in re.split(r"( |\n)", text):
        if word == " " and column >= width - 8:
            word = "\n"
        column = 0 if word == "\n" else column + len(word)
        out.append(word)
    return "".join(out)


def reflow(rng: random.Random, parts: Parts, kind: str) -> Parts:
    """Return parts with other line ends: see `REFLOWS` for the kinds."""
    mark = rng.choice(("- ", "* ", "• ", "  "))
    change: Callable[[str], str] = {
        "none": lambda t: t,
        "one_line": lambda t: re.sub(r"\s*\n\s*", " ", t),
        "wrapped": lambda t: _wrap(t, rng),
        "crlf": lambda t: t.replace("\r", "").replace("\n", "\r\n"),
        "single": lambda t: re.sub(r"\n\s*\n", "\n", t),
        "double": lambda t: re.sub(r"\n+", "\n\n", t),
        "padded": lambda t: t.replace("\n", " \n "),
        "bullets": lambda t: re.sub(r"\n(?=\w)", f"\n{mark}", t),
    }[kind]
    return [(change(text), category) for text, category in parts]


def crop(rng: random.Random, text: str, limit: int) -> str:
    """Return whole lines of a text, from its start or from within, of about `limit` characters."""
    if len(text) <= limit:
        return text
    start = 0 if rng.random() < 0.7 else text.find("\n", rng.randrange(len(text) - limit)) + 1
    end = text.rfind("\n", start, start + limit)
    return text[start : end if end > start + limit // 3 else start + limit]
