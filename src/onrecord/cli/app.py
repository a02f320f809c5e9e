"""What can be typed, and how it ends. A command's work is imported when it is asked for, so that --help starts fast."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Annotated

import typer
import typer.main

from onrecord.cli.console import OutputClosed, abandon, prepare_streams, tell
from onrecord.errors import OnrecordError, UsageError

app = typer.Typer(
    name="onrecord",
    help="Who said what, for whom and when: the statements in news reports, with the exact words as evidence.",
    epilog="Settings: ledger, publisher, threads, limit, knowledge, in onrecord.toml here or onrecord/config.toml in "
    "~/.config, or in the variables ONRECORD_LEDGER and so on.\n\n"
    "Exit status: 0 all done; 1 some inputs could not be read; 2 wrong command line; 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Inputs = Annotated[
    list[str],
    typer.Argument(metavar="INPUT...", help="Files, folders, URLs, or - for standard input.", show_default=False),
]
Files = Annotated[
    list[str],
    typer.Argument(
        metavar="FILE...", help="Files of JSON, one entity a line or in an array, or - for input.", show_default=False
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
LedgerPath = Annotated[
    str | None,
    typer.Option("--ledger", metavar="PATH", help="The ledger; else $ONRECORD_LEDGER, else ./onrecord.db."),
]
Publisher = Annotated[
    str | None, typer.Option("--publisher", metavar="NAME", help="Who published the inputs that don't say.")
]
Published = Annotated[
    str | None,
    typer.Option("--published", metavar="DATE", help="When the inputs that don't say were published: 2022-01-10."),
]
Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORDS...",
        help="Words of the quote or the speaker, all of them; 'a phrase', begin*.",
        show_default=False,
    ),
]
Speaker = Annotated[str | None, typer.Option("--speaker", metavar="NAME", help="Said by whom.")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Said on this day or later.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Said on this day or earlier.")]
DocumentId = Annotated[str | None, typer.Option("--document", metavar="ID", help="In this document.")]
Limit = Annotated[
    int | None,
    typer.Option("--limit", metavar="N", min=1, help="At most so many; else 20 on a terminal, all elsewhere."),
]
StatementId = Annotated[
    str, typer.Argument(metavar="ID", help="A statement's id, or the beginning of one.", show_default=False)
]
Party = Annotated[str | None, typer.Option("--party", metavar="NAME", help="With this state, organisation or person.")]
Place = Annotated[str | None, typer.Option("--place", metavar="NAME", help="In this place.")]
From = Annotated[str | None, typer.Option("--since", metavar="DATE", help="On this day or later.")]
To = Annotated[str | None, typer.Option("--until", metavar="DATE", help="On this day or earlier.")]
Status = Annotated[
    str | None,
    typer.Option(
        "--status",
        metavar="STATUS",
        help="As of the latest report: held, under_way, scheduled, proposed, postponed or cancelled.",
    ),
]
Ics = Annotated[bool, typer.Option("--ics", help="A calendar file (iCalendar), of the meetings with a full day.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="On this day; else now: 2022-01-10.")]
Own = Annotated[
    str | None,
    typer.Option(
        "--knowledge", metavar="FOLDER", help="Your own tables; else $ONRECORD_KNOWLEDGE, else the settings'."
    ),
]
Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A person, state or organisation, by any name.", show_default=False)
]
Organisation = Annotated[
    str, typer.Argument(metavar="ORG", help="An organisation or group, by any name.", show_default=False)
]


def _print_version(asked: bool) -> None:
    if asked:
        # It takes as long to load as half of Typer.
        from importlib.metadata import version  # noqa: PLC0415

        tell(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback()
def _everywhere(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def read(
    inputs: Inputs,
    published: Published = None,
    publisher: Publisher = None,
    own: Own = None,
    as_json: Json = False,
) -> None:
    """Print the statements in news reports; store nothing.

    On a terminal: the report with speaker, cue and content in colour, then its statements. Piped: one statement a line,
    with tabs between the columns.
    """
    from onrecord.cli import reading  # noqa: PLC0415

    raise typer.Exit(reading.read(inputs, published=published, publisher=publisher, own=own, as_json=as_json))


@app.command()
def add(
    inputs: Inputs,
    ledger: LedgerPath = None,
    published: Published = None,
    publisher: Publisher = None,
    own: Own = None,
    as_json: Json = False,
) -> None:
    """Read news reports into the ledger.

    What the ledger has already is not read again: run it twice, or after an interruption, and it goes on where it was.
    """
    from onrecord.cli import reading  # noqa: PLC0415

    raise typer.Exit(
        reading.add(inputs, ledger=ledger, published=published, publisher=publisher, own=own, as_json=as_json)
    )


@app.command()
def find(
    words: Words = None,
    ledger: LedgerPath = None,
    speaker: Speaker = None,
    since: Since = None,
    until: Until = None,
    document: DocumentId = None,
    limit: Limit = None,
    as_json: Json = False,
) -> None:
    """List the statements in the ledger that have these words, speaker or days."""
    from onrecord.cli import lists  # noqa: PLC0415

    asked = lists.Query(
        words=lists.asked_words(words or ()), speaker=speaker, since=since, until=until, document=document, limit=limit
    )
    raise typer.Exit(lists.find(asked, ledger=ledger, as_json=as_json))


@app.command()
def show(statement: StatementId, ledger: LedgerPath = None, as_json: Json = False) -> None:
    """Show one statement inside its paragraph, the evidence marked."""
    from onrecord.cli import lists  # noqa: PLC0415

    raise typer.Exit(lists.show(statement, ledger=ledger, as_json=as_json))


@app.command()
def documents(ledger: LedgerPath = None, as_json: Json = False) -> None:
    """List the ledger's documents."""
    from onrecord.cli import lists  # noqa: PLC0415

    raise typer.Exit(lists.documents(ledger=ledger, as_json=as_json))


@app.command()
def meetings(
    ledger: LedgerPath = None,
    party: Party = None,
    place: Place = None,
    since: From = None,
    until: To = None,
    status: Status = None,
    document: DocumentId = None,
    limit: Limit = None,
    as_json: Json = False,
    as_calendar: Ics = False,
) -> None:
    """List the meetings that the ledger's documents mention, the latest first."""
    from onrecord.cli import lists  # noqa: PLC0415

    asked = lists.MeetingQuery(
        party=party, place=place, since=since, until=until, status=status, document=document, limit=limit
    )
    raise typer.Exit(lists.meetings(asked, ledger=ledger, as_json=as_json, as_calendar=as_calendar))


@app.command()
def who(name: Name, on: On = None, own: Own = None, as_json: Json = False) -> None:
    """Show whom or what a name can mean, and the offices held, ever or on a day."""
    from onrecord.cli import knowledge  # noqa: PLC0415

    raise typer.Exit(knowledge.who(name, on=on, own=own, as_json=as_json))


@app.command()
def members(organisation: Organisation, on: On = None, own: Own = None, as_json: Json = False) -> None:
    """List the members of an organisation on a day."""
    from onrecord.cli import knowledge  # noqa: PLC0415

    raise typer.Exit(knowledge.members(organisation, on=on, own=own, as_json=as_json))


@app.command()
def learn(files: Files, own: Own = None, as_json: Json = False) -> None:
    """Take persons, organisations and offices from FollowTheMoney or Wikidata files into your own tables.

    Prints what was added, and what was left out and why. A second time it adds nothing.
    """
    from onrecord.cli import learning  # noqa: PLC0415

    raise typer.Exit(learning.learn(files, own=own, as_json=as_json))


def run(arguments: Sequence[str]) -> int:
    """Run one command line to its exit status; what onrecord or the system refuses ends in one line on standard error.

    A fault of the program itself is raised; `report_fault`, as `sys.excepthook`, puts it in one line too.
    """
    prepare_streams()
    try:
        status = _status(arguments)
        sys.stdout.flush()
    except (OutputClosed, BrokenPipeError):
        # Whoever read the output has enough (`| head`).
        abandon(sys.stdout)
        abandon(sys.stderr)
        return 0
    except KeyboardInterrupt:
        status = 130
    except (OnrecordError, OSError) as error:
        _last_line(f"onrecord: {error}")
        status = 2 if isinstance(error, UsageError) else 1
    if status == 130:
        _last_line("onrecord: interrupted; what was finished is kept")
    return status


def _status(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    try:
        command.main(args=list(arguments), prog_name="onrecord")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    return 0


def report_fault(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """One line for a person in place of a traceback; the traceback too if ONRECORD_DEBUG is set."""
    if os.environ.get("ONRECORD_DEBUG"):
        sys.__excepthook__(kind, fault, trace)
    _last_line(
        f"onrecord: a fault of the program: {kind.__name__}: {fault}; please report it, "
        "with the command line and what ONRECORD_DEBUG=1 prints"
    )


def _last_line(line: str) -> None:
    # If nobody reads standard error either, the exit status has to say it.
    with suppress(OutputClosed):
        tell(line, error=True)
