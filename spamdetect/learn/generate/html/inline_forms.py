"""Forms of injection into the running text and the title of HTML pages.

They return no edits where the page has no such place.
"""

from __future__ import annotations

import random
import re

from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Edit
from spamdetect.learn.generate.forms import GAP, PHRASE, SENTENCE_END
from spamdetect.learn.generate.html.markup import anchors, escape, inline
from spamdetect.learn.generate.html.put import drawn_links
from spamdetect.learn.generate.html.source import Places
from spamdetect.learn.generate.layout import Link


def _matches(rng: random.Random, places: Places, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Matches of a pattern in a run of prose drawn by chance."""
    if not places.prose:
        return []
    span = rng.choice(places.prose)
    return [match.span() for match in pattern.finditer(places.source, *span)]


def splice(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Phrases, mostly linked, spliced into sentences."""
    edits = []
    for _ in range(rng.choice((1, 1, 1, 2, 4))):
        if found := _matches(rng, places, GAP):
            place = rng.choice(found)[1]
            text, category = content.words()
            links, _ = drawn_links(rng, places, content, 1)
            linked = anchors(rng)(Link(text, links[0].url))
            markup = linked if rng.random() < 0.75 else escape(rng, text)
            gap = " " if places.source[place - 1] == " " else ""
            edits.append(Edit(place, place, [(markup, category), (gap, None)]))
    return edits


def paid_link(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Phrases of honest sentences turned into links."""
    edits = []
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if found := _matches(rng, places, PHRASE):
            start, end = rng.choice(found)
            words = places.source[start:end].split(" ")
            words = words[: rng.randint(1, len(words))]
            links, category = content.links(1)
            link = Link("{}", links[0].url)
            markup = anchors(rng)(link).replace("{}", " ".join(words), 1)
            plain = category in (None, "gambling", "adult", "pharma", "finance")
            edits.append(
                Edit(start, start + len(" ".join(words)), [(markup, category if plain else "seo")])
            )
    return edits


def sentence(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Sentences inside paragraphs."""
    edits = []
    for _ in range(rng.choice((1, 1, 2, 3))):
        if found := _matches(rng, places, SENTENCE_END):
            place = rng.choice(found)[1]
            text, category = content.sentence()
            edits.append(Edit(place, place, [(" ", None), (inline(rng, text), category)]))
    return edits


def starts(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """An anchor at the start of several paragraphs."""
    share, write = rng.choice((0.3, 0.6, 1.0)), anchors(rng)
    edits = []
    for start, _ in places.prose[:40]:
        if rng.random() < share:
            text, category = content.words()
            link = Link(text, content.links(1)[0][0].url)
            edits.append(Edit(start, start, [(write(link), category), (" ", None)]))
    return edits


def title(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """The title with a prefix or suffix, or replaced."""
    if places.title is None:
        return []
    start, end = places.title
    text, category = content.words()
    mark, kind = rng.choice((" | ", " - ", ": ", " – ", " ")), rng.random()
    part = (escape(rng, text), category)
    if kind < 0.6:
        return [Edit(start, start, [part, (mark, None)])]
    return [Edit(end, end, [(mark, None), part])] if kind < 0.9 else [Edit(start, end, [part])]
