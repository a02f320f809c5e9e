"""The day on which each statement was made, as precisely as the text and its publication allow.

The candidates are the day of the report, the times in the sentence of the cue, the day of the statement before, and
no day at all ("has said", "says"); which of them it is, weights that were fitted to annotated reports decide, and
what the reading model says, where it was asked. A signed post bears its own day, which is nobody else's.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from onrecord.extraction.dating import UNDATED, Candidate, Dated, Report, Said, Trail, day_of, score
from onrecord.extraction.drafts import Draft
from onrecord.extraction.posts import posted, posted_at
from onrecord.records import PartialDate, Span, Time

__all__ = ["Dated", "said_on"]

WEIGHTS = Path(__file__).parent / "dating.json"
# The least probability that counts: a model is never surer than this that something is not so.
_LEAST = 1e-3
# How much what the model says of the day counts beside the weights, which were fitted without it: from 0.5 to 2, and
# of links to times from 0.25 to 1, the development set's share of right days stays within 0.794 and 0.798.
_JUDGED, _LINKED = 2.0, 1.0


@cache
def shipped() -> Mapping[str, float]:
    """The weights that come with the program."""
    weights: dict[str, float] = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def said_on(
    text: str,
    found: Sequence[Draft],
    times: Sequence[Time],
    published: PartialDate | None,
    sentences: Sequence[Span],
    dated: Mapping[Draft, Sequence[float]] | None = None,
    linked: Mapping[Draft, Mapping[Time, float]] | None = None,
    weights: Mapping[str, float] | None = None,
) -> dict[Draft, Dated]:
    """The day of each draft's act of speech. `times` and `sentences` are those of the text, in order.

    dated: the model's probabilities that a statement has no day, that of publication, another one; linked: its
    probability for each time that it is the one that dates the statement; drafts may be missing from both.
    """
    signed = posted(text, times)
    own = {time.span for time in signed.values()}
    report = Report(text, [time for time in times if time.span not in own], published, sentences)
    weights = shipped() if weights is None else weights
    days: dict[Draft, Dated] = {}
    trail = Trail()
    for draft in sorted(found, key=lambda d: (d.anchor, -d.end)):
        outer = days.get(draft.inside) if draft.inside is not None else None
        chances = (dated or {}).get(draft)
        links = (linked or {}).get(draft, {})
        post = posted_at(draft.source, signed)
        if post is not None:
            days[draft] = Dated(day_of(post.value), "text")
        else:
            candidates = report.candidates(draft, trail, outer)
            best = max(candidates, key=lambda c: score(c, weights) + _by_model(c, chances, links, published))
            days[draft] = best.dated
        if draft.inside is None:
            trail.add(Said(report.speaker(draft), report.sentence(draft), days[draft]))
    return _repeated(found, days)


def _by_model(
    candidate: Candidate, chances: Sequence[float] | None, links: Mapping[Time, float], published: PartialDate | None
) -> float:
    """What the model adds to a candidate's score: the logarithms of its probabilities."""
    if chances is None:
        return 0.0
    if candidate.dated.day is None:
        return _JUDGED * math.log(max(chances[0], _LEAST))
    kind = 1 if candidate.dated.day == published else 2
    total = _JUDGED * math.log(max(chances[kind], _LEAST))
    if candidate.time is not None and links:
        total += _LINKED * math.log(max(links.get(candidate.time, 0.0), _LEAST))
    return total


def _repeated(found: Sequence[Draft], days: dict[Draft, Dated]) -> dict[Draft, Dated]:
    """A later printing was said when the first one was, unless its own text says when."""
    for draft in found:
        first = days.get(draft.repeats) if draft.repeats is not None else None
        if first is not None and days[draft].basis != "text" and first != UNDATED:
            days[draft] = first
    return days
