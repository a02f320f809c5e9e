"""A user's words as a query, and dates as days."""

from __future__ import annotations

import pytest

from onrecord.ledger.days import Days, days_of
from onrecord.ledger.fulltext import expression, fold, speaker_expression
from onrecord.records import PartialDate


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        ("red lines", '"red" AND "lines"'),
        ('"red lines" nato', '"red lines" AND "nato"'),
        ("sanction*", '"sanction" *'),
        ('"red li"*', '"red li" *'),
        ('"not closed', '"not closed"'),
        ("cease-fire OR NOT", '"cease-fire" AND "OR" AND "NOT"'),
        ("red red", '"red"'),
        ("— * () \0", None),
        ("", None),
    ],
)
def test_words_become_terms(asked: str, query: str | None) -> None:
    assert expression(asked) == query


def test_a_speakers_words_begin_words_of_the_name() -> None:
    assert speaker_expression("Łukasz  NOW") == 'speaker_key : ("lukasz" * AND "now" *)'
    assert speaker_expression("?") is None


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
