"""The register after re-readings, corrections and odd questions: found by a reading of the whole with fresh eyes."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from made_lines import CABLE, CABLE_AGAIN, HERRING, add, decide, lines, withdraw
from made_readings import OTHER_RUN, RUN, document_of, reading_of, statement_of
from onrecord import views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger
from onrecord.records import PartialDate, Position


def said_for(ledger: Ledger, holder: str, *, run: object = RUN, kind: str = "red_line", at: str | None = None) -> str:
    document = document_of(CABLE + ".", published="2022-01-10")
    position = Position(kind=kind, holder=(holder,), issue="power cable")
    made = statement_of(document, CABLE, position=position)
    ledger.writer.add(reading_of(document, made), run, recorded_at=at)  # type: ignore[arg-type]
    return made.id


def test_each_line_listed_is_the_one_its_id_opens_after_a_re_reading(ledger: Ledger) -> None:
    said_for(ledger, "Iceland")
    add(ledger, CABLE_AGAIN, "2022-03-01", "red_line", "power cable", "Iceland")
    said_for(ledger, "Norway", run=OTHER_RUN)
    listed = lines(ledger)
    assert sorted(line.holder for line in listed) == ["Iceland", "Norway"]
    assert len({line.id for line in listed}) == 2
    for line in listed:
        assert views.line(ledger, line.id).holder == line.holder


def test_an_older_reading_that_is_imported_later_changes_no_line(ledger: Ledger) -> None:
    said_for(ledger, "Iceland", run=OTHER_RUN, at="2025-01-01T00:00:00Z")
    said_for(ledger, "Norway", at="2024-01-01T00:00:00Z")
    (line,) = lines(ledger)
    assert (line.holder, views.line(ledger, line.id).holder) == ("Iceland", "Iceland")


def test_what_was_merged_can_be_taken_out_again(ledger: Ledger) -> None:
    cable = add(ledger, CABLE, "2022-01-10", "red_line", "cable", "Iceland")
    herring = add(ledger, HERRING, "2022-02-01", "demand", "herring", "Iceland")
    decide(ledger, herring, "same_issue", other=cable)
    assert len(lines(ledger)) == 1
    decide(ledger, herring, "own_issue")
    assert len(lines(ledger)) == 2
    decide(ledger, herring, "same_issue", other=cable, note="it is, after all")
    assert len(lines(ledger)) == 1


def test_two_names_of_one_holder_are_one_and_the_next_keeps_its_name(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "cable", "Iceland", "ISL", "Norway")
    assert sorted(line.holder for line in lines(ledger)) == ["Iceland", "Norway"]


def test_a_correction_does_not_show_before_it_was_made(ledger: Ledger) -> None:
    id = said_for(ledger, "Iceland", at="2022-01-11T00:00:00Z")
    decide(ledger, id, "set", assignment="position=demand")
    assert [line.kind for line in lines(ledger, kinds=["red_line"], as_of="2022-02")] == ["red_line"]
    assert lines(ledger, kinds=["demand"], as_of="2022-02") == []
    assert [line.kind for line in lines(ledger, kinds=["demand"])] == ["demand"]


def test_an_issue_is_found_by_its_name_whatever_its_letters(ledger: Ledger) -> None:
    cable = add(ledger, CABLE, "2022-01-10", "red_line", "cable", "Iceland")
    decide(ledger, cable, "name_issue", assignment="issue=Über Zölle und Turmoil")
    for words in ("Über Zölle", "über zölle", "uber", "zölle", "TURM"):
        assert len(lines(ledger, issue=words)) == 1, words
    assert lines(ledger, issue="oil") == []
    assert lines(ledger, issue="\udcff oil") == []
    for words in ("", " ", "?!"):
        with pytest.raises(UsageError, match="has no word"):
            lines(ledger, issue=words)


def test_an_utterance_opens_its_line_whichever_report_takes_the_position(ledger: Ledger) -> None:
    said_for(ledger, "Iceland", kind="comment")
    document = document_of(CABLE + ".", published="2022-01-10", url="https://weekly.example/1")
    position = Position(kind="red_line", holder=("Iceland",), issue="cable")
    ledger.writer.add(reading_of(document, statement_of(document, CABLE, position=position)), RUN)
    (line,) = lines(ledger)
    assert views.line(ledger, line.steps[0].id).id == line.id


def test_long_names_are_no_trouble_for_any_database(ledger: Ledger) -> None:
    long = " ".join(f"word{number}" for number in range(3000))
    id = add(ledger, CABLE, "2022-01-10", "red_line", long, "Iceland", long)
    decide(ledger, id, "name_issue", assignment=f"issue={long}")
    assert len(lines(ledger)) == 2


def test_what_is_decided_besides_leaves_a_statement_in_its_issue(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "cable", "Iceland")
    other = add(ledger, CABLE_AGAIN, "2022-02-10", "red_line", "odd words", "Iceland")
    before = [(line.issue, len(line.steps)) for line in lines(ledger)]
    for number in range(4):
        decide(ledger, other, "set", assignment=f"toward=X{number}")
        decide(ledger, other, "set", assignment=f"said_on=2022-02-1{number}")
    withdraw(ledger, decide(ledger, other, "note", note="by telephone"))
    assert [(line.issue, len(line.steps)) for line in lines(ledger)] == before


@pytest.mark.parametrize("first", ["2022", "0000-01-01"])
def test_what_stands_is_the_same_without_history_when_days_are_odd(ledger: Ledger, first: str) -> None:
    document = document_of(HERRING + ".", published="2022-01-01")
    position = Position(kind="demand", holder=("Iceland",), issue="cable")
    opening = statement_of(document, HERRING, position=position, said_on=PartialDate(first))
    ledger.writer.add(reading_of(document, opening), RUN)
    for number in range(14):
        day = date(2022, 2, 1) + timedelta(days=9 * number)
        add(ledger, f"{CABLE} {number}", day.isoformat(), "offer", "cable", "Iceland")
    for whole, short in zip(lines(ledger), lines(ledger, history=False), strict=True):
        assert (whole.id, whole.kind, whole.since, whole.independent) == (
            short.id,
            short.kind,
            short.since,
            short.independent,
        )
