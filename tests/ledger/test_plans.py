"""By which index SQLite goes: another one gives the same, minutes later in a large ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Select

from onrecord.ledger import Asked, LineAsked, finding, line_keys, open_ledger


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


@pytest.mark.parametrize("holders", [None, ("state:EST",)])
@pytest.mark.parametrize("kinds", [(), ("demand",), ("concern", "demand")])
def test_of_some_issues_no_others_are_looked_at(
    connection: Connection, holders: tuple[str, ...] | None, kinds: tuple[str, ...]
) -> None:
    asked = LineAsked(issues=(1, 2), holders=holders, kinds=kinds)
    assert "stances_by_line (issue=?" in plan(connection, line_keys._in_order(asked))[0]
