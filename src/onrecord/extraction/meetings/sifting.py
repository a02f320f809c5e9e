"""Whether what was found is a meeting that a report's reader would list: many a "talks" or "visit" is none.

On the training reports, cross-fitted, leaving out the unlikely raises the F1 of meetings found from 0.794 to 0.802.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from onrecord.extraction.meetings.linear import total, weights
from onrecord.extraction.meetings.mentions import Mention, standing_of

# The weight of an even chance: at a probability of 0.35 the F1 of meetings found is 0.002 less on the development
# reports and 0.004 on the training reports.
_THRESHOLD = 0.0
_MENTIONS = 8
_WORD = re.compile(r"[\w'’]+")


def is_real(mentions: Sequence[Mention], marked: bool, others: int) -> bool:
    """True unless unlikely. `marked`: by the model, not only spotted; `others`: how many more the text has."""
    return total(weights().real, real_signs(mentions, marked, others)) >= _THRESHOLD


def real_signs(mentions: Sequence[Mention], marked: bool, others: int) -> Mapping[str, float]:
    """The signs of a meeting being one; each mention's own with the share of mentions that bear it."""
    first, looked_at = mentions[0], mentions[:_MENTIONS]
    by, few, stands = "marked" if marked else "spotted", min(3, len(mentions)), standing_of(first)
    parties = {who for mention in looked_at for who in mention.parties}
    near = {who for mention in looked_at for who in mention.near}
    days = {day for mention in looked_at for day in mention.days}
    signs = dict.fromkeys(
        (
            "bias",
            by,
            f"{by} {few}",
            f"count {min(5, len(mentions))}",
            f"kind {first.kind}",
            f"kind {first.kind} {few}",
            f"head {first.head}",
            f"head {first.head} {first.determiner}",
            f"stands {stands}",
            f"stands {stands} {few}",
            f"determiner {first.determiner}",
            f"determiner {first.determiner} {'rich' if first.words else 'bare'}",
            f"parties {min(4, len(parties))}",
            f"near {min(4, len(near))}",
            f"days {min(2, len(days))}",
            "proper" if first.proper else "plain",
            f"words {min(4, len(first.words))}",
            f"others {min(8, others)}",
        ),
        1.0,
    )
    for mention in looked_at:
        called = {f"called {word}" for word in _WORD.findall(mention.text.lower())}
        for sign in (*mention.signs, *called):
            signs[sign] = signs.get(sign, 0.0) + 1 / len(looked_at)
    return signs
