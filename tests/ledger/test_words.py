"""A user's words as a query, and dates as days."""

from __future__ import annotations

import pytest

from onrecord.ledger.days import Days, days_of
from onrecord.ledger.fulltext import Term, fold, speaker_terms, terms
from onrecord.ledger.postgres import _query, _vector
from onrecord.records import PartialDate


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("red lines", ["red", "lines"]),
        ('"red lines" nato', ["red lines", "nato"]),
        ("sanction*", ["sanction*"]),
        ('"red li"*', ["red li*"]),
        ('"not closed', ["not closed"]),
        ("cease-fire OR NOT", ["cease-fire", "OR", "NOT"]),
        ("red red", ["red"]),
        ("— * () \0", []),
        ("", []),
    ],
)
def test_words_become_terms(asked: str, found: list[str]) -> None:
    assert [term.text + "*" * term.prefix for term in terms(asked)] == found


def test_a_speakers_words_begin_words_of_the_name() -> None:
    assert speaker_terms("Łukasz  NOW") == (Term(text="lukasz", prefix=True), Term(text="now", prefix=True))
    assert speaker_terms("?") == ()


def test_words_are_placed_and_weighed_for_postgresql() -> None:
    assert _vector("lukasz nowak", "The “Líne”: it's") == "lukasz:1A nowak:2A the:4 line:5 it:6 s:7"
    assert _query(Term(text="cease-FI", prefix=True), "A") == "cease:A <-> fi:*A"
    assert _query(Term(text="Líne"), "") == "line"
    assert _query(Term(text="\u037a"), "") == ""


def test_folding_takes_case_and_accents_away() -> None:
    assert fold("Łukasz Ørsted-ÉMILE Straße") == "lukasz orsted-emile strasse"


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2022-01-10", "2022-01-10", "2022-01-10"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-01-10/2022-02", "2022-01-10", "2022-02-28"),
        ("0000-02", "0000-02-01", "0000-02-29"),
    ],
)
def test_a_date_means_days(date: str, first: str, last: str) -> None:
    assert days_of(PartialDate(date)) == Days(first=first, last=last)


@pytest.mark.parametrize("date", [None, "--01-10", "--01-10/--01-12", "2022-01-10/--01-12"])
def test_a_day_whose_year_is_unknown_means_no_day(date: str | None) -> None:
    assert days_of(None if date is None else PartialDate(date)) is None
