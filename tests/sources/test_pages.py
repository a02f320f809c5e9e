"""Files, folders and standard input become pages; what can't be read is one failure, and the rest goes on."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import UsageError
from onrecord.records import Failure, Page
from onrecord.sources import pages
from onrecord.sources.kinds import NotText, kind_of


def put(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return str(path)


def lines(*values: object) -> str:
    return "".join(json.dumps(value) + "\n" for value in values)


def only(name: str) -> Page | Failure:
    (result,) = pages([name])
    return result


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("a.txt", "He said so.", "text/plain"),
        ("a.html", "He said so.", "text/plain"),
        ("a.txt", "<!DOCTYPE html><p>He said so.", "text/html"),
        ("a", "<!-- x -->\n<html><body>Hi", "text/html"),
        ("a.html", "<p>He said so.", "text/html"),
        ("a.txt", "The tags <p>, <br> and <div> are old.", "text/plain"),
        ("a.txt", lines({"text": "Hi"}), "text/x-stored"),
        ("a.txt", "{curly} text", "text/plain"),
        ("a.txt", "[1] A note", "text/plain"),
    ],
)
def test_the_kind_is_told_by_content_first(tmp_path: Path, name: str, content: str, media_type: str) -> None:
    page = only(put(tmp_path / name, content))
    assert isinstance(page, Page)
    assert page.media_type == media_type


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "empty"),
        (b"%PDF-1.7 ...", "a PDF file"),
        (b"PK\x03\x04....", "an office document or a zip archive"),
        (b"\x89PNG\r\n", "a picture"),
        (b"{\\rtf1 text}", "an RTF document"),
        (bytes(range(256)) * 20, "binary data"),
        (b'[{"text": "a"}]', "JSON over several lines"),
        (b'{\n "text": "a"\n}', "JSON over several lines"),
        (b'{"id": "a"}\n{"id": "b"}\n', 'JSON without a "text"'),
        (b"<?xml version='1.0'?><rss></rss>", "a feed or news feed item in XML"),
        (gzip.compress(b"He said so." * 100)[:40], "the gzip data is damaged or cut short"),
    ],
)
def test_what_is_no_text_is_one_failure(tmp_path: Path, content: bytes, problem: str) -> None:
    name = put(tmp_path / "a.txt", content)
    failure = only(name)
    assert isinstance(failure, Failure)
    assert (failure.input, failure.problem) == (name, problem)
    assert failure.expected.startswith("expected ")


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    name = put(tmp_path / "a.txt", "word " * 20_000)
    with open(name, "ab") as file:  # noqa: PTH123
        file.truncate(200_000_000)
    assert "larger than 50 MB" in str(only(name))


def test_a_gzip_bomb_is_refused(tmp_path: Path) -> None:
    name = put(tmp_path / "a.txt.gz", gzip.compress(b"word " * 12_000_000, 1))
    assert "larger than 50 MB" in str(only(name))


def test_what_is_missing_or_of_another_scheme_is_told() -> None:
    results = list(pages(["/nowhere/at/all", "ftp://host/a", "a\0b"]))
    assert [result.problem for result in results if isinstance(result, Failure)] == [
        "no such file",
        "ftp:// is not read",
        "embedded null byte",
    ]


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", ".hidden.txt", "picture.png", "report.pdf", "sub/c.md", ".git/x.txt", "a.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        put(tmp_path / name, {"pdf": "%PDF-", "png": "\x89PNG", "jsonl": lines({"text": "A"})}.get(name[-3:], "B."))
    put(tmp_path / "a.jsonl", lines({"text": "A"}))
    put(tmp_path / "report.pdf", b"%PDF-1.4")
    (tmp_path / "loop").symlink_to(tmp_path)
    found = [result.input.removeprefix(f"{tmp_path}/") for result in pages([str(tmp_path)])]
    assert found == ["a.jsonl:1", "b.txt", "report.pdf", "sub/c.md"]


def test_a_folder_with_nothing_to_read_is_a_failure(tmp_path: Path) -> None:
    assert "nothing to read in this folder" in str(only(str(tmp_path)))


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"He said so.")))
    page = only("-")
    assert isinstance(page, Page)
    assert (page.input, page.body) == ("-", b"He said so.")


def test_a_bad_line_costs_no_other(tmp_path: Path) -> None:
    bad = ['{"text": 5}', '{"no": 1}', "[1]", "{bad", '{"text": "a", "title": 3}', '{"text": ' + "[" * 100_000]
    content = lines({"text": "First"}) + "\n".join(bad) + "\n\n" + '{"text": "last", "id": 7}'
    name = put(tmp_path / "a.jsonl", content)
    results = list(pages([name]))
    assert [result.input for result in results] == [f"{name}:{n}" for n in (1, 2, 3, 4, 5, 6, 7, 9)]
    assert [isinstance(result, Page) for result in results] == [True] + [False] * 6 + [True]
    assert isinstance(results[-1], Page)
    assert results[-1].declared.id == "7"


def test_a_line_over_the_limit_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.sources.files.LIMIT", 1_000_000)
    name = put(tmp_path / "a.jsonl", lines({"text": "a"}, {"text": "b" * 3_000_000}, {"text": "c"}))
    results = list(pages([name]))
    assert [isinstance(result, Page) for result in results] == [True, False, True]
    assert "line is longer than 1 MB" in str(results[1])


@pytest.mark.parametrize("pack", [lambda b: b, gzip.compress, lambda b: b.decode().encode("utf-16")])
def test_packed_and_wide_lines_are_read(tmp_path: Path, pack: object) -> None:
    content = lines({"text": "Zoë"}, {"text": "B"}).encode()
    name = put(tmp_path / "a.jsonl.gz", pack(content))  # type: ignore[operator]
    assert [page.body for page in pages([name]) if isinstance(page, Page)] == ["Zoë".encode(), b"B"]


def test_a_line_speaks_for_itself_and_the_caller_for_the_rest(tmp_path: Path) -> None:
    own = {"text": "A", "publisher": "Own", "published": "2020", "url": "https://example.org/a"}
    name = put(tmp_path / "a.jsonl", lines(own, {"text": "B", "published": None}))
    first, second = pages([name], publisher="Given", published="2022-01")
    assert isinstance(first, Page) and isinstance(second, Page)
    assert (first.declared.publisher, first.declared.published, first.url) == ("Own", "2020", "https://example.org/a")
    assert (second.declared.publisher, second.declared.published) == ("Given", "2022-01")


def test_lone_surrogates_are_replaced_one_for_one(tmp_path: Path) -> None:
    page = only(put(tmp_path / "a.jsonl", '{"text": "a\\ud800b \\ud83d\\ude00"}'))
    assert isinstance(page, Page)
    assert page.body.decode() == "a\ufffdb 😀"


def test_nul_which_no_database_takes_is_replaced_in_what_a_line_says_of_its_text(tmp_path: Path) -> None:
    page = only(
        put(tmp_path / "a.jsonl", '{"text": "a", "id": "b\\u0000", "publisher": "\\u0000c", "url": "d\\u0000"}')
    )
    assert isinstance(page, Page)
    assert (page.declared.id, page.declared.publisher, page.url) == ("b\ufffd", "\ufffdc", "d\ufffd")


def test_a_date_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(UsageError, match="'soon' is not a date"):
        pages([], published="soon")


def test_lines_come_as_they_are_read(tmp_path: Path) -> None:
    name = put(tmp_path / "a.jsonl", lines(*({"text": f"n{i}"} for i in range(50_000))))
    first = next(pages([name]))
    assert isinstance(first, Page)
    assert first.body == b"n0"


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_of_a_kind_or_refused(head: bytes) -> None:
    try:
        assert kind_of(head) in ("text", "html", "jsonl")
    except NotText as error:
        assert error.expected.startswith("expected ")
