"""Finds what was said: statements by words, speaker, day and document, joined into utterances.

An utterance is one act of speech with all the statements that report it. Reports in documents that print the same text
are copies of one another: they count once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onrecord import codec
from onrecord.errors import RecordError, UsageError
from onrecord.ledger import Asked, Ledger, StatementEntry
from onrecord.records import PartialDate, Statement
from onrecord.views.documents import document_to_json
from onrecord.views.ids import document_id

UTTERANCE_PREFIX = "u-"
"""An utterance's id is this and the id of its first statement on record."""


# Far beyond what a person types; 20,000 words that each begin a name keep FTS5 busy for a minute.
_MOST_WORDS = 200


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
    since: PartialDate | str | None = None,
    until: PartialDate | str | None = None,
    document: str | None = None,
    limit: int | None = None,
) -> Iterator[Utterance]:
    """What fits all that is asked: the most relevant first if there are words, otherwise the newest first.

    `words`: all must stand in the quotation or the speaker's name, in any order, case and accents; `"a phrase"`
    stands as such, `word*` begins so. `speaker`: each word begins a word of the name, or of the words that name the
    speaker in the report. `since`, `until`: the day of saying or, where unknown, of publication; a date less precise
    than a day fits if one of its days does, and nothing without a date fits. `document`: an id, also abbreviated.
    Raises UsageError for a date, a document or a limit that means nothing, and for more than 200 words.
    """
    if limit is not None and limit < 1:
        raise UsageError(f"limit is {limit}; expected 1 or more")
    asked = Asked(
        words=_words(words, "words"),
        speaker=_words(speaker, "speaker"),
        since=date_asked(since, "since"),
        until=date_asked(until, "until"),
        document=None if document is None else document_id(ledger, document),
    )
    return (Utterance(statements=group) for group in ledger.reader.utterances(asked, limit=limit))


def _words(asked: str | None, name: str) -> str | None:
    count = len((asked or "").split())
    if count > _MOST_WORDS:
        raise UsageError(f"{name}: {count} words; expected {_MOST_WORDS} or fewer")
    return asked if count else None


def date_asked(asked: PartialDate | str | None, name: str) -> PartialDate | None:
    """A date as asked for. Raises UsageError for one without a year, and for two."""
    if asked is None or isinstance(asked, PartialDate):
        date = asked
    else:
        try:
            date = PartialDate(asked)
        except RecordError as error:
            raise UsageError(f"{name}: {error}") from error
    if date is not None and ("/" in date.value or date.value.startswith("-")):
        raise UsageError(f"{name}: '{date}' is not one date with a year; expected YYYY-MM-DD, YYYY-MM or YYYY")
    return date


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


def statement_to_json(entry: StatementEntry) -> dict[str, Any]:
    """A statement as read, with `document`, `joined_by`, `recorded_at` and `review`.

    `joined_by` is the rule by which it was joined to its utterance, `sureness` how sure that is (0 to 1): null for the
    utterance's first statement on record. `review` is null: nothing on record was reviewed yet.
    """
    document = document_to_json(entry.document)
    return codec.statement_to_json(entry.statement) | {
        "document": {name: document[name] for name in ("id", "input_id", "url", "title", "publisher", "published")},
        "joined_by": entry.joined_by,
        "sureness": entry.sureness,
        "recorded_at": entry.recorded_at,
        "review": None,
    }
