from __future__ import annotations

from importlib.util import find_spec

collect_ignore = [] if find_spec("scrapy") else ["test_crawl.py", "test_scrapy.py", "crawl_once.py"]
"""Tests of an adapter need the tool that it adapts to."""
