"""IP addresses as the WHATWG URL standard reads and writes them.

Source: https://url.spec.whatwg.org/#host-parsing (IPv4 parser, ends-in-a-number checker, IPv6
parser and serialiser).
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address

_DECIMAL = re.compile(r"[0-9]+")
_OCTAL = re.compile(r"[0-7]*")
_HEX = re.compile(r"[0-9a-f]*")
_MAPPED = 0xFFFF << 32
_NAT64 = 0x0064FF9B << 96
_6TO4 = 0x2002
_MAX_DIGITS = 16  # no more digits than a number below 2**32 can need in any of the three bases


def ends_in_number(host: str) -> bool:
    """Tell whether a browser takes an ASCII host for an IPv4 address.

    Parameters
    ----------
    host : str
        Lower-case ASCII host.

    Returns
    -------
    bool
        True if the last label, a trailing dot aside, is a number in decimal, octal or
        hexadecimal. Such a host is an IPv4 address or invalid, never a domain.
    """
    labels = host.rsplit(".", 2)
    last = labels[-1]
    if not last and len(labels) > 1:
        last = labels[-2]
    if _DECIMAL.fullmatch(last):
        return True
    return last.startswith("0x") and _HEX.fullmatch(last, 2) is not None


def _number(part: str) -> int | None:
    base, pattern, digits = 10, _DECIMAL, part
    if part.startswith("0x"):
        base, pattern, digits = 16, _HEX, part[2:]
    elif len(part) > 1 and part[0] == "0":
        base, pattern, digits = 8, _OCTAL, part[1:]
    if not part or not pattern.fullmatch(digits):
        return None
    digits = digits.lstrip("0")
    if len(digits) > _MAX_DIGITS:
        return None
    return int(digits or "0", base)


def parse_ipv4(host: str) -> IPv4Address | None:
    """Read an IPv4 address of one to four parts in decimal, octal or hexadecimal.

    Parameters
    ----------
    host : str
        Lower-case ASCII host, such as ``"127.0.0.1"``, ``"0x7f.1"`` or ``"2130706433"``.

    Returns
    -------
    IPv4Address or None
        None where a browser would refuse the host.
    """
    parts = host.split(".", 5)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    if len(parts) > 4:
        return None
    value = 0
    for position, part in enumerate(parts):
        number = _number(part)
        if number is None:
            return None
        if position < len(parts) - 1:
            if number > 255:
                return None
            value |= number << (24 - 8 * position)
        elif number >= 1 << (8 * (5 - len(parts))):
            return None
        else:
            value |= number
    return IPv4Address(value)


def parse_ipv6(text: str) -> IPv6Address | None:
    """Read an IPv6 address without brackets.

    Parameters
    ----------
    text : str
        Address, such as ``"::1"`` or ``"::ffff:192.0.2.1"``. A zone (``%eth0``) is refused, as
        browsers refuse it.

    Returns
    -------
    IPv6Address or None
        None if it is not an address.
    """
    if len(text) > 45 or "%" in text or not text.isascii():
        return None
    try:
        return IPv6Address(text)
    except ValueError:
        return None


def carried_ipv4(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for: v4-mapped, NAT64 or 6to4."""
    value = int(address)
    if value >> 32 << 32 in (_MAPPED, _NAT64):
        return IPv4Address(value & 0xFFFFFFFF)
    return IPv4Address(value >> 80 & 0xFFFFFFFF) if value >> 112 == _6TO4 else None


def format_ipv6(address: IPv6Address) -> str:
    """Write an IPv6 address the way browsers do.

    `str` of the standard library writes v4-mapped addresses with a dotted tail from Python 3.13
    on, which the URL standard does not.

    Parameters
    ----------
    address : IPv6Address

    Returns
    -------
    str
        Lower-case hexadecimal pieces, the first longest run of two or more zero pieces
        compressed; without brackets.
    """
    value = int(address)
    pieces = [f"{value >> shift & 0xFFFF:x}" for shift in range(112, -1, -16)]
    start, length = 0, 1
    position = 0
    while position < 8:
        end = position
        while end < 8 and pieces[end] == "0":
            end += 1
        if end - position > length:
            start, length = position, end - position
        position = end + 1
    if length == 1:
        return ":".join(pieces)
    return ":".join(pieces[:start]) + "::" + ":".join(pieces[start + length :])
