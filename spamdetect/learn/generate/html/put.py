"""Where material is put into the source of an HTML page, and where its links lead."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Edit, Parts
from spamdetect.learn.generate.html.source import Places
from spamdetect.learn.generate.layout import Link
from spamdetect.learn.generate.sampling import weighted

Form = Callable[[random.Random, Places, Content], list[Edit]]

HIDDEN_AT: Final = {
    "body_end": 5.0, "after_html": 4.0, "after_body": 1.5, "body_start": 4.0, "middle": 5.0,
    "anywhere": 3.0, "footer": 4.0, "head": 0.7, "before": 0.4,
}  # fmt: skip
SHOWN_AT: Final = {
    "body_end": 4.0, "after_html": 2.0, "after_body": 0.7, "body_start": 2.0, "middle": 6.0,
    "anywhere": 3.0, "footer": 4.0,
}  # fmt: skip
HONEST_AT: Final = {
    "body_end": 4.0, "after_html": 0.3, "after_body": 0.2, "body_start": 4.0, "middle": 4.0,
    "anywhere": 4.0, "footer": 5.0,
}  # fmt: skip
_OWN_SITE: Final = 0.12
"""Share of link lists that lead to pages on the hacked site itself."""


def is_honest(content: Content) -> bool:
    """Tell whether content is honest material."""
    return content.honest is content


def position(rng: random.Random, places: Places, where: str) -> int:
    """Return a position in the source for a named place."""
    if where == "middle":
        return rng.choice(places.inner)
    if where == "footer":
        return rng.choice(places.footers or places.blocks[-4:])
    named = {
        "before": 0,
        "head": places.head_end,
        "body_start": places.body_start,
        "body_end": places.body_end,
        "after_body": places.after_body,
        "after_html": places.after_html,
    }
    return named[where] if where in named else rng.choice(places.blocks)


def block(
    rng: random.Random, places: Places, parts: Parts, at: Mapping[str, float]
) -> tuple[Edit, str]:
    """Return an edit that puts parts at a place drawn by weight, and the place."""
    where = weighted(rng, at)
    place = position(rng, places, where)
    gap = rng.choice(("\n", "\n", "", "\n\n"))
    return Edit(place, place, [(gap, None), *parts, (gap, None)]), where


def shown_at(content: Content) -> Mapping[str, float]:
    """Return the weights of the places where content stands that is not hidden."""
    return HONEST_AT if is_honest(content) else SHOWN_AT


def drawn_links(
    rng: random.Random, places: Places, content: Content, count: int
) -> tuple[list[Link], str | None]:
    """Return links of the content, sometimes led to pages of the page's own site."""
    links, category = content.links(count)
    if rng.random() < (0.4 if is_honest(content) else _OWN_SITE):
        links = own_links(rng, places, links)
    return links, category


def own_links(rng: random.Random, places: Places, links: Sequence[Link]) -> list[Link]:
    """Return links with the same anchors to pages of the page's own site."""
    folder = rng.choice(("", "", "tag/", "wp-content/uploads/", "id/", "news/", "c/", "?p="))
    end = rng.choice(("/", "/", "", ".html"))
    return [
        Link(link.anchor, f"{places.site}/{folder}{_slug(rng, link.anchor)}{end}") for link in links
    ]


def _slug(rng: random.Random, text: str) -> str:
    found = re.findall(r"[a-z0-9]+", text.lower())
    return "-".join(found[:7]) or str(rng.randint(10, 99999))
