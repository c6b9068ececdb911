from __future__ import annotations

import json
import random
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
import pytest
from documents import batches, texts
from hypothesis import given, settings

from spamdetect import Detector
from spamdetect.labels import JUNK_CATEGORIES, PRESETS, SPAM_CATEGORIES

ARTICLE = (
    "Village library opens again\n\n"
    "After two years of repairs the village library opened its doors on Saturday. Around sixty "
    "people came to see the new reading room, which has forty tables and better lamps.\n\n"
    "The mayor thanked the volunteers who had carried the books back up the stairs."
)
INJECTED = "slot gacor maxwin http://203.0.113.7/slot daftar judi online http://slot-gacor.example"


@settings(max_examples=150, deadline=None)
@given(texts)
def test_any_text_gets_a_sound_report(small_detector: Detector, text: str) -> None:
    report = small_detector.score_text(text)
    assert report.text == text
    assert 0.0 <= report.score <= 1.0
    previous = 0
    for section in report.sections:
        assert previous <= section.start < section.end <= len(text)
        assert section.text == text[section.start : section.end]
        assert section.label in ("spam", "junk")
        known = SPAM_CATEGORIES if section.label == "spam" else JUNK_CATEGORIES
        assert section.category in known
        assert 0.0 <= section.score <= 1.0
        previous = section.end
    spam = [section for section in report.sections if section.label == "spam"]
    assert (report.verdict in ("injected", "spam")) == bool(spam)
    inside = {at for section in spam for at in range(section.start, section.end)}
    assert report.clean_text == "".join(c for at, c in enumerate(text) if at not in inside)


@settings(max_examples=60, deadline=None)
@given(batches)
def test_reports_are_the_same_alone_in_a_batch_and_in_any_order(
    small_detector: Detector, documents: list[str]
) -> None:
    alone = [small_detector.score_text(document) for document in documents]
    assert list(small_detector.score_texts(documents)) == alone
    assert list(small_detector.score_texts(reversed(documents))) == alone[::-1]


def test_reports_do_not_depend_on_how_batches_are_cut(small_detector: Detector) -> None:
    rng = random.Random(5)
    lines = [*ARTICLE.split(". "), *INJECTED.split(" ")]
    documents = ["\n".join(rng.choice(lines) for _ in range(rng.randrange(60))) for _ in range(700)]
    reports = list(small_detector.score_texts(documents))
    shuffled = list(range(len(documents)))
    rng.shuffle(shuffled)
    again = list(small_detector.score_texts([documents[index] for index in shuffled]))
    assert [again[shuffled.index(index)] for index in range(len(documents))] == reports


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\0",
        "\ud800",
        "\n" * 1000,
        "\r\n\u2028\x85",
        "a" * 1_000_000,
        "word " * 200_000,
        "。" * 300_000,
        "http://203.0.113.7/ " * 20_000,
        "[url=" * 20_000,
        "http://" + "a" * 200_000,
        "(" * 200_000,
        "\ud800\udc00" * 1000,
        "a\u0301" * 100_000,
    ],
    ids=lambda text: f"{text[:8]!r}*{len(text)}",
)
def test_the_worst_texts_get_a_report(small_detector: Detector, text: str) -> None:
    report = small_detector.score_text(text)
    assert report.text == text
    json.dumps(report.to_dict())


@pytest.mark.parametrize(
    "honest",
    [
        "The council voted on Monday to repair the old bridge.",
        "Bake the loaf for forty minutes and let it cool.",
        pytest.param(
            "Thanks for the recipe, my family loved it.",
            marks=pytest.mark.xfail(
                strict=True,
                reason="known false alarm: praise above a link, as spam comments begin",
            ),
        ),
    ],
)
def test_an_honest_line_of_a_tiny_text_stays_beside_a_line_of_spam(
    shipped: Detector, honest: str
) -> None:
    spam = "slot gacor maxwin situs judi online terpercaya http://sifiremi4d.vip/daftar"
    report = shipped.score_text(f"{honest}\n{spam}")
    assert [section.text.strip() for section in report.sections] == [spam]


def test_an_empty_text_is_clean(small_detector: Detector) -> None:
    report = small_detector.score_text("")
    assert (report.verdict, report.score, report.sections, report.urls) == ("clean", 0.0, (), ())


def test_spam_in_an_article_is_cut_out_and_nothing_else(shipped: Detector) -> None:
    text = f"{ARTICLE}\n\n{INJECTED}\n"
    report = shipped.score_text(text)
    assert report.verdict == "injected"
    assert report.category == "gambling"
    assert [section.text for section in report.sections] == [INJECTED]
    assert report.clean_text == f"{ARTICLE}\n\n\n"


def test_an_honest_article_is_clean(shipped: Detector) -> None:
    report = shipped.score_text(ARTICLE)
    assert report.verdict == "clean"
    assert report.sections == ()
    assert report.clean_text == ARTICLE


def test_urls_are_reported_in_order_of_appearance(small_detector: Detector) -> None:
    text = "b http://b.example/ then hxxp://a[.]example/x and http://203.0.113.7/"
    report = small_detector.score_text(text)
    assert [url.host for url in report.urls] == ["b.example", "a.example", "203.0.113.7"]


def test_reasons_are_named_and_say_why(shipped: Detector) -> None:
    (section,) = shipped.score_text(f"{ARTICLE}\n\n{INJECTED}").sections
    for reason in section.reasons:
        assert reason.symbol == reason.symbol.upper()
        assert reason.description
        assert reason.weight
        assert len(reason.evidence) <= 90
    positive = [reason.weight for reason in section.reasons if reason.weight > 0]
    assert positive == sorted(positive, reverse=True)
    assert "203.0.113.7" in " ".join(reason.evidence for reason in section.reasons)


def test_a_label_repeated_under_several_suffixes_is_named(shipped: Detector) -> None:
    addresses = ["http://203.0.114.7/", "http://198.51.101.22/", "http://192.0.3.61/"]
    twins = [f"https://www.rajaslot303.{suffix}/" for suffix in ("ac.id", "or.id", "sch.id")]
    links = " ".join(addresses + twins)
    (section,) = shipped.score_text(f"{ARTICLE}\n\n{links}").sections
    evidence = {reason.symbol: reason.evidence for reason in section.reasons}
    assert evidence["URL_TWIN_LABELS"] == "rajaslot303.{ac.id,or.id,sch.id}"
    assert "203.0.114.7" in evidence["URL_RAW_IP"]


def test_blocks_are_scored_whether_flagged_or_not(small_detector: Detector) -> None:
    text = f"{ARTICLE}\n\n{INJECTED}"
    blocks = small_detector.block_scores(text)
    assert [start for start, *_ in blocks] == sorted(start for start, *_ in blocks)
    assert text[blocks[-1][0] : blocks[-1][1]] == INJECTED
    assert all(0.0 <= spam <= 1.0 and 0.0 <= junk <= 1.0 for _, _, spam, junk in blocks)
    assert max(blocks, key=lambda block: block[2]) == blocks[-1]
    assert small_detector.block_scores("") == []


@pytest.mark.parametrize("value", [None, 3, b"text", ["text"]])
def test_what_is_not_text_is_refused(small_detector: Detector, value: Any) -> None:
    with pytest.raises(TypeError, match="must be a str"):
        small_detector.score_text(value)
    with pytest.raises(TypeError, match="must be a str"):
        list(small_detector.score_texts(["fine", value]))
    with pytest.raises(TypeError, match="must be a str"):
        small_detector.score_url(value)
    with pytest.raises(TypeError, match="must be a str"):
        small_detector.score_urls(["http://a.example", value])
    with pytest.raises(TypeError, match="must be a str"):
        small_detector.block_scores(value)


def test_one_string_is_not_a_list_of_strings(small_detector: Detector) -> None:
    with pytest.raises(TypeError, match="score_url"):
        small_detector.score_urls("http://a.example")
    with pytest.raises(TypeError, match="score_text"):
        small_detector.score_texts("text")


def test_columns_of_different_lengths_are_refused(small_detector: Detector) -> None:
    with pytest.raises(ValueError, match="anchor"):
        small_detector.score_urls(["a.example", "b.example"], ["one"])
    with pytest.raises(ValueError, match="source_url"):
        small_detector.score_urls(["a.example"], None, [])
    with pytest.raises(ValueError, match="2 texts need as many urls, not 1"):
        small_detector.score_texts(["a", "b"], ["http://a.example"])
    with pytest.raises(ValueError, match="2 pages need as many urls, not 3"):
        small_detector.score_htmls(["a", "b"], [None, None, None])
    reports = small_detector.score_texts(iter(["a", "b"]), ["http://a.example"])
    with pytest.raises(ValueError, match="shorter"):
        list(reports)


@pytest.mark.parametrize(
    ("documents", "urls", "what"),
    [
        (3, None, "not iterable"),
        (3, [None], "not iterable"),
        (["a", "b"], 3, "not iterable"),
        (["a", "b"], "ab", "urls must be an iterable of str, not str"),
    ],
)
def test_wrong_types_are_told_by_the_call_and_not_by_the_first_report(
    small_detector: Detector, documents: Any, urls: Any, what: str
) -> None:
    for score in (small_detector.score_texts, small_detector.score_htmls):
        with pytest.raises(TypeError, match=what):
            score(documents, urls)


def test_an_unknown_preset_is_refused(small_model: Path) -> None:
    with pytest.raises(ValueError, match="strict, balanced, sensitive"):
        Detector.load(small_model, preset="wild")  # type: ignore[arg-type]


def test_an_eager_preset_flags_all_that_a_strict_one_flags(small_model: Path) -> None:
    lines = [ARTICLE, INJECTED, "cheap pills http://pills.example", "Read more", "slot", "loans"]
    rng = random.Random(2)
    documents = ["\n".join(rng.choices(lines, k=6)) for _ in range(40)]
    flagged = []
    for preset in PRESETS:
        detector = Detector.load(small_model, preset=preset)  # type: ignore[arg-type]
        reports = list(detector.score_texts(documents))
        flagged.append(
            sum(s.end - s.start for r in reports for s in r.sections if s.label == "spam")
        )
    assert flagged == sorted(flagged)


def test_lists_have_the_last_word_on_hosts(small_model: Path) -> None:
    detector = Detector.load(
        small_model, allow=["good.example"], block=["bad.example", "so.good.example"]
    )
    good, bad, both = detector.score_urls(
        ["http://x.good.example/slot", "bad.example", "http://so.good.example"]
    )
    assert (good.verdict, good.score, good.reasons[0].symbol) == ("ok", 0.0, "LIST_ALLOW")
    assert (bad.verdict, bad.score, bad.reasons[0].symbol) == ("spam", 1.0, "LIST_BLOCK")
    assert both.verdict == "ok"


def test_a_frame_is_scored_row_by_row_with_its_own_index(small_detector: Detector) -> None:
    frame = pd.DataFrame(
        {"body": [ARTICLE, None, f"{ARTICLE}\n{INJECTED}", ""]}, index=["a", "b", "c", "a"]
    )
    scored = small_detector.score_frame(frame, text="body")
    assert list(scored.index) == ["a", "b", "c", "a"]
    assert list(scored.columns) == ["verdict", "score", "category", "sections", "clean_text"]
    report = small_detector.score_text(frame["body"].iloc[2])
    assert scored["verdict"].iloc[2] == report.verdict
    assert scored["sections"].iloc[2] == report.to_dict()["sections"]
    assert scored["verdict"].iloc[1] == "clean"
    assert list(frame.columns) == ["body"]


def test_frames_with_html_use_it_where_there_is_some(small_detector: Detector) -> None:
    frame = pd.DataFrame({"text": ["one", "two"], "page": ["<p>uno", None]})
    scored = small_detector.score_frame(frame, html="page")
    assert list(scored["clean_text"].str.strip()) == ["uno", "two"]


def test_a_missing_column_is_named(small_detector: Detector) -> None:
    with pytest.raises(ValueError, match=r"no column 'text'.*\['a'\]"):
        small_detector.score_frame(pd.DataFrame({"a": ["x"]}))
    with pytest.raises(ValueError, match="needs a column"):
        small_detector.score_frame(pd.DataFrame({"a": ["x"]}), text=None)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("text", b"spam", r"column 'text' must hold str, not bytes \(row 'b'\)"),
        ("text", ["spam"], r"column 'text' must hold str, not list \(row 'b'\)"),
        ("page", 1.5, r"column 'page' must hold str or bytes, not float \(row 'b'\)"),
        ("url", 7, r"column 'url' must hold str, not int \(row 'b'\)"),
    ],
)
def test_a_value_of_a_wrong_type_in_a_frame_is_named_not_called_clean(
    small_detector: Detector, name: str, value: object, told: str
) -> None:
    frame = pd.DataFrame({"text": ["one"] * 3, "page": [None] * 3, "url": [None] * 3}, dtype=object)
    frame.index = pd.Index(["a", "b", "c"])
    frame[name] = pd.Series([None, value, value], index=frame.index, dtype=object)
    with pytest.raises(TypeError, match=told):
        small_detector.score_frame(frame, html="page", url="url")


@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview])
def test_pages_in_a_frame_may_be_bytes_of_any_kind(small_detector: Detector, kind: type) -> None:
    page = f"<p>{ARTICLE}</p><p>{INJECTED}</p>".encode()
    frame = pd.DataFrame({"page": [kind(page), None, float("nan"), pd.NA, pd.NaT]})
    scored = small_detector.score_frame(frame, html="page")
    assert scored["verdict"].tolist() == [small_detector.score_html(page).verdict, *["clean"] * 4]
    assert scored["clean_text"].tolist()[1:] == [""] * 4


def test_columns_of_one_name_are_not_scored_by_their_name(small_detector: Detector) -> None:
    frame = pd.DataFrame([["one", "two"]], columns=["text", "text"])
    with pytest.raises(ValueError, match="2 columns 'text'"):
        small_detector.score_frame(frame)


def test_what_is_no_frame_is_named_with_what_to_use(small_detector: Detector) -> None:
    with pytest.raises(TypeError, match=r"a pandas DataFrame, not list; use score_texts"):
        small_detector.score_frame([1])


def test_an_empty_frame_gives_an_empty_frame(small_detector: Detector) -> None:
    scored = small_detector.score_frame(pd.DataFrame({"text": []}))
    assert scored.empty
    assert "verdict" in scored.columns


def test_a_detector_can_be_shared_between_threads(small_detector: Detector) -> None:
    documents = [f"{ARTICLE}\n{INJECTED} {number}" for number in range(40)]
    expected = list(small_detector.score_texts(documents))
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(small_detector.score_text, documents)) == expected


def test_texts_are_scored_as_they_are_read(small_detector: Detector) -> None:
    def endless() -> Iterator[str]:
        while True:
            yield ARTICLE

    reports = small_detector.score_texts(endless())
    assert [next(reports).verdict for _ in range(3)] == ["clean"] * 3


def test_no_socket_is_opened(small_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    detector = Detector.load(small_model)
    detector.score_text(f"{ARTICLE}\n{INJECTED}")
    detector.score_url("http://never-seen-before.co.uk/path")


def test_frames_have_the_same_types_whatever_they_hold(small_detector: Detector) -> None:
    spam = "slot gacor hari ini http://203.0.113.7/ situs toto 4d terpercaya link maxwin"
    kinds = {
        tuple(small_detector.score_frame(pd.DataFrame({"text": texts})).dtypes)
        for texts in ([], ["The choir sang three pieces."], [spam], ["The choir sang.", spam])
    }
    assert len(kinds) == 1
