"""Stable names and descriptions of the signals that reasons are given in.

Every feature of the block model belongs to one signal; a signal's weight in a reason is the sum
of the contributions of its features.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from spamdetect.blocks import (
    brands,
    context,
    echoes,
    features,
    foreign,
    heads,
    links,
    markup,
    neighbours,
    prose,
    shape,
    units,
)

LEXICONS: Final = {
    "gambling": "gambling terms",
    "gambling_brand": "name stems of gambling brands",
    "adult": "adult terms",
    "pharma": "names and phrases of pill sellers",
    "finance": "loan, trading and crypto promotion",
    "counterfeit": "replica and outlet goods",
    "academic": "essay mills",
    "seo": "link selling, followers, flattery",
    "scam": "hacking for hire, fake support, cheats",
    "other": "other promotion",
    "contact": "calls to contact or to click",
    "news": "words of news reports",
    "security": "words of security reports",
    "health": "words of health information",
    "law": "words of law",
    "gambling_report": "words of reports on gambling",
    "boilerplate": "navigation and prompts",
    "placeholder": "placeholder text",
    "error_page": "error page phrases",
    "code": "script or style residue",
}

DESCRIPTIONS: Final[dict[str, str]] = {
    "NGRAMS_SPAM": "wording typical of spam",
    "NGRAMS_JUNK": "wording typical of junk",
    "SHAPE_LENGTH": "length of the block and its words",
    "SHAPE_CASE": "upper case",
    "SHAPE_DIGITS": "digits, and numbers inside words",
    "SHAPE_PUNCTUATION": "punctuation and symbols",
    "SHAPE_EMOJI": "emoji",
    "SHAPE_REPETITION": "the same words again and again",
    "OBFUSCATED_LETTERS": "styled, look-alike or invisible letters",
    "OBFUSCATED_LEET": "digits in the place of letters",
    "OBFUSCATED_SPACED": "letters spaced out to hide a word",
    "BRAND_NAMES": "names that end in a number, like those of gambling sites",
    "URL_SPAM": "links to addresses that look like spam",
    "URL_COUNT": "number and share of links",
    "URL_RAW_IP": "links to raw IP addresses",
    "URL_SPECIAL_IP": "addresses that are not public sites",
    "URL_TWIN_LABELS": "the same name under several domain suffixes",
    "URL_INSTITUTIONAL": "links under suffixes reserved for institutions",
    "URL_DEFANGED": "links made unclickable, as in security reports",
    "URL_FORM": "how the links are written",
    "URL_HOSTS": "how often hosts are linked",
    "LAYOUT": "where the block stands in the document",
    "COPIES": "the same text elsewhere in the document",
    "OFF_TOPIC": "words or script foreign to the rest of the document",
    "PROSE": "how far off the prose of the document is",
    "NEIGHBOURS": "what stands before and after",
    "DOCUMENT": "what the rest of the document is like",
    "RECORD": "the entry it is part of, such as a comment under its author's name",
    "RECORD_ECHO": "an entry that repeats its author's name or the title of the page",
    "HIDDEN_TEXT": "text that a reader of the page does not see, or after its end",
    "MARKUP_LINKS": "how much of the text is links, and where they lead",
    "MARKUP_PLACE": "the part of the page that the text stands in",
    **{f"TERMS_{name.upper()}": text for name, text in LEXICONS.items()},
}

_SIGNALS: Final = {
    **features.DENSITY_SIGNALS,
    **{
        name: signal
        for module in (heads, shape, brands, links, context, foreign, prose, units, echoes, markup)
        for name, signal in module.SIGNALS.items()
    },
}


@cache
def signal_of(feature: str) -> str:
    """Return the symbol of the signal that a feature of the block model belongs to.

    Parameters
    ----------
    feature : str
        One of `spamdetect.blocks.features.names`.

    Returns
    -------
    str
        A key of `DESCRIPTIONS`.
    """
    return _SIGNALS.get(feature) or f"TERMS_{feature.removeprefix('terms_').upper()}"


@cache
def signal_of_neighbours(feature: str) -> str:
    """Return the symbol of the signal that a feature of the second forest belongs to.

    Parameters
    ----------
    feature : str
        One of `spamdetect.blocks.neighbours.NAMES`.

    Returns
    -------
    str
        A key of `DESCRIPTIONS`.
    """
    if feature in neighbours.OWN:
        return signal_of(feature)
    return {"document": "DOCUMENT", "record": "RECORD"}.get(feature.partition("_")[0], "NEIGHBOURS")
