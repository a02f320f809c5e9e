"""What is to be reviewed next: statements that nobody has decided about, the most important and doubtful first.

Of each kind of position the latest statements without a decision are weighed, `MOST` of them, from an index by kind
and day: what that costs grows neither with the ledger nor, much, with what was decided. What somebody else decided, and
where two disagree, goes through the decisions that people made, never through the statements.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from onrecord.ledger import Doubt, Ledger, ReviewEntry
from onrecord.records import POSITION_KINDS, Corrected, Party
from onrecord.views.paragraph import Shown

MOST = 60
"""Statements of each kind that are weighed: 14 times that take 30 ms on one core, and are more than a day's work."""

# How much a kind matters, the first most: nobody wants to be wrong about a red line.
_IMPORTANCE = {kind: 1.0 - number / len(POSITION_KINDS) for number, kind in enumerate(POSITION_KINDS)}
_LEAST = 0.05
_OF_NOBODY = 0.5
_JUDGEMENTS = ("accept", "reject", "set")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A statement to review, by its id; `doubt` is how likely something in it is wrong, `weight` orders the queue."""

    statement: str
    kind: str | None
    doubt: float
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """Two people on one statement, or on a `field` of it ("" for the verdict): what each holds, by name."""

    statement: str
    field: str
    held: tuple[tuple[str, Corrected], ...]


def waiting(ledger: Ledger, *, most: int = MOST) -> list[Waiting]:
    """The queue: one statement for each independent report of an utterance, the heaviest first.

    The weight is importance (the kind of position, and how many independent reports) times doubt (that the statement,
    its speaker or its position is wrong, if these were independent).
    """
    found: dict[tuple[str, int], Waiting] = {}
    for kind in (*POSITION_KINDS, None):
        for one in ledger.desk.undecided(kind, limit=most):
            found.setdefault((one.utterance, one.family), _weighed(one))
    return sorted(found.values(), key=lambda one: (-one.weight, one.statement))


def _weighed(one: Doubt) -> Waiting:
    sure = one.confidence * (_OF_NOBODY if one.speaker is None else one.speaker)
    if one.position is not None:
        sure *= one.position
    importance = _IMPORTANCE.get(one.kind or "", _LEAST) * (1 + log2(max(1, one.independent)))
    doubt = 1 - sure
    return Waiting(statement=one.statement, kind=one.kind, doubt=doubt, weight=importance * doubt)


def alike(shown: Shown) -> list[str]:
    """A statement and those of documents that print the same text, in the same act: one decision is of them all."""
    own, family = shown.entry.statement.id, shown.entry.document.family
    copies = [
        entry.statement.id
        for entry in (shown.utterance.statements if shown.utterance is not None else ())
        if entry.document.family == family
        and entry.document.id != shown.entry.document.id
        and entry.statement.quote == shown.entry.statement.quote
    ]
    return [own, *copies]


def judged_by_others(ledger: Ledger, reviewer: str) -> list[str]:
    """Statements that somebody else accepted, rejected or corrected and this person didn't, the latest first."""
    mine: set[str] = set()
    others: dict[str, None] = {}
    for entry in _judgements(ledger.reader.reviews()):
        if entry.review.reviewer == reviewer:
            mine.add(entry.statement or "")
        else:
            others.pop(entry.statement or "", None)
            others[entry.statement or ""] = None
    return [id for id in reversed(others) if id and id not in mine]


def disagreements(ledger: Ledger) -> list[Disagreement]:
    """Where people differ, by their last words: on whether a statement is right, or on the value of a field."""
    held: dict[tuple[str, str], dict[str, Corrected]] = {}
    for entry in _judgements(ledger.reader.reviews()):
        review = entry.review
        value = review.value if review.verdict == "set" else review.verdict
        held.setdefault((entry.statement or "", review.field or ""), {})[review.reviewer] = value
    return [
        Disagreement(statement=statement, field=field, held=tuple(sorted(opinions.items())))
        for (statement, field), opinions in held.items()
        if statement and len({_plain(value) for value in opinions.values()}) > 1
    ]


def _judgements(entries: Iterable[ReviewEntry]) -> Iterable[ReviewEntry]:
    return (one for one in entries if one.withdrawn_by is None and one.review.verdict in _JUDGEMENTS)


def _plain(value: Corrected) -> Corrected:
    # Two people name somebody; where in the text each found the name is no opinion.
    return value.name if isinstance(value, Party) else value
