"""Behaviour of the junk generator and of the alignment of pages with their articles."""

from __future__ import annotations

import random

import pytest

from spamdetect.labels import JUNK_CATEGORIES
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.grouping import fold_of
from spamdetect.learn.generate.junk.alignment import align
from spamdetect.learn.generate.junk.documents import (
    JUNK_WEIGHTS,
    boilerplate_documents,
    generate_junk,
)
from spamdetect.learn.generate.junk.noise import gibberish, misread

PLACES = ("harbour", "library", "orchard", "bridge", "station", "mill", "market", "school")
ARTICLE = "\n\n".join(
    (
        "The old ferry made its last crossing on Sunday evening, watched by hundreds of people.",
        "“We shall miss the bell most of all,” said the harbour master, who came there in 1988.",
        "A new bridge opens in spring; until then buses run every half hour from the square.",
        "The town council will decide in May what becomes of the boat and of the ticket house.",
    )
)
PAGE = "\n\n".join(
    (
        "Home", "Local news", "Weather", "Subscribe to our newsletter",
        "Last crossing for the old ferry", "By Ines Albrecht, 4 March 2019",
        ARTICLE.split("\n\n")[0], "The ferry on Sunday. Photo: I. Albrecht",
        *ARTICLE.split("\n\n")[1:],
        "You may also like", "Baker wins regional prize", "Roadworks on Mill Lane until June",
        "Swimming pool to open two weeks early", "Choir looking for tenors",
        "Terms of Use", "© 2019 The Quay Courier. All rights reserved.",
    )
)  # fmt: skip


def paragraphs(rng: random.Random, count: int) -> str:
    return "\n\n".join(
        f"The {rng.choice(PLACES)} near the {rng.choice(PLACES)} was closed in "
        f"{rng.randint(1900, 2020)} because nobody could agree who should pay for the repair. "
        f"Later the {rng.choice(PLACES)} was sold, and the money went to the workers' families."
        for _ in range(count)
    )


def site(number: int, lang: str = "en") -> Document:
    text = f"Chronicle of a small town, part {number}\n\n" + paragraphs(random.Random(number), 5)
    return Document(
        f"d{number}", text, lang=lang, source=f"s{number % 3}", group=f"site{number}.org"
    )


CLEAN = tuple(site(i, ("en", "de", "ru", "zh-Hans", "xx")[i % 5]) for i in range(40))
DOORWAY = Document(
    "w", "fuse box wiring " * 60, ((0, 959, "doorway"),), "en", "real", group="door.example"
)


def page(article: str, full: str) -> Document:
    return Document("p", article, lang="en", source="s", group="quay.example", page_text=full)


def marked(document: Document) -> list[str]:
    return [document.text[start:end] for start, end, _ in document.spans]


def test_furniture_before_and_after_the_article_is_one_span_each() -> None:
    (found,) = boilerplate_documents([page(ARTICLE, PAGE)])
    first, last = marked(found)
    assert first == "Home\n\nLocal news\n\nWeather\n\nSubscribe to our newsletter"
    assert last.startswith("You may also like\n\nBaker wins")
    assert last.endswith("All rights reserved.")
    assert {category for _, _, category in found.spans} == {"boilerplate"}


def test_article_stands_outside_the_spans_and_whole() -> None:
    for unsure in ("keep", "drop"):
        (found,) = boilerplate_documents([page(ARTICLE, PAGE)], unsure=unsure)
        rest = found.text
        for start, end, _ in reversed(found.spans):
            rest = rest[:start] + rest[end:]
        assert all(paragraph in rest for paragraph in ARTICLE.split("\n\n"))


def test_headline_byline_and_caption_are_neither_junk_nor_article() -> None:
    lines, found = align(PAGE, ARTICLE)
    unsure = [PAGE[line.start : line.end] for line in lines if line.label == "unsure"]
    assert found > 0.9
    assert unsure == [
        "Last crossing for the old ferry",
        "By Ines Albrecht, 4 March 2019",
        "The ferry on Sunday. Photo: I. Albrecht",
    ]


def test_unsure_lines_are_kept_on_request_and_dropped_by_default() -> None:
    (kept,) = boilerplate_documents([page(ARTICLE, PAGE)], unsure="keep")
    (dropped,) = boilerplate_documents([page(ARTICLE, PAGE)])
    assert kept.text == PAGE
    assert "Photo: I. Albrecht" not in dropped.text
    assert marked(kept) == marked(dropped)


def test_a_share_bar_that_the_gold_text_holds_is_unsure() -> None:
    shared = ARTICLE.replace("\n\n", "\n\nShare this article\n\n", 1)
    full = PAGE.replace(
        ARTICLE.split("\n\n")[0], ARTICLE.split("\n\n")[0] + "\n\nShare this article"
    )
    lines, _ = align(full, shared)
    labels = {full[line.start : line.end]: line.label for line in lines}
    assert labels["Share this article"] == "unsure"


def test_of_a_line_that_stands_there_more_often_than_in_the_article_none_is_sure() -> None:
    title = "Last crossing for the old ferry: bell and boat go to the museum"
    full = f"{title}\n\n{PAGE}\n\n{title}"
    lines, _ = align(full, f"{title}\n\n{ARTICLE}")
    assert [line.label for line in lines if full[line.start : line.end] == title] == ["unsure"] * 2


def test_title_of_the_html_is_content_wherever_it_stands() -> None:
    full = PAGE + "\n\nLast crossing for the old ferry"
    source = "<html><title>Last crossing for the old ferry - Quay Courier</title></html>"
    plain, _ = align(full, ARTICLE)
    titled, _ = align(full, ARTICLE, source)
    assert (plain[-1].label, titled[-1].label) == ("junk", "unsure")


def test_readers_comments_are_not_furniture() -> None:
    comments = (
        "3 Comments",
        "My grandfather was its first mate.",
        "They should have kept it running, whatever the council says about costs!",
    )
    lines, _ = align("\n".join((PAGE, *comments)), ARTICLE)
    assert [line.label for line in lines[-2:]] == ["unsure", "unsure"]


def test_long_prose_is_not_furniture_unless_it_speaks_of_cookies() -> None:
    prose = "Another story altogether, told at length by someone who had been there. " * 4
    consent = "We use cookies and share data from your device with our partners. " * 4
    lines, _ = align(f"{PAGE}\n{prose}\n{consent}", ARTICLE)
    assert [line.label for line in lines[-2:]] == ["unsure", "junk"]


def test_cells_of_the_articles_table_are_content() -> None:
    table = "| Year | Boats |\n| 1988 | Two |\n| 2019 | One |"
    article = f"{ARTICLE}\n\n{table}\n\nThe figures come from the harbour office and its yearbooks."
    cells = "\n".join(("Year", "Boats", "1988", "Two", "2019", "One"))
    full = f"Home\nNews\n{ARTICLE}\n{cells}\n" + article.split("\n\n")[-1]
    (found,) = boilerplate_documents([page(article, full)])
    assert marked(found) == ["Home\nNews"]


def test_alignment_works_without_spaces_between_words() -> None:
    article = (
        "渡轮在星期日晚上完成了最后一次航行，数百人在岸边观看。\n"
        "新桥将于春天开通，在此之前每半小时有一班公共汽车。"
    )
    full = f"首页\n登录\n{article}\n热门文章\n面包师获得地区奖\n版权所有"
    (found,) = boilerplate_documents([page(article, full)])
    assert marked(found)[0] == "首页\n登录"
    assert "渡轮" not in "".join(marked(found))


def test_pages_without_their_article_are_left_out() -> None:
    assert not list(boilerplate_documents([page(ARTICLE, "Home\n\nPage not found")]))
    assert not list(boilerplate_documents([page(ARTICLE, ARTICLE)]))
    assert not list(boilerplate_documents([site(1)]))
    assert not list(boilerplate_documents([page("", PAGE)]))


def test_lists_of_teasers_are_no_articles() -> None:
    teasers = [f"{line[:70]}…" for line in paragraphs(random.Random(1), 6).split("\n\n")]
    full = "\n".join(("Home", "News", "Weather", *teasers, "Terms of Use"))
    assert not list(boilerplate_documents([page("\n".join(teasers), full)]))


def test_consent_in_the_gold_text_is_not_taught_as_content() -> None:
    consent = "We use cookies to remember your device and the pages of this site that you read."
    lines, _ = align(f"{PAGE}\n{consent}", f"{ARTICLE}\n{consent}")
    assert lines[-1].label == "unsure"


def test_the_same_seed_gives_the_same_documents() -> None:
    first = list(generate_junk(CLEAN, 5, count=120, doorways=[DOORWAY]))
    assert first == list(generate_junk(CLEAN, 5, count=120, doorways=[DOORWAY]))
    assert first != list(generate_junk(CLEAN, 6, count=120, doorways=[DOORWAY]))


def test_every_form_gives_documents_with_exact_spans_of_junk() -> None:
    seen = set()
    for document in generate_junk(CLEAN, 1, count=1500, doorways=[DOORWAY], max_chars=900):
        seen.add(document.form)
        end = 0
        for start, stop, category in document.spans:
            assert end <= start < stop <= len(document.text)
            assert document.text[start:stop] == document.text[start:stop].strip()
            assert category in JUNK_CATEGORIES
            end = stop
        honest = document.form == "plain" or document.form.startswith("honest")
        assert bool(document.spans) != honest
        assert document.label == "clean"
    assert seen == set(JUNK_WEIGHTS)


def test_junk_leaves_the_page_as_it_was() -> None:
    weights = {"chrome": 1.0, "boilerplate": 1.0, "error_page": 1.0, "placeholder": 1.0}
    sources = {"".join(d.text.split()) for d in CLEAN}
    whole = 0
    for document in generate_junk(CLEAN, 3, count=60, weights=weights, max_chars=5000):
        rest, honest = document.text, document.form != "plain"
        for start, stop, _ in reversed(document.spans):
            rest = rest[:start] + rest[stop:]
        whole += honest and "".join(rest.replace("•", "").split()) in sources
    assert whole > 20


def test_whole_pages_are_junk_from_end_to_end() -> None:
    weights = {name: 1.0 for name in JUNK_WEIGHTS if name.endswith("_whole")}
    for document in generate_junk(CLEAN, 2, count=100, weights=weights):
        rest = document.text
        for start, stop, _ in reversed(document.spans):
            rest = rest[:start] + rest[stop:]
        assert not rest.strip()
        category = document.form.removesuffix("_whole")
        assert category in {name for _, _, name in document.spans}


def test_documents_of_a_fold_are_made_of_that_fold_only() -> None:
    folds = 3
    for index in range(folds):
        marks = {d.group: f"zzmark{fold_of(d.group, folds)}zz" for d in CLEAN}
        clean = [
            Document(d.id, f"{marks[d.group]} {d.text.replace('.', ' ' + marks[d.group] + '.')}",
                     lang="en", source=d.source, group=d.group)
            for d in CLEAN
        ]  # fmt: skip
        for document in generate_junk(clean, index, count=60, folds=folds):
            own = fold_of(document.group, folds)
            others = [f"zzmark{fold}zz" for fold in range(folds) if fold != own]
            assert not any(mark in document.text for mark in others)


def test_real_doorways_keep_their_group() -> None:
    found = generate_junk(CLEAN, 1, count=20, doorways=[DOORWAY], weights={"doorway_whole": 1.0})
    assert any(d.group == "door.example" and d.text.startswith("fuse box") for d in found)


def test_splits_must_not_mix() -> None:
    other = Document("x", ARTICLE, lang="en", source="s", group="g", split="test")
    with pytest.raises(ValueError, match="splits"):
        list(generate_junk([*CLEAN, other], 1, count=1))


def test_gibberish_of_any_text_has_about_the_size_asked_for() -> None:
    for seed in range(200):
        text = ("", "kurz", ARTICLE, "Паром сделал последний рейс. " * 30)[seed % 4]
        made = gibberish(random.Random(seed), text, 200)
        assert 20 <= len(made) <= 450


def test_misread_text_stays_readable() -> None:
    broken = misread(random.Random(1), "Über die Fähre schrieb niemand")
    assert "ber die F" in broken
    assert "Fähre" not in broken
