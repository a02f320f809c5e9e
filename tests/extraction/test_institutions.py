"""For whom somebody speaks, by institutions of which the text says whose they are, and by former posts."""

import pytest

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.institutions import institutions, state_of_institution
from onrecord.extraction.own_names import own_name
from onrecord.knowledge import shipped

from .marked import said, speaker, who


@pytest.mark.parametrize(
    ("text", "title", "state"),
    [
        ("The Peruvian army left Chile.", "army spokesman", "Peru"),
        ("Peru's central bank acted.", "deputy central bank governor", "Peru"),
        ("The Peruvian army left Chile.", "police spokesman", None),
        # Of two armies neither is the one.
        ("The Peruvian army met the Chilean army.", "army spokesman", None),
        # A ministry is another's as easily.
        ("The Peruvian foreign ministry spoke.", "foreign ministry spokesman", None),
    ],
)
def test_whose_an_institution_is(text: str, title: str, state: str | None) -> None:
    found = state_of_institution(title, institutions(text, Bodies(text, shipped(), None).mentions))
    assert (found.name if found else None) == state


def test_an_officer_is_of_the_state_of_his_institution() -> None:
    text = "The Peruvian army left Chile. Peru rests, Chile waits. The army spokesman Ana Ferro said it is so."
    assert speaker(text, "Ana Ferro", ("Ana Ferro",), ("army spokesman",)).affiliation == "PER"


def test_who_served_a_state_is_of_no_other() -> None:
    text = "Iraq, Iraq, Iraq and Iraq. Former Peruvian minister Ana Ferro said it is so. Iraq, Iraq and Iraq."
    assert "IRQ" not in speaker(text, "Ana Ferro", ("Ana Ferro",), ("Former Peruvian minister",)).scores


@pytest.mark.parametrize(
    "written", ["a local news portal Harlow", "An online newspaper Harlow", "the state broadcaster Harlow"]
)
def test_what_a_medium_is_stands_before_its_name(written: str) -> None:
    own = own_name(written)
    assert own is not None and own.name == "Harlow"


def test_who_somebody_is_makes_no_organisation_of_a_name() -> None:
    assert own_name("a senior official Harlow") is None


def test_an_institution_is_named_with_the_state_that_a_model_hears() -> None:
    text = "Chile met Peru. The foreign ministry said no to it."
    voices = who(text, [draft := said(text, "The foreign ministry", "no to it")])
    voice = voices.speaker(draft)
    assert voice is not None and voice.referent is not None
    for code, state in (("PER", "Peru"), ("CHL", "Chile")):
        voice.referent.heard.clear()
        voices._referents.hear(voice.referent, {code: 0.99})
        assert (voice.referent.affiliation, voice.referent.name) == (code, f"foreign ministry of {state}")


@pytest.mark.parametrize("written", ["German Chancellor Ana Ferro", "President Ana Ferro", "Mr. Ferro", "If", "Under"])
def test_a_titled_name_and_what_begins_a_sentence_are_no_organisation(written: str) -> None:
    assert own_name(written) is None


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("President Putin", "Vladimir Putin"),
        ("Russian President Putin", "Vladimir Putin"),
        ("a spokesman for President Putin", "a spokesman for President Putin"),
    ],
)
def test_one_of_the_highest_office_whom_the_model_leaves_unmarked(written: str, name: str) -> None:
    assert speaker(f"On Monday {written} said it is so.", written).name == name
