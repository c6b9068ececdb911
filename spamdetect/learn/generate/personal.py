"""People who write under their own name or a user name, and link to a site of their own."""

from __future__ import annotations

import random
import re
import unicodedata
from typing import Final

from spamdetect.learn.generate.phrases import phrase_book

NAMED: Final = 0.3
"""Share of honest comments of no known author whose author gives both names."""
OWN: Final = 0.7
"""Share of the links of authors with two names that lead to a site of that name."""
_SITES: Final = (
    "{first}{last}.com", "{last}.com", "www.{first}{last}.com", "{first}-{last}.net", "{last}.org",
    "{first}.{last}.name", "{last}.net", "{last}.de", "www.{last}.info", "blog.{last}.net",
    "{last}.blogspot.com", "{first}{last}.wordpress.com", "{first}{last}.github.io", "{last}.me",
    "{last}.dev", "twitter.com/{first}{last}", "github.com/{last}", "www.{uni}.edu/~{last}",
    "{first}{last}.medium.com", "{last}.substack.com", "about.me/{first}.{last}", "{last}blog.com",
    "{last}.family", "{last}.co.uk", "{last}photography.com", "{last}-{uni}.com",
)  # fmt: skip
_HANDLES: Final = (
    *("{a}{n}",) * 8, "{a}{b}{n}", "{a}{b}{n}", "{a}_{n}", "{a}{d}{n}", "{a}{d}{n}", "{d}{a}{n}",
    "{n}{a}", "{a}{b}", "{a}{b}", "{a}{c}", "{a}_{b}", "{a}-{b}", "{a}.{b}", "the{a}", "The_{c}",
    "x{a}x", "{a}in{b}", "{a}s{b}", "{a} {n}", "{a}and{b}", "Mr{c}", "{c}Man", "{a}{c}{n}",
    "{d}{e}{n}",
)  # fmt: skip
_LEET: Final = str.maketrans("oie", "013")
_PATHS: Final = ("", "", "", "/", "/", "/blog", "/blog/", "/about", "/weblog/index.html")


def person(rng: random.Random) -> str:
    """Return a first name and a surname; many surnames hold the stem of a word of spam."""
    book = phrase_book("honest")
    return f"{rng.choice(book['given']['any'])} {rng.choice(book['surname']['any'])}"


def handle(rng: random.Random) -> str:
    """Return a user name, mostly with digits, as forums and chats show it.

    Written alone on a line it looks like the brand of a gambling site, ``mawar303``.
    """
    words = phrase_book("honest")["handle"]["any"]
    one, other = rng.choice(words), rng.choice(words)
    number = str(rng.choice((rng.randint(1, 99), rng.randint(100, 9999), rng.randint(1950, 2012))))
    form = rng.choice(_HANDLES)
    first, second = rng.choice(words)[0], rng.choice(words)[0]
    name = form.format(a=one, b=other, c=other.title(), n=number, d=first, e=second)
    if rng.random() < 0.06:
        return name.translate(_LEET)
    return name.title() if rng.random() < 0.15 else name


def personal_site(rng: random.Random, name: str) -> str:
    """Return the address of a site that a person of this name might have.

    It is empty where the name is none of a person, and now and then.
    """
    if " " not in name or any(sign.isdigit() for sign in name):
        return ""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+", plain.lower())
    if len(words) < 2 or rng.random() > OWN:
        return ""
    uni = rng.choice(("cs", "math", "phil", "bio", "art")) + rng.choice("abdklmtuw")
    host = rng.choice(_SITES).format(first=words[0], last="".join(words[1:]), uni=uni)
    return f"{rng.choice(('http', 'https', 'https'))}://{host}{rng.choice(_PATHS)}"
