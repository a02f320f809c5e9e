"""One segment of a text, read to the end: its drafts, who makes them, when, at which meeting, and what they do.

The order is that of the questions: first the statements, then the people, then the calendar, then the positions, each
with what came before and with what the model says of it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from onrecord.extraction.coverage import add_covered
from onrecord.extraction.drafts import Draft, drafts
from onrecord.extraction.forms import add_forms
from onrecord.extraction.layout import Layout
from onrecord.extraction.links import Places
from onrecord.extraction.meetings import FoundMeeting, Occasions, find_meetings
from onrecord.extraction.people import mark_spans
from onrecord.extraction.positions import Opinion, Positions, Sight, Weights
from onrecord.extraction.positions.cast import Cast
from onrecord.extraction.positions.kinds import softmax
from onrecord.extraction.printings import read_alike
from onrecord.extraction.referent import Referent
from onrecord.extraction.said_on import Dated, said_on
from onrecord.extraction.speeches import whole
from onrecord.extraction.structure import (
    distinct,
    find_repeats,
    nest,
    one_each,
    reach_back,
    settle,
    share_subjects,
    without_frames,
    without_own_views,
    without_passers_on,
    without_unsaid,
)
from onrecord.extraction.tagger import DATED, HAND, KIND, STATUSES, Floats, Tagged
from onrecord.extraction.times import find_times
from onrecord.extraction.turns import within_turns
from onrecord.extraction.via import passed_on_by
from onrecord.extraction.who import Voice, Who
from onrecord.knowledge import Knowledge
from onrecord.records import PartialDate, Position, Time


@dataclass(frozen=True, slots=True)
class Account:
    """All that one segment says. Every mapping holds every draft; spans count from the segment's start.

    `weighing`: what the positions were judged by.
    """

    drafts: Sequence[Draft]
    voices: Mapping[Draft, Voice | None]
    addressees: Mapping[Draft, Voice | None]
    via: Mapping[Draft, tuple[str, ...]]
    days: Mapping[Draft, Dated]
    occasions: Mapping[Draft, FoundMeeting | None]
    positions: Mapping[Draft, Position]
    weighing: Positions
    meetings: Sequence[FoundMeeting]
    times: Sequence[Time]
    referents: Sequence[Referent]


def account(
    layout: Layout, tagged: Tagged, published: PartialDate | None, knowledge: Knowledge, weights: Weights
) -> Account:
    """Read one segment. `published` is the day of its document, by which offices are held and days are counted."""
    found = statements(layout, tagged)
    who = Who(layout.text, tagged, found, knowledge, day_of(published))
    voices: dict[Draft, Voice | None] = {}
    for draft in found:
        voices[draft] = who.speaker(draft, voices.get(draft.repeats) if draft.repeats else None)
    addressees = {draft: who.addressee(draft) for draft in found}
    times = find_times(layout.text, published, layout.sentences)
    judged = {draft: draft.judged for draft in found if draft.judged is not None}
    chances = dict(zip(judged, _shares(judged.values(), DATED), strict=True))
    days = said_on(layout.text, found, times, published, layout.sentences, chances, _linked(found, times))
    spans = mark_spans(layout.text, tagged, "meeting")
    places = Places(tagged.words)
    statuses = [_status(tagged, places.of(span)[0]) for span in spans]
    meetings = find_meetings(layout, spans, who.bodies, who.persons, times, published, statuses)
    occasions = Occasions(layout, meetings)
    cast = Cast(who.bodies, who.persons, who.referent, knowledge)
    hands = zip(judged, _shares(judged.values(), HAND), strict=True)
    opinions = {draft: _opinion(draft, judged[draft], second) for draft, (_, second) in hands}
    weighing = Positions(cast, voices, addressees, weights, opinions, Sight(tagged.seen, places))
    media = _Media(layout)
    return Account(
        drafts=found,
        voices=voices,
        addressees=addressees,
        via={draft: media.of(draft, voices[draft]) for draft in found},
        days=days,
        occasions={draft: occasions.of(draft.anchor, _name(voices[draft])) for draft in found},
        positions=_positions(found, weighing),
        weighing=weighing,
        meetings=meetings,
        times=times,
        referents=who.referents(),
    )


def statements(layout: Layout, tagged: Tagged) -> list[Draft]:
    """The model's tags and the rules of layout to one draft a statement, nested and with its repeats."""
    read = without_unsaid(layout.text, drafts(layout, tagged))
    found = without_frames(without_passers_on(layout, distinct(add_forms(layout, read))))
    found = whole(layout, found)
    reach_back(layout, found)
    settle(found)
    found = within_turns(layout, one_each(add_covered(layout, tagged, read_alike(layout, found))))
    found = without_own_views(layout.text, nest(layout.text, found))
    share_subjects(layout, found)
    find_repeats(layout.text, found)
    return found


def _positions(found: Sequence[Draft], positions: Positions) -> dict[Draft, Position]:
    """What each statement does; its second printing does what the first one did."""
    every: dict[Draft, Position] = {}
    for draft in found:
        own = positions.of(draft)
        first = every.get(draft.repeats) if draft.repeats is not None else None
        if first is not None:
            own = replace(first, condition=own.condition, hedges=own.hedges, strength=own.strength)
        every[draft] = own
    return every


def day_of(published: PartialDate | None) -> PartialDate | None:
    """The day by which offices are held: that of publication, where its year is known."""
    return None if published is None or published.value.startswith("-") else published


def _shares(judged: Iterable[Floats], which: slice) -> list[list[float]]:
    """The probabilities of some of what the model judges of each statement."""
    logits = [one[which] for one in judged]
    shares: list[list[float]] = softmax(logits).tolist() if logits else []
    return shares


def _opinion(draft: Draft, judged: Floats, first_hand: float) -> Opinion:
    return Opinion(judged[KIND], first_hand, None if draft.links is None else draft.links.chance)


def _linked(found: Sequence[Draft], times: Sequence[Time]) -> dict[Draft, dict[Time, float]]:
    """For each statement, how likely each time within the model's reach is the one that dates it."""
    linked: dict[Draft, dict[Time, float]] = {}
    for draft in found:
        if draft.links is None:
            continue
        chances = ((time, draft.links.chance(time.span, "said_on")) for time in draft.links.near(times))
        linked[draft] = {time: chance for time, chance in chances if chance is not None}
    return linked


def _status(tagged: Tagged, word: int) -> dict[str, float]:
    return dict(zip(STATUSES, softmax(tagged.statuses[word]).tolist(), strict=True))


def _name(voice: Voice | None) -> str | None:
    if voice is None:
        return None
    return voice.referent.name if voice.referent else voice.text


class _Media:
    """Who passes on, sentence by sentence; each sentence is searched once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._found: dict[int, list[str]] = {}

    def of(self, draft: Draft, voice: Voice | None) -> tuple[str, ...]:
        """The media named in the sentence of a draft's cue, without its speaker."""
        at = bisect_right(self._layout.starts, draft.anchor) - 1
        if at < 0:
            return ()
        if at not in self._found:
            self._found[at] = passed_on_by(self._layout.text, self._layout.sentences[at])
        return tuple(name for name in self._found[at] if voice is None or name.lower() not in voice.text.lower())
