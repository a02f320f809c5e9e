"""`onrecord actor`, as typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from typed import Typed


@pytest.fixture
def filled(typed: Typed) -> Typed:
    Path("ferry.txt").write_text('Ferries\n\n"The ships sail tonight" said Lund. "At last" said Lundqvist.\n')
    assert typed("add", "ferry.txt", "--published", "2021-12-03").status == 0
    return typed


def test_actor_shows_each_whom_the_name_can_mean(filled: Typed) -> None:
    ended = filled("actor", "lund")
    assert ended.status == 0
    assert ended.out.split("\n\n")[0].splitlines() == [
        "who: Lund",
        "on record: 1 statement, 1 utterance",
        "first: 2021-12-03",
        "last: 2021-12-03",
    ]
    assert "who: Lundqvist" in ended.out
    assert "Lundqvist" in filled("actor", "lund", terminal=True).out


def test_actor_json(filled: Typed) -> None:
    (lund, other) = filled("actor", "lund", "--json").objects
    assert (lund["name"], lund["utterances"], other["name"]) == ("Lund", 1, "Lundqvist")


def test_actor_shows_offices_on_the_day(filled: Typed) -> None:
    lines = filled("actor", "Norway", "--as-of", "2015-01-01").out.splitlines()
    assert lines[:2] == ["who: Norway", "id: state:NOR"]
    assert "office: prime minister: Erna Solberg, 2013-10-16 to 2021-10-14" in lines
    assert "on record: 0 statements, 0 utterances" in lines


def test_an_actor_that_nobody_knows_is_told(filled: Typed) -> None:
    ended = filled("actor", "Xqzv")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == "onrecord: nobody is on record or known by the name 'Xqzv'\n"
