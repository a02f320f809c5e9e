"""What a list of utterances is asked for, as people and programs say it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.errors import UsageError
from onrecord.knowledge import Knowledge, shipped
from onrecord.ledger import Asked, Ledger, Named
from onrecord.records import PartialDate
from onrecord.views.bodies import names_of
from onrecord.views.counts import check_count
from onrecord.views.dates import instant, since_until
from onrecord.views.ids import document_id
from onrecord.views.kinds import kind_asked

# Far beyond what a person types; 20,000 words that each begin a name keep FTS5 busy for a minute.
_MOST_WORDS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What to find; None leaves a field open. `find` says what each field means."""

    words: str | None = None
    speaker: str | None = None
    for_whom: str | None = None
    toward: str | None = None
    kinds: tuple[str, ...] = ()
    issue: str | None = None
    meeting: str | None = None
    since: PartialDate | str | None = None
    until: PartialDate | str | None = None
    recorded_since: PartialDate | str | None = None
    recorded_until: PartialDate | str | None = None
    independent: int | None = None
    as_of: PartialDate | str | None = None
    document: str | None = None
    rejected: bool = False


def asked_of(ledger: Ledger, query: Query, known: Knowledge | None = None) -> Asked:
    """The query as the ledger takes it. Raises UsageError for what means nothing."""
    check_count(query.independent, "independent")
    knowledge = known or shipped()
    since, until = since_until(query.since, query.until)
    recorded = since_until(query.recorded_since, query.recorded_until, "recorded-")
    return Asked(
        words=_words(query.words, "words"),
        speaker=_words(query.speaker, "speaker"),
        for_whom=_body(query.for_whom, "for", knowledge),
        toward=_body(query.toward, "toward", knowledge),
        issue=_named(query.issue, "issue"),
        meeting=_named(query.meeting, "meeting"),
        kinds=tuple(kind_asked(kind) for kind in query.kinds),
        since=since,
        until=until,
        recorded_since=instant(recorded[0], "recorded-since", end=False),
        recorded_until=instant(recorded[1], "recorded-until"),
        independent=query.independent,
        as_of=instant(query.as_of, "as-of"),
        document=None if query.document is None else document_id(ledger, query.document),
        rejected=query.rejected,
    )


def _words(asked: str | None, name: str) -> str | None:
    count = len((asked or "").split())
    if count > _MOST_WORDS:
        raise UsageError(f"{name}: {count} words; expected {_MOST_WORDS} or fewer")
    return asked if count else None


def _named(asked: str | None, name: str) -> Named | None:
    words = _words(asked, name)
    return None if words is None else Named(words=words)


def _body(asked: str | None, name: str, known: Knowledge) -> Named | None:
    words = _words(asked, name)
    return None if words is None else Named(words=words, names=names_of(words, known))
