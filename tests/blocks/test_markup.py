"""Tests of what the HTML around a block says."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from spamdetect import Detector
from spamdetect.blocks.batch import Batch, read_batch
from spamdetect.blocks.markup import NAMES, NO_LINKS, NO_MARKUP
from spamdetect.html import parse


def read(detector: Detector, body: str, url: str | None = None) -> tuple[Batch, list[str]]:
    page = parse(f"<body>{body}</body>")
    batch = read_batch([page.text], detector.urls, [url], pages=[page])
    spans = zip(batch.blocks.start, batch.blocks.end, strict=True)
    return batch, [page.text[start:end] for start, end in spans]


def column(batch: Batch, name: str) -> NDArray[np.float32]:
    return batch.markup[:, NAMES.index(name)]


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ("<p>one</p><p>two<br>three</p>", ["one", "two"]),
        ("<p>one<p>two<br>three", ["one", "two"]),
        ("<ul><li>one<li>two</ul>three", ["one", "two"]),
        ("<table><tr><td>one<td>two<tr><td>three</table>", ["one\ttwo", "three"]),
        (
            "<div><div><h4>Anna</h4>one</div></div><div><div><h4>Ben</h4>two</div></div>",
            ["Anna", "Ben"],
        ),
    ],
)
def test_a_paragraph_of_a_page_ends_with_its_element(
    small_detector: Detector, body: str, first: list[str]
) -> None:
    batch, texts = read(small_detector, body)
    opening = batch.opening.copy()
    opening[0] = True
    assert [text for text, opens in zip(texts, opening, strict=True) if opens] == first


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        (
            "<p>The budget<span style='display:none'> best casino</span> was adopted.</p>",
            ["The budget", "best casino", "was adopted."],
        ),
        (
            "<p>News <a style='opacity:0' href=u>best</a> <b style='opacity:0'>casino</b></p>",
            ["News", "best casino"],
        ),
        ("<p>Report <span style='display:none'>(PDF)</span> of May</p>", ["Report (PDF) of May"]),
        ("<p>News <b aria-hidden=true>of the week</b> in May</p>", ["News of the week in May"]),
        ("<p style='display:none'>one</p>two", ["one", "two"]),
    ],
)
def test_what_is_hidden_within_a_line_is_a_block_of_its_own(
    small_detector: Detector, body: str, blocks: list[str]
) -> None:
    assert read(small_detector, body)[1] == blocks


def test_a_paragraph_of_a_text_ends_at_an_empty_line(small_detector: Detector) -> None:
    batch = read_batch(["one\ntwo\n\nthree", "four"], small_detector.urls)
    assert batch.opening[:3].tolist() == [False, False, True]


def test_links_that_stay_on_the_site_are_told_from_others(small_detector: Detector) -> None:
    away = '<a href="https://dinas.go.id/x">away</a>'
    own = '<a href="https://perpus.kota.go.id/x">own</a> <a href="/y">also own</a>'
    batch, texts = read(
        small_detector, f"<p>{away}</p><p>{own} {away}</p><p>none</p>", "https://kota.go.id/"
    )
    assert texts == ["away", "own also own away", "none"]
    found = column(batch, "markup_own_links").tolist()
    assert found == pytest.approx([0.0, 2 / 3, NO_LINKS])
    assert column(batch, "markup_own_links_page").tolist() == pytest.approx([0.5] * 3)
    assert batch.facts.institutional.tolist() == [True, False, True]


def test_a_text_has_no_markup(small_detector: Detector) -> None:
    assert (read_batch(["no page"], small_detector.urls).markup == NO_MARKUP).all()


def test_a_page_has_the_same_markup_alone_as_among_others(small_detector: Detector) -> None:
    bodies = [
        '<p><a href="http://a.example/">away</a> <a href="/y">own</a></p>',
        "<p>no links</p>",
        "",
        '<p><a href="/z">own</a></p><p><a href="http://b.example/">away</a> and more</p>',
    ]
    alone = [read(small_detector, body)[0].markup for body in bodies]
    pages = [parse(f"<body>{body}</body>") for body in bodies]
    together = read_batch([page.text for page in pages], small_detector.urls, pages=pages)
    assert (together.markup == np.concatenate(alone)).all()


def test_long_cells_are_blocks_of_their_own(small_detector: Detector) -> None:
    long, other = "a long cell of a table's row", "one more long cell of the same row"
    _, texts = read(
        small_detector, f"<table><tr><td>1<td>{long}<td>{other}<td>2</tr><tr><td>a<td>b</table>"
    )
    assert texts == [f"1\t{long}", f"{other}\t2", "a\tb"]
    batch = read_batch([f"{long}\t{other}"], small_detector.urls)
    assert len(batch.blocks.start) == 1
