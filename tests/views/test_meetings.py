"""The meetings on record: one of several reports, narrowed by party, place, day and status."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, readings, span_of, unhurried
from onrecord import codec, views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Document, Meeting, PartialDate, Reading

BEFORE = "It rained. Norway and Kenya will hold fishing talks in Bergen. A summit is planned."
AFTER = "The fishing talks of Kenya and Norway ended."


def meeting_in(document: Document, words: str, **fields: Any) -> Meeting:
    values: dict[str, Any] = {"id": f"{document.id[:4]} {words}", "name": words, "kind": "talks"}
    dates = {name: PartialDate(fields.pop(name)) for name in ("start", "end") if name in fields}
    return Meeting(mentions=(span_of(document.text, words),), **(values | fields | dates))


def _before() -> Reading:
    document = document_of(BEFORE, published="2026-03-03", publisher="Coast")
    talks = meeting_in(
        document,
        "fishing talks",
        parties=("Norway", "Kenya"),
        place="Bergen",
        start="2026-03-06",
        end="2026-03-07",
        status="scheduled",
    )
    return reading_of(document, meetings=[talks, meeting_in(document, "summit", kind="summit", status="proposed")])


def _after() -> Reading:
    document = document_of(AFTER, published="2026-03-08")
    talks = meeting_in(document, "The fishing talks", parties=("Kenya", "Norway"), start="2026-03-06", status="held")
    other = meeting_in(document, "talks", parties=("Chile",), start="2026-03-06", status="held", id="other")
    return reading_of(document, meetings=[talks, other])


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        for reading in (_before(), _after()):
            made.writer.add(reading, RUN)
        yield made


def names(ledger: Ledger, **asked: Any) -> list[str]:
    return [gathering.meeting.name for gathering in views.meetings(ledger, **asked)]


def test_one_meeting_of_two_reports_is_one_as_the_later_has_it(ledger: Ledger) -> None:
    gathering = next(g for g in views.meetings(ledger) if len(g.entries) > 1)
    assert gathering.meeting.status == "held"
    assert [str(entry.document.published) for entry in gathering.entries] == ["2026-03-08", "2026-03-03"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["talks", "The fishing talks", "summit"]),
        ({"party": "nor"}, ["The fishing talks"]),
        ({"party": "way"}, []),
        ({"place": "bergen"}, ["The fishing talks"]),
        ({"status": "scheduled"}, []),
        ({"status": "proposed"}, ["summit"]),
        ({"since": "2026-03-06"}, ["talks", "The fishing talks"]),
        ({"since": "2026-03-08"}, []),
        ({"until": "2026-03-05"}, []),
        ({"since": "2026", "until": "2026-03"}, ["talks", "The fishing talks"]),
        ({"limit": 1}, ["talks"]),
    ],
)
def test_meetings_narrow(ledger: Ledger, asked: dict[str, Any], found: list[str]) -> None:
    assert names(ledger, **asked) == found


def test_a_document_has_its_own(ledger: Ledger) -> None:
    assert "summit" in names(ledger, document=_before().document.id)
    assert "summit" not in names(ledger, document=_after().document.id)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"status": "over"}, "expected one of held"),
        ({"limit": 0}, "1 or more"),
        ({"limit": 10**30}, "or fewer"),
        ({"since": "May"}, "not a date"),
        ({"since": "2023", "until": "2022-12-31"}, "since: 2023 is later than until, 2022-12-31; expected the earlier"),
    ],
)
def test_what_means_nothing_is_told(ledger: Ledger, asked: dict[str, Any], told: str) -> None:
    with pytest.raises(UsageError, match=told):
        views.meetings(ledger, **asked)


def test_json_is_the_meeting_with_its_documents(ledger: Ledger) -> None:
    gathering = next(views.meetings(ledger, party="Norway"))
    value = views.meeting_to_json(gathering)
    assert codec.meeting_from_json({k: v for k, v in value.items() if k != "documents"}) == gathering.meeting
    assert [one["status"] for one in value["documents"]] == ["held", "scheduled"]
    assert [one["publisher"] for one in value["documents"]] == [None, "Coast"]


def test_the_sentence_that_mentions_it(ledger: Ledger) -> None:
    gathering = next(views.meetings(ledger, party="Norway"))
    assert views.sentence_of(ledger, gathering.entries[1]) == "Norway and Kenya will hold fishing talks in Bergen."


@unhurried
@given(st.lists(readings(), max_size=4))
def test_the_newest_readings_meetings_come_back_as_they_were(place: Place, made: list[Reading]) -> None:
    with place() as where, open_ledger(where, create=True) as ledger:
        kept = {}
        for reading in made:
            ledger.writer.add(reading, RUN)
            if ledger.writer.add(reading, OTHER_RUN).status != "known":
                kept[reading.document.id] = reading.meetings
        found = [entry for gathering in views.meetings(ledger) for entry in gathering.entries]
        assert len(found) == sum(map(len, kept.values()))
        assert all(entry.meeting in kept[entry.document.id] for entry in found)
