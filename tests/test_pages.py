"""HTML pages scored: hidden and seen parts, levels of their own, and what is cut out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from spamdetect import Detector
from spamdetect.blocks import markup
from spamdetect.blocks.batch import read_batch
from spamdetect.html import parse
from spamdetect.labels import PRESETS
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.pages import as_page
from spamdetect.learn.evaluation.html_pages import text_kept
from spamdetect.model import Model

HIDDEN = '<div style="display:none"><a href="http://203.0.113.7/slot">slot gacor maxwin</a></div>'
PAGE = f"<title>News</title><p>The mill reopens.</p>{HIDDEN}<p>Bread is sold there.</p>{HIDDEN}"


def with_levels(detector: Detector, limits: Mapping[str, Any], calibration: list[float]) -> Model:
    model = detector.model
    block = {**model.card["block"], "html_thresholds": limits}
    arrays = {**model.arrays, "html_calibration": np.array([[-99.0, 99.0], calibration])}
    return Model(model.name, arrays, {**model.card, "block": block}, model.path)


def test_hidden_spam_does_not_draw_what_readers_see_into_its_section(shipped: Detector) -> None:
    report = shipped.score_html(PAGE)
    spam = [section for section in report.sections if section.label == "spam"]
    assert [section.text for section in spam] == ["slot gacor maxwin"] * 2
    assert all(section.hidden for section in spam)
    assert report.clean_html == PAGE.replace(HIDDEN, "")


@pytest.mark.parametrize("inside", ["", "<img src=banner.gif>"])
def test_a_link_without_text_accuses_no_text_beside_it(shipped: Detector, inside: str) -> None:
    link = f'<a href="https://slot-gacor88.vip/">{inside}</a>'
    page = f"<h1>Council news</h1><p>The mill reopens.</p>{link}<p>Contact: town hall.</p>"
    report = shipped.score_html(page)
    assert (report.verdict, report.sections, report.clean_html) == ("clean", (), page)
    assert [url.verdict for url in report.urls] == ["spam"]


def test_html_is_held_to_thresholds_of_its_own(shipped: Detector) -> None:
    never = {key: {"enter": 99.0, "stay": 99.0, "junk": 99.0} for key in PRESETS}
    detector = Detector(with_levels(shipped, never, [-7.0, -5.0]))
    text = "The mill reopens.\n\nslot gacor maxwin judi online http://203.0.113.7/slot"
    assert detector.score_text(text) == shipped.score_text(text)
    report = detector.score_html(PAGE)
    assert (report.verdict, report.sections, report.clean_html) == ("clean", (), PAGE)
    assert report.score < 0.01 < shipped.score_html(PAGE).score


def test_texts_and_pages_of_one_batch_keep_to_their_own(shipped: Detector) -> None:
    never = {key: {"enter": 99.0, "stay": 99.0, "junk": 99.0} for key in PRESETS}
    detector = Detector(with_levels(shipped, never, [-7.0, -5.0]))
    page = parse(PAGE)
    plain, html = detector.score_batch([page.text, page.text], [None, None], [None, page])
    assert plain == shipped.score_text(page.text)
    assert html.verdict == "clean"


@pytest.mark.parametrize(
    ("head", "outward"),
    [
        ("", 1),
        ('<link rel="canonical" href="https://www.example.org/news">', 0),
        ('<base href="//example.org/">', 0),
        ('<link rel="canonical" href="/news"><base href="https://example.com/">', 1),
    ],
)
def test_links_to_the_site_a_page_says_it_is_of_are_its_own(
    shipped: Detector, head: str, outward: int
) -> None:
    page = parse(head + '<p>Opening <a href="http://example.org/hours">hours</a></p>')
    batch = read_batch([page.text], shipped.urls, pages=[page])
    column = batch.markup[:, markup.NAMES.index("markup_external_links")]
    assert column.max() == pytest.approx(np.log1p(outward))


@pytest.mark.parametrize(
    ("head", "url", "scheme"),
    [
        ("", "http://base.example/p", "http"),
        ("", "HTTP://base.example/p", "http"),
        ("", "https://base.example/p", "https"),
        ("", "base.example/p", "https"),
        ("", None, "https"),
        ('<link rel="canonical" href="http://base.example/">', None, "http"),
        ('<link rel="canonical" href="http://base.example/">', "https://base.example/p", "https"),
    ],
)
def test_links_without_a_scheme_take_that_of_their_page(
    shipped: Detector, head: str, url: str | None, scheme: str
) -> None:
    report = shipped.score_html(head + '<a href="//p.example/x">y</a>', url=url)
    assert [link.url for link in report.urls] == [f"{scheme}://p.example/x"]


def test_words_kept_are_counted_among_those_that_readers_see(shipped: Detector) -> None:
    report = shipped.score_html(PAGE)

    def page(html: str, *spans: tuple[int, int, str]) -> Document:
        return as_page(Document("", html, spans, html=html), marked=True)

    start = PAGE.index(HIDDEN)
    honest = page(PAGE, (start, start + len(HIDDEN), "gambling"))
    assert text_kept(honest, report) == {"kept": 8, "wanted": 8}
    everything = page(PAGE, (0, len(PAGE), "gambling"))
    assert text_kept(everything, report) == {"kept": 0, "wanted": 0}
    visible = page(PAGE + "<p>more words</p>")
    assert text_kept(visible, report) == {"kept": 8, "wanted": 10}


@pytest.mark.parametrize("phrase", ["payday loan", "Best casino", "Slot bonus", "Read more"])
def test_links_of_pictures_on_one_page_say_nothing_of_another(
    shipped: Detector, phrase: str
) -> None:
    picture = '<a href="https://gacor{}77.vip/daftar"><img src="a.png"></a>'
    pictures = "".join(picture.format(number) for number in range(20))
    council = "<p>The council met on Tuesday to discuss the new budget for roads.</p>"
    pages = [
        f"{council}<p>{phrase}</p>",
        pictures,
        f"{pictures}&nbsp;<p>The museum reopens in spring.</p>",
        f"<p>{phrase}</p>",
    ]
    alone = {page: shipped.score_html(page) for page in pages}
    for order in ((0, 1, 2, 3), (1, 0, 2, 3), (3, 2, 1, 0), (0, 2, 1, 3)):
        batch = [pages[number] for number in order]
        assert list(shipped.score_htmls(batch)) == [alone[page] for page in batch]


def test_pages_in_batches_get_the_reports_they_get_alone(
    shipped: Detector, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [PAGE, b"<p>caf\xe9</p>", "", "<a href='//spam.example/'>slot gacor</a>", PAGE * 3]
    urls = [None, "https://example.org/", None, None, "https://example.com/"]
    alone = [shipped.score_html(page, url) for page, url in zip(pages, urls, strict=True)]
    assert list(shipped.score_htmls(pages, urls)) == alone
    assert list(shipped.score_htmls(iter(pages)))[1].text == "café"
    monkeypatch.setattr("spamdetect.pages.BATCH_PAGES", 2)
    assert list(shipped.score_htmls(pages, urls)) == alone


MARKUP = [
    "<p>",
    "</p>",
    "<a href=",
    "'http://203.0.113.7/slot'>",
    "</a>",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "<div style='display:none'>",
    "</div>",
    "<table><tr><td>",
    "</table>",
    "<",
    "<style>.a{display:none}</style>",
    "<i class=a>",
    "&lt;",
    "&#x110000;",
    "<title>",
    "<script>",
    "</script>",
    "<template>",
    "<svg>",
    "</html>",
    "slot gacor maxwin ",
]
SOUP = st.lists(st.one_of(st.sampled_from(MARKUP), st.text(max_size=8)), max_size=40).map("".join)


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_any_page_gets_a_sound_report(small_detector: Detector, source: str) -> None:
    report = small_detector.score_html(source)
    previous = 0
    for section in report.sections:
        assert previous <= section.start < section.end <= len(report.text)
        assert section.text == report.text[section.start : section.end]
        assert section.selector
        previous = section.end
    assert report.clean_html is not None
    if not any(section.label == "spam" for section in report.sections):
        assert report.clean_html == source
    assert len(report.clean_html) <= len(source)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_page(small_detector: Detector, source: bytes) -> None:
    assert small_detector.score_html(source).clean_html is not None


@pytest.mark.parametrize(
    "level",
    [
        "<div>word ",
        "<b><p>word ",
        "<table><tr><td>word ",
        "<a href='http://203.0.113.7/slot'>slot gacor ",
        "<div class=a style='display:none'>slot gacor ",
    ],
)
def test_deep_pages_are_scored(small_detector: Detector, level: str) -> None:
    depth = 20_000
    report = small_detector.score_html("<style>.a .a{color:red}</style>" + level * depth)
    assert len(report.text.split()) == depth * len(parse(level).text.split())


def test_one_page_is_no_list_of_pages(shipped: Detector) -> None:
    with pytest.raises(TypeError, match="score_html"):
        shipped.score_htmls(PAGE)
    with pytest.raises(TypeError, match="bytes or str"):
        list(shipped.score_htmls([None]))  # type: ignore[list-item]
    with pytest.raises(ValueError, match="2 pages need as many urls, not 1"):
        shipped.score_htmls([PAGE, PAGE], [None])
