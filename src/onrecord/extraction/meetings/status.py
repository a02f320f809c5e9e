"""When a meeting is and whether it has been, is under way or is still to come: one choice, made together.

"Talks on Friday" are held or scheduled as the Friday is past or to come, and which Friday is meant hangs on whether
they have been: each pair of a day and a status is weighed by the words, by the day and by the two together. With
weights fitted so, cross-fitted on the training reports, the likeliest pair was right for 58.2 of 100 annotated
meetings; with days and statuses fitted one after the other, 55.7 were. Of meetings as found it was right for 54.5; with
the forms of the verbs around them as signs, 56.7; with further reports to learn from, 61.7; with days counted, days
elsewhere, whose a time is and how it is worded, 65.6 (63.2 without, on the same halves).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from onrecord.extraction.meetings.days import Choice, When
from onrecord.extraction.meetings.linear import added, totals, weights
from onrecord.extraction.meetings.mentions import Mention
from onrecord.records import MEETING_STATUSES

# A probability of the model is no smaller. Its statuses count as much as the words: at half, three quarters, as much
# and twice, the F1 of the development set's records is 0.569, 0.573, 0.577 and 0.577. For the day they don't count:
# with them it was right for 76.9 of 100 meetings, without them for 78.4.
_LEAST = 1e-3
# Mentions of one meeting that are looked at.
_MENTIONS = 8

# "The talks are taking place": said of the meeting itself, it is under way, unless its day is still to come ("are being
# held next week"). The model takes many of these for scheduled; of the sets' meetings three of four so told are under
# way, and the fourth is called upcoming.
_GOES_ON = "goes on behind"

Chances = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Judgement:
    """The days of a meeting, None where the text gives none, and its status at publication."""

    when: When | None
    status: str


def judged(mentions: Sequence[Mention], choices: Sequence[Choice], told: Sequence[Chances] = ()) -> Judgement:
    """The likeliest days and status. `choices`: reasons for days; `told`: the model's statuses, one a mention."""
    of = weights()
    words = totals(of.words, word_signs(mentions), [0.0] * len(MEETING_STATUSES))
    reasons = [(choice.when, totals(of.days, choice.signs, words)) for choice in choices]
    off = _off(mentions)
    statuses = [at for at, status in enumerate(MEETING_STATUSES) if off in (None, status)]
    starts: dict[str | None, list[list[float]]] = {}
    for when, scores in reasons:
        starts.setdefault(when.start if when else None, []).append([scores[at] for at in statuses])
    # The day that is likeliest whatever the status, then the status that is likeliest on that day and by the model.
    start = max(starts, key=lambda day: added(score for scores in starts[day] for score in scores))
    model = _by_model(told)
    chances = {at: model[at] + added(scores[place] for scores in starts[start]) for place, at in enumerate(statuses)}
    at = max(chances, key=lambda status: chances[status])
    if off is None and _by_most(mentions, _GOES_ON) and not _to_come(choices, start):
        at = MEETING_STATUSES.index("under_way")
    best = max((r for r in reasons if (r[0].start if r[0] else None) == start), key=lambda reason: reason[1][at])
    return Judgement(best[0], MEETING_STATUSES[at])


def word_signs(mentions: Sequence[Mention]) -> dict[str, float]:
    """The signs of a meeting, each with the share of the mentions that bear it; the first mention's count again."""
    looked_at = mentions[:_MENTIONS]
    signs = {"bias": 1.0, f"kind {mentions[0].kind}": 1.0, f"head {mentions[0].head}": 1.0}
    for mention in looked_at:
        for sign in (*mention.signs, *mention.around):
            signs[sign] = signs.get(sign, 0.0) + 1 / len(looked_at)
    for sign in mentions[0].signs:
        signs[f"1 {sign}"] = 1.0
    return signs


def _off(mentions: Sequence[Mention]) -> str | None:
    """Cancelled or postponed, where half of the mentions say so in so many words."""
    return next((status for status in ("cancelled", "postponed") if _by_most(mentions, status)), None)


def _by_most(mentions: Sequence[Mention], sign: str) -> bool:
    """True if half of the mentions bear a sign."""
    return 2 * sum(sign in mention.signs for mention in mentions[:_MENTIONS]) >= min(_MENTIONS, len(mentions))


def _to_come(choices: Sequence[Choice], start: str | None) -> bool:
    """True if a day lies behind that of publication."""
    return any(choice.when and choice.when.start == start and "starts future" in choice.signs for choice in choices)


def _by_model(told: Sequence[Chances]) -> list[float]:
    if not told:
        return [0.0] * len(MEETING_STATUSES)
    means = (sum(chances.get(status, 0.0) for chances in told) / len(told) for status in MEETING_STATUSES)
    return [math.log(max(mean, _LEAST)) for mean in means]
