"""Adds reviews: checks them against what is on record, places them, and lays joins and parts over the utterances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, insert, select

from onrecord.errors import RecordError
from onrecord.ledger import reviews, tables
from onrecord.ledger.door import check_review, check_target
from onrecord.ledger.dossiers import settle
from onrecord.ledger.regroup import regroup
from onrecord.records import Review

if TYPE_CHECKING:
    from onrecord.ledger.known_issues import KnownIssues

# The fields that tell whether and where a statement stands in the register of lines.
_OF_LINES = ("position", "holder", "said_on", "issue")

_v, _p, _d, _t = tables.reviews, tables.review_places, tables.documents, tables.texts


def record(connection: Connection, review: Review, *, imported: bool = False) -> bool:
    """Adds a review; False if it is on record already, and nothing was added.

    Raises RecordError for one that can't mean anything, or is of something that is not on record. One that is
    `imported` meant something where it was made: it is kept, as an orphan, where no reading here has its statement,
    and withdraws nothing again that was withdrawn here.
    """
    check_review(review)
    if connection.execute(select(_v.c.key).where(_v.c.id == review.id)).first() is not None:
        return False
    if imported and review.withdraws is not None and _withdrawn(connection, review.withdraws):
        return False
    for target in (review.target, review.other):
        if target is not None:
            text = select(_t.c.text).join_from(_t, _d, _t.c.document == _d.c.key).where(_d.c.id == target.document_id)
            check_target(target, connection.execute(text).scalar() or "")
    key = int(connection.execute(select(func.coalesce(func.max(_v.c.key), 0) + 1)).scalar_one())
    seen = connection.execute(select(func.max(tables.readings.c.key))).scalar()
    made = reviews.row(connection, review, key=key, seen_reading=seen)
    if review.withdraws is not None:
        _check_withdrawal(connection, review.withdraws)
    connection.execute(insert(_v), made)
    touched = reviews.enter(connection, _v.c.key == key)
    if review.verdict == "withdraw":
        places = select(_p.c.statement).where(_p.c.review == made["withdraws"])
        touched = list(connection.execute(places).scalars())
    elif not touched and not imported:
        raise RecordError(
            f"review: no statement has the evidence of {review.target.statement_id}; expected one on record"
        )
    decided = review if review.withdraws is None else _decided(connection, review.withdraws)
    if decided.verdict in ("join", "part"):
        regroup(connection, touched)
    _lay_over_issues(connection, decided, touched)
    return True


def _decided(connection: Connection, id: str) -> Review:
    return reviews.review_of(connection.execute(reviews.query().where(_v.c.id == id)).mappings().one())


def _lay_over_issues(connection: Connection, decided: Review, statements: list[int]) -> None:
    """Works out anew the issues and lines that hang on a decision, made or withdrawn."""
    moves = decided.verdict == "own_issue" or (decided.verdict == "set" and decided.field == "issue")
    if moves or (decided.verdict == "set" and decided.field in _OF_LINES):
        from onrecord.ledger import issues  # noqa: PLC0415

        issues.enter_again(connection, statements, stay=not moves)
    if decided.verdict in ("set", "name_issue", "same_issue", "own_issue"):
        settle(connection)


def _withdrawn(connection: Connection, id: str) -> bool:
    found = connection.execute(reviews.query().where(_v.c.id == id)).mappings().first()
    return found is not None and found["withdrawn_by"] is not None


def _check_withdrawal(connection: Connection, id: str) -> None:
    found = connection.execute(reviews.query().where(_v.c.id == id)).mappings().one()
    if found["verdict"] == "withdraw":
        raise RecordError(f"review: {id} withdraws another; expected one that decides something: decide it anew")
    if found["withdrawn_by"] is not None:
        raise RecordError(f"review: {id} was withdrawn by {found['withdrawn_by']}; expected one that is in force")


def carry_over(connection: Connection, document: int, reading: int, known: KnownIssues) -> None:
    """Places the reviews of a document in a reading that was just added, its utterances and its issues with them."""
    placed = reviews.enter(connection, reviews.of_document(document), reading=reading)
    if placed:
        regroup(connection, placed)
    from onrecord.ledger import issues  # noqa: PLC0415

    issues.enter(connection, reading, known)
    if placed:
        settle(connection)
