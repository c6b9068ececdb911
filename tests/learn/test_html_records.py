"""Labelled pages of a data folder, HTML in the place of text: trained on and measured with."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from spamdetect import Detector
from spamdetect.learn import dataset
from spamdetect.learn.corpus.load import Corpus, load_corpus
from spamdetect.learn.dataset import Sizes, training_documents
from spamdetect.learn.evaluate import evaluate
from spamdetect.learn.evaluation.scoring import score_documents
from spamdetect.learn.fit.blockdata import BlockData, read_blocks

LONGEST = 400
HEAD = "<!doctype html><style>p{color:red}</style><body>"


def as_html(record: dict[str, Any]) -> dict[str, Any]:
    """Return a labelled record with its text as a page, every line a paragraph."""
    text, spans = record.pop("text"), record["spans"]
    marks = {edge for start, end, _ in spans for edge in (start, end)}
    source, places = HEAD + "<p>", {}
    for index, char in enumerate(text):
        if index in marks:
            places[index] = len(source)
        source += "</p>\n<p>" if char == "\n" else html.escape(char)
    places[len(text)] = len(source)
    moved = [[places[start], places[end], category] for start, end, category in spans]
    return record | {"html": source + "</p></body>", "spans": moved}


@pytest.fixture(scope="module")
def folder(corpus_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copy(corpus_dir / "urls.tsv", folder)
    lines = (corpus_dir / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    records = [as_html(json.loads(line)) for line in lines]
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record) + "\n" for record in records)
    return folder


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return load_corpus(folder, ("train",), with_html=True)


@pytest.fixture(scope="module")
def data(corpus: Corpus, small_detector: Detector) -> BlockData:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "LONGEST", LONGEST)
        documents = training_documents(corpus, 0, Sizes.small())
    return read_blocks(documents, small_detector.urls)


def test_markup_is_never_trained_on_as_words(corpus: Corpus, data: BlockData) -> None:
    assert len(corpus.clean) > 80 and len(corpus.gold) > 40 and len(corpus.spam) > 20
    texts = [document.text for document in data.documents]
    assert not [text for text in texts if "color:red" in text or "doctype" in text]


def test_labelled_pages_are_trained_on_with_their_markup(corpus: Corpus, data: BlockData) -> None:
    kinds = np.array([document.kind for document in data.documents])[data.document]
    marked = np.concatenate([batch.is_html for batch in data.batches])
    assert np.array_equal(kinds == "html", marked)
    natural = [d for d in data.documents if d.kind == "html" and d.form in ("", "html_page")]
    assert {document.label for document in natural} == {"clean", "injected", "spam"}
    spans = {d.id: [d.text[a:b] for a, b, _ in d.spans] for d in corpus.gold}
    found = {d.id: [d.text[a:b] for a, b, _ in d.spans] for d in natural if d.id in spans}
    assert found == spans


def test_their_text_is_trained_on_too_but_not_as_articles(data: BlockData) -> None:
    alone = [d for d in data.documents if d.kind == "whole page" and not d.form]
    assert {document.label for document in alone} == {"clean", "spam"}
    assert max(len(document.text) for document in alone) == LONGEST
    rows = np.isin(data.document, [i for i, d in enumerate(data.documents) if d in alone])
    honest = rows & (data.spam == 0)
    assert honest.any() and np.isnan(data.junk[honest]).all()


def test_pages_are_measured_as_the_detector_scores_them(
    folder: Path, small_detector: Detector
) -> None:
    corpus = load_corpus(folder, ("dev",))
    documents = (*corpus.gold, *corpus.clean, *corpus.spam)
    scored = score_documents(documents, small_detector)
    reports = small_detector.score_htmls([document.html or "" for document in documents])
    for outcome, report in zip(scored.outcomes, reports, strict=True):
        assert outcome.score == pytest.approx(report.score, abs=1e-6)
        sections = [(s.start, s.end, s.category) for s in report.sections if s.label == "spam"]
        assert list(outcome.spam) == sections
        assert outcome.flagged["balanced"] == bool(sections)


def test_a_folder_of_pages_is_evaluated(folder: Path, small_model: Path) -> None:
    result = evaluate(folder, small_model, split="dev", baselines=False, generated=20)
    assert result["data"]["documents"]["generated"] > 10
    assert result["not measured"] == {}
    pages = result["html"]
    assert pages["clean pages"] >= result["data"]["documents"]["clean"] > 10
    assert pages["gold pages"] == result["data"]["documents"]["gold"] > 5
    assert pages["block recall"] > 0.5
