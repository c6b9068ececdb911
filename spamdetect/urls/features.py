"""What a URL shows before anybody opens it: two texts for n-grams and a few small integers.

Scheme and ``www`` are left out, since they tell lists apart and not spam; so is the mere presence
of a path. Addresses have no text: their numbers mean nothing for the next one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote_plus

from spamdetect.urls.host import Host, split_url
from spamdetect.urls.suffix import is_institutional, split_domain

_MAX_HOST_TEXT: Final = 60
_MAX_PATH_TEXT: Final = 160
_MAX_TEXT: Final = 200
_CACHED_HOSTS: Final = 1 << 16

TAIL_CLASSES: Final = (
    "none",
    "one digit",
    "two digits",
    "three digits",
    "four digits",
    "five digits or more",
    "lucky number",
    "round the clock",
    "year",
    "all digits",
)
DENSE: Final = ("institutional", "shortener")
"""Names of the integer features of `UrlFeatures.dense`, in order."""

LUCKY_NUMBERS: Final = frozenset(
    """
    77 88 99 33 69 168 188 138 303 777 888 999 666 555 333 222 111 789 678 79 89 86 68 66 55
    288 388 588 688 988 889 998 1688 8888 7777 9999 6666 5555 338 77777 88888 123 500 5000 268
    368 178 122 212 898 868 686 696 969 4d 3d 5d
    """.split()  # noqa: SIM905
)
_ROUND_THE_CLOCK: Final = frozenset(("24", "247", "365", "360", "724"))
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])[0-9]")
SHORTENERS: Final = frozenset(
    """
    bit.ly bitly.com t.co goo.gl tinyurl.com ow.ly is.gd v.gd buff.ly rebrand.ly cutt.ly s.id
    shorturl.at rb.gy t.ly tiny.cc lnkd.in adf.ly bl.ink shorte.st linktr.ee heylink.me lynk.id
    linkr.bio soo.gd clck.ru vk.cc u.to qr.ae x.co dwz.cn t.cn url.cn wa.link short.gy tny.im
    ouo.io gg.gg urlz.fr bom.so surl.li n9.cl shorturl.asia 2u.pw taplink.cc beacons.ai bio.link
    solo.to
    """.split()  # noqa: SIM905
)

_TRACKERS: Final = (
    "utm_[a-z_]+ gclid gclsrc gbraid wbraid dclid fbclid msclkid yclid twclid igshid igsh "
    "srsltid ref_src mc_cid mc_eid mkt_tok _ga _gl _hsenc _hsmi spm ved "
    "phpsessid jsessionid session_?id sid"
).replace(" ", "|")
_NUMBERS: Final = (
    "p id page page_id paged pid post post_id cat cid tid fid uid aid nid itemid item_id "
    "v ver t ts time start offset limit m n s i no num seq idx"
).replace(" ", "|")
_IDLE_PARAMETER: Final = re.compile(
    rf"(?:^|&)(?:(?:{_TRACKERS})=[^&]*|(?:{_NUMBERS})=[0-9]+(?=&|$))", re.I | re.A
)
_INDEX_FILE: Final = re.compile(r"/(?:index|default|home)\.(?:html?|php|aspx?|jsp)$", re.I | re.A)
_TAIL = re.compile(r"([0-9]+|[345]d)$")
_HEAD = re.compile(r"[0-9]+")


def _by_length(digits: re.Match[str]) -> str:
    return "ABCDEFGH"[min(len(digits[0]), 8) - 1]


class HostFeatures(NamedTuple):
    """What a host shows.

    Attributes
    ----------
    domain : tuple of str
        Subdomain, registered label and public suffix.
    text : str
        The host with boundary marks, for n-grams; if it has digits, once more with a letter for
        each run of them that stands for the length of the run, so that the next number of a
        series is known when the series is. Empty for addresses.
    dense : bytes
        Values of `DENSE`.
    kind : int
        0 for a domain, 1 for an address, 2 for a special-purpose one, 3 where there is no host.
    """

    domain: tuple[str, str, str]
    text: str
    dense: bytes
    kind: int


class UrlFeatures(NamedTuple):
    """What a URL shows.

    Attributes
    ----------
    host : Host
    features : HostFeatures
    path : str
        Path, query and fragment, decoded and in lower case, for n-grams; empty if there is
        nothing to read in them.
    """

    host: Host
    features: HostFeatures
    path: str

    @property
    def text(self) -> str:
        """Host and path as one text for n-grams; not empty."""
        return (self.features.text + self.path)[:_MAX_TEXT] or "^$"


def fold_text(text: str) -> str:
    """Bring a path or an anchor to the form in which their n-grams are taken.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        Lower case, each run of blanks or punctuation a single ``-``, with ``-`` at both ends and
        160 characters at most; empty if there is neither letter nor digit.
    """
    text = text[: 4 * _MAX_PATH_TEXT]
    if text.isascii():
        joined = b"-".join(text.encode().translate(_ASCII_WORDS).split()).decode()
    else:
        joined = "-".join(_WORDS.findall(text.lower()))
    return f"-{joined[: _MAX_PATH_TEXT - 2]}-" if joined else ""


_WORDS = re.compile(r"[^\W_]+")
_ASCII_WORDS: Final = bytes(
    ord(char.lower()) if char.isascii() and char.isalnum() else 32 for char in map(chr, range(256))
)


def tail_number(label: str) -> str:
    """Return the number that a label ends in, or the ``4d`` and its like; empty without one.

    Parameters
    ----------
    label : str
        Registered label, lower case.
    """
    match = _TAIL.search(label)
    return match[0] if match else ""


def tail_class(label: str) -> int:
    """Return the index into `TAIL_CLASSES` for how a label ends.

    Parameters
    ----------
    label : str
        Registered label, lower case.

    Returns
    -------
    int
    """
    digits = tail_number(label)
    if not digits:
        return 0
    if len(digits) == len(label):
        return 9
    if digits in _ROUND_THE_CLOCK:
        return 7
    if digits in LUCKY_NUMBERS:
        return 6
    if _YEAR.fullmatch(digits):
        return 8
    return min(len(digits), 5)


def features_of_host(name: str, special: bool, kind: str) -> HostFeatures:
    """Compute the features of a canonical host.

    Parameters
    ----------
    name : str
        Canonical host.
    special : bool
    kind : {"domain", "ipv4", "ipv6", "none"}

    Returns
    -------
    HostFeatures
    """
    if kind != "domain":
        place = 3 if kind == "none" else 2 if special else 1
        return HostFeatures(("", "", ""), "", bytes(len(DENSE)), place)
    domain = split_domain(name)
    sub, label, suffix = domain
    if sub == "www" or sub.startswith("www."):
        sub = sub[4:]
    dense = bytes((is_institutional(suffix), name in SHORTENERS))
    text = f"{sub}.{label}.{suffix}" if sub else f"{label}.{suffix}"
    text = f"^{text[-_MAX_HOST_TEXT:]}$"
    if _HEAD.search(text):
        text += _HEAD.sub(_by_length, text)
    return HostFeatures(domain, text, dense, 2 if special else 0)


host_features = lru_cache(maxsize=_CACHED_HOSTS)(features_of_host)
"""`features_of_host`, with memory."""


def url_features(url: str) -> UrlFeatures:
    """Compute the features of a URL.

    Parameters
    ----------
    url : str
        Any string.

    Returns
    -------
    UrlFeatures
    """
    parts = split_url(url)
    host = parts.host
    features = host_features(host.name, host.special, host.kind)
    return UrlFeatures(
        host, features, fold_path(written_path(parts.path, parts.query, parts.fragment))
    )


def written_path(path: str, query: str, fragment: str) -> str:
    """Join path, query and fragment as they are written.

    Parameters
    ----------
    path, query, fragment : str
        As in `spamdetect.urls.host.SplitUrl`.

    Returns
    -------
    str
        No more of them than `fold_path` looks at; empty if there is nothing to read in them.
        Without what leads to the same page: parameters of trackers and sessions, numbers of
        pages, places on the page and names of index files. They would dilute the rest.
    """
    if query:
        query = _IDLE_PARAMETER.sub("", query)
    if fragment and fragment[0] not in "/!":
        fragment = ""
    if "." in path:
        path = _INDEX_FILE.sub("/", path)
    if query or fragment:
        path = f"{path} {query} {fragment}"
    return path[: 4 * _MAX_PATH_TEXT] if len(path) > 1 else ""


def fold_path(path: str) -> str:
    """Decode what `written_path` returns, and bring it to the form of `fold_text`.

    Parameters
    ----------
    path : str

    Returns
    -------
    str
    """
    if "%" in path or "+" in path:
        path = unquote_plus(path)
    return fold_text(path)
