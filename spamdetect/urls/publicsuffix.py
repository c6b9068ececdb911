"""The public suffix list that tldextract carries, matched without importing tldextract.

Importing it loads an HTTP client and takes 0.2 s, and its own matching takes longer than all else
that is asked of a new host. The rules are read from the file in its package, or from its public
interface if a version keeps them elsewhere; matching gives what its ``suffix_list_urls=()`` with
private suffixes gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import PurePath
from typing import Final

_SNAPSHOT: Final = ".tld_set_snapshot"
_RULE = re.compile(r"^[.*!]*\w\S*", re.MULTILINE)
_END: Final = 1
_WILD: Final = 2


class PublicSuffixes:
    """Rules of the public suffix list.

    Parameters
    ----------
    rules : iterable of str
        Such as ``"co.uk"``, ``"*.ck"`` and ``"!www.ck"``, in Unicode.
    """

    def __init__(self, rules: Iterable[str]) -> None:
        self._flags: dict[str, int] = {}
        self._exceptions: set[str] = set()
        top: set[str] = set()
        for rule in rules:
            for form in (rule,) if rule.isascii() else (rule, _ascii(rule)):
                self._add(form)
                top.add(form.rpartition(".")[2])
        self.top_level = frozenset(top)

    def _add(self, rule: str) -> None:
        if rule[0] == "!":
            self._exceptions.add(rule[1:])
            return
        flags, flag = self._flags, _END
        if rule.startswith("*."):
            rule, flag = rule[2:], _WILD
        flags[rule] = flags.get(rule, 0) | flag
        while "." in rule:
            rule = rule.partition(".")[2]
            flags.setdefault(rule, 0)

    def split(self, host: str) -> int:
        """Return the position in a host at which its public suffix begins.

        Parameters
        ----------
        host : str
            Canonical domain.

        Returns
        -------
        int
            The length of the host if none of its ends is a public suffix.
        """
        flags = self._flags
        found = edge = len(host)
        parent = 0
        while edge >= 0:
            start = host.rfind(".", 0, edge) + 1
            name = host[start:]
            flag = flags.get(name)
            if flag is None:
                if parent & _WILD:
                    return edge + 1 if name in self._exceptions else start
                break
            if flag & _END:
                found = start
            parent, edge = flag, start - 1
        return found


def read_rules() -> list[str]:
    """Return the rules of the public suffix list, as its file has them.

    Returns
    -------
    list of str
    """
    spec = find_spec("tldextract")
    if spec is not None and spec.origin is not None:
        try:
            data = spec.loader.get_data(str(PurePath(spec.origin).with_name(_SNAPSHOT)))  # type: ignore[union-attr]
        except (OSError, AttributeError):
            data = b""
        if data:
            return _RULE.findall(data.decode("utf-8"))
    return ask_rules()


def ask_rules() -> list[str]:
    """Return the rules as tldextract tells them.

    Returns
    -------
    list of str
    """
    from tldextract import TLDExtract

    extract = TLDExtract(cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True)
    return list(extract.tlds)


def _ascii(rule: str) -> str:
    labels = rule.split(".")
    return ".".join(
        label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")
        for label in labels
    )
