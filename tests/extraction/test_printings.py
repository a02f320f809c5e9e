"""A body printed twice is read once."""

from onrecord.extraction.drafts import Draft
from onrecord.extraction.layout import layout_of
from onrecord.extraction.printings import printings, read_alike
from onrecord.records import Span

BODY = "Smith said the talks will go on next week.\n\nJones warned that the talks will surely fail again."
TEXT = f"Talks\n\n{BODY}\n\nRead also: other things.\n\n\n{BODY}"


def draft(content: str, cue: str, source: str, score: float, start: int = 0) -> Draft:
    def span(part: str) -> Span:
        at = TEXT.index(part, start)
        return Span(start=at, end=at + len(part))

    return Draft(content=[span(content)], cue=[span(cue)], source=span(source), score=score)


def test_printings_are_runs_of_paragraphs() -> None:
    assert printings(layout_of(TEXT, [])) == [([1, 2], [4, 5])]


def test_the_better_reading_stands_in_both_printings() -> None:
    again = TEXT.index(BODY) + len(BODY)
    one = draft("the talks will go on", "said", "Smith", 0.9)
    two = draft("the talks will go on next week", "said", "Smith", 0.8, again)
    three = draft("the talks will surely fail again", "warned", "Jones", 0.9, again)
    found = read_alike(layout_of(TEXT, []), [one, two, three])
    quotes = [TEXT[d.start : d.end] for d in found]
    assert quotes == ["the talks will go on next week", "the talks will surely fail again"] * 2
    assert [d.repeats for d in found] == [None, None, found[0], found[1]]
    assert all(TEXT[d.source.start : d.source.end] in ("Smith", "Jones") for d in found if d.source)


def test_what_stands_outside_the_printings_is_left_alone() -> None:
    other = Draft(content=[Span(start=TEXT.index("other things"), end=TEXT.index("other things") + 12)])
    assert read_alike(layout_of(TEXT, []), [other]) == [other]
