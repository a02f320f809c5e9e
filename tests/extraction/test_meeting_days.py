"""The days that a meeting may be on: told by times near and far, counted from others, or by the publication alone."""

from __future__ import annotations

import pytest

from onrecord.document import sentences
from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import layout_of
from onrecord.extraction.meetings.days import Calendar
from onrecord.extraction.meetings.mentions import Named, mentions
from onrecord.knowledge import shipped
from onrecord.records import PartialDate, Span, Time

from .marked import places

PUBLISHED = PartialDate("2026-03-03")


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ("2026", {"2026"}),
        ("2026-03", {"2026-03", "2026"}),
        ("2026-03-03", {"2026-03-02", "2026-03-03", "2026-03-04", "2026-03", "2026"}),
    ],
)
def test_publication_dates_no_more_finely_than_it_is_known(published: str, days: set[str]) -> None:
    text = "Ama Owusu told a news conference that fish were scarce."
    layout = layout_of(text, sentences(text))
    group = mentions(layout, places(text, "a news conference"), Named(Bodies(text, shipped(), None), []), [])
    named = Named(Bodies(text, shipped(), None), [])
    choices = Calendar(layout, [], PartialDate(published), named, [group]).choices(group)
    assert {choice.when.start for choice in choices if choice.when} == days


def days_of(text: str, phrase: str, *times: tuple[str, str]) -> dict[str, set[str]]:
    """The candidates for the start of the meeting of one phrase, each with all its signs."""
    layout, named = layout_of(text, sentences(text)), Named(Bodies(text, shipped(), None), [])
    stand = [
        Time(span=Span(start=text.index(words), end=text.index(words) + len(words)), text=words, value=value)
        for words, value in times
    ]
    spans = places(text, phrase)
    found: dict[str, set[str]] = {}
    group = mentions(layout, spans, named, stand)
    for choice in Calendar(layout, stand, PUBLISHED, named, [group]).choices(group):
        if choice.when:
            found.setdefault(choice.when.start, set()).update(choice.signs)
    return found


@pytest.mark.parametrize(
    ("text", "phrase", "time", "start"),
    [
        (
            "The ministers ended a three-day meeting on Sunday.",
            "a three-day meeting",
            ("Sunday", "2026-03-01"),
            "2026-02-27",
        ),
        (
            "On the second day of the talks on Monday they spoke of fish.",
            "the talks",
            ("Monday", "2026-03-02"),
            "2026-03-01",
        ),
        ("He spoke on the eve of the summit.", "the summit", None, "2026-03-04"),
        ("He spoke two weeks before a summit.", "a summit", None, "2026-03-17"),
        ("It came four months after the summit.", "the summit", None, "2025-11"),
    ],
)
def test_days_are_counted_from_others(text: str, phrase: str, time: tuple[str, str] | None, start: str) -> None:
    assert {"lasted", "counted"} & days_of(text, phrase, *([time] if time else []))[start]


def test_a_time_far_from_all_mentions_is_a_candidate_too() -> None:
    text = "They met on Monday. Fish are scarce. The lake is deep. It is cold. Nobody was glad after the summit."
    assert "elsewhere" in days_of(text, "the summit", ("Monday", "2026-03-02"))["2026-03-02"]


def test_a_time_is_known_to_be_another_meetings() -> None:
    text = "They will meet on Friday before the summit."
    layout, named = layout_of(text, sentences(text)), Named(Bodies(text, shipped(), None), [])
    spans = [*places(text, "meet"), *places(text, "the summit")]
    friday = [Time(span=Span(start=18, end=24), text="Friday", value="2026-03-06")]
    both = mentions(layout, spans, named, friday)
    calendar = Calendar(layout, friday, PUBLISHED, named, [[mention] for mention in both])
    for one, whose in zip(both, ("own", "taken"), strict=True):
        assert any(whose in choice.signs for choice in calendar.choices([one]))


def test_a_meeting_at_the_side_of_another_may_be_on_its_days() -> None:
    text = "The summit opens on Friday. Fish are scarce. The lake is deep. They will meet during the summit."
    layout, named = layout_of(text, sentences(text)), Named(Bodies(text, shipped(), None), [])
    friday = [Time(span=Span(start=20, end=26), text="Friday", value="2026-03-06")]
    spans = [*places(text, "The summit"), *places(text, "meet"), *places(text, "the summit")]
    first, meet, again = mentions(layout, spans, named, friday)
    choices = Calendar(layout, friday, PUBLISHED, named, [[first, again], [meet]]).choices([meet])
    assert any("linked behind after during" in c.signs for c in choices if c.when and c.when.start == "2026-03-06")


def test_days_are_told_from_others_by_the_month_of_the_meeting() -> None:
    text = "The summit this month is near. It is on March 20, after a vote on May 4."
    of = days_of(text, "The summit", ("this month", "2026-03"), ("March 20", "2026-03-20"), ("May 4", "2026-05-04"))
    assert "in told month" in of["2026-03-20"]
    assert "off told month" in of["2026-05-04"]


@pytest.mark.parametrize(
    ("between", "apart"),
    [("and ends on", False), ("and is due to wrap up on", False), ("and the minister leaves on", True)],
)
def test_what_begins_on_one_day_and_ends_on_another_is_on_both(between: str, apart: bool) -> None:
    text = f"The summit begins on Thursday {between} Saturday."
    of = days_of(text, "The summit", ("Thursday", "2026-03-05"), ("Saturday", "2026-03-07"))
    assert "2026-03-05" in of
    assert ("2026-03-07" in of) is apart
