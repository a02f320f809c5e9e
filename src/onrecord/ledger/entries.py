"""What the ledger gives back: documents, statements and meetings, with what the ledger knows of them besides."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.records import Meeting, PartialDate, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document on record, without its text.

    `family` is the id of the first document on record that prints the same text, its own if none does; `version_of`
    that of an earlier version of the story; `statements` counts those of the newest reading; `recorded_at` is in UTC,
    `YYYY-MM-DDTHH:MM:SSZ`.
    """

    id: str
    input: str
    input_id: str | None
    url: str | None
    title: str | None
    publisher: str | None
    published: PartialDate | None
    published_basis: str | None
    language: str | None
    retrieved: str | None
    page_sha256: str
    text_sha256: str
    family: str
    version_of: str | None
    statements: int
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """A statement on record, as one reading has it, with its document; `recorded_at` is when that reading was added.

    `utterance` is the id of the first statement on record of the act of speech that it reports; `joined_by` the rule by
    which it was joined to it, and `sureness` (0 to 1) how sure that is: both None for the first one.
    """

    statement: Statement
    document: DocumentEntry
    recorded_at: str
    utterance: str
    joined_by: str | None = None
    sureness: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """A meeting as one reading has it, with the document that mentions it; `recorded_at` is when that was added."""

    meeting: Meeting
    document: DocumentEntry
    recorded_at: str
