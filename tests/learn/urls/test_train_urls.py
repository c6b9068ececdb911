"""Training and scoring of the URL model on invented hosts."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.errors import DataError
from spamdetect.labels import PRESETS, SPAM_CATEGORIES
from spamdetect.learn.evaluation.hostngrams import compare_host_ngrams
from spamdetect.learn.evaluation.urls import evaluate_urls
from spamdetect.learn.urls.data import read_urls
from spamdetect.learn.urls.train import train_urls
from spamdetect.urls import score as url_score
from spamdetect.urls.layout import COLUMNS, UNIT
from spamdetect.urls.score import UrlScorer

GOOD = [
    "harbour",
    "meadow",
    "lantern",
    "granite",
    "willow",
    "copper",
    "thistle",
    "orchard",
    "river",
    "saddle",
]
PLACES = [
    "museum",
    "bakery",
    "school",
    "parish",
    "theatre",
    "archive",
    "garden",
    "library",
    "clinic",
    "tours",
]
BAD = ["zlotto", "zbet", "zgacor", "zjackpot", "zroulette"]
ENDS = ["com", "org", "net", "co.uk", "de", "ac.id"]
LIKELY = r"(http://)?[a-z0-9-]{1,12}(\.[a-z0-9]{2,5}){1,3}(/[a-z0-9%?]{0,9})?"
URLS = st.one_of(st.text(max_size=30), st.from_regex(LIKELY, fullmatch=True))
HEADER = "url_or_domain\tlabel\tcategory\tbrand_core\tsplit"


def corpus(directory: Path) -> Path:
    rng = np.random.default_rng(7)
    rows = []
    for place in range(1500):
        split = ("train", "train", "train", "dev", "test_hash")[place % 5]
        name = f"{GOOD[rng.integers(8)]}{PLACES[rng.integers(8)]}{GOOD[rng.integers(8)]}"
        path = f"/{GOOD[rng.integers(8)]}/{PLACES[rng.integers(8)]}" if place % 2 else ""
        rows.append((f"http://{name}.{ENDS[place % 6]}{path}", "clean", "dom_town", name, split))
        brand = f"{BAD[rng.integers(5)]}{GOOD[rng.integers(8)]}"
        host = f"{brand}{(88, 777, 138, 4)[place % 4]}.{('com', 'vip', 'xyz')[place % 3]}"
        kind = ("gambling_id", "gambling_intl", "gambling_intl", "adult")[place % 4]
        if kind == "adult":
            host = host.replace("z", "xx")
        if kind == "gambling_id":
            brand = f"{GOOD[rng.integers(8)]}{PLACES[rng.integers(8)]}{place}"
            host = f"{GOOD[rng.integers(8)]}{PLACES[rng.integers(8)]}{GOOD[rng.integers(8)]}.com"
        rows.append((host, "spam", kind, brand, split))
    (directory / "urls").mkdir()
    for label in ("clean", "spam"):
        name = "clean_urls" if label == "clean" else "spam_made"
        lines = [HEADER, *("\t".join(row) for row in rows if row[1] == label)]
        (directory / "urls" / f"{name}.tsv").write_text("\n".join(lines) + "\n", "utf-8")
    return directory


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return corpus(tmp_path_factory.mktemp("labelled"))


@pytest.fixture(scope="module")
def trained(data: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    return train_urls(data, seed=3)


@pytest.fixture(scope="module")
def scorer(trained: tuple[dict[str, Any], dict[str, Any]]) -> UrlScorer:
    buffer = io.BytesIO()
    np.savez(buffer, **trained[0])
    buffer.seek(0)
    arrays = dict(np.load(buffer, allow_pickle=False))
    return UrlScorer(arrays, json.loads(json.dumps(trained[1])))


def test_same_seed_same_model(data: Path, trained: tuple[dict[str, Any], dict[str, Any]]) -> None:
    arrays, card = train_urls(data, seed=3)
    assert card == trained[1]
    assert arrays.keys() == trained[0].keys()
    for name, array in arrays.items():
        assert name.startswith("url_")
        assert np.array_equal(array, trained[0][name]), name


def test_unseen_brands_are_told_apart(data: Path, scorer: UrlScorer) -> None:
    found = evaluate_urls(data, scorer)
    assert found["clean_rows"] == 300
    assert found["slices"]["test_hash/gambling_intl"]["recall"]["0.01"] > 0.9
    assert found["false_alarms"]["all"]["sensitive"] <= 0.05
    assert found["ece"] < 0.15


def test_batches_do_not_matter(scorer: UrlScorer) -> None:
    urls = [
        "zbetwillow88.vip",
        "harbourmuseum.com/lantern",
        "http://198.51.100.7/",
        "",
        "%",
        "http://93.184.216.34",
    ]
    anchors = ["", "zjackpot", "x", "", "", "harbour"]
    whole = scorer.score(urls, anchors)
    for place, (url, anchor) in enumerate(zip(urls, anchors, strict=True)):
        alone = scorer.score([url], [anchor])
        assert alone.probability[0] == whole.probability[place]
        assert alone.category[0] == whole.category[place]
    assert len(scorer.score([]).probability) == 0


@given(st.lists(st.tuples(URLS, st.text(max_size=12)), min_size=1, max_size=5))
def test_any_url_scores_alike_alone_and_in_company(
    scorer: UrlScorer, links: list[tuple[str, str]]
) -> None:
    urls, anchors = [link[0] for link in links], [link[1] for link in links]
    whole = scorer.score(urls, anchors)
    alone = [scorer.score([url], [anchor]) for url, anchor in links]
    assert whole.logit.tolist() == [part.logit[0] for part in alone]
    assert whole.category.tolist() == [part.category[0] for part in alone]
    again = scorer.score(urls, anchors, [""] * len(urls))
    assert again.logit.tolist() == whole.logit.tolist()


def test_thresholds_rise_with_the_presets(scorer: UrlScorer) -> None:
    assert scorer.thresholds.keys() == PRESETS.keys()
    assert scorer.thresholds["sensitive"] <= scorer.thresholds["balanced"]
    assert scorer.thresholds["balanced"] <= scorer.thresholds["strict"]


def test_addresses(scorer: UrlScorer) -> None:
    urls = ["http://93.184.216.34/", "http://192.168.0.1/", "http://127.0.0.1", "not a host at all"]
    public, private, loop, none = scorer.score(urls).probability
    assert scorer.thresholds["sensitive"] <= public <= scorer.thresholds["balanced"]
    assert max(private, loop, none) < 0.01
    plain, hidden = scorer.score(["http://93.184.216.34/", "http://0x5db8d822/"]).probability
    assert hidden > plain
    assert (
        scorer.score(["http://93.184.216.34/"]).probability == scorer.score(["8.8.4.5"]).probability
    )


def test_anchors_and_own_links_count(scorer: UrlScorer) -> None:
    url = "https://willowarchive.com/"
    plain, spam, own = scorer.score(
        [url] * 3,
        ["", "online casino slot gacor", ""],
        [
            "https://lanterntours.net/",
            "https://lanterntours.net/",
            "http://www.willowarchive.com/x",
        ],
    ).logit
    assert spam > plain > own


def test_paths_on_institutional_hosts(scorer: UrlScorer) -> None:
    plain, usurped = scorer.score(
        [
            "https://meadowschool.ac.id/garden/library",
            "https://meadowschool.ac.id/slot-gacor-online-casino",
        ]
    ).logit
    assert usurped > plain
    reasons = scorer.reasons("https://meadowschool.ac.id/slot-gacor-online-casino")
    assert "URL_INSTITUTIONAL_HIJACK" in {reason.symbol for reason in reasons}


def test_reasons_are_the_contributions(scorer: UrlScorer) -> None:
    for url, anchor in (
        ("zbetwillow88.vip", ""),
        ("harbourmuseum.com", ""),
        ("http://93.184.216.34/", ""),
        ("http://0x5db8d822/", ""),
        ("a.b/c", "x"),
        ("a.b/?x", "x"),
        ("x", "x"),
        ("b.c.d.e/ff", "x"),
        ("12.ab.cd-9.vip", "x"),
    ):
        reasons = scorer.reasons(url, anchor)
        weights = [abs(reason.weight) for reason in reasons]
        assert weights == sorted(weights, reverse=True)
        assert len(reasons) <= 6
        assert [r.evidence for r in reasons if r.symbol == "URL_ANCHOR"] == [anchor] * bool(anchor)
        logit = scorer.score([url], [anchor]).logit[0] / UNIT
        if len(reasons) < 6:
            total = sum(reason.weight for reason in reasons) + scorer.bias / UNIT
            assert np.clip(total, -16, 16) == pytest.approx(logit, abs=0.4)
    symbols = {reason.symbol: reason for reason in scorer.reasons("http://0x5db8d822/")}
    assert {"URL_RAW_IP", "URL_OBFUSCATED_HOST"} <= symbols.keys()
    assert symbols["URL_RAW_IP"].evidence == "93.184.216.34"


def test_categories(scorer: UrlScorer) -> None:
    scores = scorer.score(["zbetwillow138.xyz", "zjackpotriver777.com", "harbourmuseum.com"])
    assert [scorer.category_name(index) for index in scores.category[:2]] == [
        "gambling",
        "gambling",
    ]
    likely = scores.probability >= min(url_score.LIKELY, scorer.thresholds["sensitive"])
    assert ((scores.category >= 0) == likely).all()
    assert scorer.category_name(-1) is None
    assert scorer.category_name(0) == SPAM_CATEGORIES[0]


def test_columns_are_as_the_card_says(trained: tuple[dict[str, Any], dict[str, Any]]) -> None:
    assert trained[1]["columns"] == list(COLUMNS)


def test_groups_stay_within_a_fold(data: Path) -> None:
    frame = read_urls(data)
    assert frame.groupby("group")["fold"].nunique().max() == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "no urls"),
        ("url_or_domain\tlabel\ta.example\tspam\n", "no column category, split"),
        ("", "made.tsv: is no table"),
        (HEADER + "\na.example\tmaybe\tother\t\ttrain\n", "'maybe'"),
    ],
)
def test_wrong_tables_are_named(tmp_path: Path, text: str | None, message: str) -> None:
    if text is not None:
        (tmp_path / "urls").mkdir()
        (tmp_path / "urls" / "made.tsv").write_text(text, "utf-8")
    with pytest.raises(DataError, match=message):
        read_urls(tmp_path)


@pytest.mark.parametrize("suffix", ["", ".gz", ".bz2", ".xz", ".zst"])
def test_tables_may_be_compressed(tmp_path: Path, suffix: str) -> None:
    packed = {".gz": gzip.compress, ".bz2": bz2.compress, ".xz": lzma.compress}
    table = f"{HEADER}\na.com\tspam\tgambling\t\ttrain\n".encode()
    data = packed.get(suffix, zstandard.compress if suffix else bytes)(table)
    (tmp_path / f"urls.tsv{suffix}").write_bytes(data)
    assert read_urls(tmp_path)["url_or_domain"].tolist() == ["a.com"]


@pytest.mark.parametrize(
    ("rows", "lacking"),
    [
        ([], "no spam row of the split train, no clean row of the split train, no spam row of"),
        (
            ["a.example spam train", "192.0.2.7 clean train", "a.com spam dev", "b.com clean dev"],
            "no spam row of the split train, no clean row of the split train; add rows",
        ),
        (
            ["a.com spam train", "b.com clean train", "c.com clean dev"],
            ": no spam row of the split dev;",
        ),
        (
            ["a.com spam train", "b.com clean train", "c.com spam test"],
            "no spam row of the split dev",
        ),
    ],
)
def test_too_few_urls_are_told(tmp_path: Path, rows: list[str], lacking: str) -> None:
    lines = ["{}\t{}\tgambling\t\t{}".format(*row.split()) for row in rows]
    (tmp_path / "urls.tsv").write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    with pytest.raises(DataError, match=lacking):
        train_urls(tmp_path)


def test_one_url_of_each_side_and_split_suffices(tmp_path: Path) -> None:
    rows = ["a.com spam train", "b.com clean train", "c.com spam dev", "d.com clean dev"]
    lines = ["{}\t{}\tgambling\t\t{}".format(*row.split()) for row in rows]
    (tmp_path / "urls.tsv").write_text("\n".join([HEADER, *lines, ""]), "utf-8")
    arrays, card = train_urls(tmp_path)
    assert card["rows"] == {"train": 2, "dev": 2}
    assert np.isfinite(UrlScorer(arrays, card).score(["http://slot.com/"]).logit).all()


def test_host_ngrams_are_measured_on_the_same_rows(data: Path, scorer: UrlScorer) -> None:
    found = compare_host_ngrams(data, scorer, "test")
    assert set(found) == {"test_hash/gambling_id", "test_hash/gambling_intl"}
    brands = found["test_hash/gambling_intl"]
    assert brands["rows"] == 150
    recalls = list(brands["baseline"].values())
    assert recalls == sorted(recalls, reverse=True)
    assert 0.5 < brands["baseline"]["0.01"] < brands["ours"]["0.01"]
    assert (
        brands["ours"] == evaluate_urls(data, scorer)["slices"]["test_hash/gambling_intl"]["recall"]
    )
    assert compare_host_ngrams(data, scorer, "unknown") == {}
