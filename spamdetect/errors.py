"""Exceptions that users of the package may see."""

from __future__ import annotations


class SpamdetectError(Exception):
    """Base of every error that spamdetect raises on purpose."""


class ModelError(SpamdetectError):
    """A model is missing, damaged or of another format version."""


class MissingExtraError(SpamdetectError, ImportError):
    """An optional dependency is needed and not installed.

    Parameters
    ----------
    package : str
        The missing package, as imported.
    extra : str
        The extra of spamdetect that installs it.
    purpose : str
        What it is needed for.
    """

    def __init__(self, package: str, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the package {package!r}; install it with: "
            f"pip install 'spamdetect[{extra}]'"
        )
        self._given = (package, extra, purpose)

    def __reduce__(self) -> tuple[type[MissingExtraError], tuple[str, str, str]]:
        """Let worker processes hand the error back."""
        return type(self), self._given


class DataError(SpamdetectError, ValueError):
    """Labelled data or a record is not of the documented form."""
