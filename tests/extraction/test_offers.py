"""What titles, and the words around a name, offer as that for which somebody speaks."""

from onrecord.extraction.own_names import own_name
from onrecord.extraction.people import mark_spans

from .marked import marked, offers, speaker


def test_a_branch_speaks_for_the_whole_and_not_for_the_state_in_its_name() -> None:
    text = "Malta waits. Ada Moll, president of Zanox China, said it is so."
    found = offers(text, "Ada Moll", ("Ada Moll",), ("president of Zanox China",))
    assert found["headed"] == "Zanox" and "body" not in found


def test_an_employer_stands_right_before_a_title_that_is_marked_too_short() -> None:
    text = "China waits. Zanox Chief Executive Ada Moll said it is so."
    assert offers(text, "Ada Moll", ("Ada Moll",), ("Chief Executive",))["headed"] == "Zanox"


def test_a_minister_who_informs_the_partners_is_no_partner() -> None:
    text = "Malta waits. Minister Moll also informed the partners. Ada Moll said it is so."
    assert "employer" not in offers(text, "Ada Moll", ("Ada Moll", "Moll"), ("Minister",))


def test_an_ambassador_is_not_of_the_state_that_he_is_sent_to() -> None:
    text = "Malta waits. Former Ambassador to Russia Ada Moll said it is so."
    assert "described" not in offers(text, "Ada Moll", ("Ada Moll",), ("Former Ambassador to Russia",))
    text = "Malta waits. Russia police chief Ada Moll said it is so."
    assert offers(text, "Ada Moll", ("Ada Moll",), ("police chief",))["described"] == "RUS"


def test_a_label_in_capitals_tells_as_much_as_a_title() -> None:
    text = "Russia called the summit. SENIOR ADMINISTRATION OFFICIAL said it is so."
    found = offers(text, "SENIOR ADMINISTRATION OFFICIAL", (), ("SENIOR ADMINISTRATION OFFICIAL",))
    assert found["rather american"] == "USA"


def test_an_officer_in_chief_and_a_contributor_are_of_those_named_before() -> None:
    text = "China waits. Zanox Chief Marketing Officer Ada Moll said it is so."
    assert offers(text, "Ada Moll", ("Ada Moll",), ("Zanox Chief Marketing Officer",))["headed"] == "Zanox"
    text = "China waits. Zanox News contributor Ada Moll said it is so."
    assert offers(text, "Ada Moll", ("Ada Moll",), ("Zanox News contributor",))["employer"] == "Zanox News"


def test_a_correspondents_beat_is_no_part_of_the_employers_name() -> None:
    text = "China waits. Ada Moll, Zanox Diplomatic Correspondent, said it is so."
    assert offers(text, "Ada Moll", ("Ada Moll",), ("Zanox Diplomatic Correspondent",))["headed"] == "Zanox"


def test_neither_a_family_name_put_first_nor_where_somebody_is_based_is_an_organisation() -> None:
    text = "Moon Jae-in left. Moon's office said it is so."
    assert "possessor" not in offers(text, "Moon's office", ("Moon Jae-in",))
    assert "post" not in offers("EU-based diplomats said it is so.", "EU-based diplomats")


def test_a_european_is_no_echo_of_somebody_of_the_same_words() -> None:
    text = "A Chinese diplomat left. A European diplomat said it is so."
    assert offers(text, "A European diplomat") == {"european": "EU"}


def test_the_group_alone_is_no_proper_name() -> None:
    assert own_name("The Group") is None and own_name("The Harrow Group") is not None


def test_an_employer_behind_a_name_may_begin_with_a_portfolio() -> None:
    text = "Malta waits. Ada Moll of the Energy Insight Group said it is so."
    assert offers(text, "Ada Moll", ("Ada Moll",))["behind"] == "Energy Insight Group"


def test_whose_an_organisation_is_is_no_part_of_its_name() -> None:
    found = speaker("Malta's daily Oradea said it is so.", "Malta's daily Oradea")
    assert found.name == "Oradea" and found.case is not None and found.case.offers["own"] == "Oradea"


def test_a_state_s_department_speaks_for_the_state() -> None:
    text = "The Treasury Department said it is so, and Iran did not."
    assert speaker(text, "The Treasury Department").affiliation == "USA"


def test_where_somebody_is_on_the_way_to_is_no_part_of_the_name() -> None:
    text = "Gaggle by Karine Jean-Pierre En Route Riga"
    (place,) = mark_spans(text, marked(text, ("Karine Jean-Pierre En Route",)), "person")
    assert text[place.start : place.end] == "Karine Jean-Pierre"
