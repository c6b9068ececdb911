"""Make figures fit for JSON and for eyes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

DIGITS: Final = 5


def rounded(value: Any) -> Any:
    """Return nested figures with floats rounded, and None for what is not a number."""
    if isinstance(value, Mapping):
        return {str(key): rounded(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [rounded(entry) for entry in value]
    if isinstance(value, float):
        return round(float(value), DIGITS) if math.isfinite(value) else None
    return value
