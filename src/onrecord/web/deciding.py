"""Working a queue off, as the page and the interface both do: what waits for somebody, and taking back what one did."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from onrecord import views
from onrecord.records import Review
from onrecord.views import queue
from onrecord.views.queue import Disagreement, Waiting
from onrecord.web.site import Site
from onrecord.web.undo import Done

Which = Literal["open", "second"]
"""What nobody has decided about, or what somebody else has."""


def weighed(site: Site) -> Sequence[Waiting]:
    """What nobody has decided about, the first next, each with its doubt; kept until the ledger changes."""
    return site.kept.get("waiting", views.state(site.ledger), lambda: queue.waiting(site.ledger))


def waiting(site: Site, name: str, which: Which) -> list[str]:
    """The statements that wait for somebody, the first next; kept until the ledger changes."""
    if which == "open":
        return [one.statement for one in weighed(site)]
    asked = ("judged by others", name)
    return site.kept.get(asked, views.state(site.ledger), lambda: queue.judged_by_others(site.ledger, name))


def disagreements(site: Site) -> Sequence[Disagreement]:
    """Where people differ; kept until the ledger changes."""
    return site.kept.get("disagreements", views.state(site.ledger), lambda: queue.disagreements(site.ledger))


def agreement(site: Site) -> Sequence[views.Agreement]:
    """How far each two people agree; kept until the ledger changes."""
    return site.kept.get("agreement", views.state(site.ledger), lambda: views.agreement(site.ledger))


def keep(site: Site, name: str, statement: str, made: Sequence[Review]) -> list[str]:
    """Keep what somebody decided, for them to take back by one key; the ids of the reviews."""
    ids = [one.id for one in site.ledger.writer.decide(made)]
    site.undo.push(name, Done(statement=statement, reviews=tuple(ids)))
    return ids


def take_back(site: Site, name: str) -> tuple[str, list[str]] | None:
    """Withdraw what somebody decided last on this server: the statement, and the ids of the new reviews.

    None if there is nothing. What was withdrawn otherwise since is passed over.
    """
    while (done := site.undo.pop(name)) is not None:
        standing = [one.review.id for one in views.reviews_with(site.ledger, done.reviews) if not one.withdrawn_by]
        if standing:
            made = [views.withdrawal(site.ledger, id, reviewer=name) for id in standing]
            return done.statement, [one.id for one in site.ledger.writer.decide(made)]
    return None
