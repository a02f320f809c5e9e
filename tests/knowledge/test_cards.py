"""What `who` and `members` show."""

from __future__ import annotations

from onrecord.knowledge import Knowledge, roll, who
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
