"""Utterances that a later report shows to be one act, and those that stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
from sqlalchemy import select

from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord import codec
from onrecord.ledger import Asked, Ledger, open_ledger, tables
from onrecord.ledger.regroup import regroup
from onrecord.records import Reading, Review, Target

STRIKE = "the harbour pilots would strike from Friday"
WAGES = "no contract without overtime pay"
# Says what both say: each joins it, and they do not join each other.
BOTH = "Our pilots strike on Friday, because this contract has no overtime pay"
SENTENCES = ("Our pilots strike on Friday.", "This contract has no overtime pay.")
ANOTHER_STRIKE = "in the harbour the pilots would be out"


def report(words: str, number: int) -> Reading:
    document = document_of(f"Paper {number} was told by Ana Vidal: {words}.", published="2022-05-10")
    return reading_of(document, statement_of(document, words, speaker="Ana Vidal"))


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        yield made


def groups(ledger: Ledger) -> set[frozenset[str]]:
    """The words of the reports of each utterance."""
    return {frozenset(e.statement.quote for e in group) for group in ledger.reader.utterances(Asked())}


def add(ledger: Ledger, *reports: str) -> list[Reading]:
    made = [report(words, number) for number, words in enumerate(reports)]
    for reading in made:
        ledger.writer.add(reading, RUN)
    return made


def test_what_does_not_join_is_two_acts(ledger: Ledger) -> None:
    add(ledger, STRIKE, WAGES)
    assert groups(ledger) == {frozenset((STRIKE,)), frozenset((WAGES,))}


@pytest.mark.parametrize("order", list(permutations((STRIKE, WAGES, BOTH))))
def test_a_report_that_joins_two_utterances_makes_them_one_named_by_the_first(
    ledger: Ledger, order: tuple[str, ...]
) -> None:
    first = add(ledger, *order)[0].statements[0].id
    assert groups(ledger) == {frozenset(order)}
    (group,) = ledger.reader.utterances(Asked())
    assert {entry.utterance for entry in group} == {first}
    assert [entry.joined_by for entry in group].count(None) == 1


def test_two_utterances_stay_apart_where_most_of_their_reports_do_not_join(ledger: Ledger) -> None:
    add(ledger, STRIKE, ANOTHER_STRIKE, WAGES, BOTH)
    assert frozenset((WAGES,)) in groups(ledger) or frozenset((WAGES, BOTH)) in groups(ledger)


@pytest.mark.parametrize("order", list(permutations((STRIKE, WAGES))))
def test_a_quotation_of_several_sentences_does_not_show_that_what_each_says_is_one(
    ledger: Ledger, order: tuple[str, ...]
) -> None:
    add(ledger, *order)
    document = document_of(f"{' '.join(SENTENCES)} So spoke Ana Vidal.", published="2022-05-10")
    quotation = statement_of(document, *SENTENCES, speaker="Ana Vidal")
    ledger.writer.add(reading_of(document, quotation), RUN)
    assert sorted(len(group) for group in groups(ledger)) == [1, 2]
    assert frozenset((STRIKE, WAGES)) not in groups(ledger)


@pytest.mark.parametrize("order", list(permutations(range(2))))
def test_a_quotation_and_what_its_own_report_tells_of_it_are_one_by_another_report(
    ledger: Ledger, order: tuple[int, ...]
) -> None:
    made = []
    for text, *told in (("Ana Vidal spoke, and said {}.", STRIKE), ("A speech of Ana Vidal was short.",)):
        document = document_of(f"{' '.join(SENTENCES)} {text.format(*told)}", published="2022-05-10")
        contents = (SENTENCES, told) if told else (SENTENCES,)
        made.append(reading_of(document, *(statement_of(document, *c, speaker="Ana Vidal") for c in contents)))
    for number in order:
        ledger.writer.add(made[number], RUN)
    assert len(groups(ledger)) == 1


def test_regrouping_finds_the_same_utterances(ledger: Ledger) -> None:
    add(ledger, STRIKE, WAGES, BOTH)
    with ledger._database.writing() as connection:
        regroup(connection, connection.execute(select(tables.reports.c.statement)).scalars().all())
    assert groups(ledger) == {frozenset((STRIKE, WAGES, BOTH))}


def test_what_a_person_parted_is_not_united_again(ledger: Ledger) -> None:
    _, parted = add(ledger, STRIKE, ANOTHER_STRIKE)
    assert len(groups(ledger)) == 1
    (statement,) = parted.statements
    target = Target(
        document_id=statement.document_id,
        statement_id=statement.id,
        content=tuple(piece.span for piece in statement.content),
        quote=statement.quote,
        speaker="Ana Vidal",
    )
    review = Review(id="", reviewer="Ann", at="2026-01-01T00:00:00Z", verdict="part", target=target)
    ledger.writer.review(codec.identified(review))
    ledger.writer.add(report(f"{STRIKE}, and that {ANOTHER_STRIKE}", 9), RUN)
    assert len(groups(ledger)) == 2
