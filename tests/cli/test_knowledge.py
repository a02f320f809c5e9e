"""`onrecord who` and `onrecord members`, as typed at a desk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord.knowledge.tables import COLUMNS
from typed import Typed, type_in


def write_persons(folder: Path, *rows: str) -> None:
    folder.mkdir()
    lines = ["\t".join(COLUMNS["persons"]), *rows]
    (folder / "persons.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def test_who_lists_what_a_name_can_mean_and_the_offices(typed: Typed) -> None:
    ended = typed("who", "Stoltenberg", "--on", "2022-01-10")
    assert (ended.status, ended.err) == (0, "")
    assert ended.rows == [
        [
            *("person:jens-stoltenberg", "person", "Jens Stoltenberg", "family"),
            *(
                "secretary general",
                "North Atlantic Treaty Organization",
                "Jens Stoltenberg",
                "2014-10-01",
                "2024-10-01",
            ),
        ]
    ]


def test_who_marks_a_name_that_stays_open(typed: Typed) -> None:
    rows = typed("who", "Bush").rows
    assert {(row[0], row[3]) for row in rows} == {
        ("person:george-h-w-bush", "family?"),
        ("person:george-w-bush", "family?"),
    }


def test_a_name_of_several_words_needs_no_quotation_marks(typed: Typed) -> None:
    assert typed("who", "Foggy", "Bottom").rows == typed("who", "Foggy Bottom").rows
    assert len(typed("members", "the", "permanent", "five").rows) == 5


def test_at_a_terminal_who_and_members_are_tables(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    shown = type_in("who", "Stoltenberg", "--on", "2022-01-10", terminal=True).out
    assert "\t" not in shown
    heading, line = shown.splitlines()
    assert all(name in heading for name in ("since", "until", "id", "who"))
    assert line.endswith("Jens Stoltenberg (family): secretary general of North Atlantic Treaty Organization")
    shown = type_in("members", "V4", terminal=True).out
    assert "\t" not in shown
    assert [line.split()[2] for line in shown.splitlines()[1:]] == ["state:CZE", "state:HUN", "state:POL", "state:SVK"]


def test_who_shows_a_state_on_a_day(typed: Typed) -> None:
    first = typed("who", "the Kremlin", "--on", "2010-06-01").rows[0]
    assert first[:7] == ["state:RUS", "state", "Russia", "seat", "president", "Russia", "Dmitry Medvedev"]


def test_who_json_gives_a_card_a_line(typed: Typed) -> None:
    cards = typed("who", "Brussels", "--on", "2022-01-10", "--json").objects
    assert [(card["id"], card["sure"]) for card in cards] == [("state:BEL", False), ("org:EU", False)]
    assert cards[0]["offices"][0]["holder"] == "Philippe of Belgium"


def test_members_on_a_day(typed: Typed) -> None:
    rows = typed("members", "NATO", "--on", "2022-01-10").rows
    assert len(rows) == 30
    assert ["state:MKD", "North Macedonia", "2020-03-27", "-"] in rows
    assert len(typed("members", "NATO", "--on", "2024-06-01").rows) == 32


def test_members_json_gives_one_roll(typed: Typed) -> None:
    (roll,) = typed("members", "the three Baltic states", "--on", "2022", "--json").objects
    assert (roll["id"], roll["on"]) == ("org:Baltics", "2022")
    assert [member["id"] for member in roll["members"]] == ["state:EST", "state:LVA", "state:LTU"]


def test_what_is_not_known_is_one_line(typed: Typed) -> None:
    for words in (("who", "Nemo Niemand"), ("members", "Nowhere League")):
        ended = typed(*words)
        assert (ended.status, ended.out) == (0, "")
        assert ended.err.startswith("onrecord: no") and ended.err.endswith(f"by the name '{words[1]}'\n")
    ended = typed("members", "AUKUS", "--on", "2019")
    assert (ended.out, ended.err) == ("", "onrecord: no members of AUKUS are known on that day\n")


def test_a_day_that_is_none_is_a_wrong_command_line(typed: Typed) -> None:
    ended = typed("members", "NATO", "--on", "yesterday")
    assert (ended.status, ended.out) == (2, "")
    assert "--on: 'yesterday' is not a date" in ended.err


def test_own_tables_are_named_by_option_settings_or_variable(typed: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    write_persons(Path("tables"), "person:mari-mets\tMari Mets\t\t")
    assert typed("who", "Mets").out == ""
    assert typed("who", "Mets", "--knowledge", "tables").rows[0][0] == "person:mari-mets"
    Path("onrecord.toml").write_text('knowledge = "tables"\n')
    assert typed("who", "Mets").rows[0][0] == "person:mari-mets"
    assert len(typed("members", "NATO", "--on", "2022-01-10").rows) == 30
    monkeypatch.setenv("ONRECORD_KNOWLEDGE", "elsewhere")
    assert "elsewhere: is not a folder" in typed("who", "Mets").err


def test_own_tables_that_are_wrong_are_one_line(typed: Typed) -> None:
    write_persons(Path("tables"), "person:mari-mets\tMari Mets")
    for words in (("who", "Mets"), ("members", "NATO")):
        ended = typed(*words, "--knowledge", "tables")
        assert (ended.status, ended.out) == (1, "")
        assert ended.err == "onrecord: tables/persons.tsv, line 2: has 2 cells; expected 4, separated by tabs\n"
        ended = typed(*words, "--knowledge", "nowhere")
        assert (ended.status, ended.err.count("\n")) == (1, 1)
        assert ended.err == "onrecord: nowhere: is not a folder; expected a folder of tables (*.tsv)\n"


def test_learn_takes_files_into_the_own_tables(typed: Typed) -> None:
    entities = [
        {"id": "NK-1", "schema": "Person", "properties": {"name": ["Mari Mets"], "citizenship": ["ee"]}},
        {"id": "NK-2", "schema": "Position", "properties": {"name": ["Minister of Tides"], "country": ["ee"]}},
        {
            "id": "NK-3",
            "schema": "Occupancy",
            "properties": {"holder": ["NK-1"], "post": ["NK-2"], "startDate": ["2015"]},
        },
        {"id": "NK-4", "schema": "Vessel", "properties": {"name": ["Tuuli"]}},
    ]
    lines = "\n".join(json.dumps(entity) for entity in entities)
    ended = typed("learn", "-", "--knowledge", "tables", stdin=lines.encode())
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[0].split("\t") == ["what", "count", "result", "why"]
    assert ["terms", "1", "added", "-"] in ended.rows
    assert ["entities", "1", "left out", "of a schema that isn't taken: Vessel"] in ended.rows
    Path("onrecord.toml").write_text('knowledge = "tables"\n')
    assert typed("who", "Mets", "--on", "2016").rows[0][4:7] == ["Minister of Tides", "Estonia", "Mari Mets"]

    Path("more.jsonl").write_text(f"{lines}\n{{\n", encoding="utf-8")
    again = typed("learn", "more.jsonl", "--json")
    assert again.status == 1
    assert again.err.startswith("more.jsonl, line 5: isn't JSON; expected FollowTheMoney")
    assert {"what": "persons", "count": 1, "result": "left out", "why": "known already"} in again.objects
    assert not [tally for tally in again.objects if tally["result"] != "left out"]


def test_learn_needs_a_folder_that_can_be_written(typed: Typed) -> None:
    Path("some.jsonl").write_text('{"id": "NK-1", "schema": "Person", "properties": {"name": ["Mari Mets"]}}')
    ended = typed("learn", "some.jsonl")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith("onrecord: no folder is named for your own tables; expected --knowledge FOLDER")
    ended = typed("learn", "some.jsonl", "--knowledge", "some.jsonl/tables")
    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "some.jsonl/tables: can't be written" in ended.err
