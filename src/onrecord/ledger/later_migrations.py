"""The later migrations, by which a large ledger is asked and added to without looking at what doesn't fit."""

from __future__ import annotations

from onrecord.ledger import backlog
from onrecord.ledger.migration import Migration

# The indexes of stances have all that asking for lines takes, so that no row is looked up for what doesn't fit.
REPORTED = Migration(
    about="utterances that several documents report; meetings that go on; stances told by their indexes alone",
    portable="""
CREATE TABLE reported (
    utterance INTEGER PRIMARY KEY REFERENCES statements (key),
    documents INTEGER NOT NULL,
    independent INTEGER NOT NULL
);
INSERT INTO reported (utterance, documents, independent)
    SELECT utterance, count(DISTINCT statements.document), count(DISTINCT family) FROM reports
    JOIN statements ON statements.key = statement
    JOIN families ON families.document = statements.document
    GROUP BY utterance HAVING count(DISTINCT statements.document) > 1;
CREATE INDEX reported_by_independent ON reported (independent);
DROP INDEX reports_joined;
CREATE INDEX reports_shared ON reports (utterance) WHERE utterance <> statement;
CREATE INDEX meetings_by_end ON meetings (ends_on) WHERE ends_on > coalesce(starts_on, '');
DROP INDEX stances_by_line;
DROP INDEX stances_by_day;
DROP INDEX stances_by_kind;
DROP INDEX stances_by_holder;
CREATE INDEX stances_by_line ON stances (issue, holder, day DESC, statement DESC, kind);
CREATE INDEX stances_by_day ON stances (day DESC, statement DESC, kind, issue);
CREATE INDEX stances_by_kind ON stances (kind, day DESC, statement DESC, issue);
CREATE INDEX stances_by_holder ON stances (holder, day DESC, statement DESC, kind, issue);
""",
)

BY_ROW = Migration(
    about="what leaves out a document or a report that is not alike, by its own row",
    portable="""
ALTER TABLE documents ADD COLUMN length INTEGER; ALTER TABLE reports ADD COLUMN noted TEXT;
UPDATE documents SET length = (SELECT length(text) FROM texts WHERE document = documents.key);
DROP INDEX reports_by_content; CREATE INDEX reports_by_content ON reports (content_key, said_day, printed_day);
""",
)

# FTS5 gathers what many statements add to a word; in a table each row is put where its word belongs, on another page.
# A report said on the day on which it was printed stands in the index by that day alone.
GATHERED = Migration(
    about="words of names in an index that takes many at once; each report by its days once",
    portable="DROP INDEX reports_by_said;",
    sqlite="""
DROP TABLE statement_terms;
CREATE VIRTUAL TABLE statement_terms USING fts5 (
    for_whom, toward, issue, meeting,
    content='statement_names', content_rowid='statement', columnsize=0,
    tokenize="unicode61 remove_diacritics 0"
);
INSERT INTO statement_terms (statement_terms) VALUES ('rebuild');
CREATE INDEX reports_by_said ON reports (surname, said_day) WHERE said_day IS NOT printed_day;
""",
    postgresql="""
CREATE INDEX reports_by_said ON reports (surname, said_day) WHERE said_day IS DISTINCT FROM printed_day;
""",
    then=backlog.work_out,
)

# The names of one report lie side by side so, those of its speakers in other reports of these days too. PostgreSQL
# tells what has the words and is of the days by two indexes of one table, without looking at each that has the words.
BY_DAY = Migration(
    about="reports by their day first, then by who speaks; the days of words in a server's index of them",
    portable="""
DROP INDEX reports_by_printed; CREATE INDEX reports_by_printed ON reports (printed_day, surname);
DROP INDEX reports_by_said;
""",
    sqlite="CREATE INDEX reports_by_said ON reports (said_day, surname) WHERE said_day IS NOT printed_day;",
    postgresql="""
CREATE INDEX reports_by_said ON reports (said_day, surname) WHERE said_day IS DISTINCT FROM printed_day;
CREATE TABLE words_by_day (
    statement INTEGER NOT NULL REFERENCES statements (key),
    first_day TEXT COLLATE "C",
    words TSVECTOR NOT NULL
);
INSERT INTO words_by_day (statement, first_day, words)
    SELECT statement, first_day, words FROM statement_words JOIN statements ON statements.key = statement
    ORDER BY statement;
DROP TABLE statement_words;
ALTER TABLE words_by_day RENAME TO statement_words;
ALTER TABLE statement_words ADD PRIMARY KEY (statement);
CREATE INDEX statement_words_by_word ON statement_words USING gin (words);
CREATE INDEX statement_words_by_day ON statement_words (first_day);
""",
)
