"""Who speaks and listens by grammar, where the model marks a cue alone: "which has urged", "he added", "told ANT"."""

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
# So does what tells whence somebody is, of which party, how old, or who: "Ana Ferro, R-Ohio, who", "Ferro, 51, who".
_OF = re.compile(
    r"(?: (?:of|from|in) (?:the )?[A-Z][\w .-]*|,? \(?[RDI][-–][A-Z][\w.]*(?: [A-Z][\w.]*)?\)?|, \d{1,3}"
    r"|, (?:an?|the|his|her) [^,.;:\n\"“”()]{3,60}){1,3}\Z"
)
_NEAR = 60
_TELLING = re.compile(r"\b(?:told|tells|telling)\Z")
_TITLE = r"(?:(?:[A-Z]\.){2,}|(?:Sen|Rep|Gen|Gov|Mr|Mrs|Ms|Dr|St)\.)"
_DAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_HEARERS = (
    "reporters?|journalists?|lawmakers|leaders|ministers|newspaper|agency|television|radio|network|station|magazine|"
    "conference|briefing|parliament|assembly|council|committee|summit|meeting|audience|crowd"
)
# Right behind "told", as far as what follows shows that it is whole.
_HEARER = re.compile(
    rf" (?P<who>him|her|them|us|me|{_HEARERS}"
    rf"|(?:the|an?|his|her|its|their) (?:[\w’'-]+ ){{0,3}}?(?:{_HEARERS})"
    rf"|(?:{_TITLE} )?(?!{_DAY})[A-Z][\w&-]+(?: (?!{_DAY})[A-Z][\w&-]*){{0,3}}(?: (?:{_HEARERS}))?"
    rf"|{_TITLE} (?:{_HEARERS}))"
    rf"(?= (?:that|he|she|they|it|in|on|at|after|during|before|by|{_DAY})\b|[,:\n]|(?<!\b\w{{3}})(?<!\b\w\w)\.|\Z)"
)


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


# "Ferro was accused of": somebody else accuses.
_DONE_TO = re.compile(
    r"(?:(?:has|have|had) )?(?:is|are|was|were|been|being) (?:\w+ly |also )?"
    r"(?:accused|credited|blamed|charged|suspected|critici[sz]ed|condemned|praised|hailed|asked|told|urged)\b"
)
_BY = re.compile(r".{0,60}?\bby\b")


def is_passive(text: str, cue: Span) -> bool:
    """Whether a cue tells what was done to somebody, and not by whom: "was asked", "had been accused of"."""
    return _DONE_TO.match(text, cue.start, cue.end) is not None and _BY.match(text, cue.start, cue.end + 4) is None


def is_done_to(text: str, source: Span, cue: Sequence[Span]) -> bool:
    """Whether a passive cue tells what was done to whom stands before it."""
    return any(source.end <= part.start and is_passive(text, part) for part in cue[:1])


def hearer(text: str, cue: Sequence[Span], content: Sequence[Span] = ()) -> Span | None:
    """To whom it was told, where the model found nobody: the words right behind a cue that ends in "told".

    `content`: what was told, of which they are no part.
    """
    for part in cue[:1]:
        telling = _TELLING.search(text, part.start, part.end) and not is_passive(text, part)
        if telling and (match := _HEARER.match(text, part.end)):
            who = Span(start=match.start("who"), end=match.end("who"))
            return None if any(who.overlaps(piece) for piece in content) else who
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
