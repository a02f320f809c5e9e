"""Documents and statements as the ledger joins them when they are added, in whatever order they come."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import permutations

import pytest
from hypothesis import given
from sqlalchemy import func, insert, inspect, select, text

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, readings, statement_of, unhurried
from onrecord.ledger import Asked, Ledger, database, families, open_ledger, tables, told_rows, utterances
from onrecord.ledger.migrations import MIGRATIONS
from onrecord.ledger.reprints import Printed
from onrecord.ledger.store import store_of
from onrecord.ledger.terms import Named
from onrecord.records import Meeting, PartialDate, Position, Reading

QUOTE = "We will not sign any treaty that leaves the harbours without fishing grounds"
WIRE = (
    f"“{QUOTE},” Ana Vidal said on Tuesday after a second day of talks on the island. The other delegation had put "
    "three proposals on the table and was waiting for an answer. Boats from the northern harbours have stayed at home "
    "since March, when a trawler was boarded by the coast guard and its captain was held for six days. Exports of "
    "herring fell by a third in the spring, according to the statistics office of the ministry."
)


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        yield made


def report(text: str, *quotes: str, speaker: str = "Ana Vidal", **fields: object) -> Reading:
    document = document_of(text, **({"published": "2022-05-10"} | fields))
    return reading_of(document, *(statement_of(document, quote, speaker=speaker) for quote in quotes))


def utterances_of(ledger: Ledger) -> dict[str, str]:
    """The utterance of each report, by the report's words."""
    return {e.statement.quote: e.utterance for group in ledger.reader.utterances(Asked()) for e in group}


def families_of(ledger: Ledger) -> dict[str, str]:
    return {entry.id: entry.family for entry in ledger.reader.documents()}


COPIES = (
    report(WIRE, QUOTE, publisher="UNX"),
    report("Vidal: no treaty\n\n" + WIRE, QUOTE, publisher="Daily"),
    report(WIRE + " The paper adds that the weather at sea was fair all week and that prices rose.", QUOTE),
)
INDEPENDENT = report(
    f"Ana Vidal left the island in the evening. “{QUOTE},” she told this paper at the airport, and went to her plane.",
    QUOTE,
    publisher="Other",
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_copies_are_one_family_in_any_order_and_count_once(ledger: Ledger, order: tuple[int, ...]) -> None:
    for number in order:
        ledger.writer.add(COPIES[number], RUN)
    ledger.writer.add(INDEPENDENT, RUN)
    found = families_of(ledger)
    assert len({found[copy.document.id] for copy in COPIES}) == 1
    assert found[INDEPENDENT.document.id] == INDEPENDENT.document.id
    (group,) = ledger.reader.utterances(Asked(words="treaty"))
    assert len(group) == 4
    assert {entry.utterance for entry in group} == {COPIES[order[0]].statements[0].id}
    assert [entry.joined_by for entry in group if entry.statement.id == entry.utterance] == [None]
    assert {entry.joined_by for entry in group if entry.statement.id != entry.utterance} == {"same words"}


@pytest.mark.parametrize("words", ["We refuse", "No", "not yet"])
def test_copies_say_the_same_in_however_few_words(ledger: Ledger, words: str) -> None:
    text = f"{WIRE} “{words},” Ana Vidal told the island's council."
    for publisher, day in (("UNX", "2022-05-10"), ("Daily", "2022-05-12"), ("Other", "2022-06-30")):
        ledger.writer.add(report(text, words, publisher=publisher, published=day, url=publisher), RUN)
    (group,) = ledger.reader.utterances(Asked())
    assert [entry.joined_by for entry in group] == [None, "same words", "same words"]


def test_of_many_copies_the_latest_are_looked_at(ledger: Ledger) -> None:
    copies = utterances.MOST_COPIES + 3
    for number in range(copies):
        ledger.writer.add(report(WIRE, QUOTE, publisher=f"Paper {number}", url=str(number)), RUN)
    with ledger._database.reading() as connection:
        keys = {"family": 1, "own": copies, "before": copies}
        found = connection.execute(utterances._IN_COPIES, keys).scalars().all()
    assert found == list(range(copies - 1, copies - 1 - utterances.MOST_COPIES, -1))
    (group,) = ledger.reader.utterances(Asked())
    assert len(group) == copies


def test_a_document_that_links_two_families_makes_them_one(ledger: Ledger) -> None:
    sentences = WIRE.split(". ")
    halves = [
        document_of(". ".join(part), publisher=name) for part, name in ((sentences[:2], "A"), (sentences[2:], "B"))
    ]
    whole = document_of(WIRE, publisher="C", published="2022-05-10")
    for half in halves:
        ledger.writer.add(reading_of(half), RUN)
    assert len(set(families_of(ledger).values())) == 2
    ledger.writer.add(reading_of(whole), RUN)
    assert set(families_of(ledger).values()) == {halves[0].id}


def test_a_rewritten_story_of_the_same_publisher_is_a_version(ledger: Ledger) -> None:
    words = [f"changed{i}" if i % 8 == 7 else word for i, word in enumerate(WIRE.split())]
    first = document_of(WIRE, publisher="UNX", published="2022-05-10")
    later = document_of(" ".join(words), publisher="UNX", published="2022-05-10")
    ledger.writer.add(reading_of(first), RUN)
    assert ledger.writer.add(reading_of(later), RUN).status == "version"
    versions = {entry.id: entry.version_of for entry in ledger.reader.documents()}
    assert versions == {first.id: None, later.id: first.id}
    assert len(set(families_of(ledger).values())) == 2


def test_a_common_run_gets_no_further_rows(ledger: Ledger) -> None:
    stock = "Our correspondent in the capital reports that the government has not commented on the matter so far."
    count = families.MOST_HOLDERS + 5
    for number in range(count):
        ledger.writer.add(reading_of(document_of(stock + " ".join(f"word{number}{i}" for i in range(90)))), RUN)
    with ledger._database.reading() as connection:
        r = tables.text_runs.c
        holders = connection.execute(select(func.count(r.run)).group_by(r.day, r.run)).scalars().all()
    assert max(holders) <= families.MOST_HOLDERS


@pytest.mark.parametrize(
    "days", [("2022-05-10", "2023-08-01"), ("2022-05-10", None), (None, None), ("2022", "2022-05")]
)
def test_a_copy_is_found_whenever_it_is_printed(ledger: Ledger, days: tuple[str | None, str | None]) -> None:
    for number, day in enumerate(days):
        text = WIRE if number else f"Vidal: no treaty\n\n{WIRE}"
        ledger.writer.add(reading_of(document_of(text, published=day)), RUN)
    assert len(set(families_of(ledger).values())) == 1


def test_a_copy_is_found_among_many_that_share_more_of_a_stock_text(ledger: Ledger) -> None:
    stock = " ".join(f"stock{i}" for i in range(120))
    for number in range(families.MOST_HOLDERS + 8):
        own = " ".join(f"word{number}{i}" for i in range(60))
        first = reading_of(document_of(f"{stock} {own}", published="2022-05-10"))
        ledger.writer.add(first, RUN)
    copy = reading_of(document_of(f"{stock} {own} and a line", published="2022-05-12"))
    ledger.writer.add(copy, RUN)
    found = families_of(ledger)
    assert found[copy.document.id] == first.document.id


def test_another_reading_of_a_document_joins_what_the_first_one_read(ledger: Ledger) -> None:
    ledger.writer.add(COPIES[0], RUN)
    ledger.writer.add(COPIES[0], OTHER_RUN)
    (group,) = ledger.reader.utterances(Asked())
    assert [entry.utterance for entry in group] == [COPIES[0].statements[0].id]


def test_what_another_says_on_the_same_subject_is_another_utterance(ledger: Ledger) -> None:
    ledger.writer.add(COPIES[0], RUN)
    words = "the treaty was a danger to the harbours"
    other = report(f"Piet Boer said {words}.", words, speaker="Piet Boer")
    ledger.writer.add(other, RUN)
    assert len(list(ledger.reader.utterances(Asked()))) == 2


@unhurried
@given(readings())
def test_every_statement_of_any_reading_reports_one_utterance(place: Place, reading: Reading) -> None:
    with place() as where, open_ledger(where, create=True) as made:
        made.writer.add(reading, RUN)
        found = [entry for group in made.reader.utterances(Asked()) for entry in group]
    assert sorted(entry.statement.id for entry in found) == sorted(s.id for s in reading.statements)


def test_an_older_ledger_gets_its_families_and_utterances(
    place: Place, new_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    with place() as where, new_place() as older:
        with open_ledger(where, create=True) as made:
            for reading in (*COPIES, INDEPENDENT):
                made.writer.add(reading, RUN)
            expected = (families_of(made), joined(made))
            monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS[:1])
            with open_ledger(older, create=True) as old:
                copy_of_an_older_version(made, old, 1)
            monkeypatch.undo()
        with open_ledger(older, create=True) as opened:
            assert (families_of(opened), joined(opened)) == expected
            for until, count in ((None, 1), ("2022-05-10", 1), ("2022-05-08", 0)):
                asked = Asked(words="treaty", until=None if until is None else PartialDate(until))
                assert len(list(opened.reader.utterances(asked))) == count, until


def test_an_older_ledger_still_finds_copies_versions_and_what_was_said_in_other_words(
    place: Place, new_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "she would not sign any treaty that leaves the harbours without grounds"
    later = (report(f"A minister said {words}.", words, speaker="A minister"), COPIES[1])
    with place() as where, new_place() as older, open_ledger(where, create=True) as made:
        made.writer.add(COPIES[0], RUN)
        monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS[:8])
        with open_ledger(older, create=True) as old:
            copy_of_an_older_version(made, old, 8)
            with old._database.writing() as target:
                kept = [{"run": run, "document": 1} for run in Printed(text=WIRE, publisher=None, days=None).kept]
                target.execute(text("INSERT INTO text_runs (run, document) VALUES (:run, :document)"), kept)
        monkeypatch.undo()
        with open_ledger(older, create=True) as opened:
            for reading in later:
                made.writer.add(reading, RUN)
                opened.writer.add(reading, RUN)
                assert families_of(opened) == families_of(made)
                assert joined(opened) == joined(made)
                assert len({utterance for _, utterance, _ in joined(opened)}) == 1
            assert len(set(families_of(opened).values())) == 2


def test_an_older_ledger_gets_its_counts_of_reports(
    place: Place, new_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def counts(ledger: Ledger) -> list[tuple[int, ...]]:
        with ledger._database.reading() as connection:
            return [tuple(row) for row in connection.execute(select(tables.reported))]

    with place() as where, new_place() as older, open_ledger(where, create=True) as made:
        for reading in (*COPIES, INDEPENDENT):
            made.writer.add(reading, RUN)
        monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS[:9])
        with open_ledger(older, create=True) as old:
            copy_of_an_older_version(made, old, 9)
        monkeypatch.undo()
        with open_ledger(older, create=True) as opened:
            assert counts(opened) == counts(made) == [(1, 4, 2)]


def test_a_ledger_that_notes_nothing_of_its_reports_yet_finds_what_joins_them(
    place: Place, new_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "she would not sign any treaty that leaves the harbours without grounds"
    with place() as where, new_place() as older, open_ledger(where, create=True) as made:
        made.writer.add(COPIES[0], RUN)
        monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS[:9])
        with open_ledger(older, create=True) as old:
            copy_of_an_older_version(made, old, 9)
        monkeypatch.undo()
        with open_ledger(older, create=True) as opened, opened._database.reading() as connection:
            lengths = connection.execute(select(tables.documents.c.length)).scalars().all()
            noted = connection.execute(select(tables.reports.c.noted)).scalars().all()
        with made._database.reading() as connection:
            assert lengths == connection.execute(select(tables.documents.c.length)).scalars().all() == [len(WIRE)]
            assert noted == connection.execute(select(tables.reports.c.noted)).scalars().all()
        later = report(f"A minister said {words}.", words, speaker="A minister")
        with open_ledger(older, create=True) as opened:
            for ledger in (made, opened):
                ledger.writer.add(later, RUN)
            assert joined(opened) == joined(made)
            assert len({utterance for _, utterance, _ in joined(opened)}) == 1


def test_an_older_ledger_still_finds_by_names(place: Place, new_place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    found = {
        "for_whom": Named(words="", names=("Ruritania",)),
        "toward": Named(words="isl"),
        "issue": Named(words="herring quo"),
        "meeting": Named(words="", names=("Talks of Skagen",)),
    }
    document = document_of(WIRE, published="2022-05-10")
    talks = Meeting(id="m1", name="talks of Skagen", kind="talks", mentions=())
    position = Position(kind="refusal", holder=("Ruritania",), toward=("Islands",), issue="herring quotas")
    statement = statement_of(document, QUOTE, meeting=talks.id, position=position)
    with place() as where, new_place() as older, open_ledger(where, create=True) as made:
        made.writer.add(reading_of(document, statement, meetings=[talks]), RUN)
        monkeypatch.setattr(database, "MIGRATIONS", MIGRATIONS[:11])
        with open_ledger(older, create=True) as old:
            copy_of_an_older_version(made, old, 11)
        monkeypatch.undo()
        with open_ledger(older, create=True) as opened:
            for ledger in (made, opened):
                for field, named in found.items():
                    assert len(list(ledger.reader.utterances(Asked(**{field: named})))) == 1, field
                    assert not list(ledger.reader.utterances(Asked(**{field: Named(words="quo her x")})))


def test_a_passage_is_the_same_of_a_text_read_whole_or_in_part(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    # It begins with its paragraph, and ends before that does.
    text = f"Talks\n\n{'The sea was calm. ' * 30}\nÅhus: “{QUOTE},” Ana Vidal said. {'It rained. ' * 40}"
    ledger.writer.add(report(text, QUOTE), RUN)
    passages = []
    for short in (0, len(text) + 1):
        monkeypatch.setattr(told_rows, "_SHORT", short)
        with ledger._database.reading() as connection:
            (told,) = told_rows.told_in(connection, 1).values()
            passages.append(told.passage())
    assert passages[0] == passages[1]
    assert passages[0].startswith("Åhus: “") and passages[0].count("It rained") < 40


@pytest.mark.parametrize("said_on", ["2022", "2001/2022", "0001/2022"])
def test_of_a_date_as_wide_as_years_the_last_days_are_looked_into(ledger: Ledger, said_on: str) -> None:
    for printed, quote in (("2022-05-10", QUOTE), ("2023-03-01", QUOTE.replace("any treaty that", "a treaty that"))):
        document = document_of(f"Ana Vidal said: {quote}.", published=printed, publisher=printed)
        said = statement_of(document, quote, speaker="Ana Vidal", said_on=PartialDate(said_on))
        ledger.writer.add(reading_of(document, said), RUN)
    (group,) = ledger.reader.utterances(Asked())
    assert {entry.joined_by for entry in group} == {None, "most words"}


@pytest.mark.parametrize("printed", [("2022-05-10", "2022-05-20"), ("2022-05-20", "2022-05-10")])
def test_what_was_said_on_one_day_is_found_whenever_it_was_printed(ledger: Ledger, printed: tuple[str, str]) -> None:
    reworded = QUOTE.replace("any treaty that leaves", "a treaty that leaves").replace("We", "we")
    for day, quote in zip(printed, (QUOTE, reworded), strict=True):
        document = document_of(f"Ana Vidal said: {quote}.", published=day, publisher=day)
        said = statement_of(document, quote, speaker="Ana Vidal", said_on=PartialDate("2022-05-10"))
        ledger.writer.add(reading_of(document, said), RUN)
    (group,) = ledger.reader.utterances(Asked())
    assert {entry.joined_by for entry in group} == {None, "most words"}


def joined(ledger: Ledger) -> list[tuple[str, str, str | None]]:
    return sorted(
        (entry.statement.id, entry.utterance, entry.joined_by)
        for group in ledger.reader.utterances(Asked())
        for entry in group
    )


def copy_of_an_older_version(made: Ledger, old: Ledger, version: int) -> None:
    """Copies what the tables of a version hold, in the columns that they had."""
    sql = "".join(migration.portable for migration in MIGRATIONS[:version])
    with made._database.reading() as source, old._database.writing() as target:
        for name in re.findall(r"CREATE TABLE (\w+)", sql):
            if name in ("text_runs", "report_hashes", "statement_terms"):
                # They have been remade since.
                continue
            table = tables.metadata.tables[name]
            columns = [table.c[column["name"]] for column in inspect(target).get_columns(name)]
            found = [dict(row) for row in source.execute(select(*columns)).mappings()]
            if found:
                target.execute(insert(table), found)
        if store_of(target).dialect == "sqlite":
            store_of(target).index(target, 1, 1_000)
            return
        # A server's index of words had no days.
        for row in source.execute(
            text("SELECT statement, CAST(words AS TEXT) AS words FROM statement_words")
        ).mappings():
            values = "(statement, words) VALUES (:statement, CAST(:words AS tsvector))"
            target.execute(text(f"INSERT INTO statement_words {values}"), dict(row))
        if version > 3:
            names = source.execute(select(tables.statement_names)).mappings().all()
            store_of(target).index_names(target, names)


def test_what_a_statement_reports_is_another_act(ledger: Ledger) -> None:
    told = f"the fishermen had sworn {QUOTE}"
    document = document_of(f"Ana Vidal said {told}.", published="2022-05-10")
    outer = statement_of(document, told, speaker="Ana Vidal")
    ledger.writer.add(
        reading_of(document, outer, statement_of(document, QUOTE, speaker="the fishermen", inside=outer.id)), RUN
    )
    assert len(set(utterances_of(ledger).values())) == 2
