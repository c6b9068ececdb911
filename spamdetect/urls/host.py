"""Hosts and URLs as browsers read them.

Follows the WHATWG URL standard (https://url.spec.whatwg.org/) for the schemes of the web, but
never refuses: what a browser would not open has the host ``Host("", "none", ...)``.

By design it differs from the standard in this:

- a missing scheme is read as ``http``, so ``"a.example/b"`` and ``"a.example:80"`` have hosts, but
  ``"/b"`` has none;
- the host keeps no trailing dots; what is left is read as if they had not been there, and has at
  least one character;
- hosts of schemes outside the web (``tg://``) are read the same way, not as opaque hosts;
- a port out of range or not a number is dropped, and the host is kept;
- `canonical_host` takes IPv6 addresses with and without brackets;
- hosts of more than 2,048 characters are refused.
"""

from __future__ import annotations

import re
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address
from typing import Literal, NamedTuple
from urllib.parse import unquote, unquote_to_bytes

from spamdetect.urls.address import ends_in_number, format_ipv6, parse_ipv4, parse_ipv6
from spamdetect.urls.domain import domain_to_ascii
from spamdetect.urls.special import is_special_address, is_special_name
from spamdetect.urls.suffix import public_suffixes

_MAX_HOST = 2048
_CACHED_HOSTS = 1 << 14
_PLAIN_DOMAIN = re.compile(r"(?:[a-z0-9_-]+\.)*[a-z_][a-z0-9_-]*")
_FORBIDDEN = re.compile(r"[\x00-\x20#%/:<>?@\[\\\]^|\x7f]")
_TAB_OR_NEWLINE = str.maketrans("", "", "\t\n\r")
_C0_OR_SPACE = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_PORT_NEXT = re.compile(r"[0-9]{1,5}(?:[/?#\\]|\Z)")
_USER_END = re.compile(r"[:/\\?#\s]")
_AUTHORITY_END = re.compile(r"[/\\?#]")
_WEB_SCHEMES = frozenset(("http", "https", "ws", "wss", "ftp"))
_COMMON = re.compile(
    r"(?:(https?)://)?((?:[a-z0-9_-]+\.)+[a-z][a-z0-9_-]*)(/[^?#\\\t\r\n]*)?"
    r"(?:\?([^#\t\r\n]*))?(?:#([^\t\r\n]*))?"
)


class Host(NamedTuple):
    """A host in canonical form.

    Attributes
    ----------
    name : str
        Lower-case ASCII domain with punycode labels and without a trailing dot, dotted IPv4
        address, or IPv6 address in brackets; empty if there is none or it is invalid.
    kind : {"domain", "ipv4", "ipv6", "none"}
    address : IPv4Address, IPv6Address or None
    special : bool
        The host is special-purpose (RFC 6890: private, loopback, documentation ...), a name
        reserved for such ends, or a well-known public resolver.
    obfuscated : bool
        The host was written in another form than the canonical one, case and trailing dot aside:
        hexadecimal, octal or short IPv4, full-width letters, percent-encoding, line breaks
        inside, or hidden behind user information that looks like a host. The usual Unicode
        form of a domain is not obfuscated.
    """

    name: str
    kind: Literal["domain", "ipv4", "ipv6", "none"]
    address: IPv4Address | IPv6Address | None
    special: bool
    obfuscated: bool


class SplitUrl(NamedTuple):
    """The parts of a URL.

    Attributes
    ----------
    scheme : str
        Lower case, without the colon; empty if the URL had none.
    userinfo : str
        Without the ``@``.
    host : Host
    port : int or None
        None if there is none or it is invalid.
    path : str
        As written, with its leading slash; backslashes become slashes. Empty if there is none.
        Of a URL without authority, such as ``mailto:``, all up to the query.
    query, fragment : str
        As written, without ``?`` and ``#``.
    """

    scheme: str
    userinfo: str
    host: Host
    port: int | None
    path: str
    query: str
    fragment: str


_NONE = Host("", "none", None, False, False)


def canonical_host(host: str) -> Host:
    """Read a host as a browser does.

    Parameters
    ----------
    host : str
        Any string: domain, IPv4 address in any form, IPv6 address with or without brackets.

    Returns
    -------
    Host
        With ``kind`` ``"none"`` where a browser would refuse the host.
    """
    return _canonical_host(host) if len(host) <= _MAX_HOST else _NONE


@lru_cache(maxsize=_CACHED_HOSTS)
def _canonical_host(host: str) -> Host:
    if host.isascii():
        name = host.lower()
        if _PLAIN_DOMAIN.fullmatch(name):
            return Host(name, "domain", None, is_special_name(name), False)
    return _canonical_odd_host(host)


def _canonical_odd_host(host: str) -> Host:
    cleaned = host.translate(_TAB_OR_NEWLINE)
    if cleaned.count(":") > 1 or cleaned.startswith("["):
        return _ipv6_host(cleaned, cleaned != host)
    name, plain = cleaned, cleaned == host
    if "%" in name:
        try:
            name = unquote_to_bytes(name).decode("utf-8")
        except UnicodeError:
            return _NONE
        plain = False
    if name.isascii():
        name = name.lower()
    else:
        mapped = domain_to_ascii(name)
        if mapped is None:
            return _NONE
        name, unchanged = mapped
        plain = plain and unchanged
    if _FORBIDDEN.search(name):
        return _NONE
    name = name.rstrip(".")
    if not name:
        return _NONE
    if ends_in_number(name):
        address = parse_ipv4(name)
        if address is None:
            return _NONE
        canonical = str(address)
        same = plain and host.isascii() and name == canonical
        return Host(canonical, "ipv4", address, is_special_address(address), not same)
    return Host(name, "domain", None, is_special_name(name), not plain)


def _ipv6_host(host: str, obfuscated: bool) -> Host:
    text = host
    if host.startswith("["):
        if not host.endswith("]"):
            return _NONE
        text = host[1:-1]
    address = parse_ipv6(text)
    if address is None:
        return _NONE
    name = format_ipv6(address)
    obfuscated = obfuscated or text.lower() != name
    return Host(f"[{name}]", "ipv6", address, is_special_address(address), obfuscated)


def split_url(url: str) -> SplitUrl:
    """Split a URL with the tolerance of a browser.

    Parameters
    ----------
    url : str
        Any string; a missing scheme, backslashes, tabs and line breaks inside, a missing or
        doubled slash and broken brackets are all borne.

    Returns
    -------
    SplitUrl
    """
    url = url.strip(_C0_OR_SPACE).strip()
    common = _COMMON.fullmatch(url)
    if common:
        scheme, name, path, query, fragment = common.groups("")
        return SplitUrl(scheme, "", canonical_host(name), None, path, query, fragment)
    clean = url.translate(_TAB_OR_NEWLINE)
    scheme, rest = _split_scheme(clean)
    slashes = len(rest) - len(rest.lstrip("/\\"))
    if scheme and scheme not in _WEB_SCHEMES and slashes < 2:
        path, query, fragment = _split_tail(rest)
        return SplitUrl(scheme, "", _NONE, None, path, query, fragment)
    if not scheme and slashes == 1:
        path, query, fragment = _split_tail(rest)
        return SplitUrl("", "", _NONE, None, path.replace("\\", "/"), query, fragment)
    rest = rest[2:] if scheme == "file" else rest[slashes:]
    end = _AUTHORITY_END.search(rest)
    authority, tail = (rest[: end.start()], rest[end.start() :]) if end else (rest, "")
    userinfo, _, hostport = authority.rpartition("@")
    host, port = _split_port(hostport)
    hidden = hostport not in url or _looks_like_host(userinfo)
    if hidden and host.kind != "none" and not host.obfuscated:
        host = host._replace(obfuscated=True)
    path, query, fragment = _split_tail(tail)
    return SplitUrl(scheme, userinfo, host, port, path.replace("\\", "/"), query, fragment)


def split_common(url: str) -> tuple[str, str, str, str] | None:
    """Split a URL of the commonest form, quickly.

    Parameters
    ----------
    url : str
        Any string.

    Returns
    -------
    tuple of str or None
        Canonical host, path, query and fragment, as `split_url` gives them but for blanks and
        control characters at the end. None for URLs of any other form.
    """
    common = _COMMON.fullmatch(url)
    if common is None:
        return None
    _, name, path, query, fragment = common.groups("")
    return (name, path, query, fragment) if len(name) <= _MAX_HOST else None


def _split_scheme(url: str) -> tuple[str, str]:
    match = _SCHEME.match(url)
    if not match:
        return "", url
    scheme, rest = match[1].lower(), url[match.end() :]
    if scheme not in _WEB_SCHEMES and (
        _PORT_NEXT.match(rest) or ("." in scheme and not rest.startswith("//"))
    ):
        return "", url
    return scheme, rest


def _split_tail(tail: str) -> tuple[str, str, str]:
    before, _, fragment = tail.partition("#")
    path, _, query = before.partition("?")
    return path, query, fragment


def _split_port(hostport: str) -> tuple[Host, int | None]:
    name, colon, digits = hostport.rpartition(":")
    whole = name.endswith("]") if name.startswith("[") else ":" not in name
    if not colon or not whole:
        name, digits = hostport, ""
    port = None
    if digits.isascii() and digits.isdigit():
        digits = digits.lstrip("0") or "0"
        if len(digits) <= 5 and int(digits) <= 65535:
            port = int(digits)
    return canonical_host(name), port


def _looks_like_host(userinfo: str) -> bool:
    if not userinfo or len(userinfo) > _MAX_HOST:
        return False
    text = unquote(userinfo).lower().rstrip(".")
    labels = _USER_END.split(text, maxsplit=1)[0].split(".")
    return len(labels) > 1 and (labels[-1] in public_suffixes() or labels[-1].isdigit())
