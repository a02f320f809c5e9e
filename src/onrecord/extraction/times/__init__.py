"""Expressions of time in a text, with their places on the calendar. Read this file first.

lexer, words   text to the words of time
grammar        words to expressions: where they stand and what form they have
datelines      the day that a text dates itself by
scene          the day of publication, the day the text tells of, the tense around
rules, values  an expression in its scene to a value
"""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.extraction.times.datelines import dateline
from onrecord.extraction.times.grammar import RANGES, Expression, expressions, parts
from onrecord.extraction.times.lexer import lexemes
from onrecord.extraction.times.rules import RULES
from onrecord.extraction.times.scene import Scene
from onrecord.extraction.times.values import first_day, known_of
from onrecord.records import PartialDate, Span, Time


def find_times(text: str, published: PartialDate | None, sentences: Sequence[Span]) -> tuple[Time, ...]:
    """Every expression of time that can be placed on a calendar, in order, none overlapping another.

    `sentences`: those of the text, in order. What needs a day that isn't known is left out.
    """
    words = lexemes(text)
    found = list(expressions(text, words))
    scene = Scene(text, dateline(text, found, known_of(published)), sentences)
    times: list[Time] = []
    for expression in found:
        value = RULES[expression.rule](expression, scene)
        if value is not None:
            times.append(_time(expression, value, scene))
        elif expression.rule in RANGES:
            for part in parts(text, words, expression):
                value = RULES[part.rule](part, scene)
                if value is not None:
                    times.append(_time(part, value, scene))
    return tuple(times)


def _time(expression: Expression, value: str, scene: Scene) -> Time:
    """The record of an expression; the text tells of its day from here on."""
    day = first_day(value)
    compared = expression.rule == "ago" and (day is None or day.day is None)
    if day is not None and not compared and expression.rule not in _PASSING:
        scene.told = day
    span = Span(start=expression.start, end=expression.end)
    return Time(span=span, text=scene.text[span.start : span.end], value=value)


# What is compared with, not told of: "down from 20 a year earlier".
_PASSING = ("same_quarter", "this_quarter")
