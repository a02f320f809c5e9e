"""Text to the words of time: each word, number or mark with its kind; words that say nothing of time are `other`.

Months and weekdays count where they are capitalised: "may", "march", "sun" and "sat" are other words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.extraction.times.words import HOLIDAY_NAMES, KINDS, MONTHS, SHORT, SPOKEN_YEAR, WEEKDAYS

_CLOCK = r"\d{1,2}(?:[:.]\d\d)?\s?(?:[ap]\.\s?m\.|[AP]\.M\.|[ap]m\b|[AP]M\b)"
_ISO = r"\d{4}-\d\d-\d\d(?:T\d\d:?\d\d(?::?\d\d)?(?:\.\d{1,6})?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])"
# Words first, each with the single space behind it: they are most of a text. Other space is a token of its own, so that
# nothing is searched twice.
_LEXEME = re.compile(
    rf"""
    (?P<word>[^\W\d_]+)(?:\ (?=\S))?
  | (?P<blank>[^\S\n]*\n[^\S\n]*\n\s*)
  | (?P<space>\s+)
  | (?=\d)(?:
        (?P<iso>(?<![\w-]){_ISO})
      | (?P<digits>(?<![\w/.])\d{{1,2}}(?P<mark>[/.])\d{{1,2}}(?P=mark)(?:\d{{4}}|\d\d)(?![\w/]))
      | (?P<clock>(?<![\w.,:])(?:{_CLOCK})(?![\d:]))
      | (?P<digital>(?<![\w.,:])\d{{1,2}}:\d\d(?::\d\d)?(?![\d:]))
      | (?P<tens>(?<!\w)(?:1\d|20)\d0['’]?s\b)
      | (?P<double>(?<![\w/])(?:1\d|20)\d\d/\d\d(?:\d\d)?(?![\w/]))
      | (?P<nth>(?<![\w.,])\d{{1,2}}(?:st|nd|rd|th|ST|ND|RD|TH)\b)
      | (?P<amount>\d+(?:[.,]\d+)+%?|\d+\.[A-Z]{{1,3}}\b|\d+%|\d+[^\W\d_]\w*)
      | (?P<number>\d+)
    )
  | (?P<money>[$€£¥]\s?\d[\d,.]*)
  | (?P<short_tens>['’‘]\d0s\b)
  | (?P<possessive>['’]s\b)
  | (?P<sign>.)
""",
    re.VERBOSE,
)
_SPOKEN_YEAR = re.compile(SPOKEN_YEAR, re.IGNORECASE)
_HOLIDAY = re.compile(HOLIDAY_NAMES + r"\b")
_CENTURIES = ("eighteen", "nineteen", "twenty")
_HOLIDAY_STARTS = frozenset(re.findall(r"(?<=[:|])[A-Z][a-z]+", HOLIDAY_NAMES))
_SHORTENED = frozenset(SHORT.values())
_SIGNS = {",": "comma", "(": "open", ")": "close", "/": "slash", ".": "stop", "©": "numbered", "&": "and"}
_SIGNS |= dict.fromkeys("-–—−‐‑", "dash")
_SAME = {"amount": "other", "money": "other", "short_tens": "tens"}
_LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Lexemes:
    """The words of a text in order: where each starts and ends, and which of `ALL_KINDS` it is."""

    starts: list[int]
    ends: list[int]
    kinds: list[str]


def lexemes(text: str) -> Lexemes:
    """Cut a text into the words of time."""
    found = Lexemes([], [], [])
    add_start, add_end, add_kind = found.starts.append, found.ends.append, found.kinds.append
    at = 0
    for match in _LEXEME.finditer(text):
        group = match.lastgroup or "sign"
        if group == "space":
            continue
        start, end = match.span(group)
        if start < at:
            continue
        if group == "word":
            kind, opens = _kind(match["word"])
            if opens:
                kind, end = _longer(text, match["word"], kind, start, end)
        elif group == "number":
            kind = _number(match.group())
        elif group == "sign":
            kind = _SIGNS.get(match.group(), "other")
        else:
            kind = _SAME.get(group, group)
        at = end
        add_start(start)
        add_end(end)
        add_kind(kind)
    return found


def _longer(text: str, word: str, kind: str, start: int, end: int) -> tuple[str, int]:
    """The kind of what a word may open, and where it ends: a shortened month takes its stop, a holiday all its name."""
    if word in _HOLIDAY_STARTS and (match := _HOLIDAY.match(text, start)) is not None:
        return "holiday", match.end()
    if word.lower() in _CENTURIES and (match := _SPOKEN_YEAR.match(text, start)) is not None:
        return "year_number", match.end()
    return kind, end + (kind in _SHORTENED and text.startswith(".", end))


@lru_cache(maxsize=8192)
def _kind(word: str) -> tuple[str, bool]:
    """The kind of a word by itself, and whether it may open something longer."""
    kind = _alone(word, word.lower())
    return kind, word in _HOLIDAY_STARTS or word.lower() in _CENTURIES or kind in _SHORTENED


def _alone(word: str, lower: str) -> str:
    if lower in KINDS:
        return KINDS[lower]
    if word == lower or word not in (word.upper(), word.title()):
        return "other"
    if lower in MONTHS:
        return "maybe_month" if lower in ("may", "march", "august") else "month"
    return "weekday" if lower in WEEKDAYS else SHORT.get(lower, "other")


def _number(digits: str) -> str:
    if len(digits) > _LONGEST_NUMBER or not digits.isascii():
        return "other"
    value = int(digits)
    if len(digits) == _LONGEST_NUMBER and 1000 <= value <= 2099:
        return "year_number"
    if len(digits) <= 2 and 1 <= value <= 31:
        return "day_number"
    return "integer"
