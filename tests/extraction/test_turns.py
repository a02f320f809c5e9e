"""Transcripts: whose words a turn's statements are, and who speaks under a label."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.drafts import Draft
from onrecord.extraction.layout import layout_of
from onrecord.extraction.referent import Referent
from onrecord.extraction.turns import turns, within_turns
from onrecord.records import Span

from .marked import places, who

TALK = "Briefing\n\nQUESTION: Will you go?\n\nMR HALE: We will. We have said so before.\n\nQUESTION: When?"


def whole(text: str) -> list[Span]:
    return [Span(start=0, end=len(text))]


def told(text: str, found: list[Draft]) -> list[tuple[str | None, str]]:
    part = {d: (text[d.source.start : d.source.end] if d.source else None) for d in found}
    return [(part[d], " ".join(text[p.start : p.end] for p in d.content)) for d in found]


def test_all_of_a_turn_is_its_labels() -> None:
    assert told(TALK, within_turns(layout_of(TALK, whole(TALK)), [])) == [
        ("QUESTION", "Will you go?"),
        ("HALE", "We will. We have said so before"),
        ("QUESTION", "When?"),
    ]


def test_one_label_is_a_heading_unless_it_recurs() -> None:
    heading = "Summary: The talks went on and on."
    assert not turns(layout_of(heading, whole(heading)))
    asked = "Talk\n\nQ\u00a0\u00a0 One?\n\nYes.\n\nQ\u00a0\u00a0 Two?\n\nNo.\n\nQ\u00a0\u00a0 Three?\n\nNo."
    assert len(turns(layout_of(asked, whole(asked)))) == 3


@pytest.mark.parametrize("said", ["(Laughs.)", "Thank you very much.", "Good morning, everyone. (Off-mike.)"])
def test_a_courtesy_says_nothing(said: str) -> None:
    text = f"MS SAND: We will go on.\n\nMR HALE: {said}"
    assert told(text, within_turns(layout_of(text, whole(text)), [])) == [("SAND", "We will go on")]


def test_a_statement_ends_with_its_turn_and_has_its_label() -> None:
    (we, *_), (before, *_) = places(TALK, "We will"), places(TALK, "We have said so before")
    (when,) = places(TALK, "When?")
    over = Draft(content=[we, before, when])
    other = Draft(content=[when], source=places(TALK, "HALE")[0])
    assert told(TALK, within_turns(layout_of(TALK, whole(TALK)), [over, other]))[1:] == [
        ("HALE", "We will We have said so before"),
        ("QUESTION", "When?"),
    ]


def speaker(text: str, label: str, nth: int, persons: tuple[str, ...], roles: tuple[str, ...] = ()) -> Referent:
    draft = Draft(content=[Span(start=len(text) - 3, end=len(text))], source=places(text, label)[nth])
    voice = who(text, [draft], persons, roles).speaker(draft)
    assert voice is not None and voice.referent is not None
    return voice.referent


def test_a_title_alone_is_borne_by_one_whom_the_texts_title_names() -> None:
    text = "Remarks by President Ana Ferro\n\nWe met President Ugo Sand.\n\nTHE PRESIDENT: It will stand."
    found = speaker(text, "THE PRESIDENT", 0, ("Ana Ferro", "Ugo Sand"), ("President",))
    assert found.name == "Ana Ferro"


def test_a_label_that_ends_in_a_name_is_that_person() -> None:
    text = "Ana Ferro met Ugo Sand.\n\nPRIME MINISTER FERRO: It will stand."
    assert speaker(text, "FERRO", 0, ("Ana Ferro", "Ugo Sand")).name == "Ana Ferro"


@pytest.mark.parametrize(("label", "id"), [("NATO", "org:NATO"), ("Iran", "state:IRN"), ("Kremlin", "state:RUS")])
def test_a_state_or_organisation_before_a_colon_is_itself(label: str, id: str) -> None:
    found = speaker(f"{label}: the talks go on\n\nIt will stand.", label, 0, ())
    assert found.id == id


def test_whoever_asks_is_nobody_s() -> None:
    text = "Iran, Iran and Iran.\n\nQUESTION: Will it stand?"
    found = speaker(text, "QUESTION", 0, ())
    assert (found.kind, found.affiliation) == ("unnamed", None)


@given(
    st.lists(st.sampled_from(("A: ", "MR HALE: ", "Q\u00a0\u00a0", "We go. ", "\n\n", "(Laughs.)", '"')), max_size=30)
)
def test_every_statement_keeps_its_words(parts: list[str]) -> None:
    text = "".join(parts)
    found = [Draft(content=[place]) for place in places(text, "We go")]
    kept = within_turns(layout_of(text, whole(text) if text else []), found)
    assert set(found) <= set(kept) and all(draft.content for draft in kept)
