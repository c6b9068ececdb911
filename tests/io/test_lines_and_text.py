from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import COMPRESS, errors_of, items_of, records_of, rewritten

from spamdetect.io.formats import FORMATS
from spamdetect.io.html import cut_out, decode
from spamdetect.io.records import Fields, Opened, Record, RecordError

PIECES = (b"\x81\xe6", b"\x87\x9a", b"\xee\xf9", b"\xfa\x54", b"\xff", b"a", b"<p>", b"SPAM ")
LINES = st.lists(
    st.sampled_from(
        [
            b'{"text":"a"}',
            b'{"text": "b", "n": 1.0}',
            b'{"text":"\\ud800"}',
            b'{"html":"<p>x</p>"}',
            b"",
            b"[1]",
            b"broken",
            b'{"text":null}',
            b'{"text":"\xff"}',
            b'"x"',
            b"\x00",
        ]
    )
    | st.binary(max_size=20),
    max_size=8,
)


@pytest.mark.parametrize("kind", COMPRESS)
@settings(deadline=None)
@given(lines=LINES, end=st.sampled_from([b"\n", b"\r\n"]), last=st.booleans())
def test_json_lines_come_back_byte_for_byte(
    kind: str, lines: list[bytes], end: bytes, last: bool
) -> None:
    data = end.join(lines) + (end if last else b"")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(COMPRESS[kind](data))
        assert rewritten(path) == data


def _content(record: Record) -> str:
    return str(record.html) if record.text is None else record.text


@pytest.mark.parametrize("kind", COMPRESS)
@pytest.mark.parametrize("format", ["text", "html"])
@settings(deadline=None)
@given(data=st.binary(max_size=100) | st.text(max_size=50).map(lambda text: text.encode()))
def test_files_come_back_byte_for_byte(format: str, kind: str, data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.bin"
        path.write_bytes(COMPRESS[kind](data))
        assert rewritten(path, format) == data
        assert rewritten(path, format, _content) == data


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbfwith a mark\r\nand two lines\r",
        b"\xff\xfeu\0t\0f\0-\x001\x006\0",
        b"\xfe\xff\0u\0t\0f",
        b"latin \xe9t\xe9 \xff",
        b"one nul \0 in a long enough text of letters",
        b"",
    ],
)
def test_text_is_decoded_whole_and_encoded_back(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    (record,) = records_of(path)
    assert record.line is None
    assert rewritten(path, change=lambda record: str(record.text)) == data


def test_byte_order_mark_and_newlines_count_in_spans(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert records_of(path)[0].text == "\ufeffa\r\nb"


@pytest.mark.parametrize(
    "data", [b"%PDF-1.7 text", b"\x89PNG\r\n\x1a\n", bytes(range(256)) * 8, b"a\0" * 100]
)
@pytest.mark.parametrize("name", ["a.txt", "a.html", "a.jsonl", "a.csv", "a"])
def test_binary_files_are_one_error_and_pass_unchanged(
    name: str, data: bytes, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    (error,) = errors_of(path)
    assert error.line is None
    assert "binary" in error.cause
    assert rewritten(path) == data


def test_each_bad_line_is_named_and_its_neighbours_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b'{"text":"first","id":"x","url":"http://a.example/"}\n'
        b"{broken\n"
        b"[1, 2]\n"
        b'{"body":"no text"}\n'
        b'{"text":["a"]}\n'
        b'{"text":null}\n'
        b"\n"
        b'{"text":"last"}'
    )
    items = items_of(path)[1:]
    assert [item.line for item in items if isinstance(item, RecordError)] == [2, 3, 4, 5, 6]
    causes = [item.cause for item in items if isinstance(item, RecordError)]
    for cause, word in zip(
        causes, ["broken JSON", "array", "neither", "array", "null"], strict=True
    ):
        assert word in cause
    first, last = (item for item in items if isinstance(item, Record))
    assert (first.id, first.line, first.text, first.url) == ("x", 1, "first", "http://a.example/")
    assert (last.id, last.line, last.text) == (f"{path}:8", 8, "last")


def test_field_names_are_free_and_html_is_preferred_only_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"body":"t","page":"<p>h","k":7,"at":"http://a.example/"}\n')
    fields = Fields(text="body", html="page", url="at", id="k")
    (record,) = records_of(path, fields=fields)
    assert (record.text, record.html, record.id, record.url) == ("t", None, 7, "http://a.example/")
    fields = Fields(text="body", html="page", prefer_html=True)
    (record,) = records_of(path, fields=fields)
    assert (record.text, record.html) == (None, "<p>h")
    out = rewritten(path, change=lambda record: "<p>", fields=fields)
    assert out == b'{"body":"t","page":"<p>","k":7,"at":"http://a.example/"}\n'


@pytest.mark.parametrize("prefer_html", [False, True])
@pytest.mark.parametrize(
    ("line", "text", "html"),
    [
        ('{"text":"","html":"<p>h"}', None, "<p>h"),
        ('{"text":null,"html":"<p>h"}', None, "<p>h"),
        ('{"text":"t","html":""}', "t", None),
        ('{"text":"t","html":null}', "t", None),
        ('{"text":""}', "", None),
        ('{"html":"","text":null}', None, ""),
    ],
)
def test_an_empty_field_hides_no_document(
    line: str, text: str | None, html: str | None, prefer_html: bool, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line)
    fields = Fields(prefer_html=prefer_html)
    assert [(r.text, r.html) for r in records_of(path, fields=fields)] == [(text, html)]
    out = rewritten(path, change=lambda record: "new", fields=fields).decode()
    key = "html" if text is None else "text"
    assert json.loads(out) == {**json.loads(line), key: "new"}


def test_ids_are_strings_and_integers_of_any_size(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    ids = ["x", 7, 12345678901234567890123, 1.5, True, None, ["x"]]
    path.write_text("".join(json.dumps({"id": one, "text": "t"}) + "\n" for one in ids))
    places = [f"{path}:{line}" for line in (4, 5, 6, 7)]
    assert [record.id for record in records_of(path)] == [*ids[:3], *places]


def test_line_cut_by_damage_does_not_run_into_the_next(tmp_path: Path) -> None:
    gz = COMPRESS["gz"]
    broken = gz(b'{"text":"lost"}\n' + bytes(range(32, 127)) * 300)[:-40]
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gz(b'{"text":"one"}\n') + broken + gz(b'{"text":"three"}\n'))
    assert [record.text for record in records_of(path)] == ["one", "lost", "three"]
    (error,) = errors_of(path)
    assert error.line == 3
    assert "member 2" in error.cause
    assert rewritten(path).endswith(b'\n{"text":"three"}\n')


def test_utf16_json_lines_are_one_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text":"a"}\n'.encode("utf-16"))
    (error,) = errors_of(path)
    assert "UTF-16" in error.cause
    assert rewritten(path) == path.read_bytes()


@pytest.mark.parametrize(
    ("page", "codec"),
    [
        ("<meta charset=windows-1251><p>привет", "cp1251"),
        ("<meta charset=shift_jis><p>日本語", "shift_jis"),
        ("<meta http-equiv=content-type content='text/html; charset=euc-kr'>한국어", "euc-kr"),
        ("<p>ünï", "utf-8"),
        ("<p>caf\xe9", "cp1252"),
    ],
)
def test_pages_are_decoded_as_they_say_and_encoded_so_again(
    page: str, codec: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    stray = b"" if codec == "utf-8" else b"\x81\xff"
    path.write_bytes(page.encode(codec) + b" SPAM <!-- " + stray + b" -->")
    (record,) = records_of(path)
    assert str(record.html).startswith(page)
    out = rewritten(path, change=lambda record: str(record.html).replace("SPAM", ""))
    assert out == path.read_bytes().replace(b"SPAM", b"")


def test_characters_that_have_several_bytes_keep_those_of_the_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    twice = b"\x81\xe6 \x87\x9a \xee\xf9 \xfa\x54"
    page = b"<meta charset=shift_jis><p>" + twice + b"</p> SPAM <p>" + twice + b"</p>"
    page += b" SPAM one SPAM <!-- \x81\xff -->" + twice
    path.write_bytes(page)
    out = rewritten(path, change=lambda record: str(record.html).replace("SPAM", ""))
    assert out == page.replace(b"SPAM", b"")


@given(st.lists(st.tuples(st.sampled_from(PIECES), st.booleans()), max_size=12))
def test_what_is_left_of_a_page_has_the_characters_that_were_left(
    pieces: list[tuple[bytes, bool]],
) -> None:
    head = b"<meta charset=shift_jis>"
    page = head + b"".join(piece for piece, _ in pieces)
    left = decode(head + b"".join(piece for piece, kept in pieces if kept))[0]
    assert decode(cut_out(page, left))[0] == left


def test_opened_tells_format_and_compression(tmp_path: Path) -> None:
    path = tmp_path / "a.ndjson.xz"
    path.write_bytes(COMPRESS["xz"](b'{"text":"a"}'))
    assert items_of(path)[0] == Opened(str(path), FORMATS["jsonl"], "xz")
