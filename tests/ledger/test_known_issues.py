"""What a writer keeps of the issues between two readings is what the ledger has of them, whoever else writes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack

import numpy as np
import pytest
from sqlalchemy import func, select

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, statement_of
from onrecord.ledger import Ledger, meaning, open_ledger, tables
from onrecord.ledger.known_issues import KnownIssues, Near
from onrecord.records import Position, Reading, Review, Target

SUBJECTS = ("power cable", "herring catch", "border crossing", "gas price", "prisoner exchange")


def readings() -> list[Reading]:
    made = []
    for number in range(25):
        subject = SUBJECTS[number * 7 % len(SUBJECTS)]
        quote = f"the {subject} must be settled before day {number} of the {SUBJECTS[number % 3]} talks"
        document = document_of(f"In week {number} Ana Vidal said that {quote}.", published=f"2022-05-{number + 1:02d}")
        position = Position(kind="demand", holder=("Norway",), issue=f"the {subject}", confidence=0.5)
        made.append(reading_of(document, statement_of(document, quote, position=position)))
    return made


def seen(near: Near) -> dict[int, tuple[object, ...]]:
    found = {near.row(at).statement: (near.row(at), near.vector(at).tolist()) for at in range(len(near))}
    assert all(near.row(at or 0).statement == key for key in found if (at := near.find(key)) is not None)
    assert len(found) == len(near)
    return found


def issues_of(ledger: Ledger) -> list[tuple[object, ...]]:
    with ledger._database.reading() as connection:
        stances = connection.execute(select(tables.stances).order_by(tables.stances.c.statement)).all()
        issues = connection.execute(select(tables.issues).order_by(tables.issues.c.statement)).all()
    return [tuple(row) for row in (*stances, *issues)]


def grown(where: str, writers: int, between: Callable[[Ledger, int], object] = lambda *_: None) -> Sequence[object]:
    """The issues of a ledger to which so many writers added in turn; or, with none, a new one for each reading."""
    opened = [open_ledger(where, create=True) for _ in range(writers)]
    for number, reading in enumerate(readings()):
        with ExitStack() as closing:
            ledger = opened[number % writers] if opened else closing.enter_context(open_ledger(where, create=True))
            ledger.writer.add(reading, RUN)
            between(ledger, number)
    for ledger in opened:
        ledger.close()
    with open_ledger(where, create=False) as ledger:
        return issues_of(ledger)


@pytest.mark.parametrize("writers", [1, 3])
def test_a_writer_finds_the_issues_that_a_new_one_finds(place: Place, new_place: Place, writers: int) -> None:
    with place() as one, new_place() as other:
        assert grown(one, 0) == grown(other, writers)


def test_a_decision_of_a_person_reaches_every_writer(place: Place, new_place: Place) -> None:
    targets = [
        Target(
            document_id=reading.document.id,
            statement_id=statement.id,
            content=tuple(piece.span for piece in statement.content),
            quote=statement.content[0].quote,
        )
        for reading in readings()
        for statement in reading.statements
    ]

    def decide(ledger: Ledger, number: int) -> None:
        at = f"2022-07-01T00:00:{number:02d}Z"
        if number == 9:
            same = Review(id="r1", target=targets[0], other=targets[1], verdict="same_issue", reviewer="ana", at=at)
            ledger.writer.review(same)
        if number == 15:
            ledger.writer.review(Review(id="r2", target=targets[2], verdict="own_issue", reviewer="ana", at=at))
        if number == 20:
            # A new reading takes over what was decided about the first one.
            ledger.writer.add(readings()[0], OTHER_RUN)

    with place() as one, new_place() as other:
        assert grown(one, 0, decide) == grown(other, 3, decide)


def test_what_is_kept_is_what_is_on_record(place: Place) -> None:
    kept = KnownIssues()
    with place() as where, open_ledger(where, create=True) as ledger:
        for reading in readings():
            ledger.writer.add(reading, RUN)
            with ledger._database.reading() as connection:
                last = connection.execute(select(func.max(tables.statements.c.key))).scalar_one()
                near = kept.around(connection, range(512), [], last + 1)
                fresh = KnownIssues().around(connection, range(512), [], None)
            assert seen(near) == seen(fresh)


@pytest.mark.parametrize("wanted", [1, 3, 700])
def test_vectors_that_are_multiplied_in_one_go_are_as_alike_as_each_by_itself(wanted: int) -> None:
    made = np.random.default_rng(7)
    vectors, others = (made.standard_normal((n, meaning.WIDTH)).astype(np.float32) for n in (600, wanted))
    places = np.flatnonzero(made.random(600) < 0.9)
    found = meaning.likenesses(others, vectors, places)
    each = np.stack([meaning.products(vectors[places], one) for one in others])
    assert np.allclose(found, each, atol=1e-4)
