"""Mentions of one meeting made one: pair by pair, signs for and against; each mention joins the likeliest before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from onrecord.extraction.meetings.linear import total, weights
from onrecord.extraction.meetings.mentions import Mention

# Meetings that a mention is compared with, the latest first, and mentions of each: more would cost their product.
_BACK, _EACH = 24, 6
# From which mean weight a mention joins. Two meetings made one lose the days and the status of both: of -0.75, -0.4, 0
# and 0.4, the F1 of records (found, start and status right) is 0.529, 0.544, 0.539 and 0.538 on the development reports
# and 0.665, 0.668, 0.669 and 0.654 on the training reports; that of meetings found is the same within 0.008.
THRESHOLD = -0.4
_GONE = frozenset(["last", "previous", "earlier", "past", "recent", "latest"])
_COMING = frozenset(["next", "upcoming", "future", "new", "follow-up", "final"])
_OTHER = frozenset(["another", "other", "separate"])
_PAIR = re.compile(r"\b([A-Z][\w.]*)-([A-Z][\w.]*)")


def joined(mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of each meeting, meetings in order of their first."""
    of = weights().join
    meetings: list[list[Mention]] = []
    recent: list[list[Mention]] = []
    for mention in mentions:
        best, meeting = THRESHOLD, None
        for known in recent[-_BACK:]:
            if any(_another_pair(other, mention) for other in known[:_EACH]):
                continue
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


def _another_pair(one: Mention, other: Mention) -> bool:
    """Whether two phrases name different pairs: no "Ukraine-NATO commission" is a "NATO-Russia Council"."""
    first, second = _pairs(one.text), _pairs(other.text)
    return bool(first) and bool(second) and not first & second


# Each mention is compared with many others.
@lru_cache(maxsize=1024)
def _pairs(phrase: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair) for pair in _PAIR.findall(phrase))


def pair_signs(one: Mention, other: Mention) -> Iterator[str]:
    """What speaks for and against two mentions, in order of the text, being of one meeting."""
    head, who, days, proper = _heads(one, other), _who(one, other), _days(one, other), _proper(one, other)
    group, bare = _group(other), "rich" if other.words else "bare"
    shared = f"words shared {min(3, len(one.words & other.words))}"
    yield from ("bias", head, who, days, proper, shared, f"{group} {bare}")
    yield from (*_kinds(one, other), *_words(one, other), *_parties(one, other), *_places(one, other))
    years = {day[:4] for day in one.days if day[:4].isdigit()}, {day[:4] for day in other.days if day[:4].isdigit()}
    if all(years) and not years[0] & years[1]:
        yield "years differ"
    if one.order or other.order:
        yield "order same" if one.order & other.order else "order differs" if one.order and other.order else "order one"
    before, after = _orders(one), _orders(other)
    if before != after:
        yield f"order {min(before, after)} {max(before, after)}"
    # What weighs more or less beside the other things that the two share.
    called = f"{head} {'kind' if one.kind == other.kind else 'kinds'}"
    for sign in (proper, days, shared, f"{group} {bare}"):
        yield f"{called} {sign}"
        yield f"{who} {sign}"
    yield from (f"{called} {who}", f"{called} {bare} {_apart(one, other)}")
    yield from (f"heads {one.head} {other.head}", f"{group} {other.kind}", f"{group} {other.head}")


def _heads(one: Mention, other: Mention) -> str:
    stem, second = _stem(one.head), _stem(other.head)
    if not stem or not second:
        return "head none"
    return "head same" if stem == second else "head differs"


def _who(one: Mention, other: Mention) -> str:
    """How those who take part stand to each other."""
    first, second = set(one.parties), set(other.parties)
    if not first or not second:
        return "parties open"
    if first == second:
        return "parties same"
    if not first & second:
        return "parties differ"
    return "parties within" if first <= second or second <= first else "parties some"


def _days(one: Mention, other: Mention) -> str:
    """How the days beside the mentions stand to each other; a day fits its month."""
    first, second = ([day for day in sorted(m.days) if not day.endswith("_REF")] for m in (one, other))
    if not first or not second:
        return "days one" if first or second else "days none"
    if one.days & other.days:
        return "days same"
    return "days fit" if any(_fit(day, its) for day in first for its in second) else "days differ"


def _fit(one: str, other: str) -> bool:
    """Whether two times' values can mean the same days."""
    if "W" in one or "W" in other:
        return _week(one) == _week(other)
    (first, _, last), (start, _, end) = one.partition("/"), other.partition("/")
    # The tilde follows all digits: a month lasts until after its last day.
    return first <= f"{end or start}~" and start <= f"{last or first}~"


def _week(value: str) -> str:
    if len(value) != len("2022-01-10") or "W" in value or value[0] == "-":
        return value
    year, week, _ = date.fromisoformat(value).isocalendar()
    return f"{year:04}-W{week:02}"


def _proper(one: Mention, other: Mention) -> str:
    if one.proper and other.proper:
        if not one.proper & other.proper:
            return "proper differ"
        return "proper shared" if one.proper <= other.proper or other.proper <= one.proper else "proper some"
    return "proper one" if one.proper or other.proper else "proper none"


def _group(mention: Mention) -> str:
    definite = mention.determiner in ("the", "this", "that", "these", "those")
    return "definite" if definite else mention.determiner or "none"


def _apart(one: Mention, other: Mention) -> int:
    apart = other.sentence - one.sentence
    return apart if apart < 4 else 4 if apart < 8 else 8 if apart < 16 else 16


def _kinds(one: Mention, other: Mention) -> Iterator[str]:
    if one.kind == other.kind:
        yield "kind same"
        yield f"kind same {one.kind}"
    else:
        yield f"kinds {min(one.kind, other.kind)} {max(one.kind, other.kind)}"
    if _heads(one, other) == "head same" and one.head.endswith("s") != other.head.endswith("s"):
        yield "number differs"
        # "A meeting on Monday" is none of the "meetings on Wednesday".
        yield f"number differs {_group(one)} {_group(other)}"


def _words(one: Mention, other: Mention) -> Iterator[str]:
    if one.text.lower() == other.text.lower():
        yield "text same"
    shared, only_one, only_other = one.words & other.words, one.words - other.words, other.words - one.words
    if only_one and only_other:
        yield "words differ" if not shared else "words differ some"
    elif only_other:
        yield "words more"
    elif only_one:
        yield "words fewer"
    if one.determiner in ("a", "an", "another") and other.determiner in ("a", "an", "another"):
        yield "both indefinite"


def _parties(one: Mention, other: Mention) -> Iterator[str]:
    first, second = set(one.parties), set(other.parties)
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
    yield f"apart {_apart(one, other)}"
    if other.sentence == one.sentence:
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
