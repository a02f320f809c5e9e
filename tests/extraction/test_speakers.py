"""Whom the words for a speaker mean, told from one text and what is known of its day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.drafts import Draft
from onrecord.extraction.links import Places, links_of
from onrecord.extraction.tagger import LINK_KINDS
from onrecord.records import Span

from .marked import marked, names, places, said, who

TEXT = (
    "Foreign Minister Ana Ferro said no. Juan Silva, the president, was in Geneva. He said yes to it. "
    'Mr Han said maybe so. "We will see." Nobody knows the end. The minister said nothing.'
)
PERSONS = ("Ana Ferro", "Juan Silva", "Han Sung-ryol", "Han")


def test_a_name_with_its_title_and_a_pronoun() -> None:
    drafts = said(TEXT, "Foreign Minister Ana Ferro", "no"), said(TEXT, "He", "yes to it")
    assert names(TEXT, *drafts, persons=PERSONS) == ["Ana Ferro", "Juan Silva"]


def test_a_quotation_goes_on_with_the_last_speaker_and_other_words_do_not() -> None:
    drafts = (said(TEXT, "Mr Han", "maybe so"), said(TEXT, None, "We will see"), said(TEXT, None, "Nobody knows"))
    assert names(TEXT, *drafts, persons=PERSONS) == ["Han", "Han", None]


def test_a_title_that_nobody_bears_stays_as_written() -> None:
    assert names(TEXT, said(TEXT, "The minister", "nothing")) == ["The minister"]


def test_a_title_is_whose_role_it_is() -> None:
    draft = said(TEXT, "The minister", "nothing")
    assert names(TEXT, draft, persons=PERSONS, roles=("Foreign Minister", "president")) == ["Ana Ferro"]


def test_she_is_the_woman_of_the_sentence() -> None:
    text = "Spokeswoman Ana Ferro met Mr Juan Silva. She said it went well."
    assert names(text, said(text, "She", "it went well"), persons=PERSONS, roles=("Spokeswoman",)) == ["Ana Ferro"]


def test_a_family_name_that_comes_first() -> None:
    text = "Han Sung-ryol came late. Mr Han said yes at once."
    assert names(text, said(text, "Mr Han", "yes at once"), persons=("Han Sung-ryol", "Han")) == ["Han Sung-ryol"]


def test_spellings_of_one_name_are_one_person() -> None:
    text = "Volodymyr Zelenskyy was there. Zelensky said the front holds."
    drafts = said(text, "Zelensky", "the front holds")
    assert names(text, drafts, persons=("Volodymyr Zelenskyy", "Zelensky")) == ["Volodymyr Zelenskyy"]


@pytest.mark.parametrize(
    ("phrase", "name"),
    [("Kyiv", "Ukraine"), ("The Kremlin", "Russia"), ("the White House", "United States"), ("NATO", "NATO")],
)
def test_a_metonym_is_the_state(phrase: str, name: str) -> None:
    text = f"On Monday {phrase} said talks must go on."
    assert names(text, said(text, phrase, "talks must go on"), on="2022-01-10") == [name]


def test_the_ministry_is_the_one_named_before() -> None:
    text = "Norway's Foreign Ministry met envoys. The ministry said it was content."
    assert names(text, said(text, "The ministry", "it was content")) == ["Norway's Foreign Ministry"]


def test_both_sides_are_the_two_of_the_text() -> None:
    text = "France met Germany in Bonn. Both sides said the border stays open."
    assert names(text, said(text, "Both sides", "the border stays open")) == ["France and Germany"]


def test_his_country_is_that_of_whoever_spoke_last() -> None:
    text = "French envoy Ana Ferro said yes to it. His country said no to that."
    drafts = said(text, "Ana Ferro", "yes to it"), said(text, "His country", "no to that")
    assert names(text, *drafts, persons=("Ana Ferro",), roles=("envoy",)) == ["Ana Ferro", "France"]


def test_the_two_countries_are_states() -> None:
    text = "China met Australia at the APEC summit. The two countries said the talks go on."
    assert names(text, said(text, "The two countries", "the talks go on")) == ["China and Australia"]


def test_a_wrapped_line_that_begins_with_a_name_is_no_by_line() -> None:
    text = "Readout of a meeting\n\nThe minister met with Leader\nFerro, Leader Sand\nand others. A delay will not do."
    draft = Draft(content=places(text, "A delay will not do"))
    assert who(text, [draft], ("Ferro", "Sand")).speaker(draft) is None


def test_a_known_name_is_whole_with_the_family_name_before_it() -> None:
    text = "Moon said that Kim Jong Un had agreed. Later Kim said it would hold."
    draft = said(text, "Kim", "it would hold", nth=1)
    voice = who(text, [draft], ("Moon", "Jong Un")).speaker(draft)
    assert voice is not None and voice.referent is not None
    assert voice.referent.name == "Kim Jong Un"


def test_the_by_line_says_we() -> None:
    text = "Sentencing of Ugo Silva\n\nAna Ferro, Secretary of State\n\nWe said no to it."
    assert names(text, said(text, "We", "no to it"), persons=("Ugo Silva", "Ana Ferro")) == ["Ana Ferro"]


def test_who_says_we_is_named_by_the_title() -> None:
    text = "Statement by Envoy Ana Ferro on Ugo Silva\n\nWe said no to it."
    assert names(text, said(text, "We", "no to it"), persons=("Ugo Silva", "Ana Ferro")) == ["Ana Ferro"]
    text = "Statement by Ana Ferro and Ugo Silva on the talks\n\nWe said no to it. I said yes."
    for draft, name in ((said(text, "We", "no to it"), "Ana Ferro and Ugo Silva"), (said(text, "I", "yes"), None)):
        assert names(text, draft, persons=("Ugo Silva", "Ana Ferro")) == [name]


def test_the_first_person_within_a_quotation_is_its_speaker() -> None:
    text = 'Ana Ferro said: "We said no to it".'
    outer, inner = said(text, "Ana Ferro", "We said no to it"), said(text, "We", "no to it")
    inner.inside = outer
    assert names(text, outer, inner, persons=("Ana Ferro",)) == ["Ana Ferro", "Ana Ferro"]


def test_an_unnamed_source_is_nobody_who_is_named() -> None:
    text = "Ana Ferro, Chile's foreign minister, said yes. A senior Western diplomat said no."
    drafts = [said(text, "Ana Ferro", "yes"), said(text, "A senior Western diplomat", "no")]
    found = names(text, *drafts, persons=("Ana Ferro",), roles=("Chile's foreign minister",))
    assert found == ["Ana Ferro", "A senior Western diplomat"]
    padding = "It rained all day in the hills. " * 9
    text = f"{padding}One Chilean diplomat said no. Chilean Foreign Minister Ana Ferro left."
    draft = said(text, "One Chilean diplomat", "no")
    found = names(text, draft, persons=("Ana Ferro",), roles=("Chilean Foreign Minister",))
    assert found == ["One Chilean diplomat"]
    text = f"{padding}A UN spokesman in Lima said no. Rosa Lind, head of the UN mission, spoke on Monday."
    draft = said(text, "A UN spokesman in Lima", "no")
    assert names(text, draft, persons=("Rosa Lind",), roles=("head of the UN mission",)) == ["A UN spokesman in Lima"]


def test_a_title_that_ends_in_an_is_whole() -> None:
    text = "German chancellor says no\n\nAna Ferro, the German chancellor, said so. Ugo Sand, the German envoy, left."
    draft = said(text, "German chancellor", "no")
    titles = ("the German chancellor", "the German envoy")
    assert names(text, draft, persons=("Ana Ferro", "Ugo Sand"), roles=titles) == ["Ana Ferro"]


def test_one_who_is_named_soon_after_is_that_person() -> None:
    text = "A senior Chilean lawmaker said no. Rosa Lind, head of Chile's trade committee, spoke on Monday."
    draft = said(text, "A senior Chilean lawmaker", "no")
    assert names(text, draft, persons=("Rosa Lind",), roles=("head of Chile's trade committee",)) == ["Rosa Lind"]


def test_one_of_another_state_named_soon_after_is_not() -> None:
    text = "A senior Chilean lawmaker said no. Rosa Lind, head of Peru's trade committee, spoke on Monday."
    draft = said(text, "A senior Chilean lawmaker", "no")
    persons, roles = ("Rosa Lind",), ("head of Peru's trade committee",)
    assert names(text, draft, persons=persons, roles=roles) == ["A senior Chilean lawmaker"]


def test_a_title_takes_in_what_was_not_marked_of_it() -> None:
    text = "Vice President Rosa Lind met President Juan Silva. The Vice\nPresident said no."
    draft = said(text, "President", "no")
    roles = ("Vice President", "President")
    assert names(text, draft, persons=("Rosa Lind", "Juan Silva"), roles=roles) == ["Rosa Lind"]


def test_they_are_the_two_of_the_last_sentence_that_names_anybody() -> None:
    text = "Rosa Lind met Juan Silva. The talks were long. They said no."
    draft = said(text, "They", "no")
    assert names(text, draft, persons=("Rosa Lind", "Juan Silva")) == ["Rosa Lind and Juan Silva"]


def test_it_is_the_state_that_the_sentence_names_before() -> None:
    text = "Denmark said no. Chile tested what it said was a toy. Juan Silva left."
    drafts = said(text, "Denmark", "no"), said(text, "it", "was a toy")
    assert names(text, *drafts) == ["Denmark", "Chile"]


def test_an_inner_word_of_a_name_means_its_bearer() -> None:
    text = "Omar Belo Dasi came. Belo said no."
    assert names(text, said(text, "Belo", "no"), persons=("Omar Belo Dasi",)) == ["Omar Belo Dasi"]


def test_unnamed_sources_are_never_one() -> None:
    text = "A diplomat said no to it. A diplomat said yes to that."
    drafts = said(text, "A diplomat", "no to it"), said(text, "A diplomat", "yes to that")
    voices = who(text, drafts)
    first, second = (voices.speaker(draft) for draft in drafts)
    assert first and second and first.referent is not second.referent
    assert first.referent and first.referent.kind == "unnamed"


@given(st.text(max_size=200), st.integers(0, 150), st.integers(1, 40))
def test_any_text_and_span_has_an_answer_within_the_text(text: str, start: int, length: int) -> None:
    end = min(len(text), start + length)
    if start >= end:
        return
    span = Span(start=start, end=end)
    draft = Draft(content=[span], source=span, addressee=span)
    voices = who(text, [draft], on="2020-01-01")
    speaker, addressee = voices.speaker(draft), voices.addressee(draft)
    assert speaker is not None and speaker.text == text[start:end]
    assert addressee is not None
    assert all(m.end <= len(text) for r in voices.referents() for m in r.mentions)


def test_whom_the_text_calls_she_is_no_he_further_on() -> None:
    text = "Quill Aro said no. She said maybe. Tam Oder left for home. Quill Aro stayed. He said it is late."
    drafts = (said(text, "Quill Aro", "no"), said(text, "She", "maybe"), said(text, "He", "it is late"))
    assert names(text, *drafts, persons=("Quill Aro", "Tam Oder")) == ["Quill Aro", "Quill Aro", "Tam Oder"]


@pytest.mark.parametrize(
    ("first", "later", "expected"),
    [
        ("A trader in a large bank", "the trader", "A trader in a large bank"),
        ("A source close to the talks", "The source", "A source close to the talks"),
        ("A trader in a large bank", "the broker", "the broker"),
        ("A readout of the call from the board's team", "the team", "the team"),
    ],
)
def test_a_description_is_taken_up_by_its_noun(first: str, later: str, expected: str) -> None:
    text = f"{first} said no to it. Much later {later} said yes to that."
    drafts = said(text, first, "no to it"), said(text, later, "yes to that")
    assert names(text, *drafts)[1] == expected


def test_a_title_with_a_complement_is_its_bearers() -> None:
    text = "Ana Ferro, head of the Zanox Bank, was there. The head of the bank said no to it."
    draft = said(text, "The head of the bank", "no to it")
    assert names(text, draft, persons=("Ana Ferro",), roles=("head of the Zanox Bank",)) == ["Ana Ferro"]


def test_the_leaders_are_the_two_who_spoke_last_together() -> None:
    text = "Ana Ferro and Ugo Sand said no to it. Eva Li waited with Tam Oder. The leaders said yes to that."
    drafts = said(text, "Ana Ferro and Ugo Sand", "no to it"), said(text, "The leaders", "yes to that")
    persons = ("Ana Ferro", "Ugo Sand", "Eva Li", "Tam Oder")
    assert names(text, *drafts, persons=persons) == ["Ana Ferro and Ugo Sand"] * 2


def test_two_forms_of_one_name_bear_the_fuller_one() -> None:
    text = "Joseph R. Biden, Jr. said maybe so. Joe Biden said no to it."
    drafts = said(text, "Joseph R. Biden, Jr.", "maybe so"), said(text, "Joe Biden", "no to it")
    persons = ("Joseph R. Biden, Jr.", "Joe Biden")
    assert names(text, *drafts, persons=persons, on="2022-01-10") == ["Joseph R. Biden, Jr."] * 2


def test_us_in_capitals_is_a_state() -> None:
    text = "Ana Ferro said no to it. The US said yes to that."
    drafts = said(text, "Ana Ferro", "no to it"), said(text, "US", "yes to that")
    assert names(text, *drafts, persons=("Ana Ferro",)) == ["Ana Ferro", "United States"]


@pytest.mark.parametrize(
    "phrase",
    ["Ana Ferro and\nUgo Sand", "German Chancellor Ana Ferro and ECB President Ugo Sand", "Ana Ferro, Ugo Sand"],
)
def test_a_list_of_titled_names_is_a_group(phrase: str) -> None:
    text = f"On Monday {phrase} said the talks go on."
    assert names(text, said(text, phrase, "the talks go on"), persons=("Ana Ferro", "Ugo Sand")) == [
        "Ana Ferro and Ugo Sand"
    ]


def test_the_company_is_the_one_that_spoke_and_speaks_for_no_state() -> None:
    text = "Britain's Harbour Gas said no. The London-based firm said yes. Chile said maybe. The company said never."
    parts = [("Harbour Gas", "no"), ("The London-based firm", "yes"), ("Chile", "maybe"), ("The company", "never")]
    assert names(text, *(said(text, *part) for part in parts)) == ["Harbour Gas", "Harbour Gas", "Chile", "Harbour Gas"]
    text = "Chile's trade with Chile grew in Chile. The company said yes."
    voice = who(text, (draft := said(text, "The company", "yes"),)).speaker(draft)
    assert voice is not None and voice.referent is not None
    assert (voice.referent.name, voice.referent.affiliation) == ("The company", None)


def test_the_company_is_that_of_whoever_spoke_for_one() -> None:
    text = "Ana Ferro, an analyst at Harbour Gas, said no. The company said yes."
    drafts = said(text, "Ana Ferro", "no"), said(text, "The company", "yes")
    assert names(text, *drafts, persons=("Ana Ferro",), roles=("an analyst at Harbour Gas",)) == [
        "Ana Ferro",
        "Harbour Gas",
    ]


def test_the_bloc_is_the_organisation_named_before_that_is_called_so() -> None:
    text = "The European Union met. The bloc said no."
    assert names(text, said(text, "The bloc", "no")) == ["European Union"]
    assert names("It rained. The bloc said no.", said("It rained. The bloc said no.", "The bloc", "no")) == ["The bloc"]


def test_a_fuller_name_goes_over_no_end_of_a_sentence() -> None:
    text = "She left the European Commission. The Commission said so. The commission said no."
    assert names(text, said(text, "The commission", "no")) == ["European Commission"]


def test_one_who_has_yet_to_come_into_office_is_somebody_else() -> None:
    text = "Pedro Sanchez said no."
    for on, id in (("2014-04-02", None), ("2024-04-02", "person:pedro-sanchez")):
        voice = who(text, (draft := said(text, "Pedro Sanchez", "no"),), ("Pedro Sanchez",), on=on).speaker(draft)
        assert voice is not None and voice.referent is not None
        assert voice.referent.id == id


def test_an_id_is_of_the_affiliation_that_is_told_in_the_end() -> None:
    text = "Ana Ferro of Chile said no."
    voices = who(text, (draft := said(text, "Ana Ferro", "no"),), ("Ana Ferro",))
    voice = voices.speaker(draft)
    assert voice is not None and voice.referent is not None
    referents = voices._referents
    voice.referent.scores = {"PER": 0.0, "CHL": 0.0}
    voice.referent.case = None
    referents.hear(voice.referent, {"PER": 0.99})
    assert (voice.referent.affiliation, voice.referent.id) == ("PER", "person:ana-fero@PER")


def test_they_are_the_one_whom_the_model_takes_and_the_other_of_that_sentence() -> None:
    text = "Ana Ferro called Ugo Sand. Juan Silva and Rosa Lind and Eva Li sang. They said no."
    draft = said(text, "They", "no")
    words = marked(text).words
    logits = np.full((len(words), len(LINK_KINDS)), -5, dtype=np.float32)
    logits[:2, LINK_KINDS.index("speaker")] = 5
    draft.links = links_of(Places(words), 0, logits)
    persons = ("Ana Ferro", "Ugo Sand", "Juan Silva", "Rosa Lind", "Eva Li")
    assert names(text, draft, persons=persons) == ["Ana Ferro and Ugo Sand"]


def test_she_of_whom_nobody_was_named_is_the_first_woman_named_soon_after() -> None:
    text = "Peter Sand slept. She said no. The words of Mary Ferro came late."
    assert names(text, said(text, "She", "no"), persons=("Peter Sand", "Mary Ferro")) == ["Mary Ferro"]
    padding = "It rained all day in the hills. " * 12
    text = f"She said no. {padding}Mary Ferro slept."
    assert names(text, said(text, "She", "no"), persons=("Mary Ferro",)) == [None]


def test_another_is_no_name() -> None:
    text = "A Chilean diplomat said no. Another said yes."
    drafts = said(text, "A Chilean diplomat", "no"), said(text, "Another", "yes")
    voices = who(text, drafts)
    kinds = [voice.referent.kind for draft in drafts if (voice := voices.speaker(draft)) and voice.referent]
    assert kinds[1] != "organisation"
    assert names(text, *drafts) == ["A Chilean diplomat", "Another"]


def test_whoever_is_quoted_is_no_he_in_the_quotation() -> None:
    text = 'Juan Silva left. "He said no to it," Ugo Sand said.'
    outer, inner = said(text, "Ugo Sand", "He said no to it"), said(text, "He", "no to it")
    inner.inside = outer
    persons = ("Juan Silva", "Ugo Sand")
    assert names(text, outer, inner, persons=persons) == ["Ugo Sand", "Juan Silva"]


def test_he_is_the_unnamed_source_who_spoke_before() -> None:
    text = "A government source said no to it. He doubted all of that. Juan Silva left."
    drafts = said(text, "A government source", "no to it"), said(text, "He", "all of that")
    assert names(text, *drafts, persons=("Juan Silva",)) == ["A government source"] * 2
    text = "Juan Silva left. A new study said no to it. He doubted all of that."
    drafts = said(text, "A new study", "no to it"), said(text, "He", "all of that")
    assert names(text, *drafts, persons=("Juan Silva",)) == ["A new study", "Juan Silva"]


def test_a_name_with_the_place_whence_somebody_is_names_that_person() -> None:
    text = "Juan Silva of Valparaiso said no to it. A friend of Juan Silva of Valparaiso said yes to that."
    drafts = (
        said(text, "Juan Silva of Valparaiso", "no to it"),
        said(text, "A friend of Juan Silva of Valparaiso", "yes to that"),
    )
    assert names(text, *drafts, persons=("Juan Silva",)) == ["Juan Silva", "A friend of Juan Silva of Valparaiso"]


def test_the_21_year_old_was_named_before() -> None:
    text = "Ana Ferro won on Monday. The 21-year-old sailor said it was hard."
    assert names(text, said(text, "The 21-year-old sailor", "it was hard"), persons=("Ana Ferro",)) == ["Ana Ferro"]
    text = "Ana Ferro won on Monday. The 75-year-old alliance said it was hard."
    alliance = said(text, "The 75-year-old alliance", "it was hard")
    assert names(text, alliance, persons=("Ana Ferro",)) == ["The 75-year-old alliance"]


def test_the_chair_of_an_organisation_is_a_state() -> None:
    text = "The G20 chair France said no to it. A spokesman for NATO member Turkey said yes to that."
    aide = "A spokesman for NATO member Turkey"
    assert names(text, said(text, "The G20 chair France", "no to it"), said(text, aide, "yes to that")) == [
        "France",
        aide,
    ]


def test_the_critics_of_somebody_are_nobody_who_is_named() -> None:
    text = "Harbour Gas said maybe. Critics of Harbour Gas said no to it. The company said yes to that."
    drafts = [said(text, *each) for each in (("Critics of Harbour Gas", "no to it"), ("The company", "yes to that"))]
    assert names(text, said(text, "Harbour Gas", "maybe"), *drafts)[2] == "Harbour Gas"
