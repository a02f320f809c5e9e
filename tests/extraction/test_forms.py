"""Statements that layout tells: headlines, labelled turns, quotations without a cue."""

from onrecord.extraction.drafts import Draft, Layout
from onrecord.extraction.forms import add_forms
from onrecord.extraction.quotes import quotations
from onrecord.records import Span


def layout(text: str) -> Layout:
    return Layout(text, [Span(start=0, end=len(text))], quotations(text))


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


def test_labelled_turns() -> None:
    text = "Briefing\n\nQUESTION: Will you go?\n\nMR HALE: We will. We have said so before.\n\nQUESTION: When?"
    assert told(text, []) == [
        ("QUESTION", "Will you go?"),
        ("MR HALE", "We will. We have said so before"),
        ("QUESTION", "When?"),
    ]


def test_one_label_is_a_heading() -> None:
    assert told("Summary: The talks went on and on.", []) == []


def test_a_quotation_without_a_cue() -> None:
    text = 'Ferro said no.\n\n"We will not take part in such talks."'
    said = Draft(content=[place(text, "no")], cue=[place(text, "said")], source=place(text, "Ferro"))
    assert told(text, [said])[-1] == (None, "We will not take part in such talks")


def test_a_short_quotation_is_a_term() -> None:
    assert told('He called it a "peace plan for all" and left.', []) == []
