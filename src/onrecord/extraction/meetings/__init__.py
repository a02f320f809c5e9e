"""The meetings of a text: where it mentions them, and what it tells of each. Read this file first.

marks         the model's marks made phrases
spotting      phrases that the model marks nowhere, by words that are all but sure
kinds         the words for meetings, and the kind that each tells
mentions      one phrase, with whom it names and the words around it
joining       mentions of one meeting made one
sifting       those that are none left out
signs         what the words around tell
frames        how the days told of one meeting agree
governing     what the verbs around tell
points        days as values, and how they stand to that of publication
beside        a mention and a time near it
counting      days counted from others
days          the days that it may be on, each with its reasons
status        when it is, and whether it has been
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
from onrecord.extraction.meetings.marks import phrases, printed_again
from onrecord.extraction.meetings.mentions import Mention, Named, mentions
from onrecord.extraction.meetings.naming import known_of, name_of, parties_of, place_of
from onrecord.extraction.meetings.occasions import Occasions
from onrecord.extraction.meetings.sifting import is_real
from onrecord.extraction.meetings.spotting import spotted
from onrecord.extraction.meetings.status import judged
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
    told = [(span, one) for span, one in zip(spans, statuses or (), strict=False) if one]
    every = sifted(layout, spans, named, times)
    calendar = Calendar(layout, times, published, named, every)
    found = []
    for group in every:
        judgement = judged(group, calendar.choices(group), _told_of(group, told))
        status = judgement.status
        parties = parties_of(known, group)
        start, end = calendar.dates(group, judgement.when, status)
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


def sifted(layout: Layout, spans: Sequence[Span], named: Named, times: Sequence[Time]) -> list[list[Mention]]:
    """The mentions of each meeting that is likely one."""
    marked, every = groups(layout, spans, named, times)
    return [group for group in every if is_real(group, is_marked(group, marked), len(every) - 1)]


def groups(
    layout: Layout, spans: Sequence[Span], named: Named, times: Sequence[Time]
) -> tuple[list[Span], list[list[Mention]]]:
    """The phrases that the model marks, and the mentions of each meeting, marked or spotted."""
    marked = phrases(layout.text, spans)
    marked = sorted([*marked, *printed_again(layout.text, marked)])
    together = sorted([*marked, *spotted(layout, marked, named, times)])
    return marked, joined(mentions(layout, together, named, times))


def is_marked(group: Sequence[Mention], marked: Sequence[Span]) -> bool:
    """True unless all mentions were only spotted."""
    return any(mention.span in set(marked) for mention in group)


def kind_of_all(group: Sequence[Mention]) -> str:
    """The kind that most mentions tell, the first of equals; `other` only where none tells another."""
    kinds = [mention.kind for mention in group if mention.kind != "other"] or ["other"]
    return max(kinds, key=kinds.count)


def _told_of(group: Sequence[Mention], told: Sequence[tuple[Span, Mapping[str, float]]]) -> list[Mapping[str, float]]:
    return [one for span, one in told if any(mention.span.overlaps(span) for mention in group)]
