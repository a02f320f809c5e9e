"""The register of lines: grouped by what they are about, kept over time, put right by people."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_lines import CABLE, CABLE_AGAIN, CABLE_OFFER, HERRING, HERRING_TOO, add, decide, lines, withdraw
from made_readings import OTHER_RUN, RUN, Place, document_of, reading_of, statement_of, unhurried
from onrecord import views
from onrecord.errors import RecordError, UsageError
from onrecord.ledger import Ledger, open_ledger
from onrecord.records import Position
from onrecord.views import Line


def test_one_holder_s_positions_on_one_issue_are_a_line(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "the power cable", "Iceland", speaker="Ana Vidal")
    add(ledger, CABLE_AGAIN, "2022-03-01", "red_line", "power cable", "ISL", speaker="Bo Lind", first_hand=False)
    add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Iceland", speaker="Ana Vidal")
    add(ledger, HERRING_TOO, "2022-02-03", "commitment", "herring catch", "Norway", speaker="Eva Holm")
    found = {(line.holder, line.kind): line for line in lines(ledger)}
    assert {kind for _, kind in found} == {"red_line", "demand", "commitment"}
    cable = next(line for line in found.values() if line.kind == "red_line")
    assert (cable.since, cable.last, cable.independent, cable.copies) == ("2022-01-10", "2022-03-01", 2, 0)
    assert (cable.first_hand_by, cable.second_hand_by) == (("Ana Vidal",), ("Bo Lind",))
    assert [step.change for step in cable.steps] == ["opened", "reaffirmed"]
    assert cable.issue in ("the power cable", "power cable")
    herring = {line.issue for (_, kind), line in found.items() if kind != "red_line"}
    assert herring == {"herring catch"}
    assert views.line(ledger, cable.id).steps == cable.steps
    assert views.line(ledger, cable.steps[1].id).id == cable.id


def test_a_refusal_that_turned_into_an_offer_shows_both(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "refusal", "sale of the power cable", "Iceland")
    add(ledger, CABLE_OFFER, "2022-05-09", "offer", "sale of the power cable", "Iceland")
    (line,) = lines(ledger)
    assert (line.kind, line.since) == ("offer", "2022-05-09")
    ((before, after),) = line.changes
    assert (before.first.quote, after.first.quote, after.change) == (CABLE, CABLE_OFFER, "contradicted")
    assert lines(ledger, kinds=["refusal"]) == []
    assert [line.kind for line in lines(ledger, kinds=["offer"])] == ["offer"]
    value = views.line_to_json(line)
    assert [step["change"] for step in value["history"]] == ["opened", "contradicted"]


def test_lines_are_asked_for_by_holder_issue_and_day(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland", toward=("Norway",))
    add(ledger, HERRING_TOO, "2022-02-03", "commitment", "herring catch", "Norway", "Ana Vidal")
    assert {line.holder for line in lines(ledger)} == {"Norway", "Ana Vidal", "Iceland"}
    assert [line.issue for line in lines(ledger, holder="ISL")] == ["power cable"]
    assert [line.issue for line in lines(ledger, holder="vidal")] == ["herring catch"]
    assert lines(ledger, holder="Sweden") == []
    assert lines(ledger, holder="nobody") == []
    assert [line.holder for line in lines(ledger, issue="cable")] == ["Iceland"]
    assert {line.holder for line in lines(ledger, issue="catching herring")} == {"Norway", "Ana Vidal"}
    assert [line.holder for line in lines(ledger, toward="NOR")] == ["Iceland"]
    assert [line.holder for line in lines(ledger, until="2022-01")] == ["Iceland"]
    assert {line.holder for line in lines(ledger, since="2022-02")} == {"Norway", "Ana Vidal"}
    assert len(lines(ledger, limit=1)) == 1
    assert lines(ledger, independent=2) == []
    with pytest.raises(UsageError, match="kind: 'no' is none"):
        lines(ledger, kinds=["no"])
    with pytest.raises(UsageError, match="name is empty"):
        lines(ledger, holder=" ")
    assert lines(ledger, since="2022-02-03", until="2022-02") == lines(ledger, since="2022-02-03", until="2022-02-28")
    with pytest.raises(UsageError, match="expected the earlier date first"):
        lines(ledger, since="2022-03", until="2022-02")


def test_a_statement_of_two_holders_is_of_two_lines(ledger: Ledger) -> None:
    id = add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland", "Norway")
    first, second = views.line(ledger, id), views.line(ledger, f"l-{id}~2")
    assert (first.holder, second.holder) == ("Iceland", "Norway")
    assert (first.id, second.id) == (f"l-{id}", f"l-{id}~2")
    with pytest.raises(UsageError, match="is of no line"):
        views.line(ledger, f"l-{id}~3")
    with pytest.raises(UsageError, match="no line's id"):
        views.line(ledger, f"l-{id}~x")


def test_what_takes_no_position_is_of_no_line(ledger: Ledger) -> None:
    comment = add(ledger, CABLE, "2022-01-10", "comment", "power cable", "Iceland")
    nobody_s = add(ledger, HERRING, "2022-01-10", "demand", "herring")
    assert lines(ledger) == []
    for id in (comment, nobody_s):
        with pytest.raises(UsageError, match="takes no position, or nobody's"):
            views.line(ledger, id)


def test_people_name_merge_and_part_issues(ledger: Ledger) -> None:
    cable = add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    herring = add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Iceland")
    named = decide(ledger, cable, "name_issue", assignment="issue=The strait cable")
    assert {(line.issue, line.named_by_person) for line in lines(ledger)} == {
        ("The strait cable", True),
        ("herring catch", False),
    }
    merged = decide(ledger, cable, "same_issue", other=f"l-{herring}")
    (one,) = lines(ledger)
    assert (one.issue, [step.change for step in one.steps]) == ("The strait cable", ["opened", "softened"])
    assert views.line(ledger, herring).id == one.id
    withdraw(ledger, merged)
    assert len(lines(ledger)) == 2
    withdraw(ledger, named)
    assert {line.issue for line in lines(ledger)} == {"power cable", "herring catch"}


def test_a_person_takes_a_statement_out_of_its_issue(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    other = add(ledger, CABLE_AGAIN, "2022-03-01", "red_line", "power cable", "Iceland")
    assert len(lines(ledger)) == 1
    parted = decide(ledger, other, "own_issue")
    assert sorted(len(line.steps) for line in lines(ledger)) == [1, 1]
    withdraw(ledger, parted)
    assert [len(line.steps) for line in lines(ledger)] == [2]


def test_a_correction_moves_a_statement_to_the_line_it_is_of(ledger: Ledger) -> None:
    id = add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    herring = add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Norway")
    decide(ledger, herring, "name_issue", assignment="issue=Herring quota")
    holder = decide(ledger, id, "set", assignment="holder=Norway")
    assert {line.holder for line in lines(ledger)} == {"Norway"}
    decide(ledger, id, "set", assignment="issue=herring QUOTA")
    (line,) = lines(ledger)
    assert (line.issue, len(line.steps)) == ("Herring quota", 2)
    decide(ledger, id, "set", assignment="position=comment")
    assert [len(line.steps) for line in lines(ledger)] == [1]
    withdraw(ledger, holder)
    decide(ledger, id, "set", assignment="position=offer")
    assert {(line.holder, line.kind) for line in lines(ledger)} == {("Norway", "demand"), ("Iceland", "offer")}
    decide(ledger, id, "reject")
    assert [line.holder for line in lines(ledger)] == ["Norway"]


def test_a_better_reading_keeps_what_people_decided(ledger: Ledger) -> None:
    document = document_of(CABLE + ".", published="2022-01-10")
    position = Position(kind="red_line", holder=("Iceland",), issue="cable")
    statement = statement_of(document, CABLE, position=position)
    ledger.writer.add(reading_of(document, statement), RUN)
    decide(ledger, statement.id, "name_issue", assignment="issue=The strait cable")
    better = Position(kind="refusal", holder=("Iceland",), issue="power cable")
    ledger.writer.add(reading_of(document, statement_of(document, CABLE, position=better)), OTHER_RUN)
    (line,) = lines(ledger)
    assert (line.issue, line.kind, len(line.steps)) == ("The strait cable", "refusal", 1)


def test_an_issue_s_name_needs_words(ledger: Ledger) -> None:
    id = add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    with pytest.raises(RecordError, match="expected a name for it"):
        decide(ledger, id, "name_issue", assignment="issue=none")
    with pytest.raises(RecordError, match="expected a name for it"):
        decide(ledger, id, "name_issue", assignment="holder=Norway")


def test_two_are_compared_where_both_have_a_line(ledger: Ledger) -> None:
    add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Iceland")
    add(ledger, HERRING_TOO, "2022-02-03", "commitment", "herring catch", "Norway")
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    (both,) = views.compare(ledger, "ISL", "Norway")
    assert [line.kind for line in both.lines if line] == ["demand", "commitment"]
    (one,) = views.compare(ledger, "Norway", "Iceland", issue="power cable")
    assert one.lines[0] is None
    assert one.lines[1] is not None
    assert one.lines[1].kind == "red_line"
    assert views.compared_to_json(one)["lines"][0] is None
    assert list(views.compare(ledger, "Norway", "Sweden")) == []


def test_the_register_is_asked_as_of_a_day(ledger: Ledger) -> None:
    document = document_of(CABLE + ".", published="2022-01-10")
    position = Position(kind="refusal", holder=("Iceland",), issue="sale of the power cable")
    ledger.writer.add(
        reading_of(document, statement_of(document, CABLE, position=position)), RUN, recorded_at="2022-01-11T00:00:00Z"
    )
    add(ledger, CABLE_OFFER, "2022-05-09", "offer", "sale of the power cable", "Iceland")
    assert [line.kind for line in lines(ledger)] == ["offer"]
    assert [line.kind for line in lines(ledger, as_of="2022-02")] == ["refusal"]
    assert lines(ledger, as_of="2021") == []


def test_a_copy_is_no_second_report(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland", publisher="Daily")
    document = document_of(CABLE + ".", published="2022-01-10", publisher="Weekly", url="https://weekly.example/1")
    position = Position(kind="red_line", holder=("Iceland",), issue="power cable")
    ledger.writer.add(reading_of(document, statement_of(document, CABLE, position=position)), RUN)
    (line,) = lines(ledger)
    assert (line.independent, line.copies, len(line.steps)) == (1, 1, 1)


SAID = st.lists(
    st.tuples(
        st.dates(date(2022, 1, 1), date(2022, 3, 1)),
        st.sampled_from(["red_line", "demand", "offer", "concern", "support"]),
        st.booleans(),
    ),
    min_size=1,
    max_size=6,
)


def changes_of(line: Line) -> set[tuple[str, str | None]]:
    return {(after.id, after.change) for _, after in line.changes}


@settings(unhurried, max_examples=12)
@given(SAID, st.integers(1, 4))
def test_what_stands_is_the_same_without_the_history(
    place: Place, said: list[tuple[date, str, bool]], latest: int
) -> None:
    with place() as where, open_ledger(where, create=True) as ledger, pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("onrecord.views.register"), "LATEST", latest)
        for number, (day, kind, first_hand) in enumerate(sorted(said)):
            text = f"{CABLE} in the year {2030 + number} of the strait"
            add(ledger, text, day.isoformat(), kind, "power cable", "Iceland", first_hand=first_hand)
        (whole,), (short,) = lines(ledger), lines(ledger, history=False)
        for name in ("id", "kind", "since", "last", "independent", "copies", "first_hand_by", "toward"):
            assert getattr(whole, name) == getattr(short, name), name
        # What a cut line tells of changes is true, and where it isn't cut it tells them all.
        assert changes_of(short) <= changes_of(whole)
        assert not short.whole or changes_of(short) == changes_of(whole)
        for kind in ("red_line", "demand", "offer", "concern", "support"):
            assert [line.id for line in lines(ledger, kinds=[kind])] == [whole.id] * (whole.kind == kind)


def test_who_is_compared_is_read_only_where_both_have_spoken(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Iceland")
    add(ledger, HERRING_TOO, "2022-02-03", "commitment", "herring catch", "Norway")
    add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    read: list[int] = []
    real = type(ledger.register).positions_with

    def counted(self: object, keys: list[object], *rest: object) -> object:
        read.append(len(keys))
        return real(self, keys, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(type(ledger.register), "positions_with", counted)
    assert [both.issue for both in views.compare(ledger, "ISL", "Norway")] == ["herring catch"]
    assert read == [2]


def test_a_line_last_said_within_a_month_is_of_it(ledger: Ledger) -> None:
    add(ledger, CABLE, "2022-01", "red_line", "power cable", "Iceland")
    assert len(lines(ledger, since="2022-01")) == len(lines(ledger, until="2022-01")) == 1
    assert lines(ledger, since="2022-02") == []


def test_what_opened_an_issue_can_be_taken_out_of_it(ledger: Ledger) -> None:
    first = add(ledger, CABLE, "2022-01-10", "red_line", "power cable", "Iceland")
    add(ledger, CABLE_AGAIN, "2022-03-01", "red_line", "power cable", "Iceland")
    herring = add(ledger, HERRING, "2022-02-01", "demand", "herring catch", "Iceland")
    merged = decide(ledger, first, "same_issue", other=herring)
    (one,) = lines(ledger)
    parted = decide(ledger, first, "own_issue")
    withdraw(ledger, merged)
    assert sorted(len(line.steps) for line in lines(ledger)) == [1, 1, 1]
    withdraw(ledger, parted)
    assert sorted(len(line.steps) for line in lines(ledger)) == [1, 2]
    assert len(one.steps) == 3


def test_a_year_is_no_first_of_january(ledger: Ledger) -> None:
    add(ledger, CABLE, "2021", "red_line", "power cable", "Iceland")
    add(ledger, CABLE_AGAIN, "2021-03-01", "red_line", "power cable", "Iceland")
    (line,) = lines(ledger)
    assert (line.since, line.last) == ("2021", "2021-03-01")
    assert [step["day"] for step in views.line_to_json(line)["history"]] == ["2021", "2021-03-01"]
    assert [one.id for one in lines(ledger, since="2021-03")] == [line.id]
    assert lines(ledger, until="2021-02") == []
