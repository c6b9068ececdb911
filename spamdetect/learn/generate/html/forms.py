"""Forms of injection into the source of HTML pages.

A form is a function of the places in a page and of content that returns edits of the source. The
content may be spam or honest: the same forms fill clean pages with honest links and comments.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Final

from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Edit, Parts
from spamdetect.learn.generate.forms import count_of
from spamdetect.learn.generate.html.hiding import hide
from spamdetect.learn.generate.html.inline_forms import paid_link, sentence, splice, starts, title
from spamdetect.learn.generate.html.markup import (
    CommentWriter,
    anchors,
    escape,
    inline,
    link_list,
    paragraphs,
)
from spamdetect.learn.generate.html.put import (
    HIDDEN_AT,
    HONEST_AT,
    Form,
    block,
    drawn_links,
    is_honest,
    shown_at,
)
from spamdetect.learn.generate.html.source import Places
from spamdetect.learn.generate.layout import Link

_BROKEN: Final = 0.3
"""Share of hidden blocks at the end of a page whose last end tag is missing."""


def _several(rng: random.Random, edits: list[Edit], again: Callable[[], Edit]) -> list[Edit]:
    """Repeat a block at one to three other places in one of eight cases."""
    for _ in range(rng.choice((1, 1, 2, 3)) if rng.random() < 0.12 else 0):
        edits.append(again())
    return edits


def _hidden(
    rng: random.Random, places: Places, content: Content, inner: str, category: str | None
) -> list[Edit]:
    """Put hidden markup into the page, sometimes several times."""
    honest = is_honest(content)
    at = HONEST_AT if honest else HIDDEN_AT
    markup = hide(rng, inner, honest=honest)
    first, where = block(rng, places, [(markup, category)], at)
    if not honest and where == "after_html" and rng.random() < _BROKEN:
        cut = re.sub(r"</\w+>\s*$", "", markup)
        return [Edit(first.start, first.end, [("\n", None), (cut, category)])]
    return _several(rng, [first], lambda: block(rng, places, [(markup, category)], at)[0])


def _hidden_list(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    links, category = drawn_links(rng, places, content, count_of(rng))
    return _hidden(rng, places, content, link_list(rng, links), category)


def _hidden_each(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Every link hidden on its own, all in the same way."""
    links, category = drawn_links(rng, places, content, count_of(rng, 60))
    write, seed = anchors(rng), rng.random()
    honest = is_honest(content)
    cells = [hide(random.Random(seed), write(link), honest=honest) for link in links]
    markup = rng.choice(("\n", "", " ")).join(cells)
    at = HONEST_AT if honest else HIDDEN_AT
    return [block(rng, places, [(markup, category)], at)[0]]


def _hidden_text(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Hidden paragraphs, words or a whole section with links."""
    pieces, category = [], None
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        text, category = rng.choice(
            (content.paragraph, content.paragraph, content.line, content.sentence, content.words)
        )()
        pieces.append(paragraphs(rng, text) if len(text) > 60 else inline(rng, text))
    if rng.random() < 0.5:
        links, category = drawn_links(rng, places, content, rng.choice((1, 1, 3, 8, 20)))
        pieces.insert(rng.randint(0, len(pieces)), link_list(rng, links))
    return _hidden(rng, places, content, rng.choice(("\n", " ")).join(pieces), category)


def _list(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    links, category = drawn_links(rng, places, content, count_of(rng, 150))
    markup = link_list(rng, links)
    if rng.random() < 0.15:
        markup = f'<div class="widget">{markup}</div>'
    at = shown_at(content)
    first = block(rng, places, [(markup, category)], at)[0]
    return _several(rng, [first], lambda: block(rng, places, [(markup, category)], at)[0])


def _items(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Items of a list that stands in the page, such as its menu."""
    if not places.items:
        return _list(rng, places, content)
    links, category = drawn_links(rng, places, content, rng.choice((1, 1, 2, 4, 10)))
    write, place = anchors(rng), rng.choice(places.items)
    markup = "\n".join(f"<li>{write(link)}</li>" for link in links)
    return [Edit(place, place, [("\n", None), (markup, category)])]


def _words(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """A bare anchor or a few words."""
    text, category = content.words()
    links, _ = drawn_links(rng, places, content, 1)
    link = Link(text, links[0].url)
    markup = anchors(rng)(link) if rng.random() < 0.7 else escape(rng, text)
    markup = rng.choice(("{}", "{}", "<p>{}</p>", "<div>{}</div>", "<center>{}</center>")).format(
        markup
    )
    return [block(rng, places, [(markup, category)], shown_at(content))[0]]


def _line(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    text, category = content.line()
    markup = rng.choice(("<p>{}</p>", "<div>{}</div>", "{}<br>")).format(inline(rng, text))
    return [block(rng, places, [(markup, category)], shown_at(content))[0]]


def _paragraph(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Visible paragraphs, sometimes with a headline and links."""
    text, category = content.paragraph()
    pieces = [paragraphs(rng, text)]
    if rng.random() < 0.3:
        pieces.insert(0, f"<h2>{escape(rng, content.words()[0])}</h2>")
        pieces += [paragraphs(rng, content.paragraph()[0]) for _ in range(rng.choice((0, 1, 3)))]
    if rng.random() < 0.3:
        links, category = drawn_links(rng, places, content, rng.choice((1, 2, 5, 12)))
        pieces.append(link_list(rng, links))
    at = shown_at(content) if rng.random() < 0.4 else {"middle": 1.0}
    return [block(rng, places, [("\n".join(pieces), category)], at)[0]]


def _comments(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """A section of readers' comments, some of them from the content."""
    writer = CommentWriter(rng, content.lang)
    count, share = rng.choice((1, 2, 3, 5, 8, 14)), rng.choice((0.1, 0.3, 0.5, 0.8, 1.0))
    certain = rng.randrange(count)
    head, foot = writer.section()
    title = rng.choice(("<h3>Comments</h3>\n", f"<h2>{count} Responses</h2>\n", "", ""))
    parts: Parts = [(title + head, None)]
    for i in range(count):
        chosen = content if i == certain or rng.random() < share else content.honest
        comment, category = chosen.comment()
        parts += [("\n", None), (writer.write(comment), category)]
    at = {"middle": 1.0, "footer": 1.0, "body_end": 6.0, "anywhere": 1.0}
    return [block(rng, places, [*parts, (foot, None)], at)[0]]


def _rows(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Rows of a table of the page or of a new one; some hold the content."""
    rows: Parts = []
    for i in range(rng.choice((1, 2, 5, 12))):
        chosen = content if i == 0 or rng.random() < 0.3 else content.honest
        text, category = chosen.line() if rng.random() < 0.6 else chosen.words()
        cells = (f"<td>{rng.randint(1, 999)}</td>", f"<td>{inline(rng, text)}</td>")
        rows += [("<tr>" + "".join(cells) + "</tr>", category), ("\n", None)]
    if places.rows and rng.random() < 0.7:
        place = rng.choice(places.rows)
        return [Edit(place, place, rows)]
    whole: Parts = [("<table>", None), *rows, ("</table>", None)]
    return [block(rng, places, whole, shown_at(content))[0]]


def _or_words(form: Form) -> Form:
    """Return a form that adds bare words where the page has no place for the given one."""
    return lambda rng, places, content: form(rng, places, content) or _words(rng, places, content)


FORMS: Final[dict[str, tuple[float, Form]]] = {
    "html_hidden_list": (20.0, _hidden_list),
    "html_hidden_each": (5.0, _hidden_each),
    "html_hidden_text": (9.0, _hidden_text),
    "html_list": (12.0, _list),
    "html_items": (5.0, _items),
    "html_words": (5.0, _words),
    "html_line": (4.0, _line),
    "html_paragraph": (6.0, _paragraph),
    "html_splice": (6.0, _or_words(splice)),
    "html_paid_link": (6.0, _or_words(paid_link)),
    "html_sentence": (5.0, _or_words(sentence)),
    "html_starts": (2.0, _or_words(starts)),
    "html_title": (3.0, _or_words(title)),
    "html_comments": (12.0, _comments),
    "html_rows": (4.0, _rows),
}
"""Name of a form to its relative frequency and function."""
