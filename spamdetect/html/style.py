"""Which declarations hide text, and why."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from spamdetect.html.colours import Colour, colour, same

REASONS: Final = (
    "",
    "display:none",
    "visibility:hidden",
    "opacity:0",
    "font-size",
    "text-colour",
    "off-screen",
    "text-indent",
    "clip",
    "zero-size",
    "hidden-attribute",
    "script",
    "marquee",
    "template",
    "noscript",
    "comment",
    "fallback",
    "text-colour-guess",
    "aria-hidden",
)
"""Why text is hidden; ``Page.run_reason`` holds indices into this tuple."""
WEAK_REASONS: Final = frozenset(("text-colour-guess", "aria-hidden"))
"""Reasons that do not prove that a reader sees nothing: assistive technology only, or a text
colour that equals the default background where a style sheet elsewhere may set another."""
CODE: Final[dict[str, int]] = {name: code for code, name in enumerate(REASONS)}

_NUMBER: Final = re.compile(
    r"([+-]?\d{0,9}(?:\.\d{1,9})?)(?:e[+-]?\d{1,2})?(px|pt|r?em|%|v[wh]|ex|ch|cm|mm|in)?\Z"
)
_TO_PIXELS: Final[dict[str, float]] = {
    "": 1,
    "px": 1,
    "pt": 4 / 3,
    "em": 16,
    "rem": 16,
    "ex": 8,
    "ch": 8,
    "cm": 37.8,
    "mm": 3.78,
    "in": 96,
    "%": 10,
    "vw": 10,
    "vh": 10,
}
_FAR: Final = 300.0
_TINY_FONT: Final = 2.0
_FONT_SIZE: Final = re.compile(r"(?:^|\s)([\d.]{1,10})(px|pt|r?em|%)?(?:\s*/\s*\S+)?\s+\S")
_CLIP_RECT: Final = re.compile(r"rect\(([^)]{1,80})\)")
_EMPTY_CLIP_PATH: Final = re.compile(
    r"inset\(\s*(?:[5-9]\d|\d{3,})(?:\.\d+)?%|circle\(\s*0(?:px|%)?\s*[) ]"
    r"|polygon\(\s*0(?:px|%)?\s+0(?:px|%)?\s*(?:,\s*0(?:px|%)?\s+0(?:px|%)?\s*)*\)"
)
_FAR_AWAY: Final = re.compile(r"translate(?:3d|x|y)?\(\s*(?:0(?:px)?\s*,\s*)?-?\d{4,}")
_SCALED_AWAY: Final = re.compile(r"scale(?:3d|x|y)?\(\s*0?(?:\.0+)?\s*[,)]")


class Effect(NamedTuple):
    """What the declarations of one element do to the text in it; None where they are silent."""

    hides: int = 0
    """Reason code if nothing inside can be seen whatever it declares."""
    visible: bool | None = None
    font: float | None = None
    font_relative: bool = False
    colour: Colour | str | None = None
    """RGB, ``"transparent"``, or ``"unknown"``."""
    background: Colour | str | None = None
    """RGB, or ``"unknown"`` for images and values that are not understood."""
    inline_colour: bool = False
    aria: bool = False


NO_EFFECT: Final = Effect()


def pixels(value: str) -> float | None:
    """Return a CSS length in pixels, at the usual font size; None if it is none."""
    match = _NUMBER.match(value.strip()) if value else None
    if match is None or match[1] in ("", "+", "-", "."):
        return None
    return float(match[1]) * _TO_PIXELS[match[2] or ""]


def effect(won: dict[str, str], *, inline_colour: bool = False) -> Effect:
    """Return what declarations do to the text of an element.

    Parameters
    ----------
    won : dict of str to str
        The winning value of each property, see `ruleset.cascade`.
    inline_colour : bool
        Whether the text colour stands in the element itself.

    Returns
    -------
    Effect
    """
    visibility = won.get("visibility")
    size, relative = _font_size(won)
    text = won.get("-webkit-text-fill-color") or won.get("color")
    return Effect(
        _hides(won),
        None if visibility is None else visibility not in ("hidden", "collapse"),
        size,
        relative,
        None if text is None or text == "inherit" else colour(text) or "unknown",
        _background(won),
        inline_colour and text is not None,
    )


def _hides(won: dict[str, str]) -> int:
    if won.get("display") == "none" or won.get("content-visibility") == "hidden":
        return CODE["display:none"]
    opacity = won.get("opacity")
    if opacity is not None:
        value = pixels(opacity)
        if value is not None and value < 0.02:
            return CODE["opacity:0"]
    filtered = won.get("filter", "").replace(" ", "")
    if "opacity(0)" in filtered or "opacity=0)" in filtered or "opacity(0%)" in filtered:
        return CODE["opacity:0"]
    return _displaced(won) or _clipped(won) or _sizeless(won)


def _displaced(won: dict[str, str]) -> int:
    position = won.get("position", "")
    if position in ("absolute", "fixed", "relative"):
        for side in ("left", "top", "right", "bottom"):
            value = pixels(won.get(side, ""))
            if value is not None and (value <= -_FAR or (value >= 5000 and side != "top")):
                return CODE["off-screen"]
    margins = won.get("margin", "").split()
    for margin in (
        won.get("margin-left", ""),
        won.get("margin-top", ""),
        *margins[:1],
        *margins[3:],
    ):
        moved = pixels(margin)
        if moved is not None and moved <= -2 * _FAR:
            return CODE["off-screen"]
    if "transform" in won:
        if _FAR_AWAY.search(won["transform"]):
            return CODE["off-screen"]
        if _SCALED_AWAY.search(won["transform"]):
            return CODE["zero-size"]
    indent = pixels(won.get("text-indent", ""))
    if indent is not None:
        if indent <= -_FAR or indent >= 5000:
            return CODE["text-indent"]
        width = pixels(won.get("width", ""))
        if width is not None and 0 < width <= indent and _cut(won):
            return CODE["text-indent"]
    return 0


def _clipped(won: dict[str, str]) -> int:
    match = _CLIP_RECT.search(won.get("clip", ""))
    if match and won.get("position") in ("absolute", "fixed"):
        sides = [pixels(side) for side in match[1].replace(",", " ").split()]
        if len(sides) == 4:
            top, right, bottom, left = sides
            flat = top is not None and bottom is not None and bottom - top <= 1
            thin = left is not None and right is not None and right - left <= 1
            if flat or thin:
                return CODE["clip"]
    if "clip-path" in won and _EMPTY_CLIP_PATH.search(won["clip-path"]):
        return CODE["clip"]
    return 0


def _cut(won: dict[str, str]) -> bool:
    overflow = won.get("overflow", "") + won.get("overflow-x", "") + won.get("overflow-y", "")
    return "hidden" in overflow or "clip" in overflow or "auto" in overflow or "scroll" in overflow


def _sizeless(won: dict[str, str]) -> int:
    if not _cut(won):
        return 0
    for name in ("width", "height", "max-width", "max-height"):
        value = pixels(won.get(name, ""))
        if value is not None and value <= 2 and not won[name].endswith(("%", "em", "vw", "vh")):
            return CODE["zero-size"]
        if value == 0:
            return CODE["zero-size"]
    return 0


def _font_size(won: dict[str, str]) -> tuple[float | None, bool]:
    value = won.get("font-size")
    if value is None and "font" in won:
        match = _FONT_SIZE.search(won["font"])
        value = match[1] + (match[2] or "") if match else None
    if value is None:
        return None, False
    match = _NUMBER.match(value)
    if match is None or match[1] in ("", "+", "-", "."):
        return 16.0, False
    amount = float(match[1])
    if match[2] in ("em", "%"):
        return amount / (100 if match[2] == "%" else 1), True
    return amount * _TO_PIXELS[match[2] or ""], False


def _background(won: dict[str, str]) -> Colour | str | None:
    value = won.get("background-color")
    image = won.get("background-image")
    short = won.get("background")
    if image not in (None, "none") or (short and ("url(" in short or "gradient" in short)):
        return "unknown"
    if value is None:
        value = short
    if value is None or value in ("inherit", "none", "transparent", "initial", ""):
        return None
    found = colour(value)
    if found is None and short == value:
        known = [colour(word) for word in value.split()[:6]]
        found = next((part for part in known if part is not None), None)
    return "unknown" if found is None else None if found == "transparent" else found


class State(NamedTuple):
    """What an element inherits."""

    hides: int = 0
    visible: bool = True
    font: float = 16.0
    colour: Colour | str = (0, 0, 0)
    background: Colour | str = (255, 255, 255)
    sure: bool = True
    """Whether the background is declared, or no other style sheet could declare one."""
    inline_colour: bool = False
    aria: bool = False

    def child(self, own: Effect) -> State:
        """Return the state inside an element with the given effect."""
        font = self.font
        if own.font is not None:
            font = own.font * self.font if own.font_relative else own.font
        return State(
            self.hides or own.hides,
            self.visible if own.visible is None else own.visible,
            font,
            self.colour if own.colour is None else own.colour,
            self.background if own.background is None else own.background,
            self.sure or own.background is not None,
            self.inline_colour if own.colour is None else own.inline_colour,
            self.aria or own.aria,
        )

    def reason(self) -> int:
        """Return the reason code why text in this state is not seen, 0 if it is."""
        if self.hides:
            return self.hides
        if not self.visible:
            return CODE["visibility:hidden"]
        if self.font <= _TINY_FONT:
            return CODE["font-size"]
        if self.colour == "transparent":
            return CODE["text-colour"]
        if (
            not isinstance(self.colour, str)
            and not isinstance(self.background, str)
            and same(self.colour, self.background)
        ):
            if self.sure:
                return CODE["text-colour"]
            if self.inline_colour:
                return CODE["text-colour-guess"]
        return CODE["aria-hidden"] if self.aria else 0
