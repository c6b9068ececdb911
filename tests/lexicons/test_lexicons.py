from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from spamdetect import lexicons
from spamdetect.errors import DataError
from spamdetect.labels import JUNK_CATEGORIES, SPAM_CATEGORIES
from spamdetect.lexicons import Term

HONEST = ("news", "security", "health", "law", "gambling_report")
FEWEST_LANGUAGES = dict.fromkeys(SPAM_CATEGORIES, 20) | {"contact": 20} | dict.fromkeys(HONEST, 20)


def write(directory: Path, text: str) -> Path:
    path = directory / "sample.toml"
    path.write_text(text, encoding="utf-8")
    return path


def lexicon(terms: str, language: str = "en") -> str:
    return (
        'category = "sample"\nsource = "test"\nlicence = "CC0-1.0"\n\n'
        f"[terms]\n{language} = '''\n{terms}\n'''\n"
    )


def test_every_spam_category_has_a_list() -> None:
    assert set(SPAM_CATEGORIES) <= set(lexicons.categories())


def test_junk_that_has_a_vocabulary_has_a_list() -> None:
    listed = set(JUNK_CATEGORIES) & set(lexicons.categories())
    assert listed == {"boilerplate", "placeholder", "code", "error_page"}


@pytest.mark.parametrize(("category", "fewest"), FEWEST_LANGUAGES.items())
def test_lists_cover_many_languages(category: str, fewest: int) -> None:
    assert len({term.language for term in lexicons.load(category)}) >= fewest


def test_terms_are_clean_and_unique() -> None:
    seen = set()
    for term in lexicons.load():
        assert term.text == unicodedata.normalize("NFC", term.text.lower())
        assert term.text == " ".join(term.text.split())
        assert len(term.text) >= (2 if min(term.text) >= "\u3040" else 3)
        assert re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?", term.language)
        assert term not in seen
        seen.add(term)


def test_no_term_holds_characters_that_cannot_be_seen() -> None:
    # The zero-width (non-)joiner is spelling in Persian and Indic scripts.
    for term in lexicons.load():
        hidden = [c for c in term.text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn"}]
        assert set(hidden) <= {"\u200c", "\u200d"}, term


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("slot gacor", "gambling"),
        ("카지노사이트", "gambling"),
        ("онлайн казино", "gambling"),
        ("viagra", "pharma"),
        ("スーパーコピー", "counterfeit"),
        ("займ на карту", "finance"),
        ("代写", "academic"),
        ("buy backlinks", "seo"),
        ("hire a hacker", "scam"),
        ("加微信", "contact"),
        ("lorem ipsum", "placeholder"),
        ("indicators of compromise", "security"),
    ],
)
def test_well_known_terms_are_found_in_their_category(text: str, category: str) -> None:
    assert text in {term.text for term in lexicons.load(category)}


def test_load_returns_one_category_or_all_in_order() -> None:
    every = lexicons.load()
    assert every == tuple(t for c in lexicons.categories() for t in lexicons.load(c))
    assert {term.category for term in lexicons.load("pharma")} == {"pharma"}
    assert lexicons.load() is every


def test_unknown_category_names_those_that_exist() -> None:
    with pytest.raises(ValueError, match=r"no lexicon of category 'cars'.*gambling"):
        lexicons.load("cars")


def test_each_file_names_source_and_licence() -> None:
    for path in Path(lexicons.__file__).parent.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        assert re.search(r'^source = ".+"$', text, re.MULTILINE), path.name
        assert re.search(r'^licence = "(Apache-2\.0|CC0-1\.0)"$', text, re.MULTILINE), path.name


def test_read_splits_at_commas_and_joins_broken_lines(tmp_path: Path) -> None:
    path = write(tmp_path, lexicon("free spins, online\ncasino,\nno deposit bonus,", "en"))
    assert lexicons.read(path) == (
        Term("free spins", "sample", "en"),
        Term("online casino", "sample", "en"),
        Term("no deposit bonus", "sample", "en"),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (lexicon("bonus, casino, bonus"), r"sample\.toml: \[terms\] en: the term 'bonus'.*twice"),
        (lexicon("bonus, Casino"), r"the term 'Casino' is not lower case"),
        (lexicon("cafe\u0301 casino"), r"is not lower case or not in NFC"),
        (lexicon("casino, ab"), r"the term 'ab' is too short"),
        (lexicon("赌场, 赌"), r"the term '赌' is too short"),
        (lexicon("casino,, bonus"), r"the term '' is too short"),
        (lexicon(""), r"the term '' is too short"),
        (lexicon("casino, free  spins"), r"the term 'free  spins' is oddly spaced"),
        (lexicon("casino , bonus"), r"the term 'casino ' is oddly spaced"),
        (lexicon("casino", "English"), r"English: not a language code"),
        (lexicon("casino").replace("'''\ncasino\n'''", '["casino"]'), r"must be one text"),
        (lexicon("casino").replace('source = "test"', ""), r"the key 'source'"),
        (lexicon("casino").replace('"sample"', '"No Name"'), r"'No Name' is no category name"),
        (lexicon("casino").split("[terms]")[0], r"\[terms\] is missing or empty"),
        ("category = ", r"sample\.toml: not valid TOML"),
    ],
)
def test_faulty_files_are_refused_with_file_and_term(
    tmp_path: Path, text: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        lexicons.read(write(tmp_path, text))
