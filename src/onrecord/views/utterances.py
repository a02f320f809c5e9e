"""Finds what was said: statements by words, speaker, position, day and document, joined into utterances.

An utterance is one act of speech with all the statements that report it. Reports in documents that print the same text
are copies of one another: they count once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from onrecord import codec
from onrecord.knowledge import Knowledge
from onrecord.ledger import DocumentEntry, Ledger, StatementEntry
from onrecord.records import PartialDate, Statement
from onrecord.views.counts import check_count
from onrecord.views.documents import short_to_json
from onrecord.views.ids import UTTERANCE_PREFIX
from onrecord.views.query import Query, asked_of
from onrecord.views.reviews import judged_to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one family of documents reports: its first printed statement, and the other documents with the same text."""

    entry: StatementEntry
    copies: tuple[DocumentEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One act of speech with the statements that report it, the first printed first."""

    statements: tuple[StatementEntry, ...]

    @property
    def independent(self) -> int:
        """How many documents report it that are no copies of one another."""
        return len({entry.document.family for entry in self.statements})

    @property
    def copies(self) -> int:
        """How many documents report it beyond those."""
        return len({entry.document.id for entry in self.statements}) - self.independent

    @property
    def reports(self) -> tuple[Report, ...]:
        """The independent reports, the first printed first, each with its copies."""
        families: dict[str, list[StatementEntry]] = {}
        for entry in self.statements:
            families.setdefault(entry.document.family, []).append(entry)
        made = []
        for first, *others in families.values():
            documents = {entry.document.id: entry.document for entry in others if entry.document != first.document}
            made.append(Report(entry=first, copies=tuple(documents.values())))
        return tuple(made)

    @property
    def first(self) -> Statement:
        """The statement that speaks for the utterance."""
        return self.statements[0].statement

    @property
    def id(self) -> str:
        """Made from the id of its first statement on record, which need not be the first printed."""
        return UTTERANCE_PREFIX + self.statements[0].utterance


def find(
    ledger: Ledger,
    words: str | None = None,
    *,
    speaker: str | None = None,
    for_whom: str | None = None,
    toward: str | None = None,
    kinds: Sequence[str] = (),
    issue: str | None = None,
    meeting: str | None = None,
    since: PartialDate | str | None = None,
    until: PartialDate | str | None = None,
    recorded_since: PartialDate | str | None = None,
    recorded_until: PartialDate | str | None = None,
    independent: int | None = None,
    as_of: PartialDate | str | None = None,
    document: str | None = None,
    rejected: bool = False,
    limit: int | None = None,
    known: Knowledge | None = None,
) -> Iterator[Utterance]:
    """What fits all that is asked: the most relevant first if there are words, otherwise the newest first.

    `words`: all must stand in the quotation or the speaker's name, in any order, case and accents; `"a phrase"`
    stands as such, `word*` begins so. `speaker`: each word begins a word of the name, or of the words that name the
    speaker in the report. `for_whom`: the speaker's affiliation, or a holder of the position; `toward`: a counterpart;
    `issue`: what it is about; `meeting`: the name or the place of the meeting. Their words are matched as the
    speaker's; but a state or an organisation that `known` (the shipped knowledge) has is asked for under all its names
    and codes. `kinds`: of positions, one of which fits. `since`, `until`: the day of saying or, where unknown, of
    publication; a date less precise than a day fits if one of its days does, and nothing without a date fits.
    `recorded_since`, `recorded_until`: when the reading went on record, in UTC. `independent`: at least so many reports
    that are no copies. `as_of`: the ledger as it stood at the end of that day, in UTC. `document`: an id, also
    abbreviated. `rejected`: also what a person rejected. Raises UsageError for a date, a kind, a document or a number
    that means nothing, and for more than 200 words.
    """
    query = Query(
        words=words,
        speaker=speaker,
        for_whom=for_whom,
        toward=toward,
        kinds=tuple(kinds),
        issue=issue,
        meeting=meeting,
        since=since,
        until=until,
        recorded_since=recorded_since,
        recorded_until=recorded_until,
        independent=independent,
        as_of=as_of,
        document=document,
        rejected=rejected,
    )
    return found_by(ledger, query, limit=limit, known=known)


def found_by(
    ledger: Ledger,
    query: Query,
    *,
    limit: int | None = None,
    offset: int = 0,
    known: Knowledge | None = None,
    latest: bool = False,
) -> Iterator[Utterance]:
    """As `find`; at most `limit`, after the first `offset`. Raises UsageError at once.

    `latest`: what went on record last, a first or a further report, comes first.
    """
    check_count(limit, "limit")
    asked = replace(asked_of(ledger, query, known), latest=latest)
    return (Utterance(statements=group) for group in ledger.reader.utterances(asked, limit=limit, offset=offset))


def statements(
    ledger: Ledger, query: Query, *, limit: int, offset: int = 0, known: Knowledge | None = None
) -> Iterator[StatementEntry]:
    """The statements that fit, each by itself, in the order of `found_by`. Raises UsageError."""
    check_count(limit, "limit")
    return iter(ledger.reader.statements(asked_of(ledger, query, known), limit=limit, offset=offset))


def utterance_to_json(utterance: Utterance) -> dict[str, Any]:
    """The contract's object of `onrecord find`."""
    first = utterance.first
    return {
        "id": utterance.id,
        "speaker": codec.party_to_json(first.speaker),
        "said_on": None if first.said_on is None else first.said_on.value,
        "position": codec.position_to_json(first.position),
        "quote": first.quote,
        "independent": utterance.independent,
        "copies": utterance.copies,
        "first": first.id,
        "statements": [statement_to_json(entry) for entry in utterance.statements],
    }


def report_to_json(report: Report) -> dict[str, Any]:
    """One independent report: `statement` (id), `document`, `joined_by`, `sureness`, and the documents in `copies`."""
    return {
        "statement": report.entry.statement.id,
        "document": short_to_json(report.entry.document),
        "joined_by": report.entry.joined_by,
        "sureness": report.entry.sureness,
        "copies": [short_to_json(document) for document in report.copies],
    }


def statement_to_json(entry: StatementEntry) -> dict[str, Any]:
    """A statement as corrected, with `document`, `joined_by`, `recorded_at`, `review`, `reviews` and `machine`.

    `joined_by` is the rule by which it was joined to its utterance, or `person`, `sureness` how sure that rule is (0 to
    1): null for the utterance's first statement on record. `machine` has what was read, in the fields that a person
    corrected; null if there are none.
    """
    return codec.statement_to_json(entry.statement) | {
        "document": short_to_json(entry.document),
        "joined_by": entry.joined_by,
        "sureness": entry.sureness,
        "recorded_at": entry.recorded_at,
        **judged_to_json(entry),
    }
