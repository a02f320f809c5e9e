"""What a short title or phrase stands for where the same text says it in full: "officials" and "U.S. officials"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.extraction.bodies import Bodies, Mention
from onrecord.records import Span

_HEADS = (
    "government|ministry|administration|parliament|senate|army|military|police|central bank|cabinet|embassy|mission|"
    "commission|council|delegation|coalition|authorities|navy|force|palace|"
    "spokes(?:man|woman|person)|official|diplomat|source|minister|president|premier|leader|ambassador|envoy|adviser|"
    "negotiator|lawmaker|senator|legislator|aide|chief|governor|commissioner|general|king|trader|summit"
)
_HEAD = re.compile(
    # The look ahead passes over the ends of words.
    rf"\b(?=\w)(?:(?P<kind>foreign|defence|defense|finance|interior|prime|economy) )?(?P<head>{_HEADS})s?\b",
    re.I,
)
_BETWEEN = re.compile(r"(?:['’]s?)? (?:[\w-]+ ){0,2}")
# A body and the head noun that it goes with stand no further apart.
_APART = 40


@dataclass(frozen=True, slots=True)
class Echo:
    """The body that a text says most often before a head noun, and the words with which it first does so."""

    code: str
    place: Span
    alone: bool


class Echoes:
    """Answers for one text."""

    def __init__(self, bodies: Bodies) -> None:
        self._bodies = bodies
        self._found: dict[str, list[tuple[Span, Mention]]] | None = None

    def of(self, span: Span, but: Sequence[Span] = ()) -> Echo | None:
        """The fuller form, elsewhere, of a phrase's last head noun, or of "foreign ministry"; None if there is none.

        `but`: what is of others, and tells nothing.
        """
        heads = list(_HEAD.finditer(self._bodies.text, span.start, span.end))
        if not heads:
            return None
        last = heads[-1]
        for form in (_form(last, whole=True), _form(last, whole=False)):
            places = self._all().get(form, ())
            found = self._most([(p, m) for p, m in places if not any(p.overlaps(other) for other in (span, *but))])
            if found is not None:
                return found
        return None

    def _most(self, said: Sequence[tuple[Span, Mention]]) -> Echo | None:
        codes = Counter(code for _, mention in said if (code := self._bodies.affiliation(mention.body)) is not None)
        if not codes:
            return None
        code, _ = codes.most_common(1)[0]
        place = next(place for place, mention in said if self._bodies.affiliation(mention.body) == code)
        return Echo(code, place, alone=len(codes) == 1)

    def _all(self) -> dict[str, list[tuple[Span, Mention]]]:
        if self._found is None:
            self._found = {}
            for match in _HEAD.finditer(self._bodies.text):
                mention = next(self._bodies.before(match.start(), match.start() - _APART), None)
                between = self._bodies.text[mention.span.end : match.start()] if mention else ""
                if mention is not None and _BETWEEN.fullmatch(between):
                    place = Span(start=mention.span.start, end=match.end())
                    for form in {_form(match, whole=True), _form(match, whole=False)}:
                        self._found.setdefault(form, []).append((place, mention))
        return self._found


def _form(match: re.Match[str], *, whole: bool) -> str:
    head = re.sub(r"spokes\w+", "spokes", match["head"].lower())
    kind = (match["kind"] or "").lower().replace("defense", "defence")
    return f"{kind} {head}" if whole and kind else head
