"""What people decided: a decision made ready to be added, the decisions on record, and how far two people agree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations
from typing import Any

from onrecord import codec
from onrecord.errors import RecordError, UsageError
from onrecord.ledger import Ledger, ReviewEntry, StatementEntry
from onrecord.ledger.amend import corrected, value_of
from onrecord.records import CORRECTABLE, Corrected, Party, Review, Span, Statement, Target, Verdict
from onrecord.views.ids import is_utterance, review_id, statement_id

_UNKNOWN = ("", "none", "unknown")
# What is decided about one statement, though several report the same.
_OF_ONE = ("join", "part", "name_issue", "same_issue")
_FLAGS = {"yes": True, "true": True, "no": False, "false": False, "unknown": None, "none": None, "": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided about one statement: a verdict, with the field and value, other statement or note it needs."""

    verdict: Verdict
    assignment: str | None = None
    other: str | None = None
    note: str | None = None


def reviewed(ledger: Ledger, id: str, decisions: Sequence[Decision], *, reviewer: str) -> list[Review]:
    """The decisions as reviews of the statement with this id, ready for the ledger's writer.

    Ids may be abbreviated. An utterance's stands for all statements that report it; to be joined or parted, for its
    first. Raises UsageError for an id that none or several fit, for a field that can't be corrected, and for a value
    that it can't have.
    """
    entry = ledger.reader.statement(statement_id(ledger, id))
    regroups = any(decision.verdict in _OF_ONE for decision in decisions)
    alike = [] if regroups or not is_utterance(id) else ledger.reader.told_alike(entry.statement.id)
    return [made for one in alike or [entry] for made in _reviewed(ledger, one, decisions, reviewer)]


def _reviewed(ledger: Ledger, entry: StatementEntry, decisions: Sequence[Decision], reviewer: str) -> list[Review]:
    target, statement, made = target_of(entry.machine or entry.statement), entry.statement, []
    for decision in decisions:
        other = None
        if decision.other is not None:
            second = ledger.reader.statement(statement_id(ledger, decision.other))
            other = target_of(second.machine or second.statement)
            if other.statement_id == target.statement_id:
                raise UsageError(f"join: {target.statement_id} is the statement itself; expected another one")
        field, value = None, None
        if decision.assignment is not None:
            field, value = _correction(ledger, statement, decision.assignment)
            # What is corrected next may hang on it: an affiliation on a speaker.
            statement = corrected(statement, field, value)
        made.append(
            _made(reviewer, decision.verdict, target, field=field, value=value, other=other, note=decision.note)
        )
    return made


def withdrawal(ledger: Ledger, id: str, *, reviewer: str, note: str | None = None) -> Review:
    """The review that withdraws the one with this id, which may be abbreviated."""
    whole = review_id(ledger, id.strip())
    (withdrawn,) = ledger.reader.reviews_with([whole])
    return _made(reviewer, "withdraw", withdrawn.review.target, withdraws=whole, note=note)


def _correction(ledger: Ledger, statement: Statement, assignment: str) -> tuple[str, Corrected]:
    name, equals, text = assignment.partition("=")
    field = name.strip().lower().replace("-", "_")
    if not equals or field not in CORRECTABLE:
        raise UsageError(f"set: '{assignment}'; expected FIELD=VALUE, FIELD one of {', '.join(CORRECTABLE)}")
    return field, value_asked(ledger, statement, field, " ".join(text.split()))


def _made(reviewer: str, verdict: Verdict, target: Target, **fields: Any) -> Review:
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return codec.identified(Review(id="", reviewer=reviewer, at=at, verdict=verdict, target=target, **fields))


def target_of(statement: Statement) -> Target:
    """A statement by its evidence."""
    return Target(
        document_id=statement.document_id,
        statement_id=statement.id,
        content=tuple(piece.span for piece in statement.content),
        quote=statement.quote,
        speaker=None if statement.speaker is None else statement.speaker.text,
    )


def value_asked(ledger: Ledger, statement: Statement, field: str, text: str) -> Corrected:
    """The value that a person typed for a field; `none` says that it is unknown. Raises UsageError."""
    _check_hangs(statement, field)
    if field == "first_hand":
        if text.lower() not in _FLAGS:
            raise UsageError(f"first_hand: '{text}'; expected yes, no or unknown")
        return _FLAGS[text.lower()]
    if field in ("holder", "toward"):
        return () if text.lower() in _UNKNOWN else tuple(name for part in text.split(";") if (name := part.strip()))
    if field in codec.CHOICES:
        value = text.lower().replace("-", "_").replace(" ", "_")
        if value not in codec.CHOICES[field]:
            raise UsageError(f"{field}: '{text}'; expected one of {', '.join(codec.CHOICES[field])}")
        return value
    if text.lower() in _UNKNOWN:
        return None
    if field in ("speaker", "addressee"):
        return _party(ledger.reader.text(statement.document_id), statement, text)
    if field == "meeting" and text not in ledger.reader.meeting_ids(statement.document_id):
        raise UsageError(
            f"meeting: no meeting of the document has the id '{text}'; `onrecord meetings --json` lists them"
        )
    try:
        return codec.value_from_json(field, text)
    except RecordError as error:
        raise UsageError(f"{field}: {error}") from error


def _check_hangs(statement: Statement, field: str) -> None:
    if field in ("affiliation", "role") and statement.speaker is None:
        raise UsageError(f"{field}: the statement has no speaker; expected speaker=NAME before it")
    if field in ("holder", "toward", "issue", "first_hand") and statement.position is None:
        raise UsageError(f"{field}: the statement has no position; expected position=KIND before it")


def _party(text: str, statement: Statement, name: str) -> Party:
    """Somebody by name; the evidence is where the text has that name, nearest to the content, if it has."""
    middle = statement.span.start
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text)]
    if not found:
        return Party(text=name, name=name)
    start, end = min(found, key=lambda place: (abs(place[0] - middle), place))
    return Party(text=name, span=Span(start=start, end=end), name=name)


def reviews(
    ledger: Ledger, *, reviewer: str | None = None, orphaned: bool = False, of: str | None = None
) -> Iterator[ReviewEntry]:
    """The reviews on record, the newest first; of one person, or those that no statement can be found for.

    `of`: those of the statement with this id, or of all that report the utterance with it, also what withdrew them.
    Raises UsageError for an id that none or several fit.
    """
    if of is None:
        listed = ledger.reader.reviews(reviewer)
    else:
        own = statement_id(ledger, of)
        alike = [entry.statement.id for entry in ledger.reader.told_alike(own)] if is_utterance(of) else [own]
        listed = [entry for entry in history(ledger, alike) if reviewer in (None, entry.review.reviewer)]
    return (entry for entry in reversed(listed) if entry.is_orphaned or not orphaned)


def reviews_with(ledger: Ledger, ids: Sequence[str]) -> list[ReviewEntry]:
    """The reviews with these ids, those that there are, in the order in which they were made."""
    return ledger.reader.reviews_with(ids)


def history(ledger: Ledger, statement_ids: Sequence[str]) -> list[ReviewEntry]:
    """What people decided about these statements, also what was withdrawn since, the first decision first."""
    return ledger.reader.reviews_of(statement_ids)


def review_to_json(entry: ReviewEntry) -> dict[str, Any]:
    """A review with where it stands in the newest reading: `statement` and `other_statement`, null if nowhere."""
    return codec.review_to_json(entry.review) | {
        "statement": entry.statement,
        "other_statement": entry.other,
        "withdrawn_by": entry.withdrawn_by,
        "orphaned": entry.is_orphaned,
    }


def judged_to_json(entry: StatementEntry) -> dict[str, Any]:
    """What people decided about a statement: `review`, `reviews`, and what the `machine` has where they corrected."""
    machine = entry.machine
    return {
        "review": entry.review,
        "reviews": [codec.review_to_json(review) for review in entry.reviews],
        "machine": machine and {name: codec.value_to_json(value_of(machine, name)) for name in entry.corrected},
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How often two people gave one field the same value, of the statements for which both corrected it."""

    both: int
    same: int

    @property
    def share(self) -> float | None:
        """None if there is nothing to compare."""
        return self.same / self.both if self.both else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Two people on the statements that both accepted or rejected, and on each field that both corrected.

    `kappa` is Cohen's: the share that agrees beyond what chance would give; None where chance alone gives all.
    """

    reviewers: tuple[str, str]
    judged: Agreed
    kappa: float | None
    fields: dict[str, Agreed]


def agreement(ledger: Ledger) -> list[Agreement]:
    """Each two people who judged a statement both, by name. The last word of each counts; notes don't."""
    opinions = _opinions(ledger.reader.reviews())
    pairs = (_agreement(one, other, opinions) for one, other in combinations(sorted(opinions), 2))
    return [pair for pair in pairs if pair.judged.both or pair.fields]


_Opinions = dict[tuple[str, str], Any]


def _opinions(entries: Sequence[ReviewEntry]) -> dict[str, _Opinions]:
    """For each person, what they hold of each statement: (statement, field) to value, (statement, "") to verdict."""
    found: dict[str, _Opinions] = {}
    for entry in entries:
        review = entry.review
        if entry.withdrawn_by is not None or review.verdict not in ("accept", "reject", "set"):
            continue
        statement = entry.statement or review.target.statement_id
        value = review.value if review.verdict == "set" else review.verdict
        found.setdefault(review.reviewer, {})[statement, review.field or ""] = value
    return found


def _agreement(one: str, other: str, opinions: dict[str, _Opinions]) -> Agreement:
    mine, theirs = opinions[one], opinions[other]
    both = [key for key in mine if key in theirs]
    fields = sorted({field for _, field in both if field})
    verdicts = [(mine[key], theirs[key]) for key in both if not key[1]]
    return Agreement(
        reviewers=(one, other),
        judged=_agreed(verdicts),
        kappa=kappa(verdicts),
        fields={name: _agreed([(mine[key], theirs[key]) for key in both if key[1] == name]) for name in fields},
    )


def _agreed(pairs: Sequence[tuple[Any, Any]]) -> Agreed:
    return Agreed(both=len(pairs), same=sum(_plain(one) == _plain(other) for one, other in pairs))


def _plain(value: Corrected) -> Any:
    # Two people name somebody; where in the text each found the name is no opinion.
    return value.name if isinstance(value, Party) else value


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of judgements; None without any, and where chance would make all agree."""
    if not pairs:
        return None
    count = len(pairs)
    labels = {label for pair in pairs for label in pair}
    seen = sum(one == other for one, other in pairs) / count
    shares = [
        (sum(one == x for one, _ in pairs) / count, sum(other == x for _, other in pairs) / count) for x in labels
    ]
    chance = sum(one * other for one, other in shares)
    return None if chance >= 1 else (seen - chance) / (1 - chance)


def agreement_to_json(pair: Agreement) -> dict[str, Any]:
    """`reviewers`, `judged` (how many), `agree` (a share), `kappa`, and for each field `both` and `agree`."""
    return {
        "reviewers": list(pair.reviewers),
        "judged": pair.judged.both,
        "agree": pair.judged.share,
        "kappa": pair.kappa,
        "fields": {name: {"both": agreed.both, "agree": agreed.share} for name, agreed in pair.fields.items()},
    }
