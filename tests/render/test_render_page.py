from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamdetect.errors import MissingExtraError
from spamdetect.render import Overview, PageWriter
from spamdetect.render.marking import marked
from spamdetect.reports import Reason, Report, Section, UrlReport

HOSTILE = (
    "</span></mark></article><script>alert(1)</script>\"' onload=x {{ 7*7 }} \u202e\x00\ud800&amp;"
)


class Reader(HTMLParser):
    """Reads the marked texts of a page back, and counts its tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[tuple[str, dict[str, str | None]]] = []
        self.sections: list[str] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag in ("meta", "link", "input"):
            return
        self.stack.append((tag, given))
        if tag == "mark" and "id" in given:
            self.sections.append("")
        if tag == "div" and given.get("class") == "text":
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.stack and self.stack.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        names = [tag for tag, _ in self.stack]
        if not any(given.get("class") == "text" for _, given in self.stack) or "span" not in names:
            return
        if names[-1] == "i":
            data = chr(int(data.removeprefix("U+"), 16))
        self.texts[-1] += data
        if "mark" in names:
            self.sections[-1] += data


def report(text: str, spans: list[tuple[int, int]], **more: Any) -> Report:
    reasons = (
        Reason("WORD_SPAM", 2.5, "a word of spam", text[:40]),
        Reason("NEWS", -0.4, "words of reports"),
    )
    sections = tuple(
        Section(a, b, text[a:b], "spam", "gambling", 0.9, reasons, hidden=True, selector="p > a")
        for a, b in spans
    )
    urls = (
        UrlReport("http://casino.top/" + text, "casino.top", "casino.top", "spam", 0.9, "other"),
    )
    return Report("injected", 0.9, "gambling", sections, urls, text, "", None, "small 1", **more)


def page(*reports: Report, name: str = "a", url: str | None = None) -> str:
    overview = Overview()
    with PageWriter() as writer:
        for one in reports:
            overview.add(one)
            writer.add(one, name, "in.jsonl:1", url)
        stream = io.BytesIO()
        writer.finish(stream, overview)
    return stream.getvalue().decode("utf-8")


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    return reader


def test_hostile_text_stays_text() -> None:
    one = report(HOSTILE, [(0, len(HOSTILE))])
    html = page(one, name=HOSTILE, url="javascript:alert(1)//" + HOSTILE)
    reader = read(html)
    assert [tag for tag, _ in reader.tags].count("script") == 1
    assert not {"a", "img", "iframe", "object"} & {tag for tag, _ in reader.tags}
    names = {name for _, given in reader.tags for name in given}
    assert not any(name.startswith("on") or name in ("src", "style") for name in names)
    assert [g["href"] for _, g in reader.tags if "href" in g] == ["data:,"]
    assert reader.sections == [HOSTILE]
    assert "\u202e" not in html and "\x00" not in html
    assert "{{ 7*7 }}" in html


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60), st.text(min_size=1, max_size=60), st.text(max_size=60))
def test_marks_hold_exactly_the_sections(before: str, inside: str, after: str) -> None:
    text = before + inside + after
    reader = read(page(report(text, [(len(before), len(before + inside))])))
    assert reader.sections == [inside]
    assert reader.texts == [text]


def test_the_page_forbids_itself_everything_from_elsewhere() -> None:
    html = page(report("SPAM http://casino.top/", [(0, 4)]))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert "default-src 'none'" in rules and "unsafe" not in rules
    for tag in ("style", "script"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in rules
        assert "http" not in body[1]


def test_summary_counts_all_documents_and_shows_reasons() -> None:
    html = page(report("SPAM here", [(0, 4)]), report("more SPAM", [(5, 9)]))
    assert "Spam and junk in 2 documents" in html
    assert "Model small 1" in html
    assert "WORD_SPAM" in html and "+2.50" in html and "-0.40" in html
    assert "casino.top" in html
    assert "hidden sections" in html


def test_nothing_found_is_a_page_too() -> None:
    html = page()
    assert "Nothing to show" in html
    read(html)


def test_unseen_characters_are_shown_by_number() -> None:
    assert str(marked("a\u200bb<")) == (
        'a<i class="unseen" title="ZERO WIDTH SPACE">U+200B</i>b&lt;'
    )
    assert str(marked("na\u200cme \u200f")) == "na\u200cme \u200f"


def test_without_jinja_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(MissingExtraError, match=r"spamdetect\[report\]"):
        PageWriter()
