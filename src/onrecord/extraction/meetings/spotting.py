"""Meetings that the model marks nowhere, spotted by their words: only where those are all but sure.

Of the words that weigh so much in the development reports, 94 in 100 mention a meeting, not counting those that name an
annotated meeting elsewhere in the report; with them, the F1 of meetings found rose from 0.762 to 0.771.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from onrecord.extraction.layout import Layout
from onrecord.extraction.meetings.linear import total, weights
from onrecord.extraction.meetings.mentions import Named
from onrecord.records import Span, Time

# The weight of a probability of 0.8.
THRESHOLD = 1.386
WORD = re.compile(
    # The look ahead passes over the ends of words.
    r"\b(?=\w)"
    r"(?:summits?|(?:news|press) conferences?|press briefings?|conferences?|forums?|talks|negotiations?|dialogues?|"
    r"discussions?|consultations?|meetings?|gatherings?|sessions?|General Assembly|hearings?|elections?|referend\w+|"
    r"votes?|visits?|trips?|tours?|(?:tele)?phone (?:call|conversation)s?|calls?|conversations?|interviews?|speech|"
    r"rally|ceremony|debates?|dinner|inauguration|rounds? of|met|meet|visit(?:ed|ing)|travel(?:l?ed|l?ing|s)?|spoke|"
    r"told reporters|voted|arriv\w+|trials?|encounters?|appearance|address|air ?show|convention|congress|commission|"
    r"council|committee)\b",
    re.IGNORECASE,
)
# What stands before the word in its phrase: an article and no more than three words, or names alone.
_LEAD = re.compile(r"\b(?:(?:the|a|an|his|her|their|its|this)\s(?:[\w’'-]+\s){0,3}|(?:[A-Z][\w’'-]*\s){1,3})$")
# What has a before, an after and a during happens.
_EVENT = re.compile(
    r"\b(?:after|during|following|before|ahead of|sidelines of)\s(?:(?:the|a|an|his|her|their|this)\s)?"
    r"(?:[A-Z][\w’'-]*\s){0,3}\Z"
)
# Code points on each side in which words, names and times count.
_AROUND, _NAMES, _TIMES = 60, 80, 40
_MARKS = ".,;:!?\"”“’'()"


def spotted(layout: Layout, marked: Sequence[Span], named: Named, times: Sequence[Time]) -> list[Span]:
    """Phrases for meetings beside the marked ones. `marked`: in order."""
    of = weights().spot
    ends = [span.end for span in marked]
    found = []
    for span, signs in candidates(layout, named, times):
        at = bisect_left(ends, span.start)
        free = at == len(marked) or marked[at].start > span.end
        if free and total(of, signs) >= THRESHOLD:
            lead = _LEAD.search(layout.text, max(0, span.start - _TIMES, ends[at - 1] if at else 0), span.start)
            found.append(Span(start=lead.start() if lead else span.start, end=span.end))
    return found


def candidates(layout: Layout, named: Named, times: Sequence[Time]) -> Iterator[tuple[Span, dict[str, float]]]:
    """Every word that can name a meeting, with its signs."""
    stand = sorted(time.span.start for time in times)
    title = layout.paragraphs[0][1] if layout.paragraphs else 0
    for match in WORD.finditer(layout.text):
        span = Span(start=match.start(), end=match.end())
        signs = list(_signs(layout.text, span))
        near = bisect_left(stand, span.end + _TIMES) - bisect_left(stand, span.end - _TIMES)
        who = {one for _, one in named.within(max(0, span.start - _NAMES), span.end + _NAMES)}
        signs += ["time near" if near else "no time", f"names {min(4, len(who))}"]
        signs.append("title" if span.start < title else "body")
        yield span, dict.fromkeys(signs, 1.0)


def _signs(text: str, span: Span) -> Iterator[str]:
    word = " ".join(text[span.start : span.end].lower().split())
    before = text[max(0, span.start - _AROUND) : span.start].split()[-2:]
    after = text[span.end : span.end + _AROUND].split()[:2]
    last = before[-1] if before else ""
    first, second = (*(w.lower().strip(_MARKS) for w in after), "", "")[:2]
    case = "name" if last[:1].isupper() else "no name"
    yield from ("bias", word, f"{word} after {last.lower()}", f"after {last.lower()}", f"{word} after {case}", case)
    if _EVENT.search(text, max(0, span.start - _AROUND), span.start):
        yield from ("event", f"{word} as an event")
    yield from (f"before {first}", f"{word} before {first}", f"then {second}")
    if len(before) > 1:
        yield f"first after {before[0].lower()}"
