"""The day of speech."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.extraction.drafts import Draft
from onrecord.extraction.said_on import Dated, said_on
from onrecord.extraction.times import find_times
from onrecord.records import PartialDate, Span

PUBLISHED = PartialDate("2019-05-15")


def span(text: str, part: str, after: int = 0) -> Span:
    start = text.index(part, after)
    return Span(start=start, end=start + len(part))


def draft(text: str, source: str, cue: str, content: str) -> Draft:
    return Draft([span(text, content)], [span(text, cue)], span(text, source))


def days(text: str, *found: Draft, published: PartialDate | None = PUBLISHED) -> list[tuple[str | None, str | None]]:
    whole = sentences(text)
    answers = said_on(text, found, find_times(text, published, whole), published, whole)
    return [(str(answers[d].day) if answers[d].day else None, answers[d].basis) for d in found]


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("Vaal said the talks would go on.", "said", ("2019-05-15", "published")),
        ("Vaal said on Monday the talks would go on.", "said", ("2019-05-13", "text")),
        ("In a letter in March, Vaal wrote the talks would go on.", "wrote", ("2019-03", "text")),
        ("Vaal said last week the talks would go on.", "said", ("2019-05", "text")),
        ("Vaal has said the talks would go on.", "said", (None, None)),
        ("Vaal says the talks would go on.", "says", (None, None)),
        ("Vaal said the talks would go on Friday.", "said", ("2019-05-15", "published")),
    ],
)
def test_the_day(text: str, cue: str, expected: tuple[str | None, str | None]) -> None:
    text = f"Talks in Oslo\n\nThe ministers met on Wednesday. They ate.\n\nThe hall was cold. It rained. {text}"
    content = "the talks would go on Friday" if "Friday" in text else "the talks would go on"
    assert days(text, draft(text, "Vaal", cue, content)) == [expected]


def test_nobody_goes_on_from_what_another_said_years_before() -> None:
    text = (
        "Talks in Oslo\n\nThe ministers met. They ate. It rained.\n\nVaal endorsed the plan in July 2016.\n\n"
        'Orsini added that "it was dead."'
    )
    found = [draft(text, "Vaal", "endorsed", "the plan"), draft(text, "Orsini", "added", "it was dead")]
    assert days(text, *found) == [("2016-07", "text"), ("2019-05-15", "published")]


@pytest.mark.parametrize(
    ("lead", "day", "basis"),
    [
        ("The League welcomed Norland on Monday after its vote.", "2019-05-13", "text"),
        ("The League congratulates Norland on its May 13 parliamentary vote.", "2019-05-15", "published"),
        ("The League follows up on Norland's May 13 vote.", "2019-05-15", "published"),
    ],
)
def test_a_day_that_tells_which_vote_is_meant_is_not_that_of_the_report(lead: str, day: str, basis: str) -> None:
    text = f"Vote in Norland\n\n{lead} It rained.\n\nThe hall was cold. They ate. Vaal said the talks would go on."
    assert days(text, draft(text, "Vaal", "said", "the talks would go on")) == [(day, basis)]


def test_statements_in_a_row_share_the_day() -> None:
    text = (
        "Talks in Oslo\n\nThe ministers met on Wednesday. Vaal said on Monday the talks would go on. "
        "He added that all were welcome.\n\nOrsini said nothing was clear."
    )
    found = [
        draft(text, "Vaal", "said", "the talks would go on"),
        draft(text, "He", "added", "all were welcome"),
        Draft([span(text, "nothing was clear")], [span(text, "said", text.index("Orsini"))], span(text, "Orsini")),
    ]
    assert days(text, *found) == [("2019-05-13", "text"), ("2019-05-13", "text"), ("2019-05-15", "published")]


def test_the_model_can_tell_otherwise() -> None:
    text = "Talks in Oslo\n\nThe ministers met on Wednesday. Vaal said on Monday the talks would go on."
    found = draft(text, "Vaal", "said", "the talks would go on")
    whole = sentences(text)
    times = find_times(text, PUBLISHED, whole)
    for chances, expected in (((1.0, 0.0, 0.0), None), ((0.0, 0.02, 0.98), "2019-05-13")):
        links = {time: float(time.text == "Monday") for time in times}
        answers = said_on(text, [found], times, PUBLISHED, whole, dated={found: chances}, linked={found: links})
        assert (str(answers[found].day) if answers[found].day else None) == expected


def test_without_a_publication_date_an_undated_statement_has_no_day() -> None:
    text = "Vaal said the talks would go on."
    assert days(text, draft(text, "Vaal", "said", "the talks would go on"), published=None) == [(None, None)]


@settings(deadline=None)
@given(data=st.data(), published=st.sampled_from([None, PUBLISHED, PartialDate("2019"), PartialDate("--05-01")]))
def test_every_statement_gets_an_answer_and_a_basis(data: st.DataObject, published: PartialDate | None) -> None:
    text = (
        "On Monday Vaal said in May 2014 it is. Last week he has said yes, and 3 May or 2015 added no. \n\nNow (today)."
    )
    place = st.integers(0, len(text) - 2).flatmap(
        lambda a: st.integers(a + 1, len(text)).map(lambda b: Span(start=a, end=b))
    )
    found = [
        Draft(data.draw(st.lists(place, min_size=1, max_size=2)), data.draw(st.lists(place, max_size=2)))
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    whole = sentences(text)
    answers = said_on(text, found, find_times(text, published, whole), published, whole)
    assert set(answers) == set(found)
    for dated in answers.values():
        assert (dated == Dated()) or (dated.day is not None and dated.basis in ("text", "published"))
        assert dated.basis != "published" or dated.day == published


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Vaal, in office since 2011, said the talks would go on.", None),
        ("Vaal said the talks would go on. They began in 2011.", None),
        ("In 2011, Vaal said the talks would go on.", "2011"),
        ("On 3 May 2011, Vaal said the talks would go on.", "2011-05-03"),
    ],
)
def test_without_a_day_of_publication_a_year_that_is_talked_about_dates_nothing(
    text: str, expected: str | None
) -> None:
    assert days(text, draft(text, "Vaal", "said", "the talks would go on"), published=None)[0][0] == expected


POSTS = (
    "Ministers quarrel over tariffs\n\nVaal said the tariffs would stay.\n\n"
    "The deal is off! — Oda Vaal (@odavaal) May 12, 2019\n\n"
    "We never agreed to any deal — Per Lund (@per_lund), May 13, 2019\n\nLund said nobody had asked."
)


@pytest.mark.parametrize(
    ("source", "content", "expected"),
    [
        ("Oda Vaal", "The deal is off", ("2019-05-12", "text")),
        ("Per Lund", "We never agreed to any deal", ("2019-05-13", "text")),
    ],
)
def test_a_post_bears_the_day_of_the_line_that_signs_it(source: str, content: str, expected: tuple[str, str]) -> None:
    post = Draft([span(POSTS, content)], [], span(POSTS, source))
    assert days(POSTS, post) == [expected]


def test_the_day_of_a_post_is_not_that_of_the_report() -> None:
    told = draft(POSTS, "Vaal", "said", "the tariffs would stay")
    assert days(POSTS, told) == [("2019-05-15", "published")]
