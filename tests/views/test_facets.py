"""Counts of what the utterances that fit have in common: as corrected, over the first so many."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest

from made_pages import fill
from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord import views
from onrecord.knowledge import shipped
from onrecord.ledger import Ledger, open_ledger
from onrecord.views import Facet, Query

# Its name is that of the function, too.
MODULE = import_module("onrecord.views.facets")


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as opened:
        fill(opened)
        yield opened


def counts(found: tuple[Facet, ...]) -> dict[str, int]:
    return {one.value: one.count for one in found}


def test_utterances_are_counted_not_their_reports(ledger: Ledger) -> None:
    found = views.facets(ledger, Query())
    assert (found.acts, found.more) == (3, False)
    assert counts(found.kinds) == {"refusal": 1, "comment": 1, "criticism": 1}
    assert counts(found.speakers) == {"Ana Vidal": 2, "Iceland": 1}
    # The code of an affiliation and the name of a holder mean the same state.
    assert counts(found.for_whom) == {"Norway": 2, "Iceland": 1}


def test_a_body_has_one_name_whatever_it_is_asked_for_by() -> None:
    names = ("NATO", "North Atlantic Treaty Organization", "RUS", "Russia", "Nobody's Union")
    assert [views.body_name(name, shipped()) for name in names] == [
        "NATO",
        "NATO",
        "Russia",
        "Russia",
        "Nobody's Union",
    ]


def test_each_count_is_what_its_filter_finds(ledger: Ledger) -> None:
    found = views.facets(ledger, Query())
    for one in found.kinds:
        assert len(list(views.find(ledger, kinds=[one.value]))) == one.count
    for one in found.speakers:
        assert len(list(views.find(ledger, speaker=one.value))) == one.count
    for one in found.for_whom:
        assert len(list(views.find(ledger, for_whom=one.value))) == one.count


def test_a_speaker_counts_for_what_asking_for_the_name_finds(ledger: Ledger) -> None:
    for number, speaker in enumerate(("Iceland's coast guard", "Icelanders at sea", "O'Iceland", "Vidal-Iceland")):
        document = document_of(f"{speaker} said that it rained {number} times.")
        said = statement_of(document, f"it rained {number} times", speaker=speaker)
        ledger.writer.add(reading_of(document, said), RUN)
    found = views.facets(ledger, Query())
    assert counts(found.speakers)["Iceland"] == 5 and counts(found.speakers)["Iceland's coast guard"] == 1
    for one in found.speakers:
        assert len(list(views.find(ledger, speaker=one.value))) == one.count, one.value


def test_a_small_ledger_is_counted_as_a_whole(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(MODULE, "MOST", 2)
    assert (views.facets(ledger, Query()).acts, views.facets(ledger, Query()).more) == (3, False)
    monkeypatch.setattr(MODULE, "SMALL", 0)
    assert (views.facets(ledger, Query()).acts, views.facets(ledger, Query()).more) == (2, True)


def test_kinds_are_counted_as_if_none_was_asked_for(ledger: Ledger) -> None:
    found = views.facets(ledger, Query(kinds=("refusal",), toward="Iceland"))
    assert counts(found.kinds) == {"refusal": 1, "comment": 1}
    assert found.acts == 1 and counts(found.speakers) == {"Ana Vidal": 1}


def test_a_correction_is_counted_and_what_was_rejected_is_not(ledger: Ledger) -> None:
    (refusal,), (criticism,) = (list(views.find(ledger, kinds=[kind])) for kind in ("refusal", "criticism"))
    for id, decision in (
        (refusal.id, views.Decision(verdict="set", assignment="position=red_line")),
        (criticism.id, views.Decision(verdict="reject")),
    ):
        for review in views.reviewed(ledger, id, [decision], reviewer="Vera"):
            ledger.writer.review(review)
    assert counts(views.facets(ledger, Query()).kinds) == {"red_line": 1, "comment": 1}


def test_no_more_are_counted_than_may_be(ledger: Ledger) -> None:
    found = views.facets(ledger, Query(), most=2)
    assert (found.acts, found.more) == (2, True)
    assert sum(one.count for one in found.kinds) == 2
