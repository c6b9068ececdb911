"""Words of the lexicons in names of hosts."""

from __future__ import annotations

from spamdetect.urls.terms import find_term


def test_the_longest_term_in_a_name_is_found() -> None:
    assert find_term("^my-slot.gacor88.example") == ("slotgacor", "gambling")
    assert find_term("^viagra-for-you.example") == ("viagra", "pharma")


def test_a_name_without_terms_has_none() -> None:
    assert find_term("^harbour.example") == ("", "")
    assert find_term("") == ("", "")
