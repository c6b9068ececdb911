"""What a pre-filter was asked before does not change its answers."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from random_model import random_detector

from spamdetect.crawl.prefilter import Prefilter
from spamdetect.urls.host import canonical_host

HOSTS = st.one_of(
    st.sampled_from(["bet-slot88.com", "26.14.203.77", "127.0.0.1", "8.8.8.8", "a.b.1", "0x1a.1"]),
    st.text(st.sampled_from("ab1.!x0-%２。"), max_size=8),
)
FORMS = ("http://{}/bet", "http://!{}/bet", "http://{}./bet", "http://{}../bet", "HTTP://{}/bet",
         "http://x.example@{}/bet", "http://{}:80/bet", "{}")  # fmt: skip
URLS = st.builds(lambda form, host: form.format(host), st.sampled_from(FORMS), HOSTS)
DETECTOR = random_detector()


@given(st.lists(URLS, min_size=1, max_size=8))
@example(["http://26.14.203.77../", "http://26.14.203.77/bet"])
@example(["http://127.0.0.1../", "http://127.0.0.1/bet"])
@example(["http://x.example@bet-slot88.com/", "http://!bet-slot88.com/"])
@example(["http://!bet-slot88.com/", "http://x.example@bet-slot88.com/"])
def test_answers_are_those_of_the_model_whatever_was_asked_before(urls: list[str]) -> None:
    one, many = Prefilter(DETECTOR), Prefilter(DETECTOR)
    many.accept_all(urls[:1])
    expected = [DETECTOR.score_url(url).verdict != "spam" for url in urls]
    assert [one.accept(url) for url in urls] == expected
    assert many.accept_all(urls) == expected


@given(HOSTS, st.sampled_from(["", ".", "..", "..."]))
@example("26.14.203.77", "..")
def test_a_canonical_name_says_all_of_a_host_but_how_it_was_written(host: str, dots: str) -> None:
    read = canonical_host(host + dots)
    assert canonical_host(read.name) == read._replace(obfuscated=False)
    assert read == canonical_host(host)


def test_trailing_dots_leave_an_address_what_it_is() -> None:
    for dots in (".", "..", "...."):
        assert canonical_host(f"127.0.0.1{dots}") == canonical_host("127.0.0.1")
        assert canonical_host(f"127.0.0.1{dots}").special
        assert canonical_host(f"a.1{dots}").kind == "none"
