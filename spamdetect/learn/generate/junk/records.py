"""Honest records that look like furniture: data sheets, directories, glossaries, standings."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from spamdetect.learn.generate.junk.text import JunkText
from spamdetect.learn.generate.personal import person

_UNITS: Final = ("kg", "cm", "m²", "qm", "km", "l", "W", "V", "g/l", "%", "PS", "kW", "GB", "°C")
_SMALL: Final = ("–", "ja", "nein", "yes", "no", "✓", "n/a", "0", "1", "2")


def _number(rng: random.Random) -> str:
    return rng.choice(
        (
            str(rng.randint(1, 99)),
            f"{rng.randint(1, 999)},{rng.randint(0, 9)}",
            f"{rng.random() * 50:.1f}",
            f"{rng.randint(1, 40):,}.{rng.randint(100, 999)}",
            f"{rng.randint(1950, 2026)}",
        )
    )


def _value(rng: random.Random, junk: JunkText) -> str:
    kind = rng.random()
    if kind < 0.4:
        return f"{_number(rng)} {rng.choice(_UNITS)}"
    if kind < 0.55:
        return rng.choice(("€ ", "£", "$", "")) + _number(rng)
    if kind < 0.7:
        return rng.choice(_SMALL)
    if kind < 0.8:
        return junk.date()
    return junk.keyword().capitalize()


def data_sheet(rng: random.Random, junk: JunkText) -> str:
    """Return what a thing is like: names of properties and their values, or only the former."""
    label = rng.choice(("{}: ", "{}:\n", "{}:\n\n", "{}\n", "{}\n\n", "{}\t", "{} | "))
    if rng.random() < 0.3:
        label = ""
    gap = rng.choice(("\n", "\n\n"))
    rows = [
        label.format(junk.keyword().capitalize())
        + (_value(rng, junk) if label else junk.keyword().title())
        for _ in range(rng.choice((4, 8, 15, 30)))
    ]
    return gap.join(dict.fromkeys(rows))


def directory(rng: random.Random, junk: JunkText) -> str:
    """Return people or places with how to reach them."""
    fields: list[Callable[[str], str]] = [
        lambda name: name,
        lambda name: junk.phrase("city"),
        lambda name: ".".join(name.lower().split()) + "@" + domain,
        lambda name: "".join(rng.choice("0123456789") for _ in range(10)),
        lambda name: junk.keyword().capitalize(),
        lambda name: f"{junk.keyword().capitalize()} {rng.randint(1, 200)}",
    ]
    domain = junk.site.split()[0].lower().removesuffix(".com") + rng.choice((".org", ".gov", ".de"))
    chosen = [fields[0], *rng.sample(fields[1:], rng.choice((1, 2, 2, 3)))]
    inner, outer = rng.choice((("\n", "\n\n"), ("\n", "\n"), ("\n\n", "\n\n"), (", ", "\n")))
    names = [person(rng) for _ in range(rng.choice((3, 8, 20, 60)))]
    return outer.join(inner.join(field(name) for field in chosen) for name in names)


def glossary(rng: random.Random, junk: JunkText) -> str:
    """Return words, their readings or translations."""
    inner, outer = rng.choice((("\n", "\n\n"), ("\n\n", "\n\n"), (" – ", "\n"), ("\t", "\n")))
    columns = rng.choice((2, 2, 3))
    return outer.join(
        inner.join(junk.keyword() for _ in range(columns)) for _ in range(rng.choice((5, 15, 40)))
    )


def standings(rng: random.Random, junk: JunkText) -> str:
    """Return places, names and numbers, each cell on a line of its own or a row on one."""
    inner, outer = rng.choice((("\n", "\n"), ("\n", "\n\n"), ("\n\n", "\n\n"), ("\t", "\n")))
    columns = rng.randint(1, 6)
    return outer.join(
        inner.join(
            [f"{place}{rng.choice(('.', ''))}", junk.keyword().title()]
            + [str(rng.randint(0, 99)) for _ in range(columns)]
        )
        for place in range(1, rng.choice((6, 11, 19)))
    )


Record = Callable[[random.Random, JunkText], str]

RECORDS: Final[tuple[Record, ...]] = (data_sheet, data_sheet, directory, glossary, standings)
