"""Whom "it" and "they" take up: a body, or those whose phrase only begins with its name ("Swiss authorities").

The model links a pronoun to words, of which the body's name alone is known beforehand. Of 31 statements of the training
and development reports whose speaker this changes 24 are then right, and 3 no longer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.bodies import Bodies, Mention
from onrecord.extraction.groups import SENTENCE_ENDS
from onrecord.extraction.quotes import QUOTATION_MARKS
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.extraction.titles import head
from onrecord.records import Span

_NOUNS_OF_SEVERAL = (
    r"officials|authorities|ministers|leaders|governments|lawmakers|diplomats|banks|voters|settlers|forces|troops|"
    r"soldiers|investigators|negotiators|companies|firms|members|states|countries|nations|politicians|parties|"
    r"rebels|experts|sources|prosecutors|police|partners|allies|envoys|investors|businesses|senators|regulators|"
    r"researchers|scientists|residents|protesters|fighters|militants|delegates|delegations|representatives|citizens|"
    r"people|legislators|commissioners|economists|analysts|activists|critics|generals|commanders|aides|advisers"
)
_NOUNS_OF_ONE = (
    r"government|administration|ministry|parliament|army|military|central bank|cabinet|commission|council|embassy|"
    r"delegation|mission|coalition|agency|department|court|committee|party|company|bank|radio|television|newspaper|"
    r"daily|institute|office|watchdog|regulator|movement|navy|air force|junta|regime|presidency|team"
)
_ARTICLE = re.compile(r"\b[Tt]he \Z")
_LEADING = re.compile(r"the\s+", re.IGNORECASE)
# No verb nor another phrase's beginning: "the EU supported the people".
_NEITHER = r"(?!(?:the|a|an|and|of|in|on|to|for|with|has|have|had|was|were|is|are|will)\b)"
_BETWEEN = rf"(?:['’]s?)? (?:{_NEITHER}[\w-]+(?<!ed) ){{0,3}}?"
_SEVERAL = re.compile(rf"{_BETWEEN}(?:{_NOUNS_OF_SEVERAL})\b")
_ONE = re.compile(rf"{_BETWEEN}(?i:{_NOUNS_OF_ONE})\b")


class Phrases:
    """Answers for one text."""

    def __init__(self, bodies: Bodies, referents: Referents) -> None:
        self._text = bodies.text
        self._bodies = bodies
        self._referents = referents
        # Who spoke under a phrase, by where it begins, but for its article.
        self._spoke: dict[int, list[Referent]] = {}

    def spoke(self, span: Span, who: Referent) -> None:
        """Keep who spoke under some words."""
        article = _LEADING.match(self._text, span.start, span.end)
        self._spoke.setdefault(article.end() if article else span.start, []).append(who)

    def begun(self, mention: Mention, *, several: bool) -> Referent:
        """Whom the phrase that a body's name begins means; the body where there is none of the pronoun's number."""
        spoke = reversed(self._spoke.get(mention.span.start, ()))
        who = next((one for one in spoke if is_several(one) == several), None)
        if who is not None:
            return who
        found = (_SEVERAL if several else _ONE).match(self._text, mention.span.end)
        if found is None:
            return self._referents.body(mention)
        article = _ARTICLE.search(self._text, max(0, mention.span.start - 4), mention.span.start)
        start = article.start() if article else mention.span.start
        return self._referents.described(Span(start=start, end=found.end()))

    def named_in_sentence(self, span: Span, content: Sequence[Span]) -> Referent | None:
        """ "It" after a state or organisation that the same sentence names: the last before it, unquoted.

        None within what "it" says is meant ("... in Chile, it said").
        """
        start = max(self._text.rfind(stop, 0, span.start) for stop in (*SENTENCE_ENDS, "\n"))
        named = (m for m in self._bodies.before(span.start, max(0, start)) if m.kind != "demonym")
        body = next((m for m in named if not any(m.span in piece for piece in content)), None)
        if body is None or not QUOTATION_MARKS.isdisjoint(self._text[body.span.end : span.start].replace("’s ", " ")):
            return None
        return self._referents.body(body)


def is_several(who: Referent) -> bool:
    """True for one whom "they" takes up, and not "it"."""
    return who.kind == "group" or head(who.name).endswith(("s", "people", "police"))
