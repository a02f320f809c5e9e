"""What an alert fires for: what is new on record, and neither a copy nor another report or reading of the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from made_pages import fill
from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, statement_of
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Position, Reading
from onrecord.views import Query
from onrecord.views.watch import fired, watched, with_changes

JANUARY, MARCH, MAY = "2026-01-10T09:00:00Z", "2026-03-01T09:00:00Z", "2026-05-01T09:00:00Z"


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as opened:
        yield opened


def reading(text: str, words: str, *, url: str, kind: str = "demand") -> Reading:
    document = document_of(text, url=url, published="2026-01-09")
    said = statement_of(document, words, speaker="Vidal", position=Position(kind=kind, confidence=0.9))
    return reading_of(document, said)


def add(ledger: Ledger, made: Reading, at: str) -> None:
    ledger.writer.add(made, RUN, recorded_at=at)


def quotes(ledger: Ledger, query: Query, since: str, **more: object) -> list[str]:
    return [one.utterance.first.quote for one in fired(ledger, query, since=since, **more)]  # type: ignore[arg-type]


def test_what_is_new_fires_the_latest_first(ledger: Ledger) -> None:
    add(ledger, reading("Vidal said the port stays open.", "the port stays open", url="a"), JANUARY)
    add(ledger, reading("Vidal said the ice will melt.", "the ice will melt", url="b"), MARCH)
    add(ledger, reading("Vidal said it rained twice.", "it rained twice", url="c", kind="comment"), MAY)
    assert quotes(ledger, Query(), JANUARY) == ["it rained twice", "the ice will melt", "the port stays open"]
    assert quotes(ledger, Query(), MARCH) == ["it rained twice", "the ice will melt"]
    assert quotes(ledger, Query(), "2026-03-01T09:00:01Z") == ["it rained twice"]
    assert quotes(ledger, Query(kinds=("demand",)), MARCH) == ["the ice will melt"]


def test_neither_a_copy_nor_another_report_nor_another_reading_fires(ledger: Ledger) -> None:
    text = "Vidal said that the port of Bergen stays open to all ships of the union."
    words = "the port of Bergen stays open to all ships of the union"
    add(ledger, reading(text, words, url="a"), JANUARY)
    add(ledger, reading(text, words, url="copy"), MARCH)
    add(ledger, reading(f"In Oslo: {text}", words, url="report"), MARCH)
    ledger.writer.add(reading(text, words, url="a"), OTHER_RUN, recorded_at=MAY)
    (found,) = fired(ledger, Query(), since=JANUARY)
    assert (len(found.utterance.statements), found.at) == (3, JANUARY)
    assert fired(ledger, Query(), since=MARCH) == []


def test_what_is_left_out_is_left_out(ledger: Ledger) -> None:
    fill(ledger)
    every = {one.utterance.id for one in fired(ledger, Query(), since=JANUARY)}
    some = min(every)
    assert {one.utterance.id for one in fired(ledger, Query(), since=JANUARY, without={some})} == every - {some}


def test_an_alert_does_not_ask_for_the_time_of_recording() -> None:
    asked = Query(words="port", as_of="2020", recorded_since="2020", recorded_until="2021")
    assert watched(asked) == Query(words="port")


def test_what_cannot_be_asked_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UsageError):
        fired(ledger, Query(kinds=("promise",)), since=JANUARY)


def test_what_changed_a_line_says_how(ledger: Ledger) -> None:
    for number, (kind, at) in enumerate((("demand", JANUARY), ("red_line", MARCH), ("red_line", MAY))):
        text = f"Vidal said the herring quota of {number + 3} tons is fixed."
        document = document_of(text, url=f"{number}", published=f"2026-0{number + 1}-09")
        position = Position(kind=kind, holder=("Iceland",), issue="herring quota", confidence=0.9)
        said = statement_of(document, f"the herring quota of {number + 3} tons is fixed", speaker="Vidal")
        ledger.writer.add(reading_of(document, replace(said, position=position)), RUN, recorded_at=at)
    found = with_changes(ledger, fired(ledger, Query(), since=JANUARY))
    assert [(one.at, one.change) for one in found] == [(MAY, None), (MARCH, "hardened"), (JANUARY, None)]


def test_what_is_of_no_line_changed_none(ledger: Ledger) -> None:
    document = document_of("Vidal said it rained.")
    ledger.writer.add(reading_of(document, statement_of(document, "it rained", speaker="Vidal")), RUN)
    assert [one.change for one in with_changes(ledger, fired(ledger, Query(), since=JANUARY))] == [None]
