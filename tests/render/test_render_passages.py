from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from spamdetect.render import divide
from spamdetect.reports import Section


def section(text: str, start: int, end: int) -> Section:
    return Section(start, end, text[start:end], "spam", "gambling", 0.9)


@given(
    st.text(alphabet="ab \n\u200b😀", max_size=400),
    st.lists(st.integers(0, 400), max_size=8),
    st.integers(0, 60),
    st.integers(0, 100),
)
def test_passages_cover_the_text_and_each_section_exactly(
    text: str, cuts: list[int], context: int, most: int
) -> None:
    places = sorted({min(cut, len(text)) for cut in cuts})
    sections = [section(text, a, b) for a, b in zip(places[::2], places[1::2], strict=False)]
    passages = divide(text, sections, context, most)
    assert "".join(text[p.start : p.end] for p in passages) == text
    for index, found in enumerate(sections):
        own = [p for p in passages if p.section == index]
        assert "".join(text[p.start : p.end] for p in own) == found.text
        assert [p.opens for p in own] == [True] + [False] * (len(own) - 1)
    for passage in passages:
        assert (passage.fold == "left out") <= (passage.end - passage.start > most)


def test_only_what_is_far_from_findings_is_folded() -> None:
    text = "word " * 1000
    passages = divide(text, [section(text, 2500, 2510)], context=100)
    shown = [(p.start, p.end) for p in passages if not p.fold]
    assert shown == [(0, 105), (2405, 2500), (2500, 2510), (2510, 2615)]
    assert all(p.fold == "folded" for p in passages if (p.start, p.end) not in shown)


def test_the_middle_of_a_long_section_is_folded() -> None:
    text = "slot " * 2000
    passages = divide(text, [section(text, 0, len(text))])
    assert [(p.section, p.opens, p.fold) for p in passages] == [
        (0, True, ""),
        (0, False, "folded"),
        (0, False, ""),
    ]


def test_short_texts_are_shown_whole() -> None:
    text = "One. SPAM. Two."
    assert not any(p.fold for p in divide(text, [section(text, 5, 10)]))
    assert divide("", []) == []
