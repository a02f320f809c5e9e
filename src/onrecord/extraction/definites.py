"""What "the ministry", "the company", "the statement" and "the senator" take up: whom the text named before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.bodies import Bodies
from onrecord.extraction.own_names import FIRM
from onrecord.extraction.referent import Referent
from onrecord.extraction.referents import Referents
from onrecord.knowledge import Knowledge
from onrecord.records import Span

_NAMED = (
    r"ministry|council|commission|agency|department|court|embassy|committee|party|company|bank|union|newspaper|paper|"
    r"institute|organi[sz]ation|association|group|parliament|office|fund|board|institution|foundation|federation|league|"
    r"network|movement|alliance|authority|university"
)
_WRITING = r"statement|letter|communiqu[eé]|declaration|document|release"
_DEFINITE = re.compile(
    rf"(?:the|this|that)\s+(?:(?P<writing>{_WRITING})|(?:(?:[\w.-]+ ){{0,2}}[\w-]+-based\s+)?(?P<noun>{_NAMED}|"
    rf"{FIRM.pattern}|bloc|grouping|watchdog|body|forum))",
    re.IGNORECASE,
)
# By which news varies the name of whoever spoke last, and no office that one alone holds: in training and development
# reports ten such speakers become right, and none wrong; with ministers, chiefs and ambassadors among them many do.
_ALSO_CALLED = re.compile(
    r"the (?:[\w.’'-]+ ){0,3}(?:official|diplomat|lawmaker|senator|general|republican|democrat|nominee|candidate|"
    r"politician|veteran|statesman|congress(?:man|woman)|leader)",
    re.IGNORECASE,
)
_PROPER = re.compile(r"[A-Z][\w.’'&-]*(?:['’]s)?(?: (?:(?:of|for|and|on|the) ){0,2}[A-Z][\w.’'&-]*){0,8}")
# "European Commission. The": a name goes over no sentence's end, but over "U.S. Treasury".
_SENTENCE_END = re.compile(r"(?<=[a-z]{2})\. ")
# A definite noun takes up what was named no more than so many characters before.
_LOOK_BACK = 4000


class Definites:
    """Answers for one text."""

    def __init__(self, bodies: Bodies, referents: Referents, knowledge: Knowledge) -> None:
        self._text = bodies.text
        self._bodies = bodies
        self._referents = referents
        self._knowledge = knowledge

    def meant(self, span: Span, written: str, recent: Sequence[Referent]) -> Referent | None:
        """Whom a definite noun means; `recent`: who spoke before, the last one last."""
        found = _DEFINITE.fullmatch(written)
        if found is None:
            return None
        if found["writing"] is not None:
            return recent[-1] if recent else None
        noun = found["noun"].lower()
        firm = self._spoke_last(recent) if FIRM.fullmatch(noun) else None
        return self._fuller(span, noun) or self._called(span, noun) or firm

    def called_otherwise(self, span: Span, written: str, recent: Sequence[Referent]) -> Referent | None:
        """ "The senator": the person who spoke last, unless the words tell of another state or organisation."""
        last = recent[-1] if recent else None
        if last is None or last.person is None or not _ALSO_CALLED.fullmatch(written):
            return None
        # "The official who briefed us" is told apart from whoever spoke.
        return last if self.may_be(span, last) and not self._text.startswith(" who ", span.end) else None

    def may_be(self, span: Span, who: Referent) -> bool:
        """False where the words tell of another state or organisation than somebody's, as "Chile-based" doesn't."""
        named = (m for m in self._bodies.within(span) if not self._text.startswith("-", m.span.end))
        return {self._bodies.affiliation(mention.body) for mention in named} <= {who.affiliation}

    def _fuller(self, span: Span, noun: str) -> Referent | None:
        """The fuller name before that holds the word."""
        for place in reversed(list(_PROPER.finditer(self._text, max(0, span.start - _LOOK_BACK), span.start))):
            start = place.start()
            for name in _SENTENCE_END.split(place[0]):
                if noun in name.lower().split() and len(name.split()) > 1:
                    whole = Span(start=start, end=start + len(name))
                    body = self._bodies.whole(whole)
                    return self._referents.body(body) if body else self._referents.described(whole)
                start += len(name) + 2
        return None

    def _called(self, span: Span, noun: str) -> Referent | None:
        """The organisation named last before that news calls so: "the bloc" of the EU, "the alliance" of NATO."""
        called = {match.what.id for match in self._knowledge.organisations_named(f"the {noun}")}
        before = (m for m in self._bodies.before(span.start) if m.body.id in called)
        body = next(before, None)
        return self._referents.body(body) if body is not None else None

    def _spoke_last(self, recent: Sequence[Referent]) -> Referent | None:
        """The organisation that spoke last, or the one of whoever did."""
        for who in reversed(recent):
            if who.kind == "organisation":
                return who
            if who.kind == "person" and who.affiliation and not self._is_known(who.affiliation):
                return self._referents.employer(who.affiliation)
        return None

    def _is_known(self, code: str) -> bool:
        state = f"state:{code}" in self._knowledge.store.states
        return state or bool(self._knowledge.organisations_named(code))
