"""By which index SQLite goes: another one gives the same, minutes later in a large ledger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Select

from onrecord.ledger import Asked, LineAsked, Named, finding, line_keys, meeting_entries, open_ledger
from onrecord.ledger.terms import ways
from onrecord.records import PartialDate


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    with open_ledger(str(tmp_path / "plans.db"), create=True) as made, made.reader._database.reading() as opened:
        yield opened


def plan(connection: Connection, query: Select[tuple[object, ...]]) -> list[str]:
    """The steps, in order."""
    text = query.compile(connection, compile_kwargs={"literal_binds": True})
    return [step.detail for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]


@pytest.mark.parametrize("asked", [Asked(speaker="nowak", kinds=("demand",)), Asked(words="talks", kinds=("offer",))])
def test_of_a_kind_and_by_words_the_words_are_looked_up_first(connection: Connection, asked: Asked) -> None:
    # By the kind first, each of its statements would be searched by itself.
    steps = plan(connection, finding._query(connection, asked))
    assert "statement_words VIRTUAL TABLE" in steps[0]
    assert not any("statements_by_position" in step for step in steps)


@pytest.mark.parametrize("limit", [None, 20])
def test_words_within_few_days_are_told_by_the_index_of_days(connection: Connection, limit: int | None) -> None:
    # Else each statement that has the words would be looked up for its day, the latest first.
    asked = Asked(words="talks", since=PartialDate("2015-03-01"), until=PartialDate("2015-03-03"))
    steps = plan(connection, finding._query(connection, asked, limit))
    assert "statement_words VIRTUAL TABLE" in steps[0]
    assert any("COVERING INDEX statements_by_day (first_day>? AND first_day<?)" in step for step in steps)


@pytest.mark.parametrize("holders", [None, ("state:EST",)])
@pytest.mark.parametrize("kinds", [(), ("demand",), ("concern", "demand")])
def test_of_some_issues_no_others_are_looked_at(
    connection: Connection, holders: tuple[str, ...] | None, kinds: tuple[str, ...]
) -> None:
    steps = plan(connection, line_keys._latest(LineAsked(kinds=kinds), line_keys._of_issues((1, 2), holders)))
    looked_through = [step for step in steps if "stances" in step]
    assert all("COVERING INDEX stances_by_line (issue=?" in step for step in looked_through)


@pytest.mark.parametrize("holders", [None, ("state:EST",)])
@pytest.mark.parametrize("kinds", [(), ("demand",), ("concern", "demand")])
@pytest.mark.parametrize("more", [{}, {"until": "2024-05-31"}, {"as_of": "2024-05-31T23:59:59Z"}, {"independent": 2}])
def test_whose_position_it_is_when_and_of_what_kind_is_told_by_indexes_alone(
    connection: Connection, holders: tuple[str, ...] | None, kinds: tuple[str, ...], more: dict[str, Any]
) -> None:
    # A page looks through thousands of stances that don't fit: each row that is looked up doubles what one costs.
    steps = plan(connection, line_keys._in_order(LineAsked(holders=holders, kinds=kinds, **more)))
    assert all("COVERING INDEX" in step for step in steps if "stances" in step)
    assert len(kinds) > 1 or "TEMP B-TREE FOR ORDER BY" not in steps[-1]


@pytest.mark.parametrize(
    "asked",
    [
        Asked(kinds=("demand",), recorded_since="2026-01-01T00:00:00Z"),
        Asked(words="talks"),
        Asked(words="t*", kinds=("demand",), recorded_since="2026-01-01T00:00:00Z"),
        Asked(speaker="nowak"),
    ],
)
def test_what_went_on_record_last_comes_first_without_being_sorted(connection: Connection, asked: Asked) -> None:
    steps = plan(connection, finding._query(connection, replace(asked, latest=True)))
    assert not any("TEMP B-TREE" in step for step in steps)


def test_what_many_ways_give_is_looked_for_among_what_was_recorded_then(
    connection: Connection,
) -> None:
    # A list of all that was recorded since would have to be made first.
    toward = Named(words="China", names=("China",))
    (way,) = ways(connection, "toward", toward)
    asked = Asked(toward=toward, recorded_since="2026-01-01T00:00:00Z")
    assert not any("LIST SUBQUERY" in step for step in plan(connection, finding._within([way], asked)))


@pytest.mark.parametrize("fields", [{}, {"kinds": ("demand",)}, {"until": PartialDate("2024-05")}])
def test_what_several_report_is_told_before_anything_else_is_asked(
    connection: Connection, fields: dict[str, Any]
) -> None:
    # Of a million statements most are reported once: to ask first which stand takes a second.
    steps = plan(connection, finding._query(connection, Asked(independent=2, **fields), few=-1))
    looked_up = [step for step in steps if step.startswith("SEARCH")]
    assert "TEMP B-TREE" not in " ".join(steps)
    assert any("reported" in step for step in looked_up)


def test_a_month_is_read_by_itself(connection: Connection) -> None:
    # Those that began before and go on have an index of their own; all others before the month are left alone.
    begins, goes_on = (
        " ".join(plan(connection, meeting_entries.query(None, None, conditions)))
        for conditions in meeting_entries.ranges(("2022-01", "2022-01~"), undated=False)
    )
    assert "meetings_by_start (<expr>>? AND <expr><?)" in begins
    assert "meetings_by_end (ends_on>?)" in goes_on
    assert "meetings_by_start" not in goes_on
