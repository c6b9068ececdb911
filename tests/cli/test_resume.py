"""What --resume takes for the output of an earlier run, and what it makes of it."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from pathlib import Path

import pytest
import zstandard

TEXT = b"\xef\xbb\xbfone\r\nSPAMword two\xff\r\n\n" + b"more of it\n" * 50
PACK = {
    "": bytes,
    ".gz": lambda data: gzip.compress(data, mtime=0),
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.ZstdCompressor().compress,
}
UNPACK = {
    "": bytes,
    ".gz": gzip.decompress,
    ".bz2": bz2.decompress,
    ".xz": lzma.decompress,
    ".zst": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.fixture(params=["txt", "html"])
def document(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"a.{request.param}"
    path.write_bytes(TEXT)
    return path


@pytest.mark.parametrize("end", PACK)
def test_a_document_that_is_complete_is_left_as_it_is(
    run, document: Path, end: str, tmp_path: Path
) -> None:
    output = tmp_path / f"out{document.suffix}{end}"
    assert run("clean", "--resume", "-o", output, document).status == 0
    before = output.read_bytes(), output.stat().st_mtime_ns, output.stat().st_ino
    assert UNPACK[end](before[0]) == TEXT.replace(b"SPAMword", b"")
    for _ in range(2):
        assert run("clean", "--resume", "-o", output, document).status == 0
        assert (output.read_bytes(), output.stat().st_mtime_ns, output.stat().st_ino) == before
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize("end", PACK)
def test_a_document_that_was_cut_short_is_completed(
    run, document: Path, end: str, tmp_path: Path
) -> None:
    output = tmp_path / f"out{document.suffix}{end}"
    run("clean", "-o", output, document)
    whole = output.read_bytes()
    for cut in {0, 1, 3, 5, 11, len(whole) // 2, len(whole) - 9, len(whole) - 4, len(whole) - 1}:
        output.write_bytes(whole[:cut])
        assert run("clean", "--resume", "-o", output, document).status == 0, cut
        assert output.read_bytes() == whole, cut


@pytest.mark.parametrize("end", ["", ".gz"])
@pytest.mark.parametrize("held", [b"my own notes", TEXT, TEXT.replace(b"SPAMword", b"") + b"x"])
def test_a_document_is_not_written_onto_another(
    run, document: Path, held: bytes, end: str, tmp_path: Path
) -> None:
    output = tmp_path / f"out{document.suffix}{end}"
    output.write_bytes(PACK[end](held))
    before = output.read_bytes()
    result = run("clean", "--resume", "-o", output, document)
    assert result.status == 2
    assert "does not continue this input" in result.err
    assert output.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_a_file_that_only_its_name_calls_compressed_is_written_anew(run, tmp_path: Path) -> None:
    path, output = tmp_path / "a.txt", tmp_path / "out.txt.gz"
    path.write_bytes(b"a SPAM")
    output.write_bytes(b"a ")
    assert run("clean", "--resume", "-o", output, path).status == 0
    assert gzip.decompress(output.read_bytes()) == b"a "


@pytest.mark.parametrize("end", [".gz", ".bz2", ".xz", ".zst"])
@pytest.mark.parametrize("command", ["clean", "score"])
def test_a_compressed_output_is_completed_wherever_it_was_cut(
    run, command: str, end: str, tmp_path: Path
) -> None:
    path, output = tmp_path / "a.jsonl", tmp_path / f"out.jsonl{end}"
    path.write_bytes(b"".join(b'{"text":"%d SPAM"}\n' % n for n in range(6)))
    run(command, path, "-o", output)
    whole = output.read_bytes()
    for cut in range(len(whole)):
        output.write_bytes(whole[:cut])
        result = run(command, path, "-o", output, "--resume")
        assert result.status == 0, (cut, result.err)
        # What is appended to a zstd file is a frame of its own.
        with zstandard.ZstdDecompressor().stream_reader(
            output.read_bytes(), read_across_frames=True
        ) as frames:
            done = frames.read() if end == ".zst" else UNPACK[end](output.read_bytes())
        assert done == UNPACK[end](whole), cut


def test_complete_lines_are_left_as_they_are(run, tmp_path: Path) -> None:
    path, output = tmp_path / "a.jsonl", tmp_path / "out.jsonl.gz"
    path.write_bytes(b'{"text":"1 SPAM"}\nbad\n{"text":"2"}\n')
    run("clean", path, "-o", output)
    before = output.read_bytes()
    result = run("clean", path, "-o", output, "--resume")
    assert result.status == 3
    assert "a.jsonl:2: broken JSON" in result.err
    assert output.read_bytes() == before


def test_a_row_without_a_newline_that_was_cut_short_is_completed(run, tmp_path: Path) -> None:
    path, output = tmp_path / "a.csv", tmp_path / "out.csv"
    path.write_bytes(b"id,text\n1,one SPAM\n2,two words")
    run("clean", path, "-o", output)
    whole = output.read_bytes()
    output.write_bytes(whole[:-3])
    assert run("clean", path, "-o", output, "--resume").status == 0
    assert output.read_bytes() == whole


@pytest.mark.parametrize("command", ["clean", "score"])
@pytest.mark.parametrize(
    "held",
    [
        b"my own notes",
        b"my own notes\n",
        b"\n",
        b'{"text":"of another"}\n',
        b'{"id":1,"source":"a.jsonl","line":1,"text":"one","error":null}\n',
    ],
)
@pytest.mark.parametrize("end", ["", ".gz"])
def test_a_file_of_something_else_is_not_written_onto(
    run, command: str, held: bytes, end: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.jsonl").write_bytes(b'{"text":"one SPAM"}\n{"text":"two"}\n')
    output = Path(f"out.jsonl{end}")
    output.write_bytes(PACK[end](held))
    before = output.read_bytes()
    result = run(command, "a.jsonl", "-o", output, "--resume")
    assert result.status == 2
    assert "does not continue this input" in result.err
    assert output.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def test_what_follows_the_last_document_is_not_cut_off(run, tmp_path: Path) -> None:
    path, output = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(b'{"text":"one SPAM"}\n')
    for command in ("clean", "score"):
        run(command, path, "-o", output)
        output.write_bytes(output.read_bytes() + b"notes")
        before = output.read_bytes()
        assert run(command, path, "-o", output, "--resume").status == 2
        assert output.read_bytes() == before


def test_the_line_that_was_cut_short_is_one_of_the_next_document(run, tmp_path: Path) -> None:
    path, output = tmp_path / "a.jsonl", tmp_path / "out.jsonl"
    path.write_bytes(b'{"id":"\\u00e9","text":"one SPAM"}\nbad\n{"id":3,"text":"three"}\n')
    run("score", path, "-o", output)
    whole = output.read_bytes()
    assert [json.loads(line)["line"] for line in whole.splitlines()] == [1, 2, 3]
    for cut in range(len(whole) + 1):
        output.write_bytes(whole[:cut])
        assert run("score", path, "-o", output, "--resume").status == 3, cut
        assert output.read_bytes() == whole, cut


@pytest.mark.parametrize("command", ["clean", "score"])
def test_a_device_is_not_continued(run, command: str, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"text":"one SPAM"}\n')
    result = run(command, path, "-o", "/dev/null", "--resume")
    assert result.status == 2
    assert "no regular file" in result.err
    assert not Path("/dev/null").is_file()
