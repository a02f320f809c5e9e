"""The meetings of a text: where it mentions them, and what it tells of each. Read this file first.

marks         the model's marks made phrases
spotting      phrases that the model marks nowhere, by words that are all but sure
kinds         the words for meetings, and the kind that each tells
mentions      one phrase, with whom it names and the words around it
joining       mentions of one meeting made one
signs         what the words around tell
days, status  when it is, and whether it has been
naming        what it is called, who takes part, where
occasions     the meeting at which a statement was made
linear        sums of weighted signs
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.days import Calendar
from onrecord.extraction.meetings.found import FoundMeeting
from onrecord.extraction.meetings.joining import joined
from onrecord.extraction.meetings.marks import phrases
from onrecord.extraction.meetings.mentions import Mention, Named, mentions
from onrecord.extraction.meetings.naming import known_of, name_of, parties_of, place_of
from onrecord.extraction.meetings.occasions import Occasions
from onrecord.extraction.meetings.spotting import spotted
from onrecord.extraction.meetings.status import by_words, by_words_and_day
from onrecord.extraction.people import Person
from onrecord.records import PartialDate, Span, Time

__all__ = ["FoundMeeting", "Occasions", "find_meetings"]


def find_meetings(
    layout: Layout,
    spans: Sequence[Span],
    bodies: Bodies,
    persons: Sequence[Person],
    times: Sequence[Time],
    published: PartialDate | None,
    statuses: Sequence[Mapping[str, float] | None] | None = None,
) -> list[FoundMeeting]:
    """The meetings of a text, in order of their first mentions.

    `spans`: where the model marks meetings. `times`: those of the text. `statuses`: the model's probabilities of the
    statuses for each span, None for a span without.
    """
    named = Named(bodies, persons)
    known = known_of(layout, bodies, persons, named)
    calendar = Calendar(layout, times, published)
    told = [(span, one) for span, one in zip(spans, statuses or (), strict=False) if one]
    found = []
    marked = phrases(layout.text, spans)
    spotted_too = sorted([*marked, *spotted(layout, marked, named, times)])
    for group in joined(mentions(layout, spotted_too, named, times)):
        model = _told_of(group, told)
        when = calendar.when(group, by_words(group, model))
        status = by_words_and_day(group, calendar.standing(when, group[0].kind), model)
        parties = parties_of(known, group)
        start, end = calendar.dates(group, when, status)
        found.append(
            FoundMeeting(
                name=name_of(group, parties),
                kind=kind_of_all(group),
                mentions=tuple(mention.span for mention in group),
                parties=parties,
                place=place_of(known, group),
                start=start,
                end=end,
                status=status,
            )
        )
    return found


def kind_of_all(group: Sequence[Mention]) -> str:
    """The kind that most mentions tell, the first of equals; `other` only where none tells another."""
    kinds = [mention.kind for mention in group if mention.kind != "other"] or ["other"]
    return max(kinds, key=kinds.count)


def _told_of(group: Sequence[Mention], told: Sequence[tuple[Span, Mapping[str, float]]]) -> list[Mapping[str, float]]:
    return [one for span, one in told if any(mention.span.overlaps(span) for mention in group)]
