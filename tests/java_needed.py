from __future__ import annotations

import os
import shutil

import pytest


def skip_without_java() -> None:
    """Skip the test if Spark could not start."""
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and none is on the path or in JAVA_HOME")
