from __future__ import annotations

import gzip
import json
import lzma
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from spamdetect.errors import DataError
from spamdetect.labels import SPAM_CATEGORIES
from spamdetect.learn.corpus.documents import whole_span
from spamdetect.learn.corpus.grouping import (
    clean_group,
    fold_of,
    kind_of,
    site_of,
    spam_group,
    split_of_group,
)
from spamdetect.learn.corpus.load import load_corpus
from spamdetect.learn.corpus.readers import (
    iter_clean,
    iter_gold,
    iter_labelled,
    iter_spam,
    iter_urls,
)

MINI = Path(__file__).parents[2] / "data" / "corpus"
SPLITS = ("train", "dev", "test")


def write(path: Path, records: list[dict[str, object]]) -> Path:
    data = "\n".join(json.dumps(r, ensure_ascii=False) for r in records) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    opener = {".gz": gzip.compress, ".xz": lzma.compress, ".zst": zstandard.compress}
    path.write_bytes(opener.get(path.suffix, bytes)(data.encode()))
    return path


CLEAN = [
    {
        "id": "1", "source": "s", "text": "Rain fell.", "lang": "en", "split": "train",
        "url": "https://www.paper.example/1", "html": "<p>Rain fell.",
        "page_text": "Menu Rain fell.",
    },
    {"id": "2", "source": "s", "text": "It was dry.", "split": "test"},
]  # fmt: skip
SPAM = [
    {
        "id": "3", "text": " cheap pills \n", "category": "loan", "label": "spam",
        "kind": "comment", "split": "train", "campaign": "c1", "author": "Pat",
    },
    {"id": "4", "text": "thank you", "label": "ham", "kind": "comment", "split": "train"},
    {"id": "5", "text": "pills!", "category": "loan", "label": "spam", "split": "dev",
     "campaign": "c1"},
    {"id": "6", "text": "more pills", "category": "pharma", "label": "spam", "split": "dev",
     "campaign": "c2"},
]  # fmt: skip
GOLD = [
    {"id": "7", "text": "Hi. SPAM", "spans": [[4, 8, "replica"]], "format": "text", "site": "x",
     "form": "end", "split": "dev"},
    {"id": "8", "text": "<p>Hi</p>", "spans": [], "format": "html", "site": "x", "split": "dev"},
]  # fmt: skip


@pytest.fixture
def research(tmp_path: Path) -> Path:
    write(tmp_path / "clean" / "a.jsonl.xz", CLEAN)
    write(tmp_path / "spam" / "comments_x.jsonl.xz", SPAM)
    write(tmp_path / "gold" / "injected.jsonl.xz", GOLD)
    return tmp_path


def test_clean_documents_keep_their_split_and_group_by_site(research: Path) -> None:
    (document,) = iter_clean(research, "train")
    assert document.text == "Rain fell."
    assert document.label == "clean" and document.spans == ()
    assert document.group == "paper.example"
    assert document.html is None and document.page_text == "Menu Rain fell."
    assert [d.id for d in iter_clean(research, SPLITS)] == ["1", "2"]
    assert next(iter_clean(research, "train", with_html=True)).html == "<p>Rain fell."


def test_spam_documents_have_one_span_over_their_text_and_ham_has_none(research: Path) -> None:
    spam, ham = iter_spam(research, "train")
    assert spam.spans == ((1, 12, "finance"),) and spam.label == "spam" and spam.author == "Pat"
    assert ham.spans == () and ham.label == "clean"
    assert [d.id for d in iter_spam(research, SPLITS, label="ham")] == ["4"]


def test_gold_pages_come_in_the_format_asked_for(research: Path) -> None:
    (page,) = iter_gold(research, "dev")
    assert page.spans == ((4, 8, "counterfeit"),) and page.label == "injected"
    assert page.group == "x" and page.form == "end"
    (html,) = iter_gold(research, "dev", format="html")
    assert (html.html, html.text, html.kind) == ("<p>Hi</p>", "Hi", "html")
    assert html.label == "clean"


def test_a_corpus_puts_ham_with_the_clean_texts(research: Path) -> None:
    corpus = load_corpus(research)
    assert [d.id for d in corpus.clean] == ["1", "4"]
    assert [d.id for d in corpus.spam] == ["3", "5", "6"]
    assert [d.id for d in corpus.gold] == ["7"]


def test_campaigns_of_another_split_can_be_left_out(research: Path) -> None:
    corpus = load_corpus(research)
    assert [d.id for d in corpus.of_split("dev").spam] == ["5", "6"]
    assert [d.id for d in corpus.of_split("dev", apart_from="train").spam] == ["6"]


def test_a_language_can_be_left_out_with_all_its_scripts(tmp_path: Path) -> None:
    records = [
        {"text": "Rain fell.", "spans": [], "lang": lang, "id": lang, "split": "train"}
        for lang in ("en", "zh", "zh-Hant", "zho-x")
    ]
    write(tmp_path / "documents.jsonl", records)  # type: ignore[arg-type]
    kept = load_corpus(tmp_path).without_language("zh").clean
    assert [d.lang for d in kept] == ["en", "zho-x"]


@pytest.mark.parametrize("suffix", ["", ".gz", ".xz", ".zst"])
def test_labelled_files_are_opened_by_name(tmp_path: Path, suffix: str) -> None:
    record = {"id": "a", "text": "ok 娱乐城", "spans": [[3, 6, "gambling"]], "split": "dev"}
    (document,) = iter_labelled(write(tmp_path / f"documents.jsonl{suffix}", [record]))
    assert document.text[3:6] == "娱乐城"
    assert (document.split, document.label, document.group) == ("dev", "injected", "a")


def test_labelled_html_is_read_as_a_page_and_indexed_in_its_source(tmp_path: Path) -> None:
    html = "<title>Hi &amp; bye</title><style>b{color:red}</style><b>buy</b> now"
    start = html.index("<b>")
    record = {
        "html": html,
        "spans": [[start, start + 10, "pharma"]],
        "url": "http://a.shop.example",
    }
    (document,) = iter_labelled(write(tmp_path / "d.jsonl", [record]))
    assert (document.kind, document.html, document.label) == ("html", html, "injected")
    assert document.text == "Hi & bye\nbuy now"
    assert document.spans == ((9, 12, "pharma"),)
    assert document.group == "shop.example" and document.split in SPLITS


def test_labelled_html_with_its_text_is_indexed_in_the_text(tmp_path: Path) -> None:
    page = {
        "html": "<p>ok</p><b>buy</b>",
        "text": "ok\nbuy",
        "spans": [[3, 6, "seo"]],
        "kind": "html",
    }
    older = {**page, "text": "ok buy"}
    article = {"html": "<p>Menu</p>ok", "text": "ok", "spans": [], "kind": "news"}
    found = list(iter_labelled(write(tmp_path / "d.jsonl", [page, older, article])))
    assert [d.kind for d in found] == ["html", "", "news"]
    assert [d.text for d in found] == ["ok\nbuy", "ok buy", "ok"]
    assert [d.text[start:end] for d in found for start, end, _ in d.spans] == ["buy", "buy"]
    assert [bool(d.html) for d in found] == [True, False, True]


def test_a_page_that_is_spam_all_through_and_one_whose_spam_has_no_text(tmp_path: Path) -> None:
    html = "<head></head><body><p>buy <a href='http://x.example/'></a></p></body>"
    link = html.index("<a"), html.index("</p>")
    records = [{"html": html, "spans": [[*span, "seo"]]} for span in ((13, len(html)), link)]
    whole, silent = iter_labelled(write(tmp_path / "d.jsonl", records))
    assert (whole.label, whole.spans) == ("spam", ((0, 3, "seo"),))
    assert (silent.label, silent.spans) == ("injected", ())


@pytest.mark.parametrize(("category", "unsure"), [("seo", ((0, 6),)), ("boilerplate", ())])
def test_what_of_a_page_is_junk_is_not_known_unless_it_says_so(
    tmp_path: Path, category: str, unsure: tuple[tuple[int, int], ...]
) -> None:
    record = {"html": "<p>ok</p><b>buy</b>", "spans": [[0, 5, category]]}
    (page,) = iter_labelled(write(tmp_path / "d.jsonl", [record]))
    assert page.unsure == unsure


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"spans": []}', "'text' is missing"),
        ('{"text": "a"}', "'spans' is missing"),
        ('{"text": "a", "spans": [[0, 1]]}', r"not \[start, end, category\]"),
        ('{"text": "a", "spans": [[0, 2, "seo"]]}', "not within the text"),
        ('{"text": "a", "spans": [[true, 1, "seo"]]}', "not within the text"),
        ('{"text": "abc", "spans": [[0, 2, "seo"], [1, 3, "seo"]]}', "overlap"),
    ],
)
def test_a_wrong_record_is_named_with_file_and_line(
    tmp_path: Path, line: str, message: str
) -> None:
    path = tmp_path / "documents.jsonl"
    path.write_text('{"text": "a", "spans": []}\n\n' + line + "\n", "utf-8")
    with pytest.raises(DataError, match=rf"documents\.jsonl:3: .*{message}"):
        list(iter_labelled(path))


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / "documents.jsonl.xz"
    path.write_bytes(b"not xz")
    with pytest.raises(DataError, match=r"documents\.jsonl\.xz"):
        list(iter_labelled(path))
    with pytest.raises(DataError, match="no labelled documents"):
        load_corpus(tmp_path / "nothing")


@pytest.mark.parametrize("suffix", [".gz", ".xz", ".zst"])
def test_damaged_files_are_named(tmp_path: Path, suffix: str) -> None:
    records = [{"id": str(i), "text": f"{i} " * 50, "spans": []} for i in range(2000)]
    path = write(tmp_path / f"documents.jsonl{suffix}", records)  # type: ignore[arg-type]
    path.write_bytes(path.read_bytes()[:-40])
    with pytest.raises(DataError, match=rf"documents\.jsonl{suffix}:\d+: can't be read"):
        list(iter_labelled(path))


def test_urls_need_their_columns(tmp_path: Path) -> None:
    (tmp_path / "urls.tsv").write_text("host\tlabel\na.example\tspam\n", "utf-8")
    with pytest.raises(DataError, match="url_or_domain"):
        list(iter_urls(tmp_path))


def test_the_shipped_corpus_is_sound() -> None:
    corpus = load_corpus(MINI, SPLITS)
    documents = [*corpus.clean, *corpus.spam, *corpus.gold]
    assert len(corpus.clean) > 140 and len(corpus.spam) > 35 and len(corpus.gold) > 75
    assert len({d.lang for d in corpus.clean}) >= 8
    assert {category for d in documents for _, _, category in d.spans} <= set(SPAM_CATEGORIES)
    rows = list(iter_urls(MINI, SPLITS))
    assert len(rows) == 400 and {r.label for r in rows} == {"spam", "clean"}


def test_no_group_of_the_shipped_corpus_is_in_two_splits() -> None:
    corpus = load_corpus(MINI, SPLITS)
    splits: dict[str, set[str]] = {}
    for document in (*corpus.clean, *corpus.spam, *corpus.gold):
        splits.setdefault(document.group, set()).add(document.split)
    assert all(len(found) == 1 for found in splits.values())


def test_translations_of_one_document_form_a_group() -> None:
    english = clean_group("tldr-pages/tldr", "tldr/pages/common/tar.md", "")
    german = clean_group("tldr-pages/tldr", "tldr/pages.de/common/tar.md", "")
    assert english == german
    assert clean_group("news", "1", "http://a.paper.co.uk/x") == "paper.co.uk"
    assert clean_group("news", "1", "") == "news"


def test_texts_of_one_brand_or_site_form_a_group() -> None:
    first = spam_group("judol_x", "", "o+r:f", "main di 𝗞𝗔𝗟𝗜𝗠𝟴𝟴 yuk")
    assert first == spam_group("judol_x", "", "o+r:f", "K A L I M 8 8 mantap")
    link = spam_group("blog", "", "o+r:f", "see http://www.shop.example/a now")
    assert link == spam_group("blog", "", "o+r:f", "other https://shop.example")
    assert spam_group("pages_x", "", "owner+repo:file", "text") == "owner"
    assert spam_group("pages_x", "camp", "owner+repo:file", "text") == "camp"


@given(st.text())
def test_group_rules_take_any_text(text: str) -> None:
    assert isinstance(site_of(text), str)
    assert spam_group("judol", "", text, text)
    assert 0 <= fold_of(text, 5) < 5
    assert split_of_group(text) in SPLITS
    assert kind_of(text) in ("ip", "host", "url")
    for start, end, _ in whole_span(text, "seo"):
        assert text[start:end] == text.strip() != ""
