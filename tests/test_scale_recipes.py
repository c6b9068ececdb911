"""The recipes of docs/scale.md, run as they stand there."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
BLOCKS = {
    heading: re.findall(r"^```python\n(.*?)^```", body, re.DOTALL | re.MULTILINE)
    for heading, body in re.findall(
        r"^##+ ([^\n]+)\n(.*?)(?=^##+ |\Z)", TEXT, re.DOTALL | re.MULTILINE
    )
}
LIBRARIES = {
    "Spark": "pyspark",
    "datatrove": "datatrove",
    "Ray Data": "ray",
    "Dask": "dask",
    "Hugging Face datasets": "datasets",
    "Campaigns": "pyspark",
}
SPAM = "slot gacor maxwin situs judi online terpercaya http://sifiremi4d.vip/daftar"
NEWS = "The council voted on Monday to repair the old bridge."
SESSION = """
import os, sys
os.environ["PYSPARK_PYTHON"] = sys.executable
from pyspark.sql import SparkSession
spark = (
    SparkSession.builder.master("local[2]")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.sql.shuffle.partitions", "2")
    .getOrCreate()
)
"""


def rows() -> list[dict[str, Any]]:
    texts = [NEWS, f"{NEWS}\n{SPAM}", f"{SPAM}\n{SPAM}", ""]
    return [
        {"id": str(n), "url": f"https://site-{'abcdefg'[n % 7]}.com/{n}", "text": texts[n % 4]}
        for n in range(28)
    ]


def scored(folder: Path) -> dict[str, tuple[str, float]]:
    """Return verdict and score by id of what a recipe has written."""
    import pyarrow.parquet as pq

    found: dict[str, tuple[str, float]] = {}
    if any(folder.glob("*.jsonl")):
        for path in folder.glob("*.jsonl"):
            for line in path.read_text(encoding="utf-8").splitlines():
                entry = json.loads(line)
                told = entry["metadata"]["spamdetect"]
                found[entry["id"]] = (told["verdict"], told["score"])
        return found
    table = pq.read_table(folder)
    columns = (table[name].to_pylist() for name in ("id", "verdict", "score"))
    return {key: (verdict, score) for key, verdict, score in zip(*columns, strict=True)}


def test_every_section_with_code_is_run() -> None:
    assert {heading for heading, code in BLOCKS.items() if code} == set(LIBRARIES)


@pytest.mark.parametrize("heading", LIBRARIES)
def test_the_recipe_gives_the_scores_of_one_process(heading: str, tmp_path: Path) -> None:
    library = LIBRARIES[heading]
    if find_spec(library) is None:
        pytest.skip(f"{library} is not installed")
    pa = pytest.importorskip("pyarrow")
    import pandas as pd
    import pyarrow.parquet as pq

    from spamdetect import Detector

    if library == "pyspark":
        from java_needed import skip_without_java

        skip_without_java()
    pages = rows()
    pq.write_table(pa.Table.from_pylist(pages), tmp_path / "pages.parquet")
    code = "\n".join(BLOCKS[heading])
    (tmp_path / "recipe.py").write_text(
        (SESSION if library == "pyspark" else "") + code, encoding="utf-8"
    )
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [sys.executable, "recipe.py"],
        check=False,
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": paths,
            "HF_HOME": str(tmp_path / "hf"),
            "HF_HUB_OFFLINE": "1",
            "SPARK_LOCAL_IP": "127.0.0.1",
        },
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    if heading == "Campaigns":
        assert done.stdout.split() == ["sifiremi4d.vip"]
        return
    frame = Detector.load().score_frame(pd.DataFrame(pages), url="url")
    expected = {
        page["id"]: (verdict, score)
        for page, verdict, score in zip(pages, frame["verdict"], frame["score"], strict=True)
    }
    assert set(frame["verdict"]) == {"clean", "injected", "spam"}
    if heading == "datatrove":
        expected = {
            page["id"]: expected[page["id"]]
            for page in pages
            if page["text"] and expected[page["id"]][0] != "spam"
        }
    path = tmp_path / "scored"
    assert scored(path) == expected
