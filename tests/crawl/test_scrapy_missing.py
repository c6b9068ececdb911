"""What is said where Scrapy, or a part of it, is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LACKING = "raise ModuleNotFoundError('lacking', name={!r})\n"


@pytest.mark.parametrize(
    ("lacking", "files"),
    [
        ("scrapy>=2.13", {"itemadapter.py": "ItemAdapter = 1", "scrapy.py": LACKING}),
        ("scrapy>=2.13", {"itemadapter.py": "ItemAdapter = 1", "scrapy/__init__.py": "Spider = 1"}),
        ("itemadapter", {"itemadapter.py": LACKING}),
    ],
    ids=["no Scrapy", "an old Scrapy", "a package that it needs"],
)
def test_the_package_that_is_lacking_is_named(
    tmp_path: Path, lacking: str, files: dict[str, str]
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text.format(name.removesuffix(".py")))
    run = subprocess.run(
        [sys.executable, "-c", "import spamdetect.crawl.scrapy"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"spamdetect.crawl.scrapy needs the package {lacking!r}; install it" in run.stderr
    assert "pip install 'spamdetect[scrapy]'" in run.stderr
