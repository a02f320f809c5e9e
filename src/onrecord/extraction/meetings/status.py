"""Whether a meeting has been held, is under way, or is still to come, as of the day of publication.

Judged twice: by the words alone, which helps to find the day; and again once the day is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from onrecord.extraction.meetings.linear import weights
from onrecord.extraction.meetings.mentions import Mention
from onrecord.records import MEETING_STATUSES

# What the model's probability of a status counts beside the words: of 0.5 to 2.5 the best on the development set.
_MODEL = 1.5
_LEAST = 1e-3
# Mentions of one meeting that are looked at.
_MENTIONS = 8

Chances = Mapping[str, float]


def by_words(mentions: Sequence[Mention], told: Sequence[Chances] = ()) -> Chances:
    """The probability of each status by the words. `told`: the model's, for each mention that it knows."""
    return _chances("words", word_signs(mentions), told)


def by_words_and_day(mentions: Sequence[Mention], day: Mapping[str, float], told: Sequence[Chances] = ()) -> str:
    """The likeliest status; `day`: how the meeting's days stand to that of publication."""
    for status in ("cancelled", "postponed"):
        if 2 * sum(status in mention.signs for mention in mentions[:_MENTIONS]) >= min(_MENTIONS, len(mentions)):
            return status
    chances = _chances("status", word_signs(mentions) | dict(day), told)
    return max(MEETING_STATUSES, key=lambda status: chances[status])


def word_signs(mentions: Sequence[Mention]) -> dict[str, float]:
    """The signs of a meeting, each with the share of the mentions that bear it; the first mention's count again."""
    looked_at = mentions[:_MENTIONS]
    signs = {"bias": 1.0, f"kind {mentions[0].kind}": 1.0, f"head {mentions[0].head}": 1.0}
    for mention in looked_at:
        for sign in mention.signs:
            signs[sign] = signs.get(sign, 0.0) + 1 / len(looked_at)
    for sign in mentions[0].signs:
        signs[f"1 {sign}"] = 1.0
    return signs


def _chances(decision: str, signs: Mapping[str, float], told: Sequence[Chances]) -> Chances:
    scores = {
        status: sum(weights()[f"{decision} {status}"].get(sign, 0.0) * share for sign, share in signs.items())
        for status in MEETING_STATUSES
    }
    for status in MEETING_STATUSES if told else ():
        mean = sum(chances.get(status, 0.0) for chances in told) / len(told)
        scores[status] += _MODEL * math.log(max(mean, _LEAST))
    most = max(scores.values())
    risen = {status: math.exp(score - most) for status, score in scores.items()}
    whole = sum(risen.values())
    return {status: value / whole for status, value in risen.items()}
