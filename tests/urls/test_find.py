from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.urls.find import FoundUrl, find_url_spans, find_urls


def written(text: str) -> list[str]:
    return [text[url.start : url.end] for url in find_urls(text)]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("see http://slot.site/a?b=1&c=2#d now", ["http://slot.site/a?b=1&c=2#d"]),
        ("HTTPS://SLOT.SITE/A and ftp://f.slot.site", ["HTTPS://SLOT.SITE/A", "ftp://f.slot.site"]),
        ("on www.slot.site, or WWW.SLOT.COM!", ["www.slot.site", "WWW.SLOT.COM"]),
        ("situs slot88.com dan agen.bola.co.id", ["slot88.com", "agen.bola.co.id"]),
        ("SLOT88.COM Booking.Com Amazon.de", ["SLOT88.COM", "Booking.Com", "Amazon.de"]),
        ("call t.me/slotwin or wa.me/6281", ["t.me/slotwin", "wa.me/6281"]),
        ("сайт.рф, münchen.de, 例子.中国", ["сайт.рф", "münchen.de", "例子.中国"]),
        ("𝐬𝐥𝐨𝐭.𝐜𝐨𝐦 ｓｌｏｔ．ｃｏｍ", ["𝐬𝐥𝐨𝐭.𝐜𝐨𝐦", "ｓｌｏｔ．ｃｏｍ"]),
        (
            "http://localhost:8000/ http://intranet/x",
            ["http://localhost:8000/", "http://intranet/x"],
        ),
        ("http://bank.com@198.52.100.7/x", ["http://bank.com@198.52.100.7/x"]),
        ("http://me:pw@slot.site:81/", ["http://me:pw@slot.site:81/"]),
        ('src="//cdn.slot.site/x.js"', ["cdn.slot.site/x.js"]),
        ("to http://0x7f.1/ and http://2130706433", ["http://0x7f.1/", "http://2130706433"]),
        ("http://[2a00::1]:80/x", ["http://[2a00::1]:80/x"]),
        ("find …slot.site or ...slot.site", ["slot.site", "slot.site"]),
    ],
)
def test_forms(text: str, urls: list[str]) -> None:
    assert written(text) == urls


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("Go to http://a.com. Or http://a.com/b?!", ["http://a.com", "http://a.com/b"]),
        ("(http://a.com/b) (see http://a.com/b).", ["http://a.com/b", "http://a.com/b"]),
        ("http://a.com/Foo_(bar) (http://a.com/Foo_(bar))", ["http://a.com/Foo_(bar)"] * 2),
        ("(http://a.com/x)text", ["http://a.com/x"]),
        ("http://a.com(note) http://a.com/x(note", ["http://a.com", "http://a.com/x"]),
        ("\"http://a.com/x\" 'http://a.com/x' “http://a.com/x”", ["http://a.com/x"] * 3),
        ("<http://a.com/x> «http://a.com/x» `http://a.com/x`", ["http://a.com/x"] * 3),
        ("**http://a.com/x** _http://a.com_", ["http://a.com/x", "http://a.com"]),
        ("请访问http://a.com。谢谢", ["http://a.com"]),
        ("请访问http://a.com/x谢谢，或a.com谢谢", ["http://a.com/x", "a.com"]),
        ("「http://a.com/x」、（http://a.com/y）", ["http://a.com/x", "http://a.com/y"]),
        ("http://a.com/wiki/中文 好", ["http://a.com/wiki/中文"]),
        ("http://a.com에서 ב-a.com", ["http://a.com", "a.com"]),
        ("http://baidu。com/x", ["http://baidu。com/x"]),
        ("http://intranet。谢谢", ["http://intranet"]),
        ("http://a.com/x🔥🔥 http://a.com🔥", ["http://a.com/x", "http://a.com"]),
        ("http://a.com/?a[]=1&b[k]=2", ["http://a.com/?a[]=1&b[k]=2"]),
        ("http://a.com/x&quot; http://a.com/x&nbsp;y", ["http://a.com/x"] * 2),
        ("http://a.com/x?y=1&amp;z=2", ["http://a.com/x?y=1&amp;z=2"]),
        ("http://a.com/a,b,1.html;id=1", ["http://a.com/a,b,1.html;id=1"]),
        ("http://a.com.The end of example-site.com.The", ["http://a.com", "example-site.com"]),
        ("http://a.com\u200b http://a.com\x00b", ["http://a.com"] * 2),
    ],
)
def test_ends(text: str, urls: list[str]) -> None:
    assert written(text) == urls


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("[URL=http://a.com/x]slot[/URL]", ["http://a.com/x"]),
        ("[url]http://a.com/x[/url] [url=a.com]b[/url]", ["http://a.com/x", "a.com"]),
        ("[slot](http://a.com/x) ![](a.com/y 'z')", ["http://a.com/x", "a.com/y"]),
        (
            "<a href=\"http://a.com/x\">slot</a> href='http://a.com/y'",
            ["http://a.com/x", "http://a.com/y"],
        ),
        ("<a href=http://a.com/x>slot</a>", ["http://a.com/x"]),
        (
            "http://a.comhttp://b.com/xhttps://c.com",
            ["http://a.com", "http://b.com/x", "https://c.com"],
        ),
        ("a.comhttp://b.com", ["a.com", "http://b.com"]),
        (
            "a.com,b.com,c.com/x,www.d.com/y;e.net",
            ["a.com", "b.com", "c.com/x", "www.d.com/y", "e.net"],
        ),
        ("http://a.com/x,http://b.com/y", ["http://a.com/x", "http://b.com/y"]),
        ("http://a.com/file.zip,Payload x", ["http://a.com/file.zip"]),
        ("http://w.org/web/1/http://a.com/x", ["http://w.org/web/1/http://a.com/x"]),
        ("http://a.com/?u=http://b.com/x", ["http://a.com/?u=http://b.com/x"]),
    ],
)
def test_markup_and_lists(text: str, urls: list[str]) -> None:
    assert written(text) == urls


@pytest.mark.parametrize(
    "text",
    [
        "",
        "end.The thing.It ok.So he came.And left.in like it.it was.no so.to",
        "index.html README.md main.py node.js data.zip libc.so.6 style.css setup.py",
        "e.g. i.e. U.S.A. p.m. Ph.D. St.Petersburg Mr.Green",
        "me@mail.com me.too@mail.co.uk mailto:me@mail.com",
        "3.14 1.2.3 v1.2.3.4 1.2.3.4 10.0.0.0/8 1.2.3.4, and 5.6.7.8",
        "1.2.3.1, 1.2.3.2, 1.2.3.3, 1.2.3.4",
        "ASP.NET asp.net vb.net Json.Net System.Net.Http java.net.URL",
        "this.id user.name event.data array.map element.click foo.bar self.email",
        "com.android.app org.apache.spark com.vendor.product.android",
        "/usr/share/site.com #site.com $site.com",
        "wait...me heart....lol mulu..org",
        "http:// http://... https://… :// // http://-。http://",
        "my_file.site snake_case.online",
        "用.net开发",
        "2.de Absatz",
    ],
)
def test_no_urls(text: str) -> None:
    assert written(text) == []


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("hxxp://slot[.]site/x[.]php", "http://slot.site/x.php"),
        ("hXXps[:]//slot(.)site", "https://slot.site"),
        ("hxxps[://]slot.site", "https://slot.site"),
        ("h**p://slot.site/", "http://slot.site/"),
        ("ttp://slot.site/", "http://slot.site/"),
        ("slot[dot]site", "slot.site"),
        ("agen(dot)slot[.]site/x", "agen.slot.site/x"),
        ("198[.]52[.]100[.]7", "198.52.100.7"),
        ("198.52.100[.]7:80", "198.52.100.7:80"),
    ],
)
def test_defanged(text: str, url: str) -> None:
    assert find_urls(f"see {text}, then") == [FoundUrl(4, 4 + len(text), url, True)]


def test_escaped_slashes_are_undone() -> None:
    text = r'{"u":"http:\/\/a.com\/x"}'
    assert find_urls(text) == [FoundUrl(6, 23, "http://a.com/x", False)]


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("198.52.100.7:8080 198.52.100.7/login", ["198.52.100.7:8080", "198.52.100.7/login"]),
        (
            "198.52.100.7 198.52.100.8 198.52.100.9",
            ["198.52.100.7", "198.52.100.8", "198.52.100.9"],
        ),
        (
            "1. 198.52.100.7\n2. 23.52.100.8\n3. 9.52.1.9",
            ["198.52.100.7", "23.52.100.8", "9.52.1.9"],
        ),
        ("198.52.100.7 and 198.52.100.8 or 198.52.100.9", []),
        ("198.52.100.7\x00198.52.100.8\x00198.52.100.9", []),
        ("198.52.300.7/x 198.52.100.7.9/x", []),
    ],
)
def test_addresses(text: str, urls: list[str]) -> None:
    assert written(text) == urls


@pytest.mark.parametrize("separator", [" ", "\n", ",", ", ", "|", "。", ""])
def test_hundreds_in_a_line(separator: str) -> None:
    urls = [f"http://slot{i}.site-{i}.xyz/p/{i}" for i in range(500)]
    assert written(separator.join(urls)) == urls


REPEATED = """
a. aa. http:// [ http://a.b/x http://a.b/( http://a.b/[ a.com.The. www. a@b.cc, :]// [dot] a[.] ://
http://a.b/x,www.c.de/ http://a:b@ 1.2.3.4, a.com/ .com 中.文 ａ．ｂ (a.com a.com.谢谢
"""


@pytest.mark.parametrize("part", REPEATED.split())
def test_repeated_parts_stay_linear(part: str) -> None:
    spans = find_url_spans(part * (200_000 // len(part)))
    assert all(start < end for start, end in spans)


def test_only_strings() -> None:
    with pytest.raises(TypeError, match="bytes"):
        find_urls(b"http://a.com")  # type: ignore[arg-type]


PIECES = """
http:// hxxp:// [.] [dot] ( ) [ ] . , / : @ - _ www. com .com a.com 1.2.3.4 中 。 é &
&quot; ' 🔥 ．com [:]//
"""
ODD = st.sampled_from([*PIECES.split(), " ", "\n", "\x00", "\ud800"])


@given(st.lists(ODD | st.text(max_size=3)).map("".join))
def test_spans_are_ordered_and_tight(text: str) -> None:
    end = 0
    for url in find_urls(text):
        assert end <= url.start < url.end <= len(text)
        shown = text[url.start : url.end]
        assert shown == shown.strip()
        assert not any(char in shown for char in ' \n\x00"<>')
        assert url.url
        end = url.end


@given(st.lists(st.sampled_from(["a", "z9", "slot-88", "x.y"]), min_size=1, max_size=3))
def test_a_url_between_words_is_found_whole(labels: list[str]) -> None:
    url = "http://" + ".".join(labels) + ".com/p_(1)/q?r=s,1"
    for before, after in (("", ""), ("text ", " text"), ("(", ")"), ("“", "”"), ("看", "。")):
        assert written(before + url + after) == [url]
