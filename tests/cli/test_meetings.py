"""`onrecord meetings`, as typed at a desk, and the calendar file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import RUN, document_of, reading_of, span_of
from onrecord.ledger import open_ledger
from onrecord.records import Meeting, PartialDate
from onrecord.views import ics
from typed import UNHURRIED, Typed

TEXT = (
    "Norway, Kenya: talks; again\n\nNorway and Kenya will hold talks in Bergen on Friday, an official said, and the "
    "ministers of both, who last met in Nairobi, hope for a deal on fishing.\n\nA summit may follow."
)


@pytest.fixture
def filled(typed: Typed) -> Typed:
    document = document_of(TEXT, published="2026-03-03", publisher="Coast", url="https://example.org/1")
    talks = Meeting(
        id="m1",
        name="fishing talks, second round",
        kind="talks",
        mentions=(span_of(TEXT, "talks in Bergen"),),
        parties=("Norway", "Kenya"),
        place="Bergen",
        start=PartialDate("2026-03-06"),
        end=PartialDate("2026-03-07"),
        status="scheduled",
    )
    summit = Meeting(id="m2", name="summit", kind="summit", mentions=(), start=PartialDate("2026"), status="proposed")
    with open_ledger("onrecord.db", create=True) as ledger:
        ledger.writer.add(reading_of(document, meetings=[talks, summit]), RUN)
    return typed


def unfolded(text: str) -> list[str]:
    return text.replace("\r\n ", "").split("\r\n")


def test_meetings_lists_them(filled: Typed) -> None:
    ended = filled("meetings")
    assert ended.status == 0
    assert [row[:5] for row in ended.rows] == [
        ["2026-03-06", "2026-03-07", "scheduled", "talks", "fishing talks, second round"],
        ["2026", "-", "proposed", "summit", "summit"],
    ]
    assert "fishing talks" in filled("meetings", terminal=True).out


def test_meetings_narrows(filled: Typed) -> None:
    assert [one["id"] for one in filled("meetings", "--party", "kenya", "--json").objects] == ["m1"]
    assert [one["id"] for one in filled("meetings", "--status", "proposed", "--json").objects] == ["m2"]
    none = filled("meetings", "--place", "Oslo")
    assert (none.status, none.out, none.err) == (0, "", "onrecord: nothing found\n")
    assert filled("meetings", "--limit", "1").err == "onrecord: there are more than 1; --limit shows more\n"


def test_a_wrong_status_is_a_wrong_command_line(filled: Typed) -> None:
    ended = filled("meetings", "--status", "over")
    assert ended.status == 2
    assert "expected one of held" in ended.err


def test_the_calendar_has_what_has_a_day(filled: Typed) -> None:
    ended = filled("meetings", "--ics")
    assert ended.status == 0
    assert ended.err == "onrecord: 1 meeting without a full day left out\n"
    assert all(len(line.encode()) <= 75 for line in ended.out.split("\r\n"))
    lines = unfolded(ended.out)
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "UID:m1@onrecord",
        "DTSTART;VALUE=DATE:20260306",
        "DTEND;VALUE=DATE:20260308",
        r"SUMMARY:fishing talks\, second round",
        "LOCATION:Bergen",
        "STATUS:CONFIRMED",
    ):
        assert line in lines
    description = next(line for line in lines if line.startswith("DESCRIPTION:"))
    assert r"Norway and Kenya will hold talks in Bergen on Friday\, an official said" in description
    assert "https://example.org/1" in description


def test_the_same_calendar_twice_is_the_same(filled: Typed) -> None:
    assert filled("meetings", "--ics").out == filled("meetings", "--ics").out


def test_one_form_at_a_time(filled: Typed) -> None:
    assert filled("meetings", "--ics", "--json").status == 2


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("held", "CONFIRMED"),
        ("under_way", "CONFIRMED"),
        ("proposed", "TENTATIVE"),
        ("postponed", "TENTATIVE"),
        ("cancelled", "CANCELLED"),
    ],
)
def test_statuses_of_the_calendar(typed: Typed, status: str, told: str) -> None:
    document = document_of("Talks.")
    meeting = Meeting(
        id="m", name="Talks", kind="talks", mentions=(), start=PartialDate("9999-12-30"), end=None, status=status
    )
    with open_ledger("onrecord.db", create=True) as ledger:
        ledger.writer.add(reading_of(document, meetings=[meeting]), RUN)
    lines = unfolded(typed("meetings", "--ics").out)
    assert f"STATUS:{told}" in lines
    assert "DTEND;VALUE=DATE:99991231" in lines


@UNHURRIED
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_folded_lines_are_short_and_join_back(line: str) -> None:
    pieces = list(ics.folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line
    assert all(piece.startswith(" ") for piece in pieces[1:])


def test_the_last_day_there_is_has_no_day_after(typed: Typed) -> None:
    meeting = Meeting(id="m", name="Talks", kind="talks", mentions=(), start=PartialDate("9999-12-31"))
    with open_ledger("onrecord.db", create=True) as ledger:
        ledger.writer.add(reading_of(document_of("Talks."), meetings=[meeting]), RUN)
    ended = typed("meetings", "--ics")
    assert "BEGIN:VEVENT" not in ended.out
    assert "1 meeting without a full day" in ended.err
