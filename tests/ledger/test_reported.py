"""The counts of who reports an utterance are those of the reports, whatever was added, joined, parted or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, statement_of, unhurried
from onrecord import codec
from onrecord.ledger import Ledger, open_ledger, tables
from onrecord.records import Reading, Review, Target

FERRY = "the ferry to the outer islands will run through the winter"
TOLLS = "no toll on the bridge before the road is mended"
BOTH = "Our ferry runs through the winter, and no toll comes before the road is mended"
# Two halves of a wire story, and the whole, which shows that both are copies of it.
HALVES = (
    f"Ilka Brand said on Monday that {FERRY}. The boats had been laid up since the storms of last autumn, when two of "
    "them lost their rudders in the sound. The harbour master had asked for new moorings at both piers.",
    f"Ilka Brand told the council that {TOLLS}. The works on the causeway have cost twice as much as was planned, and "
    "the last of the three bidders withdrew in the spring. The council meets again when the auditors have reported.",
)


def report(words: tuple[str, ...], text: str, number: int) -> Reading:
    document = document_of(text, published="2022-05-10", publisher=f"Paper {number}", url=f"{number}")
    return reading_of(document, *(statement_of(document, part, speaker="Ilka Brand") for part in words))


def reports(number: int) -> list[Reading]:
    """The reports that may be added: told alone in a paper's words, or in the wire's."""
    alone = [report((one,), f"Paper {number} was told by Ilka Brand: {one}.", number) for one in (FERRY, TOLLS, BOTH)]
    wires = [((FERRY,), HALVES[0]), ((TOLLS,), HALVES[1]), ((FERRY, TOLLS), " ".join(HALVES))]
    return [*alone, *(report(words, text, number) for words, text in wires)]


def counted(ledger: Ledger) -> dict[int, tuple[int, int]]:
    """What the table has."""
    with ledger._database.reading() as connection:
        return {row.utterance: (row.documents, row.independent) for row in connection.execute(select(tables.reported))}


def told(ledger: Ledger) -> dict[int, tuple[int, int]]:
    """The same, from the reports themselves."""
    reports, statements, families = tables.reports, tables.statements, tables.families
    query = (
        select(reports.c.utterance, statements.c.document, families.c.family)
        .join_from(reports, statements, statements.c.key == reports.c.statement)
        .join(families, families.c.document == statements.c.document)
    )
    found: dict[int, set[tuple[int, int]]] = {}
    with ledger._database.reading() as connection:
        for row in connection.execute(query):
            found.setdefault(row.utterance, set()).add((row.document, row.family))
    return {key: (len(of), len({family for _, family in of})) for key, of in found.items() if len(of) > 1}


@dataclass(frozen=True)
class Act:
    """What somebody does next: adds a report, reads one again, or decides about some of the statements on record."""

    does: str
    one: int
    other: int


ACTS = st.builds(
    Act,
    st.sampled_from(["add", "add", "add", "again", "join", "part", "withdraw"]),
    st.integers(0, 50),
    st.integers(0, 50),
)


def target_of(reading: Reading) -> Target:
    statement = reading.statements[0]
    return Target(
        document_id=statement.document_id,
        statement_id=statement.id,
        content=tuple(piece.span for piece in statement.content),
        quote=statement.quote,
        speaker="Ilka Brand",
    )


def decided(verdict: str, one: Target, number: int, **fields: object) -> Review:
    values: dict[str, object] = {"id": "", "reviewer": "Ann", "at": f"2026-01-01T00:00:{number:02}Z"}
    made = Review(**(values | {"verdict": verdict, "target": one} | fields))  # type: ignore[arg-type]
    return codec.identified(made)


def decision(act: Act, added: list[Reading], made: list[Review], number: int) -> Review | None:
    """What an act decides; None where there is nothing to decide about."""
    if act.does == "withdraw" and made:
        before = made.pop(act.one % len(made))
        return decided("withdraw", before.target, number, withdraws=before.id)
    if act.does not in ("join", "part") or not added:
        return None
    one, other = (target_of(added[place % len(added)]) for place in (act.one, act.other))
    if act.does == "part":
        return decided("part", one, number)
    return None if one.document_id == other.document_id else decided("join", one, number, other=other)


@unhurried
@given(st.lists(ACTS, max_size=12))
def test_what_is_kept_is_what_a_count_gives(place: Place, acts: list[Act]) -> None:
    added: list[Reading] = []
    made: list[Review] = []
    with place() as where, open_ledger(where, create=True) as ledger:
        for number, act in enumerate(acts):
            if act.does == "add":
                choice = reports(number)
                added.append(choice[act.one % len(choice)])
                ledger.writer.add(added[-1], RUN)
            elif act.does == "again" and added:
                ledger.writer.add(added[act.one % len(added)], OTHER_RUN)
            elif (review := decision(act, added, made, number)) is not None:
                ledger.writer.review(review)
                made += [review] if review.withdraws is None else []
            assert counted(ledger) == told(ledger)


def test_what_becomes_a_copy_by_a_later_report_counts_no_more(place: Place) -> None:
    first, second = report((FERRY,), HALVES[0], 1), report((FERRY,), f"{HALVES[1]} She repeated that {FERRY}.", 2)
    with place() as where, open_ledger(where, create=True) as ledger:
        for reading in (first, second):
            ledger.writer.add(reading, RUN)
        assert list(counted(ledger).values()) == [(2, 2)]
        ledger.writer.add(report((TOLLS,), f"{HALVES[0]} {HALVES[1]} She repeated that {FERRY}.", 3), RUN)
        assert list(counted(ledger).values()) == [(2, 1)]
