"""What holds of every row of the shipped tables, and of a user's own tables beside them."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.knowledge import Knowledge, Membership, Tenure, plain, shipped
from onrecord.knowledge.days import bounds
from onrecord.knowledge.names import ends, ends_all, key, parts, plain_all
from onrecord.knowledge.tables import COLUMNS, SHIPPED, rows
from onrecord.records import PartialDate


def all_memberships(knowledge: Knowledge) -> list[Membership]:
    return [m for id in knowledge.store.organisations for m in knowledge.store.memberships(id)]


def all_tenures(knowledge: Knowledge) -> list[Tenure]:
    return [t for id in knowledge.store.person_rows for t in knowledge.store.tenures_of(id)]


def first_day(date: PartialDate | None) -> str:
    found = bounds(date.value) if date else None
    return found[0] if found else "0000-00-00"


def last_day(date: PartialDate | None) -> str:
    found = bounds(date.value) if date else None
    return found[1] if found else "9999-99-99"


def test_ids_are_unique() -> None:
    for table in ("states", "organisations", "offices", "persons"):
        counts = Counter(row.cells[0] for row in rows(table))
        assert [id for id, count in counts.items() if count > 1] == [], table


def test_rows_are_unique() -> None:
    for table in COLUMNS:
        counts = Counter(tuple(row.cells) for row in rows(table))
        assert [cells for cells, count in counts.items() if count > 1] == [], table


def test_every_reference_exists_and_every_date_is_one(knowledge: Knowledge) -> None:
    knowledge.store.check()
    assert {office.body for office in knowledge.store.offices.values()} <= (
        knowledge.store.states.keys() | knowledge.store.organisations.keys()
    )
    parents = {body.part_of for body in knowledge.store.organisations.values() if body.part_of}
    assert all(knowledge.store.body(id) for id in parents)


def test_every_person_holds_an_office(knowledge: Knowledge) -> None:
    assert [id for id in knowledge.store.person_rows if not knowledge.store.tenures_of(id)] == []


def test_nothing_ends_before_it_begins(knowledge: Knowledge) -> None:
    periods = [*all_memberships(knowledge), *all_tenures(knowledge), *knowledge.store.states.values()]
    assert [period for period in periods if first_day(period.since) > last_day(period.until)] == []


def test_no_membership_overlaps_another_of_the_same_member(knowledge: Knowledge) -> None:
    by_pair = defaultdict(list)
    for membership in all_memberships(knowledge):
        by_pair[membership.organisation, membership.member].append(membership)
    for memberships in by_pair.values():
        for before, after in pairwise(sorted(memberships, key=lambda m: first_day(m.since))):
            assert before.until is not None
            assert first_day(before.until) <= first_day(after.since), (before, after)


def test_no_tenure_overlaps_another_of_the_same_person_and_office(knowledge: Knowledge) -> None:
    by_pair = defaultdict(list)
    for tenure in all_tenures(knowledge):
        by_pair[tenure.person.id, tenure.office.id].append(tenure)
    for tenures in by_pair.values():
        for before, after in pairwise(sorted(tenures, key=lambda t: first_day(t.since))):
            assert before.until is not None
            assert first_day(before.until) <= last_day(after.since), (before, after)


@pytest.mark.parametrize("rank", ["state", "government", "foreign"])
def test_the_highest_offices_of_large_states_are_filled_once_at_a_time(knowledge: Knowledge, rank: str) -> None:
    for state in ("USA", "GBR", "FRA", "DEU", "ITA", "JPN", "CAN", "RUS", "CHN", "IND", "POL", "ESP", "UKR", "AUS"):
        for year in range(1992, 2025):
            # Mid-month days, on which no handover in the tables falls twice.
            on = PartialDate(f"{year}-12-10")
            found = [t for t in knowledge.in_office(f"state:{state}", on) if rank in t.office.rank]
            assert len({t.person.id for t in found}) <= 1 + (rank == "foreign"), (state, year, found)


def test_iso_codes_are_unique_and_well_formed(knowledge: Knowledge) -> None:
    states = knowledge.store.states.values()
    assert all(len(state.iso3) == 3 and state.iso3.isupper() for state in states)
    codes = Counter(state.iso2 for state in states if state.kind != "former")
    assert [code for code, count in codes.items() if count > 1 or len(code) != 2] == []


def test_the_united_nations_and_its_observers(knowledge: Knowledge) -> None:
    members = {member.id for member in knowledge.members("UN")}
    assert members == {id for id, state in knowledge.store.states.items() if state.kind == "member"}
    assert len(members) == 193
    observers = {id for id, state in knowledge.store.states.items() if state.kind == "observer"}
    assert observers == {"state:VAT", "state:PSE"}
    assert len([s for s in knowledge.store.states.values() if s.kind == "member" and s.demonyms and s.name]) == 193


def test_a_name_means_one_living_state_or_is_marked(knowledge: Knowledge) -> None:
    living = [state for state in knowledge.store.states.values() if state.kind != "former"]
    for state in living:
        for name in filter(None, (state.name, state.long, *state.names, *state.demonyms, *state.capitals)):
            matches = knowledge.states_named(name, PartialDate("2020-06-01"))
            assert len(matches) == 1 or not any(match.sure for match in matches), (name, matches)


def test_a_name_means_one_organisation_or_is_marked(knowledge: Knowledge) -> None:
    for body in knowledge.store.organisations.values():
        for name in (body.short, body.name, *body.names):
            matches = knowledge.organisations_named(name)
            assert [match.what.id for match in matches] == [body.id] or not any(m.sure for m in matches), name
        for name in body.unsure:
            assert not any(match.sure for match in knowledge.organisations_named(name)), name


def test_size_of_the_tables(knowledge: Knowledge) -> None:
    assert len(knowledge.store.organisations) >= 150
    g20 = {m.id for m in knowledge.members("G20") if m.id.startswith("state:")}
    covered = g20 | {m.id for org in ("NATO", "EU", "OSCE") for m in knowledge.members(org)}
    for id in covered - {"state:SMR", "state:MCO"}:
        ranks = {rank for tenure in knowledge.store.tenures_at(id) for rank in tenure.office.rank}
        assert ranks & {"state", "government"}, id
        assert "foreign" in ranks or id in {"state:MNG"}, id


def test_every_name_of_a_person_finds_that_person(knowledge: Knowledge) -> None:
    for id in knowledge.store.person_rows:
        person = knowledge.store.person(id)
        assert person is not None
        for name in (person.name, *person.names):
            assert id in [found.id for found in knowledge.person_of(name)], name


def test_sources_name_every_table() -> None:
    named = {row.cells[0] for row in rows("sources")}
    assert named == COLUMNS.keys() - {"sources"}
    assert {file.stem for file in SHIPPED.iterdir()} == COLUMNS.keys()


def test_tables_are_read_when_asked_for_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counted(table: str, own: Path | None = None) -> object:
        read.append(table)
        return rows(table, own)

    monkeypatch.setattr("onrecord.knowledge.store.rows", counted)
    fresh = Knowledge()
    assert read == []
    for _ in range(3):
        fresh.state_of("Kyiv")
    assert read == ["states"]
    for _ in range(3):
        fresh.members("org:NATO")
        fresh.offices_of("Joe Biden")
    assert sorted(read) == sorted(set(read))


def test_own_tables_are_added_and_take_the_place_of_shipped_rows(tmp_path: Path) -> None:
    write(
        tmp_path, "organisations", ["org:Harbour", "Harbour League", "League of Harbour Towns", "", "", "forum", "", ""]
    )
    write(tmp_path, "memberships", ["org:Harbour", "state:EST", "2011-03", ""])
    write(tmp_path, "persons", ["person:mari-mets", "Mari Mets", "Mary Mets", ""])
    write(tmp_path, "offices", ["office:Harbour:chair", "org:Harbour", "", "chair", "chairwoman"])
    write(tmp_path, "terms", ["office:Harbour:chair", "person:mari-mets", "2015", ""])
    own = Knowledge(tmp_path)
    assert [member.id for member in own.members("Harbour League", PartialDate("2012"))] == ["state:EST"]
    assert [tenure.office.body for tenure in own.offices_of("Mets", PartialDate("2020"))] == ["org:Harbour"]
    assert len(own.members("NATO")) == len(shipped().members("NATO"))

    write(tmp_path, "organisations", ["org:NATO", "NATO", "Treaty", "", "", "alliance", "", ""])
    (tmp_path / "memberships.tsv").unlink()
    (tmp_path / "offices.tsv").unlink()
    (tmp_path / "terms.tsv").unlink()
    renamed = Knowledge(tmp_path).organisation_of("NATO")
    assert renamed is not None
    assert renamed.name == "Treaty"


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("memberships", ["org:Nowhere", "state:EST", "", ""], "org:Nowhere"),
        ("memberships", ["org:NATO", "state:ZZZ", "", ""], "state:ZZZ"),
        ("memberships", ["org:NATO", "state:EST", "spring 2004", ""], "spring 2004"),
        ("memberships", ["org:NATO", "state:EST"], "2 cells"),
        ("terms", ["office:none", "person:joe-biden", "", ""], "office:none"),
        ("terms", ["office:USA:president", "person:nobody", "", ""], "person:nobody"),
        ("offices", ["office:x", "state:ZZZ", "", "x", ""], "state:ZZZ"),
        ("states", ["state:XXA", "A", "", "", "", "", "", "", "state", "yesterday", "", "XA"], "yesterday"),
        ("states", ["XXA", "A", "", "", "", "", "", "", "state", "", "", "XA"], "'XXA' is no id of states"),
        ("organisations", ["org:", "A", "A", "", "", "forum", "", ""], "'org:' is no id of organisations"),
        ("organisations", ["org:A", "A", "A", "", "", "forum", "", "org:Nowhere"], "org:Nowhere"),
        ("organisations", ["org:A", "A", "A", "", "", "forum", "", "org:A"], "a part of itself"),
        ("organisations", ["org:EU", "EU", "EU", "", "", "union", "", "org:EUCommission"], "a part of itself"),
        ("persons", ["person:a", " ", "", ""], "has no name"),
        ("places", [" ", "", "state:EST"], "has no name"),
        ("places", ["Harbour Town", "", "state:ZZZ"], "state:ZZZ"),
        ("offices", ["office:a", "state:EST", "", "", ""], "has no title"),
    ],
)
def test_an_own_row_that_is_wrong_is_told_with_its_line(
    tmp_path: Path, table: str, cells: list[str], told: str
) -> None:
    write(tmp_path, table, cells)
    with pytest.raises(InputError, match=told) as error:
        Knowledge(tmp_path)
    assert f"{table}.tsv, line 2" in error.value.input


def test_an_own_place_is_known_and_goes_before_a_shipped_one(tmp_path: Path) -> None:
    write(tmp_path, "places", ["Harbour Town", "Harbourtown", "state:EST"])
    own = Knowledge(tmp_path)
    found = [own.place_of(name) for name in ("Harbour Town", "Harbourtown", "Lviv", "Nowhere")]
    assert [None if state is None else state.id for state in found] == ["state:EST", "state:EST", "state:UKR", None]
    write(tmp_path, "places", ["Lviv", "", "state:EST"])
    moved = Knowledge(tmp_path).place_of("Lviv")
    assert moved is not None and moved.id == "state:EST"


def test_no_place_is_a_state_or_organisation_too(knowledge: Knowledge) -> None:
    names = knowledge.store.places
    assert [n for n in names if knowledge.states_named(n) or knowledge.organisations_named(n)] == []


def test_an_own_table_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    text = "\r\n".join(["\t".join(COLUMNS["persons"]), "person:mari-mets\tMari Mets\t\t"])
    (tmp_path / "persons.tsv").write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert [person.id for person in Knowledge(tmp_path).person_of("Mets")] == ["person:mari-mets"]


def test_an_own_folder_that_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder"):
        Knowledge(tmp_path / "none")
    (tmp_path / "planets.tsv").write_text("id\n", encoding="utf-8")
    with pytest.raises(InputError, match="no table has this name"):
        Knowledge(tmp_path)
    (tmp_path / "planets.tsv").unlink()
    (tmp_path / "states.tsv").write_text("id\tname\n", encoding="utf-8")
    with pytest.raises(InputError, match="other columns"):
        Knowledge(tmp_path)
    (tmp_path / "states.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="can't be read"):
        Knowledge(tmp_path)


def write(folder: Path, table: str, *lines: list[str]) -> None:
    text = "\n".join("\t".join(line) for line in ([*COLUMNS[table]], *lines)) + "\n"
    (folder / f"{table}.tsv").write_text(text, encoding="utf-8")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40))
def test_any_text_can_be_asked(text: str) -> None:
    knowledge, on = shipped(), PartialDate("2022-01-10")
    knowledge.states_named(text, on)
    knowledge.organisations_named(text)
    knowledge.people_named(text, on)
    knowledge.collective(text, on)
    knowledge.holder(text, text, on)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=10))
def test_plain_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.sampled_from(["Merkel", "Zelenskyy", "Müller", "al-Assad", "Kim", "O'Brien"]), st.sampled_from("klmnrst"))
def test_a_doubled_letter_does_not_change_a_key(word: str, letter: str) -> None:
    assert key(word.replace(letter, letter * 2)) == key(word)
    assert parts(word.upper()).words == parts(word).words


NAMES = st.sampled_from(
    ["Dr. Mohammad al-Assad", "Ahmad", "Jürgen O'Brien's", "Kim Il Sung II", "Abdel Fattah", "de la"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(NAMES | st.text(st.characters(blacklist_characters="\n"), max_size=20), max_size=6))
def test_many_names_at_once_are_taken_apart_as_each(names: list[str]) -> None:
    assert plain_all(names) == [plain(name) for name in names]
    assert ends_all(names) == [ends(name) for name in names]


def test_all_shipped_names_at_once_are_taken_apart_as_each(knowledge: Knowledge) -> None:
    rows = [row.cells for row in knowledge.store.person_rows.values()]
    names = [name for _, written, others, _ in rows for name in (written, *filter(None, others.split("|")))]
    assert ends_all(names) == [ends(name) for name in names]
