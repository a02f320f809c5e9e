"""For whom somebody speaks, and the ids that hold across documents."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.allegiance import likeliest
from onrecord.extraction.own_names import own_name
from onrecord.extraction.places import state_of_office
from onrecord.knowledge import shipped
from onrecord.records import Span

from .marked import offers, said, speaker, who


@pytest.mark.parametrize(
    ("lead", "role", "affiliation"),
    [
        ("Turkey's foreign minister, ", "foreign minister", "TUR"),
        ("The president of Ukraine, ", "president of Ukraine", "UKR"),
        ("French Defence Minister ", "Defence Minister", "FRA"),
        ("NATO chief ", "NATO chief", "NATO"),
        ("The U.S. ambassador to Israel, ", "U.S. ambassador to Israel", "USA"),
        ("An analyst at Brown & Field in Oslo, ", "analyst at Brown & Field in Oslo", "Brown & Field"),
        ("Former Polish president ", "Former Polish president", None),
    ],
)
def test_a_role_tells_for_whom(lead: str, role: str, affiliation: str | None) -> None:
    text = f"{lead}Ana Ferro said it is so."
    assert speaker(text, "Ana Ferro", ("Ana Ferro",), (role,)).affiliation == affiliation


@pytest.mark.parametrize(
    ("phrase", "affiliation"),
    [
        ("U.S. officials", "USA"),
        ("The Russian Foreign Ministry", "RUS"),
        ("An Israeli analyst", None),
        ("UN and NATO officials", None),
        ("All NATO allies", "NATO"),
        ("The Herring Board (THB)", "THB"),
        ("the European Commission", "EU"),
    ],
)
def test_a_phrase_tells_for_whom(phrase: str, affiliation: str | None) -> None:
    assert speaker(f"On Monday {phrase} said it is so.", phrase).affiliation == affiliation


@pytest.mark.parametrize(
    ("title", "affiliation"),
    [
        ("California Governor", "USA"),
        ("New York state's chief financial regulator,", "USA"),
        ("The mayor of Lviv,", "UKR"),
        ("Kandahar police chief", "AFG"),
        ("Bavaria’s premier", "DEU"),
        ("The governor of the province of Okinawa,", "JPN"),
        ("On a visit to Munich, Premier", "FRA"),
        ("Russia's consul in Shanghai,", "RUS"),
    ],
)
def test_an_office_of_a_region_or_city_is_of_its_state(title: str, affiliation: str | None) -> None:
    text = f"France has protested and France has warned. {title} Ana Ferro said it is so."
    role = title.removesuffix(",").removeprefix("On a visit to Munich, ")
    assert speaker(text, "Ana Ferro", ("Ana Ferro",), (role,)).affiliation == affiliation


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("A Boston lawyer spoke.", "Boston lawyer"),
        ("The Edmonton Oilers coach spoke.", "Edmonton Oilers coach"),
        ("The president of the New York Fed spoke.", "president of the New York Fed"),
        ("On a visit to Munich, Premier Ana Ferro spoke.", "Premier"),
        ("Officials wrote to the New York Times.", "Officials"),
    ],
)
def test_not_everybody_from_a_place_holds_an_office_there(text: str, title: str) -> None:
    at = text.index(title)
    assert state_of_office(text, Span(start=at, end=at + len(title)), shipped()) is None


def test_a_place_is_no_party() -> None:
    text = "The mayor of Lviv, Ana Ferro, said it is so."
    assert not who(text, [], ("Ana Ferro",), ("mayor of Lviv",), "2022-01-10").bodies.mentions


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("The Bank of Tokyo-Mitsubishi will pay.", []),
        ("The Treaty of Lisbon holds.", []),
        ("The Moscow-Kyiv talks go on.", ["state:RUS", "state:UKR"]),
        ("A Moscow-based bank will pay.", ["state:RUS"]),
        ("The Bank of Israel will pay.", ["state:ISR"]),
        ("The Doha round goes on.", []),
        ("The Minsk agreements hold.", []),
        ("The Doha talks go on. The Doha round is long.", []),
        ("The Doha talks go on.", ["state:QAT"]),
        ("The Doha round was begun in Doha.", ["state:QAT"]),
    ],
)
def test_a_capital_in_another_name_means_no_government(text: str, named: list[str]) -> None:
    assert [m.body.id for m in who(text, [], (), (), "2022-01-10").bodies.mentions] == named


def test_nobody_is_named_by_what_is_for_or_against_him_or_between_two() -> None:
    text = "Anti-American, pro-Russian, inter-Iraqi and intra-Irish words of the Norwegian government."
    assert [m.body.id for m in who(text, [], (), (), "2022-01-10").bodies.mentions] == ["state:NOR"]


def test_a_holder_of_office_is_known_by_day() -> None:
    text = "Secretary General Stoltenberg said it is so."
    held = speaker(text, "Stoltenberg", ("Stoltenberg",), ("Secretary General",))
    assert (held.id, held.name, held.affiliation) == ("person:jens-stoltenberg", "Jens Stoltenberg", "NATO")


def test_one_name_and_affiliation_is_one_id_across_spellings_and_another_affiliation_is_not() -> None:
    first = speaker("Ukraine's envoy Serhiy Tkach said it is so.", "Serhiy Tkach", ("Serhiy Tkach",), ("envoy",))
    other = speaker("Ukrainian envoy Serhii Tkach said it is so.", "Serhii Tkach", ("Serhii Tkach",), ("envoy",))
    third = speaker("Polish envoy Serhiy Tkach said it is so.", "Serhiy Tkach", ("Serhiy Tkach",), ("envoy",))
    assert first.id and first.id == other.id
    assert third.id and third.id != first.id


def test_a_holder_whom_the_model_did_not_mark_is_an_actor_of_the_text() -> None:
    text = "On Monday Emmanuel Macron said it is so."
    voices = who(text, [draft := said(text, "Emmanuel Macron", "it is so")], on="2022-01-10")
    voice = voices.speaker(draft)
    assert voice is not None and voice.referent in voices.referents()
    assert voice.referent and voice.referent.id == "person:emmanuel-macron"


def test_a_name_without_affiliation_is_known_in_its_document_alone() -> None:
    assert speaker("Ana Ferro said it is so.", "Ana Ferro", ("Ana Ferro",)).id is None


def test_all_allies_are_a_group_whose_members_can_be_asked_for() -> None:
    group = speaker("All NATO allies said it is so.", "All NATO allies")
    assert (group.kind, group.id) == ("group", "group:NATO")


def test_two_forms_of_a_name_with_one_id_are_one_actor() -> None:
    text = "President Luiz Inácio Lula da Silva came. President Lula said it is so."
    draft = said(text, "Lula", "it is so", nth=1)
    voices = who(text, [draft], ("Luiz Inácio Lula da Silva", "Lula"), ("President",), "2023-06-01")
    voice = voices.speaker(draft)
    assert len(voices.persons) == 2
    one, other = (voices.referent(person) for person in voices.persons)
    assert one is other is (voice and voice.referent)
    assert len(one.mentions) == 2


def test_a_title_without_a_state_takes_that_of_its_fuller_form_in_the_text() -> None:
    text = "Chile's foreign ministry kept silent. Peru and Peru's allies did not. The foreign ministry said it is so."
    who = speaker(text, "The foreign ministry")
    assert (who.name, who.affiliation) == ("Chile's foreign ministry", "CHL")


def test_a_title_does_not_take_the_state_of_anothers_title() -> None:
    text = "Iceland waits, Iceland said to Iceland. Fisheries Minister Ada Moll said it is so. "
    text += "Norwegian Fisheries Minister Ugo Sand left."
    roles = ("Fisheries Minister", "Norwegian Fisheries Minister")
    assert speaker(text, "Ada Moll", ("Ada Moll", "Ugo Sand"), roles).affiliation == "ISL"


def test_his_ministry_is_that_of_whoever_spoke_last() -> None:
    text = "Iceland waits, Iceland said. Norwegian Fisheries Minister Ugo Sand spoke. His ministry said it is so."
    who = speaker(text, "His ministry", ("Ugo Sand",), ("Norwegian Fisheries Minister",))
    assert (who.name, who.affiliation) == ("His ministry", None)


def test_an_aide_speaks_for_whom_the_chief_speaks() -> None:
    text = "French President Rosa Lind met aides. Lind's spokesman Paul Ode said it is so."
    who = speaker(text, "Paul Ode", ("Rosa Lind", "Lind", "Paul Ode"), ("French President", "spokesman"))
    assert (who.name, who.affiliation) == ("Paul Ode", "FRA")


@pytest.mark.parametrize(
    ("text", "name", "roles", "affiliation"),
    [
        ("Ada Moll of the Lake Institute said it is so.", "Ada Moll", (), "Lake Institute"),
        ("The Harbour Post's Ada Moll said it is so.", "Ada Moll", (), "Harbour Post"),
        ("Sen. Ada Moll, R-Ohio, said it is so.", "Ada Moll", ("Sen.",), "USA"),
        ("Ada Moll, a trader at the Lake Institute, said it is so.", "Ada Moll", ("a trader",), "Lake Institute"),
        ("Outgoing Lake Bank chief Ada Moll said it is so.", "Ada Moll", ("Outgoing Lake Bank chief",), "Lake Bank"),
    ],
)  # fmt: skip
def test_what_stands_beside_a_name_tells_for_whom(
    text: str, name: str, roles: tuple[str, ...], affiliation: str
) -> None:
    assert speaker(text, name, (name,), roles).affiliation == affiliation


def test_nobody_in_particular_speaks_for_no_state() -> None:
    text = "Germany and France differ. In Berlin, Germany waits. On Monday analysts said it is so."
    assert speaker(text, "analysts").affiliation is None


def test_the_models_word_on_a_body_joins_the_texts() -> None:
    assert likeliest({None: 1.0, "FRA": 0.5, "DEU": 0.2}, {}) is None
    assert likeliest({None: 1.0, "FRA": 0.5, "DEU": 0.2}, {"DEU": 0.8}) == "DEU"
    assert likeliest({None: 1.0, "FRA": 0.5, "DEU": 0.2}, {"DEU": 0.01, "ITA": 0.9}) is None


@given(
    st.dictionaries(st.sampled_from(("FRA", "DEU", "NATO")), st.floats(-9, 9), min_size=1),
    st.dictionaries(st.sampled_from(("FRA", "DEU", "NATO")), st.floats(0, 1)),
)
def test_a_word_for_a_body_never_counts_against_it(scores: dict[str | None, float], heard: dict[str, float]) -> None:
    chosen = likeliest(scores, {})
    assert chosen is None or likeliest(scores, {chosen: 0.9}) == chosen
    assert likeliest(scores, heard) in scores


def test_the_same_organisation_has_its_fuller_name() -> None:
    text = "Brume Corp makes ships. Brume said it is so."
    assert speaker(text, "Brume").name == "Brume Corp"
    text = "The North Lakes Council meets today. NLC said it is so."
    assert speaker(text, "NLC").name == "North Lakes Council"


def test_what_a_model_hears_takes_no_word_from_the_text() -> None:
    text = "Iran, Iran and Iran. The Biden administration said it is so."
    draft = said(text, "The Biden administration", "it is so")
    voices = who(text, [draft], ("Biden",), (), "2022-01-10")
    voice = voices.speaker(draft)
    assert voice is not None and voice.referent is not None
    voices._referents.hear(voice.referent, {"IRN": 0.99})
    assert voice.referent.affiliation == "USA"


def test_who_holds_the_highest_office_by_a_full_name_needs_no_title() -> None:
    text = "Iran, Iran and Iran. Joe Biden of the U.N. General Assembly said it is so."
    assert offers(text, "Joe Biden", ("Joe Biden",))["highest"] == "USA"


@pytest.mark.parametrize(
    ("text", "roles", "affiliation"),
    [
        ("Harlow leader Ana Ferro said it is so.", ("Harlow leader",), "Harlow"),
        (
            "The talks failed. Ana Ferro, Harlow's finance spokeswoman, said it is so.",
            ("Harlow's finance spokeswoman",),
            "Harlow",
        ),
        (
            "The talks failed. Ana Ferro, who studies energy at the Harlow Institute, said it is so.",
            (),
            "Harlow Institute",
        ),
        ("The talks failed. Ana Ferro, a top aide to Norway's premier, said it is so.", (), "NOR"),
    ],
)
def test_posts_and_words_behind_a_name_tell_for_whom(text: str, roles: tuple[str, ...], affiliation: str) -> None:
    assert speaker(text, "Ana Ferro", ("Ana Ferro",), roles).affiliation == affiliation


def test_an_unnamed_spokesman_speaks_for_the_firm_before_the_post() -> None:
    assert speaker("On Monday a Harlow spokesman said it is so.", "a Harlow spokesman").affiliation == "Harlow"


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("Germany's Harlow newspaper", "Harlow"),
        ("The Harlow Bank", "Harlow Bank"),
        ("The right-wing Daily Harlow", "Daily Harlow"),
        ("The Harlow Times", "The Harlow Times"),
        ("Harlow Women's College", "Harlow Women's College"),
        ("Ardania's al-Harbi newspaper", "al-Harbi"),
        ("the Ezzat al-Harbi Brigades", "Ezzat al-Harbi Brigades"),
    ],
)
def test_what_is_part_of_an_organisations_own_name(written: str, short: str) -> None:
    own = own_name(written)
    assert own is not None and own.short == short


def test_a_name_with_the_arabic_article_alone_may_be_a_persons() -> None:
    assert own_name("al-Harbi") is None


def test_a_signature_ends_its_line() -> None:
    text = "“We hope that it will hold,” Ana Ferro, Harlow Post\n\nAna Ferro said it is so."
    assert speaker(text, "Ana Ferro", ("Ana Ferro",)).affiliation == "Harlow Post"
    listed = "The prize went to Ana Ferro, Marguerite Charpentier-Villeneuve and Ben Olsson. Ana Ferro said it is so."
    assert speaker(listed, "Ana Ferro", ("Ana Ferro",)).affiliation is None


def test_a_body_is_told_by_its_name_beside_an_abbreviation() -> None:
    assert speaker("The World Bank (WB) said it is so.", "The World Bank (WB)").affiliation == "World Bank"


@pytest.mark.parametrize(
    ("title", "affiliation"),
    [
        ("Zanox & Moll's Executive Vice President", "Zanox & Moll"),
        ("Herring Association of Malta executive director", "Herring Association of Malta"),
        ("State-run Zanox chief executive", "Zanox"),
    ],
)
def test_an_employers_name_is_whole_and_no_more(title: str, affiliation: str) -> None:
    found = offers(f"{title} Ada Moll said it is so.", "Ada Moll", ("Ada Moll",), (title,))
    assert affiliation in (found.get("headed"), found.get("post"))


def test_no_name_goes_over_the_end_of_a_sentence() -> None:
    assert own_name("Europe. The Commission") is None and own_name("St. Jude Hospital") is not None


def test_the_leaders_are_those_of_the_organisation_whose_leaders_the_text_named() -> None:
    text = "EU leaders met. Ana Ferro and Ugo Sand came. The leaders said it is so."
    found = speaker(text, "The leaders", ("Ana Ferro", "Ugo Sand"))
    assert (found.name, found.affiliation) == ("EU leaders", "EU")
    text = "French leaders met. Ana Ferro and Ugo Sand came. The leaders said it is so."
    assert speaker(text, "The leaders", ("Ana Ferro", "Ugo Sand")).name == "Ana Ferro and Ugo Sand"


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        # An office that states alone have is no organisation's, however often that is named.
        ("NATO met NATO. NATO told Chile of it. Deputy Prime Minister Ana Ferro said it is so.", "Minister", "CHL"),
        # "Its" is the state of the sentence before.
        ("Chile doubts it. Peru and Cuba go. Chile waits. Its deputy minister, Ana Ferro, said it is so.",
         "deputy minister", "CHL"),
        # A state's name that is somebody's too is the state's with a minister.
        ("The defence minister of Georgia, Ana Ferro, said it is so.", "defence minister of Georgia", "GEO"),
        ("Georgia's foreign minister, Ana Ferro, said it is so.", "foreign minister", "GEO"),
        # Her counterpart's state is not hers.
        ("Peru hopes. Chile, Peru and Peru met. Minister Ana Ferro said it is so. Her Peruvian counterpart left.",
         "Minister", "CHL"),
        # The firm behind a title that is marked alone.
        ("Peru waits, said Ana Ferro, president, Ferro & Sand, Oslo. Ana Ferro said it is so.", "president",
         "Ferro & Sand"),
    ],
)  # fmt: skip
def test_for_whom_by_what_stands_around(text: str, role: str, affiliation: str) -> None:
    assert speaker(text, "Ana Ferro", ("Ana Ferro",), (role,)).affiliation == affiliation


def test_a_counterpart_tells_the_sex_of_whose_it_is() -> None:
    text = "Minister Uvo Ferro said it is so. Her Peruvian counterpart, Lo Sand, left."
    assert speaker(text, "Uvo Ferro", ("Uvo Ferro", "Lo Sand"), ("Minister",)).gender == "f"


def test_the_words_of_an_abbreviation_are_a_name() -> None:
    text = "Allies Prepare to leave. The Amber Press was there. AP said it is so."
    assert speaker(text, "AP").name == "Amber Press"
