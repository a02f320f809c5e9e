"""What only PostgreSQL can do wrong: addresses, rights, lost connections, limits; each failure is one helpful line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from sqlalchemy import make_url

from made_readings import RUN, document_of, reading_of, statement_of
from onrecord.errors import LedgerError, RecordError
from onrecord.ledger import Asked, Ledger, database, open_ledger
from onrecord.ledger.migration import Migration
from onrecord.ledger.migrations import MIGRATIONS
from onrecord.records import Reading
from postgresql_server import Server

SECRET = "not:a/secret@all"


def small(text: str = "“No,” he said.") -> Reading:
    document = document_of(text)
    return reading_of(document, statement_of(document, "No", speaker="he", cue="said"))


def refusal(where: str, *, create: bool = True) -> str:
    with pytest.raises(LedgerError) as raised:
        open_ledger(where, create=create)
    said = str(raised.value)
    assert "\n" not in said
    assert SECRET not in said
    return said


@pytest.fixture
def where(postgresql: Server) -> Iterator[str]:
    """A database that nothing has ever been in."""
    with postgresql.place() as made:
        yield made


def changed(where: str, **changes: object) -> str:
    return make_url(where).set(**changes).render_as_string(hide_password=False)  # type: ignore[arg-type]


def asked(where: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(where) as connection:
        return connection.execute(query).fetchall()


def run(where: str, statement: str) -> None:
    with psycopg.connect(where, autocommit=True) as connection:
        connection.execute(statement)


@pytest.mark.parametrize(
    "address", ["postgresql://", "postgresql://host", "postgresql://h:port/x", "postgres://u:not:a/secret@all"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert "expected postgresql://USER:PASSWORD@HOST/DATABASE" in refusal(address)


def test_without_psycopg_a_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "pip install 'onrecord[postgresql]'" in refusal(f"postgresql://me:{SECRET.replace('/', '%2F')}@127.0.0.1/x")


def test_a_server_that_is_not_there_is_named() -> None:
    said = refusal("postgresql://me:%61bc@127.0.0.1:1/x")
    assert said.startswith("postgresql://me@127.0.0.1:1/x: ")
    assert "expected a server that takes connections at this address" in said
    assert "abc" not in said


def test_a_wrong_password_user_or_database_is_told(where: str) -> None:
    assert "refused the user or the password" in refusal(changed(where, password="guess"))
    assert "refused the user or the password" in refusal(changed(where, username="nobody"))
    assert "no such database" in refusal(changed(where, database="nowhere"))


def test_without_create_an_empty_database_stays_empty(where: str) -> None:
    assert "no ledger is there" in refusal(where, create=False)
    assert asked(where, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []


def test_another_programs_tables_are_never_touched(where: str) -> None:
    run(where, "CREATE TABLE theirs (a TEXT)")
    assert "another program's tables" in refusal(where)
    # In a schema of its own a ledger can stand beside them.
    run(where, "CREATE SCHEMA record")
    beside = f"{where}&options=-csearch_path%3Drecord"
    with open_ledger(beside, create=True) as ledger:
        assert ledger.writer.add(small(), RUN).status == "new"
    assert asked(where, "SELECT count(*) FROM record.documents") == [(1,)]
    assert "another program's tables" in refusal(where)


def test_a_database_in_another_encoding_is_refused(postgresql: Server) -> None:
    postgresql.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'")
    try:
        assert "its encoding is LATIN1; expected a database in UTF8" in refusal(postgresql.address("latin"))
    finally:
        postgresql.run("DROP DATABASE latin WITH (FORCE)")


def test_a_user_who_may_read_only_reads(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        ledger.writer.add(small(), RUN)
    run(where, "CREATE USER reader PASSWORD 'abc'")
    reader = changed(where, username="reader", password="abc")
    try:
        assert "lacks rights" in refusal(reader, create=False)
        run(where, "GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
        assert "the user may not write to it" in refusal(reader)
        with open_ledger(reader, create=False) as ledger:
            assert len(list(ledger.reader.utterances(Asked(words="no")))) == 1
            with pytest.raises(LedgerError, match="may not write"):
                ledger.writer.add(small("“No,” she said. “No, he said."), RUN)
    finally:
        run(where, "DROP OWNED BY reader; DROP USER reader")


def test_a_newer_ledger_is_refused(where: str) -> None:
    open_ledger(where, create=True).close()
    run(where, f"INSERT INTO onrecord_migrations (number, about) VALUES ({len(MIGRATIONS) + 1}, 'later')")
    assert "expected a newer onrecord" in refusal(where)


NEXT = Migration(about="a table more", portable="CREATE TABLE more (key INTEGER PRIMARY KEY, a TEXT, b REAL)")


def test_an_older_ledger_is_migrated(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_ledger(where, create=True) as ledger:
        ledger.writer.add(small(), RUN)
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, NEXT))
    for _ in range(2):
        with open_ledger(where, create=False) as ledger:
            assert len(list(ledger.reader.documents())) == 1
    assert asked(where, "SELECT max(number), count(*) FROM onrecord_migrations") == [(len(MIGRATIONS) + 1,) * 2]
    assert asked(where, "SELECT count(*) FROM more") == [(0,)]


def test_a_migration_that_fails_leaves_the_ledger_as_it_was(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ledger(where, create=True).close()
    broken = Migration(about="breaks half-way", portable=NEXT.portable + "; CREATE TABLE documents (a TEXT)")
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, broken))
    assert "already exists" in refusal(where)
    monkeypatch.undo()
    with open_ledger(where, create=True) as ledger:
        assert ledger.writer.add(small(), RUN).status == "new"
    assert asked(where, "SELECT to_regclass('more')") == [(None,)]


@pytest.fixture
def ledger(postgresql: Server) -> Iterator[Ledger]:
    with postgresql.emptied() as where, open_ledger(where, create=True) as made:
        yield made


def test_a_lost_connection_is_one_line_and_the_run_goes_on_later(ledger: Ledger, postgresql: Server) -> None:
    kept = ledger.writer.add(small(), RUN)
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'onrecord_test_%'"
    postgresql.run(others)
    with pytest.raises(LedgerError, match="what was reported done is kept: run again") as raised:
        list(ledger.reader.documents())
    assert "\n" not in str(raised.value)
    with (
        pytest.raises(LedgerError, match="what was reported done is kept: run again"),
        ledger._database.writing() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM texts")
        postgresql.run(others)
    assert ledger.reader.text(kept.document_id) == small().document.text
    assert [entry.id for entry in ledger.reader.documents()] == [kept.document_id]
    assert ledger.writer.add(small("“No,” he said again."), RUN).status == "new"


def test_a_writer_that_waits_too_long_says_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.ledger.postgres._BUSY_SECONDS", 0.1)
    with ledger._database.writing(), pytest.raises(LedgerError, match="another program wrote to it"):
        ledger.writer.add(small(), RUN)
    assert ledger.writer.add(small(), RUN).status == "new"


def test_the_character_nul_is_refused_and_leaves_nothing(ledger: Ledger) -> None:
    wrong = replace(small(), document=replace(small().document, title="a\0b"))
    with pytest.raises(RecordError, match="the character NUL"):
        ledger.writer.add(wrong, RUN)
    assert list(ledger.reader.documents()) == []


def test_a_value_too_long_for_an_index_is_refused(ledger: Ledger) -> None:
    reading = small()
    noise = "".join(chr(0x4E00 + number * 7919 % 20_000) for number in range(4000))
    with pytest.raises(RecordError, match="too long for PostgreSQL"):
        ledger.writer.add(replace(reading, statements=(replace(reading.statements[0], id=noise),)), RUN)
    long = document_of("“No,” he said.", url=f"https://example.org/{noise}")
    assert ledger.writer.add(reading_of(long), RUN).status == "new"


def test_numbers_are_as_exact_and_ids_sort_as_in_sqlite(ledger: Ledger) -> None:
    document = document_of("“No,” he said.")
    ids = ["a1", "B1", "Z", "_", "é", "a10", "a-2"]
    made = [statement_of(document, "No", id=id, confidence=0.1 + number / 7) for number, id in enumerate(ids)]
    ledger.writer.add(reading_of(document, *made), RUN)
    assert ledger.reader.statement_ids("", limit=10) == sorted(ids)
    assert {one.id: ledger.reader.statement(one.id).statement.confidence for one in made} == {
        one.id: one.confidence for one in made
    }


def test_what_lies_beyond_the_limits_of_an_index_of_words_is_kept(ledger: Ledger) -> None:
    words = " ".join(f"word{number}" for number in range(70_000))
    document = document_of(f"{words} {'x' * 3000} the end")
    ledger.writer.add(reading_of(document, statement_of(document, document.text)), RUN)
    for found in ("word1 word69999", '"word7 word8"', "x" * 3000, "end"):
        assert len(list(ledger.reader.utterances(Asked(words=found)))) == 1


def test_no_query_is_compiled_nor_a_page_at_random_taken_for_a_slow_one(where: str) -> None:
    with open_ledger(where, create=True) as ledger:
        for _ in range(2):
            with ledger.reader._database.reading() as connection:
                settings = [connection.exec_driver_sql(f"SHOW {name}").scalar() for name in ("jit", "random_page_cost")]
                assert settings == ["off", "1.1"]
                connection.rollback()
