"""Which state a name means: names, demonyms, capitals, seats, and the names that mean several things."""

from __future__ import annotations

import pytest

from onrecord.knowledge import Knowledge
from onrecord.records import PartialDate


@pytest.mark.parametrize(
    ("name", "state", "kind"),
    [
        ("Ukraine", "state:UKR", "name"),
        ("Ukrainian", "state:UKR", "demonym"),
        ("Kyiv", "state:UKR", "capital"),
        ("Kiev's", "state:UKR", "capital"),
        ("the Kremlin", "state:RUS", "seat"),
        ("Downing Street", "state:GBR", "seat"),
        ("Quai d'Orsay", "state:FRA", "seat"),
        ("the Elysee", "state:FRA", "seat"),
        ("Foggy Bottom", "state:USA", "seat"),
        ("the White House", "state:USA", "seat"),
        ("The United States", "state:USA", "name"),
        ("U.S.", "state:USA", "alias"),
        ("US", "state:USA", "alias"),
        ("Türkiye", "state:TUR", "alias"),
        ("Turkiye", "state:TUR", "alias"),
        ("Turks", "state:TUR", "demonym"),
        ("Britons", "state:GBR", "demonym"),
        ("Côte d'Ivoire", "state:CIV", "alias"),
        ("Zaire", "state:COD", "alias"),
        ("Holy See", "state:VAT", "name"),
        ("the Palestinian Authority", "state:PSE", "alias"),
        ("Kosovo", "state:XKX", "name"),
        ("Taiwanese", "state:TWN", "demonym"),
        ("East Germany", "state:DDR", "name"),
        ("Soviet", "state:SUN", "demonym"),
    ],
)
def test_a_name_finds_its_state_and_says_by_what(knowledge: Knowledge, name: str, state: str, kind: str) -> None:
    found = knowledge.state_of(name)
    assert found is not None
    assert found.id == state
    assert [match.kind for match in knowledge.states_named(name)] == [kind]


@pytest.mark.parametrize("name", ["Georgia", "Congolese", "Korean", "Dominican", "Brussels", "Guinea"])
def test_a_name_of_several_things_stays_open(knowledge: Knowledge, name: str) -> None:
    assert knowledge.state_of(name) is None
    assert knowledge.states_named(name)
    assert not any(match.sure for match in knowledge.states_named(name))


@pytest.mark.parametrize("name", ["us", "Us", "pa", "", "Atlantis", "the"])
def test_a_word_that_is_no_state_finds_none(knowledge: Knowledge, name: str) -> None:
    assert knowledge.states_named(name) == ()


@pytest.mark.parametrize(
    ("name", "on", "state"),
    [
        ("Moscow", "1990-05-01", "state:SUN"),
        ("Moscow", "1992-01-01", "state:RUS"),
        ("the Kremlin", None, "state:RUS"),
        ("Prague", "1991-06-01", "state:CSK"),
        ("Prague", "1993-01-01", "state:CZE"),
        ("Yugoslavia", "1991-01-01", "state:YUG"),
        ("Yugoslavia", "1999-03-24", "state:SCG"),
        ("Belgrade", "1999-03-24", "state:SCG"),
        ("Belgrade", "2010", "state:SRB"),
        ("Serbia", "1999-03-24", "state:SRB"),
    ],
)
def test_the_day_tells_successors_apart(knowledge: Knowledge, name: str, on: str | None, state: str) -> None:
    found = knowledge.state_of(name, PartialDate(on) if on else None)
    assert found is not None
    assert found.id == state


@pytest.mark.parametrize(
    ("id", "affiliation"),
    [
        ("state:UKR", "UKR"),
        ("org:NATO", "NATO"),
        ("org:EUCommission", "EU"),
        ("org:UNSC", "UN"),
        ("org:USSenate", "USA"),
        ("org:ECB", "ECB"),
        ("org:nowhere", None),
    ],
)
def test_affiliations_are_codes_and_short_names(knowledge: Knowledge, id: str, affiliation: str | None) -> None:
    assert knowledge.affiliation_of(id) == affiliation
