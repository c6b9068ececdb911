"""One URL alone is scored by other code than many; the numbers must not show it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamdetect import Detector
from spamdetect.urls.features import (
    UrlFeatures,
    features_of_host,
    fold_path,
    fold_text,
    url_features,
    written_path,
)
from spamdetect.urls.host import split_common, split_url
from spamdetect.urls.parts import UrlParts
from spamdetect.urls.score import UrlScorer

sys.path.insert(0, str(Path(__file__).parents[1] / "crawl"))

from random_model import random_model

RANDOM = random_model()
SCORER = UrlScorer(RANDOM.arrays, RANDOM.card["url"])
PARTS = UrlParts(SCORER, RANDOM.arrays)
HOSTS = st.sampled_from(
    ["a.example", "slot-gacor88.vip", "www.uni.ac.id", "192.0.2.7", "[2001:db8::1]", "0x7f.1",
     "8.8.8.8", "bit.ly", "%63asino.example", "u@b.example", "", "ｃasino.example"]
)  # fmt: skip
ANY_TEXT = st.text(st.characters(), max_size=60)
URLS = st.one_of(
    ANY_TEXT,
    st.builds("http://{}/{}".format, HOSTS, ANY_TEXT),
    st.builds("{}?{}#{}".format, HOSTS, ANY_TEXT, ANY_TEXT),
)


@given(URLS, ANY_TEXT, URLS)
def test_alone_it_has_the_score_it_has_among_others(url: str, anchor: str, page: str) -> None:
    alone = SCORER.score([url], [anchor], [page])
    among = SCORER.score(["x.example", url, "y.example"], ["", anchor, "z"], ["", page, ""])
    assert alone.logit[0] == among.logit[1]
    assert alone.probability[0] == among.probability[1]
    assert alone.category[0] == among.category[1]


@given(st.lists(URLS, min_size=3, max_size=6), st.lists(ANY_TEXT, min_size=3, max_size=6))
def test_parts_of_one_are_parts_of_many(urls: list[str], texts: list[str]) -> None:
    rows = [url_features(url)._replace(path="") for url in urls]
    assert [PARTS.host(row) for row in rows] == PARTS.hosts(rows)
    folded = [fold_text(text) or "-x-" for text in texts]
    assert [PARTS.path(text) for text in folded] == PARTS.paths(folded)
    assert [PARTS.anchor(text) for text in folded] == PARTS.anchors(folded)


@given(URLS, ANY_TEXT)
def test_the_shipped_model_scores_one_as_many(shipped: Detector, url: str, anchor: str) -> None:
    alone = shipped.urls.score([url], [anchor])
    assert alone.logit[0] == shipped.urls.score([url, url], [anchor, anchor]).logit[0]


@given(URLS)
def test_common_urls_are_split_as_others_are(url: str) -> None:
    common = split_common(url)
    if common is not None:
        parts = split_url(url)
        assert parts.host.name == common[0]
        assert (parts.host.kind, parts.host.obfuscated) == ("domain", False)
        read = written_path(parts.path, parts.query, parts.fragment)
        assert fold_path(written_path(*common[1:])) == fold_path(read)


@pytest.mark.parametrize("name", ["a.example", "www.uni.ac.id"])
def test_hosts_with_and_without_memory_agree(name: str) -> None:
    row = UrlFeatures(split_url(name).host, features_of_host(name, False, "domain"), "")
    assert PARTS.host(row) == PARTS.hosts([row] * 4)[3]
