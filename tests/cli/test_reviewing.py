"""`onrecord review`, `reviews`, `agreement`, as typed by two people at a desk."""

from __future__ import annotations

import getpass
import json
from pathlib import Path

import pytest

from typed import Typed

FERRY = 'Ferry strike ends\n\n"The ships sail tonight" said Lund. "At last" said Nilsen.\n'


@pytest.fixture
def filled(typed: Typed) -> Typed:
    Path("items.jsonl").write_text(json.dumps({"text": FERRY, "id": "f1", "published": "2021-12-03"}) + "\n")
    assert typed("add", "items.jsonl").status == 0
    return typed


def id_of(filled: Typed, words: str) -> str:
    (found,) = filled("find", "--json", "--rejected", words).objects
    return str(found["first"])


def test_a_rejected_statement_stays_out_of_find(filled: Typed) -> None:
    last = id_of(filled, "last")
    ended = filled("review", last[:8], "--reject", "--as", "Ann Day", "--note", "he was not there")
    assert ended.status == 0
    review, who, verdict, what, statement = ended.out.rstrip("\n").split("\t")
    assert (who, verdict, what, statement) == ("Ann Day", "reject", "-", last)
    assert [row[1] for row in filled("find").rows] == ["Lund"]
    assert sorted((row[1], row[-2]) for row in filled("find", "--rejected").rows) == [
        ("Lund", "-"),
        ("Nilsen", "rejected"),
    ]
    (found,) = filled("find", "--json", "--rejected", "last").objects
    assert found["statements"][0]["review"] == "rejected"
    assert "review: rejected" in filled("show", last).out
    assert (
        f"reject by: Ann Day, {found['statements'][0]['reviews'][0]['at']}: he was not there"
        in filled("show", last).out
    )
    assert "rejected by a person" in filled("find", "--rejected", terminal=True).out
    assert filled("review", "--withdraw", review, "--as", "Ben").status == 0
    assert len(filled("find").rows) == 2
    assert [row[7] for row in filled("reviews").rows] == ["in force", "withdrawn"]


def test_a_correction_shows_person_and_machine(filled: Typed) -> None:
    last = id_of(filled, "last")
    assert filled("review", last, "--set", "speaker=Lund", "--set", "affiliation=NOR", "--as", "Ann").status == 0
    (found,) = filled("find", "--json", "last").objects
    assert (found["speaker"]["name"], found["speaker"]["affiliation"]) == ("Lund", "NOR")
    (statement,) = found["statements"]
    assert (statement["review"], statement["machine"]["speaker"]["name"]) == ("amended", "Nilsen")
    assert "speaker = Lund, as read: Nilsen" in filled("show", last).out
    assert [row[3] for row in filled("reviews").rows] == ["affiliation = NOR", "speaker = Lund"]


def test_joined_and_parted(filled: Typed) -> None:
    last, tonight = id_of(filled, "last"), id_of(filled, "tonight")
    assert filled("review", last, "--join", tonight, "--as", "Ann").status == 0
    (found,) = filled("find", "--json").objects
    assert {one["joined_by"] for one in found["statements"]} == {None, "person"}
    assert filled("review", last, "--part", "--as", "Ann").status == 0
    assert len(filled("find", "--json").objects) == 2


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["ID"], "nothing to decide"),
        (["--accept"], "no statement"),
        (["ID", "--accept", "--reject"], "expected one of them"),
        (["ID", "--join", "ID", "--part"], "expected one of them"),
        (["ID", "--set", "colour=red"], "expected FIELD=VALUE"),
        (["ID", "--set", "said_on=Monday"], "expected YYYY-MM-DD"),
        (["zz", "--accept"], "no statement has the id 'zz'"),
        (["ID", "--withdraw", "r1"], "expected --withdraw REVIEW-ID alone"),
        (["--withdraw", "r1"], "no review has the id 'r1'"),
    ],
)
def test_a_wrong_command_line_is_told_and_nothing_is_added(filled: Typed, words: list[str], problem: str) -> None:
    last = id_of(filled, "last")
    ended = filled("review", *(last if word == "ID" else word for word in words), "--as", "Ann")
    assert (ended.status, ended.err.count("\n")) == (2, 1)
    assert problem in ended.err
    assert filled("reviews").err == "onrecord: nothing found\n"


def test_who_decides(filled: Typed, monkeypatch: pytest.MonkeyPatch) -> None:
    last = id_of(filled, "last")
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    assert filled("review", last, "--note", "one").status == 0
    Path("onrecord.toml").write_text('reviewer = "Setting"\n')
    assert filled("review", last, "--note", "two").status == 0
    assert filled("review", last, "--note", "three", "--as", "Option").status == 0
    assert [one["reviewer"] for one in filled("reviews", "--json").objects] == ["Option", "Setting", "login"]
    assert [one["note"] for one in filled("reviews", "--json", "--reviewer", "login").objects] == ["one"]
    Path("onrecord.toml").unlink()

    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert "expected --as NAME" in filled("review", last, "--accept").err


def test_two_people_agree_or_not(filled: Typed) -> None:
    last, tonight = id_of(filled, "last"), id_of(filled, "tonight")
    assert "no statement was judged by two people" in filled("agreement").err
    for who, second in (("Ann", "--accept"), ("Ben", "--reject")):
        filled("review", last, "--accept", "--set", "said_on=2021-12-02", "--as", who)
        filled("review", tonight, second, "--as", who)
    assert filled("agreement").rows == [
        ["Ann", "Ben", "accept or reject", "2", "0.50", "0.00"],
        ["Ann", "Ben", "said_on", "1", "1.00", "-"],
    ]
    (pair,) = filled("agreement", "--json").objects
    assert (pair["judged"], pair["fields"]) == (2, {"said_on": {"both": 1, "agree": 1.0}})
    assert "accept or reject" in filled("agreement", terminal=True).out
