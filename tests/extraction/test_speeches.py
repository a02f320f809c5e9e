"""A quotation is one speaker's to its end: between its marks, through a cue, over paragraphs."""

import pytest

from onrecord.document import sentences
from onrecord.extraction.drafts import Draft
from onrecord.extraction.layout import layout_of
from onrecord.extraction.speeches import whole
from onrecord.records import Span


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start=start, end=start + len(part))


def draft(text: str, *content: str, cue: str = "") -> Draft:
    return Draft(content=[span(text, part) for part in content], cue=[span(text, cue)] if cue else [])


def read(text: str, *found: Draft) -> list[list[str]]:
    kept = whole(layout_of(text, sentences(text)), found)
    return [[text[piece.start : piece.end] for piece in one.content] for one in kept]


def test_a_quotation_that_two_claim_in_part_is_the_nearer_cues() -> None:
    text = '"Rain will fall," Smith said.\n\nJones was there. "Snow may fall. Ice may form," he added.'
    one = draft(text, "Rain will fall", "Snow may fall", cue="said")
    two = draft(text, "Ice may form", cue="added")
    assert read(text, one, two) == [["Rain will fall"], ["Snow may fall", "Ice may form"]]


def test_what_two_say_inside_one_quotation_stays_theirs() -> None:
    text = '"Smith said that rain fell. Jones warned of snow," Ferro told reporters.'
    outer = draft(text, "Smith said that rain fell", "Jones warned of snow", cue="told")
    inner, other = draft(text, "rain fell", cue="said"), draft(text, "snow", cue="warned")
    whole_quotation = ["Smith said that rain fell", "Jones warned of snow"]
    assert read(text, outer, inner, other) == [whole_quotation, ["rain fell"], ["snow"]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('"What we need," said Ferro, who sat beside her, "is time."', ["What we need", "is time"]),
        # A sentence of its own, and a term, are no rest of the one that the cue interrupts.
        ('"What we need is time," said Ferro. It was, "in a way", late.', ["What we need is time"]),
        ('"What we need is time." said Ferro, the "grey eminence".', ["What we need is time"]),
    ],
)
def test_a_quotation_goes_on_behind_the_cue_that_interrupts_it(text: str, content: list[str]) -> None:
    assert read(text, draft(text, content[0], cue="said")) == [content]


OPEN = '"We have waited.\n\n"Nobody came.\n\n"We go now," Ferro told them.\n\nIt rained.'


def test_paragraphs_that_are_left_open_are_one_speech() -> None:
    first, last = draft(OPEN, "We have waited"), draft(OPEN, "Nobody came", "We go now", cue="told")
    assert read(OPEN, first, last) == [["We have waited", "Nobody came", "We go now"]]


def test_a_speech_goes_on_with_the_cue_before_it() -> None:
    text = 'Ferro said: "We have waited.\n\n"Nobody came.\n\n"We go now." Silva said nothing.'
    assert read(text, draft(text, "We have waited", cue="said"), draft(text, "Nobody came")) == [
        ["We have waited", "Nobody came", "We go now"]
    ]


def test_a_speech_that_nothing_cues_is_one_statement() -> None:
    text = OPEN.replace(" Ferro told them", "")
    assert read(text, draft(text, "We have waited"), draft(text, "Nobody came")) == [
        ["We have waited", "Nobody came", "We go now"]
    ]


def test_closed_quotations_of_two_paragraphs_stay_two() -> None:
    text = '"We have waited."\n\n"Nobody came," Ferro told them.'
    found = draft(text, "We have waited"), draft(text, "Nobody came", cue="told")
    assert read(text, *found) == [["We have waited"], ["Nobody came"]]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            'Ferro made clear that it was late. "We must go. It is time."',
            [["it was late"], ["We must go", "It is time"]],
        ),
        ('It was late, Ferro said.\n\n"We must go."', [["It was late"], ["We must go"]]),
        # Behind a quotation, or a term in quotation marks, what is quoted goes on.
        ('"It is late," Ferro said. "We must go."', [["It is late", "We must go"]]),
        ('Ferro said it was "late". "We must go."', [['it was "late"', "We must go"]]),
        # What is quoted in the sentence itself is part of it.
        ('Ferro said it was late. She added "We must go."', [["it was late", "We must go"]]),
    ],
)
def test_a_quotation_behind_reported_words_is_another_statement(text: str, content: list[list[str]]) -> None:
    found = draft(text, *(part for one in content for part in one), cue="made clear" if "made" in text else "said")
    found.source = span(text, "Ferro")
    kept = whole(layout_of(text, sentences(text)), [found])
    assert [[text[piece.start : piece.end] for piece in one.content] for one in kept] == content
    assert [bool(one.cue) for one in kept] == [True, False][: len(content)]
    assert all(one.source == found.source for one in kept)
