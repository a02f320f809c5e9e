"""The day that a text dates itself by, where its publication isn't known to the day.

"KYIV, January 10 (UNN) -", a line that is a date and nothing else, or "today, January 10".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.extraction.times.grammar import Expression
from onrecord.extraction.times.parts import integer
from onrecord.extraction.times.values import Day, checked
from onrecord.extraction.times.words import month_number

_HEAD = 2000  # code points in which a dateline has to stand
# What stands before the date on its line: a place or two, in capitals or capitalised.
_PLACES = re.compile(r"(?:[^\W\d_a-zà-ÿ][\w.'’-]*[\s,/]+){1,6}")
_AFTER = re.compile(r"\.?\s{0,2}(?:[(/]\s?[A-Z]|[-–—:]|$)", re.MULTILINE)


def dateline(text: str, found: Iterable[Expression], published: Day) -> Day:
    """What is known of the day of publication, with what the text itself says of it, unless they contradict."""
    if published.date is not None:
        return published
    for expression in found:
        if expression.rule not in ("date", "today_date"):
            continue
        if expression.rule == "today_date" and not expression["word"].lower().startswith("to"):
            continue
        if expression.rule == "today_date" or (expression.start < _HEAD and _dates_the_page(text, expression)):
            day = _completed(expression, published)
            if day is not None:
                return day
    return published


def _dates_the_page(text: str, expression: Expression) -> bool:
    line = text[text.rfind("\n", 0, expression.start) + 1 : expression.start]
    if len(line) > 80 or (line.strip() and not _PLACES.fullmatch(line)):
        return False
    if not line.strip():
        end = text.find("\n", expression.end)
        return not text[expression.end : end if end >= 0 else len(text)].strip(" .")
    return _AFTER.match(text, expression.end) is not None


def _completed(expression: Expression, published: Day) -> Day | None:
    year = integer(expression["year"])
    if year is not None and published.year not in (None, year):
        return None
    month, day = month_number(expression["month"]), integer(expression["day"])
    if published.month not in (None, month) or day is None:
        return None
    return checked(year if year is not None else published.year, month, day)
