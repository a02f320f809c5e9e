"""The ledger's numbered migrations, in one list. A migration that was released is never edited: add the next one.

The statements run in order in one transaction. `portable` is SQL that SQLite and PostgreSQL both take;
`sqlite` is the part that only SQLite takes (full text).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the schema; its number is its place in `MIGRATIONS`, counted from 1."""

    about: str
    portable: str
    sqlite: str = ""

    @property
    def statements(self) -> tuple[str, ...]:
        """The SQL statements, one each."""
        return tuple(part.strip() for part in (self.portable + self.sqlite).split(";") if part.strip())


_FIRST = Migration(
    about="documents, runs, readings and what was read",
    portable="""
CREATE TABLE runs (
    key INTEGER PRIMARY KEY,
    version TEXT NOT NULL,
    model_sha256 TEXT NOT NULL,
    settings TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    UNIQUE (version, model_sha256, settings)
);
CREATE TABLE documents (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    input TEXT NOT NULL,
    input_id TEXT,
    url TEXT,
    title TEXT,
    publisher TEXT,
    published TEXT,
    published_basis TEXT,
    language TEXT,
    retrieved TEXT,
    page_sha256 TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    candidates TEXT NOT NULL,
    notes TEXT NOT NULL,
    version_of INTEGER REFERENCES documents (key),
    recorded_at TEXT NOT NULL
);
CREATE INDEX documents_by_url ON documents (url);
CREATE TABLE texts (
    document INTEGER PRIMARY KEY REFERENCES documents (key),
    text TEXT NOT NULL
);
CREATE TABLE readings (
    key INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents (key),
    run INTEGER NOT NULL REFERENCES runs (key),
    recorded_at TEXT NOT NULL,
    UNIQUE (document, run)
);
CREATE TABLE meetings (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    reading INTEGER NOT NULL REFERENCES readings (key),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    parties TEXT NOT NULL,
    place TEXT,
    starts_on TEXT,
    ends_on TEXT,
    status TEXT,
    mentions TEXT NOT NULL,
    UNIQUE (reading, id)
);
CREATE TABLE statements (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    reading INTEGER NOT NULL REFERENCES readings (key),
    document INTEGER NOT NULL REFERENCES documents (key),
    kind TEXT NOT NULL,
    act TEXT NOT NULL,
    speaker_text TEXT,
    speaker_name TEXT,
    speaker_actor TEXT,
    speaker_role TEXT,
    speaker_affiliation TEXT,
    speaker_key TEXT NOT NULL,
    addressee_text TEXT,
    addressee_name TEXT,
    addressee_actor TEXT,
    addressee_role TEXT,
    addressee_affiliation TEXT,
    said_on TEXT,
    said_on_basis TEXT,
    first_day TEXT,
    last_day TEXT,
    meeting INTEGER REFERENCES meetings (key),
    position TEXT,
    holder TEXT,
    toward TEXT,
    issue TEXT,
    first_hand BOOLEAN,
    position_confidence REAL,
    inside INTEGER REFERENCES statements (key) DEFERRABLE INITIALLY DEFERRED,
    repeats INTEGER REFERENCES statements (key) DEFERRABLE INITIALLY DEFERRED,
    via TEXT NOT NULL,
    confidence REAL NOT NULL,
    quote TEXT NOT NULL,
    UNIQUE (reading, id)
);
CREATE INDEX statements_by_id ON statements (id);
CREATE INDEX statements_by_document ON statements (document);
CREATE INDEX statements_by_day ON statements (first_day DESC, document DESC, key);
CREATE INDEX statements_by_repeats ON statements (repeats) WHERE repeats IS NOT NULL;
CREATE INDEX statements_by_inside ON statements (inside) WHERE inside IS NOT NULL;
CREATE TABLE evidence (
    statement INTEGER NOT NULL REFERENCES statements (key),
    role TEXT NOT NULL,
    number INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    quote TEXT NOT NULL,
    score REAL,
    PRIMARY KEY (statement, role, number)
);
CREATE TABLE times (
    reading INTEGER NOT NULL REFERENCES readings (key),
    number INTEGER NOT NULL,
    start_offset INTEGER NOT NULL,
    end_offset INTEGER NOT NULL,
    text TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (reading, number)
);
CREATE TABLE actors (
    reading INTEGER NOT NULL REFERENCES readings (key),
    number INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    affiliation TEXT,
    roles TEXT NOT NULL,
    mentions TEXT NOT NULL,
    PRIMARY KEY (reading, number)
);
CREATE INDEX actors_by_id ON actors (id);
""",
    sqlite="""
CREATE VIRTUAL TABLE statement_words USING fts5 (
    quote, speaker_key,
    content='statements', content_rowid='key',
    tokenize="unicode61 remove_diacritics 2"
);
""",
)

MIGRATIONS: tuple[Migration, ...] = (_FIRST,)
