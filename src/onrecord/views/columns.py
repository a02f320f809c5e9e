"""The columns of the ledger's lists: the same in a table for a person, in CSV and in a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from onrecord.ledger import DocumentEntry
from onrecord.views.meetings import Gathering
from onrecord.views.sheets import Cell
from onrecord.views.utterances import Utterance
from onrecord.visible import one_line
from onrecord.wording import UNKNOWN, does, for_whom, quoted, titled, toward, who

T = TypeVar("T")

_FIRST_HAND = {True: "yes", False: "no", None: None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[T]):
    """A column: its heading, and what stands in it; `more` are those that only files have."""

    heading: str
    of: Callable[[T], object]
    more: bool = False


def heading(columns: Sequence[Column[T]]) -> list[str]:
    """The headings, in order."""
    return [column.heading for column in columns]


def row(columns: Sequence[Column[T]], thing: T) -> list[Cell]:
    """What stands in the columns, in order; what is unknown is None."""
    return [_cell(column.of(thing)) for column in columns]


def _cell(value: object) -> Cell:
    if value is None or isinstance(value, int | float):
        return value
    text = one_line(str(value))
    return text if text not in ("", UNKNOWN) else None


FOUND: tuple[Column[Utterance], ...] = (
    Column(heading="said on", of=lambda found: found.first.said_on),
    Column(heading="who", of=lambda found: who(found.first.speaker)),
    Column(heading="for", of=lambda found: for_whom(found.first)),
    Column(heading="does", of=lambda found: does(found.first)),
    Column(heading="toward", of=lambda found: toward(found.first)),
    Column(heading="kind", of=lambda found: found.first.kind),
    Column(heading="quote", of=lambda found: quoted(found.first)),
    Column(heading="publisher", of=lambda found: _document(found).publisher),
    Column(heading="published", of=lambda found: _document(found).published),
    Column(heading="document", of=lambda found: titled(_document(found))),
    Column(heading="independent", of=lambda found: found.independent),
    Column(heading="copies", of=lambda found: found.copies),
    Column(heading="review", of=lambda found: found.statements[0].review),
    Column(heading="statement", of=lambda found: found.first.id),
    Column(heading="name", of=lambda found: _of(found.first.speaker, "name"), more=True),
    Column(heading="role", of=lambda found: _of(found.first.speaker, "role"), more=True),
    Column(heading="affiliation", of=lambda found: _of(found.first.speaker, "affiliation"), more=True),
    Column(heading="holder", of=lambda found: "; ".join(_of(found.first.position, "holder") or ()), more=True),
    Column(heading="first-hand", of=lambda found: _FIRST_HAND[_of(found.first.position, "first_hand")], more=True),
    Column(heading="about", of=lambda found: _of(found.first.position, "issue"), more=True),
    Column(heading="sure", of=lambda found: found.first.confidence, more=True),
    Column(heading="sure of kind", of=lambda found: _of(found.first.position, "confidence"), more=True),
    Column(heading="utterance", of=lambda found: found.id, more=True),
    Column(heading="document id", of=lambda found: _document(found).id, more=True),
    Column(heading="recorded at", of=lambda found: found.statements[0].recorded_at, more=True),
    Column(heading="publishers", of=lambda found: _of_reports(found, "publisher", "; "), more=True),
    Column(heading="addresses", of=lambda found: _of_reports(found, "url", " "), more=True),
)

DOCUMENTS: tuple[Column[DocumentEntry], ...] = (
    Column(heading="recorded at", of=lambda entry: entry.recorded_at),
    Column(heading="published", of=lambda entry: entry.published),
    Column(heading="publisher", of=lambda entry: entry.publisher),
    Column(heading="language", of=lambda entry: entry.language),
    Column(heading="statements", of=lambda entry: entry.statements),
    Column(heading="title", of=lambda entry: entry.title),
    Column(heading="input", of=lambda entry: entry.input),
    Column(heading="document", of=lambda entry: entry.id),
    Column(heading="address", of=lambda entry: entry.url, more=True),
    Column(heading="published by", of=lambda entry: entry.published_basis, more=True),
    Column(heading="family", of=lambda entry: entry.family, more=True),
    Column(heading="version of", of=lambda entry: entry.version_of, more=True),
    Column(heading="input id", of=lambda entry: entry.input_id, more=True),
    Column(heading="retrieved", of=lambda entry: entry.retrieved, more=True),
)

MEETINGS: tuple[Column[Gathering], ...] = (
    Column(heading="start", of=lambda gathering: gathering.meeting.start),
    Column(heading="end", of=lambda gathering: gathering.meeting.end),
    Column(heading="status", of=lambda gathering: gathering.meeting.status),
    Column(heading="kind", of=lambda gathering: gathering.meeting.kind),
    Column(heading="meeting", of=lambda gathering: gathering.meeting.name),
    Column(heading="parties", of=lambda gathering: ", ".join(gathering.meeting.parties)),
    Column(heading="place", of=lambda gathering: gathering.meeting.place),
    Column(heading="reports", of=lambda gathering: len(gathering.entries)),
    Column(heading="latest report", of=lambda gathering: gathering.entries[0].document.published),
    Column(heading="document", of=lambda gathering: gathering.entries[0].document.id),
    Column(heading="id", of=lambda gathering: gathering.meeting.id, more=True),
    Column(heading="title", of=lambda gathering: gathering.entries[0].document.title, more=True),
    Column(heading="publisher", of=lambda gathering: gathering.entries[0].document.publisher, more=True),
    Column(
        heading="addresses",
        of=lambda gathering: _joined((entry.document.url for entry in gathering.entries), " "),
        more=True,
    ),
)


def _document(found: Utterance) -> DocumentEntry:
    return found.statements[0].document


def _of(record: object, field: str) -> Any:
    """A field of what may be unknown as a whole."""
    return None if record is None else getattr(record, field)


def _of_reports(found: Utterance, field: str, between: str) -> str:
    return _joined((getattr(entry.document, field) for entry in found.statements), between)


def _joined(values: Iterable[str | None], between: str) -> str:
    return between.join(dict.fromkeys(value for value in values if value))
