"""Who speaks by grammar, where the model marks a cue and no speaker: "which has urged", "its refusal", "he added"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from onrecord.records import Span

_ADVERBS = r"(?:(?:has|have|had|is|are|was|were|also|still|repeatedly|already|later|since|long|now|\w+ly) ){0,3}"
_NAME = r"[A-Z][\w.’'&-]*(?: [A-Z][\w.’'&-]*){0,3}"
_NOUNS = r"(?:[Tt]he|[Aa]n?|[Ss]ome|[Mm]any|[Aa]ll)(?: [\w’'-]+){1,4}?"
# Right before a cue; of several that match, the first one tells.
_BEFORE = (
    re.compile(rf"\b(?P<who>he|she|they|it) {_ADVERBS}\Z", re.IGNORECASE),
    re.compile(rf"\b(?P<who>who|which) {_ADVERBS}\Z"),
    re.compile(r"\b(?P<who>his|her|their|its) (?:[\w-]+ ){0,2}\Z", re.IGNORECASE),
    re.compile(rf"(?:^|[\s\"“(])(?P<who>{_NAME}|{_NOUNS})(?:['’]s|(?<=s)['’]) (?:[\w-]+ ){{0,2}}\Z"),
)
# "Was announced": what stands before is what it was done to.
_PASSIVE = re.compile(r"(?:was|were|is|are|been)\b")
_BEHIND = re.compile(r" (?P<who>he|she|they|it|him|her|them)\b", re.IGNORECASE)
# "RIA quoted him as saying": whom the cue itself names.
_QUOTED = re.compile(r"\b(?:quoted|cited) (?P<who>him|her|them) as\b")
# Nothing further before a cue is looked at.
_REACH = 90
# "Rates to rise: sources": a cue that is its own speaker.
_OWN = re.compile(r"(?:[A-Za-z]+ ){0,2}(?:sources?|officials?|diplomats?|analysts?|experts?|aides?|ministers?)")

# What stands between a name and "who" or "which": "Oslo, which", "the UN Office (UNO), which".
_APPOSED = re.compile(r"(?: \([\w-]+\))?,? ?(?:[-–—]+ )?\Z")
_OF = re.compile(r" (?:of|from|in) (?:the )?[A-Z][\w .-]*\Z")
_NEAR = 60


def subject(text: str, cue: Sequence[Span]) -> Span | None:
    """The words for the speaker next to a cue, where the model found none."""
    for part in cue[:1]:
        quoted = _QUOTED.search(text, part.start, part.end)
        if quoted is not None:
            return Span(start=quoted.start("who"), end=quoted.end("who"))
        if _PASSIVE.match(text, part.start, part.end):
            continue
        if text[max(0, part.start - 2) : part.start] == ": " and _OWN.fullmatch(text, part.start, part.end):
            return part
        found = (pattern.search(text, max(0, part.start - _REACH), part.start) for pattern in _BEFORE)
        match = next(filter(None, found), None) or _BEHIND.match(text, part.end)
        if match is not None:
            return Span(start=match.start("who"), end=match.end("who"))
    return None


def antecedent(text: str, relative: Span, mentions: Sequence[tuple[Span, int]]) -> tuple[int | None, int]:
    """What "who" or "which" stands for: the number of the person named right before, or None, and where its name ends.

    `mentions`: those of all persons in order, each with the person's number. "Who" is a person, if one is near:
    in "Ana Ferro of Chile, who" not Chile.
    """
    lead = _APPOSED.search(text, max(0, relative.start - 20), relative.start)
    end = lead.start() if lead is not None else relative.start
    at = bisect_left(mentions, end, key=lambda m: m[0].start)
    if text[relative.start : relative.end].lower().startswith("who") and at:
        mention, person = mentions[at - 1]
        near = end - mention.end <= _NEAR and _OF.match(text, mention.end, end)
        if mention.end >= end or near:
            return person, end
    return None, end
