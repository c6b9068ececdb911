"""What the head of a page says: title, description, language, addresses."""

from __future__ import annotations

import html
from typing import Final

import numpy as np

from spamdetect.html import elements as el
from spamdetect.html.grammar import attributes
from spamdetect.html.tokens import END, Tokens

_IN_HEAD: Final = el.table((el.META, el.LINK_ID, el.BASE, el.HTML))


def head(tokens: Tokens) -> dict[str, str]:
    """Return the fields ``title``, ``description``, ``lang``, ``base``, ``canonical`` of `Page`."""
    found = dict.fromkeys(("title", "description", "lang", "base", "canonical"), "")
    if tokens.title >= 0:
        found["title"] = " ".join(html.unescape(tokens.texts[tokens.title + 1]).split())
    wanted = np.flatnonzero(_IN_HEAD[tokens.number] & ((tokens.info & END) == 0))
    for place in wanted.tolist():
        ident = int(tokens.number[place])
        tag = tokens.tags[place]
        if ident == el.META:
            if not found["description"] and "description" in tag.lower():
                meta = attributes(tag)
                if (meta.get("name") or meta.get("property", "")).lower() in (
                    "description",
                    "og:description",
                ):
                    found["description"] = " ".join(html.unescape(meta.get("content", "")).split())
        elif ident == el.LINK_ID:
            if not found["canonical"] and "canonical" in tag.lower():
                link = attributes(tag)
                if "canonical" in link.get("rel", "").lower().split():
                    found["canonical"] = html.unescape(link.get("href", "")).strip()
        elif ident == el.BASE and not found["base"]:
            found["base"] = html.unescape(attributes(tag).get("href", "")).strip()
        elif ident == el.HTML and not found["lang"]:
            root = attributes(tag)
            found["lang"] = html.unescape(root.get("lang") or root.get("xml:lang", "")).strip()
    return found
