"""Ways of writing a text with other characters, as spam does and honest people sometimes do.

The same functions dress spam and honest text in training data, so that odd letters alone do not
give a text away.
"""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Callable
from typing import Final

_UPPER, _LOWER, _DIGITS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "abcdefghijklmnopqrstuvwxyz",
    "0123456789",
)


def _alphabet(upper: int, lower: int, digits: int | None = None) -> dict[int, int]:
    """Translation of ASCII letters (and digits) to a block of styled ones; holes stay ASCII."""
    table = {ord(c): upper + i for i, c in enumerate(_UPPER)}
    table |= {ord(c): lower + i for i, c in enumerate(_LOWER)}
    if digits is not None:
        table |= {ord(c): digits + i for i, c in enumerate(_DIGITS)}
    return {k: v for k, v in table.items() if unicodedata.category(chr(v)) != "Cn"}


MATH: Final = {
    "bold": _alphabet(0x1D400, 0x1D41A, 0x1D7CE),
    "bold_italic": _alphabet(0x1D468, 0x1D482, 0x1D7CE),
    "script": _alphabet(0x1D49C, 0x1D4B6),
    "bold_script": _alphabet(0x1D4D0, 0x1D4EA),
    "fraktur": _alphabet(0x1D504, 0x1D51E),
    "bold_fraktur": _alphabet(0x1D56C, 0x1D586),
    "double_struck": _alphabet(0x1D538, 0x1D552, 0x1D7D8),
    "sans": _alphabet(0x1D5A0, 0x1D5BA, 0x1D7E2),
    "sans_bold": _alphabet(0x1D5D4, 0x1D5EE, 0x1D7EC),
    "sans_italic": _alphabet(0x1D608, 0x1D622, 0x1D7E2),
    "sans_bold_italic": _alphabet(0x1D63C, 0x1D656, 0x1D7EC),
    "mono": _alphabet(0x1D670, 0x1D68A, 0x1D7F6),
}
_ENCLOSED: Final = {
    "circled": _alphabet(0x24B6, 0x24D0) | {ord("0"): 0x24EA},
    "negative_circled": _alphabet(0x1F150, 0x1F150),
    "squared": _alphabet(0x1F130, 0x1F130),
    "negative_squared": _alphabet(0x1F170, 0x1F170),
    "parenthesised": _alphabet(0x1F110, 0x249C),
    "regional": _alphabet(0x1F1E6, 0x1F1E6),
    "full_width": _alphabet(0xFF21, 0xFF41, 0xFF10),
}
for _name in ("circled", "negative_circled", "parenthesised"):
    _one = {"circled": 0x2460, "negative_circled": 0x2776, "parenthesised": 0x2474}[_name]
    _ENCLOSED[_name] |= {ord(str(i)): _one + i - 1 for i in range(1, 10)}

_SMALL_CAPS = str.maketrans(_LOWER, "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡxʏᴢ")
_CYRILLIC = str.maketrans("aceopxyijsABCEHIKMOPTXYS", "асеорхуіјѕАВСЕНІКМОРТХҮЅ")
_FROM_CYRILLIC = str.maketrans("асеорхуіјѕкАВСЕНІКМОРТХУ", "aceopxyijskABCEHIKMOPTXY")
_GREEK = str.maketrans("oviuaABEZHIKMNOPTYX", "ονιυαΑΒΕΖΗΙΚΜΝΟΡΤΥΧ")
_ACCENTS = str.maketrans("aceilnorstuzACEINOSUZ", "áçêíłñôŕśţúžÀČÉÎŃÕŠÛŻ")
_LEET: Final = {
    "a": "4@", "b": "8", "e": "3", "g": "9", "i": "1!", "l": "1", "o": "0", "s": "5$", "t": "7",
}  # fmt: skip
_ZERO_WIDTH: Final = ("\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\ufeff")
_COMBINING: Final = ("\u0336", "\u0332", "\u0335", "\u033d\u0353", "\u0305", "\u0338")
_SEPARATORS: Final = (".", "-", "_", "*", "|", "·", "~", "/", ",", "'", "•")
EMOJI: Final = tuple("🔥⭐🌟💫🎰💰💎🚀🎯🏆🎉✨💯👉✅🟢🔴⚡🎁🐉🍀💸👑📌❤😍👍🙏☎📱🌸")
_ORNAMENTS: Final = ("░", "▒", "▓", "★", "✦", "♛", "●", "♡", "࿐", "⟆", "✿", "۞")
_BRACKETS: Final = (
    ("【", "】"), ("「", "」"), ("『", "』"), ("《", "》"), ("[", "]"), ("{", "}"), ("★", "★"),
    ("『✔️", "』"), ("<<", ">>"), ("»", "«"), ("❤", "❤"), ("✌", "✌"), ("【｡_｡】", ""), ("==", "=="),
)  # fmt: skip

Style = Callable[[random.Random, str], str]


def _styled(rng: random.Random, text: str) -> str:
    return text.translate(MATH[rng.choice(tuple(MATH))])


def _mixed(rng: random.Random, text: str) -> str:
    tables = tuple(MATH.values())
    return "".join(c.translate(rng.choice(tables)) if rng.random() < 0.8 else c for c in text)


def _enclosed(rng: random.Random, text: str) -> str:
    name = rng.choice(tuple(_ENCLOSED))
    upper = name in ("negative_circled", "squared", "negative_squared", "regional")
    return (text.upper() if upper else text).translate(_ENCLOSED[name])


def _confusable(rng: random.Random, text: str) -> str:
    table = rng.choice((_CYRILLIC, _GREEK, _CYRILLIC | _GREEK, _ACCENTS))
    share = rng.uniform(0.3, 1.0)
    return "".join(c.translate(table) if rng.random() < share else c for c in text)


def _latinised(rng: random.Random, text: str) -> str:
    share = rng.uniform(0.3, 1.0)
    return "".join(c.translate(_FROM_CYRILLIC) if rng.random() < share else c for c in text)


def damaged(rng: random.Random, text: str) -> str:
    """Return a text as it looks after being decoded wrongly: question marks or mojibake."""
    if rng.random() < 0.6:
        return "".join(c if ord(c) < 128 else "?" * (1 + (ord(c) > 0x2FF)) for c in text)
    return text.encode("utf-8", "replace").decode(rng.choice(("latin-1", "cp1252")), "replace")


def _zero_width(rng: random.Random, text: str) -> str:
    mark, share = rng.choice(_ZERO_WIDTH), rng.uniform(0.2, 1.0)
    return "".join(c + mark if c.isalnum() and rng.random() < share else c for c in text).rstrip(
        mark
    )


def spaced(rng: random.Random, text: str) -> str:
    """Put a space between the letters of each word, wider ones between words."""
    gap = rng.choice((" ", " ", " ", "\u2009", "\u00a0"))
    return (gap * rng.choice((2, 3))).join(gap.join(word) for word in text.split())


def _separated(rng: random.Random, text: str) -> str:
    mark = rng.choice(_SEPARATORS)
    return " ".join(mark.join(word) for word in text.split())


def _framed(rng: random.Random, text: str) -> str:
    """Put ornaments between the letters of each word, or around each letter."""
    mark = rng.choice((*_ORNAMENTS, *EMOJI))
    if rng.random() < 0.5:
        return f" {mark} ".join(mark.join(word) for word in text.split())
    return " ".join(f"{mark}{c}{mark}" for c in text if not c.isspace())


def _leet(rng: random.Random, text: str) -> str:
    share = rng.uniform(0.3, 0.9)
    return "".join(
        rng.choice(_LEET[c.lower()]) if c.lower() in _LEET and rng.random() < share else c
        for c in text
    )


def _combined(rng: random.Random, text: str) -> str:
    mark = rng.choice(_COMBINING)
    return "".join(c + mark if c.isalnum() else c for c in text)


def _keycaps(rng: random.Random, text: str) -> str:
    return "".join(c + "\ufe0f\u20e3" if c in _DIGITS else c for c in text)


def with_emoji(rng: random.Random, text: str) -> str:
    """Put emoji around a text, sometimes between its words."""
    mark = rng.choice(EMOJI) * rng.choice((1, 1, 1, 2, 3))
    if rng.random() < 0.3:
        return f" {mark} ".join(text.split())
    gap = rng.choice(("", " "))
    return f"{mark}{gap}{text}{gap}{mark if rng.random() < 0.7 else ''}".rstrip()


def bracketed(rng: random.Random, text: str) -> str:
    """Put a text in brackets or between ornaments."""
    before, after = rng.choice(_BRACKETS)
    return f"{before}{text}{after}"


def changed_case(rng: random.Random, text: str) -> str:
    """Write a text in capitals, small letters, title case or at random."""
    kind = rng.random()
    if kind < 0.35:
        return text.upper()
    if kind < 0.65:
        return text.title()
    if kind < 0.9:
        return text.lower()
    return "".join(c.upper() if rng.random() < 0.5 else c.lower() for c in text)


STYLES: Final[dict[str, tuple[float, Style]]] = {
    "math": (4.0, _styled),
    "mixed": (2.0, _mixed),
    "enclosed": (2.0, _enclosed),
    "small_caps": (0.5, lambda rng, text: text.lower().translate(_SMALL_CAPS)),
    "confusable": (2.0, _confusable),
    "latinised": (4.0, _latinised),
    "zero_width": (1.0, _zero_width),
    "spaced": (2.0, spaced),
    "separated": (1.0, _separated),
    "framed": (0.5, _framed),
    "leet": (1.0, _leet),
    "combining": (0.7, _combined),
    "keycaps": (0.5, _keycaps),
    "emoji": (3.0, with_emoji),
    "bracketed": (2.0, bracketed),
}
"""Name of a style to its relative frequency and function."""

_LATIN: Final = tuple(name for name in STYLES if name != "latinised")
_SCRIPT_FREE: Final = (
    "zero_width",
    "spaced",
    "separated",
    "framed",
    "emoji",
    "bracketed",
    "keycaps",
)


def obfuscate(rng: random.Random, text: str) -> str:
    """Return `text` written in one, sometimes two, of `STYLES`.

    Parameters
    ----------
    rng : random.Random
        Source of chance; decides alone, so the same state gives the same text.
    text : str
        A word or phrase. Text without Latin letters only gets styles that fit every script.
    """
    latin = sum("a" <= c <= "z" for c in text.lower()) * 2 > sum(map(str.isalpha, text))
    names = _LATIN if latin else _SCRIPT_FREE
    if not latin and any("\u0400" <= c <= "\u04ff" for c in text):
        names = (*_SCRIPT_FREE, "latinised")
    weights = [STYLES[name][0] for name in names]
    for name in rng.choices(names, weights, k=1 if rng.random() < 0.75 else 2):
        text = STYLES[name][1](rng, text)
    return text
