"""How sure a speaker is, by what stands for the speaker."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_readings import document_of, readings, statement_of, unhurried
from onrecord.extraction.certainty import signs, sureness
from onrecord.records import Party, Reading, Span, Statement

DOCUMENT = document_of("“We will stay,” Ana Ferro said.")


def said(text: str, name: str | None, actor: str | None = None, *, written: bool = True) -> Statement:
    statement = statement_of(DOCUMENT, "We will stay", cue="said")
    span = Span(start=0, end=1) if written else None
    return replace(statement, speaker=Party(text=text, name=name, actor=actor, span=span))


@pytest.mark.parametrize(
    ("statement", "form"),
    [
        (said("Ana Ferro", "Ana Ferro"), "whole name"),
        (said("Foreign Minister Ana Ferro", "Ana Ferro"), "whole name"),
        (said("Mrs Ferro", "Ana Ferro"), "part of the name"),
        (said("Brussels", "EU"), "by another word"),
        (said("NATO", "NATO"), "one word"),
        (said("He", "Ugo Sand"), "pronoun he"),
        (said("sources", None), "no name"),
        (said("Ana Ferro", "Ana Ferro", written=False), "from before"),
        (replace(said("", None), speaker=None), "nobody"),
    ],
)
def test_the_form_is_told(statement: Statement, form: str) -> None:
    assert form in signs(statement)


def test_a_name_is_surer_than_a_pronoun_and_than_nothing_at_all() -> None:
    name = sureness(said("Ferro", "Ana Ferro", "person:f"))
    pronoun = sureness(said("it", "Iceland"))
    nothing = sureness(said("Ana Ferro", "Ana Ferro", written=False))
    assert name > max(pronoun, nothing)


def test_weights_decide() -> None:
    assert sureness(said("He", "Ugo Sand"), {"": 0.0}) == 0.5
    assert sureness(said("He", "Ugo Sand"), {"": 0.0, "pronoun he": 2.0}) == 0.881


@unhurried
@given(readings(), st.booleans())
def test_it_is_a_share_for_any_statement(reading: Reading, speaks: bool) -> None:
    for statement in reading.statements:
        one = statement if speaks else replace(statement, speaker=None)
        assert 0.0 <= sureness(one) <= 1.0
