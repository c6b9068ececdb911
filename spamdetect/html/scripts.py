"""Inline scripts that hide: by element id, by jQuery, or by writing a style rule.

Scripts are not run. Their usual ways of hiding a block are found by pattern, after string
concatenation, escapes, ``unescape`` and ``String.fromCharCode`` have been resolved.
"""

from __future__ import annotations

import re
import urllib.parse
from collections import Counter
from itertools import islice
from typing import Final

from spamdetect.html import css

_WORTH_READING: Final = (
    "style",
    "document.write",
    "hide",
    "hidden",
    ".css(",
    "fromCharCode",
    "unescape",
    "remove",
    "\\x",
    "new Array",
)
_LONGEST: Final = 300_000
_CONCATENATED: Final = re.compile(r"([\"'])\s{0,20}\+\s{0,20}\1")
_ESCAPED: Final = re.compile(r"\\x([0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\([/'\"<>])")
_CHAR_CODES: Final = re.compile(r"String\.fromCharCode\(([\d\s,]{1,20000})\)")
_PERCENT: Final = re.compile(
    r"(?:unescape|decodeURIComponent|decodeURI)\(\s*(?:\"([^\"]*)\"|'([^']*)')\s*\)"
)
_DIGIT_ARRAY: Final = re.compile(r"new Array\(((?:\s*'[0-9]{2,4000}'\s*,?){2,20})\)")
_SHIFT: Final = re.compile(r"parseInt\(\w{1,20}\)\s*([+-])\s*(\d{1,3})\s*-\s*\w{1,20}\s*\+\s*\w")
_ID: Final = r"\(\s*[\"']#?([\w:.-]{1,200})[\"']\s*\)"
_ELEMENT: Final = rf"(?:getElementById|querySelector){_ID}"
_BY_ID: Final = re.compile(
    rf"{_ELEMENT}\s*\.style\s*"
    r"(?:\.\s*(\w+)|\[\s*[\"']([\w-]+)[\"']\s*\])\s*=\s*"
    r"(?:[\"']\s*([^\"']{1,100})[\"']|(\d[\d.]*))"
)
_SET_PROPERTY: Final = re.compile(
    rf"{_ELEMENT}\s*\.style\.setProperty\(\s*[\"']([\w-]+)[\"']"
    r"\s*,\s*[\"']([^\"']{1,100})[\"']"
)
_HIDDEN: Final = re.compile(
    rf"{_ELEMENT}\s*\."
    r"(?:hidden\s*=\s*(?:true|!0)|setAttribute\(\s*[\"']hidden[\"'])"
)
_CSS_TEXT: Final = re.compile(
    rf"getElementById{_ID}\s*\.(?:style\.cssText\s*=|setAttribute\(\s*[\"']style[\"']\s*,)"
    r"\s*[\"']([^\"']{1,300})[\"']"
)
_VARIABLE: Final = re.compile(rf"\b([\w$]{{1,40}})\s*=\s*document\.{_ELEMENT}")
_BY_VARIABLE: Final = re.compile(
    r"(?<![\w$.])([\w$]{1,40})\.style\.(display|visibility)\s*=\s*[\"'](none|hidden)[\"']"
)
_JQUERY: Final = re.compile(
    r"(?:\$|jQuery)\(\s*[\"']([^\"'<>(){}]{1,200})[\"']\s*\)\s*\."
    r"(?:(?:hide|remove|detach)\(|css\(\s*[\"'{\s]*(display|visibility)[\"']?\s*[,:]"
    r"\s*[\"'](none|hidden)[\"'])"
)
_WAITING: Final = re.compile(
    r"(?:\.on(?!load|ready|pageshow)[a-z]+\s*=\s*"
    r"|addEventListener\(\s*[\"'](?!load|DOMContentLoaded|readystate|pageshow)\w+[\"']\s*,\s*"
    r"|\.(?:click|hover|submit|change|focus|blur|keyup|keydown|scroll|toggle)\(\s*"
    r"|\.on\(\s*[\"'](?!load|ready)[^\"']{1,60}[\"']\s*,\s*(?:[\"'][^\"']{1,100}[\"']\s*,\s*)?)"
    r"(?:async\s+)?(?:function\b[^{}]{0,80}|\(?[\w\s,]{0,60}\)?\s*=>\s*)\{"
)
"""The beginning of a function that waits for a click, a key or the like."""
_NAMED: Final = re.compile(r"\bfunction\s+([\w$]{1,60})\s*\([^(){}]{0,200}\)\s*\{")
_BRACE: Final = re.compile(r"[{}]")
_WORD: Final = re.compile(r"[\w$]+")
_LONGEST_BODY: Final = 20_000
_FUNCTIONS: Final = 1000
"""Functions of a script that are looked at."""
_CAMEL: Final = re.compile(r"([A-Z])")


def rules(script: str) -> list[css.Rule]:
    """Return what an inline script hides, as rules of a style sheet.

    Parameters
    ----------
    script : str
        The source of the script.

    Returns
    -------
    list of css.Rule
        Marked as coming from a script.
    """
    if not any(word in script for word in _WORTH_READING):
        return []
    script = script[:_LONGEST]
    found = [rule for sheet in _written_arrays(script) for rule in _from_script(css.rules(sheet))]
    text = _resolve(script)
    for sheet in _written_sheets(text):
        found += _from_script(css.rules(sheet))
    text = _that_runs(text)
    for ident, name, quoted, value, number in _BY_ID.findall(text):
        name = _CAMEL.sub(r"-\1", name).lower() if name else quoted
        found += _hide(f"#{ident}", f"{name}:{value or number}")
    for ident, name, value in _SET_PROPERTY.findall(text):
        found += _hide(f"#{ident}", f"{name}:{value}")
    for ident in _HIDDEN.findall(text):
        found += _hide(f"#{ident}", "display:none")
    for ident, declared in _CSS_TEXT.findall(text):
        found += _hide(f"#{ident}", declared)
    variables = dict(_VARIABLE.findall(text))
    for name, what, value in _BY_VARIABLE.findall(text) if variables else ():
        if name in variables:
            found += _hide(f"#{variables[name]}", f"{what}:{value}")
    for selector, what, value in _JQUERY.findall(text):
        found += _hide(selector, f"{what}:{value}" if what else "display:none")
    return found


def _that_runs(text: str) -> str:
    """Return a script without the bodies of functions that do not run while the page loads.

    These are handlers of clicks and the like, and functions that the script does not name again.
    """
    begins = [match.end() for match in islice(_WAITING.finditer(text), _FUNCTIONS)]
    named = list(islice(_NAMED.finditer(text), _FUNCTIONS))
    if named:
        times = Counter(_WORD.findall(text))
        begins += [match.end() for match in named if times[match[1]] == 1]
    parts = []
    done = 0
    for begin in sorted(begins):
        if begin >= done:
            parts.append(text[done:begin])
            done = _end_of_body(text, begin)
    return "".join(parts) + text[done:]


def _end_of_body(text: str, begin: int) -> int:
    """Return where the brace that was opened before `begin` is closed."""
    depth = 1
    end = min(len(text), begin + _LONGEST_BODY)
    for brace in _BRACE.finditer(text, begin, end):
        depth += 1 if brace[0] == "{" else -1
        if not depth:
            return brace.start()
    return end


def _written_sheets(text: str) -> list[str]:
    """Return the style sheets that a script writes into the page."""
    sheets = []
    low = text.lower()
    begin = low.find("<style")
    while begin >= 0:
        end = low.find("</style", begin)
        if end < 0:
            break
        sheets.append(text[text.find(">", begin) + 1 : end])
        begin = low.find("<style", end)
    return sheets


def _hide(selector: str, declared: str) -> list[css.Rule]:
    read = css.declarations(declared)
    return css.select(selector, read, script=True) if read else []


def _from_script(found: list[css.Rule]) -> list[css.Rule]:
    return [rule._replace(script=True) for rule in found]


def _resolve(script: str) -> str:
    """Undo the simple obfuscations of string literals."""
    if "fromCharCode" in script:
        script = _CHAR_CODES.sub(_characters, script)
    if "unescape" in script or "decodeURI" in script:
        script = _PERCENT.sub(_percent, script)
    if "\\" in script:
        script = _ESCAPED.sub(_escaped, script)
    return _CONCATENATED.sub("", script)


def _characters(match: re.Match[str]) -> str:
    codes = [int(code) for code in match[1].split(",") if code.strip().isdigit()]
    return '"' + "".join(chr(code) for code in codes if 0 < code < 0xD800) + '"'


def _percent(match: re.Match[str]) -> str:
    return '"' + urllib.parse.unquote(match[1] or match[2] or "", "latin-1") + '"'


def _escaped(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return match[3]
    value = int(code, 16)
    return chr(value) if not 0xD800 <= value <= 0xDFFF else "\ufffd"


def _written_arrays(script: str) -> list[str]:
    """Decode style rules kept as arrays of two-digit numbers shifted by their index.

    The script of a widespread injection kit puts them together as
    ``'<' + x[0] + ' ' + x[4] + '>.' + x[2] + '{' + x[1] + '}'``.
    """
    sheets = []
    for match in islice(_DIGIT_ARRAY.finditer(script), 8):
        shift = _SHIFT.search(script, match.end())
        if shift is None:
            continue
        base = int(shift[2]) * (-1 if shift[1] == "-" else 1)
        words = []
        for index, digits in enumerate(re.findall(r"\d+", match[1])):
            pairs = (int(digits[place : place + 2]) for place in range(0, len(digits) - 1, 2))
            words.append("".join(chr(max(32, pair + base - index)) for pair in pairs))
        if len(words) >= 3:
            sheets.append(f".{words[2]}{{{words[1]}}}")
    return sheets
