"""Text to the words of time: each word, number or mark with its kind; words that say nothing of time are `other`.

Months and weekdays count where they are capitalised: "may", "march", "sun" and "sat" are other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

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
      | (?P<amount>\d+(?:[.,]\d+)+%?|\d+%|\d+[^\W\d_]\w*)
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
# The words above, until what follows tells whether they begin a year.
_CENTURY = "century?"
_HOLIDAY_STARTS = frozenset("NOVISAMFBHWC")
_SIGNS = {",": "comma", "(": "open", ")": "close", "/": "slash", ".": "stop", "©": "numbered"} | dict.fromkeys(
    "-–—−‐‑", "dash"
)
_SAME = {"amount": "other", "money": "other", "short_tens": "tens"}
_LONGEST_NUMBER = 4


class Lexeme(NamedTuple):
    """A word of the text from `start` to `end`; `kind` is one of `KINDS`."""

    start: int
    end: int
    kind: str


def lexemes(text: str) -> Iterator[Lexeme]:
    """The words of a text in order."""
    at = 0
    for match in _LEXEME.finditer(text):
        group = match.lastgroup or "sign"
        if group == "space":
            continue
        start, end = match.span(group)
        if start < at:
            continue
        if group == "word":
            kind, end = _word(text, match["word"], start, end)
        elif group == "number":
            kind = _number(match.group())
        elif group == "sign":
            kind = _SIGNS.get(match.group(), "other")
        else:
            kind = _SAME.get(group, group)
        at = end
        yield Lexeme(start, end, kind)


def _word(text: str, word: str, start: int, end: int) -> tuple[str, int]:
    """The kind of a word, and where it ends: a shortened month takes its stop, a holiday all of its name."""
    if word[0] in _HOLIDAY_STARTS and (match := _HOLIDAY.match(text, start)) is not None:
        return "holiday", match.end()
    kind, shortened = _kind(word)
    if kind == _CENTURY:
        if (match := _SPOKEN_YEAR.match(text, start)) is not None:
            return "year_number", match.end()
        kind = KINDS.get(word.lower(), "other")
    return kind, end + text.startswith(".", end) if shortened else end


@lru_cache(maxsize=8192)
def _kind(word: str) -> tuple[str, bool]:
    """The kind of a word by itself, and whether it is a shortened name that a stop may follow."""
    lower = word.lower()
    if lower in _CENTURIES:
        return _CENTURY, False
    if lower in KINDS:
        return KINDS[lower], False
    if word == lower or word not in (word.upper(), word.title()):
        return "other", False
    if lower in MONTHS:
        return ("maybe_month" if lower in ("may", "march", "august") else "month"), False
    if lower in WEEKDAYS:
        return "weekday", False
    short = SHORT.get(lower)
    return ("other", False) if short is None else (short, True)


def _number(digits: str) -> str:
    if len(digits) > _LONGEST_NUMBER or not digits.isascii():
        return "other"
    value = int(digits)
    if len(digits) == _LONGEST_NUMBER and 1000 <= value <= 2099:
        return "year_number"
    if len(digits) <= 2 and 1 <= value <= 31:
        return "day_number"
    return "integer"
