"""Comments by which posting programs try out a site: random letters, made-up hosts, stock praise.

Such a program looks later which of its words it finds again, so they are words that nobody uses.
"""

from __future__ import annotations

import random
from typing import Final

_MARKUP: Final = (
    '<a href="{u}">{a}</a>', "[url={u}]{a}[/url]", "[link={u}]{a}[/link]", "{a} ({u})", "{u}",
    "[URL={u}]{a}[/URL]",
)  # fmt: skip
_PRAISE: Final = (
    "Hello! {a} interesting {a} site! I'm really like it! Very, very {a} good!",
    "{a} {p}",
    "{p} {a}",
    "{a}, {p}",
)
_CASES: Final = (str.lower, str.lower, str.lower, str.upper, str.capitalize)
_SCRIBBLES: Final = ("8-((", ":-((", "=-DD", "=OOO", "%]", ":)", "=))", "8-]", "{n}", ":PPP")


def random_word(rng: random.Random) -> str:
    """Return letters by chance, with digits among them at times, as no language has them."""
    digits = rng.random() < 0.15
    letters = "abcdefghijklmnopqrstuvwxyz" + ("0123456789" if digits else "")
    word = "".join(rng.choice(letters) for _ in range(rng.randint(5, 13)))
    if rng.random() < 0.25:
        return "".join(c.upper() if rng.random() < 0.5 else c for c in word)
    return rng.choice(_CASES)(word)


def probe(rng: random.Random, praise: str, keyword: str) -> str:
    """Return the text of a comment that tries out a site.

    Parameters
    ----------
    rng : random.Random
    praise : str
        Stock praise, to hide a word of letters by chance in.
    keyword : str
        What the program advertises elsewhere.
    """
    kind = rng.random()
    if kind < 0.3:
        return rng.choice(_PRAISE).format(a=random_word(rng), p=praise)
    if kind < 0.5:
        gap = rng.choice((" ", "  ", ", ", "\n"))
        return gap.join(random_word(rng) for _ in range(rng.randint(2, 12)))
    if kind < 0.65:
        scribble = rng.choice(_SCRIBBLES).replace("{n}", str(rng.randrange(10**6)))
        parts = [random_word(rng), keyword, scribble, keyword, str(rng.randrange(10**5))]
        return ", ".join(parts[: rng.randint(2, 5)])
    styles = _MARKUP if kind < 0.85 else (rng.choice(_MARKUP),)
    parts = [random_word(rng)] * (rng.random() < 0.7)
    for number in range(rng.randint(1, 5)):
        name = random_word(rng).lower()
        url = f"http://{'www.' * (rng.random() < 0.2)}{name}.com{rng.choice(('/', ''))}"
        parts.append(styles[number % len(styles)].format(u=url, a=name))
    return rng.choice((", ", " ", "  ")).join(parts)
