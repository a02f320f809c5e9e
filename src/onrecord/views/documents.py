"""The documents on record, as `onrecord documents` lists them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.ledger import DocumentEntry, Ledger

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


def documents(ledger: Ledger) -> Iterator[DocumentEntry]:
    """All documents, the newest on record first, without their texts."""
    return ledger.reader.documents()


def document_to_json(entry: DocumentEntry) -> dict[str, Any]:
    """The contract's object: the document without `text`, plus `family`, `version_of`, `recorded_at`.

    Documents that print the same text share their `family`: the id of the first one on record.
    """
    value: dict[str, Any] = {name: getattr(entry, name) for name in _FIELDS}
    return value | {"published": None if entry.published is None else entry.published.value}
