"""What an expression is understood by: the day of publication, the day that the text tells of, and the tense."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from onrecord.extraction.times.values import UNKNOWN, Day
from onrecord.records import Span

Tense = Literal["past", "future"]

# Code points looked at on each side of an expression: a clause is seldom longer.
_LOOK = 160
_AHEAD = (
    r"(?:will|would|shall|'ll|’ll|won['’]t|could|may|might|should|can|must|to)\s(?:\w+\s){0,2}?be\s\w+|"
    r"will|would|shall|'ll|’ll|won['’]t|going\sto|(?:is|are|was|were|be|been)\s(?:due|set|scheduled|expected|slated|planned|supposed)|"
    r"due|scheduled|expected|slated|upcoming|ahead\sof|prior\sto|plans?\sto|plans\s(?:an?|the|more|new|talks)|planned|planning|(?:is|are)\sto|to\s(?:meet|hold|visit|"
    r"attend|begin|start|take|travel|discuss|host|vote|open|arrive|fly|sign|go|address|present|decide|leave|come|end|expire)|"
    r"(?:is|are)\s(?:\w+\s)?(?:meeting|visiting|travell?ing|hosting|holding)|"
    r"meets?|begins|starts|opens|departs|arrives|gathers?|until|deadline|possible|could|may|might|should|can|must|hopes?|wants?|invited"
)
_BEHIND = (
    r"said|told|was|were|had|has|have|did|met|held|went|came|began|took|made|gave|left|spoke|wrote|saw|sent|put|"
    r"won|lost|hit|shot|fell|rose|broke|led|kept|called|thought|since|after|(?-i:[a-z]{3,}ed)|says|"
    r"cast|drew|threw|flew|swore|sought|brought|stood|found|got|felt|heard|ran|spent|struck|paid|withdrew|became|fled"
)
# Neither "the United Nations" nor a "closed-door session" tells of what is over.
_VERB = re.compile(rf"(?<!-)\b(?:(?P<future>{_AHEAD})|(?P<past>{_BEHIND}))\b(?!-)", re.IGNORECASE)
# Right behind an expression this tells of it, whatever stands before ("and lawmakers on Monday | will propose").
_GOES_AHEAD = re.compile(r",? (?:will|shall|(?:is|are) (?:due|set|scheduled|expected|slated|to))\b")
_CLAUSE_END = re.compile(r"[;:—–]|\s-\s|,\s(?:who|which|where|when|while|and|but|as)\b|\b(?:but|while|that)\b")


class Scene:
    """The text around, as it is read from its beginning: `anchor`, day of publication; `told`, the last day named.

    `quarter`: year and first month of the last quarter of a year that was named by its number.
    """

    def __init__(self, text: str, anchor: Day, sentences: Sequence[Span]) -> None:
        self.text = text
        self.anchor = anchor
        self.told: Day = UNKNOWN
        self.quarter: tuple[int, int] | None = None
        self._starts = [s.start for s in sentences]
        self._sentences = sentences

    def sentence(self, at: int) -> Span:
        """The sentence of a place, as far as it is near."""
        number = bisect_right(self._starts, at) - 1
        start, end = 0, len(self.text)
        if number >= 0:
            start, end = self._sentences[number].start, self._sentences[number].end
        return Span(start=max(start, at - _LOOK), end=max(at + 1, min(end, at + _LOOK)))

    def tense(self, start: int, end: int) -> Tense | None:
        """Whether what happens at an expression has happened by the clause around it, None if that doesn't say."""
        sentence = self.sentence(start)
        if _GOES_AHEAD.match(self.text, end):
            return "future"
        before = list(_VERB.finditer(self.text, sentence.start, start))
        clauses = [m.end() for m in _CLAUSE_END.finditer(self.text, sentence.start, start)]
        begin = clauses[-1] if clauses else sentence.start
        near = [m for m in before if m.start() >= begin]
        if near:
            return _tense(near[-1])
        stop = _CLAUSE_END.search(self.text, end, max(end, sentence.end))
        after = _VERB.search(self.text, end, stop.start() if stop else max(end, sentence.end))
        if after is not None:
            return _tense(after)
        return _tense(before[-1]) if before else None


def _tense(match: re.Match[str]) -> Tense:
    return "future" if match["future"] else "past"
