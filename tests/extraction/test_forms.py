"""Statements that layout tells: headlines, labelled turns, quotations without a cue."""

import pytest

from onrecord.extraction.drafts import Draft
from onrecord.extraction.forms import add_forms
from onrecord.extraction.layout import Layout, layout_of
from onrecord.extraction.via import passed_on_by
from onrecord.records import Span


def layout(text: str) -> Layout:
    return layout_of(text, [Span(start=0, end=len(text))])


def place(text: str, part: str, start: int = 0) -> Span:
    at = text.index(part, start)
    return Span(start=at, end=at + len(part))


def told(text: str, found: list[Draft]) -> list[tuple[str | None, str]]:
    return [
        (
            text[d.source.start : d.source.end] if d.source else None,
            " / ".join(text[p.start : p.end] for p in d.content),
        )
        for d in add_forms(layout(text), found)
    ]


def test_headline_claim_dash_speaker() -> None:
    text = "Talks will go on next week - Ferro\n\nForeign Minister Ana Ferro said so."
    body = Draft(content=[place(text, "so")], cue=[place(text, "said")], source=place(text, "Ana Ferro"))
    assert told(text, [body])[0] == ("Ferro", "Talks will go on next week")


def test_a_headline_dash_without_a_speaker_of_the_body_is_left_alone() -> None:
    text = "Talks will go on next week - Update\n\nForeign Minister Ana Ferro said so."
    body = Draft(content=[place(text, "so")], cue=[place(text, "said")], source=place(text, "Ana Ferro"))
    assert len(told(text, [body])) == 1


def test_a_quotation_without_a_cue() -> None:
    text = 'Ferro said no.\n\n"We will not take part in such talks."'
    said = Draft(content=[place(text, "no")], cue=[place(text, "said")], source=place(text, "Ferro"))
    assert told(text, [said])[-1] == (None, "We will not take part in such talks")


def test_a_short_quotation_is_a_term() -> None:
    assert told('He called it a "peace plan for all" and left.', []) == []


def test_a_signed_quotation() -> None:
    text = 'Voices\n\n"This is the worst plan we have seen." - Ana Ferro, minister\n'
    assert told(text, []) == [("Ana Ferro", "This is the worst plan we have seen")]


def test_a_quotation_goes_on_behind_its_cue() -> None:
    text = '"We will go," Ferro said on Monday. "We have said so from the very first day."'
    said = Draft(content=[place(text, "We will go")], cue=[place(text, "said")], source=place(text, "Ferro"))
    assert told(text, [said]) == [("Ferro", "We will go / We have said so from the very first day")]


@pytest.mark.parametrize(
    ("claim", "frame"),
    [
        ("Talks will go on.", "This was stated on Monday by Ana Ferro, the minister."),
        ("A dinner began it all.", "That’s according to Ana Ferro, the minister."),
    ],
)
def test_a_sentence_that_tells_whose_the_one_before_is(claim: str, frame: str) -> None:
    text = f"{claim} {frame}"
    sentences = [Span(start=0, end=len(claim) + 1), Span(start=len(claim) + 1, end=len(text))]
    found = add_forms(layout_of(text, sentences), [])
    assert [(text[d.source.start : d.source.end], text[d.start : d.end]) for d in found if d.source] == [
        ("Ana Ferro", claim.rstrip("."))
    ]


def test_a_release_under_a_name() -> None:
    text = "Sanctions\n\nAna Ferro, Secretary of State\n\nWe condemn this."
    claim = Draft(content=[place(text, "We condemn this")])
    assert told(text, [claim]) == [("Ana Ferro", "We condemn this")]


@pytest.mark.parametrize(
    ("title", "speaker"),
    [("Reaffirming Our Commitment to Peace", "Ana Ferro"), ("Norland Reaffirming US Commitment to Peace", None)],
)
def test_the_title_of_a_release_in_its_author_s_words_is_the_author_s(title: str, speaker: str | None) -> None:
    text = f"{title}\n\nAna Ferro, Secretary of State\n\nIt rained."
    claim = Draft(content=[place(text, "Commitment to Peace")], cue=[place(text, "Reaffirming")])
    assert told(text, [claim]) == [(speaker, "Commitment to Peace")]


@pytest.mark.parametrize(
    ("title", "author"),
    [
        ("Statement by Envoy Ana Ferro on the Talks", "Envoy Ana Ferro"),
        ("Remarks as Prepared by the President Before Departure", "the President"),
        ("Joint Statement from Ana Ferro and Ugo Sand Welcoming the Accord", "Ana Ferro and Ugo Sand"),
        ("OPINION: Ana Ferro: The accord must stand", "Ana Ferro"),
        ("Talks shaken by Ana Ferro on Monday", None),
    ],
)
def test_a_title_names_the_author(title: str, author: str | None) -> None:
    text = f"{title}\n\nWe must act."
    found = add_forms(layout(text), [Draft(content=[place(text, "We must act")])])
    assert told(text, found) == [(author, "We must act")]


@pytest.mark.parametrize(
    ("head", "author"),
    [
        ("The following statement was released by Norland and Sudria on Monday:", "Norland and Sudria"),
        ("The following is the text of a joint statement released by Norland and Sudria.", "Norland and Sudria"),
        ("The following is a joint press release by the U.S. Treasury and Sudria.", "the U.S. Treasury and Sudria"),
        ("Representatives of Norland and Sudria met in Oslo on Monday.", "Representatives of Norland and Sudria"),
        ("A statement by Norland and Sudria on Monday was short.", None),
    ],
)
def test_a_statement_released_by_several(head: str, author: str | None) -> None:
    text = f"Joint Statement\n\n{head}\n\nWe condemn this."
    claim = Draft(content=[place(text, "We condemn this")])
    assert told(text, [claim]) == [(author, "We condemn this")]


def test_those_who_met_are_no_authors_of_news() -> None:
    text = "Talks in Oslo\n\nRepresentatives of Norland and Sudria met in Oslo.\n\nWe condemn this."
    claim = Draft(content=[place(text, "We condemn this")])
    assert told(text, [claim]) == [(None, "We condemn this")]


@pytest.mark.parametrize("unit", ["A", "A-", "Aa ", "A.", "A:", '"A" ', "- A ", "“", "This was said by ", "A, B "])
def test_hostile_text_ends(unit: str) -> None:
    text = "x\n\n" + unit * (100_000 // len(unit))
    add_forms(layout(text), [])
    passed_on_by(text, Span(start=0, end=len(text)))


def test_a_headline_names_its_speaker_by_title_too() -> None:
    text = "Talks will go on next week - Foreign Minister Ferro\n\nAna Ferro said so."
    body = Draft(content=[place(text, "so")], cue=[place(text, "said")], source=place(text, "Ana Ferro"))
    assert told(text, [body])[0] == ("Ferro", "Talks will go on next week")


def test_this_was_also_stated_by_another() -> None:
    sentences = ("Talks go on.", "This was stated by Ana Ferro.", "This was also confirmed by Juan Silva.")
    text = " ".join(sentences)
    found = add_forms(layout_of(text, [place(text, sentence) for sentence in sentences]), [])
    assert [text[d.source.start : d.source.end] for d in found if d.source] == ["Ana Ferro", "Juan Silva"]
    assert all(text[d.start : d.end] == "Talks go on" for d in found)
