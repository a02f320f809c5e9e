"""What `who` and `members` show."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onrecord.knowledge import Knowledge, roll, who
from onrecord.knowledge.days import covers
from onrecord.records import PartialDate


def test_who_shows_a_person_with_offices_on_the_day(knowledge: Knowledge) -> None:
    (card,) = who(knowledge, "Stoltenberg", PartialDate("2022-01-10"))
    assert (card.id, card.kind, card.name, card.matched, card.sure) == (
        "person:jens-stoltenberg",
        "person",
        "Jens Stoltenberg",
        "family",
        True,
    )
    assert [(line.title, line.body, line.since, line.until) for line in card.offices] == [
        ("secretary general", "North Atlantic Treaty Organization", "2014-10-01", "2024-10-01")
    ]


def test_who_shows_every_thing_that_a_name_can_mean(knowledge: Knowledge) -> None:
    cards = who(knowledge, "Brussels", PartialDate("2022-01-10"))
    assert [(card.id, card.sure) for card in cards] == [("state:BEL", False), ("org:EU", False)]
    assert [line.holder for line in cards[0].offices[:2]] == ["Philippe of Belgium", "Alexander De Croo"]
    assert [card.id for card in who(knowledge, "Bush")] == ["person:george-h-w-bush", "person:george-w-bush"]


def test_who_takes_ids(knowledge: Knowledge) -> None:
    assert [card.id for card in who(knowledge, "state:UKR")] == ["state:UKR"]
    assert [card.id for card in who(knowledge, "person:angela-merkel")] == ["person:angela-merkel"]


def test_what_is_held_now_stands_first_then_the_latest(knowledge: Knowledge) -> None:
    (card,) = who(knowledge, "Mark Rutte")
    assert [(line.title, line.until) for line in card.offices] == [
        ("secretary general", None),
        ("prime minister", "2024-07-02"),
    ]
    (card,) = who(knowledge, "Angela Merkel")
    begun = [line.since or "" for line in card.offices]
    assert begun == sorted(begun, reverse=True)


@pytest.mark.parametrize(
    ("title", "on", "holder"),
    [
        ("NATO secretary general", "2022-01-10", "person:jens-stoltenberg"),
        ("the president of France", "1996", "person:jacques-chirac"),
        ("Turkey's foreign minister", "2022-03-10", "person:mevlut-cavusoglu"),
        ("the Ukrainian foreign minister", "2010-01-10", "person:petro-poroshenko"),
        ("president of the European Commission", "2020", "person:ursula-von-der-leyen"),
    ],
)
def test_a_title_with_its_body_means_the_holder_on_the_day(
    knowledge: Knowledge, title: str, on: str, holder: str
) -> None:
    assert [(card.id, card.matched) for card in who(knowledge, title, PartialDate(on))] == [(holder, "title")]


def test_a_title_alone_means_nobody(knowledge: Knowledge) -> None:
    assert who(knowledge, "foreign minister") == ()
    assert who(knowledge, "minister of France") == ()


def test_the_head_of_an_organisation_stands_first(knowledge: Knowledge) -> None:
    (card,) = who(knowledge, "NATO", PartialDate("2022-01-10"))
    head, *others = (line.title for line in card.offices)
    assert head == "secretary general"
    assert others


def test_a_seat_with_a_known_end_is_held_until_then() -> None:
    today = date.today()
    assert covers(PartialDate("2001"), PartialDate(today.isoformat()), None)
    assert covers(None, PartialDate(str(today.year)), None)
    assert not covers(None, PartialDate((today - timedelta(days=1)).isoformat()), None)
    assert not covers(PartialDate((today + timedelta(days=1)).isoformat()), None, None)
    assert covers(None, None, PartialDate("--01-10"))


def test_a_place_leads_to_its_state(knowledge: Knowledge) -> None:
    (card,) = who(knowledge, "Lviv")
    assert (card.id, card.matched) == ("state:UKR", "place")


def test_who_knows_nobody_of_that_name(knowledge: Knowledge) -> None:
    assert who(knowledge, "Nemo Niemand") == ()


def test_a_roll_of_members(knowledge: Knowledge) -> None:
    found = roll(knowledge, "NATO", PartialDate("2022-01-10"))
    assert found is not None
    assert (found.id, found.on, len(found.members)) == ("org:NATO", "2022-01-10", 30)
    assert [line.name for line in found.members] == sorted(line.name for line in found.members)
    assert ("state:MKD", "2020-03-27", None) in [(line.id, line.since, line.until) for line in found.members]


def test_a_roll_by_phrase_and_by_a_name_of_the_context(knowledge: Knowledge) -> None:
    for name, id in (
        ("the three Baltic states", "org:Baltics"),
        ("the Alliance", "org:NATO"),
        ("org:G7", "org:G7"),
        ("group:NATO", "org:NATO"),
    ):
        found = roll(knowledge, name)
        assert found is not None
        assert found.id == id


def test_no_roll_of_what_is_no_organisation(knowledge: Knowledge) -> None:
    assert roll(knowledge, "Merkel") is None
