from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

collect_ignore = [
    "test_crawl.py",
    "test_scrapy.py",
    "test_scrapy_items.py",
    "test_scrapy_links.py",
    "crawl_once.py",
]
if find_spec("scrapy"):
    collect_ignore.clear()
"""Tests of an adapter need the tool that it adapts to."""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a list of hosts and return its path."""

    def to_file(text: str | bytes, name: str = "list.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return to_file
