"""What is to be reviewed next: in which order, what leaves the queue, what somebody else decided, who disagrees."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from made_pages import fill
from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Party, Position
from onrecord.views import queue


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as opened:
        yield opened


def decide(ledger: Ledger, id: str, verdict: str, by: str, assignment: str | None = None) -> str:
    decision = views.Decision(verdict=verdict, assignment=assignment)  # type: ignore[arg-type]
    (made,) = views.reviewed(ledger, id, [decision], reviewer=by)
    assert ledger.writer.review(made)
    return made.id


@pytest.fixture
def ids(ledger: Ledger) -> dict[str, str]:
    """Statements of one document: a doubtful and a sure red line, and a doubtful comment; ids by their words."""
    document = document_of("Vidal said the line holds. Vidal said the port stays. Vidal said it rained.")
    made = {
        words: statement_of(
            document,
            words,
            position=Position(kind=kind, confidence=sure),
            confidence=sure,
            speaker="Vidal",
        )
        for words, kind, sure in (
            ("the line holds", "red_line", 0.5),
            ("the port stays", "red_line", 0.95),
            ("it rained", "comment", 0.5),
        )
    }
    ledger.writer.add(reading_of(document, *made.values()), RUN)
    return {words: statement.id for words, statement in made.items()}


def test_what_matters_and_is_doubtful_comes_first(ledger: Ledger, ids: dict[str, str]) -> None:
    assert [one.statement for one in queue.waiting(ledger)] == [
        ids["the line holds"],
        ids["the port stays"],
        ids["it rained"],
    ]


def test_a_speaker_who_is_not_named_is_a_doubt(ledger: Ledger) -> None:
    document = document_of("Vidal said it holds. It was said that all stays.")
    known = statement_of(document, "it holds", confidence=0.8)
    known = replace(known, speaker=Party(text="Vidal", confidence=0.9))
    ledger.writer.add(reading_of(document, known, statement_of(document, "all stays", confidence=0.8)), RUN)
    doubts = {one.statement: one.doubt for one in queue.waiting(ledger)}
    assert sorted(doubts.values()) == pytest.approx([1 - 0.8 * 0.9, 1 - 0.8 * 0.5])


def test_what_was_decided_is_no_more_in_the_queue_and_is_again_when_it_was_withdrawn(
    ledger: Ledger, ids: dict[str, str]
) -> None:
    for verdict, assignment in (("accept", None), ("reject", None), ("set", "position=demand")):
        review = decide(ledger, ids["the line holds"], verdict, "Vera", assignment)
        assert ids["the line holds"] not in [one.statement for one in queue.waiting(ledger)]
        ledger.writer.review(views.withdrawal(ledger, review, reviewer="Vera"))
        assert queue.waiting(ledger)[0].statement == ids["the line holds"]


def test_a_note_decides_nothing(ledger: Ledger, ids: dict[str, str]) -> None:
    (made,) = views.reviewed(
        ledger, ids["it rained"], [views.Decision(verdict="note", note="see page 2")], reviewer="Vera"
    )
    ledger.writer.review(made)
    assert ids["it rained"] in [one.statement for one in queue.waiting(ledger)]


def test_copies_wait_once_and_a_further_report_by_itself(ledger: Ledger) -> None:
    fill(ledger)
    waiting = queue.waiting(ledger)
    # Two independent reports of the refusal, one of which has a copy, the nested pair, and nothing else.
    assert [one.kind for one in waiting].count("refusal") == 2 and len(waiting) == 4


def test_no_more_of_a_kind_are_weighed_than_is_said(ledger: Ledger, ids: dict[str, str]) -> None:
    assert [one.kind for one in queue.waiting(ledger, most=1)] == ["red_line", "comment"]


def test_a_second_opinion_is_asked_of_who_did_not_decide(ledger: Ledger, ids: dict[str, str]) -> None:
    first = decide(ledger, ids["the line holds"], "accept", "Vera")
    decide(ledger, ids["it rained"], "set", "Vera", "position=concern")
    assert queue.judged_by_others(ledger, "Olga") == [ids["it rained"], ids["the line holds"]]
    assert queue.judged_by_others(ledger, "Vera") == []
    decide(ledger, ids["it rained"], "accept", "Olga")
    assert queue.judged_by_others(ledger, "Olga") == [ids["the line holds"]]
    ledger.writer.review(views.withdrawal(ledger, first, reviewer="Vera"))
    assert queue.judged_by_others(ledger, "Olga") == []


def test_two_disagree_by_their_last_words(ledger: Ledger, ids: dict[str, str]) -> None:
    one = ids["the line holds"]
    decide(ledger, one, "accept", "Vera")
    decide(ledger, one, "reject", "Olga")
    decide(ledger, one, "set", "Vera", "speaker=Ana Vidal")
    decide(ledger, one, "set", "Olga", "speaker=Ana Vidal")
    found = queue.disagreements(ledger)
    assert [(item.statement, item.field, item.held) for item in found] == [
        (one, "", (("Olga", "reject"), ("Vera", "accept")))
    ]
    decide(ledger, one, "reject", "Vera")
    assert queue.disagreements(ledger) == []
