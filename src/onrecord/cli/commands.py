"""More of what can be typed: by which people decide about a ledger's statements, and carry it elsewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import options

Judged = Annotated[
    str | None,
    typer.Argument(metavar="[ID]", help="A statement's id, or the beginning of one.", show_default=False),
]
Accept = Annotated[bool, typer.Option("--accept", help="It is right as it stands.")]
Reject = Annotated[bool, typer.Option("--reject", help="Nobody said so: lists leave it out.")]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="FIELD=VALUE",
        help="Correct speaker, affiliation, role, addressee, kind, act, said_on, meeting, position, holder, toward, "
        "issue or first_hand; several may be given. Names are parted by ';', none is unknown.",
    ),
]
Join = Annotated[str | None, typer.Option("--join", metavar="ID", help="It reports the same act as this statement.")]
Part = Annotated[bool, typer.Option("--part", help="It reports another act than those it was joined to.")]
NameIssue = Annotated[
    str | None,
    typer.Option("--name-issue", metavar="NAME", help="What it is about is called so; the ID may be a line's."),
]
SameIssue = Annotated[
    str | None, typer.Option("--same-issue", metavar="ID", help="It is about the same as this statement or line.")
]
OwnIssue = Annotated[
    bool, typer.Option("--own-issue", help="It is about something else than the statements it was put with.")
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Why, or a remark alone.")]
As = Annotated[
    str | None,
    typer.Option("--as", metavar="NAME", help="Who decides; else the setting reviewer, else the login's name."),
]
Withdraw = Annotated[str | None, typer.Option("--withdraw", metavar="REVIEW", help="Withdraw the review with this id.")]
Reviewer = Annotated[str | None, typer.Option("--reviewer", metavar="NAME", help="Of this person.")]
Orphaned = Annotated[bool, typer.Option("--orphaned", help="Those whose statement no reading of today has.")]
Target = Annotated[
    str, typer.Argument(metavar="FILE", help="The file or folder to write, or - for the output.", show_default=False)
]
Source = Annotated[
    str, typer.Argument(metavar="FILE", help="A file of `onrecord export`, or - for the input.", show_default=False)
]
TrainingForm = Annotated[
    str | None,
    typer.Option(
        "--form",
        metavar="FORM",
        help="What people accepted or corrected, as training data: diplomacy, brat (a folder) or label-studio.",
    ),
]


def review(
    statement: Judged = None,
    accept: Accept = False,
    reject: Reject = False,
    sets: Sets = None,
    join: Join = None,
    part: Part = False,
    name_issue: NameIssue = None,
    same_issue: SameIssue = None,
    own_issue: OwnIssue = False,
    note: Note = None,
    withdraw: Withdraw = None,
    reviewer: As = None,
    ledger: options.LedgerPath = None,
) -> None:
    """Accept, reject or correct a statement, join it with another, part it from its act, or note something.

    Nothing is overwritten: each decision is kept with who and when, holds when a better model reads the text again, and
    can be withdrawn.
    """
    from onrecord.cli import reviewing  # noqa: PLC0415

    asked = reviewing.Asked(
        statement=statement,
        accept=accept,
        reject=reject,
        sets=tuple(sets or ()),
        join=join,
        part=part,
        name_issue=name_issue,
        same_issue=same_issue,
        own_issue=own_issue,
        note=note,
        withdraw=withdraw,
    )
    raise typer.Exit(reviewing.review(asked, ledger=ledger, reviewer=reviewer))


def reviews(
    reviewer: Reviewer = None,
    orphaned: Orphaned = False,
    ledger: options.LedgerPath = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """List what people decided, the newest first."""
    from onrecord.cli import forms, reviewing  # noqa: PLC0415

    form = forms.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx)
    raise typer.Exit(reviewing.reviews(form, ledger=ledger, reviewer=reviewer, orphaned=orphaned))


def agreement(
    ledger: options.LedgerPath = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """Compare each two people on the statements that both judged: the share that agrees, and Cohen's kappa."""
    from onrecord.cli import forms, reviewing  # noqa: PLC0415

    form = forms.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx)
    raise typer.Exit(reviewing.agreement(form, ledger=ledger))


def export(target: Target, form: TrainingForm = None, ledger: options.LedgerPath = None) -> None:
    """Write the whole ledger as JSON lines, in the order in which it was recorded; or training data."""
    from onrecord.cli import transfer  # noqa: PLC0415

    raise typer.Exit(transfer.export(target, form=form, ledger=ledger))


def import_(source: Source, ledger: options.LedgerPath = None) -> None:
    """Add to the ledger what another one, written by `onrecord export`, has and this one lacks.

    Run again after an interruption, it goes on where it was.
    """
    from onrecord.cli import transfer  # noqa: PLC0415

    raise typer.Exit(transfer.import_(source, ledger=ledger))


def add_to(app: typer.Typer) -> None:
    """Makes these commands part of the program."""
    for command in (review, reviews, agreement, export):
        app.command()(command)
    app.command(name="import")(import_)
