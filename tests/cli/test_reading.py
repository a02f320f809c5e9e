"""`onrecord read` and `onrecord add`, as typed at a desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quick_reader import QuickReader
from typed import UNHURRIED, Typed, type_in

HARBOUR = 'Harbour talks resume\n\n"No ship will be turned away," she said.\n"We will stay" said Berg.\n'
FERRY = 'Ferry strike ends\n\n"The boats sail tonight" said Lund. "At last" said Nilsen.\n'


@pytest.fixture
def reports() -> list[str]:
    Path("harbour.txt").write_text(HARBOUR)
    Path("empty.txt").write_text("")
    Path("ferry.txt").write_text(FERRY)
    return ["harbour.txt", "empty.txt", "ferry.txt", "missing.txt"]


def test_read_prints_a_statement_a_line(typed: Typed, reports: list[str]) -> None:
    ended = typed("read", *reports, "--published", "2021-11-30", "--publisher", "Coastal Wire")
    assert ended.status == 1
    assert ended.out.splitlines()[0].startswith("input\tpublisher\tpublished")
    assert [(row[0], row[1], row[2], row[4], row[-1]) for row in ended.rows] == [
        ("harbour.txt", "Coastal Wire", "2021-11-30", "Berg", "We will stay"),
        ("ferry.txt", "Coastal Wire", "2021-11-30", "Lund", "The boats sail tonight"),
        ("ferry.txt", "Coastal Wire", "2021-11-30", "Nilsen", "At last"),
    ]


def test_each_failure_is_one_line_that_names_the_input(typed: Typed, reports: list[str]) -> None:
    lines = [line for line in typed("read", *reports).err.splitlines() if "expected" in line]
    assert [line.split(":")[0] for line in lines] == ["empty.txt", "missing.txt"]


def test_read_json_is_one_object_a_document_in_order(typed: Typed, reports: list[str]) -> None:
    ended = typed("read", "--json", *reports)
    assert [one["document"]["input"] for one in ended.objects] == ["harbour.txt", "ferry.txt"]
    first = ended.objects[0]
    start, end = first["statements"][0]["content"][0]
    assert first["document"]["text"] == HARBOUR
    assert HARBOUR[start:end] == first["statements"][0]["quote"] == "We will stay"


def test_read_takes_standard_input(typed: Typed) -> None:
    assert typed("read", "-", stdin=HARBOUR.encode()).rows[0][-1] == "We will stay"


def test_read_at_a_terminal_shows_the_report(typed: Typed, reports: list[str]) -> None:
    ended = typed("read", "harbour.txt", terminal=True)
    assert "Harbour talks resume" in ended.out
    assert "\x1b[1;36mBerg\x1b[0m" in ended.out
    assert ended.status == 0


def test_colour_can_be_refused(typed: Typed, reports: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert "36m" not in typed("read", "harbour.txt", terminal=True).out


def test_a_terminal_escape_in_a_report_stays_text(typed: Typed) -> None:
    Path("hostile.txt").write_text('\x1b]0;owned\x07"Stop \x1b[2J" said Berg.\u202e')
    for ended in (
        typed("read", "hostile.txt"),
        typed("read", "hostile.txt", "--json"),
        typed("read", "hostile.txt", terminal=True),
    ):
        assert "\x1b]0" not in ended.out + ended.err
        assert "\x1b[2J" not in ended.out + ended.err
        assert "\u202e" not in ended.out + ended.err


def test_a_date_that_is_none_is_a_wrong_command_line(typed: Typed, reports: list[str]) -> None:
    ended = typed("read", "harbour.txt", "--published", "yesterday")
    assert ended.status == 2
    assert ended.err == (
        "onrecord: --published: 'yesterday' is not a date; expected YYYY-MM-DD, YYYY-MM, YYYY, --MM-DD or two of them "
        "with a slash\n"
    )


def test_add_reads_each_document_once(typed: Typed, reports: list[str], reader: QuickReader) -> None:
    first = typed("add", "--json", *reports)
    assert first.status == 1
    assert [(one["input"], one["status"], one["statements"]) for one in first.objects] == [
        ("harbour.txt", "new", 1),
        ("empty.txt", "failed", 0),
        ("ferry.txt", "new", 2),
        ("missing.txt", "failed", 0),
    ]
    assert len(reader.seen) == 2
    again = typed("add", "--json", *reports)
    assert [one["status"] for one in again.objects] == ["known", "failed", "known", "failed"]
    assert [one["statements"] for one in again.objects] == [1, 0, 2, 0]
    assert [one["document"] for one in again.objects] == [one["document"] for one in first.objects]
    assert len(reader.seen) == 2
    assert len(typed("documents", "--json").objects) == 2


def test_add_tells_what_it_did(typed: Typed, reports: list[str]) -> None:
    lines = [line.split("\t") for line in typed("add", *reports).out.splitlines()]
    assert [(line[0], line[2], line[3]) for line in lines] == [
        ("new", "1 statement", "harbour.txt"),
        ("failed", "-", "empty.txt"),
        ("new", "2 statements", "ferry.txt"),
        ("failed", "-", "missing.txt"),
    ]


@pytest.mark.parametrize("command", ["read", "add"])
def test_what_a_report_lacks_is_told(typed: Typed, command: str) -> None:
    Path("hafen.txt").write_text(
        "Hafen\n\nDie Verhandlungen sind noch nicht gescheitert, sagte der Minister am Dienstag.\n"
    )
    ended = typed(command, "hafen.txt")
    assert ended.status == 0
    language, *rest = ended.err.splitlines()
    assert language == "hafen.txt: language 'de' is not supported: read as far as possible"
    # `add` says how many it found on its line of the report.
    assert rest == (["hafen.txt: no statement was found"] if command == "read" else [])


def test_add_at_a_terminal_shows_progress_and_cleans_it_up(typed: Typed, reports: list[str]) -> None:
    ended = typed("add", *reports, terminal=True)
    assert "ferry.txt" in ended.out + ended.err
    assert "4 done, 2 failed" in ended.err


@pytest.mark.parametrize("name", ["ledger", "variable", "file"])
def test_the_ledger_is_where_it_was_asked_for(
    typed: Typed, reports: list[str], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["add", "harbour.txt"]
    if name == "ledger":
        words += ["--ledger", "record.db"]
    elif name == "variable":
        monkeypatch.setenv("ONRECORD_LEDGER", "record.db")
    else:
        Path("onrecord.toml").write_text('ledger = "record.db"\n')
    assert typed(*words).status == 0
    assert Path("record.db").is_file()
    assert not Path("onrecord.db").exists()


def test_a_file_that_is_no_ledger_is_left_alone(typed: Typed, reports: list[str]) -> None:
    ended = typed("add", "harbour.txt", "--ledger", "ferry.txt")
    assert ended.status == 1
    assert ended.err.startswith("onrecord: ferry.txt: ")
    assert Path("ferry.txt").read_text() == FERRY


def test_an_unknown_setting_is_named(typed: Typed, reports: list[str]) -> None:
    Path("onrecord.toml").write_text('publsher = "Coastal Wire"\n')
    ended = typed("read", "harbour.txt")
    assert ended.status == 2
    assert "unknown key 'publsher'; expected ledger, publisher, threads, limit" in ended.err


@UNHURRIED
@given(body=st.binary(max_size=300) | st.text(max_size=100).map(str.encode), as_json=st.booleans())
def test_no_input_ends_in_a_traceback(typed: Typed, body: bytes, as_json: bool) -> None:
    ended = typed("read", "-", *(["--json"] if as_json else []), stdin=body)
    assert ended.status in (0, 1)
    assert ended.status == 0 or "expected" in ended.err
    if as_json:
        for one in ended.objects:
            assert one["onrecord"] == 1


@UNHURRIED
@given(lines=st.lists(st.sampled_from(["good", "bad", "worse"]), max_size=12))
def test_bad_lines_fail_in_their_place(typed: Typed, lines: list[str]) -> None:
    kinds = {"good": json.dumps({"text": FERRY}), "bad": '{"text": 3}', "worse": "{"}
    body = "\n".join([json.dumps({"text": FERRY, "id": "first"}), *(kinds[line] for line in lines)])
    Path("items.jsonl").write_text(body)
    ended = type_in("add", "items.jsonl", "--json", "--ledger", "lines.db")
    statuses = ["failed" if one["status"] == "failed" else "read" for one in ended.objects]
    assert statuses == ["read", *("read" if line == "good" else "failed" for line in lines)]
    assert ended.status == int(any(line != "good" for line in lines))
