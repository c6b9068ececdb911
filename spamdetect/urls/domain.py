"""Unicode domains to ASCII, as browsers do it (UTS #46, not transitional).

Source: https://url.spec.whatwg.org/#concept-domain-to-ascii with ``beStrict`` false. A domain that
is ASCII already stays as it is, punycode labels unchecked, and the bidi rule is asked of labels
with right-to-left characters only: name servers answer for the others all the same.
"""

from __future__ import annotations

import unicodedata

# Python's punycode codec takes quadratic time, so a label has to be bounded; DNS allows 63 bytes.
_MAX_LABEL = 512


def _punycode(label: str) -> str:
    return "xn--" + label.encode("punycode").decode("ascii")


def _decoded(label: str) -> str | None:
    import idna

    try:
        text = label[4:].encode("ascii").decode("punycode")
        stable = idna.uts46_remap(text, std3_rules=False) == text
    except (UnicodeError, ValueError, OverflowError):
        return None
    return text if stable and not text.isascii() else None


def domain_to_ascii(domain: str) -> tuple[str, bool] | None:
    """Map a domain with non-ASCII characters to its ASCII form.

    Parameters
    ----------
    domain : str
        Percent-decoded domain, in any case and any Unicode normalisation.

    Returns
    -------
    ascii : str
        Lower-case domain with punycode labels.
    plain : bool
        True if the mapping changed nothing but case: the domain was written in its usual Unicode
        form, without full-width, circled, invisible or other look-alike characters.

    None is returned instead of the pair if browsers refuse the domain.
    """
    import idna  # its tables take milliseconds to load and few runs meet an odd domain

    try:
        mapped = idna.uts46_remap(domain, std3_rules=False)
    except UnicodeError:
        return None
    lowered = [char.lower() for char in domain]
    # The Kelvin sign is a look-alike although its lower case is an ordinary k.
    plain = all(char.isascii() == low.isascii() for char, low in zip(domain, lowered, strict=True))
    plain = plain and unicodedata.normalize("NFC", "".join(lowered)) == mapped
    labels = mapped.split(".")
    unicode_labels = []
    for label in labels:
        if len(label) > _MAX_LABEL:
            return None
        if label.startswith("xn--"):
            decoded = _decoded(label)
            if decoded is None:
                return None
            label = decoded
        unicode_labels.append(label)
    if not mapped.isascii() and not _valid(unicode_labels):
        return None
    ascii_labels = [label if label.isascii() else _punycode(label) for label in unicode_labels]
    return ".".join(ascii_labels), plain


def _valid(labels: list[str]) -> bool:
    import idna

    try:
        for label in filter(None, labels):
            idna.check_initial_combiner(label)
            idna.check_bidi(label)
            for position, char in enumerate(label):
                if char in "\u200c\u200d" and not idna.valid_contextj(label, position):
                    return False
    except (UnicodeError, ValueError):
        return False
    return True
