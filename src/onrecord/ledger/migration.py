"""One step of the ledger's schema, for either database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from onrecord.ledger.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the schema; its number is its place in `MIGRATIONS`, counted from 1."""

    about: str
    portable: str
    sqlite: str = ""
    postgresql: str = ""
    then: Callable[[Connection], None] | None = None

    def statements(self, store: Store) -> tuple[str, ...]:
        """The SQL statements for this database, one each."""
        every = store.adapted(self.portable) + getattr(self, store.dialect)
        return tuple(part.strip() for part in every.split(";") if part.strip())
