"""Who speaks by grammar, where no words for the speaker are marked."""

import pytest

from onrecord.extraction.subjects import antecedent, subject
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
        ("Ana Ferro left Chile, which said no", "which", None),
        ("Ana Ferro spoke. The Chileans, who said no", "who", None),
    ],
)
def test_who_is_a_person_where_one_is_near(text: str, relative: str, person: int | None) -> None:
    assert antecedent(text, place(text, relative), [(place(text, "Ana Ferro"), 0)])[0] == person
