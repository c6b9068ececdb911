"""Answers from a person: single keys of a terminal, or lines of a pipe."""

from __future__ import annotations

import sys
from typing import Any

try:
    import termios
    import tty
except ImportError:  # not on Windows, where answers end with Enter
    termios = None  # type: ignore[assignment]


def read_key(prompt: str) -> str:
    """Return one answer, its first letter in lower case.

    Parameters
    ----------
    prompt : str

    Returns
    -------
    str
        Empty for a blank line; ``"q"`` where there is no more input.
    """
    if termios is None or not sys.stdin.isatty():
        line = read_line(prompt)
        return "q" if line is None else line.strip()[:1].lower()
    print(prompt, end="", flush=True)
    number = sys.stdin.fileno()
    before: list[Any] = termios.tcgetattr(number)
    try:
        tty.setcbreak(number)
        key = sys.stdin.read(1)
    finally:
        termios.tcsetattr(number, termios.TCSADRAIN, before)
    key = "q" if key in ("", "\x04", "\x1b") else key.lower()
    print(key if key.isprintable() else "", flush=True)
    return key.strip()


def read_line(prompt: str) -> str | None:
    """Return a line without its line feed; None where there is no more input.

    Parameters
    ----------
    prompt : str
    """
    print(prompt, end="", flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print(flush=True)
    return line.rstrip("\r\n") if line else None
