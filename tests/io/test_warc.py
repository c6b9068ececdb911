from __future__ import annotations

import base64
import gzip
import hashlib
import io
import tempfile
import zlib
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType
from hypothesis import given, settings
from hypothesis import strategies as st
from rewriting import errors_of, items_of, records_of, rewritten

from spamdetect.io.formats import FORMATS
from spamdetect.io.records import Opened, Passed, Record
from spamdetect.io.writer import open_writer

PAGE = b"<html><body><p>honest SPAM text</p></body></html>"


def _digest(data: bytes) -> bytes:
    return b"sha1:" + base64.b32encode(hashlib.sha1(data).digest())


def _record(kind: bytes, block: bytes, content_type: bytes, *headers: bytes) -> bytes:
    lines = [
        b"WARC/1.0",
        b"WARC-Type: " + kind,
        b"WARC-Record-ID: <urn:uuid:" + kind + b">",
        b"WARC-Target-URI: http://a.example/page",
        b"X-Odd:   kept  as it is ",
        b"WARC-Block-Digest: " + _digest(block),
        *headers,
        b"Content-Type: " + content_type,
        b"Content-Length: %d" % len(block),
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + block + b"\r\n\r\n"


def _response(
    payload: bytes = PAGE,
    body: bytes | None = None,
    headers: bytes = b"",
    kind: bytes = b"text/html",
) -> bytes:
    body = payload if body is None else body
    block = (
        b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Type: "
        + kind
        + b"\r\n"
        + (headers or b"Content-Length: %d\r\n" % len(body))
        + b"\r\n"
        + body
    )
    return _record(
        b"response",
        block,
        b"application/http; msgtype=response",
        b"WARC-Payload-Digest: " + _digest(body),
    )


def _with_length(length: bytes) -> bytes:
    """Return a response whose record, not whose page, claims a length."""
    head, length_line, rest = _response().rpartition(b"application/http; msgtype=response\r\n")
    return head + length_line + b"Content-Length: " + length + rest[rest.index(b"\r\n") :]


INFO = _record(b"warcinfo", b"software: x\r\n", b"application/warc-fields")
REQUEST = _record(b"request", b"GET / HTTP/1.1\r\n\r\n", b"application/http; msgtype=request")
IMAGE = _response(b"\x89PNG", kind=b"image/png")
WET = _record(b"conversion", "text SPAM é".encode(), b"text/plain")


def _write(folder: Path, *records: bytes, name: str = "a.warc") -> Path:
    path = folder / name
    packed = (gzip.compress(record) for record in records)
    path.write_bytes(b"".join(packed if name.endswith(".gz") else records))
    return path


def test_pages_and_texts_are_records_and_all_else_passes(tmp_path: Path) -> None:
    path = _write(tmp_path, INFO, REQUEST, _response(), IMAGE, WET)
    kinds = [type(item) for item in items_of(path)]
    assert kinds == [Opened, Passed, Passed, Record, Passed, Record]
    page, text = records_of(path)
    assert (page.id, page.line, page.url) == ("urn:uuid:response", 3, "http://a.example/page")
    assert (page.text, page.html) == (None, PAGE.decode())
    assert (text.text, text.html, text.line) == ("text SPAM é", None, 5)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.warc.wet", "a.wet.gz"])
def test_untouched_records_come_back_byte_for_byte(name: str, tmp_path: Path) -> None:
    records = INFO, REQUEST, _response(), IMAGE, WET
    assert rewritten(_write(tmp_path, *records, name=name)) == b"".join(records)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([INFO, WET, _response(), b"\r\n", b"WARC/1.0\r\n", b"x\n\r\n"])
        | st.binary(max_size=30),
        max_size=6,
    ),
    st.integers(0, 60),
)
def test_any_bytes_come_back(parts: list[bytes], cut: int) -> None:
    data = b"WARC/1.0\r\n" + b"".join(parts)
    data = data[: max(10, len(data) - cut)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.warc"
        path.write_bytes(data)
        assert rewritten(path) == data


def _gzip_coded(page: bytes) -> bytes:
    return _response(page, gzip.compress(page), b"Content-Encoding: gzip\r\n")


def _deflated(page: bytes) -> bytes:
    return _response(page, zlib.compress(page), b"Content-Encoding: deflate\r\n")


def _chunked(page: bytes) -> bytes:
    body = b"5;x=y\r\n" + page[:5] + b"\r\n%X\r\n" % len(page[5:]) + page[5:] + b"\r\n0\r\n\r\n"
    return _response(page, body, b"Transfer-Encoding: chunked\r\n")


def _said_but_not_coded(page: bytes) -> bytes:
    return _response(page, page, b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n")


@pytest.mark.parametrize("make", [_response, _gzip_coded, _deflated, _chunked, _said_but_not_coded])
def test_changed_pages_have_right_lengths_and_digests(make, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    path = _write(tmp_path, INFO, make(PAGE), WET)
    assert [r.html for r in records_of(path) if r.html] == [PAGE.decode()]
    out = rewritten(
        path, change=lambda r: str(r.html or r.text).replace("SPAM", "") if r.line == 2 else None
    )
    assert out.startswith(INFO)
    assert out.endswith(WET)
    assert b"X-Odd:   kept  as it is \r\n" in out[len(INFO) : -len(WET)]
    any_type = WarcRecordType.any_type
    found = list(ArchiveIterator(io.BytesIO(out), record_types=any_type, parse_http=False))
    assert len(found) == 3
    for record in ArchiveIterator(io.BytesIO(out), record_types=any_type, parse_http=False):
        assert record.verify_block_digest()
    for record in ArchiveIterator(io.BytesIO(out), record_types=WarcRecordType.response):
        assert record.verify_payload_digest()
        assert record.reader.read() == PAGE.replace(b"SPAM", b"")
        length = record.http_headers.get("Content-Length")
        assert length is None or int(length) == len(PAGE) - 4


@pytest.mark.parametrize(
    ("written", "renewed"),
    [
        (
            "sha256:" + hashlib.sha256(b"x").hexdigest(),
            "sha256:" + hashlib.sha256(b"y").hexdigest(),
        ),
        ("md5:" + hashlib.md5(b"x").hexdigest(), "md5:" + hashlib.md5(b"y").hexdigest()),
    ],
)
def test_digests_keep_algorithm_and_notation(written: str, renewed: str, tmp_path: Path) -> None:
    record = _record(b"conversion", b"x", b"text/plain")
    record = record.replace(_digest(b"x"), written.encode())
    out = rewritten(_write(tmp_path, record), change=lambda r: "y")
    assert f"WARC-Block-Digest: {renewed}\r\n".encode() in out


def test_unknown_digests_are_taken_out_when_the_record_changes(tmp_path: Path) -> None:
    record = _record(b"conversion", b"x", b"text/plain").replace(b"sha1:", b"blake9:")
    out = rewritten(_write(tmp_path, record), change=lambda r: "y")
    assert b"Digest" not in out


def test_charset_of_the_header_counts(tmp_path: Path) -> None:
    page = "<p>привет SPAM".encode("cp1251")
    path = _write(tmp_path, _response(page, kind=b"text/html; charset=windows-1251"))
    assert records_of(path)[0].html == "<p>привет SPAM"
    out = rewritten(path, change=lambda r: str(r.html).replace("SPAM", ""))
    assert page.replace(b"SPAM", b"") in out


def test_truncated_record_is_named(tmp_path: Path) -> None:
    data = INFO + WET + _response()[:-30]
    path = _write(tmp_path, data)
    (error,) = errors_of(path)
    assert error.line == 3
    assert "truncated" in error.cause
    assert [record.line for record in records_of(path)] == [2]
    assert rewritten(path) == data


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        (_with_length(b"99999"), "shorter"),
        (_with_length(b"9999999999999"), "claims"),
        (_with_length(b"20"), "longer"),
        (_with_length(b"-1"), "claims"),
        (_with_length(b"many"), "no Content-Length"),
        (_with_length(b""), "no Content-Length"),
        (b"garbage\r\nmore\r\n\r\n", "no WARC record"),
        (_response(b"x", b"no gzip", b"Content-Encoding: lzma\r\n"), "lzma"),
        (_response(b"x", b"\x1f\x8b\x08\x00xx", b"Content-Encoding: gzip\r\n"), "gzip"),
        (_response(b"x", b"5\r\nab", b"Transfer-Encoding: chunked\r\n"), "chunk"),
        (_record(b"response", b"HTTP/1.1 200 OK", b"application/http"), "no end"),
    ],
)
def test_broken_record_is_named_and_the_rest_goes_on(
    broken: bytes, cause: str, tmp_path: Path
) -> None:
    path = _write(tmp_path, INFO, broken, WET, WET)
    assert cause in errors_of(path)[0].cause
    assert errors_of(path)[0].line == 2
    assert [record.text for record in records_of(path)] == ["text SPAM é"] * 2
    assert rewritten(path) == path.read_bytes()


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
def test_corrupt_gzip_member_costs_one_record(where: float, tmp_path: Path) -> None:
    members = [gzip.compress(record) for record in (INFO, _response(), WET, WET)]
    middle = bytearray(members[1])
    at = int(len(middle) * where)
    middle[at : at + 6] = b"\xff" * 6
    path = tmp_path / "a.warc.gz"
    path.write_bytes(members[0] + bytes(middle) + members[2] + members[3])
    (error,) = errors_of(path)
    assert error.line == 2
    assert "gzip member 2" in error.cause
    assert [record.text for record in records_of(path)] == ["text SPAM é"] * 2
    data = rewritten(path)
    texts = ArchiveIterator(io.BytesIO(data), record_types=WarcRecordType.conversion)
    assert len([record.record_id for record in texts]) == 2


def test_each_record_is_a_member_of_its_own(tmp_path: Path) -> None:
    path = _write(tmp_path, INFO, WET, name="a.warc.gz")
    out = io.BytesIO()
    writer = open_writer(out, FORMATS["warc"], "gz")
    for item in items_of(path)[1:]:
        writer.write(item)  # type: ignore[arg-type]
    writer.close()
    first = zlib.decompressobj(31)
    assert first.decompress(out.getvalue()) == INFO
    assert gzip.decompress(first.unused_data) == WET
