"""Who can take part in a position: bodies, persons and groups of a text, and who is in view of a statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import unhurried
from onrecord.extraction.drafts import Draft
from onrecord.extraction.positions.cast import Cast
from onrecord.extraction.positions.counterparts import Counterparts, Scene
from onrecord.extraction.positions.shortened import abbreviations
from onrecord.knowledge import shipped
from onrecord.records import Span

from .marked import said, who


def cast_of(text: str, *drafts: Draft) -> Cast:
    voices = who(text, drafts)
    return Cast(voices.bodies, voices.persons, voices.referent, shipped())


def groups(text: str) -> list[str]:
    return [text[s.start : s.end] for s, _, _ in cast_of(text).phrases(Span(start=0, end=len(text)))]


def in_view(text: str, draft: Draft, addressee: frozenset[str] = frozenset()) -> list[str]:
    found = Counterparts(cast_of(text, draft), [draft], {draft: frozenset()})
    nobody: frozenset[str] = frozenset()
    return [view.figure.name for view in found.views(Scene(draft, nobody, addressee, nobody, "unknown", {}))]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talks with the Harbour Workers' Front (HWF) ended.", "Harbour Workers' Front"),
        ("Talks with the Harbour Workers' Front, or HWF, ended.", "Harbour Workers' Front"),
        ("Talks with the Union of Harbour Workers (UHW) ended.", "Union of Harbour Workers"),
        ("Talks with the Front (HWF) ended.", None),
        ("Harbour talks and Workers left the Front (HWF).", None),
        ("HWF talks (HWF) ended.", None),
    ],
)
def test_an_abbreviation_is_explained_letter_for_word(text: str, name: str | None) -> None:
    assert list(abbreviations(text).values()) == ([name] if name else [])


def test_an_abbreviated_group_is_called_by_its_name() -> None:
    text = "The Harbour Workers' Front (HWF) left the port, but HWF came back."
    cast = cast_of(text)
    found = [figure for _, _, figure in cast.phrases(Span(start=0, end=len(text)))]
    assert {figure.name for figure in found if figure.id == found[0].id} == {"Harbour Workers' Front"}
    assert len([figure for figure in found if figure.id == found[0].id]) == 3


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They met Portuguese rebels.", ["Portuguese rebels"]),
        ("They met EU member states.", ["EU member states"]),
        ("They met African countries.", ["African countries"]),
        ("They met the Portuguese government.", []),
        ("They met the rebels and some companies.", ["rebels", "companies"]),
        ("The leaders met other donors.", ["leaders", "donors"]),
        ("They told reporters it was late.", ["reporters"]),
        ("A treaty allows states to leave, encouraging allies.", ["states", "allies"]),
        ("They met the harbour's members.", ["members"]),
        ("They met the Portuguese regime.", ["Portuguese regime"]),
        ("Silva and the Silva regime met.", ["Silva regime"]),
    ],
)
def test_groups_apart_from_the_state_before_them(text: str, names: list[str]) -> None:
    assert groups(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("They met Gull and Tern Works. Gull left.", ["Gull", "Tern Works", "Gull"]),
        ("They met Gull and Tern Works. Tern Works left.", ["Gull", "Tern Works", "Tern Works"]),
        ("They met Gull and Tern Works. They left.", ["Gull and Tern Works"]),
        ("They met Gull and Tern Works. Gull and Tern Works left.", ["Gull and Tern Works"] * 2),
        ("They left Gullhaven. Tern Works stayed.", ["Gullhaven", "Tern Works"]),
        ("They met Gen. Tern, R. Gull.", ["Gen. Tern", "R. Gull"]),
        ("The Secretary of Gull met the Front of Gull.", ["Front of Gull"]),
    ],
)
def test_names_that_are_no_body_or_person(text: str, names: list[str]) -> None:
    assert groups(text) == names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Britain met. " * 4, "Britain"),
        ("Britain met. " * 3, "United Kingdom"),
        ("Britain met. " * 4 + "The UK left.", "United Kingdom"),
        ("British ships met. " * 9, "United Kingdom"),
        ("America met. " * 4, "United States"),
        ("Burma met.", "Burma"),
        ("Palestinian ships met.", "Palestinians"),
    ],
)
def test_a_state_under_the_name_that_its_text_gives_it(text: str, name: str) -> None:
    assert [figure.name for figure in cast_of(text).figures()] == [name]


def test_who_is_often_named_or_in_the_title_is_in_view_of_every_statement() -> None:
    title = "Norway waits\n\n"
    often = "The rebels left. The rebels came. The rebels stayed. " + "Nothing else was known of it for long. " * 15
    text = f'{title}{often}Silva said: "It is time to act."'
    seen = set(in_view(text, said(text, "Silva", "It is time to act")))
    assert {"Norway", "rebels"} <= seen


@pytest.mark.parametrize(("who", "seen"), [("The world powers", True), ("The Harbour Front", False)])
def test_of_those_named_once_and_far_off_only_a_group_is_in_view(who: str, seen: bool) -> None:
    often = f"{who} left. " + "Nothing else was known of it for long. " * 15
    text = f'{often}Silva said: "It is time to act."'
    assert (who.removeprefix("The ") in in_view(text, said(text, "Silva", "It is time to act"))) == seen


@given(st.text(alphabet="ABa b(),.or'&\n", max_size=80))
def test_abbreviations_are_words_of_the_text(text: str) -> None:
    for short, name in abbreviations(text).items():
        assert short in text and name in text
        assert [word[0] for word in name.split() if word[:1].isupper()][:1] == [short[0]]


def test_the_parties_in_view_come_in_the_same_order_every_time() -> None:
    first = ["Portugal", "Spain", "Norway", "Iceland", "Ireland", "Finland", "Estonia"]
    named = [*first, "Latvia", "Lithuania", "Poland", "Romania", "Bulgaria"]
    text = f"{', '.join(named)} at one table\n\n{'The talks go on. ' * 30}Sweden said the fish are small."
    found = in_view(text, said(text, "Sweden", "the fish are small"))
    assert [name for name in found if name in named] == named
    everybody = frozenset(f"state:{code}" for code in ("PRT", "ESP", "NOR", "ISL", "IRL", "FIN", "EST", "LVA"))
    found = in_view(text, said(text, "Sweden", "the fish are small"), everybody)
    assert found[1:9] == ["Spain", "Estonia", "Finland", "Ireland", "Iceland", "Latvia", "Norway", "Portugal"]


@unhurried
@given(
    st.lists(st.sampled_from(["Syrian", "rebels", "allies", "told", "the", "leaders", "Obama", "Western"]), min_size=1),
    st.data(),
)
def test_the_groups_of_a_span_are_those_of_its_words_alone(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    at = data.draw(st.integers(0, len(words) - 1))
    until = data.draw(st.integers(at + 1, len(words)))
    end = len(" ".join(words[:until]))
    span = Span(start=len(" ".join(words[:at])) + (at > 0), end=end)
    found, alone = ([s for s, kind, _ in cast_of(t).phrases(span) if kind == "group"] for t in (text, text[:end]))
    assert found == alone
