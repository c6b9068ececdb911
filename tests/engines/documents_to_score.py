"""Documents of many kinds, and what the detector says about each alone."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import strategies as st

SENTENCES = (
    "The council voted on Monday to repair the old bridge.",
    "Volunteers carried boxes up the narrow staircase.",
    "Die Bibliothek öffnet am Sonntag um zehn Uhr.",
    "Apples keep best in a cool cellar, away from potatoes.",
    "Le marché a lieu chaque samedi sur la place.",
)
SPAM = (
    "slot gacor maxwin http://sifiremi4d.vip/daftar situs judi online terpercaya",
    "Buy cheap viagra online http://watches-kopuku4d.vip/ no prescription",
    "casino bonus 100% http://nilulino77loans.xyz/login | slot88 | judi bola",
)
ODD = (
    "",
    " ",
    "\n\n",
    "a",
    "𝐬𝐥𝐨𝐭 ｇａｃｏｒ",
    "\u200b\u00ad",
    "0" * 5000,
    "http://[::1",
    "<p>x</p>",
)


def documents(count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Make rows with ``id``, ``url`` and ``text``."""
    source = random.Random(seed)
    rows = []
    for number in range(count):
        parts = source.choices(SENTENCES, k=source.randint(1, 8))
        if number % 3 == 0:
            parts.insert(source.randint(0, len(parts)), "\n" + source.choice(SPAM) + "\n")
        if number % 7 == 0:
            parts = source.choices(SPAM, k=4)
        text = source.choice((" ", "\n")).join(parts)
        if number % 11 == 0:
            text = source.choice(ODD)
        rows.append(
            {"id": number, "url": f"https://site{number % 5}.example/{number}", "text": text}
        )
    return rows


KNOWN = documents(40)
ROWS_OF_ANY_KIND = st.lists(
    st.sampled_from(KNOWN)
    | st.builds(
        lambda number, text: {"id": number, "url": f"https://s{number}.example/", "text": text},
        st.integers(0, 9),
        st.text(max_size=200)
        | st.sampled_from(SPAM).flatmap(
            lambda spam: st.text(max_size=30).map(lambda text: f"{text}\n{spam}")
        ),
    ),
    min_size=1,
    max_size=40,
)
"""Rows, known and made up, in any order and number; the same one may come several times."""
