"""What can be typed, and how it ends. A command's work is imported when it is asked for, so that --help starts fast."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import TracebackType
from typing import Annotated

import typer
import typer.main

from onrecord.cli import accounts as team
from onrecord.cli import commands, line_commands, options
from onrecord.cli.console import OutputClosed, abandon, prepare_streams, tell
from onrecord.errors import OnrecordError, UsageError

# The description of a command that fits on a line.
_SHORT = 66

app = typer.Typer(
    name="onrecord",
    help="Who said what, for whom and when: the statements in news reports, with the exact words as evidence.",
    epilog="Settings: ledger, publisher, threads, limit, knowledge, reviewer, in onrecord.toml here or "
    "onrecord/config.toml in ~/.config, or in the variables ONRECORD_LEDGER and so on.\n\n"
    "Exit status: 0 all done; 1 some inputs could not be read; 2 wrong command line; 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


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
    inputs: options.Inputs,
    published: options.Published = None,
    publisher: options.Publisher = None,
    own: options.Own = None,
    as_json: options.Json = False,
) -> None:
    """Print the statements in news reports; store nothing.

    On a terminal: the report with speaker, cue and content in colour, then its statements. Piped: one statement a line,
    with tabs between the columns.
    """
    from onrecord.cli import reading  # noqa: PLC0415

    raise typer.Exit(reading.read(inputs, published=published, publisher=publisher, own=own, as_json=as_json))


@app.command()
def add(
    inputs: options.Inputs,
    ledger: options.LedgerPath = None,
    published: options.Published = None,
    publisher: options.Publisher = None,
    own: options.Own = None,
    as_json: options.Json = False,
) -> None:
    """Read news reports into the ledger.

    What the ledger has already is not read again: run it twice, or after an interruption, and it goes on where it was.
    """
    from onrecord.cli import reading  # noqa: PLC0415

    raise typer.Exit(
        reading.add(inputs, ledger=ledger, published=published, publisher=publisher, own=own, as_json=as_json)
    )


@app.command(name="open")
def open_(
    ledger: options.LedgerPath = None,
    port: options.Port = 0,
    no_browser: options.NoBrowser = False,
    inside_webhooks: options.InsideHooks = False,
) -> None:
    """Open the ledger in the browser: read reports, look at the record, correct it.

    The pages are served on this machine alone. The printed address lets one browser in, once.
    """
    from onrecord.cli import serving  # noqa: PLC0415

    code = serving.open_pages(ledger=ledger, port=port, browser=not no_browser, inside=inside_webhooks)
    raise typer.Exit(code)


@app.command()
def serve(
    ledger: options.LedgerPath = None,
    host: options.Host = "127.0.0.1",
    port: options.TeamPort = 8000,
    address: options.Address = None,
    accounts: options.AccountsPath = None,
    inside_webhooks: options.InsideHooks = False,
    processes: options.Processes = None,
) -> None:
    """Serve the ledger to a team: the same pages and interface, for those who have an account.

    `onrecord accounts` makes accounts. Beyond this machine, put a server before it that speaks https.
    """
    from onrecord.cli import serving  # noqa: PLC0415

    code = serving.serve_team(
        ledger=ledger,
        host=host,
        port=port,
        address=address,
        accounts=accounts,
        inside=inside_webhooks,
        processes=processes,
    )
    raise typer.Exit(code)


@app.command()
def find(
    words: options.Words = None,
    ledger: options.LedgerPath = None,
    speaker: options.Speaker = None,
    for_whom: options.ForWhom = None,
    toward: options.Toward = None,
    kinds: options.Kinds = None,
    issue: options.Issue = None,
    meeting: options.AtMeeting = None,
    since: options.Since = None,
    until: options.Until = None,
    recorded_since: options.RecordedSince = None,
    recorded_until: options.RecordedUntil = None,
    independent: options.Independent = None,
    as_of: options.AsOf = None,
    document: options.DocumentId = None,
    rejected: options.Rejected = False,
    limit: options.Limit = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """List the statements in the ledger that fit all that is asked: words, speaker, position, days.

    The reports of one act of speech are one entry, the first report first. States and organisations go by any of their
    names and by code: --for UKR, --for Ukraine.
    """
    from onrecord.cli import lists  # noqa: PLC0415

    asked = lists.Query(
        words=lists.asked_words(words or ()),
        speaker=speaker,
        for_whom=for_whom,
        toward=toward,
        kinds=tuple(kinds or ()),
        issue=issue,
        meeting=meeting,
        since=since,
        until=until,
        recorded_since=recorded_since,
        recorded_until=recorded_until,
        independent=independent,
        as_of=as_of,
        document=document,
        rejected=rejected,
    )
    form = lists.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx)
    raise typer.Exit(lists.find(asked, form, limit=limit, ledger=ledger))


@app.command()
def show(statement: options.StatementId, ledger: options.LedgerPath = None, as_json: options.Json = False) -> None:
    """Show one statement inside its paragraph, the evidence marked."""
    from onrecord.cli import lists  # noqa: PLC0415

    raise typer.Exit(lists.show(statement, ledger=ledger, as_json=as_json))


@app.command()
def documents(
    ledger: options.LedgerPath = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
) -> None:
    """List the ledger's documents."""
    from onrecord.cli import lists  # noqa: PLC0415

    form = lists.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx)
    raise typer.Exit(lists.documents(form, as_of=as_of, ledger=ledger))


@app.command()
def meetings(
    ledger: options.LedgerPath = None,
    party: options.Party = None,
    place: options.Place = None,
    since: options.From = None,
    until: options.To = None,
    status: options.Status = None,
    document: options.DocumentId = None,
    as_of: options.AsOf = None,
    limit: options.Limit = None,
    as_json: options.Json = False,
    as_csv: options.Csv = False,
    xlsx: options.Xlsx = None,
    as_calendar: options.Ics = False,
) -> None:
    """List the meetings that the ledger's documents mention, the latest first."""
    from onrecord.cli import lists  # noqa: PLC0415

    asked = lists.MeetingQuery(
        party=party, place=place, since=since, until=until, status=status, document=document, as_of=as_of, limit=limit
    )
    form = lists.Form(as_json=as_json, as_csv=as_csv, xlsx=xlsx, as_calendar=as_calendar)
    raise typer.Exit(lists.meetings(asked, form, ledger=ledger))


@app.command()
def actor(
    name: options.Name, ledger: options.LedgerPath = None, as_of: options.AsOf = None, as_json: options.Json = False
) -> None:
    """Show who somebody is, and what of theirs is on record: roles, affiliations, kinds of positions, first and last.

    A state or an organisation, under any name: what was said for it, and by whom.
    """
    from onrecord.cli import actors  # noqa: PLC0415

    raise typer.Exit(actors.actor(" ".join(name), ledger=ledger, as_of=as_of, as_json=as_json))


@app.command()
def who(name: options.Name, on: options.On = None, own: options.Own = None, as_json: options.Json = False) -> None:
    """Show whom or what a name can mean, and the offices held, ever or on a day."""
    from onrecord.cli import knowledge  # noqa: PLC0415

    raise typer.Exit(knowledge.who(" ".join(name), on=on, own=own, as_json=as_json))


@app.command()
def members(
    organisation: options.Organisation, on: options.On = None, own: options.Own = None, as_json: options.Json = False
) -> None:
    """List the members of an organisation on a day."""
    from onrecord.cli import knowledge  # noqa: PLC0415

    raise typer.Exit(knowledge.members(" ".join(organisation), on=on, own=own, as_json=as_json))


@app.command()
def learn(files: options.Files, own: options.Own = None, as_json: options.Json = False) -> None:
    """Take persons, organisations and offices from FollowTheMoney or Wikidata files into your own tables.

    Prints what was added, and what was left out and why. A second time it adds nothing.
    """
    from onrecord.cli import learning  # noqa: PLC0415

    raise typer.Exit(learning.learn(files, own=own, as_json=as_json))


line_commands.add_to(app)
commands.add_to(app)
app.add_typer(team.app, name="accounts")


def _in_short(about: str) -> str:
    """The first sentence, or what stands before its colon if it is long: else the list of commands breaks it off."""
    sentence = " ".join(re.split(r"[.;](?:\s|$)", about)[0].split())
    return (sentence if len(sentence) <= _SHORT else sentence.partition(":")[0]) + "."


for _command in app.registered_commands:
    _command.short_help = _in_short((_command.callback and _command.callback.__doc__) or "")


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
