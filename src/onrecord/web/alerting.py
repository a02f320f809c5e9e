"""Keeping alerts, as the page and the interface both do: what may be kept, and what it would have fired."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path

from onrecord import views
from onrecord.errors import UsageError
from onrecord.views.query import Query
from onrecord.views.watch import Fired, fired, watched
from onrecord.web.query import pairs_of
from onrecord.web.site import Site
from onrecord.web.watches import Watches, moment

Id = Annotated[int, Path(ge=1, le=2**63 - 1)]
"""An alert's id in an address: no larger than a database knows numbers."""

_DAYS = 31


def watches_of(site: Site) -> Watches:
    """Where the server keeps alerts. Raises UsageError if it has no place for them."""
    if site.watches is None:
        raise UsageError("this server has no place to keep alerts; expected a ledger in a file, or --accounts FILE")
    return site.watches


def fired_lately(site: Site, query: Query) -> list[Fired]:
    """What a search would have fired in the last month, kept until the ledger or the day changes."""
    since = (datetime.now(UTC) - timedelta(days=_DAYS)).strftime("%Y-%m-%dT00:00:00Z")

    def make() -> list[Fired]:
        return fired(site.ledger, query, since=since, known=site.known)

    return site.kept.get(("fired", query, since), views.state(site.ledger), make)


def search_to_keep(site: Site, query: Query) -> str:
    """The filter of an alert as in an address. Raises UsageError for one that asks for nothing, or can't be asked."""
    kept = watched(query)
    asked = list(pairs_of(kept))
    if not asked:
        raise UsageError("nothing is asked for; expected a search of the ledger")
    fired(site.ledger, kept, since=moment(), known=site.known, most=1)
    return urlencode(asked)


def webhook_to_keep(site: Site, address: str | None) -> str | None:
    """The address of a webhook, None for an empty one. Raises UsageError for one that this server doesn't call."""
    if not address:
        return None
    if site.hooks is None:
        raise UsageError("this server calls no webhooks; expected an alert without one")
    return site.hooks.checked(address)
