"""The phrase books of the generator, read from the package's TOML files."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Final

Book = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Section to language (or slot name) to phrases."""

_SLOT: Final = re.compile(r"\{(\w+)\}")


@cache
def phrase_book(name: str) -> Book:
    """Return the phrase book of that name: ``"spam"``, ``"honest"``, ``"goods"`` and so on."""
    raw = tomllib.loads(files(__package__).joinpath(f"{name}_phrases.toml").read_text("utf-8"))
    return {
        section: {key: tuple(phrases) for key, phrases in table.items()}
        for section, table in raw.items()
    }


def fill(rng: random.Random, phrase: str, book: Book, **values: str) -> str:
    """Fill the slots of a phrase from `values`, from the slots of the book or with chance.

    Slots without a list of their own: ``{n}`` a number, ``{phone}``, ``{handle}``.
    """
    slots = book.get("slots", {})

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in values:
            return values[name]
        if name in slots:
            return fill(rng, rng.choice(slots[name]), book)
        if name == "phone":
            return "".join(rng.choice("0123456789") for _ in range(rng.randint(9, 12)))
        if name == "handle":
            return made_up_name(rng) + rng.choice(("", "88", "_official", "01", "vip", "24"))
        return str(rng.choice((5, 10, 20, 25, 28, 30, 38, 50, 58, 88, 100, 150, 200, 500, 888)))

    return _SLOT.sub(value, phrase)


def made_up_name(rng: random.Random) -> str:
    """Return a pronounceable lower-case name."""
    syllables = (
        rng.choice("bdfghjklmnprstvwyz") + rng.choice("aeiou") + rng.choice(("", "", "n", "r", "s"))
        for _ in range(rng.randint(2, 4))
    )
    return "".join(syllables)


def random_address(rng: random.Random) -> str:
    """Return an IPv4 address outside the private and special ranges."""
    first = rng.choice(
        [n for n in range(1, 224) if n not in (10, 100, 127, 169, 172, 192, 198, 203)]
    )
    return ".".join(
        map(str, (first, rng.randint(0, 255), rng.randint(0, 255), rng.randint(1, 254)))
    )
