"""Documents and statements as the ledger joins them when they are added, in whatever order they come."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given

from made_readings import OTHER_RUN, RUN, document_of, reading_of, readings, statement_of, unhurried
from onrecord.ledger import Asked, Ledger, families, open_ledger
from onrecord.ledger.migrations import MIGRATIONS
from onrecord.records import Reading

QUOTE = "We will not sign any treaty that leaves the harbours without fishing grounds"
WIRE = (
    f"“{QUOTE},” Ana Vidal said on Tuesday after a second day of talks on the island. The other delegation had put "
    "three proposals on the table and was waiting for an answer. Boats from the northern harbours have stayed at home "
    "since March, when a trawler was boarded by the coast guard and its captain was held for six days. Exports of "
    "herring fell by a third in the spring, according to the statistics office of the ministry."
)


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(str(tmp_path / "made.db"), create=True) as made:
        yield made


def report(text: str, *quotes: str, speaker: str = "Ana Vidal", **fields: object) -> Reading:
    document = document_of(text, **({"published": "2022-05-10"} | fields))
    return reading_of(document, *(statement_of(document, quote, speaker=speaker) for quote in quotes))


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


def test_a_common_run_gets_no_further_rows(ledger: Ledger, tmp_path: Path) -> None:
    stock = "Our correspondent in the capital reports that the government has not commented on the matter so far."
    count = families.MOST_HOLDERS + 5
    for number in range(count):
        ledger.writer.add(reading_of(document_of(stock + " ".join(f"word{number}{i}" for i in range(90)))), RUN)
    with sqlite3.connect(tmp_path / "made.db") as connection:
        most = connection.execute("SELECT max(n) FROM (SELECT count(*) AS n FROM text_runs GROUP BY run)").fetchone()[0]
    assert most <= families.MOST_HOLDERS


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
def test_every_statement_of_any_reading_reports_one_utterance(reading: Reading) -> None:
    with TemporaryDirectory() as folder, open_ledger(str(Path(folder, "made.db")), create=True) as made:
        made.writer.add(reading, RUN)
        found = [entry for group in made.reader.utterances(Asked()) for entry in group]
    assert sorted(entry.statement.id for entry in found) == sorted(s.id for s in reading.statements)


def test_an_older_ledger_gets_its_families_and_utterances(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with open_ledger(str(path), create=True) as made:
        for reading in (*COPIES, INDEPENDENT):
            made.writer.add(reading, RUN)
        expected = (families_of(made), joined(made))
    back_to_the_first_version(path)
    with open_ledger(str(path), create=True) as opened:
        assert (families_of(opened), joined(opened)) == expected
    assert path.with_name("old.db.version-1").exists()


def joined(ledger: Ledger) -> list[tuple[str, str, str | None]]:
    return sorted(
        (entry.statement.id, entry.utterance, entry.joined_by)
        for group in ledger.reader.utterances(Asked())
        for entry in group
    )


def back_to_the_first_version(path: Path) -> None:
    listed = "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL"
    with sqlite3.connect(":memory:") as first, sqlite3.connect(path) as connection:
        for statement in MIGRATIONS[0].statements:
            first.execute(statement)
        later = set(connection.execute(listed)) - set(first.execute(listed))
        for kind, name in sorted(later):
            connection.execute(f"DROP {kind} {name}")
        for party in ("speaker", "addressee"):
            connection.execute(f"ALTER TABLE statements DROP COLUMN {party}_confidence")
        connection.execute("PRAGMA user_version = 1")
