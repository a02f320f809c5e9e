"""Ways that answer soon in a large ledger answer the same as looking at everything."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from made_lines import CABLE, HERRING, add, lines
from made_readings import RUN, Place, document_of, reading_of, span_of, statement_of, unhurried
from onrecord import views
from onrecord.ledger import Ledger, finding, line_keys, open_ledger
from onrecord.ledger.days import days_of
from onrecord.ledger.lines import Register
from onrecord.records import Meeting, PartialDate, Position
from onrecord.views import Line, Utterance
from onrecord.views.meetings import meeting_with

# In words and not in days alone, so that no two are taken for one act.
SUBJECTS = ("vineyard", "lighthouse", "orchard", "quarry", "aqueduct", "granary", "sawmill", "tannery")
HOLDERS = ("Iceland", "Norway", "Kenya")
ISSUES = ("power", "cable power", "must sto", "ca po", "power stop")
KINDS = ("red_line", "demand", "offer", "concern", "support")
DAYS = ("2021", "2021-06", "2021-06-11", "2021-12-30/2022-01-02", "2022-01", "2022-01-10", "2022-03-05", "2022-07-01")
COUNT = 60


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    rng = random.Random(3)
    with place() as where, open_ledger(where, create=True) as made:
        for number in range(COUNT):
            day, issue = rng.choice(DAYS), rng.choice((CABLE, HERRING))
            text = f"{issue} while the {' and the '.join(rng.sample(SUBJECTS, 6))} number {number} waits."
            document = document_of(
                text, published=day, publisher=f"Daily {number % 3}", url=f"https://x.example/{number}"
            )
            position = Position(
                kind=rng.choice(KINDS),
                holder=(rng.choice(HOLDERS),),
                toward=(rng.choice(HOLDERS),),
                issue=" ".join(issue.split()[1:3]),
            )
            said = statement_of(document, text[:-1], position=position, said_on=PartialDate(day))
            meeting = Meeting(
                id=f"m{number}",
                name=rng.choice(("fishing talks", "summit")),
                kind="talks",
                start=PartialDate(rng.choice(DAYS)) if number % 5 else None,
                end=PartialDate("2022-07-03") if number % 7 == 0 else None,
                mentions=(span_of(text, "waits"),),
            )
            made.writer.add(reading_of(document, replace(said, meeting=meeting.id), meetings=[meeting]), RUN)
        yield made


def ids(found: Iterator[Utterance]) -> list[str]:
    return sorted(one.id for one in found)


def _is_within(day: PartialDate | None, since: str | None, until: str | None) -> bool:
    days = days_of(day)
    if days is None:
        return since is None and until is None
    first, last = (days_of(None if one is None else PartialDate(one)) for one in (since, until))
    return (first is None or days.last >= first.first) and (last is None or days.first <= last.last)


def _has_words(asked: str | None, issue: str | None) -> bool:
    return all(any(word.startswith(start) for word in (issue or "").split()) for start in (asked or "").split())


BOUNDS = st.none() | st.sampled_from(
    ["2020", "2021", "2021-05", "2021-06-11", "2022-01", "2022-01-10", "2022-08", "2023"]
)


def _in_order(since: str | None, until: str | None) -> bool:
    first, last = (days_of(None if one is None else PartialDate(one)) for one in (since, until))
    return first is None or last is None or first.first <= last.last


ASKED = st.fixed_dictionaries(
    {
        "since": BOUNDS,
        "until": BOUNDS,
        "for_whom": st.none() | st.sampled_from(HOLDERS),
        "toward": st.none() | st.sampled_from(HOLDERS),
        "issue": st.none() | st.sampled_from(ISSUES),
        "kinds": st.just(()) | st.sampled_from(KINDS).map(lambda kind: (kind,)),
        "independent": st.none() | st.integers(1, 3),
    }
).filter(lambda asked: _in_order(asked["since"], asked["until"]))


@unhurried
@given(ASKED, st.sampled_from([0, 5, 5_000]))
def test_what_is_found_is_what_fits(ledger: Ledger, asked: dict[str, Any], few: int) -> None:
    def fits(one: Utterance) -> bool:
        if one.independent < (asked["independent"] or 1):
            return False
        return any(
            _is_within(said.said_on, asked["since"], asked["until"])
            and asked["for_whom"] in (None, *said.position.holder)
            and asked["toward"] in (None, *said.position.toward)
            and _has_words(asked["issue"], said.position.issue)
            and (not asked["kinds"] or said.position.kind in asked["kinds"])
            for said in (entry.statement for entry in one.statements)
            if said.position is not None
        )

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "_FEW", few)
        assert ids(views.find(ledger, **asked)) == ids(filter(fits, views.find(ledger)))


def test_words_that_many_statements_have_find_them_all_the_latest_first(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed = list(views.find(ledger, "herring"))
    monkeypatch.setattr(finding, "MOST_WEIGHED", 3)
    found = list(views.find(ledger, "herring"))
    assert ids(iter(found)) == ids(iter(weighed))
    # Their documents are numbered as they were added.
    numbers = [max(int((entry.document.url or "").rsplit("/", 1)[1]) for entry in one.statements) for one in found]
    assert len(numbers) > 3 and numbers == sorted(numbers, reverse=True)


@unhurried
@given(BOUNDS, BOUNDS, st.sampled_from([3, 10_000]))
def test_words_within_days_are_the_same_whether_days_are_taken_down_first(
    ledger: Ledger, since: str | None, until: str | None, weighed: int
) -> None:
    assume(_in_order(since, until))

    def found(more_of_days: int) -> list[str]:
        patch.setattr(finding, "_MORE_OF_DAYS", more_of_days)
        return [one.id for one in views.find(ledger, "herring", since=since, until=until)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(finding, "MOST_WEIGHED", weighed)
        quick = found(1_000)
        assert quick == found(0)
    fits = views.find(ledger, since=since, until=until)
    assert set(quick) == {one.id for one in fits if any("herring" in said.statement.quote for said in one.statements)}


@unhurried
@given(
    *(BOUNDS, BOUNDS, st.none() | st.integers(1, 4), st.none() | st.sampled_from(HOLDERS), st.integers(1, 4)),
    st.lists(st.sampled_from(KINDS), max_size=2, unique=True),
)
def test_the_register_has_what_fits_however_little_of_a_line_is_read(
    ledger: Ledger,
    since: str | None,
    until: str | None,
    independent: int | None,
    holder: str | None,
    latest: int,
    kinds: list[str],
) -> None:
    assume(_in_order(since, until))

    def bound(asked: str | None) -> Any:
        return days_of(None if asked is None else PartialDate(asked))

    first, last = bound(since), bound(until)
    expected = {
        line.id
        for line in lines(ledger)
        if (first is None or line.current[-1].day >= first.first)
        and (last is None or "" < line.current[-1].day <= last.last)
        and line.independent >= (independent or 1)
        and holder in (None, line.holder)
        and (not kinds or line.kind in kinds)
    }
    asked = {"since": since, "until": until, "independent": independent, "holder": holder, "kinds": kinds}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("onrecord.views.register"), "LATEST", latest)
        assert {line.id for line in lines(ledger, **asked, history=False)} == expected


@pytest.mark.parametrize(("one", "other"), [("Iceland", "Norway"), ("Kenya", "Iceland"), ("Norway", "Norway")])
def test_two_are_compared_alike_with_and_without_history(ledger: Ledger, one: str, other: str) -> None:
    def told(history: bool) -> list[Any]:
        found = views.compare(ledger, one, other, history=history)
        return [(pair.issue, [line and (line.id, line.kind, line.last) for line in pair.lines]) for pair in found]

    shared = set.intersection(*({line.issue for line in lines(ledger, holder=name)} for name in (one, other)))
    assert told(False) == told(True) and {issue for issue, _ in told(True)} == shared


@unhurried
@given(BOUNDS, BOUNDS)
def test_meetings_of_some_days_are_those_that_lie_in_them(ledger: Ledger, since: str | None, until: str | None) -> None:
    assume(_in_order(since, until))

    def fits(meeting: Meeting) -> bool:
        starts, ends = days_of(meeting.start), days_of(meeting.end)
        if since is None and until is None:
            return True
        if starts is None and ends is None:
            return False
        first, last = (days_of(None if one is None else PartialDate(one)) for one in (since, until))
        begin, end = (starts or ends), (ends or starts)
        assert begin is not None and end is not None
        return (first is None or end.last >= first.first) and (last is None or begin.first <= last.last)

    every = [one.meeting for one in views.meetings(ledger)]
    found = [one.meeting.id for one in views.meetings(ledger, since=since, until=until)]
    assert found == [meeting.id for meeting in every if fits(meeting)]


def test_a_meeting_is_found_by_the_id_of_any_report(ledger: Ledger) -> None:
    for gathering in views.meetings(ledger):
        for entry in gathering.entries:
            assert meeting_with(ledger, entry.meeting.id) == gathering
    assert meeting_with(ledger, "nowhere") is None


MATTERS = {
    "fishing quota": HERRING,
    "power cable": CABLE,
    "jailed reporters": "The court must free the jailed reporters before their trial becomes a shame for every judge",
    "malaria vaccine": "Hospitals need the malaria vaccine for all children before the rains bring the mosquitoes back",
    "steel tariffs": "The tariffs on imported steel and aluminium go up unless the dumping by subsidised mills ends",
}


def test_two_are_compared_on_what_they_share_however_little_is_looked_through_first(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    holders = {"Iceland": tuple(MATTERS)[:4], "Kenya": tuple(MATTERS)[1:], "Norway": tuple(MATTERS)}
    with place() as where, open_ledger(where, create=True) as ledger:
        for number, (holder, issues) in enumerate(holders.items()):
            for day, issue in enumerate(issues, 10):
                add(ledger, f"{MATTERS[issue]}, says {holder}", f"2022-0{number + 1}-{day}", "demand", issue, holder)
        both = [issue for issue in MATTERS if all(issue in holders[one] for one in ("Iceland", "Kenya"))]
        for walked in (2_000, 3, 0):
            monkeypatch.setattr(line_keys, "_WALKED", walked)
            found = list(views.compare(ledger, "Iceland", "Kenya", history=False))
            assert [one.issue for one in found] == both[::-1]
            assert all([line.holder for line in one.lines if line] == ["Iceland", "Kenya"] for one in found)


@unhurried
@given(st.integers(0, 12), st.sampled_from([(), ("demand",), ("red_line", "offer")]), st.integers(1, 3), st.booleans())
def test_a_place_in_the_register_is_found_without_loading_what_is_before(
    ledger: Ledger, offset: int, kinds: tuple[str, ...], independent: int, without: bool
) -> None:
    asked = {"kinds": () if without else kinds, "without": kinds if without else (), "independent": independent}

    def fits(line: Line) -> bool:
        return (not kinds or (line.kind in kinds) is not without) and line.independent >= independent

    every = [line.id for line in lines(ledger, **asked)]
    assert sorted(every) == sorted(line.id for line in lines(ledger) if fits(line))
    assert [line.id for line in lines(ledger, **asked, offset=offset, limit=5)] == every[offset : offset + 5]


def test_of_the_lines_before_a_place_none_is_loaded(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    every = list(lines(ledger))
    loaded: list[Any] = []
    positions_with = Register.positions_with

    def noting(self: Register, keys: dict[Any, Any], *more: Any) -> Any:
        loaded.extend(keys)
        return positions_with(self, keys, *more)

    monkeypatch.setattr(Register, "positions_with", noting)
    (last,) = lines(ledger, offset=len(every) - 1, limit=2)
    assert (last.id, len(loaded)) == (every[-1].id, 1)
