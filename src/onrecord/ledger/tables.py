"""The ledger's tables as SQLAlchemy sees them. Keys and constraints stand in `migrations`; a test holds both together.

`key` numbers a row; `id` is the name that programs and people use. `first_day` and `last_day` bound the day of saying:
of `said_on`, or else of the document's `published`. `speaker_key` is the speaker's name and words, folded for look-ups.
The roles of evidence are the records' own, `addressee_role`, and `condition`, `hedge` and `strength` of a position;
`score` is null where none is known. In `reports`, `utterance` is the key of its first statement on record,
`joined_to` what the rules joined it to, `decided_by` the review that says otherwise, and `noted` what leaves it out, as
`told.Noted` has it; `reported` has the utterances that several documents report, with how many they are and how many of
them are no copies. `length` of a document is that of its text, in code points. `review_places` says which
statements of which readings a review is of: the one judged (`target`), and the one it is joined with (`other`).
In `issues`, `statement` is the key of the first statement on record that is about it, `phrase` what it is called,
`name` what a person calls it, `merged_into` the issue that a person said it is one with, and `meaning` a vector. In
`stances`, `holder` is an id of the knowledge or a folded name, `number` its place among the statement's holders, and
`issue` what `own_issue` was merged into, or that itself.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Dialect, Float, Integer, MetaData, String, Table
from sqlalchemy.types import TypeDecorator, TypeEngine

from onrecord import codec

metadata = MetaData()


class Json(TypeDecorator[Any]):
    """A value kept as JSON in text, the same text in any database, so that any program can read it."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """The value as text; None is NULL."""
        return None if value is None else codec.line(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The value of a text; it may be another row's too, and is not to be changed."""
        if value is None:
            return None
        return _parsed(value) if len(value) <= _SHORT else json.loads(value)


# Of what is kept so, most are a few names, or none, which the thousands of rows that a page reads have many times over.
_SHORT = 64


@lru_cache(maxsize=4096)
def _parsed(value: str) -> Any:
    return json.loads(value)


def _table(name: str, columns: dict[str, TypeEngine[Any]]) -> Table:
    return Table(name, metadata, *(Column(column, kind) for column, kind in columns.items()))


def _columns(names: str, kind: TypeEngine[Any]) -> dict[str, TypeEngine[Any]]:
    return dict.fromkeys(names.split(), kind)


_INTEGER: TypeEngine[Any] = Integer()
_HASH: TypeEngine[Any] = BigInteger()
_TEXT: TypeEngine[Any] = String()
_JSON: TypeEngine[Any] = Json()
_NUMBER: TypeEngine[Any] = Float()
_FLAG: TypeEngine[Any] = Boolean()

runs = _table("runs", _columns("key", _INTEGER) | _columns("version model_sha256 settings recorded_at", _TEXT))

documents = _table(
    "documents",
    _columns("key version_of length", _INTEGER)
    | _columns("id input input_id url title publisher published published_basis language retrieved", _TEXT)
    | _columns("page_sha256 text_sha256 recorded_at", _TEXT)
    | _columns("candidates notes", _JSON),
)

texts = _table("texts", _columns("document", _INTEGER) | _columns("text", _TEXT))

readings = _table("readings", _columns("key document run", _INTEGER) | _columns("recorded_at", _TEXT))

meetings = _table(
    "meetings",
    _columns("key reading", _INTEGER)
    | _columns("id name kind place starts_on ends_on status", _TEXT)
    | _columns("parties mentions", _JSON),
)

statements = _table(
    "statements",
    _columns("key reading document meeting inside repeats", _INTEGER)
    | _columns("id kind act quote said_on said_on_basis first_day last_day position issue", _TEXT)
    | _columns("speaker_text speaker_name speaker_actor speaker_role speaker_affiliation speaker_key", _TEXT)
    | _columns("addressee_text addressee_name addressee_actor addressee_role addressee_affiliation", _TEXT)
    | _columns("holder toward via", _JSON)
    | _columns("first_hand", _FLAG)
    | _columns("confidence speaker_confidence addressee_confidence position_confidence", _NUMBER),
)

evidence = _table(
    "evidence",
    _columns("statement number start_offset end_offset", _INTEGER)
    | _columns("role quote", _TEXT)
    | _columns("score", _NUMBER),
)

times = _table("times", _columns("reading number start_offset end_offset", _INTEGER) | _columns("text value", _TEXT))

actors = _table(
    "actors",
    _columns("reading number", _INTEGER)
    | _columns("id name kind affiliation", _TEXT)
    | _columns("roles mentions", _JSON),
)

text_runs = _table("text_runs", _columns("day", _TEXT) | _columns("run", _HASH) | _columns("document", _INTEGER))

alike = _table("alike", _columns("document other", _INTEGER) | _columns("relation", _TEXT) | _columns("share", _NUMBER))

families = _table("families", _columns("document family", _INTEGER))

reports = _table(
    "reports",
    _columns("statement utterance joined_to decided_by", _INTEGER)
    | _columns("content_key", _HASH)
    | _columns("joined_by surname said_day printed_day noted", _TEXT)
    | _columns("sureness", _NUMBER),
)

reported = _table("reported", _columns("utterance documents independent", _INTEGER))

report_hashes = _table(
    "report_hashes", _columns("hash", _HASH) | _columns("statement", _INTEGER) | _columns("day", _TEXT)
)

reviews = _table(
    "reviews",
    _columns("key document other_document withdraws seen_reading", _INTEGER)
    | _columns("id reviewer recorded_at verdict statement_id quote speaker field note", _TEXT)
    | _columns("other_statement_id other_quote other_speaker", _TEXT)
    | _columns("content value other_content", _JSON),
)

review_places = _table("review_places", _columns("review statement", _INTEGER) | _columns("side", _TEXT))

issues = _table(
    "issues",
    _columns("statement statements cell merged_into named_by", _INTEGER)
    | _columns("phrase phrase_key meaning name name_key", _TEXT),
)

issue_phrases = _table("issue_phrases", _columns("issue statements", _INTEGER) | _columns("phrase", _TEXT))

stances = _table("stances", _columns("statement number issue own_issue", _INTEGER) | _columns("holder kind day", _TEXT))

statement_names = _table(
    "statement_names", _columns("statement", _INTEGER) | _columns("for_whom toward issue meeting", _TEXT)
)
