"""Meetings: mentions joined, days and statuses, and never an error whatever the text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.document import sentences
from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import layout_of
from onrecord.extraction.meetings import FoundMeeting, Occasions, find_meetings
from onrecord.extraction.meetings.governing import governed
from onrecord.extraction.meetings.joining import pair_signs
from onrecord.extraction.meetings.kinds import kind_of
from onrecord.extraction.meetings.mentions import Named, mentions
from onrecord.extraction.people import Person
from onrecord.knowledge import shipped
from onrecord.records import MEETING_KINDS, MEETING_STATUSES, PartialDate, Span, Time
from timing import seconds

from .marked import in_turn

REPORT = (
    "Kenya and Uganda to reopen lake talks\n\n"
    "NAIROBI, March 3 - Kenya and Uganda will hold talks on the lake in Kampala on Friday, officials said on Tuesday. "
    "The talks are the first in two years. "
    "A summit in Arusha last month ended without a deal. The planned visit by Ghana's president was cancelled."
)
PUBLISHED = PartialDate("2026-03-03")


def found_in(
    text: str,
    spans: Sequence[Span],
    times: Sequence[tuple[str, str]] = (),
    persons: Sequence[Person] = (),
    published: PartialDate | None = PUBLISHED,
) -> list[FoundMeeting]:
    stand = [
        Time(span=span, text=words, value=value)
        for words, value in times
        for span in [Span(start=text.index(words), end=text.index(words) + len(words))]
    ]
    layout = layout_of(text, sentences(text))
    return find_meetings(layout, spans, Bodies(text, shipped(), published), persons, stand, published)


@pytest.fixture(scope="module")
def read() -> list[FoundMeeting]:
    spans = in_turn(
        REPORT,
        "lake talks",
        "talks on the lake in Kampala",
        "The talks",
        "A summit in Arusha",
        "The planned visit by Ghana's president",
    )
    times = [("March 3", "2026-03-03"), ("Friday", "2026-03-06"), ("Tuesday", "2026-03-03"), ("last month", "2026-02")]
    return found_in(REPORT, spans, times)


def test_mentions_of_one_meeting_are_joined(read: list[FoundMeeting]) -> None:
    talks = read[0]
    assert [REPORT[s.start : s.end] for s in talks.mentions] == [
        "lake talks",
        "talks on the lake in Kampala",
        "The talks",
    ]
    assert sum(m.kind == "summit" for m in read) == 1
    assert not any(s in talks.mentions for m in read if m.kind == "summit" for s in m.mentions)


def test_days_come_from_the_time_that_belongs_to_the_meeting(read: list[FoundMeeting]) -> None:
    starts = {m.kind: m.start.value for m in read if m.start}
    assert starts["talks"] == "2026-03-06"
    assert starts["summit"] == "2026-02"


def test_statuses_come_from_words_and_days(read: list[FoundMeeting]) -> None:
    statuses = {m.kind: m.status for m in read}
    assert statuses["talks"] == "scheduled"
    assert statuses["summit"] == "held"
    assert statuses["visit"] == "cancelled"


@pytest.mark.parametrize(
    ("text", "phrase", "place"),
    [
        ("The talks, in which Acme has a stake, go on.", "talks", None),
        ("The first summit in Singapore was short.", "summit", "Singapore"),
        ("The talks in the White House were short.", "talks", None),
        ("The talks in St. Petersburg were short.", "talks", "St. Petersburg"),
        ("The talks in historic Split were short.", "talks", "Split"),
        ("The talks in the Chinese port city of Dalian were short.", "talks", "Dalian"),
    ],
)
def test_a_place_is_a_city(text: str, phrase: str, place: str | None) -> None:
    assert [m.place for m in found_in(text, in_turn(text, phrase))] == [place]


def test_all_who_are_joined_before_a_verb_take_part() -> None:
    text = "Amina Otieno and President Paul Okello met in Nairobi."
    persons = [Person(name, in_turn(text, name)) for name in ("Amina Otieno", "Paul Okello")]
    assert [m.parties for m in found_in(text, in_turn(text, "met"), persons=persons)] == [
        tuple(p.name for p in persons)
    ]
    text = "In Egypt, Israel met Jordan."
    assert [m.parties for m in found_in(text, in_turn(text, "met Jordan"))] == [("Israel", "Jordan")]


def test_a_name_begins_behind_the_possessive_and_the_day() -> None:
    text = "The visit by Ghana comes late. This week's visit by Ghana is short."
    assert [m.name for m in found_in(text, in_turn(text, "This week's visit by Ghana"))] == ["visit by Ghana"]


def test_places_are_cities(read: list[FoundMeeting]) -> None:
    assert {m.kind: m.place for m in read}["summit"] == "Arusha"


def test_parties_are_named_as_the_text_and_the_knowledge_name_them() -> None:
    text = "Officials held talks between Kenya and Uganda."
    (talks,) = found_in(text, in_turn(text, "talks"))
    assert talks.parties == ("Kenya", "Uganda")
    text = "Amina Otieno met Paul Okello in Nairobi."
    persons = [
        Person("Amina Otieno", in_turn(text, "Amina Otieno")),
        Person("Paul Okello", in_turn(text, "Paul Okello")),
    ]
    (meeting,) = found_in(text, in_turn(text, "met Paul Okello"), persons=persons)
    assert meeting.parties == ("Amina Otieno", "Paul Okello")
    assert meeting.name == "meeting of Amina Otieno and Paul Okello"


def test_a_length_counts_from_the_first_day() -> None:
    text = "The minister begins a three-day visit to Chile on Monday."
    (visit,) = found_in(text, in_turn(text, "a three-day visit to Chile"), [("Monday", "2026-03-30")])
    assert (visit.start, visit.end) == (PartialDate("2026-03-30"), PartialDate("2026-04-01"))


def test_without_any_date_none_is_made_up() -> None:
    text = "The ministers held talks in Geneva."
    (talks,) = found_in(text, in_turn(text, "talks in Geneva"), published=None)
    assert (talks.start, talks.end) == (None, None)


@pytest.mark.parametrize(
    ("phrase", "kind"),
    [
        ("EU-Japan summit talks", "summit"),
        ("a joint news conference", "briefing"),
        ("Call with Foreign Minister Ortega", "call"),
        ("meeting of EU foreign ministers", "session"),
        ("met Paul Okello", "talks"),
        ("the presidential election", "vote"),
        ("a two-day visit to Chile", "visit"),
        ("Saturday", "other"),
    ],
)
def test_kinds(phrase: str, kind: str) -> None:
    assert kind_of(phrase)[0] == kind
    assert kind in MEETING_KINDS


@pytest.mark.parametrize(("word", "start"), [("on", "2026-04-14"), ("by", None)])
def test_until_when_something_is_to_be_done_is_no_day_of_a_meeting(word: str, start: str | None) -> None:
    text = f"The fleets hope for a new rule and for the Ghana-Togo commission {word} 14 April 2026."
    (commission,) = found_in(text, in_turn(text, "Ghana-Togo commission"), [("14 April 2026", "2026-04-14")])
    assert (commission.start.value if commission.start else None) == start


def status_of(text: str, phrase: str, sure: str, times: Sequence[tuple[str, str]] = ()) -> str:
    """The status of the one meeting of a text, where the model is sure of another or of the same."""
    stand = [
        Time(span=span, text=words, value=value)
        for words, value in times
        for span in [Span(start=text.index(words), end=text.index(words) + len(words))]
    ]
    layout = layout_of(text, sentences(text))
    bodies = Bodies(text, shipped(), PUBLISHED)
    (found,) = find_meetings(layout, in_turn(text, phrase), bodies, [], stand, PUBLISHED, [{sure: 1.0}])
    return found.status


@pytest.mark.parametrize("status", ["held", "under_way", "scheduled", "proposed"])
def test_where_words_leave_a_status_open_the_model_decides(status: str) -> None:
    assert status_of("The talks in Oslo.", "talks", status) == status


def test_plain_words_and_a_day_outweigh_the_model() -> None:
    text = "The fishery ministers will hold talks on herring in Bergen on Friday."
    assert status_of(text, "talks on herring", "held", [("Friday", "2026-03-06")]) == "scheduled"


def test_a_weekday_is_turned_to_the_week_that_the_meeting_asks_for() -> None:
    text = "The fishery ministers will hold talks in Bergen on Friday."
    (found,) = found_in(text, in_turn(text, "talks in Bergen"), [("Friday", "2026-02-27")])
    assert found.start == PartialDate("2026-03-06")


@pytest.mark.parametrize(("day", "status"), [("2026-03-03", "under_way"), ("2026-03-06", "scheduled")])
def test_what_is_taking_place_is_under_way_unless_its_day_is_to_come(day: str, status: str) -> None:
    assert status_of("Today, talks on herring are taking place.", "talks", "scheduled", [("Today", day)]) == status


def test_what_was_said_after_a_session_dates_it_by_the_report() -> None:
    text = "Fish are scarce, minister Ama Owusu said, speaking to reporters after the Ghana-Togo commission."
    (commission, *_) = found_in(text, in_turn(text, "Ghana-Togo commission"))
    assert (commission.start, commission.status) == (PUBLISHED, "held")


@pytest.mark.parametrize(
    ("before", "after", "form"),
    [
        ("the two will meet for", "", "gov will"),
        ("he was due to arrive for", "", "gov due"),
        ("they agreed to hold", "", "gov wants"),
        ("they have held", "", "gov has"),
        ("", "will be held on friday", "gov behind will"),
        ("", "are taking place", "gov behind goes on"),
        ("", "which ended on sunday", "gov behind past"),
        # What is done to the talks by somebody is not yet what they do.
        ("", "demanded by one side are taking place", "gov behind goes on"),
        ("", "in oslo; the others will leave", "gov behind none"),
    ],
)
def test_the_verbs_around_a_mention_tell_by_their_forms(before: str, after: str, form: str) -> None:
    assert form in set(governed(before, after, "after nothing", "talks"))


def test_no_pair_joins_the_meeting_of_another_pair() -> None:
    text = "They left the Ghana-Togo commission. Then came the Togo-Benin commission. The Togo-Benin commission ended."
    spans = in_turn(text, "Ghana-Togo commission", "the Togo-Benin commission", "The Togo-Benin commission")
    found = found_in(text, spans)
    assert [len(meeting.mentions) for meeting in found] == [1, 2]


@pytest.mark.parametrize(
    ("one", "other", "sign"),
    [
        ("2026-03-05", "2026-03-05", "days same"),
        ("2026-03", "2026-03-05", "days fit"),
        ("2026-W10", "2026-03-05", "days fit"),
        ("2026-03-01/2026-03-06", "2026-03-05", "days fit"),
        ("2026-04", "2026-03-05", "days differ"),
        ("2026-W11", "2026-03-05", "days differ"),
    ],
)
def test_days_beside_two_mentions_fit_where_they_can_be_the_same(one: str, other: str, sign: str) -> None:
    text = "The talks then. The talks later."
    times = [
        Time(span=span, text=text[span.start : span.end], value=value)
        for span, value in zip(in_turn(text, "then", "later"), (one, other), strict=True)
    ]
    spans = [Span(start=0, end=9), Span(start=16, end=25)]
    first, second = mentions(
        layout_of(text, sentences(text)), spans, Named(Bodies(text, shipped(), PUBLISHED), []), times
    )
    assert sign in set(pair_signs(first, second))


def test_one_meeting_is_told_from_several_by_their_number() -> None:
    text = "They called a meeting. They went for meetings. A meeting ended."
    spans = in_turn(text, "a meeting", "meetings", "A meeting")
    nobody = Named(Bodies(text, shipped(), PUBLISHED), [])
    one, several, again = mentions(layout_of(text, sentences(text)), spans, nobody, [])
    assert {"number differs", "number differs a none"} <= set(pair_signs(one, several))
    assert "number differs" not in set(pair_signs(one, again))


def test_to_speak_to_reporters_is_no_meeting() -> None:
    text = "Fish are scarce, Ama Owusu said, speaking to reporters. She told a group of journalists so."
    assert not found_in(text, in_turn(text, "speaking to reporters", "told a group of journalists"))
    assert not found_in(text, in_turn(text, "speaking to"))


def test_a_name_ends_with_no_word_that_is_left_over() -> None:
    text = "The fish summit on April 3 was short. He will come to a fish summit later. The talks on mayors."
    for marked in ("fish summit on", "fish summit on April", "a fish summit later"):
        assert [meeting.name for meeting in found_in(text, in_turn(text, marked))] == ["fish summit"]
    assert found_in(text, in_turn(text, "talks on mayors"))[-1].name == "talks on mayors"
    for name in ('talks on "fish" and "net sizes"', '"big" summit'):
        assert found_in(f"They hold {name}.", in_turn(f"They hold {name}.", name.strip('"')))[0].name == name


def test_a_meeting_that_nothing_marks_is_spotted_by_sure_words_alone() -> None:
    text = "The minister said at a news conference on Tuesday that fish were scarce, and called them dear."
    (briefing,) = found_in(text, [], [("Tuesday", "2026-03-03")])
    assert [text[s.start : s.end] for s in briefing.mentions] == ["a news conference"]


def test_a_statement_made_at_a_meeting_has_it_as_its_occasion() -> None:
    text = "Otieno told a news conference that fish were scarce. The river is long. A summit is due next year."
    layout = layout_of(text, sentences(text))
    briefing, summit = found_in(text, in_turn(text, "a news conference", "A summit"))
    occasions = Occasions(layout, [briefing, summit])
    assert occasions.of(text.index("told"), "Otieno") is briefing
    assert Occasions(layout, []).of(text.index("told"), None) is None


VALUES = st.sampled_from(
    [
        "2026-03-06",
        "2026-W10",
        "2026",
        "2026-02",
        "--03-06",
        "2026-03-05/2026-03-07",
        "PAST_REF",
        "2026-W60",
        "0001",
        "9999",
    ]
)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span], list[tuple[Span, str]]]:
    pieces = st.sampled_from(
        [
            "talks ",
            "the summit ",
            "met ",
            "Kenya ",
            "in Oslo ",
            "on Friday ",
            "\n\n",
            ". ",
            "“",
            "’s ",
            "é",
            "\u200d",
            "🇰🇪",
            " ",
        ]
    )
    text = "".join(draw(st.lists(pieces | st.characters(exclude_categories=["Cs"]), min_size=1, max_size=25)))
    spans = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12)).map(
        lambda pair: Span(start=pair[0], end=min(len(text), pair[0] + pair[1]))
    )
    return text, draw(st.lists(spans, max_size=8)), draw(st.lists(st.tuples(spans, VALUES), max_size=6))


@settings(deadline=None, max_examples=150)
@given(marked(), st.none() | st.sampled_from(["2026-03-03", "2026", "--03-03", "9999-12-31"]).map(PartialDate))
def test_whatever_the_text(made: tuple[str, list[Span], list[tuple[Span, str]]], published: PartialDate | None) -> None:
    text, spans, values = made
    layout = layout_of(text, sentences(text))
    times = [Time(span=span, text=text[span.start : span.end], value=value) for span, value in values]
    found = find_meetings(layout, spans, Bodies(text, shipped(), published), [], times, published)
    seen: list[Span] = []
    for meeting in found:
        assert meeting.mentions
        assert meeting.name.strip()
        assert meeting.kind in MEETING_KINDS
        assert meeting.status in MEETING_STATUSES
        assert all(span.end <= len(text) for span in meeting.mentions)
        seen += meeting.mentions
    assert len(set(seen)) == len(seen)
    occasions = Occasions(layout, found)
    assert all(answer is None or answer in found for at in range(len(text)) for answer in [occasions.of(at, "Kenya")])


@pytest.mark.parametrize("piece", ["talks ", "the talks in Oslo on Friday. ", "Kenya met Uganda, "])
def test_time_grows_with_the_text_alone(piece: str) -> None:
    def cost(times: int) -> float:
        text = piece * times
        layout = layout_of(text, [Span(start=0, end=len(text))])
        bodies = Bodies(text, shipped(), PUBLISHED)
        step = len(piece)
        spans = [Span(start=i * step, end=i * step + step - 1) for i in range(times)]
        stand = [Time(span=span, text="x", value="2026-03-06") for span in spans]
        return seconds(partial(find_meetings, layout, spans, bodies, [], stand, PUBLISHED))

    cost(50)
    assert cost(1200) < 12 * max(cost(300), 0.02)
