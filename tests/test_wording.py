"""How fields read to a person."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from onrecord.records import Evidence, Span
from onrecord.wording import joined, sure, titled


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.0, "0%"), (0.804, "80%"), (0.985, "98%"), (0.995, "99%"), (0.9996, "99%"), (1.0, "100%")],
)
def test_a_confidence_is_rounded_but_never_up_to_certainty(confidence: float, words: str) -> None:
    assert sure(confidence) == words


TEXT = 'Ferro spoke. "You came. Will you stay? The hall," she said, "is full."\n\n"So is the yard," she said.'


def pieces(*parts: str) -> list[Evidence]:
    found = [(TEXT.index(part), part) for part in parts]
    return [Evidence(role="content", span=Span(start=at, end=at + len(part)), quote=part) for at, part in found]


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (("You came", "Will you stay?", "The hall"), "You came. Will you stay? The hall"),
        (("The hall", "is full"), "The hall … is full"),
        (("is full", "So is the yard"), "is full. So is the yard"),
        (("You came",), "You came"),
        ((), ""),
    ],
)
def test_a_gap_is_shown_where_the_report_breaks_in_and_nowhere_else(parts: tuple[str, ...], words: str) -> None:
    assert joined(pieces(*parts)) == words


@dataclass(frozen=True)
class Known:
    title: str | None = None
    beginning: str | None = None
    input: str = "a/report.txt"


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (Known(title="Ferro speaks"), "Ferro speaks"),
        (Known(beginning="Ferro spoke.\nThen she left."), "Ferro spoke. Then she left."),
        (Known(beginning="word " * 40), "word " * 11 + "word …"),
        (Known(beginning="w" * 200), "w" * 60 + " …"),
        (Known(beginning=" \n"), "a/report.txt"),
        (Known(), "a/report.txt"),
    ],
)
def test_a_document_without_a_title_is_called_by_its_beginning(document: Known, words: str) -> None:
    assert titled(document) == words
