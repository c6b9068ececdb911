"""Versions and the model's card: what a bug report needs."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Iterator
from importlib import metadata
from typing import Any, Final

from spamdetect._version import __version__
from spamdetect.errors import ModelError
from spamdetect.io.jsontext import dumps
from spamdetect.model import load_model

_DEPENDENCIES: Final = (
    "idna",
    "joblib",
    "numpy",
    "pandas",
    "rich",
    "scikit-learn",
    "scipy",
    "selectolax",
    "threadpoolctl",
    "tldextract",
    "orjson",
    "pyarrow",
    "zstandard",
    "brotli",
    "jinja2",
    "scrapy",
    "pyspark",
    "datatrove",
)
_LONG: Final = 12


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "--model", default="default", metavar="NAME", help="a model's name or directory"
    )
    parser.add_argument("--json", action="store_true", help="write one JSON object")


def run(args: argparse.Namespace) -> int:
    """Run the command and return the exit status."""
    model, problem = _model(args.model)
    found = {
        "version": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "dependencies": _dependencies(),
        "model": model,
    }
    if args.json:
        sys.stdout.buffer.write(dumps(found) + b"\n")
    else:
        print("\n".join(_lines(found)))
    if problem is not None:
        raise problem
    return 0


def _model(name: str) -> tuple[dict[str, Any], ModelError | None]:
    try:
        model = load_model(name)
    except ModelError as error:
        return {"name": name, "path": None, "card": None}, error
    return {"name": model.name, "path": str(model.path), "card": dict(model.card)}, None


def _dependencies() -> dict[str, str | None]:
    """Return the versions of everything spamdetect may use, None for what is not installed."""
    versions: dict[str, str | None] = {}
    for name in _DEPENDENCIES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            versions[name] = None
    return versions


def _lines(found: dict[str, Any]) -> Iterator[str]:
    yield f"spamdetect {found['version']}"
    yield f"Python {found['python']} on {found['platform']}"
    for name, version in found["dependencies"].items():
        yield f"  {name:<14} {version or 'not installed'}"
    model = found["model"]
    if model["card"] is None:
        yield f"model {model['name']}: cannot be loaded"
        return
    yield f"model {model['name']} ({model['path']})"
    yield from _card(model["card"], "  ")


def _card(card: dict[str, Any], indent: str) -> Iterator[str]:
    for key, value in card.items():
        if isinstance(value, dict) and len(value) <= _LONG:
            yield f"{indent}{key}:"
            yield from _card(value, indent + "  ")
        elif isinstance(value, (dict, list)) and len(value) > _LONG:
            yield f"{indent}{key}: {len(value)} entries"
        else:
            yield f"{indent}{key}: {value}"
