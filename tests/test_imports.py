from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import spamdetect

PACKAGE = Path(spamdetect.__file__).parent


def test_no_modules_import_each_other_not_even_late_or_for_types() -> None:
    """Imports of packages are left out: their ``__init__`` hand on what stands below."""
    modules = {
        ".".join(("spamdetect", *path.relative_to(PACKAGE).with_suffix("").parts)): path
        for path in PACKAGE.rglob("*.py")
        if path.name != "__init__.py"
    }
    imported: dict[str, set[str]] = {}
    for name, path in modules.items():
        named = [
            node for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.ImportFrom)
        ]  # fmt: skip
        found = {node.module or "" for node in named}
        found |= {f"{node.module}.{alias.name}" for node in named for alias in node.names}
        imported[name] = found & modules.keys()
    order = tuple(TopologicalSorter(imported).static_order())
    assert set(order) == modules.keys()
    assert order.index("spamdetect.model") < order.index("spamdetect.detector")
