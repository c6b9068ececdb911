"""Links and selectors."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from spamdetect.html import parse

PAGE = """<!DOCTYPE html><html><head><title>t</title></head><body>
<div class=a><p>one <a href="/x?a=1&amp;b=2" rel="NoFollow ugc">first</a>
<a name=top>no link</a> <A HREF=' http://h/p '>se<b>co</b>nd</A></p></div>
<table><tr><td><a href=#>third</a></td></tr></table>
<div id=only><a data-href=no href=yes></a><ul><li><a href=u>one<a href=v>two</ul></div>
<p style="display:none"><a href="javascript:void(0)">hid</a>
</body></html><a href=late>late</a>"""


def test_links_are_found_with_text_and_place() -> None:
    page = parse(PAGE)
    links = page.links
    assert len(links) == 8
    assert links.href == (
        "/x?a=1&b=2",
        "http://h/p",
        "#",
        "yes",
        "u",
        "v",
        "javascript:void(0)",
        "late",
    )
    assert links.rel[:2] == ("nofollow ugc", "")
    spans = zip(links.start.tolist(), links.end.tolist(), strict=True)
    texts = [page.text[start:end] for start, end in spans]
    assert texts == ["first", "second", "third", "", "one", "two", "hid", "late"]


def test_an_anchor_broken_by_blocks_is_one_link() -> None:
    page = parse("<a href=u><p>one</p><div>two</a>three</div>")
    assert page.links.href == ("u",)
    assert page.text[page.links.start[0] : page.links.end[0]] == "one\ntwo"


def test_selectors_lead_to_the_element() -> None:
    page = parse(PAGE)
    tree = LexborHTMLParser(PAGE)
    for run in range(len(page.run_start)):
        selector = page.selector(run)
        nodes = tree.css(selector)
        assert len(nodes) == 1, selector
        text = page.text[page.run_start[run] : page.run_end[run]]
        assert text in " ".join(nodes[0].text(deep=True).split())


@pytest.mark.parametrize("comment", ["<!-- widget -->", "<![if !IE]>", "</ x>", "<?php ?>"])
def test_comments_are_no_children(comment: str) -> None:
    html = f"<!doctype html>{comment}<div>{comment}<h1>a</h1>{comment}<p>b</p>{comment}<p>c</div>"
    page = parse(html)
    tree = LexborHTMLParser(html)
    for text in "abc":
        place = page.text.index(text)
        (selector,) = page.selectors([(place, place + 1)])
        assert [node.text() for node in tree.css(selector)] == [text], selector


def test_a_unique_id_shortens_the_path() -> None:
    page = parse("<div id=a><p>x</p></div><div id=b>y</div><div id=b>z</div>")
    assert page.selector(0) == "#a > p:nth-child(1)"
    assert page.selector(1) == "body > div:nth-child(2)"


def test_a_span_has_the_selector_of_what_holds_it() -> None:
    page = parse("<div><ul><li>a<li>b</ul><p>c</div>d")
    assert page.selectors([(0, 1), (0, 3), (0, 5), (0, 7)]) == [
        "body > div:nth-child(1) > ul:nth-child(1) > li:nth-child(1)",
        "body > div:nth-child(1) > ul:nth-child(1)",
        "body > div:nth-child(1)",
        "body",
    ]


@pytest.mark.parametrize(
    ("html", "selector"),
    [
        ("<div><!-- <p><a href=x>in a comment</a> --></div>", "body > div:nth-child(1)"),
        (
            "<div><template><p>x</template></div>",
            "body > div:nth-child(1) > template:nth-child(1)",
        ),
        ("text alone", "body"),
        ("<section><td>x</section>", "body > section:nth-child(1)"),
        (
            "<table><tr><td>x",
            "body > table:nth-child(1) > tbody:nth-child(1) > tr:nth-child(1) > td:nth-child(1)",
        ),
        ("<p\x00 id='1'>x", "body > *:nth-child(1)"),
    ],
)
def test_what_is_no_element_is_named_by_what_is_around_it(html: str, selector: str) -> None:
    assert parse(html).selector(0) == selector


def test_deep_pages_have_selectors() -> None:
    page = parse("<div>" * 3000 + "x")
    assert page.selector(0).startswith("html > body > div:nth-of-type(1) > div")
