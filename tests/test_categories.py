"""Models name their categories, so that the list of them may grow."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from spamdetect import Detector, ModelError
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.model import CARD

TEXTS = [
    "Council news.\n\nslot gacor hari ini http://26.14.203.77/ judi online https://gacorkuda77.vip/",
    "buy cheap viagra cialis online no prescription pharmacy http://cheap-viagra-online.shop/",
    "Home\nNews\nWeather\nSport\nContact\nShare this\nSubscribe to our newsletter",
]
URLS = ["https://gacorkuda77.vip/", "https://cheap-viagra-online.shop/", "https://town.example/"]

WITH_ANOTHER = """
import spamdetect.labels as labels
names = list(labels.SPAM_CATEGORIES)
names.insert({place}, "tobacco")
labels.SPAM_CATEGORIES = tuple(names)
"""
SCORED = """
import json, sys
from spamdetect import Detector
detector = Detector.load()
texts, urls = json.load(sys.stdin)
reports = [*detector.score_texts(texts), *detector.score_urls(urls)]
print(json.dumps([report.to_dict() for report in reports]))
"""
FITTED = """
from spamdetect import Detector, lexicons
from spamdetect.blocks.lexicon import Matcher
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.fit.blockdata import read_blocks
from spamdetect.learn.fit.categoryfit import fit_categories
detector = Detector.load()
spam = [
    Document(f"s{n}", text, ((0, len(text), name),), "en", group=f"s{n}", label="spam")
    for n in range(9)
    for text, name in (("cheap cigarettes", "tobacco"), ("buy pills now", "pharma"))
]
honest = [Document(f"c{n}", "A plain line.", lang="en", group=f"c{n}") for n in range(9)]
matcher = Matcher.of(lexicons.load())
for documents in (spam, [*spam[:2], *honest]):
    model = fit_categories(read_blocks(documents, detector.urls), matcher, 0)
    assert set(model.names) == {"tobacco", "pharma"}, model.names
"""


def python(code: str, given: object = None) -> str:
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


@pytest.mark.parametrize("place", [0, len(SPAM_CATEGORIES)])
def test_a_category_more_changes_nothing_of_models_trained_before(
    shipped: Detector, place: int
) -> None:
    reports = [*shipped.score_texts(TEXTS), *shipped.score_urls(URLS)]
    assert [report.category for report in reports[:2]] == ["gambling", "pharma"]
    assert reports[3].category == "gambling"
    found = json.loads(python(WITH_ANOTHER.format(place=place) + SCORED, [TEXTS, URLS]))
    assert found == json.loads(json.dumps([report.to_dict() for report in reports]))


def test_a_category_more_can_be_trained_where_some_batches_hold_none() -> None:
    python(WITH_ANOTHER.format(place=0) + FITTED)


@pytest.fixture
def copy(shipped: Detector, tmp_path: Path) -> Path:
    return shutil.copytree(shipped.model.path, tmp_path / "copy")


def change(folder: Path, part: str, **names: Any) -> None:
    card = json.loads((folder / CARD).read_text("utf-8"))
    card[part] |= names
    (folder / CARD).write_text(json.dumps(card), "utf-8")


def test_names_on_the_card_decide(copy: Path) -> None:
    swapped = ["adult", "gambling", *SPAM_CATEGORIES[2:]]
    change(copy, "url", categories=swapped)
    assert Detector.load(copy).score_url(URLS[0]).category == "adult"


@pytest.mark.parametrize(
    ("part", "key", "names", "what"),
    [
        ("url", "categories", ["tobacco", *SPAM_CATEGORIES[1:]], "no category 'tobacco'"),
        ("url", "categories", SPAM_CATEGORIES[1:], "names 8 of its category"),
        ("block", "categories", ["tobacco"] * 15, "no category 'tobacco'"),
        ("block", "categories", SPAM_CATEGORIES, "names 9 of its category"),
        ("block", "evidence", ["smoke"] * 30, "no evidence 'smoke'"),
        ("block", "lexicons", ["tobacco"] * 20, "no lexicon 'tobacco'"),
    ],
)
def test_names_that_this_version_lacks_are_told_with_what_to_do(
    copy: Path, part: str, key: str, names: list[str], what: str
) -> None:
    change(copy, part, **{key: list(names)})
    with pytest.raises(ModelError, match=rf"{what}.*train the model again or install"):
        Detector.load(copy).score_text(TEXTS[0])


def test_evidence_is_found_by_name(copy: Path, shipped: Detector) -> None:
    card = json.loads((copy / CARD).read_text("utf-8"))
    lexicons = [f"terms_{name}" for name in card["block"]["lexicons"]]
    change(copy, "block", evidence=[*lexicons, *(f"urls_{n}" for n in SPAM_CATEGORIES), "raw_ips"])
    named = Detector.load(copy).score_texts(TEXTS)
    for one, other in zip(named, shipped.score_texts(TEXTS), strict=True):
        assert one.sections == other.sections
