from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls.host import canonical_host, split_url


@pytest.mark.parametrize(
    "written",
    [
        "198.52.100.7",
        "3325322247",
        "0xc6.0x34.0x64.0x7",
        "0xc6346407",
        "0306.064.0144.07",
        "198.0x346407",
        "198.52.25607",
        "198.52.100.7.",
        "１９８．５２．１００．７",
        "①⑨⑧.⑤②.①⓪⓪.⑦",
        "198。52。100。7",
        "%31%39%38.52.100.7",
        "1\n98.52.\t100.7",
    ],
)
def test_ipv4_in_any_form_is_one_address(written: str) -> None:
    host = canonical_host(written)
    assert (host.name, host.kind) == ("198.52.100.7", "ipv4")
    assert str(host.address) == "198.52.100.7"
    assert host.obfuscated == (written.rstrip(".") != "198.52.100.7")
    assert not host.special


@pytest.mark.parametrize(
    ("written", "name", "obfuscated"),
    [
        ("Spiel.Example-Site.COM", "spiel.example-site.com", False),
        ("site.com.", "site.com", False),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai", False),
        ("ПРИМЕР.РФ", "xn--e1afmkfd.xn--p1ai", False),
        ("xn--e1afmkfd.xn--p1ai", "xn--e1afmkfd.xn--p1ai", False),
        ("faß.de", "xn--fa-hia.de", False),
        ("💩.la", "xn--ls8h.la", False),
        ("ｓｉｔｅ.com", "site.com", True),
        ("ⓢⓘⓣⓔ。com", "site.com", True),
        ("si\u00adte.com", "site.com", True),
        ("si\u200bte.com", "site.com", True),
        ("s%69te.com", "site.com", True),
        ("\u212aiosk.com", "kiosk.com", True),
        ("under_score.site.com", "under_score.site.com", False),
    ],
)
def test_domains_have_one_name(written: str, name: str, obfuscated: bool) -> None:
    host = canonical_host(written)
    assert (host.name, host.kind, host.address) == (name, "domain", None)
    assert host.obfuscated is obfuscated


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("[2A00:1450:0:0:0:0:0:1]", "[2a00:1450::1]"),
        ("2a00:1450::1", "[2a00:1450::1]"),
        ("[::ffff:198.52.100.7]", "[::ffff:c634:6407]"),
        ("[2a00:0:0:1:0:0:0:1]", "[2a00:0:0:1::1]"),
        ("[2a00:0:1:0:1:0:1:0]", "[2a00:0:1:0:1:0:1:0]"),
    ],
)
def test_ipv6(written: str, name: str) -> None:
    host = canonical_host(written)
    assert (host.name, host.kind) == (name, "ipv6")


@pytest.mark.parametrize(
    "written",
    [
        "",
        ".",
        "256.1.1.1",
        "1.2.3.4.5",
        "a.1",
        "a.0x1f",
        "09",
        "1..2",
        "9" * 5000,
        "a b.com",
        "a%00.com",
        "%zz.com",
        "%ff.com",
        "a℀b.com",
        "\u0301a.com",
        "1א.com",
        "a\ud800.com",
        "xn--a.ü.com",
        "[::1",
        "[::1%25eth0]",
        "[1:2:3]",
        "::1::2",
        "a:b",
        "ü" * 1000 + ".com",
        "a" * 5000 + "%41",
    ],
)
def test_what_no_browser_opens_has_no_host(written: str) -> None:
    host = canonical_host(written)
    assert (host.name, host.kind, host.address) == ("", "none", None)
    assert not host.special
    assert not host.obfuscated


@pytest.mark.parametrize(
    "written",
    [
        "10.1.2.3",
        "172.31.255.255",
        "192.168.0.1",
        "127.0.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "100.127.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "198.19.0.1",
        "224.0.0.251",
        "255.255.255.255",
        "0x7f.1",
        "1.1.1.1",
        "8.8.8.8",
        "9.9.9.9",
        "208.67.222.222",
        "[::]",
        "[::1]",
        "[fe80::1]",
        "[fd00::1]",
        "[ff02::1]",
        "[2001:db8::1]",
        "[2606:4700:4700::1111]",
        "[::ffff:10.0.0.1]",
        "[64:ff9b::c0a8:1]",
        "[2002:7f00:1::]",
        "localhost",
        "db.localhost",
        "www.example.com",
        "example.org.",
        "printer.local",
        "router.home.arpa",
        "mail.test",
        "intranet",
        "xxxxxx",
        "arpa",
    ],
)
def test_special_hosts(written: str) -> None:
    assert canonical_host(written).special


@pytest.mark.parametrize(
    "written",
    [
        "11.0.0.1",
        "172.32.0.1",
        "192.0.3.1",
        "198.20.0.1",
        "223.255.255.255",
        "1.1.1.4",
        "[2a00:1450::1]",
        "[::ffff:198.52.100.7]",
        "[2002:c634:6407::1]",
        "myexample.com",
        "localhost.com",
        "test.com",
    ],
)
def test_ordinary_hosts_are_not_special(written: str) -> None:
    assert not canonical_host(written).special


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("http://site.com", "site.com", None),
        ("site.com/path", "site.com", None),
        ("site.com:8080/path", "site.com", 8080),
        ("localhost:3000", "localhost", 3000),
        ("//site.com/x", "site.com", None),
        ("http:site.com", "site.com", None),
        ("http:///site.com/", "site.com", None),
        ("http:\\\\site.com\\x", "site.com", None),
        ("HTTPS://SITE.COM:443/", "site.com", 443),
        ("  http://site.com/ \n", "site.com", None),
        ("http://site.com:/", "site.com", None),
        ("http://site.com:99999/", "site.com", None),
        ("http://site.com:8a/", "site.com", None),
        ("http://site.com:000080/", "site.com", 80),
        ("http://[2a00::1]:8080/", "[2a00::1]", 8080),
        ("[2a00::1]:80", "[2a00::1]", 80),
        ("2a00::1", "[2a00::1]", None),
        ("http://[2a00::1", "", None),
        ("http://]/", "", None),
        ("ftp://user:secret@site.com/f", "site.com", None),
        ("tg://resolve?domain=name", "resolve", None),
        ("file:///etc/hosts", "", None),
        ("mailto:someone@site.com", "", None),
        ("javascript:void(0)", "", None),
        ("not a url", "", None),
        ("", "", None),
    ],
)
def test_host_and_port_of_urls(url: str, host: str, port: int | None) -> None:
    parts = split_url(url)
    assert (parts.host.name, parts.port) == (host, port)


def test_all_parts() -> None:
    parts = split_url("https://me:pw@Site.com:81\\a/b?q=1?2#f#g")
    assert (parts.scheme, parts.userinfo, parts.host.name, parts.port) == (
        "https",
        "me:pw",
        "site.com",
        81,
    )
    assert (parts.path, parts.query, parts.fragment) == ("/a/b", "q=1?2", "f#g")


@pytest.mark.parametrize(
    ("url", "obfuscated"),
    [
        ("http://bank.com@198.52.100.7/", True),
        ("http://www.bank.com:login@evil.site/", True),
        ("http://bank.com%2Flogin@evil.site/", True),
        ("http://user:token@site.com/", False),
        ("ftp://jane.doe:pw@site.com/", False),
        ("http://si\nte.com/", True),
        ("http://site.com/a\nb", False),
        ("http://0x7f.1/", True),
    ],
)
def test_tricks_with_the_authority(url: str, obfuscated: bool) -> None:
    assert split_url(url).host.obfuscated is obfuscated


URL_LIKE = st.text(st.sampled_from("aZ0x.:/\\@[]%?# \t\n-ü。①\u00ad\ud800") | st.characters())


@given(URL_LIKE)
def test_any_text_has_an_answer(text: str) -> None:
    for url in (text, "http://" + text):
        host = split_url(url).host
        assert (host.kind == "none") == (host.name == "")
        assert (host.kind in ("ipv4", "ipv6")) == (host.address is not None)
        again = canonical_host(host.name)
        assert (again.name, again.kind, again.special) == (host.name, host.kind, host.special)
        assert not again.obfuscated
