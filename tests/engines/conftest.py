from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from java_needed import skip_without_java

NEEDS = {
    "test_spark.py": "pyspark",
    "test_spark_campaigns.py": "pyspark",
    "test_datatrove.py": "datatrove",
}

collect_ignore = [test for test, tool in NEEDS.items() if find_spec(tool) is None]
"""Tests of an adapter need the tool that it adapts to."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Return a session of two threads, started once for all tests."""
    skip_without_java()
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["SPARK_LOCAL_IP"] = "127.0.0.1"
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.execution.arrow.maxRecordsPerBatch": "16",
        "spark.python.worker.reuse": "true",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
