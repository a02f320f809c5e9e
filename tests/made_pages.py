"""A ledger with a little of everything for the pages: nested statements, a meeting, reports, copies, corrections."""

from __future__ import annotations

from dataclasses import replace

from made_readings import RUN, document_of, reading_of, span_of, statement_of
from onrecord.ledger import Ledger
from onrecord.records import Document, Meeting, PartialDate, Party, Position, Statement, Time

FIRST = (
    "Ministers met in Bergen\n\n"
    "Norway will not reopen the quota, foreign minister Ana Vidal told Iceland on Tuesday after the Bergen talks. "
    "Vidal said that Iceland had called the quota unfair <b>& wrong</b>."
)
SECOND = "Norway will never reopen the quota this year, Ana Vidal said."


def fill(ledger: Ledger) -> None:
    """The first report with three statements, the second with another wording, and a copy of the first."""
    first = document_of(FIRST, title="Ministers met in Bergen", publisher="Harbour Wire", published="2025-03-11")
    refusal = _said(first, "Norway will not reopen the quota", "refusal", cue="told", addressee="Iceland")
    outer = _said(first, "Iceland had called the quota unfair <b>& wrong</b>", "comment", cue="said", speaker="Vidal")
    inner = statement_of(
        first,
        "the quota unfair <b>& wrong</b>",
        speaker="Iceland",
        cue="called",
        kind="indirect",
        inside=outer.id,
        position=Position(kind="criticism", holder=("Iceland",), toward=("Norway",), confidence=0.6),
    )
    meeting = Meeting(
        id="m1", name="Bergen talks", kind="talks", status="held", mentions=(span_of(FIRST, "Bergen talks"),)
    )
    reading = reading_of(first, refusal, outer, inner, meetings=[meeting])
    time = Time(span=span_of(FIRST, "Tuesday"), text="Tuesday", value="2025-03-11")
    ledger.writer.add(replace(reading, times=(time,)), RUN)
    second = document_of(
        SECOND, title="Quota", publisher="Coast Post", published="2025-03-12", url="https://x.example/2"
    )
    ledger.writer.add(reading_of(second, _said(second, SECOND[:44], "refusal", cue="said")), RUN)
    copy = document_of(FIRST, title="Ministers met", publisher="Island Daily", published="2025-03-11", url="copy:1")
    ledger.writer.add(reading_of(copy, _said(copy, "Norway will not reopen the quota", "refusal", cue="told")), RUN)


def _said(
    document: Document, content: str, kind: str, *, cue: str, speaker: str = "Ana Vidal", addressee: str | None = None
) -> Statement:
    text = document.text
    named = Party(text=speaker, span=span_of(text, speaker), name="Ana Vidal", affiliation="NOR")
    made = statement_of(
        document,
        content,
        cue=cue,
        kind="indirect",
        said_on=PartialDate("2025-03-11"),
        said_on_basis="text",
        position=Position(kind=kind, holder=("Norway",), toward=("Iceland",), issue="quota", confidence=0.8),
        addressee=None if addressee is None else Party(text=addressee, span=span_of(text, addressee)),
    )
    return replace(made, speaker=named)
