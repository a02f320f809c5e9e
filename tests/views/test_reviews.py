"""Decisions typed by a person become reviews; lists tell machine and person apart; two people are compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, span_of, statement_of
from onrecord import views
from onrecord.errors import UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Meeting, PartialDate, Party, Position, Span
from onrecord.views import Decision
from onrecord.views.reviews import kappa

TEXT = (
    "Lind arrived.\n\n“The ferries sail tonight,” Ana Vidal said. “Not all,” Bo Lind said. Lind left for talks in Oslo."
)


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    document = document_of(TEXT, published="2022-05-09")
    meeting = Meeting(id="m1", name="talks", kind="talks", mentions=(span_of(TEXT, "talks in Oslo"),))
    position = Position(kind="comment", holder=("Spain",), confidence=0.4)
    reading = reading_of(
        document,
        statement_of(document, "The ferries sail tonight", speaker="Ana Vidal", id="aa1", position=position),
        statement_of(document, "Not all", id="ab2"),
        meetings=[meeting],
    )
    with place() as where, open_ledger(where, create=True) as made:
        made.writer.add(reading, RUN)
        yield made


def decide(ledger: Ledger, id: str, *decisions: Decision, reviewer: str = "Ann") -> None:
    for review in views.reviewed(ledger, id, decisions, reviewer=reviewer):
        ledger.writer.review(review)


def corrected(field_is_value: str) -> Decision:
    return Decision(verdict="set", assignment=field_is_value)


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("speaker=Lind", "speaker", Party(text="Lind", name="Lind", span=Span(start=0, end=4))),
        ("speaker = Eva Holm", "speaker", Party(text="Eva Holm", name="Eva Holm")),
        ("speaker=none", "speaker", None),
        ("addressee=unknown", "addressee", None),
        ("affiliation=NOR", "affiliation", "NOR"),
        ("Said-On=2022-05", "said_on", PartialDate("2022-05")),
        ("said_on=none", "said_on", None),
        ("kind=Indirect", "kind", "indirect"),
        ("act=thought", "act", "thought"),
        ("position=red line", "position", "red_line"),
        ("holder=Norway; the Korean People's Army ;", "holder", ("Norway", "the Korean People's Army")),
        ("toward=none", "toward", ()),
        ("issue=ferries = ships", "issue", "ferries = ships"),
        ("first_hand=no", "first_hand", False),
        ("first_hand=unknown", "first_hand", None),
        ("meeting=m1", "meeting", "m1"),
    ],
)
def test_a_value_as_typed(ledger: Ledger, typed: str, field: str, value: object) -> None:
    (made,) = views.reviewed(ledger, "aa", [corrected(typed)], reviewer="Ann")
    assert (made.field, made.value) == (field, value)
    assert ledger.writer.review(made)


@pytest.mark.parametrize(
    ("id", "typed", "problem"),
    [
        ("aa1", "quote=x", "expected FIELD=VALUE, FIELD one of speaker"),
        ("aa1", "speaker", "expected FIELD=VALUE"),
        ("aa1", "position=wish", "expected one of red_line"),
        ("aa1", "kind=none", "expected one of direct"),
        ("aa1", "said_on=Monday", "expected YYYY-MM-DD"),
        ("aa1", "first_hand=perhaps", "expected yes, no or unknown"),
        ("aa1", "meeting=m2", "no meeting of the document has the id 'm2'"),
        ("ab2", "affiliation=NOR", "the statement has no speaker"),
        ("ab2", "holder=Norway", "the statement has no position"),
        ("a", "kind=mixed", "begins several statements"),
        ("zz", "kind=mixed", "no statement has the id"),
    ],
)
def test_what_can_t_be_is_told(ledger: Ledger, id: str, typed: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        views.reviewed(ledger, id, [corrected(typed)], reviewer="Ann")


def test_nothing_is_decided_where_a_statement_is_joined_with_itself(ledger: Ledger) -> None:
    with pytest.raises(UsageError, match="is the statement itself"):
        decide(ledger, "aa1", Decision(verdict="accept"), Decision(verdict="join", other="u-aa1"))
    assert not list(views.reviews(ledger))


def test_what_hangs_on_a_correction_may_follow_it(ledger: Ledger) -> None:
    decide(ledger, "u-ab2", *map(corrected, ["speaker=Bo Lind", "affiliation=SWE", "position=denial", "holder=Sweden"]))
    (found,) = [views.utterance_to_json(one) for one in views.find(ledger) if one.first.id == "ab2"]
    assert (found["speaker"]["name"], found["speaker"]["affiliation"]) == ("Bo Lind", "SWE")
    assert TEXT[slice(*found["speaker"]["span"])] == "Bo Lind"
    assert (found["position"]["kind"], found["position"]["holder"]) == ("denial", ["Sweden"])
    (statement,) = found["statements"]
    assert statement["machine"] == {"speaker": None, "affiliation": None, "position": None, "holder": None}


def test_lists_tell_machine_and_person_apart(ledger: Ledger) -> None:
    before = views.shown_to_json(views.show(ledger, "aa1"))
    assert (before["review"], before["reviews"], before["machine"]) == (None, [], None)
    decide(ledger, "aa1", corrected("holder=Norway"), Decision(verdict="note", note="see the minutes"))
    after = views.shown_to_json(views.show(ledger, "aa1"))
    assert (after["review"], after["machine"], after["position"]["holder"]) == (
        "amended",
        {"holder": ["Spain"]},
        ["Norway"],
    )
    assert [(one["reviewer"], one["verdict"], one["note"]) for one in after["reviews"]] == [
        ("Ann", "set", None),
        ("Ann", "note", "see the minutes"),
    ]
    decide(ledger, "aa1", Decision(verdict="reject"))
    assert [one.first.id for one in views.find(ledger)] == ["ab2"]
    assert [one.first.id for one in views.find(ledger, rejected=True)] == ["ab2", "aa1"][::-1]
    (rejected,) = [one for one in views.find(ledger, rejected=True) if one.first.id == "aa1"]
    assert views.utterance_to_json(rejected)["statements"][0]["review"] == "rejected"


def test_an_utterance_stands_for_all_its_reports(ledger: Ledger) -> None:
    for number in range(2):
        document = document_of(f"Paper {number}: “The ferries sail tonight,” Ana Vidal said.", published="2022-05-09")
        quote = statement_of(document, "The ferries sail tonight", speaker="Ana Vidal")
        ledger.writer.add(reading_of(document, quote), RUN)
    (act,) = [one for one in views.find(ledger) if len(one.statements) == 3]
    decide(ledger, act.id, Decision(verdict="reject"))
    assert [one.first.id for one in views.find(ledger)] == ["ab2"]
    assert len(list(views.reviews(ledger))) == 3
    decide(ledger, act.id, Decision(verdict="accept"))
    assert {one.review for found in views.find(ledger) for one in found.statements} == {None, "accepted"}
    decide(ledger, act.id, Decision(verdict="part"))
    assert sorted(len(one.statements) for one in views.find(ledger)) == [1, 1, 2]


def test_a_withdrawal_names_its_review_by_a_beginning(ledger: Ledger) -> None:
    decide(ledger, "aa1", Decision(verdict="reject"))
    (rejection,) = views.reviews(ledger)
    ledger.writer.review(views.withdrawal(ledger, rejection.review.id[:5], reviewer="Ben"))
    assert views.shown_to_json(views.show(ledger, "aa1"))["review"] is None
    withdrawing, withdrawn = [views.review_to_json(one) for one in views.reviews(ledger)]
    assert (withdrawing["withdraws"], withdrawn["withdrawn_by"]) == (rejection.review.id, withdrawing["id"])
    with pytest.raises(UsageError, match="no review has the id 'x'"):
        views.withdrawal(ledger, "x", reviewer="Ben")


def test_orphans_are_listed(ledger: Ledger) -> None:
    decide(ledger, "aa1", Decision(verdict="accept"))
    decide(ledger, "ab2", Decision(verdict="accept"), reviewer="Ben")
    document = document_of(TEXT, published="2022-05-09")
    ledger.writer.add(reading_of(document, replace(statement_of(document, "Not all"), id="new")), OTHER_RUN)
    assert [one.review.target.statement_id for one in views.reviews(ledger, orphaned=True)] == ["aa1"]
    assert [one.statement for one in views.reviews(ledger, reviewer="Ben")] == ["new"]
    assert views.review_to_json(next(views.reviews(ledger, orphaned=True)))["orphaned"] is True


def test_two_people_are_compared_by_their_last_words(ledger: Ledger) -> None:
    accept, reject = Decision(verdict="accept"), Decision(verdict="reject")
    decide(ledger, "aa1", reject, corrected("holder=Norway"), corrected("speaker=Lind"))
    assert views.agreement(ledger) == []
    decide(ledger, "aa1", accept)
    decide(ledger, "ab2", accept)
    decide(ledger, "aa1", accept, corrected("holder=Sweden"), corrected("speaker=Lind"), reviewer="Ben")
    decide(ledger, "ab2", reject, reviewer="Ben")
    decide(ledger, "ab2", Decision(verdict="note", note="?"), reviewer="Cleo")
    (pair,) = views.agreement(ledger)
    assert views.agreement_to_json(pair) == {
        "reviewers": ["Ann", "Ben"],
        "judged": 2,
        "agree": 0.5,
        "kappa": 0.0,
        "fields": {"holder": {"both": 1, "agree": 0.0}, "speaker": {"both": 1, "agree": 1.0}},
    }


def test_kappa_of_a_table_worked_by_hand() -> None:
    # 20 both accept, 5 and 10 apart, 15 both reject: seen 0.7, by chance 0.5.
    table = {("accept", "accept"): 20, ("accept", "reject"): 5, ("reject", "accept"): 10, ("reject", "reject"): 15}
    assert kappa([pair for pair, count in table.items() for _ in range(count)]) == pytest.approx(0.4)


VERDICTS = st.sampled_from(["accept", "reject"])


@given(st.lists(st.tuples(VERDICTS, VERDICTS), max_size=30))
def test_kappa_is_one_for_full_agreement_alone_and_the_same_both_ways(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    turned = kappa([(other, one) for one, other in pairs])
    assert (found is None) == (turned is None) == (not pairs or len({label for pair in pairs for label in pair}) == 1)
    if found is not None:
        assert found == pytest.approx(turned)
        assert -1 <= found <= 1
        assert (found == pytest.approx(1)) == all(one == other for one, other in pairs)
