"""Honest text about what spam promotes: the report on a raid, the law, the rules of a game.

Such text holds the terms of spam without promoting anything. It teaches the models that a term
alone is no offence.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final, Protocol

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.generate.edits import Edit, Page, Parts
from spamdetect.learn.generate.phrases import fill, made_up_name, phrase_book
from spamdetect.learn.generate.sampling import weighted

TOPICS: Final = {
    "gambling": 0.35, "software": 0.17, "finance": 0.15, "shopping": 0.15, "pharma": 0.1,
    "adult": 0.08,
}  # fmt: skip
"""Share of each topic among explanations, after what honest pages were taken for spam over."""


class Subject(Protocol):
    """What honest sentences are about."""

    def headline(self) -> str:
        """Return a headline."""
        ...

    def passage(self, sentences: int) -> str:
        """Return so many sentences as a paragraph."""
        ...


class Theme:
    """One subject of reports, such as gambling, in one language.

    Parameters
    ----------
    rng : random.Random
    lang : str
        English stands for languages without phrases.
    """

    def __init__(self, rng: random.Random, lang: str) -> None:
        book = phrase_book("report")
        self.rng = rng
        self.lang = lang if lang in book["sentences"] else "en"
        spam = phrase_book("spam")
        anchors = spam[rng.choice([name for name in SPAM_CATEGORIES if name in spam])]
        self._anchors = anchors.get(self.lang) or anchors["en"]
        self._few = [rng.choice(self._anchors) for _ in range(rng.choice((1, 2, 6)))]
        self._brand = made_up_name(rng) + rng.choice(("", "", *spam["slots"]["lucky"]))
        if rng.random() < 0.5:
            self._brand = self._brand.capitalize()

    def _filled(self, phrase: str) -> str:
        anchor = fill(self.rng, self.rng.choice(self._few), phrase_book("spam"), brand=self._brand)
        return fill(self.rng, phrase, phrase_book("report"), anchor=anchor, brand=self._brand)

    def sentence(self) -> str:
        """Return a sentence of a report."""
        return self._filled(self.rng.choice(phrase_book("report")["sentences"][self.lang]))

    def passage(self, sentences: int) -> str:
        """Return so many sentences of a report."""
        return " ".join(self.sentence() for _ in range(sentences))

    def headline(self) -> str:
        """Return the headline of a report."""
        headlines = phrase_book("report")["headlines"]
        return self._filled(self.rng.choice(headlines.get(self.lang) or headlines["en"]))


class Explanation:
    """A topic such as the rules of roulette or the slots of a software, in one language.

    Parameters
    ----------
    rng : random.Random
    lang : str
        English stands for languages without phrases on the topic.
    """

    def __init__(self, rng: random.Random, lang: str) -> None:
        self.rng = rng
        topic = weighted(rng, TOPICS)
        book = phrase_book("topic")
        self._sentences = book[topic].get(lang) or book[topic]["en"]
        headings = book[f"{topic}_headings"]
        self._headings = headings.get(lang) or headings["en"]
        self._mark = rng.choice(("", "", "## ", "### "))
        self._bullet = rng.choice(("- ", "* ", "• ", ""))

    def _filled(self, phrases: Sequence[str]) -> str:
        return fill(self.rng, self.rng.choice(phrases), phrase_book("topic"))

    def headline(self) -> str:
        """Return the heading of a section."""
        return self._mark + self._filled(self._headings)

    def passage(self, sentences: int) -> str:
        """Return so many sentences, at times under a heading or as a list."""
        said = [self._filled(self._sentences) for _ in range(sentences)]
        kind = self.rng.random()
        if kind < 0.15:
            return "\n".join(self._bullet + sentence for sentence in said)
        text = " ".join(said)
        return f"{self.headline()}\n\n{text}" if kind < 0.4 else text


def report(rng: random.Random, page: Page, subject: Subject) -> list[Edit]:
    """Turn a page into one about a subject: its headline, and sentences among its own.

    Parameters
    ----------
    rng : random.Random
    page : Page
    subject : Subject
    """
    start, end = page.lines[0]
    edits = []
    if rng.random() < 0.6:
        edits.append(Edit(start, start, [(subject.headline() + rng.choice(("\n\n", "\n")), None)]))
    share = rng.choice((0.1, 0.3, 0.7))
    for start, end in page.paragraphs[:40]:
        if rng.random() < share:
            said = subject.passage(rng.choice((1, 1, 2, 4)))
            glue = rng.choice((" ", "\n\n", "\n"))
            at_start = rng.random() < 0.3
            parts: Parts = [(said + glue if at_start else glue + said, None)]
            place = start if at_start else end
            edits.append(Edit(place, place, parts))
    return edits
