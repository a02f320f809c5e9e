"""The model's marks made phrases: scraps joined, cut to what can be a mention, and noise left out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from onrecord.extraction.meetings.kinds import WORD
from onrecord.records import Span

# Between two scraps of one phrase.
_BETWEEN = re.compile(r"(?:\.(?!\s))?[\s'’\-]{0,2}(?:(?:the|a|an|of|with|and|to|in|for)\s){0,2}\Z", re.IGNORECASE)
# From a scrap without a word for a meeting to the word that it belongs to.
_AHEAD = re.compile(r"(?:[\s-]{1,2}[\w.'’-]+){0,3}?[\s-]{1,2}(?=\S)")
_REACH = 40
# Names right before a bare noun are part of what it is called: "the EU-China | summit".
_NOUN = re.compile(
    r"(?:summit|talks|meeting|council|commission|committee|conference|forum|session|dialogue|negotiations|consultations|"
    r"assembly|hearing|election|elections|referendum)\b"
)
_NAMES = re.compile(r"\b(?:(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[A-Z][\w’'-]*[ \n]){1,3}$")
_FURTHEST = 60
# A phrase of several words with a name.
_NAMED = re.compile(r"(?=\S+\s+\S)(?=(?:\S*\s+){0,8}?\S*[A-Z])")
# Of 80 such places in the training reports 3 are mentions of a meeting.
_TELLING = re.compile(
    r"(?:told|telling|tells|spoke to|speaks to|speaking to)\s(?:\w+\s){0,3}?(?:reporters|journalists)"
)
# What no phrase begins or ends with; behind it a word is missing ("talks with the parties on both").
_EDGE = re.compile(
    r"^['’]?s\s+|^[\s,;:.“”\"'’‘()\[\]—–-]+|[\s,;:.“”\"(\[—–-]+$|['’]s?$|"
    r"\s(?:and|or|of|on|in|at|to|for|with|over|by|from|about|between|the|an?|both|his|her|its|their)$"
)
# The part of a word with hyphens that a mark leaves out: "pro-unity", "face-to-face".
_CUT_OFF = re.compile(r"(?:\w+-)+\Z")


def phrases(text: str, spans: Sequence[Span]) -> list[Span]:
    """The phrases that the marks mean, in order, none overlapping another."""
    whole: list[Span] = []
    for span in sorted(set(spans)):
        if whole and (span.start <= whole[-1].end or _BETWEEN.fullmatch(text[whole[-1].end : span.start])):
            whole[-1] = Span(start=whole[-1].start, end=max(whole[-1].end, span.end))
        else:
            whole.append(span)
    found: list[Span] = []
    for span in whole:
        phrase = _phrase(text, span)
        told = _TELLING.match(text, phrase.start) if phrase else None
        if phrase is None or (told is not None and told.end() >= phrase.end):
            continue
        if found and phrase.start < found[-1].end:
            found[-1] = Span(start=found[-1].start, end=max(found[-1].end, phrase.end))
        else:
            found.append(phrase)
    return found


def printed_again(text: str, found: Sequence[Span]) -> list[Span]:
    """Where phrases that name somebody stand once more, unmarked: captions, and texts that are printed twice."""
    ends = [span.end for span in found]
    again: dict[int, Span] = {}
    for phrase in sorted({text[s.start : s.end] for s in found if _NAMED.search(text, s.start, s.end)}, key=len):
        for span in _places(text, phrase):
            at = bisect_right(ends, span.start)
            if at == len(found) or found[at].start >= span.end:
                again[span.start] = span
    return apart(again[start] for start in sorted(again))


def _places(text: str, phrase: str) -> Iterator[Span]:
    """Where a phrase stands that is no part of a longer word, none overlapping another."""
    start = text.find(phrase)
    while start >= 0:
        end = start + len(phrase)
        free = not (_in_word(text[start - 1 : start]) or _in_word(text[end : end + 1]))
        if free:
            yield Span(start=start, end=end)
        start = text.find(phrase, end if free else start + 1)


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans, in order, without those that overlap one before."""
    kept: list[Span] = []
    for span in spans:
        if not kept or span.start >= kept[-1].end:
            kept.append(span)
    return kept


def _phrase(text: str, span: Span) -> Span | None:
    """A scrap that holds a word for a meeting, or stands right before one; None for another."""
    if WORD.search(text, span.start, span.end):
        whole = _trimmed(text, span)
        names = (
            whole
            and _NOUN.match(text, whole.start)
            and _NAMES.search(text, max(0, whole.start - _FURTHEST), whole.start)
        )
        return Span(start=names.start(), end=whole.end) if whole and names else whole
    word = WORD.search(text, span.end, min(len(text), span.end + _REACH))
    if word is not None and _AHEAD.fullmatch(text[span.end : word.start()]):
        return _trimmed(text, Span(start=span.start, end=word.end()))
    return None


def _trimmed(text: str, span: Span) -> Span | None:
    start, end = span.start, span.end
    while (edge := _EDGE.search(text[start:end])) is not None:
        if edge.start() == 0:
            start += edge.end()
        else:
            end = start + edge.start()
        if start >= end:
            return None
    left = _CUT_OFF.search(text, max(0, start - _FURTHEST), start)
    return Span(start=left.start() if left else start, end=end)
