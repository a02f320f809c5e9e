"""How fields read to a person: who, for whom, when, how sure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from onrecord.records import Corrected, Document, Evidence, Party, Statement
from onrecord.visible import one_line

UNKNOWN = "-"
# Code points between two pieces that a cue takes at least: ", I say, ". Between two sentences of one quotation stand a
# stop, marks and a line feed or two.
_LEAST_INTERRUPTION = 9
# Code points of a text's beginning that are shown in place of a title.
_BEGINNING = 60


class Titled(Protocol):
    """A document of which the ledger knows no title, perhaps, and then how its text begins."""

    @property
    def title(self) -> str | None:
        """The title, if there is one."""

    @property
    def beginning(self) -> str | None:
        """How the text begins, where there is no title."""

    @property
    def input(self) -> str:
        """The file or address that it came from."""


def titled(document: Titled) -> str:
    """A document's title, or how its text begins; where it came from, if it has neither."""
    if document.title or not (document.beginning or "").strip():
        return one_line(document.title or document.input)
    begun = one_line(document.beginning or "")
    return begun if len(begun) <= _BEGINNING else f"{begun[:_BEGINNING].rpartition(' ')[0] or begun[:_BEGINNING]} …"


def who(speaker: Party | None) -> str:
    """The fullest name, and for whom the office is held: `Jens Stoltenberg (NATO)`."""
    if speaker is None:
        return UNKNOWN
    name = one_line(speaker.name or speaker.text)
    return f"{name} ({one_line(speaker.affiliation)})" if speaker.affiliation else name


def quoted(statement: Statement) -> str:
    """The words said, with an ellipsis where the report interrupts them."""
    return joined(statement.content)


def joined(pieces: Sequence[Evidence]) -> str:
    """The pieces of what was said: an ellipsis where the report interrupts them, a stop where a sentence ends."""
    return "".join(
        (_between(before, piece) if before else "") + one_line(piece.quote)
        for before, piece in zip((None, *pieces), pieces, strict=False)
    )


def _between(one: Evidence, other: Evidence) -> str:
    if not 0 <= other.span.start - one.span.end < _LEAST_INTERRUPTION:
        return " … "
    # The stop is no part of a piece; other marks at a sentence's end are.
    return " " if one.quote[-1] in ".!?" else ". "


def in_marks(statement: Statement) -> str:
    """The words in quotation marks if all of them are the speaker's own; what a report words has none but its own."""
    return f"“{quoted(statement)}”" if statement.kind == "direct" else quoted(statement)


def for_whom(statement: Statement) -> str:
    """Whose position it is, where that is known and isn't the speaker's own name; says so if it is second-hand."""
    position = statement.position
    if position is None or not position.holder:
        return UNKNOWN
    holders = one_line(", ".join(position.holder))
    if statement.speaker and holders in (statement.speaker.name, statement.speaker.text):
        return UNKNOWN
    return f"{holders}, second-hand" if position.first_hand is False else holders


def published(document: Document) -> str:
    """The date and what it rests on: `2022-01-10 (dateline)`."""
    if document.published is None:
        return UNKNOWN
    basis = f" ({document.published_basis})" if document.published_basis else ""
    return one_line(f"{document.published}{basis}")


def spaced(name: str) -> str:
    """A kind or a status as people write it: `red line`, `under way`."""
    return name.replace("_", " ")


def does(statement: Statement) -> str:
    """What the statement does, by the kinds of position: demand, refusal..."""
    return spaced(statement.position.kind) if statement.position else UNKNOWN


def toward(statement: Statement) -> str:
    """Toward whom it is directed."""
    position = statement.position
    return one_line(", ".join(position.toward)) if position and position.toward else UNKNOWN


def number_of(statement: Statement, numbers: Mapping[str, int]) -> str:
    """A statement's number in its document, with the number of the one it stands in (`5 in 2`) or repeats (`9 = 2`)."""
    number = str(numbers[statement.id])
    if statement.inside:
        number += f" in {numbers.get(statement.inside, UNKNOWN)}"
    if statement.repeats:
        number += f" = {numbers.get(statement.repeats, UNKNOWN)}"
    return number


def sure(confidence: float) -> str:
    """A confidence as per cent: rounded, but never up to certainty."""
    return f"{confidence:.0%}" if confidence == 1 else f"{min(confidence, 0.99):.0%}"


def likely(confidence: float) -> str:
    """A confidence in words."""
    steps = ((0.9, "very likely right"), (0.75, "likely right"), (0.5, "rather right than wrong"))
    return next((words for least, words in steps if confidence >= least), "rather wrong than right")


def counted(number: int, thing: str) -> str:
    """`1 statement`, `3 statements`."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def reports(independent: int, copies: int) -> str:
    """`3 independent, 17 copies`: documents that print the same text count once."""
    return f"{independent} independent, {copies} {'copy' if copies == 1 else 'copies'}"


def corrected_to(value: Corrected) -> str:
    """A corrected value as a person would type it."""
    if isinstance(value, Party):
        return one_line(value.name or value.text)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return one_line("; ".join(value)) or "none"
    return "none" if value is None else one_line(str(value))
