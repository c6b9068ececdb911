"""Machine-made listings: hashes, numbers, logs, file names, addresses.

They are dense with digits and signs, as link spam is, and nobody's promotion.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final

from spamdetect.learn.generate.edits import Edit, Page
from spamdetect.learn.generate.phrases import made_up_name, random_address

_ENDINGS: Final = (".exe", ".dll", ".sys", ".so", ".py", ".log", ".tmp", ".jpg", ".php", "", "")
_LEVELS: Final = ("INFO", "WARN", "ERROR", "DEBUG", "notice")
_MONTHS: Final = ("Jan", "Mar", "Apr", "Jul", "Sep", "Dec")


def _hex(rng: random.Random, digits: int) -> str:
    return "".join(rng.choice("0123456789abcdef") for _ in range(digits))


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


_KINDS: Final = (_hashes, _numbers, _table, _log, _files, _addresses)


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
