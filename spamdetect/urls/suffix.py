"""Registered domains after the public suffix list.

The list is the one that tldextract carries, private suffixes (``blogspot.com``) included; nothing
is fetched. It is read at the first look-up.
"""

from __future__ import annotations

from functools import cache, lru_cache

from spamdetect.urls.publicsuffix import PublicSuffixes, read_rules

_CACHED_HOSTS = 1 << 16

# Second-level labels that registries keep for public institutions: everywhere but in the countries
# named (ac.se and go.it are regions, sch.tf and sch.wf are open to anyone), or only in those named.
_KEPT_BUT_IN: dict[str, frozenset[str]] = {
    "ac": frozenset(("se",)),
    "edu": frozenset(),
    "go": frozenset(("it",)),
    "gob": frozenset(),
    "gouv": frozenset(),
    "gov": frozenset(),
    "govt": frozenset(),
    "gub": frozenset(),
    "k12": frozenset(),
    "mil": frozenset(),
    "parliament": frozenset(),
    "police": frozenset(),
    "sch": frozenset(("tf", "wf")),
}
_KEPT_IN: dict[str, frozenset[str]] = {
    "bel": frozenset(("tr",)),
    "def": frozenset(("br",)),
    "desa": frozenset(("id",)),
    "ed": frozenset(("ao", "ci", "cr", "jp", "pw")),
    "es": frozenset(("kr",)),
    "gc": frozenset(("ca",)),
    "gv": frozenset(("ao", "at")),
    "hs": frozenset(("kr",)),
    "jus": frozenset(("br",)),
    "kg": frozenset(("kr",)),
    "leg": frozenset(("br",)),
    "lg": frozenset(("jp", "ua")),
    "mod": frozenset(("gi", "uk")),
    "mp": frozenset(("br",)),
    "ms": frozenset(("kr",)),
    "nhs": frozenset(("uk",)),
    "nic": frozenset(("in",)),
    "pol": frozenset(("ht", "tr")),
    "ponpes": frozenset(("id",)),
    "re": frozenset(("kr",)),
    "res": frozenset(("in",)),
    "sc": frozenset(("ke", "kr", "tz", "ug")),
    "school": frozenset(("ge", "nz", "za")),
    "tc": frozenset(("br",)),
    "tsk": frozenset(("tr",)),
}
_KEPT_IN_US = frozenset(("k12", "cc", "tec", "state", "lib", "fed"))
_TOP_LEVEL = frozenset(("edu", "gov", "mil", "int"))


@cache
def _suffixes() -> PublicSuffixes:
    return PublicSuffixes(read_rules())


def split_domain(host: str) -> tuple[str, str, str]:
    """Split a host at its public suffix.

    Parameters
    ----------
    host : str
        Canonical host, as in `spamdetect.urls.host.Host.name`.

    Returns
    -------
    subdomain, label, suffix : str
        ``("www", "example", "co.uk")`` for ``"www.example.co.uk"``; joined with dots, the last
        two are the registered domain. A last label that the list does not know is a suffix, by
        the list's rule for the rest. The label is empty if the host is nothing but a suffix. All
        three are empty for addresses and for an empty host.
    """
    if not host or host[0] == "[" or host[-1].isdigit():
        return "", "", ""
    start = _suffixes().split(host)
    if start == len(host):
        start = host.rfind(".") + 1
    if not start:
        return "", "", host
    subdomain, _, label = host[: start - 1].rpartition(".")
    return subdomain, label, host[start:]


registered_domain = lru_cache(maxsize=_CACHED_HOSTS)(split_domain)
"""`split_domain`, with memory."""


@cache
def public_suffixes() -> frozenset[str]:
    """Return the top-level domains of the public suffix list.

    Returns
    -------
    frozenset of str
        Last labels, lower case, without dots: ``"com"``, and for an international one both
        forms, ``"рф"`` and ``"xn--p1ai"``.
    """
    return _suffixes().top_level


@lru_cache(maxsize=4096)
def is_institutional(suffix: str) -> bool:
    """Tell whether a registry keeps a suffix for schools, universities, authorities or armies.

    Parameters
    ----------
    suffix : str
        Public suffix, such as ``"go.id"``.

    Returns
    -------
    bool
        True for ``edu``, ``gov.br``, ``ac.id``, ``k12.ca.us`` and the like. False for suffixes
        that merely sound so, such as Indonesia's ``or.id``.
    """
    if suffix in _TOP_LEVEL:
        return True
    labels = suffix.split(".")
    country = labels[-1]
    if len(labels) < 2 or len(country) != 2:
        return False
    if country == "us":
        return not _KEPT_IN_US.isdisjoint(labels[:-1])
    kept = labels[-2]
    if kept in _KEPT_BUT_IN:
        return country not in _KEPT_BUT_IN[kept]
    return country in _KEPT_IN.get(kept, ())
