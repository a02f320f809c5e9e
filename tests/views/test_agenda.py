"""A month of meetings: which are of it, on which days, with their sentences and what was said there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from made_readings import RUN, Place, document_of, reading_of, span_of, statement_of
from onrecord import views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Meeting, PartialDate
from onrecord.views import agenda
from onrecord.views.meetings import next_month

TEXT = "It rained. The Bergen talks began. Vidal said the port stays. Vidal said the ice melts."


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as opened:
        yield opened


def meeting(name: str, start: str | None, end: str | None = None, **fields: Any) -> Meeting:
    return Meeting(
        id=f"m-{name}",
        name=name,
        kind="talks",
        mentions=(span_of(TEXT, "Bergen talks"),),
        start=start and PartialDate(start),  # type: ignore[arg-type]
        end=end and PartialDate(end),  # type: ignore[arg-type]
        **fields,
    )


def add(ledger: Ledger, *meetings: Meeting, url: str = "one", at: str | None = None) -> None:
    document = document_of(TEXT, url=url)
    said = [statement_of(document, words, speaker="Vidal", meeting=at) for words in ("the port stays", "the ice melts")]
    ledger.writer.add(reading_of(document, *said, meetings=meetings), RUN)


def of_month(ledger: Ledger, month: str, **asked: Any) -> dict[str, tuple[int, ...]]:
    return {one.gathering.meeting.name: one.days for one in agenda.month_of(ledger, month, **asked)}


def test_a_month_has_what_is_in_it_by_day_and_nothing_else(ledger: Ledger) -> None:
    add(
        ledger,
        meeting("vague", "2026-02"),
        meeting("last", "2026-02-28"),
        meeting("over", "2026-01-30", "2026-02-02"),
        meeting("long", "2025-11-01", "2026-04-01"),
        meeting("before", "2026-01-31"),
        meeting("after", "2026-03-01"),
        meeting("some year", "2026"),
        meeting("some time", None),
        meeting("ends some day", "2026-02-10", "2026-02"),
    )
    assert list(of_month(ledger, "2026-02").items()) == [
        ("long", tuple(range(1, 32))),
        ("over", (1, 2)),
        ("ends some day", (10,)),
        ("last", (28,)),
        ("vague", ()),
    ]
    assert list(of_month(ledger, "2026-01")) == ["long", "over", "before"]


def test_filters_are_those_of_meetings(ledger: Ledger) -> None:
    add(
        ledger,
        meeting("a", "2026-02-01", status="held", place="Bergen"),
        meeting("b", "2026-02-02", status="cancelled", parties=("Norway",)),
    )
    assert list(of_month(ledger, "2026-02", status="cancelled")) == ["b"]
    assert list(of_month(ledger, "2026-02", place="berg")) == ["a"]
    assert list(of_month(ledger, "2026-02", party="norway", status="held")) == []


@pytest.mark.parametrize("month", ["2026", "2026-13", "2026-1", "0000-01", "2026-02-01", "x", ""])
def test_what_is_no_month_is_refused(ledger: Ledger, month: str) -> None:
    with pytest.raises(UsageError, match="month"):
        agenda.month_of(ledger, month)


def test_months_follow_each_other_as_far_as_there_are_years() -> None:
    assert (next_month("2025-12"), next_month("2026-01", -1), next_month("0001-02", -1)) == (
        "2026-01",
        "2025-12",
        "0001-01",
    )
    for month, by in (("9999-12", 1), ("0001-01", -1)):
        with pytest.raises(UsageError):
            next_month(month, by)


def test_a_meeting_has_its_sentence_and_what_was_said_there(ledger: Ledger) -> None:
    add(ledger, meeting("talks", "2026-02-01"), at="m-talks")
    add(ledger, meeting("others", "2026-02-02"), url="two")
    talks, others = agenda.sittings(ledger, agenda.month_of(ledger, "2026-02"))
    assert talks.sentence == "The Bergen talks began."
    assert [entry.statement.quote for entry in talks.statements] == ["the port stays", "the ice melts"]
    (first,) = agenda.sittings(ledger, agenda.month_of(ledger, "2026-02")[:1], most=1)
    assert (first.statements, first.more, talks.more) == (talks.statements[:1], 1, 0)
    assert others.statements == ()
    for review in views.reviewed(
        ledger, talks.statements[0].statement.id, [views.Decision(verdict="reject")], reviewer="Vera"
    ):
        ledger.writer.review(review)
    talks, _ = agenda.sittings(ledger, agenda.month_of(ledger, "2026-02"))
    assert [entry.statement.quote for entry in talks.statements] == ["the ice melts"]


def test_what_is_shown_first_is_near_to_today(ledger: Ledger) -> None:
    assert agenda.month_to_show(ledger, date(2026, 2, 7)) == "2026-02"
    add(ledger, meeting("no year", "--02-07"), meeting("a year", "2026"), meeting("far", "2031-05-02"))
    assert agenda.month_to_show(ledger, date(2026, 2, 7)) == "2031-05"
    add(ledger, meeting("past", "2025-06-01"), url="two")
    assert agenda.month_to_show(ledger, date(2026, 2, 7)) == "2025-06"
    add(ledger, meeting("now", "2026-02"), url="three")
    assert agenda.month_to_show(ledger, date(2026, 2, 7)) == "2026-02"
    assert agenda.nearest(ledger, "2026-02", before=False) == "2031-05"
    assert agenda.nearest(ledger, "2026-02", before=True) == "2025-06"


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        (None, None, ()),
        ("2025", None, ()),
        ("--03-11", None, ()),
        ("2024", "2025", ()),
        ("2025-03", None, ("2025-03",)),
        ("2025-03-11", None, ("2025-03",)),
        (None, "2025-03-11", ("2025-03",)),
        ("--03-11", "2025-03", ("2025-03",)),
    ],
)
def test_a_meeting_is_in_a_month_or_among_those_that_none_has(
    ledger: Ledger, start: str | None, end: str | None, months: tuple[str, ...]
) -> None:
    add(ledger, meeting("talks", start, end), meeting("other", "2020-01-01"))
    undated = [one.gathering.meeting.name for one in agenda.undated(ledger)]
    assert undated == ([] if months else ["talks"])
    assert [month for month in ("2024-05", "2025-03") if "talks" in of_month(ledger, month)] == list(months)


def test_those_that_no_month_has_are_bounded_with_a_year_first(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda, "MOST_UNDATED", 2)
    starts = {"c": None, "a": "2025", "b": "2024", "d": None}
    add(ledger, *(meeting(name, start) for name, start in starts.items()))
    found = [one.gathering.meeting.name for one in agenda.undated(ledger)]
    assert found[:2] == ["a", "b"] and len(found) == 3
