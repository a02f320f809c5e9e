"""`onrecord review`, `reviews`, `agreement`: what people decide about statements, and how far they agree."""

from __future__ import annotations

import getpass
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onrecord import settings, views
from onrecord.cli import plain
from onrecord.cli.console import tell
from onrecord.cli.forms import Form, Listing, T
from onrecord.cli.tables import Table, tell_table
from onrecord.errors import UsageError
from onrecord.ledger import ReviewEntry, open_ledger
from onrecord.records import Review
from onrecord.views import Decision
from onrecord.views.columns import Column
from onrecord.wording import corrected_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to decide, as typed."""

    statement: str | None
    accept: bool = False
    reject: bool = False
    sets: Sequence[str] = ()
    join: str | None = None
    part: bool = False
    name_issue: str | None = None
    same_issue: str | None = None
    own_issue: bool = False
    note: str | None = None
    withdraw: str | None = None

    @property
    def decisions(self) -> list[Decision]:
        """One for each option that decides something; a note goes with them, or stands alone."""
        made = [Decision(verdict="accept", note=self.note)] if self.accept else []
        made += [Decision(verdict="reject", note=self.note)] if self.reject else []
        made += [Decision(verdict="set", assignment=one, note=self.note) for one in self.sets]
        made += [Decision(verdict="join", other=self.join, note=self.note)] if self.join is not None else []
        made += [Decision(verdict="part", note=self.note)] if self.part else []
        made += [Decision(verdict="own_issue", note=self.note)] if self.own_issue else []
        if self.same_issue is not None:
            made.append(Decision(verdict="same_issue", other=self.same_issue, note=self.note))
        if self.name_issue is not None:
            made.append(Decision(verdict="name_issue", assignment=f"issue={self.name_issue}", note=self.note))
        return made or ([Decision(verdict="note", note=self.note)] if self.note else [])


def review(asked: Asked, *, ledger: str | None, reviewer: str | None) -> int:
    """Add what a person decided, a line each; all of it is checked before any is added."""
    chosen = settings.load()
    name = _one_line(reviewer or chosen.reviewer or _login())
    _check(asked)
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        if asked.withdraw is not None:
            made = [views.withdrawal(opened, asked.withdraw, reviewer=name, note=asked.note)]
        else:
            made = views.reviewed(opened, asked.statement or "", asked.decisions, reviewer=name)
        opened.writer.decide(made)
        for one in made:
            tell(plain.tabbed(one.id, one.reviewer, one.verdict, what(one), one.target.statement_id))
    return 0


def _check(asked: Asked) -> None:
    if asked.withdraw is not None:
        if asked.statement is not None or any(one.verdict != "note" for one in asked.decisions):
            raise UsageError("--withdraw with something else; expected --withdraw REVIEW-ID alone, or with --note")
        return
    if asked.statement is None:
        raise UsageError("no statement; expected its ID, or --withdraw REVIEW-ID")
    if asked.accept and asked.reject:
        raise UsageError("--accept and --reject were both given; expected one of them")
    if asked.join is not None and asked.part:
        raise UsageError("--join and --part were both given; expected one of them")
    if asked.own_issue and asked.same_issue is not None:
        raise UsageError("--own-issue and --same-issue were both given; expected one of them")
    if not asked.decisions:
        raise UsageError(
            "nothing to decide; expected --accept, --reject, --set, --join, --part, --name-issue, --same-issue, "
            "--own-issue or --note"
        )


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError) as error:
        raise UsageError("nobody is logged in by a name; expected --as NAME") from error


def _one_line(name: str) -> str:
    return " ".join(name.split())


def what(one: Review) -> str | None:
    """What a review is about beside its statement: `speaker = Ana Vidal`, the other statement, the review withdrawn."""
    if one.field is not None:
        return f"{one.field} = {corrected_to(one.value)}"
    return one.other.statement_id if one.other is not None else one.withdraws


REVIEWS: tuple[Column[ReviewEntry], ...] = (
    Column(heading="at", of=lambda entry: entry.review.at),
    Column(heading="reviewer", of=lambda entry: entry.review.reviewer),
    Column(heading="verdict", of=lambda entry: entry.review.verdict),
    Column(heading="what", of=lambda entry: what(entry.review)),
    Column(heading="note", of=lambda entry: entry.review.note),
    Column(heading="quote", of=lambda entry: entry.review.target.quote),
    Column(heading="statement", of=lambda entry: entry.statement or entry.review.target.statement_id),
    Column(heading="state", of=lambda entry: _state(entry)),
    Column(heading="review", of=lambda entry: entry.review.id),
)
# A person at a terminal withdraws a review by its id, and reads the quotation last, where the room is.
_REVIEWS_ON_SCREEN = (REVIEWS[8], REVIEWS[7], *REVIEWS[:5], REVIEWS[6], REVIEWS[5])


def _state(entry: ReviewEntry) -> str:
    return "withdrawn" if entry.withdrawn_by else "orphaned" if entry.is_orphaned else "in force"


def reviews(form: Form, *, ledger: str | None, reviewer: str | None, orphaned: bool) -> int:
    """List the reviews on record, the newest first."""
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        found = views.reviews(opened, reviewer=reviewer, orphaned=orphaned)
        listing = Listing(
            name="reviews",
            columns=REVIEWS,
            to_json=views.review_to_json,
            on_screen=lambda all: _on_screen(_REVIEWS_ON_SCREEN, all),
        )
        if not listing.tell(found, form):
            tell("onrecord: nothing found", error=True)
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Compared:
    """One line of `onrecord agreement`: two people on accepting and rejecting, or on one field."""

    pair: views.Agreement
    field: str | None


AGREEMENT: tuple[Column[_Compared], ...] = (
    Column(heading="one", of=lambda line: line.pair.reviewers[0]),
    Column(heading="other", of=lambda line: line.pair.reviewers[1]),
    Column(heading="about", of=lambda line: line.field or "accept or reject"),
    Column(heading="both judged", of=lambda line: _agreed(line).both),
    Column(heading="agree", of=lambda line: _figure(_agreed(line).share)),
    Column(heading="kappa", of=lambda line: None if line.field else _figure(line.pair.kappa)),
)


def _agreed(line: _Compared) -> views.Agreed:
    return line.pair.fields[line.field] if line.field else line.pair.judged


def _figure(number: float | None) -> str | None:
    return None if number is None else f"{number:.2f}"


def agreement(form: Form, *, ledger: str | None) -> int:
    """List how far each two people agree on what both judged."""
    chosen = settings.load()
    with open_ledger(ledger or chosen.ledger, create=False) as opened:
        pairs = views.agreement(opened)
    lines = [_Compared(pair=pair, field=field) for pair in pairs for field in (None, *pair.fields)]
    if form.as_json:
        lines = [line for line in lines if line.field is None]
    listing = Listing(
        name="agreement",
        columns=AGREEMENT,
        to_json=lambda line: views.agreement_to_json(line.pair),
        on_screen=lambda all: _on_screen(AGREEMENT, all),
    )
    if not listing.tell(iter(lines), form):
        tell("onrecord: no statement was judged by two people", error=True)
    return 0


def _on_screen(columns: tuple[Column[T], ...], things: Iterator[T]) -> None:
    rows = ([column.of(thing) for column in columns] for thing in things)
    tell_table(Table(heading=[column.heading for column in columns], rows=rows))
