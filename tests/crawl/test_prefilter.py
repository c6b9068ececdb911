from __future__ import annotations

import builtins
import socket
import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_model import random_detector

from spamdetect.crawl import prefilter
from spamdetect.crawl.prefilter import Prefilter
from spamdetect.labels import PRESETS
from spamdetect.urls.relative import resolved

HOSTS = [f"{word}{n or ''}.{suffix}" for word in ("news", "bet-slot", "kedai") for n in (0, 7, 88)
         for suffix in ("example", "co.id", "com", "ac.id")]  # fmt: skip
ODD = [
    "",
    " ",
    "http://",
    "http://192.0.2.7/a",
    "http://0x7f.1/",
    "http://8.8.8.8/",
    "http://3221225985/x",
    "http://[2001:db8::1]/",
    "http://[broken/",
    "javascript:void(0)",
    "mailto:a@b.example",
    "http://a.example@b.example/x",
    "//a.example",
    "http:\\\\a.example\\b",
    "\x00\x01",
    "\ud800.example",
    "http://" + "a." * 2000 + "example/",
    "http://a.example/" + "x" * (1 << 20),
    "http://a.example/?" + "%41/" * (1 << 18),
    "x" * (1 << 20),
    "http://a.example/\x00\x1b[31m\x7f\x85",
    "http://a.example/\udcff\ud800",
    " http://a.example/ \u00a0\u2028",
    "http://%63asino.example/",
    "http://ｃasino.example/",
]
PATHS = ["", "/", "/news/2024", "/slot-gacor", "/?q=bonus", "#top", "/%73lot"]
URLS = [f"http://{host}{path}" for host in HOSTS for path in PATHS] + ODD
ANCHORS = ["", "read more", "best casino", "!!", "\udcff\x00", "slot " * 1000]

url_texts = st.one_of(
    st.sampled_from(URLS),
    st.text(st.characters(), max_size=40),
    st.builds("http://{}/{}".format, st.sampled_from(HOSTS), st.text(st.characters(), max_size=10)),
)


def full(detector, urls: list[str], anchors: list[str], sources: list[str]) -> list[bool]:
    urls = [resolved(*pair) for pair in zip(urls, sources, strict=True)]
    probability = detector.urls.score(urls, anchors, sources).probability
    return (probability < detector.urls.thresholds[detector.preset]).tolist()


@pytest.mark.parametrize("preset", PRESETS)
def test_answers_are_those_of_the_model(preset) -> None:
    detector = random_detector(preset)
    links = [(url, anchor) for url in URLS for anchor in ANCHORS]
    for source in ("", "http://www.bet-slot88.com/page", "http://192.0.2.7/"):
        urls, anchors = map(list, zip(*links, strict=True))
        expected = full(detector, urls, anchors, [source] * len(urls))
        assert len(set(expected)) == 2
        seen = Prefilter(detector)
        assert seen.accept_links(links, source or None) == expected
        assert seen.accept_links(links, source or None) == expected
        assert [seen.accept(*link, source or None) for link in links] == expected
        fresh = Prefilter(detector)
        assert [fresh.accept(*link, source or None) for link in links] == expected


@given(st.lists(st.tuples(url_texts, st.sampled_from(ANCHORS)), max_size=20), url_texts)
def test_batch_and_single_calls_agree(links: list[tuple[str, str]], source: str) -> None:
    one, batch = Prefilter(random_detector()), Prefilter(random_detector())
    answers = batch.accept_links(links, source)
    assert answers == [one.accept(url, anchor, source) for url, anchor in links]
    urls = [url for url, _ in links]
    if urls:
        anchors = [anchor for _, anchor in links]
        assert answers == full(random_detector(), urls, anchors, [source] * len(urls))


def test_lists_have_the_last_word_and_allow_wins() -> None:
    everything = [f".{host.rpartition('.')[2]}" for host in HOSTS]
    spam = Prefilter(random_detector(block=tuple(everything)))
    urls = [f"http://{host}/" for host in HOSTS]
    assert spam.accept_links(urls) == [False] * len(urls)
    assert [spam.accept(url, source_url=url) for url in urls] == [False] * len(urls)
    fine = Prefilter(random_detector(allow=tuple(everything), block=tuple(everything)))
    assert fine.accept_links(urls) == [True] * len(urls)
    assert [fine.accept(url) for url in urls] == [True] * len(urls)


def test_own_links_are_accepted_where_the_same_link_elsewhere_is_not() -> None:
    detector = random_detector()
    filter_ = Prefilter(detector)
    doubtful = [url for url in URLS[: -len(ODD)] if not filter_.accept(url)]
    own = [filter_.accept(url, source_url=url) for url in doubtful]
    assert any(own)
    accepted = [url for url in URLS[: -len(ODD)] if filter_.accept(url)]
    assert all(filter_.accept(url, source_url=url) for url in accepted)


def test_links_may_be_urls_or_pairs() -> None:
    filter_ = Prefilter(random_detector())
    assert filter_.accept_links([]) == []
    assert (
        filter_.accept_links(["http://a.example/", ("http://a.example/", "")])
        == [filter_.accept("http://a.example/")] * 2
    )


def test_misuse_raises() -> None:
    filter_ = Prefilter(random_detector())
    url = "http://a.example/"
    for arguments, name in (
        ((b"a.example",), "url"),
        ((url, 5), "anchor"),
        ((url, None), "anchor"),
        ((url, ["a"]), "anchor"),
        ((url, "", 5), "source_url"),
    ):
        with pytest.raises(TypeError, match=rf"^{name} must be a str, not"):
            filter_.accept(*arguments)  # type: ignore[arg-type]
    for columns, name in (
        (([url, None],), "url"),
        (([url], [5]), "anchor"),
        (([url], [["a"]]), "anchor"),
        (([url], [""], [5]), "source_url"),
    ):
        with pytest.raises(TypeError, match=rf"^{name} must be a str, not"):
            filter_.accept_all(*columns)  # type: ignore[arg-type]
    for links, source, what in (
        ([5], None, "a link must be a str or a pair"),
        ([("a", "b", "c")], None, "a link must be a str or a pair"),
        ([(url, 5)], None, "anchor must be a str, not int"),
        ([url], 5, "source_url must be a str, not int"),
    ):
        with pytest.raises(TypeError, match=what):
            filter_.accept_links(links, source)  # type: ignore[arg-type, list-item]
    with pytest.raises(TypeError, match="use accept"):
        filter_.accept_links("http://a.example/")
    with pytest.raises(ValueError, match="2 URLs need as many anchors, not 1"):
        filter_.accept_all(["a", "b"], ["x"])


def test_no_file_and_no_socket_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    filter_ = Prefilter(random_detector())
    filter_.accept("http://a.example/")

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("input or output")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
    filter_.accept_links(URLS)


def test_what_is_kept_of_links_is_bounded() -> None:
    detector = random_detector()
    links = [(f"http://h{n}.example/slot{n}", f"anchor {n}") for n in range(3000)]
    Prefilter(detector).accept_links(links)  # fills what is kept beside the filter

    def grown(most_hosts: int) -> int:
        tracemalloc.start()
        try:
            filter_ = Prefilter(detector, most_hosts=most_hosts)
            for link in links:
                filter_.accept(*link)
            for start in range(0, len(links), 40):
                filter_.accept_links(links[start : start + 40])
            return tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()

    assert grown(100) < 150_000 < grown(10_000)


def test_what_is_forgotten_is_learnt_again() -> None:
    filter_ = Prefilter(random_detector(), most_hosts=50)
    urls = [f"http://h{n}.example/slot{n}" for n in range(300)]
    one_by_one = [filter_.accept(url) for url in urls]
    assert filter_.accept_links(urls) == one_by_one
    assert filter_.accept_links(urls) == one_by_one


def test_threads_share_a_filter() -> None:
    shared = Prefilter(random_detector(), most_hosts=20)
    expected = Prefilter(random_detector()).accept_links(URLS)
    with ThreadPoolExecutor(8) as pool:
        for answers in pool.map(lambda _: [shared.accept(url) for url in URLS], range(8)):
            assert answers == expected


def test_module_functions_use_the_default_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    filter_ = Prefilter(random_detector(block=["blocked.example"]))
    monkeypatch.setattr(prefilter, "default_prefilter", lambda: filter_)
    assert not prefilter.accept("http://www.blocked.example/")
    assert prefilter.accept_links(["http://blocked.example/"], "http://a.example/") == [False]
