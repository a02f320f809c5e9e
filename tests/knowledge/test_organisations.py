"""Organisations by name, and their members on a day."""

from __future__ import annotations

import pytest

from onrecord.knowledge import Knowledge
from onrecord.records import PartialDate


@pytest.mark.parametrize(
    ("name", "organisation"),
    [
        ("NATO", "org:NATO"),
        ("Nato", "org:NATO"),
        ("North Atlantic Treaty Organisation", "org:NATO"),
        ("the European Union", "org:EU"),
        ("E.U.", "org:EU"),
        ("U.N. Security Council", "org:UNSC"),
        ("International Atomic Energy Agency", "org:IAEA"),
        ("Organization for Security and Cooperation in Europe", "org:OSCE"),
        ("OPEC+", "org:OPECPlus"),
        ("Médecins Sans Frontières", "org:MSF"),
        ("Medecins sans Frontieres", "org:MSF"),
    ],
)
def test_names_and_abbreviations_find_it(knowledge: Knowledge, name: str, organisation: str) -> None:
    found = knowledge.organisation_of(name)
    assert found is not None
    assert found.id == organisation


@pytest.mark.parametrize("name", ["the Alliance", "the bloc", "Brussels", "the Commission", "Congress"])
def test_names_of_the_context_are_not_sure(knowledge: Knowledge, name: str) -> None:
    assert knowledge.organisation_of(name) is None
    assert [match.sure for match in knowledge.organisations_named(name)] == [False]


@pytest.mark.parametrize("word", ["who", "is", "Who", "Is", "un", "au"])
def test_a_common_word_is_no_abbreviation(knowledge: Knowledge, word: str) -> None:
    assert knowledge.organisations_named(word) == ()


@pytest.mark.parametrize(
    ("organisation", "on", "count"),
    [
        ("NATO", "1949-08-24", 12),
        ("NATO", "1990-01-01", 16),
        ("NATO", "1999-03-11", 16),
        ("NATO", "1999-03-12", 19),
        ("NATO", "2004-03-29", 26),
        ("NATO", "2009-04-01", 28),
        ("NATO", "2017-06-05", 29),
        ("NATO", "2022-01-10", 30),
        ("NATO", "2023-04-04", 31),
        ("NATO", "2024-06-01", 32),
        ("EU", "1994-12-31", 12),
        ("EU", "1995-01-01", 15),
        ("EU", "2004-04-30", 15),
        ("EU", "2004-05-01", 25),
        ("EU", "2007-01-01", 27),
        ("EU", "2013-07-01", 28),
        ("EU", "2020-01-31", 28),
        ("EU", "2020-02-01", 27),
        ("org:Eurozone", "2002-06-01", 12),
        ("org:Eurozone", "2015-01-01", 19),
        ("org:Eurozone", "2023-01-01", 20),
        ("UN", "1990-12-31", 159),
        ("UN", "1994-12-15", 185),
        ("UN", "2002-09-27", 191),
        ("UN", "2006-06-28", 192),
        ("UN", "2011-07-14", 193),
        ("OSCE", "2012-11-21", 57),
        ("Council of Europe", "2007-05-11", 47),
        ("Council of Europe", "2022-03-17", 46),
        ("G7", "2020-01-01", 7),
        ("G8", "2013-01-01", 8),
        ("OECD", "2021-06-01", 38),
        ("SCO", "2016-01-01", 6),
        ("SCO", "2024-07-04", 10),
        ("BRICS", "2023-12-31", 5),
        ("BRICS", "2024-01-01", 9),
        ("ASEAN", "1999-04-30", 10),
        ("ASEAN", "2025-10-26", 11),
        ("APEC", "1998-11-14", 21),
        ("African Union", "2017-01-30", 55),
        ("ECOWAS", "2025-01-28", 15),
        ("ECOWAS", "2025-01-30", 12),
        ("Arab League", "1994-01-01", 22),
        ("GCC", "2010", 6),
        ("OPEC", "2007-12-01", 13),
        ("OPEC", "2024-01-01", 12),
        ("OIC", "2002", 57),
        ("org:Commonwealth", "2022-06-25", 56),
        ("Mercosur", "2013", 5),
        ("OAS", "1991-12-31", 35),
        ("OAS", "2023-11-20", 34),
        ("CSTO", "2013", 6),
        ("EAEU", "2016", 5),
        ("Quad", "2020", 4),
        ("AUKUS", "2022", 3),
        ("Five Eyes", "2022", 5),
        ("P5+1", "2015-07-14", 6),
        ("Normandy Format", "2019-12-09", 4),
        ("Visegrad Group", "1992", 3),
        ("Visegrad Group", "1993-06", 4),
        ("Nordic-Baltic Eight", "2022", 8),
        ("Bucharest Nine", "2022", 9),
        ("G20", "2022", 20),
        ("G20", "2024", 21),
    ],
)
def test_members_on_a_day(knowledge: Knowledge, organisation: str, on: str, count: int) -> None:
    assert len(knowledge.members(organisation, PartialDate(on))) == count


@pytest.mark.parametrize(
    ("year", "elected"),
    [
        (1990, "CAN COL ETH FIN MYS CIV CUB ROU YEM COD"),
        (2003, "BGR CMR GIN MEX SYR AGO CHL DEU PAK ESP"),
        (2011, "BIH BRA GAB LBN NGA COL DEU IND PRT ZAF"),
        (2017, "EGY JPN SEN UKR URY BOL ETH ITA KAZ SWE"),
        (2018, "BOL ETH KAZ SWE NLD CIV GNQ KWT PER POL"),
        (2022, "IND IRL KEN MEX NOR ALB BRA GAB GHA ARE"),
    ],
)
def test_elected_members_of_the_security_council(knowledge: Knowledge, year: int, elected: str) -> None:
    on = PartialDate(f"{year}-06-15")
    assert {member.id for member in knowledge.members("org:E10", on)} == {f"state:{code}" for code in elected.split()}
    assert len(knowledge.members("UN Security Council", on)) == 15


def test_every_year_since_1990_elects_ten(knowledge: Knowledge) -> None:
    counts = {year: len(knowledge.members("org:E10", PartialDate(f"{year}-03-01"))) for year in range(1990, 2027)}
    assert set(counts.values()) == {10}


def test_the_permanent_seats_pass_to_successors(knowledge: Knowledge) -> None:
    before = {member.id for member in knowledge.members("org:P5", PartialDate("1991-06-01"))}
    after = {member.id for member in knowledge.members("org:P5", PartialDate("1992-01-31"))}
    assert before - after == {"state:SUN"}
    assert after - before == {"state:RUS"}


def test_who_left_and_came_back_has_two_memberships(knowledge: Knowledge) -> None:
    gambia = [m for m in knowledge.store.memberships("org:Commonwealth") if m.member == "state:GMB"]
    assert [(m.since and m.since.value, m.until and m.until.value) for m in gambia] == [
        ("1965-02-18", "2013-10-03"),
        ("2018-02-08", None),
    ]
    assert "state:GMB" not in {member.id for member in knowledge.members("org:Commonwealth", PartialDate("2015"))}


def test_a_year_counts_who_was_member_at_some_time_in_it(knowledge: Knowledge) -> None:
    assert len(knowledge.members("NATO", PartialDate("2004"))) == 26
    assert len(knowledge.members("NATO", PartialDate("2022-01-10/2023-06-01"))) == 31


def test_no_day_and_a_day_of_no_year_ask_for_now(knowledge: Knowledge) -> None:
    assert knowledge.members("NATO", PartialDate("--06-01")) == knowledge.members("NATO")
    assert "state:GBR" not in {member.id for member in knowledge.members("EU")}


def test_an_unknown_organisation_has_no_members(knowledge: Knowledge) -> None:
    assert knowledge.members("org:Nowhere") == ()
    assert knowledge.members("Nowhere") == ()


@pytest.mark.parametrize("ending", ["", "'s", "’s", ".", "'"])
def test_every_name_begins_with_a_word_that_may_begin_one(knowledge: Knowledge, ending: str) -> None:
    bodies = (*knowledge.store.states.values(), *knowledge.store.organisations.values())
    words = {name.split()[0].partition("-")[0] for body in bodies for name in (body.name, *body.names)}
    assert [w for w in words if w.isalpha() and not knowledge.may_begin_body(w + ending)] == []


def test_most_words_begin_no_name(knowledge: Knowledge) -> None:
    assert [word for word in ("Monday", "Smith", "However") if knowledge.may_begin_body(word)] == []
