"""Junk as text: page furniture, error pages, placeholders and doorways, in many languages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from spamdetect.learn.generate.junk.words import JunkWords
from spamdetect.learn.generate.sampling import weighted

_FILLER: Final = {
    "latin": "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor "
    "incididunt ut labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation "
    "ullamco laboris nisi aliquip ex ea commodo consequat duis aute irure in reprehenderit "
    "voluptate velit esse cillum eu fugiat nulla pariatur excepteur sint occaecat cupidatat non "
    "proident sunt culpa qui officia deserunt mollit anim id est laborum vestibulum ante primis "
    "faucibus orci luctus pellentesque habitant morbi tristique senectus netus malesuada fames ac "
    "turpis egestas phasellus nec fermentum integer vitae justo eget risus aenean lacinia "
    "bibendum nullam quam vivamus sagittis lacus vel augue rutrum dapibus mauris condimentum",
    "cyrillic": "лорем ипсум долор сит амет цонсецтетуер адиписцинг елит сед диам нонуммы нибх "
    "еуисмод тинцидунт ут лаореет долоре магна аликвам ерат волутпат",
}
_LANGUAGES: Final = (
    "English", "Deutsch", "Français", "Español", "Italiano", "Português", "Polski", "Русский",
    "中文", "日本語", "한국어", "العربية", "Türkçe", "Tiếng Việt", "EN", "DE",
)  # fmt: skip


class JunkText(JunkWords):
    """Junk for one document; made like `JunkWords`."""

    def boilerplate(self, kind: str = "") -> str:
        """Return furniture of a page.

        Parameters
        ----------
        kind : str
            One of `FURNITURE`; by default drawn.
        """
        rng = self.rng
        kind = kind or weighted(rng, FURNITURE)
        lines = self._furniture(kind)
        if kind in ("menu", "footer", "share") and rng.random() < 0.12:
            lines = [line.upper() for line in lines]
        if kind in ("menu", "footer", "share", "tags"):
            gaps = (
                "\n",
                "\n",
                "\n\n",
                "\n\n",
                "\n",
                " | ",
                " ",
                "  ",
                " · ",
                " / ",
                " • ",
                "\t",
                "",
            )
            gap = rng.choice(gaps if self.rng.random() < 0.9 else ("\n* ", "\n- ", "\n• "))
            return gap.join(lines)
        return rng.choice(("\n", "\n\n", "\n", " ")).join(lines)

    def _furniture(self, kind: str) -> list[str]:
        rng = self.rng
        if kind == "menu":
            items = [self.phrase("nav") for _ in range(rng.choice((3, 6, 10, 18, 30)))]
            return list(dict.fromkeys(items)) + rng.choice(([], [], self.some("prompt", 2)))
        if kind == "breadcrumb":
            mark = rng.choice((" > ", " » ", " / ", " › ", "\n>\n", "\n/\n", " → "))
            return [mark.join([*self.some("nav", 2), self.title()][: rng.randint(2, 4)])]
        if kind == "teasers":
            lines = self.some("more", 1)
            style = rng.random()
            count = rng.choice((1, 3, 4, 6, 10))
            for title in dict.fromkeys(self.title() for _ in range(count)):
                lines.append(title)
                if style < 0.3:
                    lines += [s[: rng.randint(60, 160)] + "..." for s in self.sentences(1)]
                if style < 0.15 or 0.6 < style < 0.8:
                    lines.append(rng.choice((self.date, lambda: self.phrase("footer")))())
            return lines
        if kind == "pagination":
            last = rng.randint(3, 60)
            row = " ".join([*map(str, range(1, min(last, 6))), "…", str(last)])
            return [rng.choice((row, f"« {row} »", f"1 / {last}", f"‹ {row} ›", "1\n2\n3\n»"))]
        if kind == "tags":
            head = self.some("more", 1) if rng.random() < 0.5 else []
            return head + [self.keyword() for _ in range(rng.randint(2, 12))]
        if kind == "counters":
            return [
                f"{rng.randint(0, 999)}{rng.choice(('', 'K', ' views', '+', '%'))}"
                for _ in range(rng.randint(1, 5))
            ] + self.some("share", 1)
        if kind == "languages":
            return rng.sample(_LANGUAGES, rng.randint(2, 12))
        if kind == "archive":
            return self.some("more", 1) + [
                f"{self.date()} ({rng.randint(1, 40)})" for _ in range(rng.randint(3, 14))
            ]
        most = {"footer": 12, "share": 6, "cookie": 6, "prompt": 4}[kind]
        return self.some(kind, rng.randint(1, most))

    def error_page(self) -> str:
        """Return what an error, a check, a notice or a parked domain says in place of a page."""
        rng, kind = self.rng, self.rng.random()
        section = "error" if kind < 0.5 else "blocked" if kind < 0.85 else "parked"
        lines = self.some(section, rng.choice((1, 2, 2, 3, 5)))
        if section == "parked" and rng.random() < 0.5:
            lines += [self.keyword().title() for _ in range(rng.randint(3, 12))]
        if rng.random() < 0.15:
            lines.append(f"{rng.choice((400, 403, 404, 410, 429, 500, 502, 503))}")
        return rng.choice(("\n", "\n\n", " ")).join(lines)

    def placeholder(self, size: int) -> str:
        """Return filler text, default posts or prompts to fill in, of about `size` characters."""
        rng, kind = self.rng, self.rng.random()
        if kind < 0.5:
            return self._lorem(size)
        lines = self.some("post" if kind < 0.7 else "placeholder", rng.choice((1, 2, 4, 8)))
        if rng.random() < 0.3:
            lines.insert(rng.randint(0, len(lines)), self._lorem(min(size, 400)))
        return rng.choice(("\n", "\n\n", " ")).join(lines)

    def _lorem(self, size: int) -> str:
        rng = self.rng
        cyrillic = self.lang in ("ru", "uk", "bg", "sr") and rng.random() < 0.5
        words = _FILLER["cyrillic" if cyrillic else "latin"].split()
        start = " ".join(words[: rng.choice((2, 5, 8, 19))])
        out, length = [start if rng.random() < 0.7 else rng.choice(words)], 0
        while length < size:
            sentence = " ".join(rng.choices(words, k=rng.randint(4, 14))).capitalize()
            out.append(sentence)
            length += len(sentence) + 2
        text = ". ".join(out)[: max(size, 12)].rpartition(" ")[0].rstrip(" .,") + "."
        text = text[0].upper() + text[1:]
        return text.replace(". ", ".\n\n", rng.choice((0, 0, 2, 4)))

    def doorway(self, size: int, *, salad: bool) -> str:
        """Return text written for search engines.

        Parameters
        ----------
        size : int
            Length in characters, roughly.
        salad : bool
            Whether it may be word salad, whose pieces only much of it tells from prose.
        """
        rng = self.rng
        weights = {"queries": 3.0, "stuffing": 3.0, "spintax": 2.0, "salad": 5.0 * salad}
        kind = weighted(rng, weights)
        if kind == "salad" and (text := self._salad(max(size, 600))):
            return text
        if kind == "spintax":
            return self._spintax(size)
        count = max(4, min(size // 25, 120))
        if kind == "queries":
            queries = [self.phrase("query") for _ in range(count)]
            return rng.choice(("\n", "\n", ", ", " | ", " ", "; ")).join(queries)
        terms = [self.phrase("service"), *self.some("city", 6)]
        keyword = rng.choice((self.keyword(), terms[0]))
        pieces = [
            rng.choice((keyword, keyword, f"{keyword} {rng.choice(terms)}", self.phrase("query"),
                        f"{rng.choice(terms)} {keyword}", self.keyword()))
            for _ in range(count)
        ]  # fmt: skip
        return rng.choice((", ", " ", ", ", ". ", " - ")).join(pieces)

    def _salad(self, size: int) -> str:
        """Whole and broken sentences of several pages in chance order; empty if too few."""
        rng = self.rng
        store: list[str] = []
        for _ in range(rng.randint(3, 8)):
            store += self.sentences(8)
        rng.shuffle(store)
        head, out, length = self.keyword(), [], 0
        for sentence in store:
            words = sentence.split()
            if len(words) > 6 and rng.random() < 0.65:
                cut = rng.randint(2, len(words) - 2)
                sentence = " ".join(words[cut:] if rng.random() < 0.4 else words[:cut])
            if rng.random() < 0.2:
                out.append(head.capitalize() + rng.choice((".", "?", "", " -")))
            out.append(sentence)
            if (length := length + len(sentence)) > size:
                break
        text = " ".join(out) if len(out) > 4 else ""
        return f"{head.capitalize()}\n{text}" if text and rng.random() < 0.5 else text

    def _spintax(self, size: int) -> str:
        """Sentences with alternatives in braces that nobody resolved."""
        rng = self.rng
        text = " ".join(self.sentences(max(1, size // 150)))[:size]
        units = text.split() if " " in text[:60] else re.findall(r".{1,4}", text)
        gap = " " if " " in text[:60] else ""
        for i, unit in enumerate(units):
            if rng.random() < 0.3:
                others: Sequence[str] = rng.choices(units, k=rng.choice((1, 1, 2, 3)))
                bare = [u.strip("{}|.,") for u in others]
                units[i] = "{" + "|".join([unit, *bare]) + "}"
        return gap.join(units) or "{" + "|".join(self.some("service", 4)) + "}"


FURNITURE: Final = {
    "menu": 8.0,
    "footer": 7.0,
    "teasers": 7.0,
    "share": 5.0,
    "prompt": 5.0,
    "cookie": 4.0,
    "breadcrumb": 2.0,
    "tags": 2.0,
    "pagination": 1.5,
    "archive": 1.0,
    "counters": 1.0,
    "languages": 0.7,
}
"""Kinds of page furniture and their relative frequencies."""
