"""`onrecord find`, `show` and `documents`, as typed at a desk."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest

from typed import Typed

HARBOUR = 'Harbour talks resume\n\nIt rained.\n\n"Every ship must pay" said Bergström. He left.\n\nThe end.\n'
FERRY = 'Ferry strike ends\n\n"The ships sail tonight" said Lund. "At last" said Nilsen.\n'


@pytest.fixture
def filled(typed: Typed) -> Typed:
    items = [
        {"text": HARBOUR, "id": "h1", "published": "2021-11-30", "publisher": "Coastal Wire"},
        {"text": FERRY, "id": "f1", "published": "2021-12-03", "publisher": "Island Post"},
    ]
    Path("items.jsonl").write_text("\n".join(map(json.dumps, items)))
    assert typed("add", "items.jsonl").status == 0
    return typed


def test_find_lists_date_speaker_quote_document_and_id(filled: Typed) -> None:
    ended = filled("find", "ship")
    assert ended.status == 0
    (row,) = ended.rows
    assert row[:2] == ["2021-11-30", "Bergström"]
    assert row[6:10] == ["Every ship must pay", "Coastal Wire", "2021-11-30", "Harbour talks resume"]
    assert filled("show", row[-1]).status == 0


@pytest.mark.parametrize(
    ("words", "speakers"),
    [
        (["ship*"], {"Bergström", "Lund"}),
        (["--speaker", "bergstrom"], {"Bergström"}),
        (["--since", "2021-12"], {"Lund", "Nilsen"}),
        (["--until", "2021-11-30"], {"Bergström"}),
        (["tonight", "sail"], {"Lund"}),
        (["sail tonight"], {"Lund"}),
        (["tonight sail"], set()),
        (["'\"("], set()),
    ],
)
def test_find_narrows(filled: Typed, words: list[str], speakers: set[str]) -> None:
    ended = filled("find", *words)
    assert ended.status == 0
    assert {row[1] for row in ended.rows} == speakers
    assert ended.err == ("" if speakers else "onrecord: nothing found\n")


def test_find_json_gives_utterances(filled: Typed) -> None:
    (found,) = filled("find", "--json", "tonight").objects
    assert found["quote"] == "The ships sail tonight"
    assert found["first"] == found["statements"][0]["id"]
    assert found["statements"][0]["document"]["input_id"] == "f1"


def test_find_says_that_there_is_more(filled: Typed) -> None:
    ended = filled("find", "--limit", "1")
    assert len(ended.rows) == 1
    assert ended.err == "onrecord: there are more than 1; --limit shows more\n"
    assert filled("find", "--limit", "3").err == ""


def test_find_at_a_terminal_marks_the_words(filled: Typed) -> None:
    ended = filled("find", "SHIP*", terminal=True)
    assert "Every \x1b[1;33mship\x1b[0m must pay" in ended.out
    assert "The \x1b[1;33mships\x1b[0m sail tonight" in ended.out


def test_a_screenful_at_a_terminal_and_all_elsewhere(filled: Typed) -> None:
    Path("onrecord.toml").write_text("limit = 2\n")
    assert "there are more than 2" in filled("find", terminal=True).err
    assert len(filled("find").rows) == 3


def test_show_marks_the_evidence_in_its_paragraph(filled: Typed) -> None:
    (found,) = filled("find", "--json", "pay").objects
    ended = filled("show", found["first"][:10])
    lines = ended.out.splitlines()
    assert lines[0] == '"⟦content: Every ship must pay⟧" ⟦cue: said⟧ ⟦speaker: Bergström⟧. He left.'
    assert "who: Bergström" in lines
    assert "said on: 2021-11-30 (the day of publication)" in lines
    assert "publisher: Coastal Wire" in lines
    assert f"statement: {found['first']}" in lines


def test_show_at_a_terminal_is_in_colour(filled: Typed) -> None:
    (found,) = filled("find", "--json", "pay").objects
    assert "\x1b[32mEvery ship must pay\x1b[0m" in filled("show", found["first"], terminal=True).out


def test_show_json_has_the_paragraph(filled: Typed) -> None:
    (found,) = filled("find", "--json", "pay").objects
    (shown,) = filled("show", "--json", found["first"]).objects
    assert shown["paragraph"]["text"] == '"Every ship must pay" said Bergström. He left.'
    assert shown["quote"] == "Every ship must pay"


def test_an_id_that_fits_nothing_is_a_wrong_command_line(filled: Typed) -> None:
    ended = filled("show", "zzz")
    assert ended.status == 2
    assert ended.err.startswith("onrecord: no statement has the id 'zzz'")


def test_documents_lists_them(filled: Typed) -> None:
    ended = filled("documents")
    assert [row[5] for row in ended.rows] == ["Ferry strike ends", "Harbour talks resume"]
    listed = filled("documents", "--json").objects
    assert [one["input_id"] for one in listed] == ["f1", "h1"]
    assert all("text" not in one and one["recorded_at"] for one in listed)
    assert "Ferry strike ends" in filled("documents", terminal=True).out


@pytest.mark.parametrize("command", [["find", "x"], ["show", "x"], ["documents"]])
def test_without_a_ledger_one_line_says_so(typed: Typed, command: list[str]) -> None:
    ended = typed(*command)
    assert ended.status == 1
    assert ended.err.startswith("onrecord: onrecord.db: no such file; expected a ledger")
    assert not Path("onrecord.db").exists()


def test_a_date_that_is_none_is_a_wrong_command_line(filled: Typed) -> None:
    ended = filled("find", "--since", "May")
    assert ended.status == 2
    assert "since: 'May' is not a date" in ended.err


@pytest.mark.parametrize(
    ("words", "speakers"),
    [
        (["--recorded-since", "2020"], {"Bergström", "Lund", "Nilsen"}),
        (["--recorded-until", "2020"], set()),
        (["--as-of", "2020-01-01"], set()),
        (["--as-of", "9999"], {"Bergström", "Lund", "Nilsen"}),
        (["--independent", "2"], set()),
        (["--independent", "1"], {"Bergström", "Lund", "Nilsen"}),
        (["--for", "Norway"], set()),
        (["--kind", "red_line", "--kind", "offer", "--toward", "NOR", "--issue", "ships", "--meeting", "Oslo"], set()),
    ],
)
def test_find_takes_all_that_can_be_asked(filled: Typed, words: list[str], speakers: set[str]) -> None:
    ended = filled("find", *words)
    assert ended.status == 0
    assert {row[1] for row in ended.rows} == speakers


def test_find_counts_reports_and_copies(filled: Typed) -> None:
    again = {"text": f"{HARBOUR}\nSent by our own staff.", "id": "h2", "published": "2021-11-30", "publisher": "Late"}
    Path("more.jsonl").write_text(json.dumps(again))
    filled("add", "more.jsonl")
    (row,) = filled("find", "ship").rows
    assert row[10:12] == ["1", "1"]
    assert "1 independent, 1 copy" in filled("find", "ship", terminal=True).out
    assert "independent" not in filled("find", "sail", terminal=True).out


def test_a_kind_that_is_none_is_a_wrong_command_line(filled: Typed) -> None:
    ended = filled("find", "--kind", "anger")
    assert ended.status == 2
    assert ended.err.startswith("onrecord: kind: 'anger' is none; expected one of red_line, demand, commitment")


@pytest.mark.parametrize("command", [["find", "ship*"], ["documents"]])
def test_csv_has_the_columns_of_the_piped_list_and_more(filled: Typed, command: list[str]) -> None:
    piped = [line.split("\t") for line in filled(*command).out.splitlines()]
    ended = filled(*command, "--csv")
    assert ended.out.count("\r\n") == len(piped)
    rows = list(csv.reader(io.StringIO(ended.out, newline="")))
    assert [[cell or "-" for cell in row[: len(piped[0])]] for row in rows] == piped
    assert len(rows[0]) > len(piped[0])


def test_csv_tells_where_all_reports_stand(filled: Typed) -> None:
    items = [{"text": HARBOUR, "url": f"https://{name}.example/", "published": "2021-11-30"} for name in ("a", "b")]
    Path("more.jsonl").write_text("\n".join(map(json.dumps, items)))
    filled("add", "more.jsonl")
    (row,) = csv.DictReader(io.StringIO(filled("find", "ship", "--csv").out))
    assert row["addresses"] == "https://a.example/ https://b.example/"
    assert row["publishers"].startswith("Coastal Wire")


def test_csv_of_nothing_is_its_heading(filled: Typed) -> None:
    ended = filled("find", "nowhere", "--csv")
    assert ended.out.startswith("said on,who,for,")
    assert ended.out.count("\n") == 1
    assert ended.err == "onrecord: nothing found\n"


@pytest.mark.parametrize("command", [["find"], ["documents"], ["meetings"]])
def test_xlsx_writes_a_workbook(filled: Typed, command: list[str]) -> None:
    ended = filled(*command, "--xlsx", "made.xlsx")
    assert ended.status == 0
    count = len(filled(*command).rows)
    assert ended.out == f"made.xlsx: {count} row{'s' * (count != 1)}\n"
    with zipfile.ZipFile("made.xlsx") as book:
        assert book.read("xl/worksheets/sheet1.xml").count(b"<row") == count + 1


def test_two_forms_at_once_are_a_wrong_command_line(filled: Typed) -> None:
    ended = filled("find", "--csv", "--json")
    assert ended.status == 2
    assert ended.err == "onrecord: --json and --csv were both given; expected one of them\n"


def test_documents_as_of_a_day_before_all_are_none(filled: Typed) -> None:
    ended = filled("documents", "--as-of", "2020", "--json")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == "onrecord: nothing was on record then\n"


def test_show_lists_the_reports_of_the_act_with_their_copies_counted(filled: Typed) -> None:
    items = [
        {"text": f"{HARBOUR}\nSent by our own staff.", "published": "2021-11-30", "publisher": "Late Copy"},
        {"text": 'Pay\n\n"Every ship must pay" said Bergström.', "published": "2021-12-01", "publisher": "Hill Radio"},
    ]
    Path("more.jsonl").write_text("\n".join(map(json.dumps, items)))
    filled("add", "more.jsonl")
    (found,) = filled("find", "pay", "--json").objects
    ended = filled("show", found["first"])
    fields, _, reports = ended.out.partition("\n\npublished\t")
    assert "reports: 2 independent, 1 copy" in fields
    rows = [line.split("\t") for line in reports.splitlines()[1:]]
    assert [row[:5] for row in rows] == [
        ["2021-11-30", "Coastal Wire", "first on record", "-", "1"],
        ["2021-12-01", "Hill Radio", "same words", "95%", "0"],
    ]
    assert rows[0][5] == found["first"]
    assert "Hill Radio" in filled("show", found["first"], terminal=True).out
    (shown,) = filled("show", "--json", rows[1][5]).objects
    assert (shown["utterance"]["id"], shown["utterance"]["first"]) == (found["id"], found["first"])
    assert [one["joined_by"] for one in shown["utterance"]["reports"]] == [None, "same words"]
    assert [one["publisher"] for one in shown["utterance"]["reports"][0]["copies"]] == ["Late Copy"]


def test_show_of_a_single_report_lists_no_reports(filled: Typed) -> None:
    (found,) = filled("find", "pay", "--json").objects
    ended = filled("show", found["first"])
    assert "reports: 1 independent, 0 copies" in ended.out
    assert "joined by" not in ended.out
