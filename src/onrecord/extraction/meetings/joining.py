"""Mentions of one meeting made one: pair by pair, signs for and against; each mention joins the likeliest before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.extraction.meetings.linear import total, weights
from onrecord.extraction.meetings.mentions import Mention

# Meetings that a mention is compared with, the latest first, and mentions of each: more would cost their product.
_BACK, _EACH = 24, 6
# From which mean weight a mention joins: found best on a third of the training reports, the weights fitted on the rest.
THRESHOLD = -0.7
_GONE = frozenset(["last", "previous", "earlier", "past", "recent", "latest"])
_COMING = frozenset(["next", "upcoming", "future", "new", "follow-up", "final"])
_OTHER = frozenset(["another", "other", "separate"])


def joined(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of each meeting, meetings in order of their first."""
    of = weights().join
    meetings: list[list[Mention]] = []
    recent: list[list[Mention]] = []
    for mention in mentions:
        best, meeting = THRESHOLD, None
        for known in recent[-_BACK:]:
            compared = known if len(known) <= _EACH else [*known[:2], *known[2 - _EACH :]]
            each = [total(of, dict.fromkeys(pair_signs(other, mention), 1.0)) for other in compared]
            score = sum(each) / len(each)
            if score > best:
                best, meeting = score, known
        if meeting is None:
            meeting = []
            meetings.append(meeting)
        else:
            recent.remove(meeting)
        meeting.append(mention)
        recent.append(meeting)
    return meetings


def pair_signs(one: Mention, other: Mention) -> Iterator[str]:
    """What speaks for and against two mentions, in order of the text, being of one meeting."""
    yield "bias"
    yield from _kinds(one, other)
    yield from _words(one, other)
    yield from _parties(one, other)
    yield from _places(one, other)
    if one.days and other.days:
        yield "days same" if one.days & other.days else "days differ"
    if one.proper and other.proper:
        yield "proper shared" if one.proper & other.proper else "proper differ"
    if one.order or other.order:
        yield "order same" if one.order & other.order else "order differs" if one.order and other.order else "order one"
    before, after = _orders(one), _orders(other)
    if before != after:
        yield f"order {min(before, after)} {max(before, after)}"
    years = {day[:4] for day in one.days if day[:4].isdigit()}, {day[:4] for day in other.days if day[:4].isdigit()}
    if all(years) and not years[0] & years[1]:
        yield "years differ"


def _kinds(one: Mention, other: Mention) -> Iterator[str]:
    if one.kind == other.kind:
        yield "kind same"
        yield f"kind same {one.kind}"
    else:
        yield f"kinds {min(one.kind, other.kind)} {max(one.kind, other.kind)}"
    stem, second = _stem(one.head), _stem(other.head)
    if not stem or not second:
        yield "head none"
    else:
        yield "head same" if stem == second else "head differs"
    if one.head and one.head == other.head and one.head.endswith("s") != other.head.endswith("s"):
        yield "number differs"


def _words(one: Mention, other: Mention) -> Iterator[str]:
    if one.text.lower() == other.text.lower():
        yield "text same"
    shared, only_one, only_other = one.words & other.words, one.words - other.words, other.words - one.words
    yield f"words shared {min(3, len(shared))}"
    if only_one and only_other:
        yield "words differ" if not shared else "words differ some"
    elif only_other:
        yield "words more"
    elif only_one:
        yield "words fewer"
    determiner = other.determiner
    bare = "bare" if not other.words else "rich"
    group = "definite" if determiner in ("the", "this", "that", "these", "those") else determiner or "none"
    yield f"{group} {bare}"
    if one.determiner in ("a", "an", "another") and other.determiner in ("a", "an", "another"):
        yield "both indefinite"


def _parties(one: Mention, other: Mention) -> Iterator[str]:
    first, second = set(one.parties), set(other.parties)
    if first and second:
        if first == second:
            yield "parties same"
        elif first & second:
            yield "parties within" if first <= second or second <= first else "parties some"
        else:
            yield "parties differ"
        people, others = {w for w in first if w[0] == "p"}, {w for w in second if w[0] == "p"}
        if people and others and not people & others:
            yield "persons differ"
        if len(first & second) > 1:
            yield "parties two"
    around = (first | one.near) & (second | other.near)
    yield f"near shared {min(3, len(around))}"
    if (second and second <= one.near) or (first and first <= other.near):
        yield "parties near"


def _places(one: Mention, other: Mention) -> Iterator[str]:
    apart = other.sentence - one.sentence
    yield f"apart {apart if apart < 4 else '4' if apart < 8 else '8' if apart < 16 else '16'}"
    if apart == 0:
        # "will meet on Friday for talks", "a meeting after the summit"
        lead = next(sign for sign in other.signs if sign.startswith("after "))
        yield f"same sentence {lead}"
        yield f"same sentence {lead} {other.kind}"
    if one.sentence == 0:
        yield "from headline"


def _orders(mention: Mention) -> str:
    if mention.order & _GONE:
        return "gone"
    if mention.order & _COMING:
        return "coming"
    return "other" if mention.order & _OTHER else "counted" if mention.order else "plain"


def _stem(word: str) -> str:
    for ending in ("ings", "ing", "ations", "ation", "ating", "ated", "ate", "ed", "es", "s"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            return word[: -len(ending)]
    return {"met": "meet"}.get(word, word)
