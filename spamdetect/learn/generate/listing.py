"""Listings of records: hashes, logs, files, traces, goods with prices, fixtures, members.

They are dense with digits, names and signs, as link spam is, and nobody's promotion.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import chain, count, repeat
from string import ascii_lowercase, digits
from typing import Final

from spamdetect.learn.generate.edits import Edit, Page
from spamdetect.learn.generate.personal import handle, person
from spamdetect.learn.generate.phrases import fill, made_up_name, phrase_book, random_address
from spamdetect.learn.generate.traces import (
    ENDINGS,
    addresses,
    file_name,
    hexadecimal,
    hosts,
    indicators,
    signs,
)

_LEVELS: Final = ("INFO", "WARN", "ERROR", "DEBUG", "notice")
_MONTHS: Final = ("Jan", "Mar", "Apr", "Jul", "Sep", "Dec")


def _clock(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"


def _hashes(rng: random.Random) -> Callable[[], str]:
    size = rng.choice((32, 40, 64))
    gap = rng.choice(("  ", " ", ",", "\t", " *"))
    named = rng.random() < 0.6
    return lambda: (
        hexadecimal(rng, size) + (gap + file_name(rng) + rng.choice(ENDINGS) if named else "")
    )


def _numbers(rng: random.Random) -> Callable[[], str]:
    mark = rng.choice(("L,", "uL,", "ULL,", ",", ";", ""))
    note = rng.choice(("  // ", " # ", ", ", " -- ", "\t"))
    empty = rng.choice(("", "", ",,,,,,,,", ";;;", "\t\t"))
    return lambda: f"{rng.getrandbits(64)}{mark}{note}{file_name(rng)}{rng.choice(ENDINGS)}{empty}"


def _table(rng: random.Random) -> Callable[[], str]:
    gap = rng.choice((",", ";", "\t", " | ", ", "))
    width = rng.randint(3, 12)
    kinds = [rng.choice("iffdn") for _ in range(width)]

    def cell(kind: str) -> str:
        if kind == "i":
            return str(rng.randint(0, 10 ** rng.randint(1, 6)))
        if kind == "f":
            return f"{rng.random() * 10 ** rng.randint(0, 4):.{rng.randint(1, 4)}f}"
        if kind == "d":
            return f"20{rng.randint(0, 26):02}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return made_up_name(rng)

    return lambda: gap.join(cell(kind) for kind in kinds)


def _log(rng: random.Random) -> Callable[[], str]:
    service = made_up_name(rng)
    day = f"{rng.choice(_MONTHS)} {rng.randint(1, 28):2}"
    return lambda: (
        f"{day} {_clock(rng)} {service}[{rng.randint(100, 9999)}]: {rng.choice(_LEVELS)} "
        f"{file_name(rng)} id={hexadecimal(rng, 8)} from {random_address(rng)} "
        f"port {rng.randint(1024, 65535)}"
    )


def _files(rng: random.Random) -> Callable[[], str]:
    root = rng.choice(("/usr/lib/", "C:\\Windows\\System32\\", "./src/", "/var/www/html/", ""))
    return lambda: (
        f"{rng.randint(1, 99_999_999):>10} {_clock(rng)} {root}"
        f"{file_name(rng)}{rng.choice(ENDINGS)}"
    )


def _mailbox(rng: random.Random, named: bool) -> str:
    """The part of a mail address before the sign: of a person, or letters by chance."""
    if named:
        return person(rng).lower().replace(" ", rng.choice((".", "_", "")))
    letters = signs(rng, ascii_lowercase + digits, 9)
    return rng.choice((letters, made_up_name(rng) + str(rng.randint(1, 9999))))


def _mail(rng: random.Random) -> Callable[[], str]:
    """Mail addresses, of a staff or of attackers."""
    named = rng.random() < 0.5
    hosts = [f"{made_up_name(rng)}.{end}" for end in ("com", "org", "net", "edu")]
    hosts += ["gmail.com", "outlook.com", "protonmail.com", "mail.ru"]
    at, dot = rng.choice((("@", "."), ("@", "."), ("@", "[.]"), ("[at]", "."), (" at ", " dot ")))
    mark = rng.choice(("", "", "- ", "• ", "Email: "))

    def row() -> str:
        host = rng.choice(hosts).replace(".", dot)
        who = f"{person(rng)}, " if named and rng.random() < 0.5 else ""
        return f"{mark}{who}{_mailbox(rng, named)}{at}{host}"

    return row


def _goods(rng: random.Random) -> Callable[[], str]:
    """Goods of a shop with sizes, article numbers and prices, or services with their prices."""
    kind = rng.choice(("goods", "goods", "services"))
    names, slots = rng.choice(tuple(phrase_book("goods")[kind].values())), phrase_book("spam")
    money = rng.choice(("${}", "{} €", "£{}", "{} kr", "{} zł", "US${}", "{} ₽", "R$ {}", "¥{}"))
    gap = rng.choice((" – ", "\n", " | ", ", ", " ", "\t"))
    numbered, sized = (kind == "goods" and rng.random() < share for share in (0.4, 0.5))

    def row() -> str:
        cells = [f"{made_up_name(rng).title()} {fill(rng, rng.choice(names), slots)}"]
        if sized:
            size = rng.randint(1, 900)
            cells[0] += f" {size} {rng.choice(('cm', 'mm', 'W', 'ml', 'g', 'L', 'GB', 'pcs'))}"
        if numbered:
            cells.append(f"{hexadecimal(rng, 3).upper()}-{rng.randint(100, 99999)}")
        price = f"{rng.randint(1, 900)}{rng.choice(('.99', ',90', '.00', '', '.50'))}"
        return gap.join([*cells, money.format(price)])

    return row


def _fixtures(rng: random.Random) -> Callable[[], str]:
    """Matches with their results or the odds before them."""
    teams = [
        f"{made_up_name(rng).title()} {rng.choice(('United', 'City', 'FC', 'SC', 'Rovers', ''))}"
        for _ in range(12)
    ]
    between = rng.choice((" v ", " - ", " vs ", " – "))
    odds = rng.random() < 0.5

    def row() -> str:
        first, second = (name.strip() for name in rng.sample(teams, 2))
        if odds:
            prices = " ".join(f"{1 + rng.random() * 5:.2f}" for _ in range(rng.choice((2, 3))))
            return f"{first}{between}{second} {prices}"
        return f"{first} {rng.randint(0, 5)}{between.strip()}{rng.randint(0, 5)} {second}"

    return row


def _members(rng: random.Random) -> Callable[[], str]:
    """User names: who is online or takes part, or a table of scores."""
    if rng.random() < 0.5:
        gap, most = rng.choice((", ", ", ", " ", " · ", " | ", "、", "; ")), rng.choice((4, 8, 12))
        heads = chain((rng.choice(("", "Members: ", "Online: ", "Thanks to ")),), repeat(""))
        at = rng.choice(("", "", "", "@"))
        return lambda: next(heads) + gap.join(at + handle(rng) for _ in range(rng.randint(2, most)))
    gap = rng.choice((" ", "\t", " - ", ": ", " | "))
    unit, most = rng.choice(
        (("", 10**6), (" pts", 10**4), (" XP", 10**5), ("%", 100), (" 🏆", 300))
    )
    mark, places = rng.choice(("{}. ", "#{} ", "{}\t", "", "- ")), count(1)
    return lambda: f"{mark.format(next(places))}{handle(rng)}{gap}{rng.randint(0, most)}{unit}"


_KINDS: Final = (
    _hashes, _numbers, _table, _log, _files, addresses, hosts, indicators, _mail, _goods,
    _fixtures, _members,
)  # fmt: skip


def listing(rng: random.Random, page: Page) -> list[Edit]:
    """Put a listing of one kind into a page, or in the place of most of it.

    Parameters
    ----------
    rng : random.Random
    page : Page
    """
    row = rng.choice(_KINDS)(rng)
    rows = "\n".join(row() for _ in range(rng.choice((3, 8, 20, 60, 150))))
    start, end = rng.choice(page.lines)
    if rng.random() < 0.3:
        return [Edit(start, page.lines[-1][1], [(rows, None)])]
    return [Edit(end, end, [("\n\n" + rows, None)])]
