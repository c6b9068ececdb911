"""Character classes and compiled patterns of the URL finder.

Every pattern is linear: it has a literal prefix or is tried at a known place only, its repeats
are possessive or atomic, and what stops one repeat cannot be matched by the next.
"""

from __future__ import annotations

import re
from functools import cache

# Scripts without spaces between words or with prefixes and endings that attach to foreign words:
# their letters may touch a URL without belonging to it.
SPACELESS = (
    "\u0591-\u05ff\u0610-\u061a\u0620-\u06d3\u06d5-\u08ff\u0e00-\u0f0a\u0f15-\u0fff"
    "\u1000-\u1049\u104c-\u109f\u1780-\u17d3\u17d7-\u17ff\u3005-\u3007\u3040-\u30ff"
    "\u3100-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\ufb1d-\ufdff"
    "\ufe70-\ufefc\uff66-\uff9f\U00020000-\U0003ffff"
)
# Quotes, full stops, brackets, currency signs and the like of all scripts, invisible and control
# characters.
_PUNCTUATION = (
    "\x00-\x20\x7f-\xa9\xab-\xb4\xb6\xb8\xb9\xbb-\xbf\xd7\xf7\u0589\u060c\u061b\u061f\u06d4"
    "\u0964\u0965\u0f0b-\u0f14\u104a\u104b\u1361-\u1368\u17d4-\u17d6\u2000-\u200b"
    "\u200e-\u206f\u20a0-\u20cf\u2122\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f"
    "\ufe10-\ufe19\ufe30-\ufe6b\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    "\uff5b-\uff65\ufff0-\uffff"
)
_SYMBOLS = "\u2190-\u245f\u2500-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff"
_OUTSIDE = _PUNCTUATION + _SYMBOLS

# Repeated groups are kept in atomic ones: `(?:...)*+` goes back too far in Python before 3.11.5.

# A label of a bare domain: of spaced scripts, or of spaceless ones, never mixed.
_NOT_NAME = rf"/:-@\[-\^`{{-\x7f\u200c\u200d{_OUTSIDE}{SPACELESS}"
_NAME = rf"[^\x00-,.{_NOT_NAME}]"
_CJK_NAME = rf"[{SPACELESS}0-9\-]"
_LABEL = rf"(?:{_NAME}++|{_CJK_NAME}++)"
# After a scheme a label may mix scripts, hold symbols and be percent-encoded.
_ANY_LABEL = rf"[^\x00-$&-,./:-@\[-\^`{{-\x7f{_PUNCTUATION}]++"
_DEFANGED_DOT = r"\[\.\]|\(\.\)|\{\.\}|\[(?:dot|DOT)\]|\((?:dot|DOT)\)"
_DOT = rf"(?:\.|\uff0e|{_DEFANGED_DOT})"
_ANY_DOT = rf"(?:[.\uff0e\u3002\uff61]|{_DEFANGED_DOT})"
_PORT = r"(?>(?:(?::|\[:\])(?=[0-9])[0-9]{1,5}+(?![0-9]))?)"

DEFANGED_DOT = re.compile(_DEFANGED_DOT)
DOT = re.compile(_ANY_DOT)
FULL_STOP = re.compile("[\u3002\uff61]")

# Where a bare host may be: a dot before a letter, or before two more numbers and a dot, or in
# brackets. One literal at the front lets `re` skim prose.
DOTS = re.compile(r"\.(?:[^\W\d_][^\s.,;)]|[0-9]{1,3}\.[0-9]{1,3}\.[0-9]|[\])}])")
WIDE_DOTS = re.compile(r"\uff0e(?=[^\W\d_])")
# The label before the anchor, read backwards.
NAME_BACKWARDS = re.compile(rf"[^\x00-,{_NOT_NAME}]++")
CJK_BACKWARDS = re.compile(rf"{_CJK_NAME}++")
# The rest of a bare host, from the anchor on.
HOST_REST = re.compile(rf"(?>(?:{_DOT}{_LABEL})*)")
PORT = re.compile(_PORT)
CIDR = re.compile(r"/[0-9]{1,2}(?![0-9A-Za-z/])")

_SCHEME = r"h(?:tt|xx|\*\*|__)ps?|(?<![a-z])(?:s?f[tx]ps?|wss?|ttps?)"
SCHEME_BEFORE = re.compile(rf"({_SCHEME})\[?\Z", re.IGNORECASE)
SEPARATOR = re.compile(r"://|:\\/\\/|:\]//")
AUTHORITY = re.compile(
    rf"(?>(?:[^\s,;/?#@\[\]()<>\"\\{_OUTSIDE}]*+@)*)"
    rf"(\[[0-9A-Fa-f:.]{{2,45}}\]|{_ANY_LABEL}(?>(?:{_ANY_DOT}{_ANY_LABEL})*)){_PORT}"
)

# A comma joins lists of URLs and columns of CSV as often as it belongs to a URL.
_LISTED = (
    r"[,;](?!www\.|[a-z0-9\-]{1,63}+\.(?:com|net|org|info|xyz|top|id)(?![a-z0-9\-])"
    r"|[A-Za-z]++(?:\s|\Z)|[0-9]{4}-[0-9][0-9]-)"
)
_ENTITY = r"&(?!(?i:lt|gt|quot|nbsp|apos|#0{0,4}3[49]|#x2[27]);)"
_COLON = r":(?!//|\\/\\/)"
_AFTER_SIGN = rf"(?<=[/=#?&_\-+:%.~])[{SPACELESS}]++"


TAIL_START = re.compile(r"/|\\/|[?#][\w/!%&=\-]")


@cache
def tail(quote: str) -> re.Pattern[str]:
    """Return the pattern of path, query and fragment up to another scheme's ``://``.

    Parameters
    ----------
    quote : {"", "'"}
        A character that ends the URL because it also stands before it.

    Returns
    -------
    re.Pattern
    """
    plain = rf"[^\s,;&\"{quote}<>`{{}}|^\\()\[\]:{_OUTSIDE}{SPACELESS}]"
    step = rf"{plain}++|\\/|{_COLON}|{_LISTED}|{_ENTITY}|{_AFTER_SIGN}"
    other = rf"[^\x00\s\"{quote}<>`{{}}|^\\()\[\]:\u2018-\u201f\u3000-\u3003\uff00-\uff1f]"
    inside = rf"(?>(?:{other}++|{_COLON})*)"
    brackets = rf"\({inside}(?>(?:\({inside}\){inside})*)\)"
    square = rf"{_DEFANGED_DOT}|\[[\w.\-]*+\](?=[=\[&]|%5B)"
    return re.compile(rf"(?>(?:{step}|{brackets}|{square})*)")
