"""The documents on record, as `onrecord documents` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import DocumentEntry, DocumentReading, Ledger
from onrecord.records import PartialDate
from onrecord.views.dates import instant
from onrecord.views.ids import document_id

_FIELDS = (
    "id",
    "input",
    "input_id",
    "url",
    "title",
    "publisher",
    "published_basis",
    "language",
    "retrieved",
    "page_sha256",
    "text_sha256",
    "family",
    "version_of",
    "statements",
    "recorded_at",
)
_SHORT = ("id", "input_id", "url", "title", "publisher", "published")


def documents(
    ledger: Ledger, *, as_of: PartialDate | str | None = None, after: str | None = None
) -> Iterator[DocumentEntry]:
    """All documents, the newest on record first, without their texts; `after`, those after the one with this id.

    `as_of`: those on record at the end of that day, in UTC, as they stood then. Raises UsageError for a date that is
    none, and for an id that no document has.
    """
    return ledger.reader.documents(instant(as_of, "as-of"), after and document_id(ledger, after))


def count_documents(ledger: Ledger) -> int:
    """How many documents are on record."""
    return ledger.reader.count_documents()


def state(ledger: Ledger) -> tuple[int, int]:
    """What changes with any reading or review that is added: for answers that are kept as long as it stays."""
    return ledger.reader.state()


def read_document(ledger: Ledger, id: str) -> DocumentReading:
    """A document with all that was read in it; the id may be abbreviated. Raises UsageError if none or several fit."""
    return ledger.reader.whole(document_id(ledger, id))


def short_to_json(entry: DocumentEntry) -> dict[str, Any]:
    """A document as what is in it names it."""
    value = document_to_json(entry)
    return {name: value[name] for name in _SHORT}


def document_to_json(entry: DocumentEntry) -> dict[str, Any]:
    """The contract's object: the document without `text`, plus `family`, `version_of`, `recorded_at`.

    Documents that print the same text share their `family`: the id of the first one on record.
    """
    value: dict[str, Any] = {name: getattr(entry, name) for name in _FIELDS}
    return value | {"published": None if entry.published is None else entry.published.value}
