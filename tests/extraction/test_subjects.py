"""Who speaks and who listens by grammar, where no words for them are marked."""

import pytest

from onrecord.extraction.subjects import antecedent, hearer, is_done_to, subject
from onrecord.records import Span


def place(text: str, part: str) -> Span:
    at = text.index(part)
    return Span(start=at, end=at + len(part))


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("It was late, he later added.", "added", "he"),
        ("Oslo, which has repeatedly urged calm, left.", "urged", "which"),
        ("They fear its regular calls for calm.", "calls for", "its"),
        ("He answered the Chilean premier's statement that all is well.", "statement", "the Chilean premier"),
        ("The agency quoted him as saying that all is well.", "quoted him as saying", "him"),
        ("Rates to rise: sources", "sources", "sources"),
        ("Ana Ferro's death was announced.", "was announced", None),
        ("Late rain brought new fears of floods.", "fears", None),
    ],
)
def test_the_subject_stands_next_to_the_cue(text: str, cue: str, expected: str | None) -> None:
    found = subject(text, [place(text, cue)])
    assert (text[found.start : found.end] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "relative", "person"),
    [
        ("Ana Ferro of Chile, who said no", "who", 0),
        ("Ana Ferro - who said no", "who", 0),
        ("Sen. Ana Ferro, R-Ohio, who said no", "who", 0),
        ("Ana Ferro, 51, a former mayor, who said no", "who", 0),
        ("Ana Ferro left Chile, which said no", "which", None),
        ("Ana Ferro spoke. The Chileans, who said no", "who", None),
    ],
)
def test_who_is_a_person_where_one_is_near(text: str, relative: str, person: int | None) -> None:
    assert antecedent(text, place(text, relative), [(place(text, "Ana Ferro"), 0)])[0] == person


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Ferro told U.S. lawmakers that all is well.", "told", "U.S. lawmakers"),
        ("Ferro told Sen. Ana Silva that all is well.", "told", "Sen. Ana Silva"),
        ("Ferro told Chile's president that all is well.", "told", None),
        ("Ferro was told Oslo, in the north, is far.", "was told", None),
        ("Ferro told the newspaper that all is well.", "told", "the newspaper"),
        ("Ferro told Harbour News on Monday all is well.", "told", "Harbour News"),
        ("Ferro also told him that all is well.", "also told", "him"),
        ("Ferro told Monday of all that is well.", "told", None),
        ("Ferro told a news conference, and left.", "told", "a news conference"),
        ("Ferro said the newspaper that all read.", "said", None),
    ],
)
def test_whoever_is_told_stands_behind_the_cue(text: str, cue: str, expected: str | None) -> None:
    found = hearer(text, [place(text, cue)])
    assert (text[found.start : found.end] if found else None) == expected


@pytest.mark.parametrize(
    ("text", "source", "cue", "done"),
    [
        ("Ana Ferro was accused of lies.", "Ana Ferro", "was accused of", True),
        ("He was asked whether it rains.", "He", "was asked", True),
        ("Ferro had been told of lies.", "Ferro", "had been told", True),
        ("The mayor was praised by Ana Ferro.", "Ana Ferro", "was praised by", False),
        ("Ana Ferro was quoted as saying no.", "Ana Ferro", "was quoted as saying", False),
        ("Ana Ferro accused Silva of lies.", "Ana Ferro", "accused", False),
    ],
)
def test_whom_a_passive_speaks_of_does_not_speak(text: str, source: str, cue: str, done: bool) -> None:
    assert is_done_to(text, place(text, source), [place(text, cue)]) == done
