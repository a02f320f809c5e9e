"""The sample that the README shows, read by the shipped model: who speaks for whom must be right there, always."""

from __future__ import annotations

from pathlib import Path

import pytest

import onrecord
from onrecord.records import Reading

SAMPLE = Path(__file__).parent.parent / "examples/herring.txt"
FOR_WHOM = {
    "Eyja Brimdal": "ISL",
    "Torvald Estrem": "NOR",
    "his ministry": "NOR",
    "A senior Danish diplomat": "DNK",
    "Iceland": "ISL",
    "Environmental groups": None,
}


@pytest.fixture(scope="module")
def sample() -> Reading:
    return onrecord.read(SAMPLE.read_text(encoding="utf-8"), published="2025-03-11")


@pytest.mark.parametrize("name", FOR_WHOM)
def test_who_speaks_for_whom(sample: Reading, name: str) -> None:
    own = [s.speaker for s in sample.statements if s.speaker is not None and s.speaker.name == name]
    assert own
    assert {speaker.affiliation for speaker in own} == {FOR_WHOM[name]}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("a season without a pause was a red line", "Eyja Brimdal"),
        ("his country would study the proposal", "Torvald Estrem"),
        ("Norwegian boats have kept within their quota", "Torvald Estrem"),
        ("That is not true", "Eyja Brimdal"),
    ],
)
def test_pronouns_and_quotations_have_their_speakers(sample: Reading, words: str, name: str) -> None:
    (statement,) = [s for s in sample.statements if words in s.quote]
    assert statement.speaker is not None
    assert statement.speaker.name == name
