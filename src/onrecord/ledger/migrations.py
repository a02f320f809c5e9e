"""The ledger's numbered migrations, in one list. A migration that was released is never edited: add the next one.

The statements run in order in one transaction. `portable` is SQL that SQLite and PostgreSQL both take;
`sqlite` and `postgresql` are the parts that only one takes (full text). `then` works out, for what is on record, what
the new tables hold of it: it needs all tables as they are now, so it is part of the last one that changes what it uses.
"""

from __future__ import annotations

from onrecord.ledger.later_migrations import BY_DAY, BY_ROW, GATHERED, REPORTED
from onrecord.ledger.migration import Migration

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
    postgresql="""
CREATE TABLE statement_words (
    statement INTEGER PRIMARY KEY REFERENCES statements (key),
    words TSVECTOR NOT NULL
);
CREATE INDEX statement_words_by_word ON statement_words USING gin (words);
DROP INDEX documents_by_url;
CREATE INDEX documents_by_url ON documents USING hash (url);
""",
)

_JOINED = Migration(
    about="families of documents, and the acts of speech that statements report",
    portable="""
CREATE TABLE text_runs (
    run BIGINT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (key),
    PRIMARY KEY (run, document)
) /* by key */;
CREATE TABLE alike (
    document INTEGER NOT NULL REFERENCES documents (key),
    other INTEGER NOT NULL REFERENCES documents (key),
    relation TEXT NOT NULL,
    share REAL NOT NULL,
    PRIMARY KEY (document, other)
);
CREATE TABLE families (
    document INTEGER PRIMARY KEY REFERENCES documents (key),
    family INTEGER NOT NULL REFERENCES documents (key)
);
CREATE INDEX families_by_family ON families (family);
CREATE TABLE reports (
    statement INTEGER PRIMARY KEY REFERENCES statements (key),
    utterance INTEGER NOT NULL REFERENCES statements (key),
    joined_to INTEGER REFERENCES statements (key),
    joined_by TEXT,
    sureness REAL,
    surname TEXT,
    content_key BIGINT NOT NULL,
    said_day TEXT,
    printed_day TEXT
);
CREATE TABLE report_hashes (
    hash BIGINT NOT NULL,
    day TEXT NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (key),
    PRIMARY KEY (hash, day, statement)
) /* by key */;
CREATE INDEX reports_by_utterance ON reports (utterance);
CREATE INDEX reports_by_printed ON reports (surname, printed_day);
CREATE INDEX reports_by_said ON reports (surname, said_day);
CREATE INDEX reports_by_content ON reports (content_key);
""",
)

_REVIEWED = Migration(
    about="what people decided about statements, and where that stands in each reading",
    portable="""
CREATE TABLE reviews (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    reviewer TEXT NOT NULL,
    recorded_at TEXT NOT NULL,
    verdict TEXT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (key),
    statement_id TEXT NOT NULL,
    content TEXT NOT NULL,
    quote TEXT NOT NULL,
    speaker TEXT,
    field TEXT,
    value TEXT,
    note TEXT,
    other_document INTEGER REFERENCES documents (key),
    other_statement_id TEXT,
    other_content TEXT,
    other_quote TEXT,
    other_speaker TEXT,
    withdraws INTEGER REFERENCES reviews (key),
    seen_reading INTEGER NOT NULL REFERENCES readings (key)
);
CREATE INDEX reviews_by_document ON reviews (document);
CREATE INDEX reviews_by_other ON reviews (other_document) WHERE other_document IS NOT NULL;
CREATE UNIQUE INDEX reviews_by_withdrawn ON reviews (withdraws) WHERE withdraws IS NOT NULL;
CREATE TABLE review_places (
    review INTEGER NOT NULL REFERENCES reviews (key),
    side TEXT NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (key),
    PRIMARY KEY (review, side, statement)
) /* by key */;
CREATE INDEX review_places_by_statement ON review_places (statement);
ALTER TABLE reports ADD COLUMN decided_by INTEGER REFERENCES reviews (key);
CREATE INDEX reports_by_joined_to ON reports (joined_to) WHERE joined_to IS NOT NULL;
""",
)

_NAMED = Migration(
    about="for whom, toward whom, about what and at which meeting, as folded words; when on record; kinds of position",
    portable="""
CREATE TABLE statement_names (
    statement INTEGER PRIMARY KEY REFERENCES statements (key),
    for_whom TEXT,
    toward TEXT,
    issue TEXT,
    meeting TEXT
);
CREATE TABLE statement_terms (
    field TEXT NOT NULL,
    word TEXT NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (key),
    PRIMARY KEY (field, word, statement)
) /* by key */;
CREATE INDEX readings_by_recorded ON readings (recorded_at);
CREATE INDEX statements_by_position ON statements (position, first_day DESC, document DESC, key);
CREATE INDEX reports_joined ON reports (utterance) WHERE joined_to IS NOT NULL;
""",
)

_SURE = Migration(
    about="how sure it is who speaks",
    portable="""
ALTER TABLE statements ADD COLUMN speaker_confidence REAL;
ALTER TABLE statements ADD COLUMN addressee_confidence REAL;
""",
)

_NEWEST = Migration(
    about="each document's newest reading, also where older ones are imported",
    portable="CREATE INDEX readings_by_document ON readings (document, recorded_at, key);",
)

_LINES = Migration(
    about="issues, and who takes which position on them",
    portable="""
CREATE TABLE issues (
    statement INTEGER PRIMARY KEY REFERENCES statements (key),
    phrase TEXT NOT NULL,
    phrase_key TEXT NOT NULL,
    meaning TEXT NOT NULL,
    cell INTEGER NOT NULL,
    statements INTEGER NOT NULL,
    name TEXT,
    name_key TEXT,
    named_by INTEGER REFERENCES reviews (key),
    merged_into INTEGER REFERENCES issues (statement)
);
CREATE INDEX issues_by_cell ON issues (cell);
CREATE INDEX issues_by_name ON issues (name_key) WHERE name_key IS NOT NULL;
CREATE INDEX issues_by_merged ON issues (merged_into) WHERE merged_into IS NOT NULL;
CREATE TABLE issue_phrases (
    issue INTEGER NOT NULL REFERENCES issues (statement),
    phrase TEXT NOT NULL,
    statements INTEGER NOT NULL,
    PRIMARY KEY (issue, phrase)
) /* by key */;
CREATE TABLE stances (
    statement INTEGER NOT NULL REFERENCES statements (key),
    holder TEXT NOT NULL,
    number INTEGER NOT NULL,
    issue INTEGER NOT NULL REFERENCES issues (statement),
    own_issue INTEGER NOT NULL REFERENCES issues (statement),
    kind TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (statement, holder)
) /* by key */;
CREATE INDEX stances_by_line ON stances (issue, holder, day DESC, statement DESC);
CREATE INDEX stances_by_own_issue ON stances (own_issue);
CREATE INDEX stances_by_day ON stances (day DESC, statement DESC);
CREATE INDEX stances_by_kind ON stances (kind, day DESC, statement DESC);
CREATE INDEX stances_by_holder ON stances (holder, day DESC, statement DESC);
""",
)

_CALENDAR = Migration(
    about="meetings by their start and by their id; statements of which no day is known, but a month or a year",
    portable="""
CREATE INDEX meetings_by_start ON meetings (coalesce(starts_on, '') DESC, key DESC);
CREATE INDEX meetings_by_id ON meetings (id);
CREATE INDEX statements_by_span ON statements (last_day, first_day) WHERE last_day > first_day;
""",
)

# What is known of an older text's runs is taken over; it has no more than stand for it now.
_NEAR = Migration(
    about="what tells copies, versions and statements alike by their words, that of one day side by side",
    portable="""
ALTER TABLE text_runs RENAME TO text_runs_by_run;
CREATE TABLE text_runs (
    day TEXT NOT NULL,
    run BIGINT NOT NULL,
    document INTEGER NOT NULL REFERENCES documents (key),
    PRIMARY KEY (day, run, document)
) /* by key */;
INSERT INTO text_runs (day, run, document)
    SELECT documents.published, run, document FROM text_runs_by_run
    JOIN documents ON documents.key = document
    WHERE length(documents.published) = 10
    ORDER BY documents.published, run, document;
INSERT INTO text_runs (day, run, document)
    SELECT '', run, document FROM text_runs_by_run
    JOIN (
        SELECT document AS one, CASE
            WHEN length(text) >= 18432 THEN 128 WHEN length(text) >= 9216 THEN 64 WHEN length(text) >= 4608 THEN 32
            WHEN length(text) >= 2304 THEN 16 WHEN length(text) >= 1152 THEN 8 WHEN length(text) >= 576 THEN 4
            WHEN length(text) >= 288 THEN 2 ELSE 1 END AS one_of
        FROM texts
    ) AS long ON long.one = document
    WHERE run / long.one_of * long.one_of = run
    ORDER BY run, document;
DROP TABLE text_runs_by_run;
DROP TABLE report_hashes;
CREATE TABLE report_hashes (
    day TEXT NOT NULL,
    hash BIGINT NOT NULL,
    statement INTEGER NOT NULL REFERENCES statements (key),
    PRIMARY KEY (day, hash, statement)
) /* by key */;
""",
)

MIGRATIONS: tuple[Migration, ...] = (
    *(_FIRST, _JOINED, _REVIEWED, _NAMED, _SURE, _NEWEST, _LINES, _CALENDAR, _NEAR),
    *(REPORTED, BY_ROW, GATHERED, BY_DAY),
)
