"""Who somebody is and what of theirs is on record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest

from made_readings import RUN, Place, document_of, reading_of, statement_of
from onrecord import codec, views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Party, Position, Reading

LINES = (
    (
        "2025-03-01",
        "The ferries keep their timetable all summer",
        "Ida Holm",
        "Transport Minister",
        "EST",
        "commitment",
    ),
    ("2025-03-09", "Nobody will close the harbour in winter", "Ida Holm", "Prime Minister", "EST", "refusal"),
    ("2025-03-09", "The bridge must open before the feast", "Per Holm", None, "NOR", "demand"),
)


def said(day: str, quote: str, name: str, role: str | None, affiliation: str, kind: str, publisher: str) -> Reading:
    text = f"{name}, {role or 'a neighbour'}, wrote to {publisher}: “{quote}.”"
    document = document_of(text, published=day, publisher=publisher)
    made = statement_of(document, quote, position=Position(kind=kind, confidence=0.5))
    actor = f"person:{name.lower().replace(' ', '-')}@{affiliation}" if role else f"{document.id}.0"
    speaker = Party(text=name, name=name, actor=actor, role=role, affiliation=affiliation)
    return reading_of(document, replace(made, speaker=speaker))


@pytest.fixture(scope="module")
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        for line in LINES:
            made.writer.add(said(*line, "the Post"), RUN)
        made.writer.add(said(*LINES[1], "a distant newspaper of another town"), RUN)
        yield made


def test_a_person_has_roles_kinds_and_days(ledger: Ledger) -> None:
    ida, per = views.actor(ledger, "holm")
    assert (ida.id, ida.name, ida.known) == ("person:ida-holm@EST", "Ida Holm", None)
    assert (ida.statements, ida.utterances, ida.first, ida.last) == (3, 2, "2025-03-01", "2025-03-09")
    assert ida.kinds == {"commitment": 1, "refusal": 1}
    assert [(role.text, role.statements, role.first) for role in ida.roles] == [
        ("Prime Minister", 2, "2025-03-09"),
        ("Transport Minister", 1, "2025-03-01"),
    ]
    assert [one.text for one in ida.affiliations] == ["EST"]
    assert (per.id, per.name, per.utterances, per.roles) == (None, "Per Holm", 1, ())
    assert not ida.speakers


def test_of_a_state_is_told_what_was_said_for_it_and_by_whom(ledger: Ledger) -> None:
    (found,) = views.actor(ledger, "EST")
    assert (found.id, found.name, found.utterances) == ("state:EST", "Estonia", 2)
    assert [one.text for one in found.speakers] == ["Ida Holm"]
    assert found.known is not None and found.known.offices
    assert views.actor(ledger, "Estonia") == (found,)


def test_what_is_counted_is_what_is_found(ledger: Ledger) -> None:
    for profile in views.actors(ledger, limit=5):
        found = list(views.find(ledger, speaker=profile.name))
        kinds = Counter(act.first.position.kind for act in found if act.first.position)
        assert (profile.utterances, profile.kinds) == (len(found), kinds)
        assert profile.statements == sum(len(act.statements) for act in found)
        assert sum(role.statements for role in profile.affiliations) == profile.statements


def test_as_of_a_day_only_what_was_on_record_counts(ledger: Ledger) -> None:
    assert views.actor(ledger, "holm", as_of="2020") == ()
    (found,) = views.actor(ledger, "Estonia", as_of="2015")
    assert (found.statements, found.first, found.kinds) == (0, None, {})
    assert found.known is not None
    assert all((office.until or "9") >= "2015" for office in found.known.offices)


def test_who_is_known_and_not_on_record_is_shown_all_the_same(ledger: Ledger) -> None:
    (found,) = views.actor(ledger, "Angela Merkel")
    assert (found.statements, found.known and found.known.kind) == (0, "person")
    assert views.actor(ledger, "Xqzv") == ()


def test_the_json_of_a_profile_can_be_written(ledger: Ledger) -> None:
    for profile in views.actor(ledger, "holm"):
        value = views.profile_to_json(profile)
        assert set(value) == {*"id name known statements utterances kinds first last".split(), *FOUND}  # noqa: SIM905
        codec.line(value)


FOUND = ("roles", "affiliations", "speakers")


@pytest.mark.parametrize(("name", "as_of"), [(" ", None), ("holm", "soon")])
def test_what_means_nothing_is_refused(ledger: Ledger, name: str, as_of: str | None) -> None:
    with pytest.raises(UsageError, match="expected"):
        views.actor(ledger, name, as_of=as_of)
