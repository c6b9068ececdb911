"""Broken markup, measured against Lexbor."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from spamdetect.html import parse

_SPACE = re.compile(r"[ \t\n\r\f]+")


def merged(found: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Join neighbours in the same elements, as an end tag that is dropped parts no text."""
    out: list[tuple[str, list[str]]] = []
    for text, names in found:
        if out and out[-1][1] == names:
            out[-1] = (out[-1][0] + text, names)
        else:
            out.append((text, names))
    return out


def in_lexbor(html: str) -> list[tuple[str, list[str]]]:
    """Text with the names around it, outermost last, html and body left out."""
    found: list[tuple[str, list[str]]] = []

    def walk(node: LexborNode, names: list[str]) -> None:
        for child in node.iter(include_text=True):
            if child.is_text_node:
                text = _SPACE.sub("", child.text_content or "")
                if text:
                    found.append((text, names))
            elif child.is_element_node and child.tag:
                walk(child, [child.tag, *names])

    body = LexborHTMLParser(html).body
    assert body is not None
    walk(body, [])
    return found


def in_page(html: str) -> list[tuple[str, list[str]]]:
    page = parse(html)
    found = []
    for run, element in enumerate(page.run_element.tolist()):
        names = []
        while element >= 0:
            match = re.match(r"<([a-z0-9-]+)", page.tokens.tags[page.tree.tag[element]])
            assert match is not None
            names.append(match[1])
            element = page.tree.parent[element]
        text = page.text[page.run_start[run] : page.run_end[run]]
        found.append((_SPACE.sub("", text), names))
    return found


@pytest.mark.parametrize(
    "html",
    [
        "<p>a<p>b<div>c</div>d",
        "<a>one<a>two</a>three",
        "<a><div>x</a>y</div>z",
        "<b>1<p>2</b>3</p>4",
        "<div><b>x</div>y</b>z",
        "<p><i><b>x</p>y</i>z</b>w",
        "<ul><li>a<ul><li>b</ul>c<li>d</ul>e",
        "<dl><dt>a<dd>b<dt>c</dl>d",
        "<div><span>a</div>b</span>c",
        "<span><div>a</span>b</div>c",
        "<h1>a<h2>b</h1>c</h2>d",
        "<form><div>a</form>b</div>c",
        "<form>a<form>b</form>c</form>d",
        "<button>a<button>b</button>c",
        "<p>a<button><p>b</p></button>c</p>d",
        "</p>a</div>b</span>c",
        "<b>a</p>b",
        "<tr>a<td>b",
        "<div>a<li>b<div>c<li>d</div>e",
        "<p>x<hr>y",
        "<select><option>a<option>b<optgroup>c<option>d</select>e",
        "<font>a<font>b</font>c</font>d",
        "<em><div><em>x</div>y",
        "<x-y><div>a</x-y>b</div>",
    ],
)
def test_elements_are_open_where_a_browser_has_them_open(html: str) -> None:

    def names_only(found: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
        # Formatting that spans blocks is split around them; which of the two is outside differs.
        return merged([(text, sorted(names)) for text, names in found])

    assert names_only(in_page(html)) == names_only(in_lexbor(html))


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td>a<td>b<tr><td>c</table>d",
        "<table><tbody><tr><td>a</tbody><tfoot><tr><td>b</table>c",
        "<table><tr><td><table><tr><td>a</table>b<td>c</table>d",
        "<table><caption>a<tr><th>b</table>c",
        "<table><tr><td><b>a<td>b</table>c",
        "<table><tr><td><p>a<tr><td>b</table>c",
    ],
)
def test_tables_close_what_they_must(html: str) -> None:
    def without_sections(found: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
        return [(text, [name for name in names if name != "tbody"]) for text, names in found]

    assert without_sections(in_page(html)) == without_sections(in_lexbor(html))


def test_text_between_cells_stays_in_its_place() -> None:
    assert parse("<table><tr><td><div>a</td>b</div></table>c").text == "a\tb\nc"


_NAMES = ("p", "div", "span", "b", "i", "a", "ul", "li", "h2", "em", "font")
_TAGS = st.sampled_from(
    [f"<{name}>" for name in _NAMES]
    + [f"</{name}>" for name in _NAMES]
    + ["x", "y ", "<br>", "<!-- c -->"]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_TAGS, max_size=14).map("".join))
def test_text_is_in_document_order(html: str) -> None:
    assert "".join(text for text, _ in in_page(html)) == "".join(
        text for text, _ in in_lexbor(html)
    )


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<b>",
        "<p><b><i>x",
        "<table><tr><td>",
        "<div><button>",
        "<a href=x>x",
        "<ul><li>",
        "<!--",
        '<a x="',
        "<",
        "&amp",
        "<pre>",
        "<form>",
        "<textarea>",
        "<style>{",
        "<script><!--<script>",
        "</p>",
        "<div style='color:#fff'>",
        "<div hidden>",
        "<template>",
        "<noscript>",
    ],
)
def test_nesting_and_repetition_have_no_limit(unit: str) -> None:
    page = parse(unit * 20_000)
    assert len(page.run_start) <= 20_000
