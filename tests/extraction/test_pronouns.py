"""Whom "he", "it" and "they" mean, where the model's links, the last speaker and the names nearby differ."""

import numpy as np
import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.links import Places, links_of
from onrecord.extraction.tagger import LINK_KINDS
from onrecord.records import Span

from .marked import marked, names, places, said


def linked(text: str, draft: Draft, name: str, chance: float) -> Draft:
    """The statement with a link to the last of a name's places, of a probability."""
    words = Places(marked(text).words)
    logits = np.full((len(words.words), len(LINK_KINDS)), -9, dtype=np.float32)
    first, last = words.of(places(text, name)[-1])
    logits[first:last, LINK_KINDS.index("speaker")] = np.log(chance / (1 - chance))
    draft.links = links_of(words, 0, logits)
    return draft


@pytest.mark.parametrize(
    ("text", "source", "name", "meant"),
    [
        ("Swiss voters met. Rain fell. They said no to it.", "They", "Swiss", "Swiss voters"),
        ("The EU foreign ministers met. They said no to it.", "They", "EU", "EU foreign ministers"),
        ("Chile's central bank met. It said no to it.", "It", "Chile", "Chile's central bank"),
        ("Chile's central bank met. They said no to it.", "They", "Chile", "Chile"),
        ("Chile backed the ministers of Peru. They said no to it.", "They", "Chile", "Chile"),
        ("Chile met the bank. It said no to it.", "It", "Chile", "Chile"),
    ],
)
def test_a_link_to_the_name_that_begins_a_phrase_means_the_phrase(
    text: str, source: str, name: str, meant: str
) -> None:
    assert names(text, linked(text, said(text, source, "no to it"), name, 0.9)) == [meant]


def test_whoever_spoke_under_a_phrase_is_meant_by_its_first_name() -> None:
    text = "Chilean harbour pilots said yes to that. They said no to it."
    first, second = said(text, "Chilean harbour pilots", "yes to that"), said(text, "They", "no to it")
    assert names(text, first, linked(text, second, "Chilean", 0.9)) == ["Chilean harbour pilots"] * 2
    text = "A pilot of Chile said yes to that. They said no to it."
    first, second = said(text, "A pilot of Chile", "yes to that"), said(text, "They", "no to it")
    assert names(text, first, linked(text, second, "Chile", 0.9)) == ["A pilot of Chile", "Chile"]


def test_it_behind_a_cue_is_whoever_speaks() -> None:
    text = "The harbour firm said it had met Chile."
    outer, inner = said(text, "The harbour firm", "it had met Chile"), said(text, "it", "had met Chile")
    inner.inside = outer
    inner = linked(text, inner, "Chile", 0.9)
    assert names(text, outer, inner) == ["The harbour firm"] * 2
    outer.cue = [Span(start=0, end=3)]
    assert names(text, outer, inner)[1] == "Chile"


def test_no_state_in_what_it_says_is_it() -> None:
    text = "The harbour firm said no to that. All ships of Chile will wait, it said."
    drafts = said(text, "The harbour firm", "no to that"), said(text, "it", "All ships of Chile will wait")
    drafts[1].source = places(text, "it")[-1]
    assert names(text, *drafts) == ["The harbour firm"] * 2


@pytest.mark.parametrize(("chance", "meant"), [(0.95, "Ugo Sand"), (0.6, "Juan Silva")])
def test_he_before_his_words_is_whom_the_model_takes_if_it_is_sure(chance: float, meant: str) -> None:
    text = "Ugo Sand slept. Juan Silva came. He said no to it."
    draft = linked(text, said(text, "He", "no to it"), "Ugo Sand", chance)
    assert names(text, draft, persons=("Juan Silva", "Ugo Sand")) == [meant]


def test_he_behind_his_words_is_whoever_spoke_last() -> None:
    text = 'Juan Silva said yes to that. Ugo Sand slept. "No to it," he said.'
    first, second = said(text, "Juan Silva", "yes to that"), said(text, "he", "No to it")
    second.source = places(text, "he")[-1]
    persons = ("Juan Silva", "Ugo Sand")
    assert names(text, first, linked(text, second, "Ugo Sand", 0.95), persons=persons) == ["Juan Silva"] * 2
    assert names(text, second, persons=persons) == ["Ugo Sand"]


@pytest.mark.parametrize(
    ("called", "meant"),
    [
        ("The Chilean official", "Juan Silva"),
        ("The retired general", "Juan Silva"),
        ("The Peruvian official", "The Peruvian official"),
        ("The Peru-based official", "Juan Silva"),
        ("The ambassador", "The ambassador"),
    ],
)
def test_news_varies_the_name_of_whoever_spoke_last(called: str, meant: str) -> None:
    text = f"Juan Silva of Chile said yes to that. {called} said no to it."
    drafts = said(text, "Juan Silva of Chile", "yes to that"), said(text, called, "no to it")
    assert names(text, *drafts, persons=("Juan Silva",)) == ["Juan Silva", meant]


def test_the_report_is_the_one_of_which_the_text_said_by_whom() -> None:
    text = "A report by harbour experts said yes to that. The report said no to it."
    drafts = said(text, "A report by harbour experts", "yes to that"), said(text, "The report", "no to it")
    assert names(text, *drafts) == ["A report by harbour experts"] * 2


def test_who_is_called_by_the_first_word_of_a_name_was_named_before_another_of_that_family() -> None:
    text = "President Belo Dasi said yes to that. Belo said no to it. Omar Belo slept."
    drafts = said(text, "Belo Dasi", "yes to that"), said(text, "Belo", "no to it")
    drafts[1].source = places(text, "Belo")[1]
    assert names(text, *drafts, persons=("Belo Dasi", "Belo", "Omar Belo")) == ["Belo Dasi"] * 2
    text = "Omar Belo slept. Belo Dasi came. Belo said no to it."
    draft = said(text, "Belo", "no to it")
    draft.source = places(text, "Belo")[-1]
    assert names(text, draft, persons=("Belo Dasi", "Belo", "Omar Belo")) == ["Omar Belo"]


@pytest.mark.parametrize("lead", ["The Chilean envoy to Peru", "A Chilean aide"])
def test_a_lead_tells_of_whoever_is_named_next(lead: str) -> None:
    text = f"{lead} said no to it. Chilean harbour aide Ana Ferro slept."
    draft = said(text, lead, "no to it")
    assert names(text, draft, persons=("Ana Ferro",), roles=("Chilean harbour aide",)) == ["Ana Ferro"]
    padding = "It rained all day in the hills. " * 10
    draft = said(padding + text, lead, "no to it")
    found = names(padding + text, draft, persons=("Ana Ferro",), roles=("Chilean harbour aide",))
    assert found == (["Ana Ferro"] if lead.startswith("A ") else [lead])


def test_a_description_with_another_state_is_somebody_else() -> None:
    text = "A Chilean diplomat said yes to that. The Peruvian diplomat said no to it."
    drafts = [said(text, "A Chilean diplomat", "yes to that"), said(text, "The Peruvian diplomat", "no to it")]
    assert names(text, *drafts) == ["A Chilean diplomat", "The Peruvian diplomat"]
    text = "Juan Silva said yes to that. The official who left said no to it."
    drafts = [said(text, "Juan Silva", "yes to that"), said(text, "The official", "no to it")]
    assert names(text, *drafts, persons=("Juan Silva",)) == ["Juan Silva", "The official"]
