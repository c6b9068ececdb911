"""Made-up messages as messengers, forums and text messages carry them, promoting and honest."""

from __future__ import annotations

import random
import re
from typing import Final, Literal

from spamdetect.learn.generate.obfuscate import with_emoji
from spamdetect.learn.generate.phrases import fill, phrase_book

_PARTS: Final = {
    "spam": ("spam_openings", "spam_offers", "spam_terms", "spam_calls"),
    "honest": ("honest_openings", "honest_matters", "honest_terms", "honest_calls"),
}
_GAPS: Final = (". ", ". ", ", ", "\n", "\n\n", " ", " - ", "! ")

_CATEGORIES: Final = (
    ("finance", r"loan|[Кк]редит|[Зз]айм|pinjaman|dana cepat|额度|发票|股票|[Kk]redi|[Pp]r[éê]"),
    ("finance", r"[Ии]нвест|[Ii]nvest|криптовал|налич|кредит|[Lл]oans|带单|USDT"),
    ("finance", r"[Vv]ay |สินเชื่อ|قرض|prestito|pożyczka|대출|融資|coin|[Аа]рбитраж|signals"),
    ("gambling", r"казино|[Сс]тавки|договорн|[Cc]asino|[Ff]ixed match|gacor|aviãozinho|kupon"),
    ("gambling", r"[Bb]onus|фриспин|彩金|[Dd]eneme|tặng|เครดิตฟรี|첫충|[Pp]lataforma|üye"),
    ("adult", r"singles|DATING|[Ии]нтим|[Дд]евуш|美女|18\+|Скучаю|блогерш|Lonely|Leaked|BO area"),
    ("pharma", r"meds"),
    ("seo", r"subscribe|video|page one|подписчик|followers|seguidores|[Tt]akipçi|follow|点赞"),
)


def languages() -> tuple[str, ...]:
    """Return the languages in which messages can be made up."""
    return tuple(phrase_book("message")["spam_offers"])


def compose(
    rng: random.Random, kind: Literal["spam", "honest"], lang: str, url: str
) -> tuple[str, str]:
    """Return a message put together from parts, and the part that says what it is about.

    Parameters
    ----------
    rng : random.Random
    kind : {"spam", "honest"}
    lang : str
        One of `languages`; another one stands for English.
    url : str
        Fills the place of a link, if a part has one.
    """
    book = phrase_book("message")
    lang = lang if lang in languages() else "en"
    opening, matter, terms, calls = (book[name][lang] for name in _PARTS[kind])
    slots = {**book, "slots": phrase_book("spam")["slots"]}

    def some(phrases: tuple[str, ...]) -> str:
        return fill(rng, rng.choice(phrases), slots, url=url)

    subject = some(matter)
    parts = [subject]
    if rng.random() < 0.2:
        parts.append(some(matter))
    parts += [some(terms) for _ in range(rng.choice((0, 1, 1, 2, 3)))]
    if rng.random() < 0.55:
        parts.insert(0, some(opening))
    if rng.random() < 0.7:
        parts.append(some(calls))
    gap = rng.choice(_GAPS)
    text = parts[0]
    for part in parts[1:]:
        ended = text[-1] in ".,!?:。，！？："
        text += (" " if ended and gap.strip() else gap) + part
    if rng.random() < 0.25:
        text = with_emoji(rng, text)
    if rng.random() < 0.15:
        text = text.lower()
    return text, subject


def category_of(phrase: str) -> str:
    """Return the category of a phrase that promotes, ``scam`` where no word of it tells."""
    return next((name for name, words in _CATEGORIES if re.search(words, phrase)), "scam")
