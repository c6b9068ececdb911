"""Honest text about what spam promotes: the report on a raid, the law, the helpline.

Such text holds the terms of spam without promoting anything. It teaches the models that a term
alone is no offence.
"""

from __future__ import annotations

import random

from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.edits import Edit, Page, Parts
from spamdetect.learn.phrases import fill, made_up_name, phrase_book


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

    def headline(self) -> str:
        """Return the headline of a report."""
        headlines = phrase_book("report")["headlines"]
        return self._filled(self.rng.choice(headlines.get(self.lang) or headlines["en"]))


def report(rng: random.Random, page: Page, theme: Theme) -> list[Edit]:
    """Turn a page into one about a theme: its headline, and sentences among its own.

    Parameters
    ----------
    rng : random.Random
    page : Page
    theme : Theme
    """
    start, end = page.lines[0]
    edits = []
    if rng.random() < 0.6:
        edits.append(Edit(start, start, [(theme.headline() + rng.choice(("\n\n", "\n")), None)]))
    share = rng.choice((0.1, 0.3, 0.7))
    for start, end in page.paragraphs[:40]:
        if rng.random() < share:
            said = " ".join(theme.sentence() for _ in range(rng.choice((1, 1, 2, 4))))
            glue = rng.choice((" ", "\n\n", "\n"))
            at_start = rng.random() < 0.3
            parts: Parts = [(said + glue if at_start else glue + said, None)]
            place = start if at_start else end
            edits.append(Edit(place, place, parts))
    return edits
