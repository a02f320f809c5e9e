"""More of what can be typed: the register of lines, one line, and two actors compared."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import options

Holder = Annotated[
    str | None,
    typer.Option("--holder", metavar="NAME", help="Whose: a state, an organisation or a person, by any name."),
]
StandsNow = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="What stands now: red_line, demand, ...; several may be given."),
]
LastSince = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Last said on this day or later.")]
LastUntil = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Last said on this day or earlier.")]
About = Annotated[str | None, typer.Option("--issue", metavar="WORDS", help="On what means so, or is called so.")]
LineId = Annotated[
    str,
    typer.Argument(metavar="ID", help="A line's id, or that of a statement or utterance of it.", show_default=False),
]
One = Annotated[str, typer.Argument(metavar="ACTOR", help="A state, organisation or person.", show_default=False)]
Other = Annotated[str, typer.Argument(metavar="ACTOR", help="Another one.", show_default=False)]


def lines(
    ledger: options.LedgerPath = None,
    holder: Holder = None,
    toward: options.Toward = None,
    issue: About = None,
    kinds: StandsNow = None,
    since: LastSince = None,
    until: LastUntil = None,
    independent: options.Independent = None,
    as_of: options.AsOf = None,
    limit: options.Limit = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """List the lines on record: whose position on which issue, what stands now, since when, and who says so.

    `--kind red_line` is the register of red lines.
    """
    from onrecord.cli import forms, register  # noqa: PLC0415

    asked = register.LineQuery(
        holder=holder,
        toward=toward,
        issue=issue,
        kinds=tuple(kinds or ()),
        since=since,
        until=until,
        independent=independent,
        as_of=as_of,
        limit=limit,
    )
    raise typer.Exit(register.lines(asked, forms.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx), ledger=ledger))


def line(
    id: LineId,
    ledger: options.LedgerPath = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """Show one line: what stands, and its history, with both quotations wherever it changed."""
    from onrecord.cli import forms, register  # noqa: PLC0415

    form = forms.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx)
    raise typer.Exit(register.line(id, form, as_of=as_of, ledger=ledger))


def compare(
    one: One,
    other: Other,
    ledger: options.LedgerPath = None,
    issue: About = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """Compare where two stand: on each issue on which both have a line, or on one that you name."""
    from onrecord.cli import forms, register  # noqa: PLC0415

    form = forms.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx)
    raise typer.Exit(register.compare(one, other, form, issue=issue, as_of=as_of, ledger=ledger))


def add_to(app: typer.Typer) -> None:
    """Makes these commands part of the program."""
    for command in (lines, line, compare):
        app.command()(command)
