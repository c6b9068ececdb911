"""Strategies for texts as they come from the web, at their worst."""

from __future__ import annotations

from hypothesis import strategies as st

FRAGMENTS = (
    "The council met on Monday. ",
    "Readers asked why! ",
    "He said “no.” Then he left. ",
    "今天天气很好。",
    "ราคาถูก",
    "مرحبا بكم ",
    "http://203.0.113.7/x ",
    "https://casino-example.vip/a?b=c",
    "http://slots.ac.example, http://slots.co.example | ",
    "hxxp://bad[.]example/",
    "[url=http://a.example]b[/url]",
    "[best](http://c.example/d)",
    "<a href='http://e.example'>e</a>",
    "𝐬𝐥𝐨𝐭 ",
    "ｓｌｏｔ",
    "s l o t ",
    "p0ker ",
    "B1",
    "B2",
    "7",
    "😀",
    "e\u0301",
    "\u200b",
    "\u00ad",
    "-----",
    " ",
    "\t",
    "\u3000",
    "\n",
    "\r\n",
    "\r",
    "\x0b",
    "\x85",
    "\u2028",
    "\0",
    "\ud800",
    "\U0010ffff",
)

anything = st.text(st.characters(exclude_categories=()), max_size=60)
texts = st.lists(st.sampled_from(FRAGMENTS) | anything, max_size=30).map("".join)
"""Texts with links, odd letters, several line ends, lone surrogates and noise."""
batches = st.lists(texts, min_size=1, max_size=5)
