"""`onrecord lines`, `line`, `compare`: what a holder's position on an issue is, how it came so, and where two stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import islice

from onrecord import codec, knowledge, views
from onrecord.cli.console import tell
from onrecord.cli.forms import Form, Listing
from onrecord.cli.lists import opened_ledger, tell_more
from onrecord.views import Line
from onrecord.views.columns import Column, T
from onrecord.views.line_columns import COMPARED, LINES, STEPS
from onrecord.visible import json_line, one_line
from onrecord.wording import UNKNOWN, reports, spaced


@dataclass(frozen=True, slots=True, kw_only=True)
class LineQuery:
    """Which lines to list, as typed; None leaves a field open."""

    holder: str | None
    toward: str | None
    issue: str | None
    kinds: tuple[str, ...]
    since: str | None
    until: str | None
    independent: int | None
    as_of: str | None
    limit: int | None


def lines(asked: LineQuery, form: Form, *, ledger: str | None) -> int:
    """List the lines that fit, the latest first."""
    with opened_ledger(ledger) as (opened, chosen):
        limit = asked.limit or (chosen.limit if form.at_terminal else None)
        fields = asdict(asked) | {"limit": None if limit is None else limit + 1, "history": form.as_json}
        found = views.register(opened, **fields, known=knowledge.with_own(chosen.knowledge))
        listing = Listing(
            name="lines",
            columns=LINES,
            to_json=views.line_to_json,
            on_screen=_on_screen(LINES, "holder, kind, since, last, independent, line, issue"),
        )
        count = listing.tell(islice(found, limit), form)
        tell_more(found, limit)
    if not count:
        tell("onrecord: nothing found", error=True)
    return 0


def line(id: str, form: Form, *, as_of: str | None, ledger: str | None) -> int:
    """Show one line: what stands, and its history, each change with what was held before."""
    with opened_ledger(ledger) as (opened, _chosen):
        found = views.line(opened, id, as_of=as_of)
        said = views.words_of(opened, found.steps)
    if form.as_json:
        tell(json_line(codec.line(views.line_to_json(found))))
        return 0
    if not (form.as_csv or form.xlsx):
        for name, value in _fields(found, said):
            tell(f"{name}: {one_line(value)}")
        tell("")
    steps = tuple(replace(c, of=lambda step: said[step.id]) if c.heading == "quote" else c for c in STEPS)
    listing = Listing(
        name="line",
        columns=steps,
        to_json=views.step_to_json,
        on_screen=_on_screen(steps, "day, kind, change, who, hand, quote"),
    )
    listing.tell(iter(found.steps), form)
    return 0


def compare(one: str, other: str, form: Form, *, issue: str | None, as_of: str | None, ledger: str | None) -> int:
    """List where two stand, an issue each."""
    with opened_ledger(ledger) as (opened, chosen):
        known = knowledge.with_own(chosen.knowledge)
        found = views.compare(opened, one, other, issue=issue, as_of=as_of, known=known)
        listing = Listing(
            name="compared",
            columns=COMPARED,
            to_json=views.compared_to_json,
            on_screen=_on_screen(COMPARED, "one, since, other, other since, issue"),
        )
        count = listing.tell(found, form)
    if not count:
        on = f" on '{issue}'" if issue is not None else " on which both have a position"
        tell(f"onrecord: no issue found{on}", error=True)
    return 0


def _fields(found: Line, said: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "line", found.id
    yield "holder", found.holder
    yield "issue", found.issue + (", named by a person" if found.named_by_person else "")
    yield "kind", spaced(found.kind)
    yield "toward", ", ".join(found.toward) or UNKNOWN
    yield "since", f"{found.since or UNKNOWN}, last {found.last or UNKNOWN}"
    yield "reports", reports(found.independent, found.copies)
    yield "first-hand by", ", ".join(found.first_hand_by) or UNKNOWN
    yield "second-hand by", ", ".join(found.second_hand_by) or UNKNOWN
    for before, after in found.changes:
        yield "changed", f"{before.day or 'undated'} {before.kind.replace('_', ' ')}: {said[before.id]}"
        yield f"  {after.change}", f"{after.day or 'undated'} {after.kind.replace('_', ' ')}: {said[after.id]}"


def _on_screen(columns: tuple[Column[T], ...], names: str) -> Callable[[Iterator[T]], None]:
    """Prints these of the columns, by name, at a terminal."""
    shown = [next(column for column in columns if column.heading == name) for name in names.split(", ")]

    def print_all(things: Iterator[T]) -> None:
        # Rich takes a tenth of a second to load, and only a terminal needs it.
        from onrecord.cli import screen  # noqa: PLC0415

        screen.print_columns(shown, things)

    return print_all
