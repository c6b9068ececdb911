"""Spam material for one generated document: anchors, URLs, comments, lines and sentences."""

from __future__ import annotations

import random
import re
from typing import Final

from spamdetect.learn.generate.honesttext import HonestContent
from spamdetect.learn.generate.layout import Comment, Link, write_links
from spamdetect.learn.generate.messages import category_of, compose
from spamdetect.learn.generate.obfuscate import changed_case, damaged, obfuscate
from spamdetect.learn.generate.phrases import fill, made_up_name, phrase_book
from spamdetect.learn.generate.pool import Fragment, SpamPool
from spamdetect.learn.generate.sampling import Balanced, weighted
from spamdetect.learn.generate.spamurls import SpamUrls

CATEGORY_WEIGHTS: Final = {
    "gambling": 0.42, "adult": 0.11, "pharma": 0.11, "finance": 0.10, "counterfeit": 0.09,
    "seo": 0.06, "scam": 0.05, "academic": 0.03, "other": 0.03,
}  # fmt: skip
"""Share of each category among made-up anchors."""

LANGUAGE_WEIGHTS: Final = {
    "en": 6.0, "id": 4.0, "zh": 4.0, "ru": 2.0, "vi": 2.0, "tr": 2.0, "ja": 2.0, "ko": 2.0,
    "th": 2.0, "ar": 1.5,
}  # fmt: skip
"""Weight of a language of anchors where it differs from the page's; 1 for the others."""

LIST_WITH_TAME: Final = 6
"""Links from which a list may hold tame anchors among its own: names, goods, words."""
GOODS: Final = 0.5
"""Share of comments signed with a keyword whose keyword is one of ordinary goods."""
GOODS_OF_TRACKBACKS: Final = 0.75
"""The same of trackbacks."""
COMPOSED: Final = 0.6
"""Share of made-up messages that are put together from parts."""


class SpamContent:
    """Spam of one campaign's manner for one document.

    Parameters
    ----------
    pool : SpamPool
    honest : HonestContent
        Gives hosts to hijack and honest material to mix in.
    rng : random.Random
    lang : str
        Language of the page.

    Attributes
    ----------
    category : str
        Category of made-up anchors.
    groups : list of str
        Campaigns of the real fragments and brands used so far.
    """

    def __init__(
        self, pool: SpamPool, honest: HonestContent, rng: random.Random, lang: str
    ) -> None:
        self.pool, self.honest, self.rng = pool, honest, rng
        self.book = phrase_book("spam")
        self.category = weighted(rng, CATEGORY_WEIGHTS)
        self.groups: list[str] = []
        languages = sorted({*self.book[self.category], *pool.terms.get(self.category, ())})
        lang = lang.split("-")[0]
        if lang not in languages or rng.random() > 0.4:
            weights = {x: LANGUAGE_WEIGHTS.get(x, 1.0) for x in languages}
            lang = weighted(rng, weights)
        self.lang = lang
        self.urls = SpamUrls(rng, pool, honest.pool)
        self.obfuscation = rng.choice((0.0, 0.0, 0.0, 0.0, 0.0, 0.3, 1.0))
        self.damaged = rng.random() < 0.04
        self.case = rng.choice((None, None, str.title, str.upper, str.lower, "any"))
        self.brands: list[str] = []
        self.brands = [self._brand() for _ in range(rng.choice((1, 1, 2, 3, 6)))]
        if rng.random() < 0.4:
            self.urls.path = self.urls.slug(self.anchor())

    def _brand(self) -> str:
        hosts = self.pool.hosts.get(self.category)
        if not hosts or self.rng.random() < 0.15:
            name = made_up_name(self.rng)
            return (
                name + self.rng.choice(self.book["slots"]["lucky"])
                if self.rng.random() < 0.7
                else name
            )
        host = self.rng.choice(hosts)
        self.groups.append(host.brand)
        labels = re.sub(r"^https?://", "", host.name).split("/")[0].split(".")[:-1]
        name = max(labels, key=len, default=host.brand)
        if len(name) < 3 or name.startswith("xn--"):
            return made_up_name(self.rng)
        return name.replace("-", " ") if self.rng.random() < 0.5 else name

    def _dress(self, text: str) -> str:
        if self.case == "any":
            text = changed_case(self.rng, text)
        elif callable(self.case):
            text = self.case(text)
        if self.damaged:
            return damaged(self.rng, text)
        return obfuscate(self.rng, text) if self.rng.random() < self.obfuscation else text

    def _fitting(self, store: Balanced[Fragment]) -> Fragment | None:
        """A real fragment, of the document's category if a few draws give one."""
        found = None
        for _ in range(4 if len(store) else 0):
            found = store.pick(self.rng)
            if found.category == self.category:
                break
        if found:
            self.groups.append(found.group)
        return found

    def anchor(self) -> str:
        """Return an anchor text: a phrase, a lexicon term, a brand or a line of a spam page."""
        rng, kind = self.rng, self.rng.random()
        brand = rng.choice(self.brands) if self.brands else made_up_name(rng)
        phrases = self.book[self.category].get(self.lang)
        terms = self.pool.terms.get(self.category, {}).get(self.lang)
        lines = self.pool.lines_of.get((self.category, self.lang))
        if kind < 0.1:
            text = brand if rng.random() < 0.5 else brand.capitalize()
        elif lines and (kind < 0.2 or (kind < 0.45 and self.lang == "zh")):
            line = rng.choice(lines)
            self.groups.append(line.group)
            text = line.text
        elif terms and (kind < 0.35 or not phrases):
            text = rng.choice(terms)
        else:
            phrase = rng.choice(phrases or self.book[self.category]["en"])
            text = fill(rng, phrase, self.book, brand=brand)
        return self._dress(text)

    def keyword(self, goods: float = GOODS) -> tuple[str, str]:
        """Return what a posting program signs with: ordinary goods at that rate, or an anchor."""
        if self.rng.random() >= goods:
            return self.anchor(), self.category
        ordinary = phrase_book("goods")
        lang = self.lang if self.lang in ordinary["services"] else "en"
        known = (*ordinary["goods"].get(lang, ()), *ordinary["services"][lang])
        text = fill(self.rng, self.rng.choice(known), self.book)
        return self.rng.choice((text, text, text.title(), text.lower())), "seo"

    def signature(self) -> tuple[Link, str | None]:
        """Return the keyword and link that a trackback is signed with."""
        keyword, category = self.keyword(GOODS_OF_TRACKBACKS)
        return Link(keyword, self.urls.url(keyword, category, self.brands)), category

    def url(self, anchor: str) -> str:
        """Return a URL for an anchor."""
        return self.urls.url(anchor, self.category, self.brands)

    def links(self, count: int) -> tuple[list[Link], str | None]:
        """Return links of one campaign: real ones, one anchor repeated, or various anchors."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.08 and self.pool.lists:
            real = rng.choice(self.pool.lists)
            self.category = (
                "gambling" if any("slot" in x.anchor.lower() for x in real) else self.category
            )
            start = rng.randrange(len(real))
            return [
                real[(start + i) % len(real)] for i in range(min(count, len(real)))
            ], self.category
        if kind < 0.25:
            anchor = self.anchor()
            return [Link(anchor, self.url(anchor)) for _ in range(count)], self.category
        anchors = [self.anchor() for _ in range(count if kind < 0.7 else min(count, 4))]
        chosen = anchors if kind < 0.7 else [rng.choice(anchors) for _ in range(count)]
        if count >= LIST_WITH_TAME and rng.random() < 0.2:
            tame, _ = self.honest.links(count)
            share = rng.choice((0.15, 0.3, 0.5))
            chosen = [
                own.anchor if rng.random() < share else anchor
                for own, anchor in zip(tame, chosen, strict=True)
            ]
        return [Link(anchor, self.url(anchor)) for anchor in chosen], self.category

    def words(self) -> tuple[str, str | None]:
        """Return a short anchor."""
        for _ in range(4):
            text = self.anchor()
            if len(text) < 40:
                break
        return text, self.category

    def line(self) -> tuple[str, str | None]:
        """Return one spam line: anchors, an anchor with URL, a real line or a message."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.25 and (found := self._fitting(self.pool.lines)):
            return self._dress(found.text), found.category
        if kind < 0.32 and (found := self._fitting(self.pool.messages)) and len(found.text) < 400:
            return " ".join(found.text.split()), found.category
        if kind < 0.45:
            return self.sentence()
        links, category = self.links(1 if kind < 0.8 else rng.randint(2, 5))
        return write_links(rng, links, rng.random() < 0.5, one_line=True), category

    def _written(self, anchor: str) -> str:
        """An anchor in running text: alone, or with its URL in one of the usual notations."""
        notation = self.rng.choice(
            ("{a}",) * 5 + ("[{a}]({u})", "{a} ({u})", "{a} {u}", '<a href="{u}">{a}</a>', "{u}")
        )
        return notation.format(a=anchor, u=self.url(anchor)) if "{u}" in notation else anchor

    def sentence(self) -> tuple[str, str | None]:
        """Return a spam sentence, real or made of a pattern and an anchor."""
        rng = self.rng
        if rng.random() < 0.4 and (found := self._fitting(self.pool.sentences)):
            return found.text, found.category
        patterns = self.book["sentences"]
        pattern = rng.choice(patterns.get(self.lang) or patterns["en"])
        anchor = self._written(self.anchor())
        text = fill(rng, pattern, self.book, anchor=anchor)
        return text, self.category

    def paragraph(self) -> tuple[str, str | None]:
        """Return a spam paragraph, real, spun or made of sentences."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.55 and (found := self._fitting(self.pool.paragraphs)):
            return found.text, found.category
        if kind < 0.65 and len(self.pool.spun):
            found = self.pool.spun.pick(rng)
            self.groups.append(found.group)
            start = rng.randrange(max(1, len(found.text) - 500))
            return " ".join(found.text[start : start + rng.randint(200, 800)].split()), "seo"
        return " ".join(self.sentence()[0] for _ in range(rng.randint(2, 5))), self.category

    def message(self) -> tuple[str, str | None]:
        """Return a made-up message as messengers and text messages carry: jobs, loans, prizes."""
        table = self.book["messages"]
        lang = self.lang if self.lang in table else self.rng.choice(tuple(table))
        url = self.url("promo")
        if self.rng.random() < COMPOSED:
            text, phrase = compose(self.rng, "spam", lang, url)
        else:
            phrase = self.rng.choice(table[lang])
            text = fill(self.rng, phrase, self.book, url=url, brand=self.rng.choice(self.brands))
        text = obfuscate(self.rng, text) if self.rng.random() < 0.15 else text
        return text, category_of(phrase)

    def page(self) -> list[tuple[str, str | None]]:
        """Return the parts of a made-up spam page: headline, sentences and links."""
        rng = self.rng
        parts: list[tuple[str, str | None]] = [self.words()]
        for _ in range(rng.randint(2, 8)):
            parts.append(("\n\n" if rng.random() < 0.7 else "\n", None))
            kind = rng.random()
            if kind < 0.6:
                parts.append(
                    (" ".join(self.sentence()[0] for _ in range(rng.randint(1, 5))), self.category)
                )
            elif kind < 0.8:
                parts.append(self.line())
            else:
                links, category = self.links(rng.randint(2, 20))
                parts.append(
                    (write_links(rng, links, rng.random() < 0.4, one_line=False), category)
                )
        return parts

    def comment(self) -> tuple[Comment, str | None]:
        """Return a spam comment: a real one, praise with a link, a sentence or links."""
        rng, kind = self.rng, self.rng.random()
        author, category = "", self.category
        if kind < 0.6 and len(self.pool.comments):
            found = self.pool.comments.pick(rng)
            self.groups.append(found.group)
            text, author, category = found.text[:2500], found.author, found.category or category
        elif kind < 0.8:
            phrases = self.book["comments"]
            text = fill(rng, rng.choice(phrases.get(self.lang) or phrases["en"]), self.book)
            if rng.random() < 0.5:
                text += rng.choice((" ", "\n", "\n\n")) + self._written(self.anchor())
            else:
                author, category = self.keyword()[0], "seo"
        elif kind < 0.9:
            text, named = self.sentence()
            category = named or category
        else:
            links, _ = self.links(rng.choice((1, 2, 3, 6, 12)))
            text = write_links(rng, links, rng.random() < 0.8, one_line=rng.random() < 0.3)
        if not author:
            author = self.keyword()[0] if rng.random() < 0.4 else self.honest.name()
        url = self.url(author) if rng.random() < 0.7 else ""
        return Comment(author, url, text), category
