"""Several speakers as one, told from one text: lists, "both sides", "the leaders", "they"."""

import numpy as np
import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.links import Places, links_of
from onrecord.extraction.tagger import LINK_KINDS

from .marked import marked, names, said, who


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Lind and Minister Silva", "Rosa Lind and Juan Silva"),
        ("The president and Minister Silva", "Rosa Lind and Juan Silva"),
        ("Lind, Silva and the European Union", "Rosa Lind, Juan Silva and European Union"),
        ("Georgia and Peru", "Georgia and Peru"),
        ("both Chile and the Chilean-backed Arab League", "Chile and Arab League"),
        ("Chile and Chile's old neighbour Peru", "Chile and Peru"),
        ("Chile and the West", "Chile and the West"),
        ("Europe and Lind", "Europe and Rosa Lind"),
        ("Trinidad and Tobago", "Trinidad and Tobago"),
        ("Lind and Lind", "Rosa Lind"),
        ("the Ministry of Trade and Labour", "Ministry of Trade and Labour"),
        ("reporters in Chile and Peru", "reporters in Chile and Peru"),
    ],
)
def test_a_list_of_speakers_is_those_whom_its_parts_mean(source: str, name: str) -> None:
    text = f"President Rosa Lind met Minister Juan Silva in Oslo. Later {source} said no."
    persons, roles = ("Rosa Lind", "Juan Silva", "Lind", "Silva"), ("President", "Minister", "president")
    assert names(text, said(text, source, "no"), persons=persons, roles=roles) == [name]


READOUT = (
    "Readout of President Lind’s Call with Prime Minister Silva\n\nRosa Lind spoke today with Juan R. Silva. "
    "Rosa Lind spoke of the plan of Eva Li and Ana Ferro. The two leaders said no. They said yes."
)


@pytest.mark.parametrize(
    ("source", "content", "elsewhere"),
    [
        ("The two leaders", "no", "Eva Li and Ana Ferro"),
        ("leaders", "no", "Eva Li and Ana Ferro"),
        ("They", "yes", None),
    ],
)
def test_the_two_of_a_readout_are_those_who_met(source: str, content: str, elsewhere: str | None) -> None:
    persons = ("Rosa Lind", "Juan R. Silva", "Eva Li", "Ana Ferro")
    for text, name in ((READOUT, "Rosa Lind and Juan R. Silva"), (READOUT[42:], elsewhere)):
        assert names(text, said(text, source, content), persons=persons) == [name]


@pytest.mark.parametrize("source", ["The leaders", "They"])
def test_the_leaders_are_all_of_the_list_that_was_named_last(source: str) -> None:
    text = f"Ana Ferro sang. President Rosa Lind of Chile,\nJuan Silva and Mr Ugo Sand met in Oslo. {source} said no."
    persons = ("Ana Ferro", "Rosa Lind", "Juan Silva", "Ugo Sand")
    assert names(text, said(text, source, "no"), persons=persons) == ["Rosa Lind, Juan Silva and Ugo Sand"]


def _linked_to_the_first_word(draft: Draft, text: str) -> Draft:
    words = marked(text).words
    logits = np.full((len(words), len(LINK_KINDS)), -5, dtype=np.float32)
    logits[:1, LINK_KINDS.index("speaker")] = 5
    draft.links = links_of(Places(words), 0, logits)
    return draft


@pytest.mark.parametrize(
    ("source", "name"),
    [("Rosa Lind and Juan Silva", "Rosa Lind and Juan Silva"), ("Observers", "Observers"), ("Ugo Sand", "Rosa Lind")],
)
def test_they_of_whom_one_is_told_are_the_several_who_spoke_last(source: str, name: str) -> None:
    text = f"Rosa Lind sang. {source} said no. Eva Li and Ana Ferro and Ugo Sand came. They said yes."
    drafts = said(text, source, "no"), _linked_to_the_first_word(said(text, "They", "yes"), text)
    persons = ("Rosa Lind", "Juan Silva", "Eva Li", "Ana Ferro", "Ugo Sand")
    assert names(text, *drafts, persons=persons)[1] == name


def test_a_minister_of_a_list_is_called_by_the_family_name_that_comes_first() -> None:
    text = "Rosa Lind met Han Sung-ryol. Lind and Minister Han said no."
    draft = said(text, "Lind and Minister Han", "no")
    assert names(text, draft, persons=("Rosa Lind", "Han Sung-ryol")) == ["Rosa Lind and Han Sung-ryol"]


def test_an_office_is_no_name_that_another_vouches_for() -> None:
    text = "Chile and Minister Nobody said no."
    assert names(text, said(text, "Chile and Minister Nobody", "no"), persons=()) == ["Chile and Minister Nobody"]


def test_we_are_those_who_release_a_statement() -> None:
    text = "Joint Statement\n\nRepresentatives of France, the United Nations and Peru met.\n\nWe said no."
    assert names(text, said(text, "We", "no"), persons=()) == ["France, United Nations and Peru"]
    assert names(text[17:], said(text[17:], "We", "no"), persons=()) == [None]


@pytest.mark.parametrize("source", ["Juan Silva and Oslo ", "Silva and ", " and Silva", "Minister Silva  and  Chile "])
def test_a_list_may_end_in_a_space_or_in_nothing(source: str) -> None:
    text = f"Minister Juan Silva spoke. {source} said no."
    assert len(names(text, said(text, source, "no"), persons=("Juan Silva", "Silva"), roles=("Minister",))) == 1


@pytest.mark.parametrize(
    "written",
    ["Ana Ferro of the Institute for Harbour and Island Studies", "Ana Ferro of the Center for Peace and Security"],
)
def test_an_organisations_own_and_joins_nobody(written: str) -> None:
    text = f"{written} said no to it."
    (voice,) = [who(text, [draft := said(text, written, "no to it")], ("Ana Ferro",)).speaker(draft)]
    assert voice is not None and voice.referent is not None
    assert voice.referent.name == "Ana Ferro"
