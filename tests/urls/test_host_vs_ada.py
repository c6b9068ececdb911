"""The host parser against Ada, a parser that browsers' authors test with the WHATWG suite.

Differences that are meant, and which `expected` evens out: no trailing dots, a port out of range
keeps its host, a domain holds something besides dots. Without its dots, a host is read again.
"""

from __future__ import annotations

import ada_url
from hypothesis import example, given
from hypothesis import strategies as st

from spamdetect.urls.host import canonical_host, split_url


def expected(host: str) -> str:
    try:
        name = ada_url.URL(f"http://{host}/").hostname
    except ValueError:
        return ""
    return without_dots(name)


def without_dots(name: str) -> str:
    bare = name.rstrip(".")
    return bare if bare == name or not bare else expected(bare)


NUMBER = st.one_of(
    st.integers(0, 300).map(str),
    st.integers(0, 2**32 + 9).map(str),
    st.integers(0, 300).map(hex),
    st.integers(0, 2**32 + 9).map(hex),
    st.integers(0, 400).map(lambda n: f"0{n:o}"),
    st.sampled_from(["", "0x", "08", "0X1F", "00", "1e3", "-1", "+1", "1_0"]),
)
WIDE = {ord(a): chr(ord(a) - 0x30 + 0xFF10) for a in "0123456789"}
LETTERS = "abzA-_019!$&'()*+,;=`{}~|^<>ßäКя中あİıﬁΣςאب٣・ーＡⒶ①⑯。．｡\u00ad\u200b\u200c\u200d\u0301"
DOMAIN = st.lists(st.text(st.sampled_from(LETTERS), max_size=6), min_size=1, max_size=4)


@given(st.lists(NUMBER, min_size=1, max_size=5).map(".".join))
@example("0x.0x")
@example("198.52.100.7.")
@example("198.52.100.7..")
@example("300.1...")
def test_ipv4(host: str) -> None:
    assert canonical_host(host).name == expected(host)
    assert canonical_host(host.translate(WIDE)).name == expected(host.translate(WIDE))


@given(st.lists(st.sampled_from(["0", "1", "ff", "0db8", "", "12345", "1.2.3.4"]), max_size=9))
@example(["", "", "1"])
def test_ipv6(pieces: list[str]) -> None:
    host = "[" + ":".join(pieces) + "]"
    assert canonical_host(host).name == expected(host)


@given(st.ip_addresses(v=6))
def test_every_ipv6_address(address: object) -> None:
    assert canonical_host(f"[{address}]").name == expected(f"[{address}]")


@given(DOMAIN.map(".".join))
@example("xn--e1afmkfd.РФ")
@example("xn--a.ü")
@example("ｘｎ--e1afmkfd")
@example("ab--c.-d-.com")
def test_domains(host: str) -> None:
    assert canonical_host(host).name == expected(host)


@given(st.text(st.sampled_from("ab%4123cef.é。"), max_size=12))
def test_percent_encoding(host: str) -> None:
    assert canonical_host(host).name == expected(host)


@given(st.text(st.sampled_from("ab.:@/\\?#[]1 \t\n-%"), max_size=16))
@example("user@bank.com@evil.site\\@x")
def test_authority(rest: str) -> None:
    try:
        url = ada_url.URL("http://" + rest)
    except ValueError:
        return
    assert split_url("http://" + rest).host.name == without_dots(url.hostname)
