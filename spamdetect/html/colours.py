"""CSS colours as red, green and blue."""

from __future__ import annotations

import re
from typing import Final

Colour = tuple[int, int, int]

_RGB: Final = re.compile(
    r"rgba?\(\s*([\d.]{1,9})(%?)\s*[,\s]\s*([\d.]{1,9})%?\s*[,\s]\s*([\d.]{1,9})%?\s*(?:[,/]\s*([\d.]{1,9}))?"
)
_HEX: Final = re.compile(r"#?([0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})\Z")
_NAMED: Final[dict[str, Colour]] = {
    "white": (255, 255, 255),
    "black": (0, 0, 0),
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "lime": (0, 255, 0),
    "blue": (0, 0, 255),
    "navy": (0, 0, 128),
    "yellow": (255, 255, 0),
    "gray": (128, 128, 128),
    "grey": (128, 128, 128),
    "silver": (192, 192, 192),
    "maroon": (128, 0, 0),
    "purple": (128, 0, 128),
    "fuchsia": (255, 0, 255),
    "magenta": (255, 0, 255),
    "aqua": (0, 255, 255),
    "cyan": (0, 255, 255),
    "teal": (0, 128, 128),
    "olive": (128, 128, 0),
    "orange": (255, 165, 0),
    "snow": (255, 250, 250),
    "ivory": (255, 255, 240),
    "whitesmoke": (245, 245, 245),
    "ghostwhite": (248, 248, 255),
    "floralwhite": (255, 250, 240),
    "azure": (240, 255, 255),
    "lightgray": (211, 211, 211),
    "lightgrey": (211, 211, 211),
    "darkgray": (169, 169, 169),
    "darkgrey": (169, 169, 169),
    "lightblue": (173, 216, 230),
    "beige": (245, 245, 220),
    "pink": (255, 192, 203),
    "gold": (255, 215, 0),
    "brown": (165, 42, 42),
}


def colour(value: str) -> Colour | str | None:
    """Return a CSS colour as RGB, ``"transparent"`` if it does not show, else None.

    Parameters
    ----------
    value : str
        In lower case; also the forms of the old ``color`` attributes.
    """
    value = value.strip()
    if value in _NAMED:
        return _NAMED[value]
    if value == "transparent":
        return value
    match = _HEX.match(value)
    if match:
        digits = match[1]
        if len(digits) < 5:
            digits = "".join(2 * digit for digit in digits)
        if digits[6:] in ("00", "01", "02", "03"):
            return "transparent"
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    match = _RGB.match(value)
    if match:
        try:
            if match[5] and float(match[5]) < 0.02:
                return "transparent"
            scale = 2.55 if match[2] else 1.0
            red, green, blue = (min(255, int(float(part) * scale)) for part in match.group(1, 3, 4))
        except ValueError:
            return None
        return red, green, blue
    return None


def same(first: Colour, second: Colour) -> bool:
    """Return whether two colours cannot be told apart."""
    return max(abs(a - b) for a, b in zip(first, second, strict=True)) <= 6
