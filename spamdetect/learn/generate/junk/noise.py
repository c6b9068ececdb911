"""Text without meaning: gibberish of the kinds that scraped pages hold, and honest dumps."""

from __future__ import annotations

import random
import re
import string
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Final

from spamdetect.learn.generate.sampling import weighted

_ROWS: Final = (
    "qwertyuiop", "asdfghjkl;", "zxcvbnm,.", "йцукенгшщзх", "фывапролджэ", "ячсмитьбю",
    "azertyuiop", "qsdfghjklm", "1234567890",
)  # fmt: skip
_BASE64: Final = string.ascii_letters + string.digits + "+/"
_BYTES: Final = "".join(map(chr, range(0xA1, 0x100))) + "\ufffd" * 40 + string.printable[:94]
_CODECS: Final = ("cp1252", "latin-1", "cp1251", "cp437", "koi8-r")
_CJK: Final = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")


def _words(rng: random.Random, alphabet: str, size: int) -> str:
    letters = rng.choices(alphabet, k=size)
    place = 0
    while (place := place + rng.randint(2, 14)) < size:
        letters[place] = " " if rng.random() < 0.93 else rng.choice((". ", ", ", "\n"))
    return "".join(letters).strip()


def _letters(rng: random.Random, text: str, size: int) -> str:
    """Random letters of one alphabet in words of chance length."""
    alphabets = (string.ascii_lowercase, string.ascii_letters, string.ascii_letters + "0123456789",
                 "бвгджзклмнпрстфхцчшщыьэюя", "bcdfghjklmnpqrstvwxz")  # fmt: skip
    return _words(rng, rng.choice(alphabets), size)


def _keyboard(rng: random.Random, text: str, size: int) -> str:
    """Keys struck along the rows of a keyboard."""
    rows = rng.sample(_ROWS, 3)
    out, length = [], 0
    while length < size:
        row = rng.choice(rows)
        start = rng.randrange(len(row) - 2)
        run = row[start : start + rng.randint(2, 8)] * rng.choice((1, 1, 1, 2, 3))
        out.append(run + rng.choice(("", "", " ", " ")))
        length += len(out[-1])
    return "".join(out).strip()


def mojibake(rng: random.Random, text: str, size: int) -> str:
    """Return real text read in the wrong encoding, or nothing where it stays readable."""
    part = excerpt(rng, text, size // 2)
    if sum(c > "\u02af" for c in part[:400]) < 0.4 * len(part[:400]):
        return ""
    codec = rng.choice(_CODECS)
    wrong = part.encode("utf-8", "replace").decode(codec, "replace")
    if rng.random() < 0.2:
        wrong = wrong.encode("utf-8", "replace").decode("cp1252", "replace")
    return " ".join(wrong.split())[:size]


def misread(rng: random.Random, text: str) -> str:
    """Return text in which only the odd letters are broken: it can be read, and is content."""
    codec = rng.choice(("cp1252", "latin-1"))
    pieces = re.split(r"([\u0080-\u024f\u2010-\u203a]+)", text)
    pieces[1::2] = [p.encode().decode(codec, "replace") for p in pieces[1::2]]
    return "".join(pieces)


def _dump(rng: random.Random, text: str, size: int) -> str:
    """Bytes in base64 or hexadecimal without a word of context."""
    kind = rng.random()
    if kind < 0.5:
        head = rng.choice(("", "", "data:image/png;base64,", "data:font/woff2;base64,"))
        body = "".join(rng.choices(_BASE64, k=size)) + rng.choice(("", "=", "=="))
    elif kind < 0.8:
        head, body = rng.choice(("", "0x")), f"{rng.getrandbits(size * 4):0{size}x}"
    else:
        head, body = "", " ".join(f"{b:02X}" for b in rng.randbytes(size // 3))
    width = rng.choice((64, 76, 10**9))
    return "\n".join((head + body)[i : i + width] for i in range(0, size, width))


def _binary(rng: random.Random, text: str, size: int) -> str:
    """A file's bytes shown as text."""
    head = rng.choice(("%PDF-1.4 %", "PK", "\ufffdPNG IHDR", "GIF89a", "", "", "stream x\ufffd"))
    tail = rng.choice(("", "", " endstream endobj", " xref 0 14 trailer"))
    return head + _words(rng, _BYTES, size) + tail


def _anagrams(rng: random.Random, text: str, size: int) -> str:
    """Real text with the letters of each word, or of each clause, shuffled."""
    part = excerpt(rng, text, size)
    joined = len(_CJK.findall(part[:200])) > 40

    def shuffled(match: re.Match[str]) -> str:
        return "".join(rng.sample(match[0], len(match[0])))

    return re.sub(r"\w+" if joined else r"\w{3,}", shuffled, part)


def _markov(rng: random.Random, text: str, size: int) -> str:
    """Text of a first-order chain over words, or letters where words are not spaced."""
    part = text[:6000]
    joined = len(_CJK.findall(part[:200])) > 40
    units = list(part.replace("\n", " ")) if joined else part.split()
    if len(units) < 30:
        return ""
    after: dict[str, list[str]] = {}
    for first, second in pairwise(units):
        after.setdefault(first, []).append(second)
    unit, out, length = rng.choice(units), [], 0
    while length < size:
        out.append(unit)
        length += len(unit) + 1
        # Without jumps a chain over one page repeats its sentences.
        follow = after.get(unit) if rng.random() < 0.6 else None
        unit = rng.choice(follow or units)
    return ("" if joined else " ").join(out).strip()


def _repeated(rng: random.Random, text: str, size: int) -> str:
    """One letter, number or word over and over."""
    unit = rng.choice(
        ("a", "x", "test ", "1 ", "asd ", "w", "haha", "- . ", "ABC ", "ъ", "啊", "ㅋ")
    )
    return (unit * size)[: rng.randint(30, 200)].strip()


_KINDS: Final[Mapping[str, tuple[float, Callable[[random.Random, str, int], str]]]] = {
    "letters": (4.0, _letters),
    "keyboard": (3.0, _keyboard),
    "mojibake": (4.0, mojibake),
    "dump": (2.0, _dump),
    "binary": (3.0, _binary),
    "anagrams": (3.0, _anagrams),
    "markov": (3.0, _markov),
    "repeated": (1.0, _repeated),
}
_WEIGHTS: Final = {name: weight for name, (weight, _) in _KINDS.items()}


def excerpt(rng: random.Random, text: str, size: int) -> str:
    """Return a part of a text of at most `size` characters, from the start of a word."""
    start = rng.randrange(len(text) - size) if len(text) > size else 0
    if start:
        start = text.find(" ", start, start + 30) + 1 or start
    return text[start : start + size].strip()


def gibberish(rng: random.Random, text: str, size: int) -> str:
    """Return text without meaning.

    Parameters
    ----------
    rng : random.Random
    text : str
        Honest text, from which some of the kinds are made.
    size : int
        Length in characters, roughly; at least 30.
    """
    for _ in range(4):
        made = _KINDS[weighted(rng, _WEIGHTS)][1](rng, text, max(size, 30))
        if len(made) >= 20:
            return made
    return _letters(rng, text, max(size, 30))


def digest_lines(rng: random.Random) -> list[str]:
    """Return lines of hashes, base64 or bytes as reports and documentation show them."""
    kind = rng.randrange(5)
    count = rng.randint(1, 8)
    if kind == 0:
        bits = rng.choice((128, 160, 256))
        return [f"{rng.getrandbits(bits):0{bits // 4}x}" for _ in range(count)]
    if kind == 1:
        names = ("setup.exe", "release.tar.gz", "invoice.doc", "update.dll", "image.iso")
        return [f"{rng.getrandbits(256):064x}  {rng.choice(names)}" for _ in range(count)]
    if kind == 2:
        size = rng.randint(60, 400)
        return ["".join(rng.choices(_BASE64, k=64)) for _ in range(0, size, 64)]
    if kind == 3:
        rows = [rng.randbytes(16) for _ in range(count)]
        return [f"{i * 16:08x}  {row.hex(' ')}" for i, row in enumerate(rows)]
    return [":".join(f"{b:02X}" for b in rng.randbytes(rng.choice((16, 20, 32))))]
