from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

from spamdetect import DataError, Detector
from spamdetect.blocks.model import Calibration
from spamdetect.labels import PRESETS
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.dataset import Sizes
from spamdetect.learn.fit.blockdata import BlockData
from spamdetect.learn.fit.blockfit import FittedLabel
from spamdetect.learn.fit.operating import operating_points
from spamdetect.learn.train import train
from spamdetect.model import FORMAT


@pytest.fixture(scope="module")
def card(small_model: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((small_model / "card.json").read_text())
    return loaded


def test_the_card_says_what_the_model_is_made_of(card: dict[str, Any]) -> None:
    assert card["format"] == FORMAT
    assert card["name"] == "small"
    assert card["seed"] == 0
    assert {"numpy", "scikit-learn", "spamdetect", "tldextract"} <= set(card["trained_with"])
    assert len(card["training_data"]["sha256"]) == 64
    assert card["training_data"]["documents"]["clean"] > 0
    assert card["block"]["features"]


def test_eager_presets_have_lower_thresholds(card: dict[str, Any]) -> None:
    blocks, urls = card["block"]["thresholds"], card["url"]["thresholds"]
    assert set(blocks) == set(urls) == set(PRESETS)
    enter = [blocks[preset]["enter"] for preset in PRESETS]
    assert enter == sorted(enter, reverse=True)
    assert [urls[preset] for preset in PRESETS] == sorted(urls.values(), reverse=True)
    for limits in blocks.values():
        assert limits["stay"] <= limits["enter"]


def test_the_model_has_learnt_its_corpus(small_detector: Detector) -> None:
    report = small_detector.score_text(
        "The choir sang three pieces, among them a lullaby from the islands.\n\n"
        "slot gacor maxwin judi online terpercaya http://slot-gacor88.vip/daftar"
    )
    blocks = small_detector.block_scores(report.text)
    assert blocks[1][2] > 0.9 > 0.1 > blocks[0][2]


def html_data(pages: int) -> tuple[BlockData, dict[str, FittedLabel]]:
    """Return 400 texts and some pages of one block; of four, one is spam and the rest harmless.

    Pages look like spam more easily than texts do.
    """
    spans = ((0, 4, "other"),)
    documents = [
        Document(
            "", "text", spans if i % 4 == 0 else (), kind="html" if i >= 400 else "news",
            form="html_page" if i >= 400 else "", label="spam" if i % 4 == 0 else "clean",
        )
        for i in range(400 + pages)
    ]  # fmt: skip
    number = np.arange(len(documents))
    spam = number % 4 == 0
    logit = np.where(spam, 4.0, number % 40 / 20) + 1.5 * (number >= 400)
    data = BlockData(
        [], [], documents, number, number % 3, spam.astype(np.float32),
        np.zeros(len(number), np.float32), 4 * spam.astype(np.int64), np.zeros(len(number), int),
    )  # fmt: skip
    nothing = cast("Any", None)
    return data, {"spam": FittedLabel(nothing, nothing, logit)}


def test_html_has_thresholds_of_its_own_where_there_are_pages_enough() -> None:
    same = Calibration(np.array([-9.0, 9.0]), np.array([-9.0, 9.0]))
    data, fitted = html_data(pages=400)
    levels = operating_points(data, fitted, {"spam": same})
    text, html = levels["document"], levels["html"]
    assert 0.5 < text[0]["balanced"]["enter"] < html[0]["balanced"]["enter"]
    assert html[0]["balanced"]["enter"] == pytest.approx(
        text[0]["balanced"]["enter"] + 1.5, abs=0.2
    )
    assert html[0]["balanced"]["junk"] == text[0]["balanced"]["junk"]
    assert html[1](np.array([4.0])) < text[1](np.array([4.0]))
    data, fitted = html_data(pages=100)
    assert set(operating_points(data, fitted, {"spam": same})) == {"document"}


def test_without_articles_known_to_hold_no_junk_its_threshold_is_set_on_other_blocks() -> None:
    same = Calibration(np.array([-9.0, 9.0]), np.array([-9.0, 9.0]))
    data, fitted = html_data(pages=400)
    data.junk[:400] = np.nan
    limits, _ = operating_points(data, fitted, {"spam": same})["document"]
    assert np.isfinite(limits["balanced"]["junk"])


def with_other_held_out_data(corpus: Path, folder: Path) -> Path:
    """Copy a corpus, with other texts in the splits that are not to be fitted."""
    folder.mkdir()
    shutil.copy(corpus / "urls.tsv", folder)
    lines = []
    for line in (corpus / "documents.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if record["split"] != "train":
            record |= {"text": "Unlike anything: " + record["text"][::-1], "spans": []}
        lines.append(json.dumps(record, ensure_ascii=False))
    (folder / "documents.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_the_same_seed_gives_the_same_bytes_whatever_is_held_out(
    small_model: Path, corpus_dir: Path, tmp_path: Path
) -> None:
    data = with_other_held_out_data(corpus_dir, tmp_path / "data")
    train(data, tmp_path / "small", sizes=Sizes.small())
    for name in ("card.json", "weights.npz"):
        assert (tmp_path / "small" / name).read_bytes() == (small_model / name).read_bytes(), name


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no labelled documents"):
        train(tmp_path, tmp_path / "out")


@pytest.mark.parametrize("honest", ["", '{"text": "hi", "kind": "sms", "spans": []}\n'])
def test_data_without_an_honest_article_is_too_little(
    corpus_dir: Path, tmp_path: Path, honest: str
) -> None:
    shutil.copy(corpus_dir / "urls.tsv", tmp_path)
    spam = '{"text": "Council news.\\nslot gacor", "spans": [[14, 24, "gambling"]]'
    (tmp_path / "documents.jsonl").write_text(honest + spam + ', "split": "train"}\n')
    with pytest.raises(DataError, match=r"no clean article of the split train; add documents"):
        train(tmp_path, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_missing_urls_are_named(corpus_dir: Path, tmp_path: Path) -> None:
    shutil.copy(corpus_dir / "documents.jsonl", tmp_path)
    with pytest.raises(DataError, match=r"urls\*\.tsv"):
        train(tmp_path, tmp_path / "out")


def test_url_tables_may_lie_in_a_folder_of_their_own(corpus_dir: Path, tmp_path: Path) -> None:
    from spamdetect.learn.urls.data import read_urls

    (tmp_path / "urls").mkdir()
    shutil.copy(corpus_dir / "urls.tsv", tmp_path / "urls" / "mine.tsv")
    inside, plain = read_urls(tmp_path), read_urls(corpus_dir)
    assert list(inside["url_or_domain"]) == list(plain["url_or_domain"])
