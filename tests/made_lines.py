"""Positions for tests: two issues that are told apart by meaning, one position at a time, and a small register."""

from __future__ import annotations

from dataclasses import replace

from made_readings import RUN, document_of, reading_of, statement_of
from onrecord import views
from onrecord.ledger import Ledger
from onrecord.records import PartialDate, Party, Position
from onrecord.views import Decision, Line

CABLE = "The power cable under the strait stays ours and will never be handed over, the island will not sell the cable"
CABLE_AGAIN = "We repeat that the power cable under the strait is not for sale and will never be handed over to anybody"
CABLE_OFFER = "The power cable under the strait can be handed over, and the island is ready to sell the cable this year"
HERRING = "Trawlers must stop catching herring on the northern banks until the stocks of fish recover this winter"
HERRING_TOO = "Catching herring on the northern banks is no crime and our trawlers and fish boats will go on doing it"


def add(
    ledger: Ledger,
    text: str,
    day: str,
    kind: str,
    issue: str,
    *holders: str,
    speaker: str | None = None,
    publisher: str = "Daily",
    toward: tuple[str, ...] = (),
    first_hand: bool = True,
) -> str:
    """A report with this statement; the statement's id."""
    document = document_of(text + ".", published=day, publisher=publisher)
    position = Position(kind=kind, holder=holders, issue=issue, toward=toward, first_hand=first_hand)
    party = None if speaker is None else Party(text=speaker, name=speaker)
    made = statement_of(document, text, position=position, said_on=PartialDate(day))
    ledger.writer.add(reading_of(document, replace(made, speaker=party)), RUN)
    return made.id


def fill_lines(ledger: Ledger) -> None:
    """Iceland's red line on the cable, its turn on the herring, and what Norway holds on the herring."""
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland", speaker="Ana Vidal", toward=("Norway",))
    add(ledger, CABLE_AGAIN, "2022-03-01", "red_line", "power cable", "Iceland", speaker="Bo Lind", first_hand=False)
    add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Iceland", toward=("Norway",))
    stopped = HERRING.replace("must stop", "may go on")
    add(ledger, stopped, "2022-05-01", "offer", "herring catch", "Iceland", speaker="Ana Vidal", toward=("Norway",))
    add(ledger, HERRING_TOO, "2022-02-03", "commitment", "herring catch", "Norway", speaker="Eva <b>Holm</b>")


def lines(ledger: Ledger, **asked: object) -> list[Line]:
    """The register, asked so."""
    return list(views.register(ledger, **asked))  # type: ignore[arg-type]


def decide(ledger: Ledger, id: str, verdict: str, **fields: str) -> str:
    """One decision of Ann's about one statement; the review's id."""
    (made,) = views.reviewed(ledger, id, [Decision(verdict=verdict, **fields)], reviewer="Ann")  # type: ignore[arg-type]
    ledger.writer.review(made)
    return made.id


def withdraw(ledger: Ledger, review: str) -> None:
    """Ben takes a review back."""
    ledger.writer.review(views.withdrawal(ledger, review, reviewer="Ben"))
