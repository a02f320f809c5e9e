"""What is found by position, names, dates of recording and count of reports; the ledger as it stood on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, statement_of, unhurried
from onrecord import views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, finding, open_ledger, writer
from onrecord.records import Meeting, PartialDate, Party, Position, Reading, Span
from onrecord.views import Decision

REFUSAL = "The pipeline stays closed until the audit is over"
WIRE = (
    f"“{REFUSAL},” Ana Vidal said in Tallinn on Monday after six hours of talks with the energy committee. The "
    "operator had asked for an early opening, as storage in the region stands at a third of what is usual in winter. "
    "Traders paid twice the price of October, and two chemical plants have sent their workers home until further "
    "notice. A second round is planned for Thursday, according to people who were in the room."
)
OTHER = f"Ana Vidal told reporters: “{REFUSAL}.” The union called it a mistake and asked for a date."


class Clock:
    """Stands in for `datetime` where the writer asks what time it is."""

    def __init__(self) -> None:
        self.day = "2026-03-01"

    def now(self, _zone: object) -> Clock:
        return self

    def strftime(self, _form: str) -> str:
        return f"{self.day}T12:00:00Z"


def position(kind: str, *holder: str, toward: str | None = None, issue: str | None = None) -> Position:
    return Position(kind=kind, holder=holder, toward=(toward,) if toward else (), issue=issue, confidence=0.5)


def said(text: str, id: str, said_by: Party, stance: Position | None, published: str, **fields: Any) -> Reading:
    document = document_of(text, published=published, title=id, url=f"https://example.org/{id}")
    quote = REFUSAL if REFUSAL in text else text
    meetings: tuple[Meeting, ...] = fields.pop("meetings", ())
    made = statement_of(document, quote, id=id, position=stance, **fields)
    span = Span(start=text.index(said_by.text), end=text.index(said_by.text) + len(said_by.text))
    return reading_of(document, replace(made, speaker=replace(said_by, span=span)), meetings=meetings)


VIDAL = Party(text="Ana Vidal", name="Ana Vidal", affiliation="EST")
TALKS = Meeting(id="m1", name="the Minsk round", kind="talks", place="Łódź", mentions=())
DENIAL = position("refusal", "Estonia", toward="Russia", issue="the pipeline's opening")
DAYS: tuple[tuple[str, Reading], ...] = (
    ("2026-03-01", said(WIRE, "wire1", VIDAL, DENIAL, "2026-02-27")),
    ("2026-03-02", said(OTHER, "other", VIDAL, DENIAL, "2026-02-27")),
    ("2026-03-03", said(f"By our staff. {WIRE} More follows.", "wire2", VIDAL, DENIAL, "2026-02-28")),
    (
        "2026-03-04",
        said(
            "Sudan is told to wait.", "sudan", Party(text="Sudan", name="Sudan", affiliation="SDN"),
            position("red_line", "Sudan", toward="European Union"), "2026-02-20",
            meeting="m1", meetings=(TALKS,),
        ),
    ),
    (
        "2026-03-05",
        said(
            "South Sudan’s envoy waits.", "south", Party(text="South Sudan’s envoy", affiliation="SSD"),
            position("offer", "South Sudan’s government", toward="NATO"), "2026-02-21",
        ),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    clock = Clock()
    with (
        place() as where,
        pytest.MonkeyPatch.context() as patch,
        open_ledger(where, create=True) as made,
    ):
        patch.setattr(writer, "datetime", clock)
        for clock.day, reading in DAYS:
            made.writer.add(reading, RUN)
        clock.day = "2026-03-06"
        (first,) = DAYS[0][1].statements
        again = replace(first, id="wire9", said_on=PartialDate("2026-02-26"))
        made.writer.add(replace(DAYS[0][1], statements=(again,)), OTHER_RUN)
        yield made


def ids(ledger: Ledger, **asked: Any) -> list[str]:
    return sorted(entry.statement.id for found in views.find(ledger, **asked) for entry in found.statements)


ACT = ["other", "wire2", "wire9"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"for_whom": "Estonia"}, ACT),
        ({"for_whom": "EST"}, ACT),
        ({"for_whom": "est"}, ACT),
        ({"for_whom": "eston"}, ACT),
        ({"for_whom": "ESTONIÁ"}, ACT),
        ({"for_whom": "Sudan"}, ["sudan"]),
        ({"for_whom": "SSD"}, ["south"]),
        ({"for_whom": "South Sudan"}, ["south"]),
        ({"for_whom": "south sud"}, ["south"]),
        ({"for_whom": "sud"}, ["south", "sudan"]),
        ({"for_whom": "stonia"}, []),
        ({"for_whom": "?"}, []),
        ({"for_whom": "%"}, []),
        ({"toward": "EU"}, ["sudan"]),
        ({"toward": "European Union"}, ["sudan"]),
        ({"toward": "RUS"}, ACT),
        ({"toward": "Estonia"}, []),
        ({"kinds": ["red_line"]}, ["sudan"]),
        ({"kinds": ["Red line", "offer"]}, ["south", "sudan"]),
        ({"kinds": ["threat"]}, []),
        ({"issue": "pipe open"}, ACT),
        ({"issue": "pipe audit"}, []),
        ({"meeting": "lodz"}, ["sudan"]),
        ({"meeting": "minsk round"}, ["sudan"]),
        ({"for_whom": "Estonia", "kinds": ["offer"]}, []),
        ({"words": "wait", "toward": "NATO"}, []),
        ({"words": "waits", "toward": "NATO"}, ["south"]),
        ({"speaker": "vidal", "for_whom": "Estonia", "until": "2026-02"}, ACT),
        ({"independent": 1}, [*ACT, "south", "sudan"]),
        ({"independent": 2}, ACT),
        ({"independent": 3}, []),
        ({"independent": 2, "words": "pipeline"}, ACT),
        ({"independent": 2, "for_whom": "Sudan"}, []),
        ({"recorded_since": "2026-03-06"}, ACT),
        ({"recorded_since": "2026-03-04", "recorded_until": "2026-03-05"}, ["south", "sudan"]),
        ({"recorded_until": "2026-02"}, []),
        ({"recorded_since": "2026-03"}, [*ACT, "south", "sudan"]),
    ],
)
@pytest.mark.parametrize("few", [5_000, 0])
def test_find_narrows(
    ledger: Ledger, asked: dict[str, Any], expected: list[str], few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "_FEW", few)
    assert ids(ledger, **asked) == sorted(expected)


@pytest.mark.parametrize(
    ("as_of", "expected", "independent", "copies"),
    [
        ("2026-02-28", [], 0, 0),
        ("2026-03-01", ["wire1"], 1, 0),
        ("2026-03-02", ["other", "wire1"], 2, 0),
        ("2026-03-05", ["other", "wire1", "wire2"], 2, 1),
        ("2026-03", ACT, 2, 1),
        ("2026", ACT, 2, 1),
    ],
)
def test_the_ledger_as_it_stood(ledger: Ledger, as_of: str, expected: list[str], independent: int, copies: int) -> None:
    found = list(views.find(ledger, for_whom="Estonia", as_of=as_of))
    assert sorted(entry.statement.id for one in found for entry in one.statements) == expected
    assert [(one.independent, one.copies) for one in found] == ([(independent, copies)] if expected else [])
    assert ids(ledger, for_whom="Estonia", as_of=as_of, independent=2) == (expected if independent > 1 else [])


def test_reports_that_a_person_joined_are_counted(ledger: Ledger) -> None:
    decision = Decision(verdict="join", other="sudan")
    for review in views.reviewed(ledger, "south", [decision], reviewer="Ann"):
        ledger.writer.review(review)
    for few in (5_000, 0):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(finding, "_FEW", few)
            assert ids(ledger, independent=2) == sorted([*ACT, "south", "sudan"])
            assert ids(ledger, independent=3) == []


def test_documents_and_meetings_as_they_stood(ledger: Ledger) -> None:
    def titles(as_of: str | None) -> list[str | None]:
        return [entry.title for entry in views.documents(ledger, as_of=as_of)]

    assert titles("2026-03-02") == ["other", "wire1"]
    assert titles(None) == ["south", "sudan", "wire2", "other", "wire1"]
    assert not list(views.meetings(ledger, as_of="2026-03-03"))
    assert [one.meeting.name for one in views.meetings(ledger, as_of="2026-03-04")] == ["the Minsk round"]


def test_what_a_later_document_links_was_apart_before(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock()
    monkeypatch.setattr(writer, "datetime", clock)
    head, tail = WIRE[: len(WIRE) // 2], WIRE[len(WIRE) // 2 :]
    more = " ".join(f"word{n} of{n} another{n} text{n}" for n in range(8))
    texts = {"2026-03-01": head, "2026-03-02": f"{tail} {more}", "2026-03-03": f"{WIRE} {more}"}
    with place() as where, open_ledger(where, create=True) as made:
        for clock.day, text in texts.items():
            made.writer.add(reading_of(document_of(text, title=clock.day, published="2026-02-27")), RUN)

        def families(as_of: str | None) -> list[str]:
            return [entry.family for entry in views.documents(made, as_of=as_of)]

        assert len(set(families("2026-03-02"))) == 2
        assert len(set(families("2026-03-03"))) == 1
        assert families("2026-03-03") == families(None)


@pytest.mark.parametrize(
    "asked",
    [
        {"kinds": ["anger"]},
        {"as_of": "yesterday"},
        {"as_of": "--03-01"},
        {"recorded_since": "2026-13"},
        {"recorded_until": "x"},
        {"since": "2022-02-01", "until": "2022-01"},
        {"recorded_since": "2026-02", "recorded_until": "2026-01-31"},
        {"independent": 0},
        {"independent": 10**30},
        {"limit": 10**30},
        {"for_whom": "a " * 201},
    ],
)
def test_what_means_nothing_is_refused_at_once(ledger: Ledger, asked: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="expected"):
        views.find(ledger, **asked)


@settings(unhurried)
@given(st.sampled_from(["for_whom", "toward", "issue", "meeting"]), st.text(max_size=12))
def test_no_name_is_a_syntax_error(ledger: Ledger, field: str, name: str) -> None:
    assert all(isinstance(found, views.Utterance) for found in views.find(ledger, **{field: name}))


@pytest.mark.parametrize("few", [5_000, 0])
def test_what_a_person_corrected_is_found_as_corrected(place: Place, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "_FEW", few)
    with place() as where, open_ledger(where, create=True) as made:
        for _, reading in DAYS[1:]:
            made.writer.add(reading, RUN)
        typed = ("holder=Norway", "affiliation=NOR", "position=demand", "toward=Fiji", "issue=an early opening")
        decisions = [views.Decision(verdict="set", assignment=one) for one in typed]
        for review in views.reviewed(made, "sudan", decisions, reviewer="Ann"):
            made.writer.review(review)
        assert ids(made, for_whom="NOR", words="told") == ["sudan"]
        for asked in ({"for_whom": "Norway"}, {"kinds": ["demand"]}, {"toward": "fiji"}, {"issue": "early"}):
            assert ids(made, **asked) == ["sudan"]
        for asked in ({"for_whom": "Sudan"}, {"kinds": ["red_line"]}, {"toward": "EU"}):
            assert ids(made, **asked) == []
        assert ids(made, kinds=["offer", "demand"]) == ["south", "sudan"]
        assert ids(made, kinds=["demand"], meeting="minsk") == ["sudan"]
        assert ids(made, for_whom="Norway", kinds=["offer"]) == []
        made.writer.review(views.withdrawal(made, made.reader.reviews()[0].review.id, reviewer="Ann"))
        assert ids(made, for_whom="NOR") == ["sudan"]
        assert ids(made, for_whom="Sudan") == ["sudan"]


def test_what_is_imported_was_on_record_when_it_was_read(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "datetime", Clock())
    (_, wire1), (_, other), (_, wire2) = DAYS[:3]
    with place() as where, open_ledger(where, create=True) as made:
        made.writer.add(wire1, RUN)
        made.writer.add(other, RUN)
        # Another ledger had a copy of one document, and an older reading of another.
        made.writer.add(wire2, RUN, recorded_at="2026-02-01T12:00:00Z")
        made.writer.add(other, OTHER_RUN, recorded_at="2026-02-02T12:00:00Z")
        then = views.documents(made, as_of="2026-02")
        assert [(entry.title, entry.family == entry.id) for entry in then] == [("wire2", True), ("other", True)]
        (found,) = views.find(made, as_of="2026-02")
        assert (found.independent, found.copies) == (2, 0)
        assert not list(views.meetings(made, as_of="2026-02"))
        (now,) = views.find(made)
        assert (now.independent, now.copies) == (2, 1)
