"""The text of a page, its runs and their places."""

from __future__ import annotations

import pytest

from spamdetect.html import CONTEXT_NAMES, Page, parse


def runs(page: Page) -> list[str]:
    spans = zip(page.run_start.tolist(), page.run_end.tolist(), strict=True)
    return [page.text[start:end] for start, end in spans]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>one</p><p>two</p>", "one\ntwo"),
        ("<p>one<p>two", "one\ntwo"),
        ("a<br>b<BR/>c", "a\nb\nc"),
        ("a <b>bold</b>  word", "a bold word"),
        ("in<b>side</b> a word", "inside a word"),
        ("  <div>\n\t x \n y </div> ", "x y"),
        ("<ul><li>a<li>b</ul>c", "a\nb\nc"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a\tb\nc"),
        ("<pre>a\n  b\r\n c</pre>d", "a\n  b\n c\nd"),
        ("x<script>var a = '<p>no</p>';</script>y", "xy"),
        ("<style>p{}</style>x", "x"),
        ("<title> A  title</title><p>text", "A title\ntext"),
        ("<textarea><b>raw</b> &amp;</textarea>", "<b>raw</b> &"),
        ("<img alt='no' title='no'>x", "x"),
        ("a<!-- short note -->b", "ab"),
        ("1 < 2 <3 a<", "1 < 2 <3 a<"),
        ("a</>b</ x>c", "abc"),
        ("<![CDATA[x]]>y<?php z ?>", "y"),
        ("", ""),
        ("<p> </p>", ""),
        ("a\0b", "ab"),
        ("&lt;b&gt; &copy &#233;&#xe9; &notit; &nosuch; &", "<b> © éé ¬it; &nosuch; &"),
        ("a&nbsp;b", "a\xa0b"),
        ("&am<b>p;</b>", "&amp;"),
        ("<svg><title>icon</title><path d='M0'/>x</svg>y", "xy"),
        ("<select><option>a<option>b</select>", "a\nb"),
        ("<plaintext><b>x", "<b>x"),
    ],
)
def test_text_is_set_as_a_browser_sets_it(html: str, text: str) -> None:
    assert parse(html).text == text


@pytest.mark.parametrize(
    "html",
    [
        "<a title='x>y'>t</a>",
        '<a title="x>y">t</a>',
        '<a title=x">t</a>',
        "<a b=c'd>t</a>",
        '<a ="x">t</a>',
        "<a\n\thref = 'x>' >t</a >",
        "<a/href=x/>t</a>",
        "<!-->t",
        "<!--->t",
        "<!-- x --!>t",
        "<!-- -- > -->t",
        "<script><!-- <script> </script> --></script>t",
        "<script>a</scripty></script >t",
        "<SCRIPT>x</script\n>t",
        "<title></title>t",
    ],
)
def test_tags_end_where_the_standard_ends_them(html: str) -> None:
    assert parse(html).text == "t"


@pytest.mark.parametrize("html", ["<a href='x>t", "<!-- t", "<script>t", "<a t", "<style>t</styl"])
def test_what_never_ends_takes_the_rest(html: str) -> None:
    assert parse(html).text == ""


def test_runs_lie_between_tags() -> None:
    page = parse("<p>one <b>two</b> three</p>\n<p> </p>four &amp; five")
    assert runs(page) == ["one", "two", "three", "four & five"]


def test_text_after_the_end_of_the_page_is_kept_and_marked() -> None:
    page = parse("<body><p>in</body></html>\n<a href=x>after</a>")
    assert runs(page) == ["in", "after"]
    assert page.run_misplaced.tolist() == [False, True]
    assert not page.run_hidden.any()


def test_a_page_that_begins_again_has_not_ended() -> None:
    assert not parse("<body>a</body></html><html><body>b</body>").run_misplaced.any()


def test_contexts_name_the_place() -> None:
    page = parse(
        "<nav>n</nav><article><h2>h</h2><p>p <a href=x>l</a></article>"
        "<ol class='comment-list'><li>c</ol><footer>f</footer><form><label>e</label></form>"
    )
    named = [
        {name for name, bit in CONTEXT_NAMES.items() if bits & bit}
        for bits in page.run_context.tolist()
    ]
    assert named == [
        {"nav"},
        {"article", "heading"},
        {"article"},
        {"article", "link"},
        {"comments", "list"},
        {"footer"},
        {"form"},
    ]


def test_the_head_is_read() -> None:
    page = parse(
        "<html lang=de><head><base href='/b/'><link rel='x canonical' href='/c?a&amp;b'>"
        "<title>A &amp; B</title><meta name=Description content='d\n e'></head>x"
    )
    assert (page.title, page.description, page.lang) == ("A & B", "d e", "de")
    assert (page.base, page.canonical) == ("/b/", "/c?a&b")


def test_source_spans_lead_back() -> None:
    html = "<p>caf&eacute;  &lt;x&gt;</p>\n<p>a &amp;&amp; b</p>"
    page = parse(html)
    assert page.text == "café <x>\na && b"
    start, end = page.source_span(0, 4)
    assert html[start:end] == "caf&eacute;"
    start, end = page.source_span(5, 8)
    assert html[start:end] == "&lt;x&gt;"
    start, end = page.source_span(page.text.index("&&"), page.text.index("&&") + 2)
    assert html[start:end] == "&amp;&amp;"
    start, end = page.source_span(len(page.text) - 1, len(page.text))
    assert html[start:end] == "b"


def test_a_reference_for_two_characters_is_one_place() -> None:
    html = "a&NotEqualTilde;b"
    page = parse(html)
    assert len(page.text) == 4
    for place in (1, 2):
        start, end = page.source_span(place, place + 1)
        assert html[start:end] == "&NotEqualTilde;"


def test_a_span_outside_the_text_is_an_error() -> None:
    with pytest.raises(ValueError, match="no text"):
        parse("abc").source_span(2, 9)


def test_only_bytes_and_str_are_pages() -> None:
    with pytest.raises(TypeError, match="bytes or str"):
        parse(3)  # type: ignore[arg-type]


def test_lone_surrogates_become_replacement_characters() -> None:
    assert parse("a\ud800<a href='\udfff'>b</a>").text == "a\ufffdb"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<a href=a>Home</a><a href=b>News</a>", "Home News"),
        ("<span><a href=a>Home</a></span><i></i><b><a href=b>News</a></b>", "Home News"),
        ("<a href=a>Home</a> <a href=b>News</a>", "Home News"),
        ("<a href=a>Home</a>s<a href=b>News</a>", "HomesNews"),
        ("<li><a href=a>Home</a><li><a href=b>News</a>", "Home\nNews"),
        ("<a href=a>Home<a href=b>News<a href=c>Help</a>", "Home News Help"),
        ("<b><a href=a>Home</b><i><a href=b>News</a></i>", "Home News"),
        ("<a name=x>Ho<a href=b>me</a>", "Home"),
        ("Ho<a name=x></a><a href=b>me</a>", "Home"),
        ("Ho<a href=x></a><a href=b>me</a>", "Home"),
    ],
)
def test_links_that_touch_are_two_words(source: str, text: str) -> None:
    page = parse(source)
    assert page.text == text
    for start, end in zip(page.run_start.tolist(), page.run_end.tolist(), strict=True):
        first, last = page.source_span(start, end)
        assert source[first:last] == text[start:end]
