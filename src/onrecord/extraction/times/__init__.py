"""Expressions of time in a text, with their places on the calendar. Read this file first.

lexer, words   text to the words of time
grammar        words to expressions: where they stand and what form they have
scene          the day of publication, the day the text tells of, the tense around
rules, values  an expression in its scene to a value
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.times.grammar import expressions
from onrecord.extraction.times.lexer import lexemes
from onrecord.extraction.times.rules import RULES
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import first_day, known_of
from onrecord.records import PartialDate, Span, Time


def find_times(text: str, published: PartialDate | None, sentences: Sequence[Span]) -> tuple[Time, ...]:
    """Every expression of time that can be placed on a calendar, in order, none overlapping another.

    `sentences`: those of the text, in order. What needs a day that isn't known is left out.
    """
    found = list(expressions(text, list(lexemes(text))))
    scene = Scene(text, known_of(published), sentences)
    times = []
    for expression in found:
        value = RULES[expression.rule](expression, scene)
        if value is None:
            continue
        span = Span(start=expression.start, end=expression.end)
        times.append(Time(span=span, text=text[span.start : span.end], value=value))
        day = first_day(value)
        if day is not None:
            scene.told = day
    return tuple(times)
