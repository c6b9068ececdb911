"""People who write under their own name and link to a site of their own."""

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
_PATHS: Final = ("", "", "", "/", "/", "/blog", "/blog/", "/about", "/weblog/index.html")


def person(rng: random.Random) -> str:
    """Return a first name and a surname; many surnames hold the stem of a word of spam."""
    book = phrase_book("honest")
    return f"{rng.choice(book['given']['any'])} {rng.choice(book['surname']['any'])}"


def personal_site(rng: random.Random, name: str) -> str:
    """Return the address of a site that a person of this name might have.

    It is empty where the name is none of a person, and now and then.
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+", plain.lower())
    if len(words) < 2 or rng.random() > OWN:
        return ""
    uni = rng.choice(("cs", "math", "phil", "bio", "art")) + rng.choice("abdklmtuw")
    host = rng.choice(_SITES).format(first=words[0], last="".join(words[1:]), uni=uni)
    return f"{rng.choice(('http', 'https', 'https'))}://{host}{rng.choice(_PATHS)}"
