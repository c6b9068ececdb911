"""What a bare domain in running text must show before it counts as a URL.

Most dots between letters belong to no domain: full stops without a space, file names, attributes in
code. The lists name top-level domains that are also file extensions, attribute names or short
words, as seen in honest texts; all other top-level domains count on sight in lower case.
"""

from __future__ import annotations

import re
import unicodedata

from spamdetect.urls.patterns import SPACELESS
from spamdetect.urls.suffix import public_suffixes, registered_domain

_FILES_AS_TEXT = "ac am cab md mm mov pm properties ps py rs sh so zip"
_WORDS_AS_TEXT = """
ad al an as at au be by do er et il im in is it je ke la ma me mu my na ne no pa sa se si to us va
ve za
android author band bar black blue boo box build call camera case cash cat center channel chat
chrome click clothing codes company country data date day dog dot download email events exchange
express family fit foo free game games garden gift global gold goo google graphics green group
guide help here host house how id inc java land like limited link links living locker love man
map menu microsoft mobile moi mom money name network new nexus now observer off office one open
page parts partners pay phone photo photos pics pictures pid pin pink place play plus post prime
property red rest review room run safe sale save search secure security select services show
spot stream study style supply support systems tab talk target team tel tips tools total trade
training travel trust tube video watch weather windows work works world wow you zero zone
"""
_FILES = frozenset(_FILES_AS_TEXT.split())
_WORDS = frozenset(_WORDS_AS_TEXT.split())
_NOT_ASCII = frozenset(("рф", "укр", "бел", "срб", "мкд", "қаз", "中国", "中國", "香港", "台灣"))
_AFTER_SPACELESS = frozenset(("cn", "com", "hk", "jp", "kr", "tw"))
_TITLE_CASE = frozenset(("com", "org"))
_UPPER_CASE = frozenset(("biz", "cn", "com", "id", "info", "net", "org", "ru", "vip", "vn", "xyz"))
# com.vendor.product is a name in Java, on Android and macOS.
_REVERSED = frozenset(("com", "edu", "gov", "io", "java", "javax", "mil", "net", "org"))
_PRODUCTS = frozenset(("ado.net", "asp.net", "ml.net", "system.net", "vb.net"))
_SPACELESS = re.compile(f"[{SPACELESS}]")
_WWW = re.compile(r"ww[w2]\d{0,2}")


def is_top_level(label: str) -> bool:
    """Tell whether a label is a public top-level domain.

    Parameters
    ----------
    label : str
        In any case and width; Unicode or punycode.

    Returns
    -------
    bool
    """
    if not label.isascii():
        label = unicodedata.normalize("NFKC", label)
    return label.lower() in public_suffixes()


def is_bare_domain(labels: list[str], *, path: bool) -> bool:
    """Tell whether labels joined by dots in running text are meant as a domain.

    Parameters
    ----------
    labels : list of str
        At least two labels, as written.
    path : bool
        A path or a port follows.

    Returns
    -------
    bool
    """
    top = labels[-1]
    if not is_top_level(top) or not _spelt_as_domain(labels):
        return False
    first, label, top = labels[0].lower(), labels[-2], top.lower()
    if _WWW.fullmatch(first):
        return len(labels) > 2
    if first in _REVERSED or "_" in label:
        return False
    if path:
        return True
    if not top.isascii():
        return top in _NOT_ASCII or unicodedata.normalize("NFKC", top) != top
    if _SPACELESS.match(label):
        return top in _AFTER_SPACELESS
    if len(labels) == 2 and (
        f"{first}.{top}" in _PRODUCTS or (len(top) == 2 and len(label) < 3 and label.isdigit())
    ):
        return False
    if top not in _WORDS and top not in _FILES:
        return True
    if len(labels) > 2 and "." in registered_domain(".".join(labels[-3:]).lower())[2]:
        return True
    return top in _WORDS and _looks_registered(label)


def _looks_registered(label: str) -> bool:
    """Tell names such as ``slot88`` and ``best-loans`` from words and variables."""
    letters = sum(map(str.isalpha, label))
    return len(label) >= 5 and 0 < letters < len(label)


def _spelt_as_domain(labels: list[str]) -> bool:
    """Sort out sentence ends such as ``end.The`` by their capitals."""
    if any(label.startswith("-") or label.endswith("-") for label in labels):
        return False
    top = labels[-1]
    lower = top.lower()
    if top == lower:
        return True
    if top.isupper():
        return lower in _UPPER_CASE and not labels[-2].islower()
    return lower in _TITLE_CASE and not labels[-2].islower()
