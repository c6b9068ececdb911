"""Imports point one way, as the table of docs/developing.md says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from itertools import chain
from pathlib import Path

import spamdetect

ROOT = Path(spamdetect.__file__).parent
TABLE = Path(__file__).parent.parent / "docs" / "developing.md"
MODULES = {
    ".".join(("spamdetect", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(
        ".__init__"
    ): path
    for path in ROOT.rglob("*.py")
}


def rows() -> list[list[str]]:
    """Return the first cells of the first table, as lists of names."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("|---"))
    table = iter(lines[start + 1 :])
    return [re.findall("`([^`]+)`", line.split("|")[1]) for line in iter(table.__next__, "")]


def imports(node: ast.AST, typing: bool) -> Iterator[str]:
    """Yield the modules of the package that a module imports, anywhere in it."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING" and not typing:
            continue
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names if alias.name in MODULES)
        elif isinstance(child, ast.ImportFrom) and child.module in MODULES:
            names = (f"{child.module}.{alias.name}" for alias in child.names)
            yield from (name if name in MODULES else child.module for name in names)
        else:
            yield from imports(child, typing)


def graph(typing: bool) -> dict[str, set[str]]:
    """Return for each module what it imports, for type checkers alone if wanted."""
    return {
        name: set(imports(ast.parse(path.read_text(encoding="utf-8")), typing))
        for name, path in MODULES.items()
    }


def part(module: str) -> str:
    """Return the folder or file at the top of the package that a module is."""
    path = MODULES[module].relative_to(ROOT)
    return path.parts[0]


def test_the_table_names_all_that_there_is() -> None:
    named = sorted(chain.from_iterable(rows()))
    assert named == sorted({part(module) for module in MODULES})


def test_imports_point_down_the_table() -> None:
    row = {name: number for number, names in enumerate(rows()) for name in names}
    wrong = [
        f"{module} imports {other}"
        for module, others in graph(typing=True).items()
        for other in others
        if (a := part(module)) != (b := part(other))
        and not row[a] < row[b]
        and not (row[a] == row[b] and a.endswith(".py") and b.endswith(".py"))
    ]
    assert wrong == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    """Late imports count, and those for type checkers alone between modules of two folders."""
    run, checked = graph(typing=False), graph(typing=True)
    found = {
        name: others | {other for other in checked[name] if part(other) != part(name)}
        for name, others in run.items()
    }
    assert sorted(TopologicalSorter(found).static_order()) == sorted(MODULES)
