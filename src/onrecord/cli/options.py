"""The options and arguments of the commands, each described once."""

from __future__ import annotations

from typing import Annotated

import typer

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
    typer.Option(
        "--ledger",
        metavar="PATH",
        help="The ledger, or its postgresql:// address; else $ONRECORD_LEDGER, else onrecord.db.",
    ),
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
ForWhom = Annotated[
    str | None,
    typer.Option("--for", metavar="NAME", help="For whom: the speaker's state or organisation, or the holder."),
]
Toward = Annotated[str | None, typer.Option("--toward", metavar="NAME", help="At whom the position is directed.")]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", metavar="KIND", help="What it does: red_line, demand, refusal, ...; several may be given."),
]
Issue = Annotated[str | None, typer.Option("--issue", metavar="WORDS", help="What the position is about.")]
AtMeeting = Annotated[str | None, typer.Option("--meeting", metavar="WORDS", help="Name or place of the meeting.")]
RecordedSince = Annotated[
    str | None, typer.Option("--recorded-since", metavar="DATE", help="Put on record on this day or later, in UTC.")
]
RecordedUntil = Annotated[
    str | None, typer.Option("--recorded-until", metavar="DATE", help="Put on record on this day or earlier, in UTC.")
]
Independent = Annotated[
    int | None,
    typer.Option("--independent", metavar="N", min=1, help="At least so many reports that are no copies."),
]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="The ledger as it stood at the end of this day, in UTC."),
]
Csv = Annotated[bool, typer.Option("--csv", help="A table for spreadsheets and programs: CSV, in UTF-8.")]
Xlsx = Annotated[
    str | None,
    typer.Option("--xlsx", metavar="FILE", help="Write a workbook for Excel or LibreOffice (needs onrecord[xlsx])."),
]
DocumentId = Annotated[str | None, typer.Option("--document", metavar="ID", help="In this document.")]
Rejected = Annotated[bool, typer.Option("--rejected", help="Also what a person rejected.")]
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
Port = Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="Else a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Print the address, open no browser.")]
Host = Annotated[str, typer.Option("--host", metavar="HOST", help="The address of this machine to listen at.")]
TeamPort = Annotated[int, typer.Option("--port", metavar="N", min=1, max=65535, help="The port to listen at.")]
Address = Annotated[
    str | None,
    typer.Option(
        "--address",
        metavar="URL",
        help="How people call the server, if not http://HOST:PORT: https://record.example.org",
    ),
]
AccountsPath = Annotated[
    str | None,
    typer.Option("--accounts", metavar="FILE", help="The file of accounts; else beside the ledger's file."),
]
InsideHooks = Annotated[
    bool, typer.Option("--inside-webhooks", help="Let webhooks call this machine and its network, too.")
]
Processes = Annotated[
    int | None,
    typer.Option(
        "--processes", metavar="N", min=0, max=64, help="Make pages in N more processes; else one for each core."
    ),
]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="On this day; else now: 2022-01-10.")]
Own = Annotated[
    str | None,
    typer.Option(
        "--knowledge", metavar="FOLDER", help="Your own tables; else $ONRECORD_KNOWLEDGE, else the settings'."
    ),
]
Name = Annotated[
    list[str], typer.Argument(metavar="NAME", help="A person, state or organisation, by any name.", show_default=False)
]
Organisation = Annotated[
    list[str], typer.Argument(metavar="ORG", help="An organisation or group, by any name.", show_default=False)
]
