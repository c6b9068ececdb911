from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient
from test_notebooks import ThisInterpreter

from spamdetect.learn.evaluate import evaluate
from spamdetect.learn.modelcard import write_figures

NOTEBOOK = Path(__file__).parent.parent / "notebooks" / "02_benchmark.ipynb"


def outputs(monkeypatch: pytest.MonkeyPatch, **environment: str | Path) -> tuple[str, int]:
    """Run the notebook; return what it printed and how many pictures it drew."""
    for name in ("DATA", "MODEL", "SPLIT", "GENERATED"):
        monkeypatch.delenv(f"SPAMDETECT_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(f"SPAMDETECT_{name.upper()}", str(value))
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    NotebookClient(
        notebook,
        timeout=300,
        startup_timeout=300,
        kernel_manager_class=ThisInterpreter,
        resources={"metadata": {"path": str(NOTEBOOK.parent)}},
    ).execute()
    found: list[Any] = [o for c in notebook.cells if c.cell_type == "code" for o in c.outputs]
    printed = "".join(o.text for o in found if o.output_type == "stream" and o.name == "stdout")
    return printed, sum("image/png" in o.get("data", {}) for o in found)


def test_a_folder_of_data_is_measured_and_its_worst_errors_shown(
    monkeypatch: pytest.MonkeyPatch, corpus_dir: Path, small_model: Path
) -> None:
    printed, pictures = outputs(
        monkeypatch, data=corpus_dir, model=small_model, split="dev", generated="30"
    )
    assert f"split dev, from {corpus_dir}" in printed
    assert pictures >= 6


def test_figures_of_the_card_are_shown_without_data(
    monkeypatch: pytest.MonkeyPatch, corpus_dir: Path, small_model: Path, tmp_path: Path
) -> None:
    model = shutil.copytree(small_model, tmp_path / "model")
    result = evaluate(corpus_dir, model, split="dev", baselines=False, generated=30)
    write_figures(model, json.loads(json.dumps(result)))
    printed, pictures = outputs(monkeypatch, model=model)
    assert "from the model's card" in printed
    assert "set SPAMDETECT_DATA" in printed
    assert pictures >= 4
