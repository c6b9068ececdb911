from __future__ import annotations

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

import spamdetect
from spamdetect.urls.host import split_url
from spamdetect.urls.relative import resolved

PAGE = "https://www.townnews.org:8080/dir/index.html?a=1"


@pytest.mark.parametrize(
    ("link", "host", "path"),
    [
        ("/bet365.html", "www.townnews.org", "/bet365.html"),
        ("bet365.html", "www.townnews.org", "/dir/bet365.html"),
        ("\\slot", "www.townnews.org", "/slot"),
        ("../slots?x", "www.townnews.org", "/slots"),
        ("2024/05/", "www.townnews.org", "/dir/2024/05/"),
        ("?q=slot", "www.townnews.org", "/dir/index.html"),
        ("#top", "www.townnews.org", "/dir/index.html"),
        ("", "www.townnews.org", "/dir/index.html"),
        ("//bet365.com/x", "bet365.com", "/x"),
        ("\\\\bet365.com\\x", "bet365.com", "/x"),
        ("///bet365.com/x", "bet365.com", "/x"),
        ("/\\//bet365.com/x", "bet365.com", "/x"),
        ("https.html", "www.townnews.org", "/dir/https.html"),
        ("httpd/docs.html", "www.townnews.org", "/dir/httpd/docs.html"),
        ("bet365.com/x", "bet365.com", "/x"),
        ("26.14.203.77/x", "26.14.203.77", "/x"),
        ("localhost:80/x", "localhost", "/x"),
        ("slot.example", "slot.example", ""),
        ("https://b.org/x", "b.org", "/x"),
        ("javascript:void(0)", "", "void(0)"),
    ],
)
def test_links_lead_where_a_browser_goes_from_the_page(link: str, host: str, path: str) -> None:
    parts = split_url(resolved(link, PAGE))
    assert (parts.host.name, parts.path) == (host, path)


def test_without_a_page_a_path_has_no_host_and_a_name_has() -> None:
    for link in ("/bet365.html", "\\bet365.html"):
        parts = split_url(link)
        assert (parts.host.kind, parts.path) == ("none", "/bet365.html")
        assert resolved(link, "") == resolved(link, "mailto:a@b.c") == link
    assert split_url("bet365.com/x").host.name == "bet365.com"
    assert split_url("//bet365.com/x").host.name == "bet365.com"
    assert spamdetect.score_url("/bet365.com").host == ""


@given(st.text(st.sampled_from("ab./?#\\- %1"), max_size=12))
def test_relative_links_lead_to_the_host_that_browsers_go_to(link: str) -> None:
    found = resolved(link, PAGE)
    if found != link and not link.replace("\\", "/").strip().startswith("//"):
        assert split_url(found).host.name == ada_url.URL(link, base=PAGE).hostname


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_two_strings_are_joined(link: str, page: str) -> None:
    assert isinstance(resolved(link, page), str)


def test_a_link_of_the_page_itself_is_judged_as_its_whole_url() -> None:
    for link in ("/bet365.html", "slots.html", "//bet365.com/x"):
        whole = ada_url.URL(link, base=PAGE).href
        told, expected = (spamdetect.score_url(url, "", PAGE) for url in (link, whole))
        assert (told.host, told.score) == (expected.host, expected.score)
        assert told.url == link
        assert spamdetect.accept(link, "", PAGE) == spamdetect.accept(whole, "", PAGE)
