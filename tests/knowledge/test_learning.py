"""Entities of FollowTheMoney and items of Wikidata in a user's own tables: what is taken, linked and left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.knowledge import Knowledge
from onrecord.knowledge.learning import Learned, country_codes, learn
from onrecord.knowledge.tables import COLUMNS, own_rows
from onrecord.records import PartialDate

ANYWHERE = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def entity(id: str, schema: str, **properties: Any) -> dict[str, Any]:
    lists = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    return {"id": id, "schema": schema, "properties": lists}


def item(id: str, label: str | None, *aliases: str, **claims: Any) -> dict[str, Any]:
    labels = {"en": {"language": "en", "value": label}} if label else {}
    named = {"en": [{"language": "en", "value": alias} for alias in aliases]} if aliases else []
    statements = {name: value if isinstance(value, list) else [value] for name, value in claims.items()}
    return {"type": "item", "id": id, "labels": labels, "aliases": named, "claims": statements}


def claim(value: Any, *, rank: str = "normal", **qualifiers: Any) -> dict[str, Any]:
    snaks = {name: [snak(value)] for name, value in qualifiers.items()}
    return {"mainsnak": snak(value), "type": "statement", "rank": rank, "qualifiers": snaks}


def snak(value: Any) -> dict[str, Any]:
    if value in ("somevalue", "novalue"):
        return {"snaktype": value}
    if isinstance(value, str) and value[0] == "Q" and value[1:].isdigit():
        return {
            "snaktype": "value",
            "datavalue": {"type": "wikibase-entityid", "value": {"entity-type": "item", "id": value}},
        }
    return {"snaktype": "value", "datavalue": {"value": value, "type": "?"}}


def day(text: str, *, julian: bool = False) -> dict[str, Any]:
    calendar = "Q1985786" if julian else "Q1985727"
    padded = text + "-00-00"[len(text) - 4 :]
    return {
        "time": f"+{padded}T00:00:00Z",
        "precision": {4: 9, 7: 10, 10: 11}[len(text)],
        "calendarmodel": f"http://www.wikidata.org/entity/{calendar}",
    }


def taken(folder: Path, *entries: Any) -> Learned:
    """Learn entries, one a line, into `folder/tables`."""
    file = folder / "entries.jsonl"
    file.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return learn([str(file)], folder / "tables")


def table(folder: Path, name: str) -> list[list[str]]:
    return [row.cells for row in own_rows(name, folder / "tables")]


def left(learned: Learned) -> set[tuple[str, str]]:
    return {(tally.what, tally.why) for tally in learned.tallies if tally.why}


def counts(learned: Learned) -> dict[tuple[str, str], int]:
    return {(tally.what, tally.result): tally.count for tally in learned.tallies if tally.why is None}


HARBOUR = (
    entity("NK-mets", "Person", name="Mets, Mari", alias=["Mary Mets", "Мари Метс", "Mari"], citizenship="ee"),
    entity("NK-league", "Organization", name="League of Harbour Towns", alias="Harbour League", weakAlias="the Towns"),
    entity("NK-chair", "Position", name="Chair of the League of Harbour Towns", organization="NK-league"),
    entity("NK-o1", "Occupancy", holder="NK-mets", post="NK-chair", startDate="2015-03", endDate="2019-03-01"),
)


def test_entities_become_rows_that_can_be_asked(tmp_path: Path) -> None:
    learned = taken(tmp_path, *HARBOUR)
    assert counts(learned) == {(what, "added"): 1 for what in ("offices", "organisations", "persons", "terms")}
    known = Knowledge(tmp_path / "tables")
    (tenure,) = known.holder("chair", "Harbour League", PartialDate("2016"))
    assert (tenure.person.name, tenure.office.title) == ("Mari Mets", "Chair")
    assert [match.sure for match in known.organisations_named("the Towns")] == [False]
    assert known.people_named("Mary Mets")
    assert not known.people_named("Mari")
    assert {
        ("names of persons", "in another script than Latin"),
        ("names of persons", "of one word: given names and nicknames find too many"),
    } <= left(learned)


def test_the_order_of_the_entries_does_not_matter_and_twice_adds_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    taken(tmp_path / "a", *HARBOUR)
    taken(tmp_path / "b", *reversed(HARBOUR))
    files = sorted((tmp_path / "a" / "tables").iterdir())
    assert [file.name for file in files] == ["offices.tsv", "organisations.tsv", "persons.tsv", "terms.tsv"]
    before = [file.read_bytes() for file in files]
    assert before == [(tmp_path / "b" / "tables" / file.name).read_bytes() for file in files]
    assert counts(taken(tmp_path / "a", *HARBOUR)) == {}
    assert before == [file.read_bytes() for file in files]


def test_a_known_person_gains_names_and_stays_one(tmp_path: Path) -> None:
    learned = taken(tmp_path, entity("Q1", "Person", name="Angela Merkel", alias="Angela D. Merkel", citizenship="de"))
    assert counts(learned) == {("persons", "changed"): 1}
    assert [row[0] for row in table(tmp_path, "persons")] == ["person:angela-merkel"]
    known = Knowledge(tmp_path / "tables")
    assert [person.id for person in known.person_of("Merkel")] == ["person:angela-merkel"]
    assert "Angela D. Merkel" in known.person_of("Merkel")[0].names


def test_two_people_of_one_name_stay_two(tmp_path: Path) -> None:
    taken(tmp_path, entity("NK-1", "Person", name="Angela Merkel", citizenship="nz"))
    assert {person.id for person in Knowledge(tmp_path / "tables").person_of("Angela Merkel")} == {
        "person:angela-merkel",
        "person:NK-1",
    }


def test_where_two_entries_would_be_one_person_neither_is(tmp_path: Path) -> None:
    twice = [entity(id, "Person", name="Angela Merkel", citizenship="de") for id in ("NK-1", "NK-2")]
    taken(tmp_path, *twice)
    assert [row[0] for row in table(tmp_path, "persons")] == ["person:NK-1", "person:NK-2"]


def test_two_sources_of_one_wikidata_id_are_one_person(tmp_path: Path) -> None:
    taken(
        tmp_path,
        entity("NK-1", "Person", name="Mari Mets", wikidataId="Q991", citizenship="ee"),
        item("Q991", "Mari Mets", "Mari L. Mets", P31=claim("Q5"), P27=claim("Q191")),
    )
    assert table(tmp_path, "persons") == [["person:Q991", "Mari Mets", "Mari L. Mets", ""]]


def test_known_offices_and_terms_are_not_told_twice(tmp_path: Path) -> None:
    learned = taken(
        tmp_path,
        entity("NK-1", "Person", name="Angela Merkel", citizenship="de"),
        entity("NK-2", "Position", name="Federal Chancellor of Germany", country="de"),
        entity("NK-3", "Position", name="Chancellor of Germany", country="de"),
        entity("NK-4", "Occupancy", holder="NK-1", post="NK-3", startDate="2005", endDate="2021"),
        entity("NK-5", "Occupancy", holder="NK-1", post="NK-3", startDate="1990", endDate="1991"),
    )
    assert ("terms", "known already, for that time or a part of it") in left(learned)
    (term,) = table(tmp_path, "terms")
    assert term[1:] == ["person:angela-merkel", "1990", "1991"]
    assert term[0].startswith("office:DEU:")


def test_an_alias_takes_no_name_from_another(tmp_path: Path) -> None:
    learned = taken(
        tmp_path,
        entity("NK-1", "Organization", name="Harbour League", alias=["NATO", "Georgia"]),
        entity("NK-2", "Company", name="OPEC", country="cy"),
        entity("NK-3", "PublicBody", name="Norges Bank", country="no"),
    )
    known = Knowledge(tmp_path / "tables")
    nato = known.organisation_of("NATO")
    assert nato is not None and nato.id == "org:NATO"
    assert ("names of organisations", "mean another state or organisation already") in left(learned)
    # The company is none that is known, and neither is sure by that name any more.
    assert "org:NK-2" in {match.what.id for match in known.organisations_named("OPEC")}
    assert known.affiliation_of("org:NK-3") == "NOR"


def test_an_organisation_that_is_known_gains_names(tmp_path: Path) -> None:
    taken(tmp_path, entity("NK-1", "Organization", name="NATO", alias="Atlantic Pact Organisation"))
    known = Knowledge(tmp_path / "tables")
    body = known.organisation_of("Atlantic Pact Organisation")
    assert body is not None and body.id == "org:NATO"
    assert len(known.members("NATO", PartialDate("2022-01-10"))) == 30


def test_a_name_that_each_state_has_a_body_of_is_unsure(tmp_path: Path) -> None:
    names = ["Ministry of Tides", "Estonian Tide Ministry"]
    taken(tmp_path, entity("NK-1", "PublicBody", name=names[0], alias=names[1], country="ee"))
    known = Knowledge(tmp_path / "tables")
    assert [[match.sure for match in known.organisations_named(name)] for name in names] == [[False], [True]]


def test_memberships_of_bodies_and_of_people(tmp_path: Path) -> None:
    taken(
        tmp_path,
        *HARBOUR,
        entity("NK-port", "PublicBody", name="Port Authority of Narva", country="ee"),
        entity("NK-m1", "Membership", member="NK-port", organization="NK-league", startDate="2001", endDate="2005"),
        entity("NK-m2", "Membership", member="NK-port", organization="NK-league", startDate="2005"),
        entity("NK-m3", "Membership", member="NK-port", organization="NK-league", startDate="2003", endDate="2004"),
        entity("NK-m4", "Membership", member="NK-mets", organization="NK-league", role="auditor", startDate="2010"),
    )
    assert table(tmp_path, "memberships") == [
        ["org:NK-league", "org:NK-port", "2001", "2005"],
        ["org:NK-league", "org:NK-port", "2005", ""],
    ]
    offices = Knowledge(tmp_path / "tables").offices_of("Mets", PartialDate("2020"))
    assert [tenure.office.title for tenure in offices] == ["auditor"]


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ({}, "without a date"),
        ({"startDate": ["2019", "2018-01"]}, "a date given in several ways: it stays unknown"),
        ({"startDate": "2019", "endDate": "2018"}, "ends before it begins"),
        ({"startDate": "2019", "status": "ended"}, "ended on a day that isn't known"),
        ({"startDate": "spring"}, "without a date"),
        ({"post": "NK-none"}, "of an office that is neither among the entries nor in the tables"),
        ({"holder": "NK-none"}, "of a person that is neither among the entries nor in the tables"),
        ({"holder": []}, "without a holder or a post"),
    ],
)
def test_what_is_not_known_well_enough_is_left_out(tmp_path: Path, properties: dict[str, Any], why: str) -> None:
    dates = {} if "startDate" in properties or not properties else {"startDate": "2019"}
    term = {"holder": "NK-mets", "post": "NK-chair"} | dates | properties
    learned = taken(tmp_path, *HARBOUR[:3], entity("NK-o", "Occupancy", **term))
    assert ("terms", why) in left(learned)
    assert table(tmp_path, "terms") == []


def test_dates_that_agree_are_one(tmp_path: Path) -> None:
    dates = ["2015", "2015-03-04T00:00:00", "2015-03"]
    taken(tmp_path, *HARBOUR[:3], entity("NK-o", "Occupancy", holder="NK-mets", post="NK-chair", startDate=dates))
    assert [row[2:] for row in table(tmp_path, "terms")] == [["2015-03-04", ""]]


def test_nested_entities_are_taken(tmp_path: Path) -> None:
    occupancy = entity("NK-o1", "Occupancy", post=[HARBOUR[2]], startDate="2015")
    person = entity("NK-mets", "Person", name="Mari Mets", positionOccupancies=[occupancy])
    taken(tmp_path, HARBOUR[1], person)
    assert table(tmp_path, "terms") == [["office:NK-chair", "person:NK-mets", "2015", ""]]


def test_a_family_name_that_stands_first(tmp_path: Path) -> None:
    taken(tmp_path, entity("NK-1", "Person", name="Oh Minseok", lastName="Oh", citizenship="kr"))
    assert table(tmp_path, "persons") == [["person:NK-1", "Oh Minseok", "", "family-first"]]


ITEMS = (
    item("Q901", "Mari Mets", "Mari", P31=claim("Q5"), P27=claim("Q191"), P39=[
        claim("Q902", P580=day("2015-03-04"), P582=day("2019")),
        claim("Q902", rank="deprecated", P580=day("2001")),
        claim("Q902", P580=day("1917-11-07", julian=True), P582=day("1918")),
        claim("Q903", P580=day("2020"), P582="somevalue"),
        claim("Q903", P580=day("2021-05"), P582="novalue"),
        claim("somevalue", P580=day("2020")),
    ], P102=claim("Q905", P580=day("2009"))),
    item("Q902", "Minister of Tides of Estonia", P17=claim("Q191")),
    item("Q903", "chair of the Harbour League", P2389=claim("Q904")),
    item("Q904", "League of Harbour Towns", P1813=claim({"text": "Harbour League", "language": "en"})),
    item("Q905", "Tide Party", P31=claim("Q7278"), P17=claim("Q191")),
    item("Q191", "Estonia", P298=claim("EST"), P463=claim("Q904", P580=day("2011-03"))),
    item("Q906", "Narva", P31=claim("Q515")),
    {"type": "property", "id": "P1", "labels": {}},
)  # fmt: skip


def test_items_become_rows_that_can_be_asked(tmp_path: Path) -> None:
    learned = taken(tmp_path, *ITEMS)
    assert learned.failures == ()
    known = Knowledge(tmp_path / "tables")
    tides = known.holder("minister of tides", "Estonia", PartialDate("2016"))
    assert [(t.person.id, str(t.since), str(t.until)) for t in tides] == [("person:Q901", "2015-03-04", "2019")]
    assert table(tmp_path, "memberships") == [["org:Q904", "state:EST", "2011-03", ""]]
    league = known.organisation_of("Harbour League")
    assert league is not None and (league.short, league.name) == ("Harbour League", "League of Harbour Towns")
    titles = [(t.office.title, str(t.since)) for t in known.offices_of("Mets")]
    assert titles == [("Minister of Tides", "1917"), ("Minister of Tides", "2015-03-04"), ("chair", "2021-05"),
                      ("member", "2009")]  # fmt: skip
    assert {
        ("items", "neither a person nor an office, an organisation or a state that is named by another"),
        ("items", "properties and lexemes"),
        ("terms", "ended on a day that isn't known"),
        ("terms", "of what isn't named"),
        ("states", "known already: only linked to"),
    } <= left(learned)


@pytest.mark.parametrize(
    "form",
    [
        lambda items: json.dumps(items),
        lambda items: json.dumps(items, indent=2),
        lambda items: "[\n" + ",\n".join(map(json.dumps, items)) + "\n]\n",
        lambda items: json.dumps({"entities": {item["id"]: item for item in items}}),
        lambda items: json.dumps({"entities": {item["id"]: item for item in items}}, indent=1),
        lambda items: "\n".join(json.dumps({"entities": {item["id"]: item}}) for item in items),
        lambda items: "\ufeff" + "\r\n".join(map(json.dumps, items)) + "\r\n\r\n",
    ],
    ids=["array", "laid-out array", "dump", "entities", "laid-out entities", "entity data a line", "lines of Windows"],
)
def test_every_form_of_a_file_gives_the_same(tmp_path: Path, form: Any) -> None:
    taken(tmp_path, *ITEMS)
    file = tmp_path / "other.json"
    file.write_text(form(list(ITEMS)), encoding="utf-8", newline="")
    learned = learn([str(file)], tmp_path / "others")
    assert learned.failures == ()
    for name in ("persons", "organisations", "offices", "memberships", "terms"):
        assert [row.cells for row in own_rows(name, tmp_path / "others")] == table(tmp_path, name)


def test_each_broken_line_is_told_and_the_rest_is_taken(tmp_path: Path) -> None:
    lines = [json.dumps(HARBOUR[0]), "{broken", '{"id": "x"}', "[1]", "[" * 100_000, json.dumps(HARBOUR[1])]
    file = tmp_path / "mixed.jsonl"
    file.write_bytes("\n".join(lines).encode() + b"\n\xff\xfe\n")
    learned = learn([str(file), str(tmp_path / "none.jsonl"), str(tmp_path)], tmp_path / "tables")
    assert [(failure.input, failure.problem.partition(" (")[0]) for failure in learned.failures] == [
        (f"{file}, line 2", "isn't JSON"),
        (f"{file}, line 3", "is neither an entity of FollowTheMoney nor an item of Wikidata"),
        (f"{file}, line 4", "holds something that is no object"),
        (f"{file}, line 5", "isn't JSON"),
        (f"{file}, line 7", "isn't JSON"),
        (str(tmp_path / "none.jsonl"), "can't be read"),
        (str(tmp_path), "can't be read"),
    ]
    assert counts(learned) == {("organisations", "added"): 1, ("persons", "added"): 1}


@pytest.mark.parametrize(("text", "problem"), [("", "has nothing in it"), ("[\n]\n", "has nothing in it"),
                                               ("name;role\nMets;chair\n", "isn't JSON")])  # fmt: skip
def test_a_file_of_nothing_or_of_another_kind_is_one_failure(tmp_path: Path, text: str, problem: str) -> None:
    (tmp_path / "file").write_text(text)
    (failure,) = learn([str(tmp_path / "file")], tmp_path / "tables").failures
    assert failure.problem == problem


def test_own_rows_and_comments_stay_where_they_are(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    lines = ["\t".join(COLUMNS["persons"]), "# mine", "person:zoe\tZoe Zander\t\t", "person:NK-mets\tMari Mets\t\t"]
    (tmp_path / "tables" / "persons.tsv").write_text("\n".join(lines) + "\n")
    learned = taken(tmp_path, *HARBOUR, entity("NK-a", "Person", name="Aldo Ahto"))
    assert counts(learned)["persons", "changed"] == 1
    written = (tmp_path / "tables" / "persons.tsv").read_text().splitlines()
    assert written == [*lines[:3], "person:NK-mets\tMari Mets\tMary Mets\t", "person:NK-a\tAldo Ahto\t\t"]


def test_tables_that_are_wrong_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "persons.tsv").write_text("id\n")
    with pytest.raises(InputError, match="other columns"):
        taken(tmp_path, *HARBOUR)
    assert [file.name for file in (tmp_path / "tables").iterdir()] == ["persons.tsv"]


def test_country_codes_of_today_go_before_those_of_the_past(knowledge: Knowledge) -> None:
    codes = country_codes(knowledge)
    expected = {"UA": "state:UKR", "XK": "state:XKX", "SUHH": "state:SUN", "SU": None, "EU": "org:EU"}
    assert {code: codes.get(code) for code in expected} == expected


TEXT = st.text(max_size=12)
JSON = st.recursive(st.none() | st.booleans() | st.integers() | TEXT, lambda inner: (
    st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)), max_leaves=6)  # fmt: skip
SCHEMAS = st.sampled_from(["Person", "PublicBody", "Company", "Position", "Occupancy", "Membership"])
PROPERTIES = st.sampled_from(["name", "alias", "country", "organization", "holder", "post", "member", "startDate"])
ENTITIES = st.fixed_dictionaries({
    "id": st.sampled_from(["a", "b", "c"]) | TEXT,
    "schema": SCHEMAS,
    "properties": st.dictionaries(PROPERTIES, JSON | st.lists(st.sampled_from(["a", "b", "ee", "2001", "Abc"]))),
})  # fmt: skip
CLAIMS = st.dictionaries(st.sampled_from(["P31", "P39", "P463", "P297", "P17"]), JSON | st.lists(st.fixed_dictionaries(
    {"mainsnak": JSON | st.sampled_from(["Q5", "Q1", "Q2"]).map(snak), "qualifiers": JSON})))  # fmt: skip
ITEM = st.fixed_dictionaries({"id": st.sampled_from(["Q1", "Q2"]), "labels": JSON, "aliases": JSON, "claims": CLAIMS})


@ANYWHERE
@given(entries=st.lists(ENTITIES | ITEM | JSON, max_size=6))
def test_whatever_is_learned_can_be_read_and_learned_again(
    tmp_path_factory: pytest.TempPathFactory, entries: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    taken(folder, *entries)
    Knowledge(folder / "tables")
    assert counts(taken(folder, *entries)) == {}
