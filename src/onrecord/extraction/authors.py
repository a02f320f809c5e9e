"""Under whose name a text is published: as its title says, the head of a release, or a by-line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.layout import Layout
from onrecord.extraction.people import Person
from onrecord.extraction.quotes import paragraphs
from onrecord.records import Span

# The head of a release: "The following statement was released by X on ...", "attributable to Spokesperson X:", or a
# paragraph that is a name and a title ("Ana Ferro, Secretary of State").
_RELEASED_BY = re.compile(
    r"(?:statement|text|release)\b[^.:\n]{0,80}? (?:was|were) (?:released|issued) by (?P<name>[^:\n]{3,200}?)"
    r"(?= on | following | after | at |[:.\n])"
)
_ATTRIBUTABLE = re.compile(
    r"attributable to (?:[A-Za-z]{1,20} ){0,3}?(?P<name>[A-Z][\w.’'-]{1,30}(?: [A-Z][\w.’'-]{1,30}){1,4})(?=[:.])"
)
_NAME_AND_TITLE = re.compile(
    r"(?P<name>[A-Z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){1,4}),(?: (?:[A-Z][\w’'-]{0,30}|of|the|and|for|to),?){1,12}"
)
# "Joint Statement by Secretary of State Ana Ferro and ...", "Remarks as Prepared by the President at ...".
_TITLED = re.compile(
    r"(?:(?:Joint|Press|Opening|Closing|Written) )?(?:Statements?|Remarks|Message|Letter|Address|Speech|Toast|"
    r"Testimony|Op-?[Ee]d|Press Briefing|Press Call|Press Gaggle)\b[^\n:]{0,60}? (?:by|from) (?P<name>[^\n]{3,150}?)"
    r"(?= (?i:on|in|at|to|with|after|before|during|for|following|regarding|marking|aboard|upon|as|welcoming|honou?ring|"
    r"announcing|condemning|celebrating|commemorating)\b| ?\\| [-–—]|[,:|\n]|$)"
)
# "OPINION: Ana Ferro: We must act".
_OPINION = re.compile(r"(?i:opinion|op-ed|commentary): (?P<name>[A-Z][\w.’'-]{0,30}(?: [A-Z][\w.’'-]{0,30}){1,3}): ")
# The head of a release is shorter; the bound keeps these patterns linear on hostile text.
_LONGEST_HEAD = 400
# A by-line stands within so many characters from the start, and is no longer.
_TOP = 300
_BY_LINE = 80


def author(layout: Layout) -> Span | None:
    """The words that name who publishes a text: in its title, or at the head of a release."""
    titled = _titled(layout.text)
    if titled is not None:
        return titled
    for start, end in layout.paragraphs[1:4]:
        forms = (_RELEASED_BY.search, _ATTRIBUTABLE.search, _NAME_AND_TITLE.fullmatch)
        for form in forms if end - start <= _LONGEST_HEAD else ():
            match = form(layout.text, start, end)
            if match is not None:
                return Span(start=match.start("name"), end=match.end("name"))
    return None


def _titled(text: str) -> Span | None:
    match = _TITLED.match(text) or _OPINION.match(text)
    return Span(start=match.start("name"), end=match.end("name")) if match else None


def by_line(text: str, persons: Sequence[Person]) -> Person | None:
    """The person of a by-line: named by the title as its author, or by a short line on top with a title at most."""
    titled = _titled(text)
    authors = [p for p in persons if titled is not None and any(m in titled for m in p.mentions)]
    if authors:
        return authors[0] if len(authors) == 1 else None
    starts = {start for start, _ in paragraphs(text)}
    for mention, i in sorted((m, i) for i, person in enumerate(persons) for m in person.mentions):
        if mention.start >= _TOP:
            return None
        end = text.find("\n", mention.end)
        rest = text[mention.end : end if end >= 0 else len(text)]
        # The second line of a text may be one; further down a line of running text may begin with a name.
        begins = mention.start > 0 and (mention.start in starts or text.find("\n") == mention.start - 1)
        if begins and len(rest) <= _BY_LINE and (not rest.strip() or rest.startswith(",")):
            return persons[i]
    return None
