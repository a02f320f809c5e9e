"""Under whose name a text is published: as its title says, the head of a release, or a by-line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from onrecord.extraction.people import Person
from onrecord.extraction.quotes import paragraphs
from onrecord.records import Span

# The head of a release: "The following statement was released by X on ...", "The following is a joint statement by X",
# "attributable to Spokesperson X:", or a paragraph that is a name and a title ("Ana Ferro, Secretary of State").
_RELEASED_BY = re.compile(
    r"(?:(?:statement|text|release)\b[^.:\n]{0,80}? (?:was|were) (?:released|issued) by|"
    r"[Ff]ollowing is (?:the text of )?an? (?:[\w-]+ ){0,3}(?:statement|release|declaration|text) "
    r"(?:(?:released|issued) )?(?:by|from)) (?P<name>[^:\n]{3,200}?)"
    r"(?= on | following | after | at |[:\n]|(?<![A-Z])\.)"
)
# "Joint Statement on Peace", whose first words tell whose: "Representatives of X and Y met in Oslo".
_JOINT = re.compile(r"[^\n]*\bJoint (?:Press )?(?:Statement|Release|Declaration|Communiqu[eé])\b")
_MET = re.compile(
    r"(?P<name>(?:Representatives|Officials|(?:[A-Z][a-z]+ )?Ministers|Envoys|The Governments) of [^:.\n]{3,390}?)"
    r" (?:met|convened|gathered)\b"
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
_LONGEST_HEAD = 500
# A by-line stands within so many characters from the start, and is no longer.
_TOP = 300
_BY_LINE = 80


def author(text: str) -> Span | None:
    """The words that name who publishes a text: in its title, or at the head of a release."""
    titled = _titled(text)
    if titled is not None:
        return titled
    met = (_MET.match,) if _JOINT.match(text) else ()
    forms = (_RELEASED_BY.search, *met, _ATTRIBUTABLE.search, _NAME_AND_TITLE.fullmatch)
    for start, end in paragraphs(text)[1:4]:
        for form in forms if end - start <= _LONGEST_HEAD else ():
            match = form(text, start, end)
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
