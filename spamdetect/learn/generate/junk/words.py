"""What junk is made of: phrases in a page's language, headlines and words of other pages."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from typing import Final

from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.generate.junk.noise import excerpt
from spamdetect.learn.generate.layout import date_text
from spamdetect.learn.generate.phrases import fill, made_up_name, phrase_book
from spamdetect.learn.generate.sampling import Balanced

_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])|\n+")
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff]{2,6}|[^\W\d_]{3,}")
_NAMES: Final = (
    "Anna Berg", "Ivan Petrov", "Li Wei", "Maria Silva", "John Carter", "Aylin Demir",
    "Budi Santoso", "Nguyen Lan", "Sato Yuki", "Omar Haddad", "Eva Novak", "Paul Roy",
)  # fmt: skip


class Supply:
    """Honest pages and doorway pages of one fold, to draw from.

    Parameters
    ----------
    pages : iterable of Document
        Clean documents.
    doorways : iterable of Document
        Real doorway pages.
    """

    def __init__(self, pages: Iterable[Document], doorways: Iterable[Document] = ()) -> None:
        documents = list(pages)
        self.pages = Balanced(documents, lambda d: "", lambda d: d.source)
        self.doorways = list(doorways)
        self._by_language: dict[str, list[Document]] = {}
        for document in documents:
            self._by_language.setdefault(document.lang, []).append(document)

    def other(self, rng: random.Random, lang: str) -> Document:
        """Return a page of a language."""
        return rng.choice(self._by_language[lang])


class JunkWords:
    """Phrases, headlines, keywords and sentences for the junk of one document.

    Parameters
    ----------
    supply : Supply
        Where teasers, keywords and salad come from.
    rng : random.Random
    page : Document
        The document the junk is for; decides about the language.

    Attributes
    ----------
    lang : str
        Language of the phrases; English where there are none in the page's.
    """

    def __init__(self, supply: Supply, rng: random.Random, page: Document) -> None:
        self.supply, self.rng, self.page = supply, rng, page
        self.book = phrase_book("junk")
        known = self.book["nav"]
        base = page.lang.partition("-")[0]
        self.lang = page.lang if page.lang in known else base if base in known else "en"
        if rng.random() < 0.06:
            self.lang = rng.choice(tuple(known))
        self.site = made_up_name(rng).title() + rng.choice(("", " News", " Blog", " Media", ".com"))

    def phrase(self, section: str) -> str:
        """Return a phrase of the book with its slots filled."""
        rng, table = self.rng, self.book[section]
        phrases = table.get(self.lang) or table.get(self.lang.partition("-")[0]) or table["en"]
        phrase = rng.choice(phrases)
        if "{" not in phrase:
            return phrase
        values = {"site": self.site, "host": self.site.split(" ")[0].lower().split(".")[0] + ".com"}
        values["year"] = str(rng.randint(2004, 2026))
        for key, make in (("date", self.date), ("title", self.title), ("kw", self.keyword)):
            if "{" + key in phrase:
                values[key] = make()
        for key in ("city", "service"):
            if "{" + key in phrase:
                values[key] = self.phrase(key)
        if "{name" in phrase:
            values["name"], values["name2"] = rng.sample(_NAMES, 2)
        if "{kw2}" in phrase:
            values["kw2"] = self.keyword()
        return fill(rng, phrase, self.book, **values)

    def date(self) -> str:
        """Return a date as the language writes it."""
        return date_text(self.rng, self.lang)

    def some(self, section: str, count: int) -> list[str]:
        """Return up to `count` phrases of a section, none twice."""
        return list(dict.fromkeys(self.phrase(section) for _ in range(count)))

    def _neighbour(self) -> Document:
        return self.supply.other(self.rng, self.page.lang)

    def sentences(self, count: int) -> list[str]:
        """Return up to `count` sentences of one other page of the language, in order."""
        text = excerpt(self.rng, self._neighbour().text, 400 * count)
        found = [s for part in _SENTENCE.split(text) if 15 < len(s := part.strip()) < 400]
        start = self.rng.randrange(max(1, len(found) - count))
        return found[start : start + count]

    def title(self) -> str:
        """Return the headline of another page."""
        text = self._neighbour().text
        line = text[:200].strip().partition("\n")[0].strip("#*- ")
        if 12 < len(line) < 110:
            return line
        words = line[:150].split()
        short = " ".join(words[: self.rng.randint(4, 12)]) if len(words) > 3 else line[:30]
        return short.rstrip(",;:") or self.phrase("nav")

    def keyword(self) -> str:
        """Return one to three neighbouring words of another page."""
        words = _WORD.findall(excerpt(self.rng, self._neighbour().text, 80))[1:-1]
        count = self.rng.choice((1, 1, 2, 2, 3))
        joined = words[:1] and words[0] > "\u0e00"
        return ("" if joined else " ").join(words[:count]).lower() or self.phrase("nav").lower()
