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

_SHAPE: Final = {
    **dict.fromkeys(("length", "words", "word_length", "letters", "dropped"), "SHAPE_LENGTH"),
    "upper": "SHAPE_CASE",
    "extended": "SHAPE_CASE",
    **dict.fromkeys(("digits", "numbers_in_words", "short_numbers"), "SHAPE_DIGITS"),
    "emoji": "SHAPE_EMOJI",
    "repeated_words": "SHAPE_REPETITION",
    **dict.fromkeys(
        ("invisible", "combining", "styled", "control", "mixed_scripts"), "OBFUSCATED_LETTERS"
    ),
    "leet": "OBFUSCATED_LEET",
    "spaced_out": "OBFUSCATED_SPACED",
}
_LINKS: Final = {
    **dict.fromkeys(
        ("url_peak", "url_mean", "url_spam_mass", "address_peak", "address_mean"), "URL_SPAM"
    ),
    **dict.fromkeys(("urls", "url_share"), "URL_COUNT"),
    **dict.fromkeys(("raw_ips", "raw_ip_share"), "URL_RAW_IP"),
    "special_ips": "URL_SPECIAL_IP",
    "twin_labels": "URL_TWIN_LABELS",
    "institutional": "URL_INSTITUTIONAL",
    "defanged": "URL_DEFANGED",
    **dict.fromkeys(("bare_urls", "deep_urls", "marked_anchors"), "URL_FORM"),
    **dict.fromkeys(("distinct_hosts", "hosts_elsewhere"), "URL_HOSTS"),
}
_STRUCTURE: Final = {
    "copies": "COPIES",
    "novel_words": "OFF_TOPIC",
    "document_blocks": "DOCUMENT",
    "document_length": "DOCUMENT",
    "document_urls": "DOCUMENT",
}
_UNITS: Final = {
    "ngram_spam": "NGRAMS_SPAM",
    "ngram_spam_highest": "NGRAMS_SPAM",
    "terms": "NGRAMS_SPAM",
    "ngram_junk": "NGRAMS_JUNK",
    "urls": "URL_COUNT",
    "url_peak": "URL_SPAM",
    "address_peak": "URL_SPAM",
    "blocks": "LAYOUT",
    "place": "LAYOUT",
}
_PROSE: Final = {
    **dict.fromkeys(("junk_4", "junk_12", "uneven"), "NEIGHBOURS"),
    **dict.fromkeys(
        ("prose_share_document", "main_share", "main_length", "junk_prose"), "DOCUMENT"
    ),
    "junk_beyond_prose": "OFF_TOPIC",
}
_MARKUP: Final = {
    **dict.fromkeys(
        ("markup_hidden", "markup_surely_hidden", "markup_comment", "markup_misplaced"),
        "HIDDEN_TEXT",
    ),
    **dict.fromkeys(
        (
            "markup_link_text",
            "markup_external_links",
            "markup_nofollow",
            "markup_own_links",
            "markup_own_links_page",
        ),
        "MARKUP_LINKS",
    ),
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
    if feature in features.NGRAMS:
        return "NGRAMS_JUNK" if "junk" in feature else "NGRAMS_SPAM"
    if feature in shape.NAMES:
        return _SHAPE.get(feature, "SHAPE_PUNCTUATION")
    if feature in brands.NAMES:
        return "BRAND_NAMES"
    if feature in links.NAMES:
        return _LINKS[feature]
    if feature in context.STRUCTURE:
        return _STRUCTURE.get(feature, "LAYOUT")
    if feature in context.SURROUNDINGS:
        near = feature.endswith(("_before", "_after", "_before_2", "_after_2", "_near"))
        return "NEIGHBOURS" if near else "DOCUMENT"
    if feature in foreign.NAMES:
        return "OFF_TOPIC"
    if feature in prose.NAMES:
        return _PROSE.get(feature, "PROSE")
    if feature in units.NAMES:
        return _UNITS.get(feature.partition("_")[2], "RECORD")
    if feature in echoes.NAMES:
        return "RECORD_ECHO"
    if feature in markup.NAMES:
        return _MARKUP.get(feature, "MARKUP_PLACE")
    if feature in features.DENSITIES:
        return "TERMS_NEWS" if feature == "honest_terms" else "NGRAMS_SPAM"
    return f"TERMS_{feature.removeprefix('terms_').upper()}"


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
