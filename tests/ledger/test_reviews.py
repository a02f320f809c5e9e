"""What people decide is kept, finds its statement again in a better reading, and holds over what the rules join."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, span_of, statement_of, unhurried
from onrecord import codec
from onrecord.errors import RecordError
from onrecord.ledger import Asked, Ledger, StatementEntry, open_ledger
from onrecord.ledger.reviews import Candidate, place, shared
from onrecord.records import PartialDate, Party, Position, Reading, Review, Span, Statement, Target

TEXT = "“We see no progress at all,” Ana Vidal said on Monday. “None,” Bo Lind said. He left the hall early."
LONG = "We will not sign any treaty that leaves the harbours without fishing grounds"


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place() as where, open_ledger(where, create=True) as made:
        yield made


def target(statement: Statement) -> Target:
    return Target(
        document_id=statement.document_id,
        statement_id=statement.id,
        content=tuple(piece.span for piece in statement.content),
        quote=statement.quote,
        speaker=statement.speaker.text if statement.speaker else None,
    )


def review(statement: Statement, verdict: str, *, at: int = 0, **fields: object) -> Review:
    values: dict[str, object] = {"id": "", "reviewer": "Ann", "at": f"2026-01-01T00:00:{at:02d}Z"}
    made = Review(**(values | {"verdict": verdict, "target": target(statement)} | fields))  # type: ignore[arg-type]
    return codec.identified(made)


def decide(ledger: Ledger, statement: Statement, verdict: str, **fields: object) -> Review:
    made = review(statement, verdict, **fields)
    assert ledger.writer.review(made)
    return made


def withdraw(ledger: Ledger, statement: Statement, other: Review) -> None:
    decide(ledger, statement, "withdraw", withdraws=other.id)


def monday(*parts: str) -> Reading:
    document = document_of(TEXT, published="2022-05-09")
    position = Position(kind="comment", holder=("Spain",), confidence=0.4)
    return reading_of(
        document, *(statement_of(document, part, speaker="Ana Vidal", position=position) for part in parts)
    )


def report(number: int, text: str = LONG) -> Reading:
    """One of several papers that print the same words in another text."""
    document = document_of(f"Paper {number} of the islands: “{text},” Ana Vidal told it.", published="2022-05-10")
    return reading_of(document, statement_of(document, text, speaker="Ana Vidal"))


def entries(ledger: Ledger, *, rejected: bool = True) -> list[StatementEntry]:
    return [entry for group in ledger.reader.utterances(Asked(rejected=rejected)) for entry in group]


def utterances(ledger: Ledger) -> set[frozenset[str]]:
    """The ids of the documents that report each utterance."""
    return {frozenset(entry.document.id for entry in group) for group in ledger.reader.utterances(Asked())}


def test_a_review_comes_back_as_it_was_and_only_once(ledger: Ledger) -> None:
    reading = monday("We see no progress at all")
    ledger.writer.add(reading, RUN)
    made = decide(ledger, reading.statements[0], "accept", note="I was there")
    assert not ledger.writer.review(made)
    (listed,) = ledger.reader.reviews()
    assert listed.review == made
    assert (listed.statement, listed.withdrawn_by, listed.is_orphaned) == (reading.statements[0].id, None, False)
    assert ledger.reader.reviews("Ben") == []
    assert ledger.reader.review_ids(made.id[:4], limit=2) == [made.id]


CORRECTIONS = {
    "speaker": Party(text="Bo Lind", name="Bo Lind"),
    "affiliation": "PRT",
    "role": "envoy",
    "addressee": Party(text="the press", name="the press"),
    "kind": "mixed",
    "act": "thought",
    "said_on": PartialDate("2022-05"),
    "position": "red_line",
    "holder": ("Portugal", "Spain"),
    "toward": ("Denmark",),
    "issue": "herring",
    "first_hand": False,
}


def seen(statement: Statement, field: str) -> object:
    if field in ("affiliation", "role"):
        return getattr(statement.speaker, field)
    if field in ("holder", "toward", "issue", "first_hand"):
        return getattr(statement.position, field)
    return statement.position.kind if field == "position" and statement.position else getattr(statement, field)


@pytest.mark.parametrize("field", CORRECTIONS)
def test_a_correction_is_shown_and_the_machine_s_value_is_kept(ledger: Ledger, field: str) -> None:
    reading = monday("We see no progress at all")
    ledger.writer.add(reading, RUN)
    made = decide(ledger, reading.statements[0], "set", field=field, value=CORRECTIONS[field])
    entry = ledger.reader.statement(reading.statements[0].id)
    assert seen(entry.statement, field) == CORRECTIONS[field]
    assert (entry.machine, entry.corrected, entry.review) == (reading.statements[0], (field,), "amended")
    decide(ledger, reading.statements[0], "set", field=field, value=CORRECTIONS[field], at=1, reviewer="Ben")
    withdraw(ledger, reading.statements[0], made)
    assert seen(ledger.reader.statement(entry.statement.id).statement, field) == CORRECTIONS[field]


def test_another_speaker_has_no_office_of_the_first_and_a_fuller_name_keeps_it(ledger: Ledger) -> None:
    document = document_of(TEXT)
    party = Party(text="Ana Vidal", span=span_of(TEXT, "Ana Vidal"), name="Vidal", role="envoy", affiliation="ESP")
    statement = statement_of(document, "We see no progress at all", speaker="Ana Vidal")
    reading = reading_of(document, replace(statement, speaker=party))
    ledger.writer.add(reading, RUN)
    (read,) = reading.statements
    decide(ledger, read, "set", field="speaker", value=Party(text="Ana Maria Vidal", name="Ana Maria Vidal"))
    fuller = ledger.reader.statement(read.id).statement.speaker
    assert fuller and (fuller.name, fuller.role, fuller.affiliation) == ("Ana Maria Vidal", "envoy", "ESP")
    decide(ledger, read, "set", field="speaker", value=Party(text="Bo Lind", name="Bo Lind"), at=1)
    other = ledger.reader.statement(read.id).statement.speaker
    assert other and (other.name, other.role, other.affiliation) == ("Bo Lind", None, None)
    decide(ledger, read, "set", field="affiliation", value="SWE", at=2)
    told = ledger.reader.statement(read.id).statement.speaker
    assert told and told.affiliation == "SWE"
    decide(ledger, read, "set", field="speaker", value=None, at=3)
    assert ledger.reader.statement(read.id).statement.speaker is None


def test_the_last_decision_counts_and_a_withdrawn_one_does_not(ledger: Ledger) -> None:
    reading = monday("We see no progress at all", "None")
    ledger.writer.add(reading, RUN)
    first = reading.statements[0]
    standing = [ledger.reader.statement(first.id).review]
    rejection = decide(ledger, first, "reject")
    standing.append(ledger.reader.statement(first.id).review)
    assert [entry.statement.quote for entry in entries(ledger, rejected=False)] == ["None"]
    assert len(entries(ledger)) == 2
    acceptance = decide(ledger, first, "accept", at=1, reviewer="Ben")
    standing.append(ledger.reader.statement(first.id).review)
    assert len(entries(ledger, rejected=False)) == 2
    withdraw(ledger, first, acceptance)
    standing.append(ledger.reader.statement(first.id).review)
    assert len(entries(ledger, rejected=False)) == 1
    withdraw(ledger, first, rejection)
    standing.append(ledger.reader.statement(first.id).review)
    assert standing == [None, "rejected", "accepted", "rejected", None]
    assert len(entries(ledger, rejected=False)) == 2
    assert [one.withdrawn_by is None for one in ledger.reader.reviews()] == [False, False, True, True]


def test_what_was_decided_later_does_not_count_before(ledger: Ledger) -> None:
    reading = monday("We see no progress at all")
    ledger.writer.add(reading, RUN, recorded_at="2026-01-01T00:00:00Z")
    rejection = decide(ledger, reading.statements[0], "reject", at=10)
    decide(ledger, reading.statements[0], "withdraw", withdraws=rejection.id, at=20)
    found = [
        len(list(ledger.reader.utterances(Asked(as_of=f"2026-01-01T00:00:{second}Z")))) for second in ("05", "15", "25")
    ]
    assert found == [1, 0, 1]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"verdict": "set"}, "only 'set' or 'name_issue' has one"),
        ({"verdict": "accept", "field": "issue", "value": "x"}, "only 'set' or 'name_issue' has one"),
        ({"verdict": "join"}, "only 'join' or 'same_issue' has one"),
        ({"verdict": "note"}, "the note is empty"),
        ({"verdict": "withdraw", "withdraws": "r0"}, "no review has the id 'r0'"),
        ({"verdict": "set", "field": "quote", "value": "x"}, "there is no field 'quote'"),
        ({"verdict": "set", "field": "position", "value": "wish"}, "expected one of red_line"),
        ({"verdict": "set", "field": "kind", "value": None}, "expected a string"),
        ({"verdict": "set", "field": "first_hand", "value": "yes"}, "expected true, false or null"),
        ({"verdict": "accept", "reviewer": " "}, "expected a name"),
        ({"verdict": "accept", "at": "yesterday"}, "expected YYYY-MM-DDTHH:MM:SSZ"),
    ],
)
def test_a_review_that_means_nothing_is_refused(ledger: Ledger, fields: dict[str, object], problem: str) -> None:
    reading = monday("We see no progress at all")
    ledger.writer.add(reading, RUN)
    with pytest.raises(RecordError, match=problem):
        ledger.writer.review(replace(review(reading.statements[0], "accept"), **fields))  # type: ignore[arg-type]
    assert ledger.reader.reviews() == []


def test_a_review_of_what_is_not_on_record_is_refused(ledger: Ledger) -> None:
    reading = monday("We see no progress at all")
    with pytest.raises(RecordError, match="the text has ''"):
        ledger.writer.review(review(reading.statements[0], "accept"))
    ledger.writer.add(reading, RUN)
    false = replace(target(reading.statements[0]), quote="We see some progress")
    with pytest.raises(RecordError, match="the text has 'We see no progress"):
        ledger.writer.review(replace(review(reading.statements[0], "accept"), target=false))
    with pytest.raises(RecordError, match="joined with itself"):
        ledger.writer.review(review(reading.statements[0], "join", other=target(reading.statements[0])))
    elsewhere = statement_of(reading.document, "He left the hall early")
    with pytest.raises(RecordError, match="no statement has the evidence"):
        ledger.writer.review(review(elsewhere, "accept"))
    made = decide(ledger, reading.statements[0], "accept")
    withdraw(ledger, reading.statements[0], made)
    for one in ledger.reader.reviews():
        with pytest.raises(RecordError, match=r"was withdrawn by|withdraws another"):
            ledger.writer.review(review(reading.statements[0], "withdraw", withdraws=one.review.id, at=9))


def reread(ledger: Ledger, *parts: str, id: str | None = None) -> Reading:
    """A better model's reading of the same text."""
    better = monday(*parts)
    again = tuple(replace(one, id=id or f"again-{number}") for number, one in enumerate(better.statements))
    better = replace(better, statements=again)
    ledger.writer.add(better, OTHER_RUN)
    return better


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (("We see no progress at all", "None"), "again-0"),
        (("None", "We see no progress"), "again-1"),
        (("no progress", "see no progress at all"), "again-1"),
        (("None", "at all"), None),
        ((), None),
    ],
)
def test_a_review_finds_its_statement_in_a_better_reading(
    ledger: Ledger, parts: tuple[str, ...], found: str | None
) -> None:
    reading = monday("We see no progress at all")
    ledger.writer.add(reading, RUN)
    decide(ledger, reading.statements[0], "reject")
    reread(ledger, *parts)
    (listed,) = ledger.reader.reviews()
    assert (listed.statement, listed.is_orphaned) == (found, found is None)
    assert [one.statement.id for one in entries(ledger) if one.review == "rejected"] == ([found] if found else [])
    assert ledger.reader.statement(reading.statements[0].id).review == "rejected"


def test_a_review_made_in_a_later_reading_is_found_in_the_earlier_one_too(ledger: Ledger) -> None:
    reading = monday("We see no progress at all")
    ledger.writer.add(reading, RUN)
    better = reread(ledger, "We see no progress")
    decide(ledger, better.statements[0], "accept")
    assert ledger.reader.statement(reading.statements[0].id).review == "accepted"


SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 12)).map(lambda pair: Span(start=pair[0], end=sum(pair))),
    min_size=1,
    max_size=3,
).map(tuple)
CANDIDATES = st.lists(st.tuples(SPANS, st.sampled_from(["he", "she", None])), max_size=6)


@given(SPANS, CANDIDATES)
def test_a_statement_is_placed_by_its_words_alone(
    content: tuple[Span, ...], others: list[tuple[tuple[Span, ...], str | None]]
) -> None:
    wanted = Target(document_id="d", statement_id="s", content=content, quote="", speaker="he")
    candidates = [Candidate(key=n, id=f"c{n}", content=c, speaker=s) for n, (c, s) in enumerate(others)]
    found = place(wanted, candidates)
    shares = [1.0 if one.content == content else shared(content, one.content) for one in candidates]
    if found is None:
        assert all(share < 0.5 for share in shares)
    else:
        assert shares[found.key] == max(shares) >= 0.5
        equals = [one for one in candidates if one.content == found.content]
        assert found.speaker == "he" or all(one.speaker != "he" for one in equals)
    own = Candidate(key=99, id="s", content=content, speaker=None)
    assert place(wanted, [*candidates, own]) == own


def test_joined_by_a_person(ledger: Ledger) -> None:
    one, other = report(1), report(2, "Nothing of this concerns anybody else in the north")
    for reading in (one, other):
        ledger.writer.add(reading, RUN)
    assert len(utterances(ledger)) == 2
    made = decide(ledger, other.statements[0], "join", other=target(one.statements[0]))
    (group,) = ledger.reader.utterances(Asked())
    assert {entry.joined_by for entry in group} == {None, "person"}
    assert all(entry.sureness is None for entry in group)
    withdraw(ledger, other.statements[0], made)
    assert len(utterances(ledger)) == 2
    assert all(entry.joined_by is None for entry in entries(ledger))


def test_parted_by_a_person_for_good(ledger: Ledger) -> None:
    readings = [report(number) for number in range(4)]
    for reading in readings[:3]:
        ledger.writer.add(reading, RUN)
    ids = [reading.document.id for reading in readings]
    assert utterances(ledger) == {frozenset(ids[:3])}
    # The first one is what the others were joined to: they stay together without it.
    made = decide(ledger, readings[0].statements[0], "part")
    assert utterances(ledger) == {frozenset(ids[:1]), frozenset(ids[1:3])}
    for number in (0, 1):
        better = replace(readings[number], statements=(replace(readings[number].statements[0], id=f"again-{number}"),))
        ledger.writer.add(better, OTHER_RUN)
    assert utterances(ledger) == {frozenset(ids[:1]), frozenset(ids[1:3])}
    withdraw(ledger, readings[0].statements[0], made)
    assert utterances(ledger) == {frozenset(ids[:3])}
    ledger.writer.add(readings[3], RUN)
    assert utterances(ledger) == {frozenset(ids)}


def test_what_resembles_a_parted_statement_later_goes_with_it(ledger: Ledger) -> None:
    readings = [report(number) for number in range(3)]
    for reading in readings[:2]:
        ledger.writer.add(reading, RUN)
    decide(ledger, readings[0].statements[0], "part")
    ledger.writer.add(readings[2], RUN)
    ids = [reading.document.id for reading in readings]
    # Of two that fit alike the first on record counts, and a further decision changes nothing for the others.
    expected = {frozenset((ids[0], ids[2])), frozenset(ids[1:2])}
    assert utterances(ledger) == expected
    made = decide(ledger, readings[1].statements[0], "part", at=1)
    assert utterances(ledger) == expected
    withdraw(ledger, readings[1].statements[0], made)
    assert utterances(ledger) == expected


DECISIONS = st.lists(
    st.tuples(st.sampled_from(["join", "part", "withdraw"]), st.integers(0, 3), st.integers(0, 3)), max_size=6
)


@unhurried
@given(DECISIONS, st.integers(0, 6))
def test_the_last_word_of_a_person_holds(place: Place, decisions: list[tuple[str, int, int]], reread_at: int) -> None:
    """Whatever was decided before, and read again in between: what was joined last is together, parted alone."""
    readings = [report(0), report(1), report(2, "Nothing of this concerns anybody else"), report(3, "The ice is thin")]
    with place() as where, open_ledger(where, create=True) as ledger:
        for reading in readings:
            ledger.writer.add(reading, RUN)
        untouched = utterances(ledger)
        made: list[tuple[Review, Statement]] = []
        for at, (verdict, one, other) in enumerate(decisions):
            if at == reread_at:
                ledger.writer.add(
                    replace(readings[one], statements=(replace(readings[one].statements[0], id="b"),)), OTHER_RUN
                )
            statement, second = readings[one].statements[0], readings[other].statements[0]
            if verdict == "withdraw" and made:
                review_made, of = made.pop()
                withdraw(ledger, of, review_made)
            elif verdict == "join" and one != other:
                made.append((decide(ledger, statement, "join", other=target(second), at=at), statement))
                assert any({statement.document_id, second.document_id} <= group for group in utterances(ledger))
            elif verdict == "part":
                made.append((decide(ledger, statement, "part", at=at), statement))
                assert frozenset([statement.document_id]) in utterances(ledger)
        for review_made, of in made:
            withdraw(ledger, of, review_made)
        assert utterances(ledger) == untouched
        groups = [[entry.utterance for entry in group] for group in ledger.reader.utterances(Asked())]
        assert all(one == other for group in groups for one, other in pairwise(group))
