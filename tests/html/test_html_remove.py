"""Cuts: what is taken out, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamdetect.html import parse, remove_spans


def without(html: str, *texts: str) -> str:
    page = parse(html)
    spans = []
    for text in texts:
        start = page.text.index(text)
        spans.append((start, start + len(text)))
    return remove_spans(page, spans)


@pytest.mark.parametrize(
    ("html", "text", "left"),
    [
        (
            "<P>good</P>\n<div  style='display:none'> spam </div>\n<p>end",
            "spam",
            "<P>good</P>\n\n<p>end",
        ),
        ("a <a href=x>spam</a> b", "spam", "a  b"),
        ("<ul><li>a</li><li><a href=x><b>spam</b></a></li></ul>", "spam", "<ul><li>a</li></ul>"),
        ("<ul><li>a<li>spam<li>b</ul>", "spam", "<ul><li>a<li>b</ul>"),
        ("<p>start spam end</p>", "spam", "<p>start  end</p>"),
        ("<p>spam<br></p>x", "spam", "x"),
        ("<p>spam<!-- note --> <span></span></p>x", "spam", "x"),
        ("<a href=x>spam<img src=i></a>y", "spam", "y"),
        ("<div>spam<img src=i></div>y", "spam", "<div><img src=i></div>y"),
        ("<div>spam<script>f()</script></div>y", "spam", "<div><script>f()</script></div>y"),
        ("<table><tr><td>a<td>spam<td>b</table>", "spam", "<table><tr><td>a<td><td>b</table>"),
        ("<table><tr><td>a<tr><td>spam<td> </tr></table>", "spam", "<table><tr><td>a</table>"),
        ("<title>spam</title><p>x", "spam", "<title></title><p>x"),
        ("<p>x<!-- <a href=u>spam</a> -->", "spam", "<p>x"),
        ("<p>a &lt;spam&gt; b", "<spam>", "<p>a  b"),
        ("<p>caf&eacute; spam", "café", "<p> spam"),
        ("<body>spam</body></html>", "spam", "<body></body></html>"),
        ("<div><p>spam</div></p>x", "spam", "</p>x"),
        ("<b>spam<div></b>x</div>", "spam", "<div>x</div>"),
        ("<div><b>spam</div>x</b>", "spam", "<b>x</b>"),
        ("<noscript><p>spam</noscript>x", "spam", "x"),
        ("<div><a href=u>spam</div><p>x</p>", "spam", "<p>x</p>"),
        ("<div><a href=u>spam</div><p>x</a>y</p>", "spam", "<a href=u><p>x</a>y</p>"),
    ],
)
def test_only_what_is_emptied_goes(html: str, text: str, left: str) -> None:
    assert without(html, text) == left


def test_spans_may_cross_elements() -> None:
    html = "<p>a <b>spam one</b></p><p>spam two tail</p>"
    assert without(html, "spam one\nspam two") == "<p>a </p><p> tail</p>"


def test_wrappers_go_only_with_all_of_their_text() -> None:
    html = "<div><p>spam one</p><p>spam two</p></div>x"
    assert without(html, "spam one") == "<div><p>spam two</p></div>x"
    assert without(html, "spam one", "spam two") == "x"


def test_nothing_to_remove_changes_nothing() -> None:
    html = "<p>a\r\n\ud800 b"
    assert remove_spans(parse(html), []) == html
    assert remove_spans(parse(html), [(1, 1)]) == html


def test_further_members_of_a_span_are_ignored() -> None:
    assert remove_spans(parse("<p>ab</p>c"), [(0, 2, "seo")]) == "c"


@pytest.mark.parametrize("span", [(-1, 2), (0, 99), (2, 1)])
def test_spans_outside_the_text_are_errors(span: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="outside the text"):
        remove_spans(parse("abc"), [span])


_WORDS = (
    "<p> </p> <div> </div> <b> </b> <a href=x> </a> <ul> <li> </ul> <table> <tr> <td> </table>"
    " <br> <i> </i> <form> </form> one two &amp; &lt; < > <!-- <!--x--> <pre> </pre> <script>"
    " </script> <title> </title> é 日本 <noscript> </noscript> style='display:none'> \ud800"
)
_PIECES = st.sampled_from(
    [*_WORDS.split(" "), " ", "\n", "\0", "<a href=http://h>", "<!-- <a href=u>"]
)
_MARKUP = st.one_of(
    st.lists(_PIECES, max_size=30).map("".join), st.text(max_size=60), st.binary(max_size=60)
)


@settings(max_examples=400, deadline=None)
@given(_MARKUP, st.data())
def test_random_markup(html: str | bytes, data: st.DataObject) -> None:
    page = parse(html)
    starts, ends = page.source_offsets()
    assert len(starts) == len(page.text)
    assert (ends > starts).all() or not len(starts)
    assert (page.run_start < page.run_end).all()
    assert (page.run_end[:-1] <= page.run_start[1:]).all()
    for run in range(len(page.run_start)):
        text = page.text[page.run_start[run] : page.run_end[run]]
        if text.isalnum() and "&" not in page.source:
            begin, end = page.source_span(int(page.run_start[run]), int(page.run_end[run]))
            # The standard drops NUL from text.
            assert page.source[begin:end].replace("\0", "") == text
        assert page.selector(run)
    cuts = sorted(
        data.draw(st.lists(st.integers(0, len(page.text)), min_size=2, max_size=2), label="cut")
    )
    left = remove_spans(page, [cuts])
    assert set(left) <= set(page.source)
    position = 0
    for char in left:
        position = page.source.index(char, position) + 1


@settings(max_examples=200, deadline=None)
@given(st.lists(_PIECES, max_size=20).map("".join))
def test_removing_everything_leaves_no_text_that_was_there(html: str) -> None:
    page = parse(html)
    left = parse(remove_spans(page, [(0, len(page.text))]))
    assert len(left.text.split()) <= len(page.text.split())
