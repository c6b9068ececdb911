from __future__ import annotations

import json
import multiprocessing
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from spamdetect import Detector, ModelError
from spamdetect.model import CARD, FORMAT, WEIGHTS, load_model, save_model

ARRAYS: dict[str, NDArray[Any]] = {
    "b": np.arange(2000, dtype=np.int8),
    "a": np.linspace(0, 1, 7),
}


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    save_model(tmp_path / "plain", ARRAYS, {"name": "plain", "version": "9", "note": "é"})
    return tmp_path / "plain"


@pytest.fixture
def copy(small_model: Path, tmp_path: Path) -> Path:
    return shutil.copytree(small_model, tmp_path / "copy")


def test_what_is_saved_is_loaded(plain: Path) -> None:
    model = load_model(plain)
    assert model.name == "plain 9"
    assert model.path == plain
    assert model.card["note"] == "é"
    assert model.card["format"] == FORMAT
    assert sorted(model.arrays) == ["a", "b"]
    for name, array in ARRAYS.items():
        np.testing.assert_array_equal(model.arrays[name], array)
        assert model.arrays[name].dtype == array.dtype


FORKED = """
import multiprocessing
import sys

from spamdetect import Detector

TEXTS = [f"An honest line.\\nSlot gacor http://203.0.113.{n}/ hari ini." for n in range(4)]
detector = Detector.load(sys.argv[1])
context = multiprocessing.get_context("fork")
together = context.Barrier(len(TEXTS))


def score(text):
    together.wait()
    return detector.score_text(text)


with context.Pool(len(TEXTS)) as pool:
    found = pool.map(score, TEXTS, chunksize=1)
assert found == [detector.score_text(text) for text in TEXTS]
"""


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="the system cannot fork"
)
def test_a_detector_loaded_before_a_fork_scores_in_the_children(small_model: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FORKED, small_model], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("used", [False, True])
def test_a_detector_can_be_pickled(small_model: Path, used: bool) -> None:
    text = "Slot gacor http://203.0.113.7/ hari ini."
    detector = Detector.load(small_model, allow=["news.example"])
    if used:
        detector.score_text(text)
    again = pickle.loads(pickle.dumps(detector))
    assert again.score_text(text) == detector.score_text(text)
    assert again.score_url("http://news.example/") == detector.score_url("http://news.example/")


def test_the_same_model_is_saved_as_the_same_bytes(plain: Path, tmp_path: Path) -> None:
    again = dict(reversed(ARRAYS.items()))
    save_model(tmp_path / "again", again, {"note": "é", "version": "9", "name": "plain"})
    for name in (WEIGHTS, CARD):
        assert (tmp_path / "again" / name).read_bytes() == (plain / name).read_bytes()


def test_arrays_that_could_run_code_are_refused(plain: Path) -> None:
    np.savez(plain / WEIGHTS, a=np.array([{"x": 1}], dtype=object))
    with pytest.raises(ModelError, match="'a' is damaged"):
        load_model(plain).arrays["a"]


def test_an_array_that_is_not_there_is_named(plain: Path) -> None:
    with pytest.raises(ModelError, match=r"lacks the array 'c'.*train the model again"):
        load_model(plain).arrays["c"]


@pytest.mark.parametrize("name", [None, 3, b"default"])
def test_a_name_of_another_type_is_told(name: Any) -> None:
    for load in (load_model, Detector.load):
        with pytest.raises(TypeError, match=f"name must be .* not {type(name).__name__}"):
            load(name)


@pytest.mark.parametrize("name", ["no-such-model", "", "models"])
def test_a_missing_model_is_named_with_what_to_do(name: str, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="spamdetect train -o"):
        Detector.load(tmp_path / name)
    with pytest.raises(ModelError, match="no model 'nothing'"):
        Detector.load("nothing")


def test_a_folder_does_not_stand_in_for_a_shipped_model(
    plain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = load_model("default").path
    shutil.copytree(plain, plain.parent / "default")
    monkeypatch.chdir(plain.parent)
    assert load_model("default").path == shipped
    assert load_model("plain").name == "plain 9"
    for folder in ("./default", Path("default"), plain.parent / "default"):
        assert load_model(folder).name == "plain 9"


def score_with(folder: Path) -> None:
    Detector.load(folder).score_text("Slot gacor http://203.0.113.7/ hari ini.")


@pytest.mark.parametrize("keep", [0.0, 0.001, 0.5, 0.999])
def test_truncated_weights(copy: Path, keep: float) -> None:
    weights = (copy / WEIGHTS).read_bytes()
    (copy / WEIGHTS).write_bytes(weights[: int(len(weights) * keep)])
    with pytest.raises(ModelError, match=r"weights\.npz.*reinstall"):
        score_with(copy)


@pytest.mark.parametrize("place", [0.05, 0.2, 0.4, 0.6])
def test_overwritten_weights(copy: Path, place: float) -> None:
    weights = bytearray((copy / WEIGHTS).read_bytes())
    at = int(len(weights) * place)
    weights[at : at + 64] = b"\0" * 64
    (copy / WEIGHTS).write_bytes(weights)
    with pytest.raises(ModelError, match=r"weights\.npz.*reinstall"):
        score_with(copy)


def test_missing_weights(copy: Path) -> None:
    (copy / WEIGHTS).unlink()
    with pytest.raises(ModelError, match="not readable"):
        score_with(copy)


def test_weights_that_are_a_single_array(copy: Path) -> None:
    with (copy / WEIGHTS).open("wb") as file:
        np.save(file, np.arange(3))
    with pytest.raises(ModelError, match="not readable"):
        score_with(copy)


@pytest.mark.parametrize("card", [b"", b"{", b"\xff\xfe", b"nonsense"])
def test_a_damaged_card(copy: Path, card: bytes) -> None:
    (copy / CARD).write_bytes(card)
    with pytest.raises(ModelError, match=r"card\.json is damaged"):
        score_with(copy)


@pytest.mark.parametrize("card", ["{}", "[]", "3", '{"format": 0}', '{"format": 99}'])
def test_a_card_of_another_format(copy: Path, card: str) -> None:
    (copy / CARD).write_text(card)
    with pytest.raises(ModelError, match=rf"reads format {FORMAT}; train the model again"):
        score_with(copy)


def without(*path: str) -> Callable[[dict[str, object]], None]:
    def change(card: dict[str, object]) -> None:
        part = card
        for key in path[:-1]:
            part = part[key]  # type: ignore[assignment]
        del part[path[-1]]

    return change


@pytest.mark.parametrize(
    "path", [("url",), ("block",), ("block", "thresholds"), ("block", "thresholds", "balanced")]
)
def test_a_card_that_lacks_a_part(copy: Path, path: tuple[str, ...]) -> None:
    card = json.loads((copy / CARD).read_text())
    without(*path)(card)
    (copy / CARD).write_text(json.dumps(card))
    with pytest.raises(ModelError, match=rf"lacks '{path[-1]}'"):
        score_with(copy)


def test_a_model_with_other_features(copy: Path) -> None:
    card = json.loads((copy / CARD).read_text())
    card["block"]["features"].pop()
    (copy / CARD).write_text(json.dumps(card))
    with pytest.raises(ModelError, match="other features"):
        score_with(copy)
