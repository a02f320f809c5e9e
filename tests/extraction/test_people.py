"""The persons of a text: whose mention, whose title."""

import pytest

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.people import Person, people
from onrecord.knowledge import shipped

from .marked import marked


def found(text: str, persons: tuple[str, ...], roles: tuple[str, ...] = ()) -> list[Person]:
    return people(text, marked(text, persons, roles), Bodies(text, shipped(), None))


def roles(text: str, persons: tuple[str, ...], titles: tuple[str, ...] = ()) -> list[list[str]]:
    return [[role.text for role in person.roles] for person in found(text, persons, titles)]


def test_mentions_join_the_fullest_name() -> None:
    (person,) = found("Ferro came. Ana Ferro spoke. Then Ferro left.", ("Ana Ferro", "Ferro"))
    assert (person.name, len(person.mentions)) == ("Ana Ferro", 3)


def test_two_of_one_family_name_stay_two_and_the_last_named_is_meant() -> None:
    persons = found("Ana Ferro met Ugo Ferro. Ferro left.", ("Ana Ferro", "Ugo Ferro", "Ferro"))
    assert [(p.name, len(p.mentions)) for p in persons] == [("Ana Ferro", 1), ("Ugo Ferro", 2)]


def test_junior_is_no_family_name() -> None:
    (person,) = found("Juan R. Silva, Jr. spoke. Silva left.", ("Juan R. Silva, Jr.", "Silva"))
    assert person.name == "Juan R. Silva, Jr."


def test_a_name_ends_where_its_last_word_does() -> None:
    persons = found(
        "Ana Ferro (A-B), Ugo Sand, K. Noor and Eva Li spoke.", ("Ana Ferro (", "Ugo Sand,", ". Noor", "Eva Li")
    )
    assert [p.name for p in persons] == ["Ana Ferro", "Ugo Sand", "K. Noor", "Eva Li"]


@pytest.mark.parametrize("name", ["O'Ferro", "O’Ferro", "D'Ferro"])
def test_a_name_begins_where_its_first_syllable_does(name: str) -> None:
    (person,) = found(f"On Monday {name} spoke.", ("Ferro",))
    assert person.name == name


def test_a_name_takes_in_no_quotation_mark() -> None:
    (person,) = found("The paper's 'Ferro years' ended.", ("Ferro",))
    assert person.name == "Ferro"


def test_a_state_that_the_model_took_for_a_person_is_none() -> None:
    assert not found("On Monday Baghdad refused.", ("Baghdad",))


def test_a_title_takes_in_the_state_before_it() -> None:
    assert roles("United States President Ana Ferro spoke.", ("Ana Ferro",), ("President",)) == [
        ["United States President"]
    ]


def test_a_title_that_the_model_missed_is_told_by_its_form() -> None:
    assert roles("On Sunday Sen. Ana Ferro spoke.", ("Ana Ferro",)) == [["Sen."]]


def test_the_spokesman_for_somebody_is_somebody_else() -> None:
    text = "A spokesman for President Ana Ferro left."
    assert roles(text, ("Ana Ferro",), ("A spokesman for President",)) == [["President"]]


def test_of_two_names_beside_a_title_the_second_bears_it() -> None:
    assert roles("Ferro President Silva left.", ("Ferro", "Silva"), ("President",)) == [[], ["President"]]


def test_a_verb_between_a_name_and_a_title_parts_them() -> None:
    text = "Ana Ferro met the US president. Ugo Sand, the premier, left."
    assert roles(text, ("Ana Ferro", "Ugo Sand"), ("the US president", "premier")) == [[], ["premier"]]


def test_a_title_that_begins_with_its_giver_is_another_s() -> None:
    text = "Ana Ferro quit as President Sand's UN ambassador."
    persons = {
        p.name: [r.text for r in p.roles]
        for p in found(text, ("Ana Ferro", "Sand"), ("President Sand's UN ambassador",))
    }
    assert persons["Sand"] == ["President"]


def test_a_state_alone_is_no_title() -> None:
    assert roles("In Turkey, Ana Ferro said no.", ("Ana Ferro",), ("Turkey",)) == [[]]


def test_an_editor_s_brackets_are_no_part_of_a_name() -> None:
    (person,) = found("[Ana] Ferro came. Ana Ferro spoke.", ("Ana] Ferro", "Ana Ferro"))
    assert person.name == "Ana Ferro"


def test_a_name_has_its_initials_its_syllables_and_its_nickname() -> None:
    text = "K.K. Paul met Wei Chao'an, and Rudy \"Duke\" Sand's aide came."
    persons = found(text, ("K. Paul", "Wei Chao", "Rudy"))
    assert [p.name for p in persons] == ["K.K. Paul", "Wei Chao'an", 'Rudy "Duke" Sand']


def test_a_firm_that_the_model_took_for_a_person_is_none() -> None:
    assert not found("Zanox waits. The maker of engines, Zanox Motor Co, left.", ("Zanox",))
    (person,) = found("Zanox waits. Ada Zanox left Zanox Motor Co.", ("Ada Zanox", "Zanox"))
    assert person.name == "Ada Zanox"


def test_a_name_right_before_a_title_is_whose_official_somebody_is() -> None:
    assert roles(
        "Silva administration official Ana Ferro left.", ("Silva", "Ana Ferro"), ("administration official",)
    ) == [
        [],
        ["administration official"],
    ]
    assert roles("Silva administration officials left.", ("Silva",), ("administration officials",)) == [[]]
    assert roles("Ana Silva, foreign minister, left.", ("Ana Silva",), ("foreign minister",)) == [["foreign minister"]]


def test_who_made_a_report_is_nobody_in_it() -> None:
    (person,) = found("Ana Ferro left. (Writing by Ugo Sand; Editing by Eva Li)", ("Ana Ferro", "Ugo Sand", "Eva Li"))
    assert person.name == "Ana Ferro"


def test_who_took_a_picture_is_nobody_in_the_report() -> None:
    text = "Ana Ferro left.\n\ntoggle caption Ugo Sand/ANT\n\nShe came back. (Photo by Eva Li)"
    (person,) = found(text, ("Ana Ferro", "Ugo Sand", "Eva Li"))
    assert person.name == "Ana Ferro"


def test_what_overlaps_no_credit_is_kept_however_many_there_are() -> None:
    text = "Ana Ferro left. (Writing by Ugo Sand) " * 300 + "Eva Li left."
    assert [p.name for p in found(text, ("Ana Ferro", "Ugo Sand", "Eva Li"))] == ["Ana Ferro", "Eva Li"]


def bearer(text: str, *names: str) -> str:
    """Whom the family name alone means at its last place."""
    last = text.rindex(names[-1])
    (person,) = (p for p in found(text, names) if any(m.start == last for m in p.mentions))
    return person.name


def test_the_family_name_alone_is_not_that_of_somebodys_kin() -> None:
    assert bearer("Ugo Ferro left. His wife, Ana Ferro, stayed. Ferro sang.", "Ugo Ferro", "Ana Ferro", "Ferro") == (
        "Ugo Ferro"
    )
    assert bearer("Ana Ferro, daughter of Ugo Ferro, left. Ferro sang.", "Ana Ferro", "Ugo Ferro", "Ferro") == (
        "Ana Ferro"
    )


def test_the_family_name_alone_is_that_of_whoever_is_in_office() -> None:
    text = "President Ugo Ferro left. Ana Ferro stayed. Ferro sang."
    assert bearer(text, "Ugo Ferro", "Ana Ferro", "Ferro") == "Ugo Ferro"
    text = "Former President Ugo Ferro left. Senator Ana Ferro stayed. Ferro sang."
    assert bearer(text, "Ugo Ferro", "Ana Ferro", "Ferro") == "Ana Ferro"


def test_he_and_she_tell_which_of_two_is_meant() -> None:
    text = "President Peter Ferro met Anna Ferro. Ferro said that {} had slept."
    assert bearer(text.format("she"), "Peter Ferro", "Anna Ferro", "Ferro") == "Anna Ferro"
    assert bearer(text.format("he"), "Peter Ferro", "Anna Ferro", "Ferro") == "Peter Ferro"


def test_mr_and_mrs_tell_which_of_two_is_meant_and_that_nobody_is() -> None:
    text = "Peter Ferro met Anna Ferro. {} Ferro slept."
    assert bearer(text.format("Mr."), "Peter Ferro", "Anna Ferro", "Ferro") == "Peter Ferro"
    assert bearer(text.format("Mrs"), "Peter Ferro", "Anna Ferro", "Ferro") == "Anna Ferro"
    assert bearer("Anna Ferro left. Mr Ferro slept.", "Anna Ferro", "Ferro") == "Ferro"


def test_the_title_of_an_aide_is_whole_and_the_rest_is_whose_aide_it_is() -> None:
    text = "Ana Ferro, a spokeswoman for Chilean President Juan Silva, left."
    title = "a spokeswoman for Chilean President"
    assert roles(text, ("Ana Ferro", "Juan Silva"), (title,)) == [
        ["a spokeswoman for Chilean President Juan Silva"],
        ["Chilean President"],
    ]


def test_a_title_that_somebody_owns_is_that_of_the_name_behind() -> None:
    text = "President Juan Silva's chief adviser, Ana Ferro, left."
    assert roles(text, ("Juan Silva", "Ana Ferro"), ("'s chief adviser",)) == [["President"], ["chief adviser"]]


def test_a_title_ends_before_what_joins_another_to_it() -> None:
    text = "Juan Silva, deputy chairman and envoy, left."
    assert roles(text, ("Juan Silva",), ("deputy chairman and",)) == [["deputy chairman"]]


def test_a_name_may_end_in_what_elsewhere_is_a_particle() -> None:
    (person,) = found("Timothy Ash left. Ash sang.", ("Timothy Ash", "Ash"))
    assert (person.name, len(person.mentions)) == ("Timothy Ash", 2)


def test_a_name_of_which_the_beginning_is_marked_is_whole() -> None:
    text = "Ana Ferro spoke.\n\nAna Ferro: We stay."
    words = marked(text, ("Ana Ferro",))
    words.marks[-6:] = 0
    words.marks[[i for i, at in enumerate(words.words.starts) if at == text.rindex("Ana")], 0] = 1
    (person,) = people(text, words, Bodies(text, shipped(), None))
    assert [text[m.start : m.end] for m in person.mentions] == ["Ana Ferro", "Ana Ferro"]


def test_all_of_a_title_is_the_name_s_behind_a_comma() -> None:
    title = "The envoy to the commission"
    assert roles(f"{title}, Ana Ferro, spoke.", ("Ana Ferro",), (title,)) == [[title]]


def test_the_fuller_of_two_titles_comes_first_in_a_transcript_s_capitals_too() -> None:
    text = "MODERATOR: Minister Ferro.\n\nFOREIGN AFFAIRS MINISTER FERRO: It is a pleasure."
    titles = ("Minister", "FOREIGN AFFAIRS MINISTER")
    assert roles(text, ("Ferro", "FERRO"), titles) == [["FOREIGN AFFAIRS MINISTER", "Minister"]]


def test_a_heading_within_a_paragraph_is_part_of_no_title() -> None:
    text = "Rain fell. FEW GOOD LENDERS Harbour Bank chief Ana Ferro said no. NEW FUND HEAD Ugo Sand left."
    marks = ("LENDERS", "Harbour Bank chief", "NEW FUND HEAD")
    assert roles(text, ("Ana Ferro", "Ugo Sand"), marks) == [["Harbour Bank chief"], []]
    assert roles(text, ("Ana Ferro", "Ugo Sand"), ("LENDERS Harbour Bank chief",)) == [["Harbour Bank chief"], []]
