"""Transcripts: whose words a turn's statements are, and who speaks under a label."""

import re
from itertools import pairwise

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


LONG = (
    "Talk\n\nMS SAND: We met the ministers. We shall keep the border open for all who come to trade or to visit, and "
    "nobody will close it. We thank them for it.\n\nMR HALE: Good. Let us now hear of each thing that was agreed there."
)


def sentences(text: str) -> list[Span]:
    ends = [m.end() for m in re.finditer(r"[.:] |\n\n|\Z", text)]
    return [Span(start=a, end=b) for a, b in pairwise([0, *sorted(set(ends))])]


def test_a_statement_that_was_cut_short_goes_on_to_the_end_of_its_turn() -> None:
    met, start = places(LONG, "We met the ministers")[0], LONG.index("We shall")
    short = Draft(content=[met, Span(start=start, end=LONG.index(", and nobody"))])
    assert told(LONG, within_turns(layout_of(LONG, sentences(LONG)), [short]))[0] == (
        "SAND",
        "We met the ministers We shall keep the border open for all who come to trade or to visit, and nobody will "
        "close it We thank them for it",
    )


def test_what_nobody_found_in_a_turn_that_is_found_for_the_most_part_is_said_too() -> None:
    start = LONG.index("We shall")
    found = Draft(content=[Span(start=start, end=LONG.index(". We thank"))])
    good = Draft(content=places(LONG, "Let us now hear of each thing that was agreed there"))
    assert told(LONG, within_turns(layout_of(LONG, sentences(LONG)), [found, good])) == [
        ("SAND", "We shall keep the border open for all who come to trade or to visit, and nobody will close it"),
        ("HALE", "Let us now hear of each thing that was agreed there"),
    ]
    thanks = LONG.replace("We thank them for it", "We thank all of them for what they have done")
    assert ("SAND", "We thank all of them for what they have done") in told(
        thanks, within_turns(layout_of(thanks, sentences(thanks)), [Draft(content=list(found.content))])
    )


def test_a_few_labels_in_a_longer_text_do_not_make_a_transcript() -> None:
    text = "News of the day that nobody says. " * 20 + "\n\n" + LONG.partition("\n\n")[2]
    start = text.index("We shall")
    found = Draft(content=[Span(start=start, end=text.index(", and nobody"))])
    kept = told(text, within_turns(layout_of(text, sentences(text)), [found]))
    assert kept[0] == ("SAND", "We shall keep the border open for all who come to trade or to visit")


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
