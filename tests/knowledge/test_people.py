"""Persons across spellings, their offices on a day, and who held an office."""

from __future__ import annotations

import pytest

from onrecord.knowledge import Knowledge, key, parts
from onrecord.records import PartialDate


def named(knowledge: Knowledge, name: str, on: str | None) -> list[str]:
    found = knowledge.person_of(name, PartialDate(on) if on else None)
    return [person.id.removeprefix("person:") for person in found]


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Zelensky", "volodymyr-zelenskyy"),
        ("Zelenskyy", "volodymyr-zelenskyy"),
        ("Volodymyr Zelenskiy", "volodymyr-zelenskyy"),
        ("Vladimir Zelensky", "volodymyr-zelenskyy"),
        ("President Zelenskyy's", "volodymyr-zelenskyy"),
        ("Viktor Yanukovich", "viktor-yanukovych"),
        ("Olga Stefanishina", "olha-stefanishyna"),
        ("Sergey Lavrov", "sergei-lavrov"),
        ("Sergej Lawrow", "sergei-lavrov"),
        ("Vladimir V. Putin", "vladimir-putin"),
        ("Mrs. Merkel", "angela-merkel"),
        ("Gerhard Schroeder", "gerhard-schroder"),
        ("Schaeuble", "wolfgang-schauble"),
        ("Recep Tayyip Erdogan", "recep-tayyip-erdogan"),
        ("Mevlut Cavusoglu", "mevlut-cavusoglu"),
        ("Zoran Djindjic", "zoran-dindic"),
        ("Joseph R. Biden, Jr.", "joe-biden"),
        ("J. Kerry", "john-kerry"),
        ("Kim Jong-un", "kim-jong-un"),
        ("Abe Shinzo", "shinzo-abe"),
        ("Moon Jae In", "moon-jae-in"),
        ("Moammar Gadhafi", "muammar-gaddafi"),
        ("Mohammad bin Salman", "mohammed-bin-salman"),
        ("Bashar Assad", "bashar-al-assad"),
        ("Herman van Rompuy", "herman-van-rompuy"),
        ("De Gucht", "karel-de-gucht"),
        ("Jaap De Hoop Scheffer", "jaap-de-hoop-scheffer"),
        ("Cristina Kirchner", "cristina-fernandez-de-kirchner"),
        ("Pope Francis", "francis"),
        ("Thaksin", "thaksin-shinawatra"),
        ("Stoltenberg", None),
    ],
)
def test_spellings_lead_to_one_person(knowledge: Knowledge, name: str, person: str | None) -> None:
    found = named(knowledge, name, None)
    assert found == [person] if person else len(found) > 1


@pytest.mark.parametrize(
    ("name", "on", "persons"),
    [
        ("Bush", None, ["george-h-w-bush", "george-w-bush"]),
        ("George W. Bush", None, ["george-w-bush"]),
        ("George Bush", None, ["george-h-w-bush", "george-w-bush"]),
        ("King Hussein", None, ["hussein-of-jordan"]),
        ("Bush", "1990-08-02", ["george-h-w-bush"]),
        ("George Bush", "2003-03-20", ["george-w-bush"]),
        ("Rasmussen", "2010-01-01", ["anders-fogh-rasmussen", "lars-lokke-rasmussen"]),
        ("Anders Fogh Rasmussen", "2010-01-01", ["anders-fogh-rasmussen"]),
        ("Stoltenberg", "2020", ["jens-stoltenberg"]),
        ("al-Assad", "1995", ["hafez-al-assad"]),
        ("Assad", "2013", ["bashar-al-assad"]),
        ("Clinton", "1998", ["bill-clinton"]),
        ("Clinton", "2010", ["hillary-clinton"]),
        ("Andris Berzins", "2001", ["andris-berzins-1951"]),
        ("Andris Bērziņš", "2013", ["andris-berzins-1944"]),
    ],
)
def test_the_day_narrows_a_shared_name_and_no_more(
    knowledge: Knowledge, name: str, on: str | None, persons: list[str]
) -> None:
    assert named(knowledge, name, on) == persons


@pytest.mark.parametrize(
    "name",
    [
        "Teresa Kerry",
        "Sung Kim",
        "Youssef Boutros-Ghali",
        "Boris",
        "Angela",
        "Bogdan Merkel",
        "",
        "President",
        "the minister",
    ],
)
def test_a_name_of_nobody_finds_nobody(knowledge: Knowledge, name: str) -> None:
    assert named(knowledge, name, None) == []


def test_an_open_name_is_marked_so(knowledge: Knowledge) -> None:
    assert {match.sure for match in knowledge.people_named("Bush")} == {False}
    assert [(match.kind, match.sure) for match in knowledge.people_named("Angela Merkel")] == [("full", True)]
    assert [match.kind for match in knowledge.people_named("Merkel")] == ["family"]


@pytest.mark.parametrize(
    ("name", "on", "titles"),
    [
        ("Joe Biden", "2012-01-01", ["vice president"]),
        ("Joe Biden", "2022-01-10", ["president"]),
        ("Joe Biden", "2018-01-01", []),
        ("Vladimir Putin", "2010-06-01", ["prime minister"]),
        ("Josep Borrell", "2022-01-10", ["high representative for foreign affairs and security policy"]),
        ("Dmytro Kuleba", "2022-01-10", ["foreign minister"]),
        ("Olha Stefanishyna", "2022-01-10", ["deputy prime minister for European and Euro-Atlantic integration"]),
        ("Ban Ki-moon", "2005", ["foreign minister"]),
        ("Ban Ki-moon", "2010", ["secretary-general"]),
    ],
)
def test_offices_on_a_day(knowledge: Knowledge, name: str, on: str, titles: list[str]) -> None:
    assert [tenure.office.title for tenure in knowledge.offices_of(name, PartialDate(on))] == titles


def test_offices_ever(knowledge: Knowledge) -> None:
    bodies = [tenure.office.body for tenure in knowledge.offices_of("person:jens-stoltenberg")]
    assert bodies == ["org:NATO", "state:NOR", "state:NOR"]


@pytest.mark.parametrize(
    ("title", "body", "on", "holders"),
    [
        ("president", "state:USA", "2022-01-10", ["Joe Biden"]),
        ("president", "United States", "2021-01-20", ["Donald Trump", "Joe Biden"]),
        ("US president", "US", "1999", ["Bill Clinton"]),
        ("foreign minister", "Russia", "2014-03-18", ["Sergei Lavrov"]),
        ("top diplomat", "United States", "2013-09-01", ["John Kerry"]),
        ("prime minister", "Ukraine", "2014-02-10", []),
        ("prime minister", "Ukraine", "2014-02-27", ["Arseniy Yatsenyuk"]),
        ("chancellor", "Germany", "1990", ["Helmut Kohl"]),
        ("head of government", "Germany", "2010", ["Angela Merkel"]),
        ("head of state", "Russia", "2010", ["Dmitry Medvedev"]),
        ("head of state", "state:GBR", "2022-09-08", ["Charles III", "Elizabeth II"]),
        ("secretary-general", "NATO", "2022-01-10", ["Jens Stoltenberg"]),
        ("NATO chief", "NATO", "2014-10-02", ["Jens Stoltenberg"]),
        ("Secretary General", "org:UN", "2005", ["Kofi Annan"]),
        ("EU foreign policy chief", "European Union", "2012", ["Catherine Ashton"]),
        ("defense minister", "France", "2013", ["Jean-Yves Le Drian"]),
        ("spokeswoman", "org:NATO", "2020", ["Oana Lungescu"]),
        ("Kremlin spokesman", "Russia", "2022", ["Dmitry Peskov"]),
        ("president", "org:ECB", "2012", ["Mario Draghi"]),
        ("managing director", "IMF", "2010", ["Dominique Strauss-Kahn"]),
        ("director general", "IAEA", "2003", ["Mohamed ElBaradei"]),
        ("king", "state:SAU", "2010", ["Abdullah of Saudi Arabia"]),
        ("president", "Soviet Union", "1991-01-01", ["Mikhail Gorbachev"]),
        ("astronomer", "state:GBR", "2010", []),
        ("president", "Atlantis", "2010", []),
    ],
)
def test_holders_of_an_office(knowledge: Knowledge, title: str, body: str, on: str, holders: list[str]) -> None:
    found = knowledge.holder(title, body, PartialDate(on))
    assert sorted(tenure.person.name for tenure in found) == sorted(holders)


def test_the_head_of_state_comes_first_in_office(knowledge: Knowledge) -> None:
    ranks = [tenure.office.rank for tenure in knowledge.in_office("state:FRA", PartialDate("2013-01-01"))]
    assert ranks[:3] == [("state",), ("government",), ("foreign",)]


def test_the_parts_of_a_name() -> None:
    name = parts("Queen Elizabeth II")
    assert (name.words, name.honorifics, name.numeral) == (("elizabeth",), ("queen",), "ii")
    assert parts("Ursula von der Leyen").particles == ("von", "der")
    assert parts("Ursula von der Leyen").last == key("Leyen")
    assert parts("Bashar al-Assad").last == parts("Assad").last
    assert parts("").last is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zelenskyy", "Zelenskij"),
        ("Müller", "Mueller"),
        ("Mohammed", "Muhammad"),
        ("Qaddafi", "Kadafi"),
        ("Akhmetov", "Ahmetov"),
        ("Łukasz", "Lukasz"),
        ("O'Brien", "OBrien"),
    ],
)
def test_keys_join_spellings(one: str, other: str) -> None:
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Merkel", "Markel"), ("Brown", "Braun"), ("Sharon", "Chirac"), ("Ivanov", "Ivanova")]
)
def test_keys_keep_other_names_apart(one: str, other: str) -> None:
    assert key(one) != key(other)
