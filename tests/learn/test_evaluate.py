"""The benchmark as a whole, on the small corpus, with a model trained on it."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from spamdetect import Detector
from spamdetect.cli.main import entry
from spamdetect.errors import DataError, ModelError
from spamdetect.learn.corpus.documents import Document
from spamdetect.learn.corpus.load import load_corpus
from spamdetect.learn.evaluate import evaluate
from spamdetect.learn.evaluation import blocks
from spamdetect.learn.evaluation.junkfigures import junk_figures
from spamdetect.learn.evaluation.kinds import kinds_of, share_bins
from spamdetect.learn.evaluation.scoring import Columns, Outcome, Scored, score_documents
from spamdetect.learn.evaluation.tables import print_tables


@pytest.fixture(scope="module")
def result(corpus_dir: Path, small_model: Path) -> dict[str, Any]:
    return evaluate(corpus_dir, small_model, split="dev", baselines=False, generated=60)


def test_the_small_model_finds_the_labelled_spam_and_spares_clean_pages(
    result: dict[str, Any],
) -> None:
    assert result["block"]["gold"]["spam"]["recall"]["0.01"] > 0.85
    assert result["span"]["gold"]["f1"] > 0.75
    assert result["document"]["spam"]["all"]["recall"] > 0.85
    assert result["document"]["false alarms"]["clean"]["flagged"]["balanced"] < 0.1
    assert result["document"]["false alarms"]["clean"]["removed"] < 0.05


def test_the_shipped_model_passes_the_gate(corpus_dir: Path) -> None:
    result = evaluate(corpus_dir, "default", split="dev", baselines=False, generated=60)
    assert result["block"]["gold"]["spam"]["recall"]["0.001"] > 0.9
    assert result["block"]["generated"]["recall"]["0.001"] > 0.8
    assert result["span"]["gold"]["f1"] > 0.75
    assert result["document"]["spam"]["all"]["recall"] > 0.9
    assert result["document"]["false alarms"]["clean"]["flagged"]["balanced"] == 0.0


def test_urls_of_the_folder_itself_are_measured_on_all_its_clean_rows(
    result: dict[str, Any],
) -> None:
    assert result["url"]["clean_rows"] == 40
    assert result["url"]["slices"]["dev/gambling"]["recall"]["0.01"] > 0.5
    assert set(result["not measured"]) == {"HTML pages"}


def test_what_the_data_has_nothing_for_is_told(
    corpus_dir: Path, small_model: Path, tmp_path: Path
) -> None:
    shutil.copy(corpus_dir / "documents.jsonl", tmp_path)
    told: list[str] = []
    result = evaluate(
        tmp_path, small_model, split="dev", baselines=False, generated=0, log=told.append
    )
    page = io.StringIO()
    print_tables(result, Console(file=page, width=140))
    missing = "not measured: URLs (no clean ones of the split 'dev' in urls*.tsv)"
    assert missing in page.getvalue() and any(missing in line for line in told)


def test_the_result_is_json_and_printable(result: dict[str, Any]) -> None:
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    console = Console(record=True, width=120, file=None, quiet=True)
    print_tables(result, console)


def test_the_same_seed_gives_the_same_figures(
    result: dict[str, Any], corpus_dir: Path, small_model: Path
) -> None:
    again = evaluate(corpus_dir, small_model, split="dev", baselines=False, generated=60)
    assert {**again, "seconds": 0} == {**result, "seconds": 0}


def test_progress_is_told(corpus_dir: Path, small_model: Path) -> None:
    told: list[str] = []
    evaluate(corpus_dir, small_model, split="dev", baselines=False, generated=0, log=told.append)
    assert any("no leaks" in line for line in told)


def test_wrong_use_says_what_to_do(corpus_dir: Path, small_model: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="test, dev"):
        evaluate(corpus_dir, small_model, split="train")
    with pytest.raises(DataError, match="no labelled documents"):
        evaluate(tmp_path, small_model)
    with pytest.raises(ModelError, match="spamdetect train"):
        evaluate(corpus_dir, tmp_path / "none")
    record = {"id": "a", "text": "Some text.", "spans": [], "split": "train"}
    (tmp_path / "documents.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(DataError, match="no clean pages"):
        evaluate(tmp_path, small_model, split="dev")


def test_command_prints_json(
    corpus_dir: Path, small_model: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    arguments = ["evaluate", "--data", str(corpus_dir), "--model", str(small_model)]
    assert entry([*arguments, "--split", "dev", "--no-baselines", "--json"]) == 0
    out, err = capfdbinary.readouterr()
    assert json.loads(out)["split"] == "dev"
    assert b"no leaks" in err


def test_scores_and_spans_are_those_of_the_detector(
    corpus_dir: Path, small_detector: Detector
) -> None:
    documents = load_corpus(corpus_dir, ("dev",)).gold
    scored = score_documents(documents, small_detector)
    reports = list(small_detector.score_texts([d.text for d in documents]))
    for outcome, report in zip(scored.outcomes, reports, strict=True):
        assert outcome.verdict == report.verdict
        assert outcome.score == pytest.approx(report.score, abs=1e-6)
        assert outcome.spam == tuple(
            (s.start, s.end, s.category) for s in report.sections if s.label == "spam"
        )
        assert outcome.flagged["balanced"] == bool(outcome.spam)


def test_nothing_to_score_gives_empty_columns(small_detector: Detector) -> None:
    scored = score_documents((), small_detector)
    assert len(scored.blocks.document) == 0
    assert scored.outcomes == ()


def made_up(
    groups: list[str], owner: list[int], share: list[float], junk: list[float] | None = None
) -> Scored:
    """Blocks of 10 visible characters each, one after the other."""
    number = len(owner)
    place = np.array([owner[:i].count(owner[i]) for i in range(number)])
    zero = np.zeros(number)
    columns = Columns(
        document=np.array(owner),
        start=place * 10,
        end=place * 10 + 10,
        visible=np.full(number, 10),
        spam=zero,
        junk=zero,
        spam_share=np.array(share, np.float32),
        junk_share=np.array(junk or zero, np.float32),
        spam_length=(np.array(share) * 10).astype(np.int64),
        category=np.full(number, -1),
        has_url=np.zeros(number, bool),
        features=np.zeros((number, 0), np.float32),
    )
    clear = Outcome("clean", 0.0, None, (), (), {}, (0, 0, 0, 0))
    documents = tuple(Document(str(i), "x" * 100, group=g) for i, g in enumerate(groups))
    return Scored(documents, columns, (clear,) * len(groups))


def test_recall_is_pooled_within_a_site_and_averaged_over_sites() -> None:
    scored = made_up(["one", "one", "two"], [0, 0, 1, 2], [1.0, 1.0, 0.6, 1.0])
    logit = np.array([5.0, 5.0, 0.0, 0.0])
    found = blocks.recall(scored, logit, blocks.is_spam(scored.blocks), {"0.001": 1.0})
    assert found["recall"] == {"0.001": pytest.approx((2 / 3 + 0) / 2)}
    assert (found["blocks"], found["documents"], found["groups"]) == (4, 3, 2)


def test_one_long_page_does_not_use_up_all_false_alarms() -> None:
    scored = made_up(["one", "two", "three"], [0] * 8 + [1, 2], [0.0] * 10)
    logit = np.array([9.0] * 8 + [5.0, 1.0])
    limits = blocks.thresholds(logit)
    assert limits["0.01"] == 9.0
    assert blocks.flagged_pages(scored, logit, {"0.5": 4.0}) == {"0.5": pytest.approx(2 / 3)}
    assert blocks.page_weights(scored).tolist() == [0.125] * 8 + [1.0, 1.0]


def test_a_block_with_little_spam_counts_as_spliced() -> None:
    scored = made_up(["one"], [0, 0, 0, 0], [0.5, 0.4, 0.0, 0.7])
    scored.blocks.spam_length[:] = [10, 8, 0, 14]
    assert blocks.is_spam(scored.blocks).tolist() == [True, False, False, True]
    assert blocks.is_spliced(scored.blocks).tolist() == [False, True, False, False]


def test_junk_figures_by_hand() -> None:
    scored = made_up(["one"], [0, 0, 0, 0], [0.0] * 4, [1.0, 1.0, 0.0, 0.0])
    outcome = Outcome("clean", 0.0, None, (), ((10, 30, "boilerplate"),), {}, (0, 0, 0, 0))
    found = junk_figures(Scored(scored.documents, scored.blocks, (outcome,)))
    assert found["precision"] == found["recall"] == found["f1"] == 0.5
    assert found["article_lost"] == 0.5


def test_kinds_and_shares_have_names() -> None:
    assert kinds_of(Document("a", "x", kind="article+comments")) == ["comments and forums"]
    assert kinds_of(Document("a", "x", kind="poem")) == ["other text"]
    assert share_bins([0.005, 0.05, 0.61]) == ["up to 1 %", "1 to 5 %", "over 60 %"]
