"""What the ledger gives back: documents, statements and meetings, with what the ledger knows of them besides."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.ledger.amend import Standing, standing
from onrecord.records import Meeting, PartialDate, Reading, Review, Statement, Time


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentEntry:
    """A document on record, without its text.

    `family` is the id of the first document on record that prints the same text, its own if none does; `version_of`
    that of an earlier version of the story; `beginning` is how the text begins, where there is no title; `statements`
    counts those of the newest reading; `recorded_at` is in UTC, `YYYY-MM-DDTHH:MM:SSZ`.
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
    beginning: str | None
    statements: int
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementEntry:
    """A statement on record, as one reading has it, with its document; `recorded_at` is when that reading was added.

    `utterance` is the id of the first statement on record of the act of speech that it reports; `joined_by` the rule by
    which it was joined to it (`person` if somebody did so), and `sureness` (0 to 1) how sure that is: both None for the
    first one. `reviews` are those in force. Where they correct it, `statement` is the corrected one, `machine` the one
    that was read, and `corrected` the names of the fields; otherwise `machine` is None.
    """

    statement: Statement
    document: DocumentEntry
    recorded_at: str
    utterance: str
    joined_by: str | None = None
    sureness: float | None = None
    machine: Statement | None = None
    corrected: tuple[str, ...] = ()
    reviews: tuple[Review, ...] = ()

    @property
    def review(self) -> Standing | None:
        """Whether it was accepted, rejected or amended; None if nobody has decided."""
        return standing(self.reviews)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingEntry:
    """A meeting as one reading has it, with the document that mentions it; `recorded_at` is when that was added."""

    meeting: Meeting
    document: DocumentEntry
    recorded_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentReading:
    """A document with its text and all that its newest reading has, in the order of the text; also what was rejected.

    `others` are the other documents that print the same text, and `later` the versions that came after this one.
    """

    document: DocumentEntry
    text: str
    statements: tuple[StatementEntry, ...]
    meetings: tuple[Meeting, ...]
    times: tuple[Time, ...]
    others: tuple[DocumentEntry, ...]
    later: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEntry:
    """A review on record, with what it is of in the newest reading; `withdrawn_by` is the id of another review.

    `statement` and `other` are None where no statement of the newest reading has the evidence.
    """

    review: Review
    document: str
    statement: str | None
    other: str | None
    withdrawn_by: str | None

    @property
    def is_orphaned(self) -> bool:
        """True if it decides something and can't be placed in the newest reading."""
        if self.withdrawn_by is not None or self.review.verdict == "withdraw":
            return False
        return self.statement is None or (self.review.other is not None and self.other is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewedReading:
    """A document with its newest reading, whose `statements` are those that people accepted or corrected, as corrected.

    `open` counts those that nobody accepted, corrected or rejected.
    """

    reading: Reading
    open: int
