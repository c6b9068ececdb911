"""Build ``tables.npz``: character classes and folds, one entry per code point.

The tables are shipped rather than computed at import, so that scores do not change with the
Unicode version of the running Python. Run ``python -m spamdetect.text.build_tables`` to rebuild.

Sources: Unicode Character Database through :mod:`unicodedata` (NFKC, NFD, general categories);
look-alike letters compiled by hand after UTS #39 (Unicode Security Mechanisms).
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np

from spamdetect.text.script import TABLE_SIZE, TABLES_PATH, Class

_SENTENCE_END = set(".!。！…؟۔।॥።፧៕။‽")
_COMMA = set(",;:、，；：،؛")
_SEPARATOR = set("-–—―‐‑‒_|¦•·▪▫►▶→←»«›‹～~*★☆■□●○◆◇※")
_CODE = set("{}<>=#$%^&+@`\\[]")
_NO_SPACE_RANGES = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF))
_INDIC_RANGE = (0x0900, 0x0DFF)
_TAGS_START = 0xE0000
_STYLED_RANGES = (
    (0x02B0, 0x02B8),
    (0x1D2C, 0x1DBF),
    (0x2070, 0x209C),
    (0x2100, 0x214F),
    (0x1D400, 0x1D7FF),
    (0xFF10, 0xFF5A),
)

_LOOKALIKES = {
    "а": "a", "в": "b", "с": "c", "ԁ": "d", "е": "e", "һ": "h", "і": "i", "ј": "j", "к": "k",
    "ӏ": "l", "м": "m", "н": "h", "о": "o", "р": "p", "ԛ": "q", "г": "r", "ѕ": "s", "т": "t",
    "и": "u", "ѵ": "v", "ԝ": "w", "х": "x", "у": "y", "ь": "b", "я": "r", "п": "n", "ц": "u",
    "ё": "e", "ї": "i", "з": "3", "ш": "w", "щ": "w", "ч": "4", "л": "n", "д": "a",
    "α": "a", "β": "b", "γ": "y", "δ": "d", "ε": "e", "ζ": "z", "η": "n", "ι": "i", "κ": "k",
    "λ": "a", "μ": "u", "ν": "v", "ο": "o", "π": "n", "ρ": "p", "σ": "o", "ς": "c", "τ": "t",
    "υ": "u", "χ": "x", "ω": "w", "ϲ": "c", "ϳ": "j", "ϱ": "p",
    "ա": "w", "հ": "h", "ո": "n", "ս": "u", "օ": "o", "ց": "g", "ք": "f", "զ": "q", "յ": "j",
}  # fmt: skip
_SMALL_CAPITALS = dict(
    zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True)
) | dict(zip("ɑɡɩȷɒǝɐɔɟɥɯɹʇʌʍʎ", "agijoaacfhmrtvwy", strict=True))
_PLAIN = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"',
    "»": '"', "–": "-", "—": "-", "―": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "…": ".",
    "đ": "d", "ð": "d", "ø": "o", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "a", "œ": "o", "ß": "s",
    "þ": "t", "ı": "i", "ŋ": "n", "ƒ": "f", "ə": "e", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا",
    "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه", "ۀ": "ه", "ؤ": "و", "ئ": "ي",
}  # fmt: skip


def _styled_letter(code: int) -> str | None:
    """Return the plain letter or digit of a letter-like symbol, if it is one."""
    for first, last, base in (
        (0x1F110, 0x1F129, "a"),
        (0x1F130, 0x1F149, "a"),
        (0x1F150, 0x1F169, "a"),
        (0x1F170, 0x1F189, "a"),
        (0x1F1E6, 0x1F1FF, "a"),
        (0x24B6, 0x24CF, "a"),
        (0x24D0, 0x24E9, "a"),
        (0x249C, 0x24B5, "a"),
        (0x2460, 0x2468, "1"),
        (0x2474, 0x247C, "1"),
        (0x2776, 0x277E, "1"),
        (0x2780, 0x2788, "1"),
        (0x278A, 0x2792, "1"),
        (0x24F5, 0x24FD, "1"),
    ):
        if first <= code <= last:
            return chr(ord(base) + code - first)
    if code in (0x24EA, 0x24FF, 0x1F10B, 0x1F10C):
        return "0"
    char = chr(code)
    if char in _SMALL_CAPITALS:
        return _SMALL_CAPITALS[char]
    if not any(first <= code <= last for first, last in _STYLED_RANGES):
        return None
    plain = unicodedata.normalize("NFKC", char)
    return plain.lower() if len(plain) == 1 and plain != char and plain.isalnum() else None


def _fold(code: int) -> int:
    """Return the folded code point; 0 means that the character is dropped."""
    char = chr(code)
    category = unicodedata.category(char)
    if char in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029" or category == "Zs":
        return 0x20
    if category in ("Cf", "Cc") or 0xFE00 <= code <= 0xFE0F or code in (0x34F, 0x115F, 0x3164):
        return 0
    if 0x300 <= code <= 0x36F or 0x1AB0 <= code <= 0x1AFF or 0x20D0 <= code <= 0x20FF:
        return 0
    if 0x64B <= code <= 0x65F or code in (0x640, 0x670) or 0x591 <= code <= 0x5C7:
        return 0
    styled = _styled_letter(code)
    if styled is not None:
        return ord(styled)
    lower = char.lower()
    if lower[0] in _PLAIN:
        return ord(_PLAIN[lower[0]])
    if 0xAC00 <= code <= 0xD7A3:
        return code
    plain = unicodedata.normalize("NFKC", lower)
    if not plain or plain[0] == " ":
        return code
    base = unicodedata.normalize("NFD", plain[0])[0]
    if base.isascii() or 0x370 <= ord(base) <= 0x3FF:
        plain = base
    if plain[0] in _PLAIN:
        plain = _PLAIN[plain[0]]
    if unicodedata.category(plain[0]) == "Nd":
        return ord("0") + unicodedata.digit(plain[0])
    folded = ord(plain[0].lower()[0])
    return folded if folded < TABLE_SIZE else code


def _letter_class(code: int, category: str, name: str) -> Class:
    char = chr(code)
    for first, last in _NO_SPACE_RANGES:
        if first <= code <= last:
            return Class.THAI
    if _INDIC_RANGE[0] <= code <= _INDIC_RANGE[1]:
        return Class.INDIC
    if code < 0x80:
        return Class.LATIN_UPPER if char.isupper() else Class.LATIN
    for prefix, found in (
        ("LATIN", Class.LATIN_EXTENDED),
        ("CYRILLIC", Class.CYRILLIC),
        ("GREEK", Class.GREEK),
        ("ARABIC", Class.ARABIC),
        ("HEBREW", Class.ARABIC),
        ("CJK", Class.HAN),
        ("HIRAGANA", Class.KANA),
        ("KATAKANA", Class.KANA),
        ("HALFWIDTH KATAKANA", Class.KANA),
        ("HANGUL", Class.HANGUL),
    ):
        if name.startswith(prefix):
            return found
    if 0x3005 <= code <= 0x3007 or code == 0x30FC:
        return Class.HAN
    return Class.OTHER_LETTER


def _classify(code: int) -> Class:
    """Return the class of one code point."""
    char = chr(code)
    category = unicodedata.category(char)
    if char in "\n\r\v\f\x85\u2028\u2029":
        return Class.NEWLINE
    if char in "\t\x1c\x1d\x1e\x1f" or category == "Zs":
        return Class.SPACE
    if category == "Cf" or 0xFE00 <= code <= 0xFE0F or code in (0x34F, 0x115F, 0x1160, 0x3164):
        return Class.INVISIBLE
    if 0x300 <= code <= 0x36F or 0x1AB0 <= code <= 0x1AFF or 0x20D0 <= code <= 0x20FF:
        return Class.COMBINING
    if category in ("Cc", "Co", "Cs") or code == 0xFFFD:
        return Class.CONTROL
    if _styled_letter(code) is not None:
        return Class.STYLED
    if category[0] in "LM":
        return _letter_class(code, category, unicodedata.name(char, ""))
    if category == "Nd":
        return Class.DIGIT
    for members, found in (
        ("/", Class.SLASH),
        ("?？", Class.QUESTION),
        (_SENTENCE_END, Class.SENTENCE_END),
        (_COMMA, Class.COMMA),
        (_SEPARATOR, Class.SEPARATOR),
        (_CODE, Class.CODE),
    ):
        if char in members:
            return found
    if category == "Sc":
        return Class.CURRENCY
    if category in ("Pi", "Pf", "Ps", "Pe") or char in "\"'":
        return Class.QUOTE
    if category in ("So", "Sk") and (code >= 0x2190):
        return Class.EMOJI
    return Class.OTHER


def build() -> dict[str, np.ndarray]:
    """Return the tables ``classes`` (uint8), ``folds`` and ``lookalikes`` (uint32).

    The last two hold differences to the code point, which compress well.
    """
    classes = np.zeros(TABLE_SIZE, np.uint8)
    folds = np.zeros(TABLE_SIZE, np.uint32)
    own = np.arange(TABLE_SIZE, dtype=np.uint32)
    lookalikes = own.copy()
    for code in range(TABLE_SIZE):
        if 0xD800 <= code <= 0xDFFF:
            classes[code], folds[code] = Class.CONTROL, 0xFFFD
            continue
        classes[code] = _classify(code)
        folds[code] = _fold(code)
    for char, plain in _LOOKALIKES.items():
        lookalikes[ord(char)] = ord(plain)
    classes[TABLE_SIZE - 1], folds[TABLE_SIZE - 1] = Class.HAN, TABLE_SIZE - 1
    classes[TABLE_SIZE - 2], folds[TABLE_SIZE - 2] = Class.INVISIBLE, 0
    return {"classes": classes, "folds": folds - own, "lookalikes": lookalikes - own}


def main() -> None:
    """Write the tables beside this module."""
    np.savez_compressed(Path(TABLES_PATH), **build())  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
