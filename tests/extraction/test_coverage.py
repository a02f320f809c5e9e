"""Sentences that are somebody's word by word, and that no statement holds."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.extraction.coverage import add_covered
from onrecord.extraction.drafts import Draft
from onrecord.extraction.layout import layout_of
from onrecord.records import Span

from .marked import marked, places

SENTENCE = "The first was that after all these years of war no ship would ever come back to the port"
TEXT = f"She spoke of three risks. {SENTENCE}. It rained."


def contents(sure: float, held: str | None = None) -> list[str]:
    tagged = marked(TEXT)
    inside = [
        places(TEXT, SENTENCE)[0].start <= start < places(TEXT, "It rained")[0].start for start in tagged.words.starts
    ]
    tagged = replace(tagged, said=np.where(inside, sure, 0.1).astype(np.float32))
    found = [Draft(content=places(TEXT, held))] if held else []
    added = add_covered(layout_of(TEXT, sentences(TEXT)), tagged, found)
    return [TEXT[d.start : d.end] for d in added if d not in found]


def test_a_sentence_that_nothing_holds_is_a_statement() -> None:
    assert contents(0.9) == [SENTENCE]


def test_one_that_the_model_is_not_sure_of_is_none() -> None:
    assert contents(0.6) == []


def test_one_that_a_statement_holds_is_left_to_it() -> None:
    assert contents(0.9, held=SENTENCE[10:]) == []


@pytest.mark.parametrize(
    ("found", "whole"),
    [
        ("no ship", SENTENCE),
        ("The first was", SENTENCE),
        ("come back to the port", SENTENCE),
        ("that after all these years of war no ship would ever come back", None),
    ],
)
def test_a_content_takes_in_the_words_at_its_edges_unless_they_are_few(found: str, whole: str | None) -> None:
    tagged = marked(TEXT)
    tagged = replace(tagged, said=np.full(len(tagged.words), 0.6, dtype=np.float32))
    draft = Draft(content=places(TEXT, found))
    add_covered(layout_of(TEXT, sentences(TEXT)), tagged, [draft])
    assert [TEXT[piece.start : piece.end] for piece in draft.content] == [whole or found]


@given(st.text(max_size=80), st.floats(0, 1))
def test_what_is_added_lies_in_the_text(text: str, sure: float) -> None:
    tagged = marked(text)
    tagged = replace(tagged, said=np.full(len(tagged.words), sure, dtype=np.float32))
    for draft in add_covered(layout_of(text, sentences(text)), tagged, []):
        assert all(Span(start=0, end=len(text)).overlaps(piece) and piece.end <= len(text) for piece in draft.content)


def completed(text: str, *found: Draft) -> list[str]:
    """The drafts' contents after what the model is sure of nowhere."""
    tagged = marked(text)
    add_covered(layout_of(text, sentences(text)), replace(tagged, said=np.zeros(len(tagged.words))), found)
    return [text[draft.start : draft.end] for draft in found]


@pytest.mark.parametrize(
    ("text", "content", "whole"),
    [
        (
            "Smith said rain fell, and that the port was shut. It rained.",
            "rain fell",
            "rain fell, and that the port was shut",
        ),
        ("Smith said rain fell but that it would end.", "rain fell", "rain fell but that it would end"),
        # "That" is what drove them, and no clause of what he said.
        ("Smith said rain fell and that drove them home.", "rain fell", "rain fell"),
        # What one agrees to do is a part of what is said of him.
        ("Smith said to wait, and that the port was shut.", "to wait", "to wait"),
        ("Smith said rain fell. And that the port was shut is known.", "rain fell", "rain fell"),
    ],
)
def test_a_clause_that_and_that_joins_is_part_of_the_content(text: str, content: str, whole: str) -> None:
    draft = Draft(content=places(text, content), cue=places(text, "said"))
    add_covered(
        layout_of(text, sentences(text)), replace(marked(text), said=np.zeros(len(marked(text).words))), [draft]
    )
    assert [text[piece.start : piece.end] for piece in draft.content] == [whole]


def test_of_two_statements_that_end_before_and_that_the_first_goes_on() -> None:
    text = "Jones said Smith hoped for rain, and that the port was shut."
    outer = Draft(content=places(text, "Smith hoped for rain"), cue=places(text, "said"))
    inner = Draft(content=places(text, "rain"), cue=places(text, "hoped for"))
    assert completed(text, inner, outer) == ["rain", "Smith hoped for rain, and that the port was shut"]


def test_a_clause_in_which_another_is_told_to_have_said_it_is_left() -> None:
    text = "Jones told them rain fell, and that the port was shut, Smith said."
    outer = Draft(content=places(text, "Jones told them rain fell"), cue=places(text, "said"))
    inner = Draft(content=places(text, "rain fell"), cue=places(text, "told"))
    assert completed(text, inner, outer)[0] == "rain fell"
