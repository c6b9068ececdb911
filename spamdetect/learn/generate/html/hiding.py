"""Ways of hiding a part of an HTML page, as hackers and as honest authors write them."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Final, NamedTuple

from spamdetect.learn.generate.phrases import made_up_name
from spamdetect.learn.generate.sampling import weighted

Wrap = Callable[[random.Random, str], str]
"""Returns markup that hides the markup it is given."""

_DISPLAY: Final = ("display:none", "display:none", "display:none", "display:none;visibility:hidden")
_VISIBILITY: Final = (
    "visibility:hidden", "visibility:hidden;position:absolute", "visibility:hidden;height:0",
    "visibility:collapse",
)  # fmt: skip
_OPACITY: Final = ("opacity:0", "opacity:0.0", "opacity:0;filter:alpha(opacity=0)", "opacity:.001")
_FONT: Final = (
    "font-size:0", "font-size:0px;line-height:0", "font-size:1px", "font-size:0.1px;color:#fff",
    "font:0/0 a", "font-size:0em",
)  # fmt: skip
_COLOUR: Final = (
    "color:#fff;background:#fff", "color:#ffffff;background-color:#FFFFFF", "color:transparent",
    "background-color:white;color:white", "color:rgba(0,0,0,0)", "background:#000;color:#000000",
)  # fmt: skip
_OFF_SCREEN: Final = (
    "position:absolute;left:-9999px", "position:absolute;top:-9999px", "left:-5000px;"
    "position:fixed", "position:absolute;left:-1000em", "margin-left:-9999px",
    "position:absolute;top:-999px;left:-999px", "position:absolute;left:-4500px;top:0;width:1px",
    "position:absolute;filter:alpha(opacity=0);left:-2000px;z-index:-1",
    "position: absolute; clip: auto; top: -1900px",
)  # fmt: skip
_INDENT: Final = ("text-indent:-9999px", "text-indent:-9999em;height:1px;overflow:hidden")
_CLIP: Final = (
    "position:absolute;clip:rect(0,0,0,0)", "position:absolute;clip:rect(1px,1px,1px,1px)",
    "clip-path:inset(100%)", "position:absolute;clip:rect(0 0 0 0);width:1px;height:1px",
)  # fmt: skip
_SIZE: Final = (
    "height:0;overflow:hidden", "overflow:hidden;width:1px;height:1px", "overflow:auto;height:0px",
    "max-height:0;overflow:hidden", "height:0px;width:0px;overflow:hidden", "overflow:scroll;"
    "height:1px;width:100%",
)  # fmt: skip
_READERS_ONLY: Final = (
    "position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip:rect(0,0,0,0)",
    "border:0;clip:rect(1px,1px,1px,1px);height:1px;overflow:hidden;position:absolute;width:1px",
    "position:absolute;left:-10000px;top:auto;width:1px;height:1px;overflow:hidden",
)
_NEUTRAL: Final = ("margin:0", "padding:10px", "z-index:99", "width:100%", "text-align:center")
_TAGS: Final = ("div",) * 8 + ("span", "section", "center", "aside", "ul")


def spelt(rng: random.Random, declared: str) -> str:
    """Write CSS declarations in one of the spellings that browsers take."""
    kind = rng.random()
    parts = declared.split(";")
    if rng.random() < 0.15:
        parts.insert(rng.randint(0, len(parts)), rng.choice(_NEUTRAL))
    if kind < 0.35:
        return ";".join(parts)
    gap = ": " if kind < 0.75 else " : " if kind < 0.8 else ":"
    text = rng.choice(("; ", ";")).join(gap.join(p.split(":", 1)) for p in parts)
    if kind > 0.95:
        text = text.upper()
    if kind < 0.05 and "clip" not in text:
        text += " !important"
    return text + rng.choice((";", ";", ""))


def _attribute(rng: random.Random, declared: str) -> str:
    kind = rng.random()
    if kind < 0.03 and " " not in declared:
        return f"style={declared}"
    name = "STYLE" if kind > 0.97 else "style"
    return f"{name}='{declared}'" if kind < 0.1 else f'{name}="{declared}"'


def _styled(*choices: str) -> Wrap:
    def wrap(rng: random.Random, inner: str) -> str:
        tag = rng.choice(_TAGS)
        before, after = rng.choice(("", "", ' class="post"', ' id="main2"')), ""
        if rng.random() < 0.5:
            before, after = after, before
        style = _attribute(rng, spelt(rng, rng.choice(choices)))
        return f"<{tag}{before} {style}{after}>{inner}</{tag}>"

    return wrap


def _name(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.3:
        return f"{made_up_name(rng)}-{rng.randint(1, 99)}"
    if kind < 0.6:
        return "".join(rng.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(rng.randint(3, 9)))
    return rng.choice(("footer_info", "wp-links", "box", "more", "hid", "lnk", "side-note")) + str(
        rng.randint(1, 999)
    )


_ANY: Final = (*_DISPLAY, *_OFF_SCREEN, *_SIZE, *_VISIBILITY, *_OPACITY, *_INDENT)


def _by_sheet(rng: random.Random, inner: str) -> str:
    """A style element of the page hides a class or an id."""
    name, declared = _name(rng), spelt(rng, rng.choice(_ANY)).lower()
    mark, attribute = rng.choice(((".", "class"), ("#", "id")))
    kind = rng.choice((' type="text/css"', "", ""))
    sheet = f"<style{kind}>{mark}{name}{{{declared}}}</style>"
    block = f'<div {attribute}="{name}">{inner}</div>'
    return f"{block}\n{sheet}" if rng.random() < 0.3 else f"{sheet}\n{block}"


_SCRIPTS: Final = (
    'document.getElementById("{n}").style.display="none"',
    "document.getElementById('{n}').style.display = 'none';",
    "document.getElementById(\"{n}\").style.visibility='hidden';",
    "var e = document.getElementById('{n}'); e.style.display = 'none';",
    "$('#{n}').hide();",
    "jQuery('#{n}').css('display', 'none');",
    "document.getElementById('{n}').style.cssText='position:absolute;left:-9999px';",
    'document.write("<style>#{n}{{display:none}}</style>");',
    "document.getElementById('{n}').setAttribute('style','display:none');",
)


def _by_script(rng: random.Random, inner: str) -> str:
    name = _name(rng)
    script = rng.choice(_SCRIPTS).format(n=name)
    opening = rng.choice(("<script>", '<script type="text/javascript">'))
    gap = rng.choice(("\n", ""))
    return f'<div id="{name}">{gap}{inner}{gap}</div>{gap}{opening}{script}</script>'


def _marquee(rng: random.Random, inner: str) -> str:
    attributes = rng.choice(
        ('height="0" width="0"', 'style="height:1px;width:1px" scrollamount="3000"', "height=1 "
         'width=3 scrollamount="6000"', 'width="1" height="1" scrolldelay="90"')
    )  # fmt: skip
    return f"<marquee {attributes}>{inner}</marquee>"


def _plain(*forms: str) -> Wrap:
    return lambda rng, inner: rng.choice(forms).format(inner)


class Way(NamedTuple):
    """How often a way of hiding is drawn for spam and for honest material, and what it writes."""

    spam: float
    honest: float
    wrap: Wrap


WAYS: Final = {
    "display": Way(30.0, 30.0, _styled(*_DISPLAY)),
    "visibility": Way(6.0, 6.0, _styled(*_VISIBILITY)),
    "opacity": Way(5.0, 4.0, _styled(*_OPACITY)),
    "font": Way(6.0, 1.0, _styled(*_FONT)),
    "colour": Way(5.0, 1.0, _styled(*_COLOUR)),
    "font_tag": Way(
        2.0, 0.5, _plain('<font color="#FFFFFF">{}</font>', "<font color=white size=1>{}</font>")
    ),
    "off_screen": Way(14.0, 2.0, _styled(*_OFF_SCREEN)),
    "indent": Way(3.0, 1.0, _styled(*_INDENT)),
    "clip": Way(3.0, 2.0, _styled(*_CLIP)),
    "size": Way(9.0, 5.0, _styled(*_SIZE)),
    "attribute": Way(
        3.0,
        9.0,
        _plain(
            "<div hidden>{}</div>",
            '<section hidden="">{}</section>',
            '<div class="panel" hidden="hidden">{}</div>',
        ),
    ),
    "sheet": Way(8.0, 10.0, _by_sheet),
    "script": Way(9.0, 4.0, _by_script),
    "marquee": Way(3.0, 0.2, _marquee),
    "noscript": Way(4.0, 6.0, _plain("<noscript>{}</noscript>")),
    "comment": Way(1.5, 5.0, _plain("<!-- {} -->", "<!--{}-->")),
    "template": Way(0.5, 3.0, _plain("<template>{}</template>")),
    "aria": Way(
        0.5, 6.0, _plain('<div aria-hidden="true">{}</div>', '<span aria-hidden="true">{}</span>')
    ),
    "dialog": Way(
        0.2, 4.0, _plain("<dialog>{}</dialog>", '<dialog id="modal" class="modal">{}</dialog>')
    ),
    "readers_only": Way(1.0, 6.0, _styled(*_READERS_ONLY)),
}
"""Name of a way of hiding to its weights and markup."""


def hide(rng: random.Random, inner: str, *, honest: bool) -> str:
    """Return markup that hides other markup in one of `WAYS`.

    Parameters
    ----------
    rng : random.Random
    inner : str
    honest : bool
        Whether to draw ways as honest pages use them; some are drawn for both.
    """
    weights = {name: way.honest if honest else way.spam for name, way in WAYS.items()}
    if "-->" in inner:
        del weights["comment"]
    return WAYS[weighted(rng, weights)].wrap(rng, inner)
