"""Models on disk: a directory of plain arrays and a card."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from spamdetect.errors import ModelError

FORMAT: Final = 6
_FIRST_CATEGORIES: Final = (
    "gambling",
    "adult",
    "pharma",
    "finance",
    "counterfeit",
    "academic",
    "seo",
    "scam",
    "other",
)
"""Categories of URLs of the models whose cards do not name them, in their order."""
WEIGHTS: Final = "weights.npz"
CARD: Final = "card.json"
REMEDY: Final = "; train the model again or install the version named in its card"
"""Ends the message about a model that was trained by another version."""
_PACKAGE: Final = Path(__file__).parent
_DAMAGE: Final = (
    OSError,
    ValueError,
    EOFError,
    NotImplementedError,
    AttributeError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What reading a damaged archive of arrays raises."""


class Arrays(Mapping[str, NDArray[Any]]):
    """The arrays of a model, each unpacked when it is first asked for.

    No file stays open, as processes that are forked would share its position.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._stored = path.read_bytes()
            self._names = tuple(_opened(self._stored).files)
        except _DAMAGE as error:
            raise ModelError(
                f"{path} is not readable as a model's weights ({error}); "
                "train the model again or reinstall spamdetect"
            ) from error
        self._path = path
        self._cache: dict[str, NDArray[Any]] = {}

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._cache:
            if name not in self._names:
                raise ModelError(
                    f"{self._path} lacks the array {name!r}: it was made by another version; "
                    "train the model again"
                )
            try:
                self._cache[name] = _opened(self._stored)[name]
            except _DAMAGE as error:
                raise ModelError(
                    f"{self._path}: the array {name!r} is damaged ({error}); "
                    "train the model again or reinstall spamdetect"
                ) from error
        return self._cache[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def _opened(stored: bytes) -> Any:
    return np.load(io.BytesIO(stored), allow_pickle=False)


class _Card(dict[str, Any]):
    """Part of a card, which says so when it lacks a key."""

    def __missing__(self, key: str) -> Any:
        raise ModelError(
            f"the model's {CARD} lacks {key!r}: it is damaged or was made by another version; "
            "train the model again or reinstall spamdetect"
        )


@dataclass(frozen=True, slots=True)
class Model:
    """A loaded model.

    Attributes
    ----------
    name : str
        Name and version, as reports give it.
    arrays : mapping of str to ndarray
    card : dict
        Contents of ``card.json``.
    path : Path
    """

    name: str
    arrays: Mapping[str, NDArray[Any]]
    card: dict[str, Any]
    path: Path


def find_model(name: str | Path) -> Path:
    """Return the directory of a model.

    Parameters
    ----------
    name : str or Path
        The name of a model that ships with the package, or a directory. A string without a path
        separator is a name first, so that a folder which happens to be called ``default`` is not
        taken for the model; write ``./default`` for that.

    Raises
    ------
    ModelError
        If there is none.
    """
    folders = [Path(name), _PACKAGE / "_models" / name, _PACKAGE.parent / "models" / name]
    if isinstance(name, str) and Path(name).name == name:
        folders.append(folders.pop(0))
    for folder in folders:
        if (folder / CARD).is_file():
            return folder
    raise ModelError(
        f"no model {str(name)!r}: neither a directory with {CARD} nor a model that ships with "
        "spamdetect; give 'default' or the directory that 'spamdetect train -o' wrote"
    )


def load_model(name: str | Path = "default") -> Model:
    """Load a model; its arrays are read when needed.

    Parameters
    ----------
    name : str or Path
        See `find_model`.

    Returns
    -------
    Model

    Raises
    ------
    ModelError
        If the model is missing, damaged, or of another format version.
    TypeError
        If `name` is no string or path.
    """
    if not isinstance(name, (str, PathLike)):
        raise TypeError(f"name must be a str or a Path, not {type(name).__name__}")
    folder = find_model(name)
    try:
        card = json.loads((folder / CARD).read_text(encoding="utf-8"), object_hook=_Card)
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{folder / CARD} is damaged ({error}); train the model again or reinstall spamdetect"
        ) from error
    if not isinstance(card, dict) or card.get("format") != FORMAT:
        raise ModelError(
            f"{folder} has format {card.get('format') if isinstance(card, dict) else None!r}, "
            f"this version of spamdetect reads format {FORMAT}; train the model again"
        )
    if isinstance(card.get("url"), dict):
        card["url"].setdefault("categories", list(_FIRST_CATEGORIES))
    return Model(
        f"{card.get('name', folder.name)} {card.get('version', '')}".strip(),
        Arrays(folder / WEIGHTS),
        card,
        folder,
    )


def known_names(
    names: Sequence[str], known: Container[str], what: str, count: int
) -> tuple[str, ...]:
    """Return the names that a model's card gives to rows or columns of its arrays, as they are.

    Parameters
    ----------
    names : sequence of str
    known : container of str
        Those that this version of the package has.
    what : str
        What the error calls one of them.
    count : int
        How many rows or columns there are.

    Raises
    ------
    ModelError
        If a name is not known, or there are more or fewer.
    """
    lacking = [name for name in names if name not in known]
    if lacking:
        raise ModelError(f"this version of spamdetect has no {what} {lacking[0]!r}{REMEDY}")
    if len(names) != count:
        raise ModelError(
            f"the model's {CARD} names {len(names)} of its {what} outputs or inputs, "
            f"and there are {count}{REMEDY}"
        )
    return tuple(names)


def save_model(
    folder: str | Path, arrays: Mapping[str, NDArray[Any]], card: Mapping[str, Any]
) -> None:
    """Write a model's directory, the same bytes for the same arrays and card.

    Parameters
    ----------
    folder : str or Path
    arrays : mapping of str to ndarray
    card : mapping
        JSON-serialisable.
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        target / WEIGHTS, allow_pickle=False, **{name: arrays[name] for name in sorted(arrays)}
    )
    text = json.dumps({"format": FORMAT, **card}, indent=1, sort_keys=True, ensure_ascii=False)
    (target / CARD).write_text(text + "\n", encoding="utf-8")
