"""Expressions of time: where they stand and what day they mean."""

import re
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.extraction.times import find_times, grammar
from onrecord.records import PartialDate, Time
from timing import seconds

# A Wednesday.
PUBLISHED = PartialDate("2019-05-15")
POINT = r"(?:\d{4}(?:-\d\d(?:-\d\d)?)?|\d{4}-W\d\d|--\d\d-\d\d)"
VALUE = re.compile(rf"{POINT}(?:/{POINT})?|PAST_REF|PRESENT_REF|FUTURE_REF")


def words(text: str) -> list[str]:
    return text.split()


WORDS = st.sampled_from(
    words(
        "on in the last next this week month year Monday Friday, said will meet May March 3 31 30th February 2014 2016 "
        "- to and from two three years ago days earlier later yesterday today, tomorrow 0 9999 1999 10.02.2014 "
        "2/30/2015 2014-02-30 0000-00-00 8 p.m. 2030 GMT (0100 GMT) summer first quarter of half "
        "decade past 1990s century 19th "
        "end mid - early now recently soon weekend Christmas that same day before after . ( ) ' ’s 999999999999"
    )
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.one_of(WORDS, st.just("\n\n")), max_size=40).map(" ".join))
DATES = st.one_of(
    st.none(),
    st.sampled_from(["0001-01-01", "9999-12-31", "2019", "2019-05", "--02-29", "--12-31", "2019-05-01/2019-05-03"]).map(
        PartialDate
    ),
    st.dates().map(lambda day: PartialDate(day.isoformat())),
)


def read(text: str, published: PartialDate | None = PUBLISHED) -> tuple[Time, ...]:
    return find_times(text, published, sentences(text))


def values(text: str, published: PartialDate | None = PUBLISHED) -> list[tuple[str, str]]:
    return [(found.text, found.value) for found in read(text, published)]


@pytest.mark.parametrize(
    ("text", "expression", "value"),
    [
        # Dates in all orders.
        ("It was signed on January 10, 2015 in Oslo.", "January 10, 2015", "2015-01-10"),
        ("It was signed on 10 January 2015 in Oslo.", "10 January 2015", "2015-01-10"),
        ("It was signed on the 10th of January 2015.", "the 10th of January 2015", "2015-01-10"),
        ("It was signed on Jan. 10, 2015.", "Jan. 10, 2015", "2015-01-10"),
        ("It was signed on Saturday, 10 January 2015.", "Saturday, 10 January 2015", "2015-01-10"),
        ("Signed 2015-01-10 in Oslo.", "2015-01-10", "2015-01-10"),
        ("Signed 10.01.2015 in Oslo.", "10.01.2015", "2015-01-10"),
        ("Signed 1/20/2015 in Oslo.", "1/20/2015", "2015-01-20"),
        ("It was signed in January 2015.", "January 2015", "2015-01"),
        ("It was signed in mid-January 2015.", "mid-January 2015", "2015-01"),
        ("It was signed in 2015.", "2015", "2015"),
        ("The deal ends at the end of 2015.", "the end of 2015", "2015-12"),
        # Dates without a year: the nearest, by the tense.
        ("They met on March 3.", "March 3", "2019-03-03"),
        ("They will meet on July 1.", "July 1", "2019-07-01"),
        ("They met in December.", "December", "2018-12"),
        ("They met last May.", "last May", "2018-05"),
        ("The May summit was long.", "May", "2019-05"),
        ("They spoke after Ghana's March elections.", "March", "2019-03"),
        ("They met in November last year.", "November last year", "2018-11"),
        # Weekdays, with the tense.
        ("She said so on Monday.", "Monday", "2019-05-13"),
        ("She said so on Wednesday.", "Wednesday", "2019-05-15"),
        ("They will meet on Friday.", "Friday", "2019-05-17"),
        ("They will hold a closed-door session on Friday.", "Friday", "2019-05-17"),
        ("They will speak at the United Nations on Friday.", "Friday", "2019-05-17"),
        ("A meeting is possible on Friday.", "Friday", "2019-05-17"),
        ("Aro urged them to act, and members on Friday will propose a cut.", "Friday", "2019-05-17"),
        ("They met last Friday.", "last Friday", "2019-05-10"),
        ("Aro on Friday cast doubt on a deal, as there may be gaps.", "Friday", "2019-05-10"),
        ("Talks are due next Tuesday.", "next Tuesday", "2019-05-21"),
        ("They spoke late on Tuesday.", "late on Tuesday", "2019-05-14"),
        ("The talks, held on Tuesday evening, failed.", "Tuesday evening", "2019-05-14"),
        ("Ministers will meet on Thursday and Friday.", "Thursday and Friday", "2019-05-16/2019-05-17"),
        # Relative ones.
        ("He left yesterday.", "yesterday", "2019-05-14"),
        ("He leaves tomorrow.", "tomorrow", "2019-05-16"),
        ("He left this morning.", "this morning", "2019-05-15"),
        ("He left two years ago.", "two years ago", "2017"),
        ("He left four months ago.", "four months ago", "2019-01"),
        ("He left ten days ago.", "ten days ago", "2019-05-05"),
        ("He left last week.", "last week", "2019-W19"),
        ("He leaves next month.", "next month", "2019-06"),
        ("He left earlier this year.", "earlier this year", "2019"),
        ("Trade has grown in the past decade.", "in the past decade", "2009/2019"),
        ("Trade grew over the past three months.", "over the past three months", "2019-02/2019-05"),
        ("They met over the weekend.", "over the weekend", "2019-05-11/2019-05-12"),
        # Ranges and periods.
        ("The summit ran from 3 to 5 May.", "from 3 to 5 May", "2019-05-03/2019-05-05"),
        ("The summit ran May 3-5, 2014.", "May 3-5, 2014", "2014-05-03/2014-05-05"),
        ("It ran from 30 April to 2 May 2014.", "from 30 April to 2 May 2014", "2014-04-30/2014-05-02"),
        ("The 2014-2016 budget is closed.", "2014-2016", "2014/2016"),
        ("The war of 1914-18 was long.", "1914-18", "1914/1918"),
        ("In the 1990s it was calm.", "the 1990s", "1990/1999"),
        ("In the early 1990s it was calm.", "the early 1990s", "1990/1993"),
        ("It was built in the 19th century.", "the 19th century", "1801/1900"),
        ("Exports fell in the first quarter of 2013.", "the first quarter of 2013", "2013-01/2013-03"),
        ("Exports fell in the second half of 2013.", "the second half of 2013", "2013-07/2013-12"),
        ("They met last summer.", "last summer", "2018-06/2018-08"),
        ("They met in the winter of 2014.", "the winter of 2014", "2014-12/2015-02"),
        ("He will leave before Christmas 2019.", "Christmas 2019", "2019-12-25"),
        # One expression of two parts.
        ("He said so today, May 15, in Oslo.", "today, May 15", "2019-05-15"),
        # Times of day: the day they fall on, by the place of the report.
        ("It opened at 8 p.m. (0100 GMT Tuesday) in Lima.", "8 p.m. (0100 GMT Tuesday)", "2019-05-13"),
        ("It opened at 9 a.m. (0200 GMT Tuesday) in Jakarta.", "9 a.m. (0200 GMT Tuesday)", "2019-05-14"),
        ("It opened at 7 a.m. (2000 GMT Monday) in Noumea.", "7 a.m. (2000 GMT Monday)", "2019-05-14"),
        ("It opens at 8 p.m. on Tuesday.", "8 p.m. on Tuesday", "2019-05-21"),
        ("It takes place on July 3 & 4 in Oslo.", "July 3 & 4", "2019-07-03/2019-07-04"),
        ("Protests beginning June 6 were called.", "June 6", "2019-06-06"),
        ("He has been there since July.", "July", "2018-07"),
        ("He has been there since May 20.", "May 20", "2018-05-20"),
        ("He has been there since Thursday.", "Thursday", "2019-05-09"),
        ("It was the Sept. 11 attacks that did it.", "Sept. 11", "2001-09-11"),
        ("It was the 2011 uprising.", "2011", "2011"),
        ("A US plan on Friday angered them.", "Friday", "2019-05-10"),
        ("The EU plans a summit on Friday.", "Friday", "2019-05-17"),
        ("He told ABC News Tuesday it was so.", "Tuesday", "2019-05-14"),
        ("The Sept. 11 attack on the consulate was his.", "Sept. 11", "2018-09-11"),
        ("In the past 12-month period it grew.", "the past 12-month", "2018-05/2019-05"),
        ("They want a treaty by end-2020.", "end-2020", "2020-12"),
        ("A treaty by the end of 2020 - a tight plan.", "the end of 2020", "2020-12"),
        ("In a New Year's address he refused.", "New Year's", "2019-01-01"),
        ("They will leave on the 20th.", "the 20th", "2019-05-20"),
        ("They will leave on the 10th.", "the 10th", "2019-06-10"),
        ("He left on the 20th.", "the 20th", "2019-04-20"),
        # Vague ones.
        ("He had earlier refused.", "earlier", "PAST_REF"),
        ("He recently refused.", "recently", "PAST_REF"),
        ("They are now in Oslo.", "now", "PRESENT_REF"),
        ("They will soon be in Oslo.", "soon", "FUTURE_REF"),
        ("In recent weeks they refused.", "In recent weeks", "PAST_REF"),
        ("In the coming days they will go.", "the coming days", "FUTURE_REF"),
    ],
)
def test_one_expression(text: str, expression: str, value: str) -> None:
    found = values(text)
    assert len(found) == 1
    assert found[0][1] == value
    assert expression.removeprefix("in ").removeprefix("over ") in found[0][0] or found[0][0] in expression


@pytest.mark.parametrize(
    "text",
    [
        "You may march in the sun.",
        "May I ask you a question?",
        "It angered the May government.",
        "Resolution 1636 was adopted.",
        "It costs $2014 or 1,999 euros, 2015.5 at most.",
        "On 30 February nothing happens.",
        "The paper, USA TODAY, was there.",
        'He told "Fox News Sunday" and the Sunday Telegraph.',
        "It names Bloody Sunday.",
        "This post was updated at 8:07 a.m. ET.",
        "Decree 1430/2019 holds.",
        "The 1718 Committee met.",
        "Oil fell at Inpex (1605.T).",
        "A 2020-based plan.",
        "Their next 7-year budget.",
        "Following 14 months of talks they agreed.",
        "His New Year's resolution and the Lunar New Year's address.",
        "She skated at the Winter Olympics.",
        "",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert values(text) == []


def test_an_account_of_another_day_counts_from_that_day() -> None:
    text = "The ministers met on March 3, 2015. Three days earlier they had talked. The next day they left."
    assert [value for _, value in values(text)] == ["2015-03-03", "2015-02-28", "2015-03-01"]


def test_without_a_publication_date_only_the_text_counts() -> None:
    text = "They met on January 10 in Oslo and on Friday. Yesterday they left. In March 2015 they had met, too."
    assert [value for _, value in values(text, None)] == ["--01-10", "2015-03"]


def test_a_publication_year_alone_gives_no_day() -> None:
    assert [v for _, v in values("They met on Friday. They met on May 3.", PartialDate("2019"))] == [
        "2019",
        "2019-05-03",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Talks go on\n\nOSLO, May 15, 2019 (ANT) - She left on Monday. He left yesterday.",
            ["2019-05-15", "2019-05-13", "2019-05-14"],
        ),
        ("Talks go on\n\nOSLO, January 10 (ANT) - She left on Monday. He left yesterday.", ["--01-10", "--01-09"]),
        ("Talks go on\n\nWednesday, May 15, 2019\n\nShe left on Monday.", ["2019-05-15", "2019-05-13"]),
        ("She said today, January 10, that he left yesterday.", ["--01-10", "--01-09"]),
        ("She was born on January 10, 2001. She left on Monday.", ["2001-01-10"]),
    ],
)
def test_a_text_may_date_itself(text: str, expected: list[str]) -> None:
    assert [value for _, value in values(text, None)] == expected


@given(text=TEXTS, published=DATES)
def test_spans_are_in_order_and_values_are_those_of_the_guidelines(text: str, published: PartialDate | None) -> None:
    at = 0
    for found in read(text, published):
        assert at <= found.span.start < found.span.end <= len(text)
        assert text[found.span.start : found.span.end] == found.text
        assert VALUE.fullmatch(found.value)
        at = found.span.end


@given(text=TEXTS, published=DATES)
def test_values_that_are_dates_are_on_the_calendar(text: str, published: PartialDate | None) -> None:
    for found in read(text, published):
        if "_" not in found.value and "W" not in found.value:
            assert PartialDate(found.value).value == found.value


@given(text=TEXTS)
def test_no_year_is_invented(text: str) -> None:
    digits = re.findall(r"\d+", text)
    for found in read(text, None):
        for year in re.findall(r"(?<![-\d])\d{4}", found.value):
            close = {int(year) + step for step in range(-101, 102)}
            assert any(int(d) in close or year.endswith(d) or year[:2] == d for d in digits) or "century" in text


@pytest.mark.parametrize("piece", ["1 ", "the ", "Monday to ", "2014-", "May ", "(", "two ", "at 8:00 ", "\n\n", "’s "])
def test_the_time_is_linear_in_the_text(piece: str) -> None:
    small, large = piece * (5_000 // len(piece)), piece * (40_000 // len(piece))
    spans = []
    for text in (small, large):
        whole = sentences(text)
        spans.append(seconds(partial(find_times, text, PUBLISHED, whole)))
    assert spans[1] < 30 * spans[0] + 1.0


@pytest.mark.parametrize("number", range(len(grammar._PRODUCTIONS)))
def test_every_expression_has_a_telling_word_near_its_start(number: int) -> None:
    telling = grammar._codes(grammar._TELLING)
    production = grammar._pattern(grammar._PRODUCTIONS[number][1], "rule", [])

    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(re.compile(re.sub(r"\(\?<?[=!].*?\]\)", "", production)), fullmatch=True))
    def near(kinds: str) -> None:
        assert any(kind in telling for kind in kinds[: grammar._BEFORE_TELLING + 1])

    near()
