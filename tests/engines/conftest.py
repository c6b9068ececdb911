from __future__ import annotations

from importlib.util import find_spec

NEEDS = {"test_spark.py": "pyspark", "test_datatrove.py": "datatrove"}

collect_ignore = [test for test, tool in NEEDS.items() if find_spec(tool) is None]
"""Tests of an adapter need the tool that it adapts to."""
