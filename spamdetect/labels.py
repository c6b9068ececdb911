"""Labels, categories, verdicts and presets: the closed vocabularies of the package."""

from __future__ import annotations

from typing import Final, Literal, get_args

Label = Literal["content", "junk", "spam"]
Verdict = Literal["clean", "injected", "spam", "junk"]
UrlVerdict = Literal["ok", "spam", "unsure"]
Preset = Literal["strict", "balanced", "sensitive"]

VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)

SPAM_CATEGORIES: Final = (
    "gambling",
    "adult",
    "pharma",
    "finance",
    "counterfeit",
    "academic",
    "seo",
    "scam",
    "other",
)
JUNK_CATEGORIES: Final = (
    "boilerplate",
    "gibberish",
    "doorway",
    "placeholder",
    "code",
    "error_page",
)
PRESETS: Final[dict[str, float]] = {"strict": 1e-4, "balanced": 1e-3, "sensitive": 1e-2}
"""Preset name to the share of clean pages (or clean URLs) that may be flagged."""

_ALIASES: Final = {
    "loan": "finance",
    "crypto": "finance",
    "replica": "counterfeit",
    "essay": "academic",
    "followers": "seo",
    "content_farm": "seo",
    "referrer_seo": "seo",
    "serp_seo": "seo",
    "hacking": "scam",
    "support": "scam",
    "malware": "scam",
    "phish_url": "scam",
    "accounts": "scam",
    "crypto_scam": "scam",
    "malware_url": "scam",
    "spells": "scam",
    "iptv": "other",
}


def spam_category(name: str) -> str:
    """Return the spam category that a data set's own name of a kind stands for.

    Parameters
    ----------
    name : str
        A category as found in labelled data, for example ``"loan"``.

    Returns
    -------
    str
        One of `SPAM_CATEGORIES`; ``"other"`` for names that are not known.
    """
    if name in SPAM_CATEGORIES:
        return name
    if name in _ALIASES:
        return _ALIASES[name]
    if name.startswith(("gambling_", "ip_")):
        return "gambling"
    if name.startswith("comment_"):
        return "seo"
    return "other"
