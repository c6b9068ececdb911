"""Listings of records: hashes, numbers, logs, files, addresses, goods with prices, fixtures.

They are dense with digits, names and signs, as link spam is, and nobody's promotion.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from string import ascii_lowercase, digits
from typing import Final

from spamdetect.learn.generate.edits import Edit, Page
from spamdetect.learn.generate.personal import person
from spamdetect.learn.generate.phrases import made_up_name, phrase_book, random_address

_ENDINGS: Final = (".exe", ".dll", ".sys", ".so", ".py", ".log", ".tmp", ".jpg", ".php", "", "")
_LEVELS: Final = ("INFO", "WARN", "ERROR", "DEBUG", "notice")
_MONTHS: Final = ("Jan", "Mar", "Apr", "Jul", "Sep", "Dec")


def _signs(rng: random.Random, alphabet: str, count: int) -> str:
    return "".join(rng.choice(alphabet) for _ in range(count))


def _hex(rng: random.Random, size: int) -> str:
    return _signs(rng, "0123456789abcdef", size)


def _name(rng: random.Random) -> str:
    return made_up_name(rng) + rng.choice(("", "64", "_x86", "-1.2", "2", "32"))


def _clock(rng: random.Random) -> str:
    return f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}:{rng.randint(0, 59):02}"


def _hashes(rng: random.Random) -> Callable[[], str]:
    size = rng.choice((32, 40, 64))
    gap = rng.choice(("  ", " ", ",", "\t", " *"))
    named = rng.random() < 0.6
    return lambda: _hex(rng, size) + (gap + _name(rng) + rng.choice(_ENDINGS) if named else "")


def _numbers(rng: random.Random) -> Callable[[], str]:
    mark = rng.choice(("L,", "uL,", "ULL,", ",", ";", ""))
    note = rng.choice(("  // ", " # ", ", ", " -- ", "\t"))
    empty = rng.choice(("", "", ",,,,,,,,", ";;;", "\t\t"))
    return lambda: f"{rng.getrandbits(64)}{mark}{note}{_name(rng)}{rng.choice(_ENDINGS)}{empty}"


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
        f"{_name(rng)} id={_hex(rng, 8)} from {random_address(rng)} port {rng.randint(1024, 65535)}"
    )


def _files(rng: random.Random) -> Callable[[], str]:
    root = rng.choice(("/usr/lib/", "C:\\Windows\\System32\\", "./src/", "/var/www/html/", ""))
    return lambda: (
        f"{rng.randint(1, 99_999_999):>10} {_clock(rng)} {root}{_name(rng)}{rng.choice(_ENDINGS)}"
    )


def _addresses(rng: random.Random) -> Callable[[], str]:
    tail = rng.choice(("", ":443", ",malware", " - - [blocked]", "/24", "\tscanner"))
    dot = rng.choice((".", "[.]"))
    return lambda: random_address(rng).replace(".", dot) + tail


def _mailbox(rng: random.Random, named: bool) -> str:
    """The part of a mail address before the sign: of a person, or letters by chance."""
    if named:
        return person(rng).lower().replace(" ", rng.choice((".", "_", "")))
    letters = _signs(rng, ascii_lowercase + digits, 9)
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
    """Goods of a shop with sizes, article numbers and prices."""
    names = rng.choice(tuple(phrase_book("honest")["goods"].values()))
    money = rng.choice(("${}", "{} €", "£{}", "{} kr", "{} zł", "US${}", "{} ₽", "R$ {}", "¥{}"))
    gap = rng.choice((" – ", "\n", " | ", ", ", " ", "\t"))
    numbered, sized = rng.random() < 0.4, rng.random() < 0.5

    def row() -> str:
        cells = [f"{made_up_name(rng).title()} {rng.choice(names)}"]
        if sized:
            size = rng.randint(1, 900)
            cells[0] += f" {size} {rng.choice(('cm', 'mm', 'W', 'ml', 'g', 'L', 'GB', 'pcs'))}"
        if numbered:
            cells.append(f"{_hex(rng, 3).upper()}-{rng.randint(100, 99999)}")
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


_KINDS: Final = (
    _hashes, _numbers, _table, _log, _files, _addresses, _mail, _goods, _fixtures,
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
