"""Single statements, those who speak, and what went on record last: lists for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from made_pages import fill
from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord import views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Party, Position
from onrecord.views import Query


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    """That of the pages, and an older report that went on record last: two known actors in it, and Iceland again."""
    with place() as where, open_ledger(where, create=True) as made:
        fill(made)
        text = "Norway is ready, Eva Dahl said. Iceland is not, Iceland said. Norway waits, Dahl said."
        document = document_of(text, published="2020-02-02")
        dahl = Party(text="Eva Dahl", name="Eva Dahl", actor="person:eva-dahl@NOR", affiliation="NOR")
        position = Position(kind="support", holder=("Norway",), confidence=0.5)
        statements = [
            replace(statement_of(document, "Norway is ready", position=position), speaker=dahl),
            statement_of(document, "Iceland is not", speaker="Iceland"),
            replace(statement_of(document, "Norway waits"), speaker=replace(dahl, text="Dahl")),
        ]
        made.writer.add(reading_of(document, *statements), RUN)
        yield made


def quotes(ledger: Ledger, limit: int = 100, offset: int = 0, **asked: Any) -> list[str]:
    found = views.statements(ledger, Query(**asked), limit=limit, offset=offset)
    return [entry.statement.quote for entry in found]


def test_statements_are_listed_each_by_itself_the_newest_day_first(ledger: Ledger) -> None:
    listed = quotes(ledger)
    assert len(listed) == 8 and len(set(listed)) == 7
    assert set(listed[-3:]) == {"Norway is ready", "Iceland is not", "Norway waits"}
    for offset in range(8):
        assert quotes(ledger, limit=1, offset=offset) == listed[offset : offset + 1]
    assert quotes(ledger, limit=3, offset=8) == []


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"words": "quota"}, 5),
        ({"words": "never"}, 1),
        ({"speaker": "Dahl"}, 2),
        ({"for_whom": "NOR", "since": "2025"}, 4),
        ({"kinds": ("criticism", "support")}, 2),
        ({"until": "2021"}, 3),
        # Reports of an utterance that enough documents report, also where one by one they are few.
        ({"independent": 2}, 3),
        ({"independent": 3}, 0),
        ({"as_of": "2020"}, 0),
    ],
)
def test_statements_are_narrowed_as_utterances_are(ledger: Ledger, asked: dict[str, Any], count: int) -> None:
    assert len(quotes(ledger, **asked)) == count
    assert quotes(ledger, limit=2, **asked) == quotes(ledger, **asked)[:2]


def test_what_went_on_record_last_comes_first(ledger: Ledger) -> None:
    latest = [one.first.quote for one in views.found_by(ledger, Query(), latest=True, limit=3)]
    assert latest == ["Norway waits", "Iceland is not", "Norway is ready"]
    found = [one.first.quote for one in views.found_by(ledger, Query(words="Norway"), latest=True)]
    assert found[:2] == ["Norway waits", "Norway is ready"] and len(found) == 3


def test_those_who_speak_are_listed_by_what_they_said(ledger: Ledger) -> None:
    listed = list(views.actors(ledger, limit=100))
    assert [(one.name, one.statements) for one in listed] == [("Ana Vidal", 4), ("Iceland", 2), ("Eva Dahl", 2)]
    assert listed[2].id == "person:eva-dahl@NOR" and listed[2].kinds == {"support": 1}
    for offset, one in enumerate(listed):
        assert list(views.actors(ledger, limit=1, offset=offset)) == [one]
    assert list(views.actors(ledger, limit=5, as_of="2020")) == []


def test_an_actor_is_found_by_id(ledger: Ledger) -> None:
    assert views.actor_with(ledger, "person:eva-dahl@NOR").statements == 2
    norway = views.actor_with(ledger, "state:NOR")
    assert (norway.name, norway.statements) == ("Norway", 6)
    assert [seen.text for seen in norway.speakers] == ["Ana Vidal", "Eva Dahl"]
    known = views.actor_with(ledger, "org:NATO")
    assert known.known is not None and known.statements == 0
    for nobody in ("Ana Vidal", "person:nobody", "", "state:XXX", "%"):
        with pytest.raises(UsageError, match="nobody with the id"):
            views.actor_with(ledger, nobody)
