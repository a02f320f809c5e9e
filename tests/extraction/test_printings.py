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


def test_the_best_of_three_printings_stands_in_all() -> None:
    line = "Smith said no to it, and the envoy warned of war."
    text = f"{line}\n\nOther words.\n\n{line}\n\nMore words.\n\n{line}"
    places = [text.index(line), text.index(line, 10), text.rindex(line)]

    def said(at: int, score: float) -> Draft:
        return Draft(
            content=[Span(start=at + 11, end=at + 19)],
            cue=[Span(start=at + 6, end=at + 10)],
            source=Span(start=at, end=at + 5),
            score=score,
        )

    found = read_alike(
        layout_of(text, []), [said(at, score) for at, score in zip(places, (0.6, 0.7, 0.9), strict=True)]
    )
    assert [d.score for d in found] == [0.9] * 3
    assert [d.repeats for d in found] == [None, found[0], found[0]]


def test_the_title_printed_again_is_no_part_of_what_is_said_before_it() -> None:
    text = "Talks go on\n\nSmith praised them.\n\nTalks go on\n\nOther words."
    heading = text.rindex("Talks")
    praised = Draft(
        content=[
            Span(start=text.index("them"), end=text.index("them") + 4),
            Span(start=heading, end=heading + len("Talks go on")),
        ],
        cue=[Span(start=text.index("praised"), end=text.index("praised") + 7)],
    )
    (kept,) = read_alike(layout_of(text, []), [praised])
    assert [text[piece.start : piece.end] for piece in kept.content] == ["them"]
