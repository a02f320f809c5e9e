"""What the server was opened with: the ledger, the settings, who may enter, and the reading that goes on behind."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated

from fastapi import Depends, Request

from onrecord import knowledge, views
from onrecord.knowledge import Knowledge
from onrecord.ledger import Ledger
from onrecord.settings import Settings
from onrecord.views import Facets, Query
from onrecord.web.hooks import Hooks
from onrecord.web.jobs import Jobs
from onrecord.web.kept import Kept
from onrecord.web.security import Gate
from onrecord.web.undo import Undo
from onrecord.web.watches import Watches


@dataclass(frozen=True, kw_only=True)
class Site:
    """One server over one ledger; `hosts` are the names, with port, by which it may be called.

    `watches` and `hooks` are None where there is no place to keep alerts.
    """

    ledger: Ledger
    chosen: Settings
    gate: Gate
    hosts: tuple[str, ...]
    jobs: Jobs
    kept: Kept = field(default_factory=Kept)
    undo: Undo = field(default_factory=Undo)
    watches: Watches | None = None
    hooks: Hooks | None = None

    @cached_property
    def known(self) -> Knowledge:
        """The shipped knowledge, with the tables of one's own that the settings name."""
        return knowledge.with_own(self.chosen.knowledge)


def site_of(request: Request) -> Site:
    """The site that a request came to."""
    found: Site = request.app.state.site
    return found


def kept_facets(site: Site, query: Query) -> Facets:
    """What the utterances that fit have in common; kept until the ledger changes."""
    state = views.state(site.ledger)
    return site.kept.get(("facets", query), state, lambda: views.facets(site.ledger, query, known=site.known))


Here = Annotated[Site, Depends(site_of)]
"""The site as a parameter of what answers: `def page_of(request: Request, site: Here)`."""
