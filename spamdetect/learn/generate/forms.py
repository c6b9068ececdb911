"""Forms of injection: where and how material is put into a page.

A form is a function of a page and of content that returns edits of the page's text. The content
may be spam or honest: the same forms fill clean pages with honest links, comments and lines.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from spamdetect.learn.generate.comments import COMMENTS, HEADS, comment_parts
from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Edit, Page, Parts
from spamdetect.learn.generate.layout import cell_rows, write_links
from spamdetect.learn.generate.obfuscate import (
    bracketed,
    changed_case,
    obfuscate,
    spaced,
    with_emoji,
)

SENTENCE_END: Final = re.compile(r"[.!?…]['\")\]]*(?= +\S)|[。！？]")
_JOINED: Final = r"[\u3040-\u9fff\u0e00-\u0e7f]"
GAP: Final = re.compile(rf"(?<=\w) (?=\w)|(?<={_JOINED})(?={_JOINED})")


def count_of(rng: random.Random, most: int = 300) -> int:
    """Draw a number of links: often one or a few, sometimes hundreds."""
    low, high = rng.choice(
        ((1, 1), (1, 1), (2, 3), (2, 3), (4, 10), (4, 10), (11, 40), (11, 40), (41, most))
    )
    count = rng.randint(low, high) if low < 41 else high - (high - low) * rng.random() ** 0.5
    return min(most, int(count))


def _block(rng: random.Random, page: Page, where: str, parts: Parts) -> Edit:
    """Put parts on lines of their own at the end, the head, between lines or glued to one."""
    gap = rng.choice(("\n\n", "\n\n", "\n", "\n\n\n", "\n \n"))
    if where == "head":
        start = page.lines[0][0]
        return Edit(start, start, [*parts, (gap, None)])
    if where == "end":
        end = page.lines[-1][1]
        return Edit(end, end, [(gap, None), *parts])
    if where == "footer":
        end = page.lines[max(0, len(page.lines) - rng.randint(2, 5))][1]
        return Edit(end, end, [(gap, None), *parts])
    end = rng.choice(page.lines)[1]
    if where == "glued":
        gap = rng.choice((" ", " ", "", "\n"))
    return Edit(end, end, [(gap, None), *parts])


_WHERE: Final = ("end", "end", "end", "between", "between", "head", "footer", "glued")


def _list(where: str) -> Callable[[random.Random, Page, Content], list[Edit]]:
    def form(rng: random.Random, page: Page, content: Content) -> list[Edit]:
        links, category = content.links(count_of(rng, 120))
        text = write_links(rng, links, rng.random() < 0.4, one_line=where == "glued")
        return [_block(rng, page, where, [(text, category)])]

    return form


def _run(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """One line of up to 300 links, mostly with their URLs."""
    links, category = content.links(max(2, count_of(rng)))
    text = write_links(rng, links, rng.random() < 0.75, one_line=True)
    return [_block(rng, page, rng.choice(_WHERE), [(text, category)])]


def _line(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    return [_block(rng, page, rng.choice(_WHERE), [content.line()])]


def _words(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    where = rng.choice(("end", "end", "end", "between", "head", "glued"))
    return [_block(rng, page, where, [content.words()])]


def _splice(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """One to four phrases spliced into sentences."""
    edits = []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if places := page.places(rng, GAP):
            place = rng.choice(places)
            gap = "" if page.text[place - 1 : place] not in ("", " ") else " "
            edits.append(Edit(place, place, [content.words(), (gap, None)]))
    return edits


def _paragraph_starts(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """An anchor at the start, or end, of several paragraphs."""
    share, at_end = rng.choice((0.3, 0.6, 1.0)), rng.random() < 0.25
    gap = rng.choice((" ", " ", " - ", ": ", ""))
    edits = []
    drawn = [x for x in page.paragraphs[:40] if rng.random() < share]
    for start, end in drawn or [rng.choice(page.paragraphs)]:
        part, place = content.words(), end if at_end else start
        edits.append(Edit(place, place, [(" ", None), part] if at_end else [part, (gap, None)]))
    return edits


def _title(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """The first line with a prefix or suffix."""
    start, end = page.lines[0]
    mark, part = rng.choice((" | ", " - ", ": ", " – ", " ", " » ")), content.words()
    if rng.random() < 0.6:
        return [Edit(start, start, [part, (mark, None)])]
    return [Edit(end, end, [(mark, None), part])]


def _sentence(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """One to three sentences inside paragraphs."""
    edits = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if places := page.places(rng, SENTENCE_END):
            place = rng.choice(places)
            gap = "" if page.text[place - 1] in "。！？" else " "
            edits.append(Edit(place, place, [(gap, None), content.sentence()]))
    return edits or _line(rng, page, content)


def _paragraph(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    where = rng.choice(("between", "between", "between", "end", "head"))
    return [_block(rng, page, where, [content.paragraph()])]


def _chunk(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """A whole section: headline, paragraphs, links."""
    parts: list[tuple[str, str | None]] = [content.words()]
    parts += [content.paragraph() for _ in range(rng.randint(1, 4))]
    links, category = content.links(rng.randint(1, 12))
    parts.append((write_links(rng, links, rng.random() < 0.4, one_line=False), category))
    spaced: Parts = [x for part in parts for x in (part, ("\n\n", None))][:-1]
    return [_block(rng, page, rng.choice(("end", "between", "head")), spaced)]


def _comments(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """A comment section after the article, spam among honest comments."""
    head = rng.choice(HEADS).format(n=rng.randint(1, 90)) + "\n\n" if rng.random() < 0.6 else ""
    share = rng.choice((0.1, 0.3, 0.5, 0.8, 1.0))
    title = page.text[slice(*page.lines[0])] if rng.random() < 0.8 else content.honest.words()[0]
    parts = comment_parts(rng, content, rng.choice(COMMENTS), share, title.strip("# *=")[:150])
    return [_block(rng, page, "end", [(head, None), *parts])]


_NOTATIONS: Final = (
    *("[{a}]({u})",) * 4, "{a} ({u})", '<a href="{u}">{a}</a>', "{a} {u}", "[url={u}]{a}[/url]"
)  # fmt: skip


PHRASE: Final = re.compile(r"(?<= )\w[\w'’-]*(?: \w[\w'’-]*){0,4}(?=[ ,.;]|$)")


def _paid_link(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """Phrases of honest sentences turned into links, in Markdown, HTML, BBCode or plain."""
    notation = rng.choice(_NOTATIONS)
    edits = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        span = rng.choice(page.paragraphs)
        phrases = [m.span() for m in PHRASE.finditer(page.text, *span)]
        if not phrases:
            continue
        start, end = rng.choice(phrases)
        words = page.text[start:end].split(" ")
        end = start + len(" ".join(words[: rng.randint(1, len(words))]))
        links, category = content.links(1)
        text = notation.format(a=page.text[start:end], u=links[0].url)
        plain = category in (None, "gambling", "adult", "pharma", "finance")
        edits.append(Edit(start, end, [(text, category if plain else "seo")]))
    return edits


def emphasis(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """Words or lines of the page itself in odd letters, spaced, in capitals or with emoji."""
    write = rng.choice((obfuscate, obfuscate, with_emoji, changed_case, spaced, bracketed))
    edits = []
    for _ in range(rng.choice((1, 1, 2, 4))):
        start, end = rng.choice(page.lines)
        if end - start > 60 or rng.random() < 0.5:
            phrases = [m.span() for m in PHRASE.finditer(page.text, start, end)]
            if not phrases:
                continue
            start, end = rng.choice(phrases)
        edits.append(Edit(start, end, [(write(rng, page.text[start:end]), None)]))
    return edits


def _nav(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """Anchors among the lines of an honest menu."""
    gap = rng.choice(("\n", "\n", "\n\n", " | ", "  "))
    menu = [(link.anchor, None) for link in content.honest.links(rng.randint(4, 14))[0]]
    anchors = [content.words() for _ in range(rng.choice((1, 1, 2, 4, 8)))]
    at = rng.randint(0, len(menu))
    parts: Parts = [*menu[:at], *anchors, *menu[at:]]
    spaced: Parts = [x for part in parts for x in (part, (gap, None))][:-1]
    return [_block(rng, page, rng.choice(("end", "head", "footer")), spaced)]


def _repeated(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """The same list at several places, as in a theme whose every part is infected."""
    links, category = content.links(rng.randint(1, 6))
    text = write_links(rng, links, rng.random() < 0.2, one_line=False)
    return [
        _block(rng, page, where, [(text, category)])
        for where in rng.sample(("end", "head", "between", "footer", "between"), rng.randint(2, 4))
    ]


def _rows(rng: random.Random, page: Page, content: Content) -> list[Edit]:
    """Rows of a table, dump or CSV of which some hold the material."""
    kind, table, categories = rng.choice(("sql", "csv", "markdown", "tabs")), [], []
    for i in range(rng.randint(4, 25)):
        chosen = content if i == 2 or rng.random() < 0.3 else content.honest
        text, category = chosen.line() if rng.random() < 0.7 else chosen.sentence()
        name = (chosen if rng.random() < 0.5 else content.honest).comment()[0].author
        cells = (str(i + 1), name, " ".join(text.split()), f"20{i % 26:02}-0{i % 9 + 1}-1{i % 9}")
        table.append(cells)
        categories.append(category)
    head, rows, foot = cell_rows(rng, table, kind)
    parts = [(row, category) for row, category in zip(rows, categories, strict=True)]
    return [_block(rng, page, "between", [(head, None), *parts, (foot, None)])]


Form = Callable[[random.Random, Page, Content], list[Edit]]

FORMS: Final[dict[str, tuple[float, Form]]] = {
    "list_end": (9.0, _list("end")),
    "list_head": (3.0, _list("head")),
    "list_between": (5.0, _list("between")),
    "list_footer": (4.0, _list("footer")),
    "list_glued": (3.0, _list("glued")),
    "run": (11.0, _run),
    "line": (8.0, _line),
    "words": (8.0, _words),
    "splice": (7.0, _splice),
    "paragraph_starts": (3.0, _paragraph_starts),
    "title": (3.0, _title),
    "sentence": (7.0, _sentence),
    "paragraph": (6.0, _paragraph),
    "chunk": (3.0, _chunk),
    "comments": (14.0, _comments),
    "paid_link": (6.0, _paid_link),
    "nav": (5.0, _nav),
    "repeated": (3.0, _repeated),
    "rows": (4.0, _rows),
}
"""Name of a form to its relative frequency and function."""
