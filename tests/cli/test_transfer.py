"""`onrecord export` and `import`: a ledger carried to another desk, and what was reviewed as training data."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from typed import Typed

FERRY = 'Ferry strike ends\n\n"The ships sail tonight" said Lund. "At last" said Nilsen.\n'


@pytest.fixture
def filled(typed: Typed) -> Typed:
    Path("items.jsonl").write_text(json.dumps({"text": FERRY, "id": "f1", "published": "2021-12-03"}) + "\n")
    assert typed("add", "items.jsonl").status == 0
    (found,) = typed("find", "--json", "last").objects
    assert (
        typed("review", found["first"], "--set", "speaker=Lund", "--set", "position=demand", "--as", "Ann").status == 0
    )
    return typed


def test_there_and_back_and_there_again(filled: Typed) -> None:
    assert filled("export", "all.jsonl").status == 0
    ended = filled("import", "all.jsonl", "--ledger", "other.db")
    assert (ended.status, ended.out) == (0, "1 reading and 2 reviews added, 0 known\n")
    assert filled("export", "again.jsonl", "--ledger", "other.db").status == 0
    assert Path("again.jsonl").read_bytes() == Path("all.jsonl").read_bytes()
    assert filled("import", "all.jsonl").out == "0 readings and 0 reviews added, 3 known\n"
    piped = filled("export", "-")
    assert piped.out.encode() == Path("all.jsonl").read_bytes()
    assert filled("import", "-", "--ledger", "third.db", stdin=piped.out.encode()).status == 0
    assert not [path for path in Path().iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        ('{"onrecord": 2}', "not a reading"),
        ('{"review": 1}', "a review is int"),
    ],
)
def test_a_line_that_can_t_be_read_is_named_and_what_went_before_is_kept(
    filled: Typed, line: str, problem: str
) -> None:
    filled("export", "all.jsonl")
    Path("all.jsonl").write_text(Path("all.jsonl").read_text() + "\n" + line + "\n")
    ended = filled("import", "all.jsonl", "--ledger", "other.db")
    assert (ended.status, ended.err.count("\n")) == (1, 1)
    assert "all.jsonl:5" in ended.err and problem in ended.err
    assert len(filled("reviews", "--ledger", "other.db").rows) == 2


def test_what_can_t_be_written_or_read_is_told(filled: Typed) -> None:
    assert "no such file" in filled("import", "none.jsonl").err.lower()
    Path("blank.jsonl").write_text("\n\n")
    blank = filled("import", "blank.jsonl")
    assert (blank.status, blank.out) == (1, "")
    assert blank.err == "onrecord: blank.jsonl: no line in it; expected a file of `onrecord export`\n"
    assert "it is a folder" in filled("export", ".").err
    assert "its folder does not exist" in filled("export", "none/all.jsonl").err
    assert "expected one of brat, diplomacy" in filled("export", "x", "--form", "csv").err
    assert "expected a folder" in filled("export", "-", "--form", "brat").err
    assert "it is a file; expected a folder" in filled("export", "items.jsonl", "--form", "brat").err


def test_neither_a_ledger_nor_a_device_is_replaced(filled: Typed) -> None:
    ledger, before = Path("onrecord.db"), Path("onrecord.db").read_bytes()
    for typed in (["export", "onrecord.db"], ["find", "--xlsx", "onrecord.db"]):
        ended = filled(*typed)
        assert (ended.status, ended.out) == (2, "")
        assert "onrecord.db: it is a database; expected another file" in ended.err
    os.mkfifo("pipe")
    assert "it is not a file" in filled("export", "pipe").err
    assert ledger.read_bytes() == before and Path("pipe").is_fifo()


def test_the_diplomacy_form_has_what_people_accepted_or_corrected(filled: Typed) -> None:
    (document,) = filled("export", "-", "--form", "diplomacy").objects
    assert (document["id"], document["published"], document["unjudged"]) == ("f1", "2021-12-03", 1)
    (statement,) = document["statements"]
    (content,) = statement["content"]
    assert document["text"][slice(*content)] == "At last"
    assert document["text"][slice(*statement["speaker"])] == statement["speaker_name"] == "Lund"
    assert (statement["position"], statement["inside"], statement["occasion"]) == ("demand", None, None)


def test_brat_s_files_say_the_same(filled: Typed) -> None:
    assert filled("export", "brat", "--form", "brat").status == 0
    (text_file,) = Path("brat").glob("*.txt")
    text = text_file.read_bytes().decode()
    lines = text_file.with_suffix(".ann").read_text().splitlines()
    marks = {}
    for line in lines:
        if line.startswith("T"):
            id, place, words = line.split("\t")
            role, start, end = place.split()
            assert text[int(start) : int(end)] == words
            marks[id] = (role, words)
    assert sorted(marks.values()) == [("Cue", "said"), ("Speaker", "Lund"), ("Statement", "At last")]
    assert [line for line in lines if line.startswith("E")] == ["E1\tStatement:T1 Cue:T2 Speaker:T3"]
    assert [line.split("\t")[1] for line in lines if line.startswith("A")] == [
        "Kind E1 direct",
        "Act E1 speech",
        "Position E1 demand",
    ]
    assert "Position\tArg:<EVENT>, Value:red_line|" in Path("brat/annotation.conf").read_text()


def test_label_studio_s_tasks_say_the_same(filled: Typed) -> None:
    (task,) = json.loads(filled("export", "-", "--form", "label-studio").out)
    results = task["annotations"][0]["result"]
    text = task["data"]["text"]
    for one in results:
        if one["type"] != "relation":
            assert text[one["value"]["start"] : one["value"]["end"]] == one["value"]["text"]
    labels = {one["value"]["labels"][0]: one["id"] for one in results if one["type"] == "labels"}
    assert set(labels) == {"Statement", "Cue", "Speaker"}
    assert {one["labels"][0]: one["to_id"] for one in results if one["type"] == "relation"} == {
        name: id for name, id in labels.items() if name != "Statement"
    }
    assert [one["value"]["choices"] for one in results if one["type"] == "choices"] == [
        ["direct"],
        ["speech"],
        ["demand"],
    ]
