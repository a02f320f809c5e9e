"""`onrecord lines`, `line`, `compare` and what people decide about issues, as typed at a desk."""

from __future__ import annotations

from dataclasses import replace

import pytest

from made_readings import RUN, document_of, reading_of, statement_of
from onrecord.ledger import open_ledger
from onrecord.records import PartialDate, Party, Position
from typed import Typed

REFUSED = "The power cable under the strait will never be handed over, the island will not sell the cable to anybody"
OFFERED = "The power cable under the strait can be handed over, and the island is ready to sell the cable this year"
ANSWERED = "The power cable under the strait should be handed over, and the island should sell the cable this year"


@pytest.fixture
def filled(typed: Typed) -> Typed:
    rows = (
        (REFUSED, "2022-01-10", "refusal", "Iceland", "Ana Vidal"),
        (OFFERED, "2022-05-09", "offer", "Iceland", "Bo Lind"),
        (ANSWERED, "2022-05-10", "demand", "Norway", "Eva Holm"),
    )
    with open_ledger("onrecord.db", create=True) as ledger:
        for text, day, kind, holder, speaker in rows:
            document = document_of(text + ".", published=day)
            position = Position(kind=kind, holder=(holder,), issue="sale of the power cable", first_hand=True)
            party = Party(text=speaker, name=speaker)
            statement = statement_of(document, text, position=position, said_on=PartialDate(day))
            ledger.writer.add(reading_of(document, replace(statement, speaker=party)), RUN)
    return typed


def test_the_register_has_a_row_a_line(filled: Typed) -> None:
    ended = filled("lines")
    assert ended.status == 0
    norway, iceland = ended.rows
    assert norway[:3] == ["Norway", "sale of the power cable", "demand"]
    assert iceland[:9] == [
        "Iceland",
        "sale of the power cable",
        "offer",
        "2022-05-09",
        "2022-05-09",
        "1",
        "0",
        "Bo Lind",
        "-",
    ]
    assert [row[0] for row in filled("lines", "--holder", "ISL").rows] == ["Iceland"]
    assert filled("lines", "--kind", "red_line").err == "onrecord: nothing found\n"
    assert "there are more than 1" in filled("lines", "--limit", "1").err
    assert filled("lines", "--kind", "red").status == 2
    header = filled("lines", "--csv").out.splitlines()[0]
    assert header.startswith("holder,issue,kind,since,last,independent,copies")
    assert "Norway" in filled("lines", terminal=True).out


def test_a_line_shows_both_quotations_of_a_change(filled: Typed) -> None:
    line = filled("lines", "--holder", "Iceland").rows[0][9]
    out = filled("line", line).out
    assert f"changed: 2022-01-10 refusal: {REFUSED}\n  contradicted: 2022-05-09 offer: {OFFERED}\n" in out
    (value,) = filled("line", line[:6], "--json").objects
    assert [step["change"] for step in value["history"]] == ["opened", "contradicted"]
    assert len(filled("line", line, "--csv").out.splitlines()) == 3
    assert filled("line", "nothing").status == 2
    then = filled("line", line, "--as-of", "2001")
    assert (then.status, "is of no line" in then.err) == (2, True)


def test_two_are_compared(filled: Typed) -> None:
    (row,) = filled("compare", "Iceland", "NOR").rows
    assert row == [
        "sale of the power cable",
        "offer",
        "2022-05-09",
        "demand",
        "2022-05-10",
        OFFERED,
        ANSWERED,
    ]
    assert "no issue found" in filled("compare", "Iceland", "Sweden").err
    (value,) = filled("compare", "Norway", "Sweden", "--issue", "power cable", "--json").objects
    assert (value["lines"][0]["holder"], value["lines"][1]) == ("Norway", None)


def test_people_put_issues_right(filled: Typed) -> None:
    norway, iceland = (row[9] for row in filled("lines").rows)
    named = filled("review", norway, "--name-issue", "Strait cable", "--as", "Ann")
    assert named.out.split("\t")[2:4] == ["name_issue", "issue = Strait cable"]
    assert {row[1] for row in filled("lines").rows} == {"Strait cable"}
    assert "issue: Strait cable, named by a person" in filled("line", iceland).out
    assert filled("review", norway, "--own-issue", "--as", "Ann").status == 0
    assert len({row[1] for row in filled("lines").rows}) == 2
    assert filled("review", norway, "--same-issue", iceland, "--as", "Ben").status == 0
    assert len({row[1] for row in filled("lines").rows}) == 1
    assert filled("review", norway, "--own-issue", "--same-issue", iceland).status == 2
    assert filled("review", "--withdraw", "r0", "--own-issue").status == 2
