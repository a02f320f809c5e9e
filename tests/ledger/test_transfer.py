"""A ledger as lines and back: the same lines again, whatever it holds and wherever the reading of it broke off."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, readings, statement_of, unhurried
from onrecord import codec
from onrecord.errors import RecordError
from onrecord.ledger import Asked, Ledger, open_ledger, transfer
from onrecord.records import Reading, Review, Statement
from onrecord.views.reviews import target_of

QUOTE = "We will not sign any treaty that leaves the harbours without fishing grounds"


@contextmanager
def two_ledgers(place: Place) -> Iterator[tuple[Ledger, Ledger]]:
    with ExitStack() as stack:
        one, two = (stack.enter_context(open_ledger(stack.enter_context(place()), create=True)) for _ in range(2))
        yield one, two


def filled(ledger: Ledger, made: Sequence[Reading], decisions: Sequence[tuple[int, str]]) -> None:
    """Two runs' readings, at their times, with decisions in between."""
    for number, reading in enumerate(made):
        ledger.writer.add(reading, RUN, recorded_at=f"2026-01-01T00:00:{number:02d}Z")
        for at, (which, verdict) in enumerate(decisions):
            if which == number and reading.statements:
                decide(ledger, made, reading.statements[-1], verdict, at)
    for reading in made[::-1]:
        ledger.writer.add(replace(reading, times=()), OTHER_RUN, recorded_at="2026-02-01T00:00:00Z")


def decide(ledger: Ledger, made: Sequence[Reading], statement: Statement, verdict: str, at: int) -> None:
    fields: dict[str, object] = {"note": f"note {at}"}
    if verdict == "set":
        fields = {"field": "speaker", "value": made[0].statements[0].speaker if made[0].statements else None}
    if verdict == "join":
        others = [one for reading in made[:1] for one in reading.statements if one.id != statement.id]
        if not others:
            return
        fields = {"other": target_of(others[0])}
    if verdict == "withdraw":
        able = [e for e in ledger.reader.reviews() if e.withdrawn_by is None and e.review.verdict != "withdraw"]
        if not able:
            return
        statement, fields = statement, {"withdraws": able[0].review.id}
    made_review = Review(
        id="",
        reviewer="Ann",
        at=f"2026-01-02T00:00:{at:02d}Z",
        verdict=verdict,  # type: ignore[arg-type]
        target=target_of(statement),
        **fields,  # type: ignore[arg-type]
    )
    ledger.writer.review(codec.identified(made_review))


def taken(ledger: Ledger, lines: Sequence[str]) -> list[bool]:
    return [ledger.take(json.loads(line)).is_new for line in lines]


DECISIONS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["accept", "reject", "set", "join", "part", "note", "withdraw"])),
    max_size=6,
)


def shown(ledger: Ledger) -> list[object]:
    """What the lists show of every statement, utterances with it."""
    return [
        [(entry.statement, entry.document, entry.recorded_at, entry.utterance, entry.reviews) for entry in group]
        for group in ledger.reader.utterances(Asked(rejected=True))
    ]


@unhurried
@given(st.lists(readings(), max_size=3, unique_by=lambda one: one.document.id), DECISIONS, st.integers(0, 12))
def test_the_same_lines_again(
    place: Place, made: list[Reading], decisions: list[tuple[int, str]], broken_off: int
) -> None:
    with two_ledgers(place) as (one, two):
        filled(one, made, decisions)
        lines = list(one.reader.lines())
        assert all(taken(two, lines[:broken_off]))
        assert taken(two, lines) == [number >= broken_off for number in range(len(lines))]
        assert list(two.reader.lines()) == lines
        assert shown(two) == shown(one)
        assert not any(taken(two, lines))


def test_a_filled_ledger_gets_what_it_lacks(place: Place) -> None:
    papers = [document_of(f"Paper {number} of the islands: “{QUOTE},” Ana Vidal told it.") for number in range(3)]
    made = [reading_of(paper, statement_of(paper, QUOTE, speaker="Ana Vidal")) for paper in papers]
    with two_ledgers(place) as (one, two):
        filled(one, made[:2], [(0, "accept"), (1, "part")])
        two.writer.add(made[1], RUN, recorded_at="2025-05-05T00:00:00Z")
        two.writer.add(made[2], RUN)
        assert taken(two, list(one.reader.lines())) == [True, True, False, True, True, True]
        # What was on record stays as it was recorded.
        assert {entry.id: entry.recorded_at for entry in two.reader.documents()}[papers[1].id] == "2025-05-05T00:00:00Z"
        assert len(two.reader.reviews()) == 2
        groups = [{entry.document.id for entry in group} for group in two.reader.utterances(Asked())]
        assert {papers[1].id} in groups


def test_a_review_whose_statement_was_read_otherwise_here_is_an_orphan(place: Place) -> None:
    document = document_of(f"“{QUOTE},” Ana Vidal said.")
    reading = reading_of(document, statement_of(document, QUOTE, speaker="Ana Vidal"))
    with two_ledgers(place) as (one, two):
        one.writer.add(reading, RUN)
        decide(one, [reading], reading.statements[0], "reject", 0)
        two.writer.add(replace(reading, statements=()), RUN)
        assert taken(two, list(one.reader.lines())) == [False, True]
        assert [entry.is_orphaned for entry in two.reader.reviews()] == [True]


def test_what_was_withdrawn_in_both_ledgers_is_withdrawn_once(place: Place) -> None:
    document = document_of(f"“{QUOTE},” Ana Vidal said.")
    reading = reading_of(document, statement_of(document, QUOTE, speaker="Ana Vidal"))
    with two_ledgers(place) as (one, two):
        one.writer.add(reading, RUN)
        decide(one, [reading], reading.statements[0], "reject", 0)
        taken(two, list(one.reader.lines()))
        decide(one, [reading], reading.statements[0], "withdraw", 1)
        decide(two, [reading], reading.statements[0], "withdraw", 2)
        decide(one, [reading], reading.statements[0], "accept", 3)
        assert taken(two, list(one.reader.lines())) == [False, False, False, True]
        assert len(two.reader.reviews()) == 3


def test_what_is_withdrawn_while_the_lines_are_read_leaves_lines_that_can_be_taken(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "_CHUNK", 1)
    document = document_of(f"“{QUOTE},” Ana Vidal said.")
    reading = reading_of(document, statement_of(document, QUOTE, speaker="Ana Vidal"))
    with two_ledgers(place) as (one, two):
        one.writer.add(reading, RUN)
        lines = one.reader.lines()
        first = next(lines)
        decide(one, [reading], reading.statements[0], "reject", 0)
        one.writer.add(reading, OTHER_RUN)
        decide(one, [reading], reading.statements[0], "withdraw", 1)
        assert taken(two, [first, *lines]) == [True, True]


def test_an_older_reading_that_is_imported_does_not_stand_for_its_document(place: Place) -> None:
    document = document_of(f"“{QUOTE},” Ana Vidal said.")
    old = reading_of(document, statement_of(document, "any treaty"))
    better = reading_of(document, statement_of(document, QUOTE, speaker="Ana Vidal"))
    with two_ledgers(place) as (one, two):
        one.writer.add(old, RUN, recorded_at="2026-01-01T00:00:00Z")
        two.writer.add(better, OTHER_RUN, recorded_at="2026-02-01T00:00:00Z")
        assert taken(two, list(one.reader.lines())) == [True]
        assert [entry.statement for group in two.reader.utterances(Asked()) for entry in group] == [*better.statements]


def test_every_line_is_a_reading_by_the_contract_or_a_review(place: Place) -> None:
    document = document_of(f"“{QUOTE},” Ana Vidal said.")
    reading = reading_of(document, statement_of(document, QUOTE, speaker="Ana Vidal"))
    with place() as where, open_ledger(where, create=True) as ledger:
        filled(ledger, [reading], [(0, "accept")])
        first, review, second = map(json.loads, ledger.reader.lines())
    assert codec.reading_from_json(first) == reading
    assert first["run"] == {"version": "0.1.0", "model_sha256": "a" * 64, "settings": "{}"}
    assert (first["recorded_at"], second["recorded_at"]) == ("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z")
    assert codec.review_from_json(review["review"]).verdict == "accept"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"onrecord": 9}, "not a reading of version 1"),
        ({"run": None}, "expected an object with version"),
        ({"recorded_at": None}, "expected a line of `onrecord export`"),
        ({"review": {"id": "r"}}, '"reviewer" of a review'),
        ({"document": {"id": "d"}}, '"text_sha256"'),
    ],
)
def test_another_line_is_refused(place: Place, change: dict[str, object], problem: str) -> None:
    document = document_of("Nothing was said.")
    with place() as where, open_ledger(where, create=True) as ledger:
        ledger.writer.add(reading_of(document), RUN)
        (line,) = ledger.reader.lines()
        with pytest.raises(RecordError, match=problem):
            taken(ledger, [json.dumps(json.loads(line) | change)])
