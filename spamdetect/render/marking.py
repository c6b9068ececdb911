"""Text made safe to look at: markup escaped, characters that cannot be seen shown by number."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

from spamdetect.errors import MissingExtraError

if TYPE_CHECKING:
    from markupsafe import Markup

# Controls, soft hyphens, zero-width characters (but the joiners that scripts need), overrides and
# isolates of direction, variation and tag characters used to hide data, and lone surrogates.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e01ef]"
)


def marked(text: object) -> Markup:
    """Return a text as HTML, with each unseen character as ``<i title="...">U+200B</i>``.

    Parameters
    ----------
    text : object
        Anything but a str is made one.

    Raises
    ------
    MissingExtraError
        If Jinja2, which brings markupsafe along, is not installed.
    """
    try:
        from markupsafe import Markup, escape
    except ImportError:
        raise MissingExtraError("jinja2", "report", "An HTML report") from None
    return Markup(_UNSEEN.sub(_number, str(escape(str(text)))))


def _number(found: re.Match[str]) -> str:
    name = unicodedata.name(found[0], "no character")
    return f'<i class="unseen" title="{name}">U+{ord(found[0]):04X}</i>'
