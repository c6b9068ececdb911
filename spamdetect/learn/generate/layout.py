"""How links, comments and rows are written out as text: the same for spam and honest material."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from spamdetect.learn.generate.sampling import weighted


class Link(NamedTuple):
    """An anchor text and the URL it leads to."""

    anchor: str
    url: str


class Comment(NamedTuple):
    """A comment under an article; the author's URL may be empty."""

    author: str
    url: str
    text: str


def _lines(form: str) -> Callable[[random.Random, Sequence[Link]], str]:
    return lambda rng, links: "\n".join(form.format(a=a, u=u) for a, u in links)


def _joined(form: str, gaps: Sequence[str]) -> Callable[[random.Random, Sequence[Link]], str]:
    def write(rng: random.Random, links: Sequence[Link]) -> str:
        return rng.choice(gaps).join(form.format(a=a, u=u) for a, u in links)

    return write


def _numbered(rng: random.Random, links: Sequence[Link]) -> str:
    mark = rng.choice((". ", ") ", " "))
    return "\n".join(f"{i}{mark}{link.anchor}" for i, link in enumerate(links, 1))


def _bullets(rng: random.Random, links: Sequence[Link]) -> str:
    mark = rng.choice(("- ", "* ", "• ", "» ", "→ ", "▪ ", "✅ ", "– "))
    end = rng.choice(("", "", " {u}"))
    return "\n".join(mark + a + end.format(u=u) for a, u in links)


_NOTATIONS: Final = ("{a}", "{a}", "{u} {a}", "{a} ({u})", "{a} {u}", "{u}")


def _mixed(rng: random.Random, links: Sequence[Link]) -> str:
    """Each link in a notation of its own, as posting programs write them."""
    gap = rng.choice(("\n", "\n", "\n \n", "\n\n"))
    return gap.join(rng.choice(_NOTATIONS).format(a=a, u=u) for a, u in links)


def _titled(rng: random.Random, links: Sequence[Link]) -> str:
    """Markdown links with titles, a list of them."""
    form = '* [{a}]({u} "{title}")'
    return "\n".join(form.format(a=a, u=u, title=a.replace('"', "'")) for a, u in links)


_GAPS: Final = (" ", " ", " ", "  ", ", ", " | ", "|", " - ", " • ", " / ", ",", " · ", "\t", "")

ANCHOR_LAYOUTS: Final = {
    "lines": (6.0, _lines("{a}")),
    "spaced_lines": (1.5, _lines("{a}\n")),
    "run": (5.0, _joined("{a}", _GAPS)),
    "bullets": (1.0, _bullets),
    "numbered": (0.5, _numbered),
}
URL_LAYOUTS: Final = {
    "anchor_url": (5.0, _lines("{a} {u}")),
    "url_anchor": (1.0, _lines("{u} {a}")),
    "anchor_url_pair": (1.0, _lines("{a}\n{u}")),
    "anchor_paren": (1.0, _lines("{a} ({u})")),
    "anchor_colon": (1.0, _lines("{a}: {u}")),
    "anchor_dash": (0.7, _lines("{a} - {u}")),
    "urls": (2.0, _lines("{u}")),
    "mixed": (1.5, _mixed),
    "url_run": (4.0, _joined("{u}", (" ", " ", " ", ", ", "  ", " | ", ","))),
    "anchor_url_run": (3.0, _joined("{a} {u}", (" ", " ", " ", ", ", " | ", " - "))),
    "markdown": (1.5, _lines("[{a}]({u})")),
    "markdown_run": (1.0, _joined("[{a}]({u})", (" ", ", ", " | ", " • "))),
    "markdown_list": (0.7, _lines("* [{a}]({u})")),
    "markdown_titles": (0.5, _titled),
    "html": (0.8, _joined('<a href="{u}">{a}</a>', (" ", "\n", ", ", "<br>"))),
    "bbcode": (0.8, _joined("[url={u}]{a}[/url]", (" ", "\n", ", "))),
}


def write_links(rng: random.Random, links: Sequence[Link], with_urls: bool, one_line: bool) -> str:
    """Write links in one of the layouts.

    Parameters
    ----------
    rng : random.Random
    links : sequence of Link
    with_urls : bool
        Whether the text shows the URLs; extractors mostly keep the anchors only.
    one_line : bool
        Whether the text must be a single line.
    """
    layouts = URL_LAYOUTS if with_urls else ANCHOR_LAYOUTS
    name = weighted(
        rng,
        {
            name: weight
            for name, (weight, _) in layouts.items()
            if not one_line or name.endswith("run")
        },
    )
    text = layouts[name][1](rng, links).strip()
    return " ".join(text.split("\n")) if one_line else text


_MONTHS: Final = "Jan Feb March April May June July Aug Sept Oct Nov Dec"
_MONTHS_OF: Final = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre dic",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro nov dez",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}
_SAYS: Final = {
    "de": "sagt", "es": "dice", "fr": "dit", "it": "dice", "pt": "diz", "nl": "zegt",
    "id": "berkata", "ru": "говорит", "pl": "pisze", "tr": "diyor ki", "vi": "viết",
    "sv": "skriver", "cs": "napsal",
}  # fmt: skip


def date_text(rng: random.Random, lang: str) -> str:
    """Return a date, mostly with a time, as comment sections write it."""
    year, month, day = rng.randint(2005, 2026), rng.randint(1, 12), rng.randint(1, 28)
    hour, minute = rng.randint(0, 23), rng.randint(0, 59)
    clock = f"{hour:02}:{minute:02}"
    name = _MONTHS_OF.get(lang, _MONTHS).split()[month - 1]
    twelve = f"{hour % 12 or 12}:{minute:02} {'am' if hour < 12 else 'pm'}"
    if lang.startswith(("zh", "ja")):
        return rng.choice(
            (f"{year}年{month}月{day}日 {clock}", f"{year}-{month:02}-{day:02} {clock}")
        )
    if lang == "ko":
        return f"{year}.{month:02}.{day:02} {clock}"
    return rng.choice(
        (
            f"{year}-{month:02}-{day:02} {clock}",
            f"{name} {day}, {year} at {twelve}",
            f"{day} {name} {year} {clock}",
            f"{day:02}.{month:02}.{year} {clock}",
            f"{day}/{month}/{year}",
            f"{name} {day}, {year}",
            f"{rng.randint(2, 11)} months ago",
        )
    )


def _says(lang: str) -> str:
    return _SAYS.get(lang, "says")


COMMENT_LAYOUTS: Final[tuple[Callable[[Comment, str, str], str], ...]] = (
    lambda c, date, lang: f"{_linked(c)} {_says(lang)}:\n{date}\n{c.text}",
    lambda c, date, lang: f"{_linked(c)} {_says(lang)}:\n{date}\n{c.text}",
    lambda c, date, lang: f"{c.author} {_says(lang)}:\n{date}\n{c.text}\nReply",
    lambda c, date, lang: f"{c.author}\n{date}\n{c.text}",
    lambda c, date, lang: f"{c.author}\n{date}\n\n{c.text}",
    lambda c, date, lang: f"{c.author} • {date}\n{c.text}\n• Reply • Share ›",
    lambda c, date, lang: f"{c.author}, {date}\n{c.text}",
    lambda c, date, lang: f"{c.text}\n{c.author} | {date}",
    lambda c, date, lang: f"{c.text}\nPosted by: {_linked(c)} | {date}",
    lambda c, date, lang: f"By {_linked(c)} on {date}\n{c.text}",
    lambda c, date, lang: f"@{c.author.replace(' ', '')}: {c.text}",
    lambda c, date, lang: f"{c.author}: {c.text}",
    lambda c, date, lang: f"{c.author}\n{c.url}\n{date}\n{c.text}".replace("\n\n", "\n"),
    lambda c, date, lang: f"#{len(c.text) % 90 + 1} {c.author} ({date})\n{c.text}",
    lambda c, date, lang: f"{c.text}",
    lambda c, date, lang: f'<a href="{c.url}">{c.author}</a> {date}\n{c.text}',
)
"""Layouts of a comment: functions of the comment, its date and language."""


def _linked(comment: Comment) -> str:
    return f"{comment.author} ({comment.url})" if comment.url else comment.author


def cell_rows(
    rng: random.Random, rows: Sequence[Sequence[str]], kind: str
) -> tuple[str, list[str], str]:
    """Write table rows as SQL values, CSV, a Markdown table or tabbed text.

    Returns
    -------
    tuple of str, list of str, str
        Head, one string a row with its line end, and foot.
    """
    if kind == "sql":
        table = rng.choice(("posts", "wp_comments", "tbl_produk", "articles", "guestbook"))
        head = f"INSERT INTO `{table}` VALUES\n"
        cells = [
            "({}),\n".format(", ".join("'" + c.replace("'", "''") + "'" for c in r)) for r in rows
        ]
        return head, cells, "-- Dump completed\n"
    if kind == "csv":
        quoted = [[f'"{c}"' if "," in c else c for c in row] for row in rows]
        return "id,name,value,updated\n", [",".join(row) + "\n" for row in quoted], ""
    if kind == "markdown":
        head = "| No | Name | Details | Date |\n|---|---|---|---|\n"
        return head, ["| " + " | ".join(row) + " |\n" for row in rows], ""
    return "", ["\t".join(row) + "\n" for row in rows], ""
