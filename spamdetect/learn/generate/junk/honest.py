"""Honest passages that look like junk: code, dumps, lists, tables, recipes, verse, captions."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from typing import Final

from spamdetect.learn.generate.edits import Edit, Page
from spamdetect.learn.generate.junk.code import listing
from spamdetect.learn.generate.junk.noise import digest_lines, misread
from spamdetect.learn.generate.junk.text import JunkText

_SENTENCE: Final = re.compile(r"[^\n.!?。！？]{25,200}[.!?。！？]")
_CLAUSE: Final = re.compile(r".{12,38}?(?:[,.;:!?，。、；]|\s|$)")


def _between(rng: random.Random, page: Page, text: str) -> list[Edit]:
    """Put a passage on lines of its own between two lines of the page."""
    end = rng.choice(page.lines)[1]
    gap = rng.choice(("\n\n", "\n\n", "\n"))
    return [Edit(end, end, [(gap + text, None)])]


def _code(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    gap = rng.choice(("\n", "\n\n"))
    return [
        edit
        for _ in range(rng.choice((1, 1, 2, 4)))
        for edit in _between(rng, page, junk.phrase("code_intro") + gap + listing(rng))
    ]


def _dump(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    lines = [junk.phrase("dump_intro"), *digest_lines(rng)]
    return _between(rng, page, rng.choice(("\n", "\n", "\n\n", "\n- ")).join(lines))


def _list(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """Points of a list: words, phrases or sentences, with bullets, numbers or neither."""
    count = rng.randint(3, 15)
    if rng.random() < 0.5:
        items = [junk.keyword() for _ in range(count)]
        items = [item.capitalize() for item in items] if rng.random() < 0.5 else items
    else:
        items = junk.sentences(count)
    mark = rng.choice(("- ", "* ", "• ", "{i}. ", "{i}) ", "", "– ", "({i}) "))
    return _between(
        rng, page, "\n".join(mark.replace("{i}", str(i)) + x for i, x in enumerate(items, 1))
    )


def _table(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """Rows of words and numbers, or cells on lines of their own."""
    columns, rows = rng.randint(2, 6), rng.randint(2, 10)
    gap = rng.choice((" | ", "\t", "\n", "\n\n", "  ", ", "))
    table = [[junk.keyword().capitalize() for _ in range(columns)]]
    for _ in range(rows):
        numbers = [
            rng.choice((f"{rng.random() * 100:.1f}", f"{rng.randint(0, 9999):,}", "–", "12 %"))
            for _ in range(columns - 1)
        ]
        table.append([junk.keyword(), *numbers])
    return _between(rng, page, "\n".join(gap.join(row) for row in table))


def _recipe(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    lines = dict.fromkeys(junk.phrase("ingredient") for _ in range(rng.randint(3, 10)))
    return _between(rng, page, rng.choice(("\n", "\n", "\n- ", "\n\n", "\n• ")).join(lines))


def _verse(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """A paragraph of the page broken into the short lines of a poem or song."""
    start, end = rng.choice(page.paragraphs)
    end = min(end, start + 900)
    lines = [line.strip() for line in _CLAUSE.findall(page.text[start:end])]
    if len(lines) < 3:
        return []
    size = rng.choice((2, 3, 4, 4, 8))
    stanzas = ["\n".join(lines[i : i + size]) for i in range(0, len(lines), size)]
    return [Edit(start, end, [("\n\n".join(stanzas), None)])]


def _quote(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """A sentence of the page set apart from it, as magazines do, or one of another page."""
    found = _SENTENCE.findall(page.text, *rng.choice(page.paragraphs))
    text = rng.choice(found or junk.sentences(1) or ["—"]).strip()
    form = rng.choice(("“{}”", "«{}»", "„{}“", "「{}」", "> {}", "{}", '"{}"\n' + junk.site))
    return _between(rng, page, form.format(text))


def _caption(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    edits = [
        edit
        for _ in range(rng.choice((1, 1, 2, 4)))
        for edit in _between(rng, page, junk.phrase("caption"))
    ]
    if rng.random() < 0.4:
        start = page.lines[0][0]
        edits.append(Edit(start, start, [(junk.phrase("caption") + "\n\n", None)]))
    return edits


def _schedule(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """A programme, a chronicle or references: lines that open or close with time or year."""
    form = rng.choice(("{h}:{m} {t}", "{y}: {t}", "{t} ({y})", "[{i}] {t}, {y}.", "{t} … {i}"))
    lines = [
        form.format(
            h=rng.randint(7, 22), m=rng.choice(("00", "15", "30")), y=rng.randint(1890, 2026),
            i=i, t=junk.title(),
        )
        for i in range(1, rng.randint(4, 13))
    ]  # fmt: skip
    return _between(rng, page, "\n".join(lines))


def _topic(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """Prose about cookies, error pages, placeholders and the like."""
    text = " ".join({junk.phrase("topic"): None, junk.phrase("topic"): None})
    if rng.random() < 0.4:
        text = " ".join([*junk.sentences(2), text])
    return _between(rng, page, text)


def _misread(rng: random.Random, page: Page, junk: JunkText) -> list[Edit]:
    """The odd letters of the whole text in the wrong encoding."""
    if sum(c > "\u024f" for c in page.text[:500]) > 60:
        return []
    return [Edit(0, len(page.text), [(misread(rng, page.text), None)])]


Form = Callable[[random.Random, Page, JunkText], list[Edit]]

HONEST_FORMS: Final[Mapping[str, tuple[float, Form]]] = {
    "honest_code": (5.0, _code),
    "honest_dump": (4.0, _dump),
    "honest_list": (5.0, _list),
    "honest_table": (4.0, _table),
    "honest_recipe": (3.0, _recipe),
    "honest_verse": (4.0, _verse),
    "honest_quote": (3.0, _quote),
    "honest_caption": (5.0, _caption),
    "honest_schedule": (3.0, _schedule),
    "honest_topic": (4.0, _topic),
    "honest_misread": (2.0, _misread),
}
"""Name of a form to its relative frequency and function; none of them adds junk."""
