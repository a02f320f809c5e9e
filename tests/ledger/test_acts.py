"""Which two statements report one act of speech, and by which rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.acts import SURE, Join, may_join, signs
from onrecord.ledger.acts import join as join_in
from onrecord.ledger.days import Days, days_of
from onrecord.ledger.told import Coverage, Noted, Told, telling_noted, told_with_noted
from onrecord.records import Kind, PartialDate

QUOTE = "We will not sign any treaty that leaves the northern harbours without their fishing grounds"


def day(value: str | None) -> Days | None:
    return None if value is None else days_of(PartialDate(value))


# What two reports have around a statement.
AROUND = {
    1: "At a council in the old hall beside the mill, where every seat was taken by noon.",
    2: "At a council that the rain kept visitors away from, while the band packed its drums.",
}


def told(quote: str = QUOTE, name: str | None = "Ana Vidal", said: str | None = None, **fields: object) -> Told:
    values: dict[str, object] = {"actor": None, "printed": day("2022-05-10"), "document": 1, "family": 1}
    values["passage"] = lambda: AROUND[2 if fields.get("document") == 2 else 1]
    return Told(quote=quote, name=name, said=day(said), **(values | fields))  # type: ignore[arg-type]


ELSEWHERE = {"document": 2, "family": 2}


def join(one: Told, other: Told, *story: Told) -> Join | None:
    """How both join, in a story of which only these others are known."""
    return join_in(one, other, Coverage([told.told_with for told in story]))


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        (told(**ELSEWHERE), "same words"),
        (told(QUOTE.upper() + "!", **ELSEWHERE), "same words"),
        (told("any treaty that leaves the northern harbours", "Vidal", **ELSEWHERE), "same words"),
        (told(QUOTE, "Piet Boer", **ELSEWHERE), "same words"),
        (told(QUOTE.replace("We", "They").replace("sign", "ever sign"), None, **ELSEWHERE), "most words"),
        (told("Vidal wants “any treaty that leaves the northern harbours”", kind="mixed", **ELSEWHERE), "shared words"),
        (told("the northern harbours must keep fishing grounds", "the minister", **ELSEWHERE), None),
        (told("the treaty was a danger to the northern fishing fleet", "Mrs Vidal", **ELSEWHERE), "reworded"),
        (told("the treaty was a danger to the northern fishing fleet", "Piet Boer", **ELSEWHERE), None),
        (told("the treaty was a danger to the northern fishing fleet", "the minister", **ELSEWHERE), None),
        (told("northern harbours", "Piet Boer", **ELSEWHERE), None),
        (told("Herring exports fell by a third in the spring", **ELSEWHERE), None),
    ],
)
def test_the_less_the_words_tell_the_more_the_speaker_must(other: Told, rule: str | None) -> None:
    found = join(told(), other)
    assert (found and found.rule) == rule
    assert found is None or 0.5 < found.sureness <= SURE


def test_a_persons_same_theme_on_another_day_is_another_act() -> None:
    later = told("the treaty was a danger to the northern fishing fleet", said="2022-05-12", **ELSEWHERE)
    assert join(told(said="2022-05-09"), later) is None
    assert join(told(said="2022-05-11"), later) is not None


def test_what_is_dated_by_its_year_alone_was_not_said_in_the_week_of_printing() -> None:
    earlier = told("the treaty was a danger to the northern fishing fleet", said="2022", **ELSEWHERE)
    assert join(told(said="2022-05-09"), earlier) is None
    assert join(earlier, replace(told(said="2022-05-09"), supposed=True)) is None
    assert join(told(said="2022-04-20"), earlier) is not None
    assert join(told(said="2022-05-09"), replace(earlier, said=day("2022-05"))) is not None


def test_a_day_that_is_only_that_of_publication_is_no_other_day() -> None:
    later = told("the treaty was a danger to the northern fishing fleet", said="2022-05-12", **ELSEWHERE)
    assert join(told(said="2022-05-09"), later) is None
    assert join(told(said="2022-05-09"), replace(later, supposed=True)) is not None
    assert signs(told(said=None), later, Coverage())["a day unknown"]


def test_the_same_long_words_are_one_act_whenever_printed_unless_said_on_other_days() -> None:
    years_on = told(printed=day("2025-01-01"), **ELSEWHERE)
    assert join(told(said="2022-05-09"), years_on) is not None
    assert join(told(said="2022-05-09"), replace(years_on, said=day("2024-12-31"))) is None
    assert join(told(said="2022-05-09"), replace(years_on, name="Piet Boer")) is None


def test_within_one_document_a_paraphrase_stays_a_statement_of_its_own() -> None:
    assert join(told(), told("the northern harbours must keep fishing grounds")) is None


def test_one_family_name_with_other_given_names_is_no_agreement() -> None:
    words = "the treaty was a danger to the northern fishing fleet"
    assert join(told(), told(words, "Luis Vidal", **ELSEWHERE)) is None
    assert join(told(actor="person:v"), told(words, "Luis Vidal", actor="person:v", **ELSEWHERE)) is not None


def test_a_paraphrase_of_one_sentence_is_of_the_quotation_that_has_it() -> None:
    sentences = (
        "We have told the envoys what we think of their maps and of the lines that somebody drew on them by night",
        "Our boats will stay in port",
        "Nobody in this town has slept since the trawler was boarded and her crew taken to a fort behind the dunes",
        "I ask the captain of that patrol to come here and explain to the wives of these men what he thought he did",
    )
    whole = told(" ".join(sentences), **ELSEWHERE)
    paraphrase = told("the boats would not leave port this week")
    assert join(paraphrase, whole) is None
    found = join(paraphrase, replace(whole, pieces=sentences))
    assert found is not None
    assert found.rule == "reworded"


def test_words_that_the_whole_story_has_tell_little() -> None:
    one = told("he wants the harbour wall built before winter", "Ana Vidal")
    other = told("a new harbour wall will be built soon", "Ana Vidal", **ELSEWHERE)
    story = [told(f"the harbour wall {number}") for number in range(40)]
    assert join(one, other) is not None
    assert join(one, other, *story) is None


def test_given_names_that_begin_alike_may_be_one_persons() -> None:
    words = "a treaty that leaves the northern harbours would endanger the fishing fleet"
    assert signs(told(), told(words, "Anita Vidal"), Coverage())["speakers alike"]
    assert join(told(), told(words, "Anita Vidal", **ELSEWHERE)) is not None


def test_somebody_described_is_known_by_the_office_of_somebody_named() -> None:
    words = "a treaty that leaves the northern harbours would endanger the fishing fleet"
    governor = told(role="governor of Norland")
    assert join(told(), told(words, "the Norland governor", **ELSEWHERE)) is None
    assert join(governor, told(words, "the Norland governor", **ELSEWHERE)) is not None
    assert join(governor, told(words, "the minister", **ELSEWHERE)) is None
    assert not signs(governor, told(words, "Piet Boer", role="governor of Norland"), Coverage())["speakers alike"]


def test_a_name_that_the_report_does_not_give_is_no_reason_to_keep_acts_apart() -> None:
    words = "no treaty without the northern fishing grounds"
    another = told(words, "Piet Boer", called="Piet Boer", **ELSEWHERE)
    assert join(told(), another) is None
    assert join(told(), replace(another, called="he")) is not None
    assert join(told(called="she"), another) is not None


def test_that_something_was_said_and_what_was_said_are_two_acts() -> None:
    outer = told(f"the fishermen had told her: {QUOTE}", key=7)
    inner = told(QUOTE, "the fishermen", key=8, inside=7)
    assert join(outer, inner) is None
    assert join(outer, replace(inner, inside=6)) is not None


def test_what_introduces_a_statement_tells_as_well() -> None:
    one, other = (told(words, cue=cue) for words, cue in (("a new treaty", "rejected"), ("treaty of May", "rejects")))
    assert signs(one, other, Coverage())["cues alike"]
    assert not signs(replace(one, cue="said"), replace(other, cue="said"), Coverage())["cues alike"]


def test_only_what_was_said_in_so_many_words_counts_as_verbatim() -> None:
    other = told("The mayor calls that treaty a shameful trade, in her words", kind="indirect")
    quoted = told("the deal is “a shameful trade” for some", kind="mixed")
    assert signs(quoted, other, Coverage())["verbatim"] == 3
    assert signs(replace(quoted, kind="indirect", quote="a shameful trade"), other, Coverage())["verbatim"] == 0


def test_two_quotations_of_one_sentence_have_some_words_in_a_row() -> None:
    one = told("The court made plain that no minister may sell our grounds", kind="direct")
    other = told("It is plain from this ruling: a minister may not sell them", kind="direct", **ELSEWHERE)
    assert signs(one, other, Coverage())["quoted apart"]
    assert not signs(one, replace(other, kind="indirect"), Coverage())["quoted apart"]
    assert not signs(one, replace(other, quote="Now no minister may sell them"), Coverage())["quoted apart"]


def test_what_one_report_has_beside_the_statement_and_the_other_as_said_tells_nothing() -> None:
    both = "Vidal said in a letter that the boats stay in port and that the envoys must go"
    boats, envoys = (
        told(quote, passage=lambda: both, document=document, family=document)
        for document, quote in ((1, "the boats stay in port"), (2, "the envoys must go"))
    )
    again = replace(boats, document=2, family=2)
    assert signs(boats, envoys, Coverage())["passages alike"] < 0.5
    assert signs(boats, again, Coverage())["passages alike"] == 1


def test_the_forms_of_a_word_tell_the_same() -> None:
    one, other = told("He denied issuing two permits"), told("he denies that a permit was issued", **ELSEWHERE)
    assert one.telling & other.telling == {"deni", "issu", "permit"}


@given(st.sampled_from(["direct", "mixed", "indirect"]), st.text(), st.text())
def test_a_join_is_never_surer_than_words_repeated(kind: Kind, one: str, other: str) -> None:
    found = join(told(f"{QUOTE} {one}", kind=kind), told(f"{QUOTE[:40]} {other}", **ELSEWHERE))
    assert found is None or found.sureness <= SURE


@pytest.mark.parametrize(
    ("written", "names"),
    [
        ("Boer's Nets, one of the largest Dutch makers", ("boer's", "nets")),
        ("Piet Boer III", ("piet", "boer")),
        ("Xi", ("xi",)),
        ("Jr", ("jr",)),
        ("Omar al-Rashid", ("omar", "rashid")),
        ("Jeanne d’Arbois", ("jeanne", "arbois")),
        ("Terry O’Boer", ("terry", "o'boer")),
        ("Ko Mun-ho", ("ko", "mun-ho")),
        ("Piet Boer's office", ()),
        ("Harbour officials", ()),
        ("The owner of the harbour", ()),
    ],
)
def test_a_name_ends_where_it_is_explained_and_a_description_is_none(written: str, names: tuple[str, ...]) -> None:
    assert told(name=written).names == names


@given(st.text(), st.text())
def test_joining_is_the_same_both_ways(one: str, other: str) -> None:
    assert join(told(one), told(other, **ELSEWHERE)) == join(told(other, **ELSEWHERE), told(one))


NAMED = st.sampled_from([None, "Ana Vidal", "Anita Vidal", "Vidal", "Ana Boer", "Piet Boer", "the minister"])
WORDS = st.lists(st.sampled_from(QUOTE.split()), max_size=12).map(" ".join)


@given(WORDS, WORDS, NAMED, NAMED, st.sampled_from(["", "he", "Ana Vidal"]), st.sampled_from([None, "person:vidal"]))
def test_what_its_row_notes_leaves_out_no_statement_that_joins(
    one: str, other: str, name: str | None, another: str | None, called: str, actor: str | None
) -> None:
    first = told(one, name, called=called, actor=actor)
    second = told(other, another, actor=actor, **ELSEWHERE)
    if not may_join([told("And so on").notes, first.notes], {1: second.notes.row}):
        assert join(first, second) is None


@given(st.text(), st.text(), st.text(), st.none() | st.just("person:a|b"))
def test_what_is_noted_comes_back_from_the_row(quote: str, cue: str, name: str, actor: str | None) -> None:
    notes = told(quote, name, cue=cue, actor=actor).notes
    assert Noted.of(notes.row) == notes
    for words, noted in ((telling_noted, notes.telling), (told_with_noted, notes.told_with)):
        assert sorted(words(notes.row)) == sorted(noted)
    again = told(quote, name, cue=cue, actor=actor, noted=Noted.of(notes.row))
    assert (again.telling, again.told_with, again.notes) == (notes.telling, notes.told_with, notes)
