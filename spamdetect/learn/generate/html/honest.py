"""Parts of honest pages that readers do not see at first, and furniture with links."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

from spamdetect.learn.generate.content import Content
from spamdetect.learn.generate.edits import Edit
from spamdetect.learn.generate.html.hiding import hide
from spamdetect.learn.generate.html.markup import anchors, escape, inline, link_list, paragraphs
from spamdetect.learn.generate.html.put import Form, block, own_links
from spamdetect.learn.generate.html.source import Places
from spamdetect.learn.generate.layout import Link
from spamdetect.learn.generate.phrases import fill, phrase_book

_LANGUAGES: Final = (
    "English", "Deutsch", "Français", "Español", "Italiano", "Português", "Polski", "Русский",
    "Українська", "Türkçe", "العربية", "فارسی", "हिन्दी", "বাংলা", "ไทย", "Tiếng Việt",
    "Bahasa Indonesia", "Bahasa Melayu", "日本語", "한국어", "中文 (简体)", "中文 (繁體)",
    "Nederlands", "Svenska", "Čeština", "Ελληνικά", "עברית", "Magyar", "Română",
)  # fmt: skip
_ASIDE: Final = {"middle": 3.0, "anywhere": 3.0, "body_end": 3.0, "footer": 1.0}
_EDGES: Final = {"body_start": 5.0, "body_end": 4.0, "anywhere": 2.0, "footer": 1.0}
_READERS: Final = (
    "Skip to main content", "Skip to navigation", "Opens in a new window", "Toggle navigation",
    "Close menu", "Search this site", "Current page", "Zum Inhalt springen", "Aller au contenu",
    "Saltar al contenido", "Loading…", "Read more about", "Previous slide", "Next slide",
)  # fmt: skip
_TRACKING: Final = (
    '<noscript><img height="1" width="1" src="https://www.{h}/tr?id={n}" alt=""></noscript>',
    '<noscript><iframe src="https://www.{h}/ns.html?id=GTM-{n}" height="0" width="0" '
    'style="display:none;visibility:hidden"></iframe></noscript>',
    '<noscript>Please enable JavaScript to view the <a href="https://{h}/?ref_noscript">comments '
    "powered by {h}.</a></noscript>",
    '<noscript><a href="https://www.{h}/counter/{n}/">web statistics</a></noscript>',
)
_MENU_TAGS: Final = (
    ('<nav class="mobile-nav">', "</nav>"), ('<div id="menu">', "</div>"), ("<nav>", "</nav>"),
    ('<ul class="sub-menu">', "</ul>"), ('<div class="dropdown">', "</div>"), ("<div>", "</div>"),
)  # fmt: skip


def furniture(rng: random.Random, content: Content, section: str) -> str:
    """Return words of a menu, a footer, a prompt or the like, in the content's language."""
    book = phrase_book("junk")
    table: Mapping[str, tuple[str, ...]] = book[section]
    phrases = table.get(content.lang) or table.get("en") or next(iter(table.values()))
    host = content.links(1)[0][0].url.split("/")[2:3]
    year, site = str(rng.randint(2005, 2026)), rng.choice(phrase_book("honest")["site"]["any"])
    values = {"host": host[0] if host else "", "site": site, "year": year}
    return fill(rng, rng.choice(phrases), book, **values)


def _menu_links(rng: random.Random, places: Places, content: Content) -> list[Link]:
    """Links of a menu: furniture's words or an honest list, to the own site or to others."""
    count = rng.choice((4, 8, 12, 16, 24, 40, 80))
    if rng.random() < 0.55:
        links = [Link(furniture(rng, content, "nav"), "") for _ in range(count)]
        return own_links(rng, places, links)
    links, _ = content.links(count)
    return own_links(rng, places, links) if rng.random() < 0.6 else links


def _hidden_menu(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    before, after = rng.choice(_MENU_TAGS)
    markup = before + link_list(rng, _menu_links(rng, places, content)) + after
    return [block(rng, places, [(hide(rng, markup, honest=True), None)], _EDGES)[0]]


def _menu(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    before, after = rng.choice(_MENU_TAGS)
    markup = before + link_list(rng, _menu_links(rng, places, content)) + after
    return [block(rng, places, [(markup, None)], _EDGES)[0]]


def _dialog(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """A subscription or share dialog that opens on a click."""
    pieces = [f"<h3>{escape(rng, furniture(rng, content, 'prompt'))}</h3>"]
    for section in rng.sample(("prompt", "share", "share", "footer", "more"), rng.randint(1, 4)):
        pieces.append(paragraphs(rng, furniture(rng, content, section)))
    pieces.append(
        "<button>" + rng.choice(("Close", "OK", "×", "Schließen", "Fermer")) + "</button>"
    )
    return [block(rng, places, [(hide(rng, "".join(pieces), honest=True), None)], _EDGES)[0]]


def _tabs(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Panels of which the first is shown."""
    names = [content.words()[0] for _ in range(rng.randint(2, 5))]
    head = "".join(f'<li><a href="#tab{i}">{escape(rng, n)}</a></li>' for i, n in enumerate(names))
    panels = []
    for i in range(len(names)):
        source = content.paragraph if rng.random() < 0.7 else content.line
        panel = f'<div id="tab{i}">{paragraphs(rng, source()[0])}</div>'
        panels.append(hide(rng, panel, honest=True) if i else panel)
    markup = f'<ul class="tabs">{head}</ul>\n' + "\n".join(panels)
    return [block(rng, places, [(markup, None)], _ASIDE)[0]]


def _more(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Text that unfolds on a click, or is there for printing only."""
    text = " ".join(content.sentence()[0] for _ in range(rng.randint(1, 4)))
    markup = hide(rng, paragraphs(rng, text), honest=True)
    return [block(rng, places, [(markup, None)], _ASIDE)[0]]


def _readers_only(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Short texts for screen readers at several places."""
    edits = []
    for _ in range(rng.randint(1, 6)):
        text = rng.choice(_READERS) if rng.random() < 0.5 else content.words()[0]
        markup = escape(rng, text)
        if rng.random() < 0.4:
            markup = f'<a href="#content">{markup}</a>'
        edits.append(block(rng, places, [(hide(rng, markup, honest=True), None)], _EDGES)[0])
    return edits


def _cookies(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    text = " ".join(furniture(rng, content, "cookie") for _ in range(rng.randint(1, 4)))
    write = anchors(rng)
    links = [Link(furniture(rng, content, "footer"), "") for _ in range(rng.randint(0, 3))]
    markup = f'<div class="cookie-notice"><p>{inline(rng, text)}</p>' + " ".join(
        write(link) for link in own_links(rng, places, links)
    )
    markup += "</div>"
    if rng.random() < 0.7:
        markup = hide(rng, markup, honest=True)
    return [block(rng, places, [(markup, None)], _EDGES)[0]]


def _tracking(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    url = content.links(1)[0][0].url
    host = (url.split("/")[2:3] or ["stats.example"])[0]
    markup = rng.choice(_TRACKING).format(h=escape(rng, host), n=rng.randint(10**5, 10**9))
    return [block(rng, places, [(markup, None)], {"body_start": 2.0, "body_end": 3.0})[0]]


def _languages(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """A language switcher, mostly hidden until opened."""
    names = rng.sample(_LANGUAGES, rng.randint(3, len(_LANGUAGES)))
    links = own_links(rng, places, [Link(name, "") for name in names])
    markup = link_list(rng, links)
    if rng.random() < 0.8:
        markup = hide(rng, markup, honest=True)
    return [block(rng, places, [(markup, None)], _EDGES)[0]]


def _footer(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """A footer with links to partners, legal notes and the author of the theme."""
    own = [Link(furniture(rng, content, "footer"), "") for _ in range(rng.randint(1, 6))]
    partners = content.links(rng.choice((0, 1, 2, 5, 15)))[0]
    links = own_links(rng, places, own) + partners
    rng.shuffle(links)
    markup = (
        f"<footer>{link_list(rng, links)}<p>{escape(rng, furniture(rng, content, 'footer'))}</p>"
    )
    return [block(rng, places, [(markup + "</footer>", None)], {"body_end": 1.0})[0]]


def _related(rng: random.Random, places: Places, content: Content) -> list[Edit]:
    """Teasers of other articles, or a blogroll."""
    links = content.links(rng.choice((3, 5, 10, 30)))[0]
    if rng.random() < 0.6:
        links = own_links(rng, places, links)
    head = escape(rng, furniture(rng, content, "more"))
    markup = f"<div><h3>{head}</h3>{link_list(rng, links)}</div>"
    if rng.random() < 0.2:
        markup = hide(rng, markup, honest=True)
    return [block(rng, places, [(markup, None)], _ASIDE)[0]]


HONEST_FORMS: Final[dict[str, tuple[float, Form]]] = {
    "html_hidden_menu": (16.0, _hidden_menu),
    "html_menu": (5.0, _menu),
    "html_dialog": (6.0, _dialog),
    "html_tabs": (6.0, _tabs),
    "html_more": (6.0, _more),
    "html_readers_only": (6.0, _readers_only),
    "html_cookies": (5.0, _cookies),
    "html_tracking": (2.0, _tracking),
    "html_languages": (4.0, _languages),
    "html_footer": (5.0, _footer),
    "html_related": (5.0, _related),
}
"""Name of a form of honest material to its relative frequency and function."""
