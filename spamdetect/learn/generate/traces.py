"""Traces of attacks as reports list them: addresses, hosts, URLs, files, hashes."""

from __future__ import annotations

import random
from collections.abc import Callable
from string import ascii_lowercase, digits
from typing import Final

from spamdetect.learn.generate.phrases import made_up_name, random_address

ENDINGS: Final = (".exe", ".dll", ".sys", ".so", ".py", ".log", ".tmp", ".jpg", ".php", "", "")
"""Of names of files; some have none."""
_LURES: Final = (
    "login", "secure", "verify", "account", "update", "support", "wallet", "bonus", "airdrop",
    "pay", "bank", "invoice", "promo", "free", "gift", "casino", "crypto", "shop", "track", "cdn",
    "mail",
)  # fmt: skip
_SUSPECT_ENDINGS: Final = (
    "com", "com", "net", "org", "top", "xyz", "info", "ru", "cn", "site", "online", "club", "shop",
    "tk", "duckdns.org", "ddns.net", "workers.dev",
)  # fmt: skip
_TRACES: Final = ("C2", "dropper", "loader", "phishing page", "ransom note", "beacon", "payload")


def signs(rng: random.Random, alphabet: str, count: int) -> str:
    """Return that many signs of an alphabet, by chance."""
    return "".join(rng.choice(alphabet) for _ in range(count))


def hexadecimal(rng: random.Random, size: int) -> str:
    """Return hexadecimal digits, as a hash is written."""
    return signs(rng, "0123456789abcdef", size)


def file_name(rng: random.Random) -> str:
    """Return the made-up name of a file or program without its ending."""
    return made_up_name(rng) + rng.choice(("", "64", "_x86", "-1.2", "2", "32"))


def addresses(rng: random.Random) -> Callable[[], str]:
    """Return what writes raw addresses of attackers, one a row."""
    tail = rng.choice(("", ":443", ",malware", " - - [blocked]", "/24", "\tscanner"))
    dot = rng.choice((".", "[.]"))
    return lambda: random_address(rng).replace(".", dot) + tail


def _suspect_host(rng: random.Random) -> str:
    """A host as attackers register it: of a firm with a lure, or of letters by chance."""
    lure = rng.choice(_LURES)
    name = rng.choice(
        (
            f"{made_up_name(rng)}-{lure}",
            f"{lure}-{made_up_name(rng)}",
            f"{made_up_name(rng)}{lure}{rng.randint(1, 99)}",
            f"{lure}.{made_up_name(rng)}",
            signs(rng, ascii_lowercase + digits, rng.randint(8, 16)),
        )
    )
    return f"{name}.{rng.choice(_SUSPECT_ENDINGS)}"


def _suspect_url(rng: random.Random) -> str:
    host = rng.choice((_suspect_host, random_address))(rng)
    port = f":{rng.randint(81, 65000)}" if rng.random() < 0.3 else ""
    return f"http://{host}{port}/{file_name(rng)}{rng.choice(ENDINGS)}"


def _defanged(indicator: str, whole: bool) -> str:
    """Break a host or URL so that nobody follows it: all dots of its host, or the last one."""
    scheme, mark, rest = indicator.rpartition("://")
    host, slash, path = rest.partition("/")
    broken = "[.]".join(host.rsplit(".", -1 if whole else 1))
    return scheme.replace("http", "hxxp") + mark + broken + slash + path


def hosts(rng: random.Random) -> Callable[[], str]:
    """Return what writes hosts or URLs of attackers, defanged so that nobody follows them."""
    make = rng.choice((_suspect_host, _suspect_host, _suspect_url))
    mark, whole = rng.choice(("", "", "- ", "* ", "• ")), rng.random() < 0.5
    return lambda: mark + _defanged(make(rng), whole)


def indicators(rng: random.Random) -> Callable[[], str]:
    """Return what writes rows of traces: a type, a host, address, URL, file or hash, a note."""
    gap, safe = rng.choice((",", ",", "\t", ";", " | ", ": ")), rng.random() < 0.5
    named, whole = rng.random() < 0.6, rng.random() < 0.5
    notes = [f"{made_up_name(rng).title()} {rng.choice(_TRACES)}" for _ in range(4)]

    def row() -> str:
        kind, value = rng.choice(
            (
                ("domain", _suspect_host(rng)),
                ("ip", random_address(rng)),
                ("url", _suspect_url(rng)),
                ("filename", file_name(rng) + rng.choice(ENDINGS)),
                ("sha256", hexadecimal(rng, 64)),
            )
        )
        if safe and kind in ("domain", "ip", "url"):
            value = _defanged(value, whole)
        return gap.join([kind, value, *([rng.choice(notes)] if named else [])])

    return row
