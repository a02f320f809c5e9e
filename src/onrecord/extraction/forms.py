"""Statements in forms that carry no cue for the model to find: told by layout, not by words.

Each rule adds drafts, or gives a draft its speaker; none takes away what the model found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from onrecord.extraction.authors import author
from onrecord.extraction.drafts import Draft, cut
from onrecord.extraction.layout import Layout
from onrecord.extraction.people import title_before
from onrecord.extraction.quotes import Quotation
from onrecord.records import Span

_WORD = re.compile(r"\w+")
# "... must not be crossed - Stefanishina": a dash between spaces near the end of a headline, then a name.
_CLAIM_DASH_NAME = re.compile(r"(?P<claim>.+\w[\w\"”’')]*)\s+[-–—]\s+(?P<name>\w[\w.'’-]*(?:\s+\w[\w.'’-]*){0,4})\s*")
# "This was stated by Ana Ferro", "This was announced on Monday by the ministry": the sentence before is the content.
_STATED_BY = re.compile(
    r"(?P<cue>(?:This|That|It|The information|The news) (?:was|is|has been) (?:(?:also|earlier|later|today) )?"
    r"(?:stated|said|announced|reported|declared|confirmed|told|noted|emphasi[sz]ed|disclosed)"
    r"(?P<between>(?: (?:on|in|at|during|to|today|yesterday|earlier)\b[^.,;:]{0,60}?)?) by"
    r"|(?:This|That)(?:['’]s| is)(?: all)? according to(?= (?:[A-Z]|the |an? |his |her |its )))\s"
)
_SIGNATURE = re.compile(
    r"[.,]?\s*[-–—―]{1,2}\s*(?P<name>[A-Z][\w.'’-]*(?:[ \u00a0][A-Z][\w.'’-]*){0,4}?)(?=[.,;\s]*(?:\n|$)|, )"
)
# A headline or the head of a release is shorter; the bound keeps these patterns linear on hostile text.
_LONGEST_HEAD = 400
# "KYIV, January 10 (Reuters) - "
_DATELINE = re.compile(r"[A-Z][A-Z'’. -]{2,40}(?:, [^()\n]{1,40}?)?(?: ?\([^()\n]{2,40}\))? ?[-–—]{1,2} ")
_NAME_AFTER = re.compile(r"[^.,;:\n]{2,120}(?=[.,;:\n])")
# Fewer words in marks are a term or a title, not a quotation that needs a speaker.
_LEAST_QUOTED = 6

# Words between a cue and the quotation that goes on with it: "he said at a briefing on Monday." has seven.
_MOST_BETWEEN = 10

Rule = Callable[[Layout, list[Draft]], list[Draft]]


def add_forms(layout: Layout, found: list[Draft]) -> list[Draft]:
    """The drafts with those of every form added, in order of their content."""
    for rule in RULES:
        found = found + rule(layout, found)
    return sorted(found, key=lambda d: (d.start, -d.end))


def headline_dash(layout: Layout, found: list[Draft]) -> list[Draft]:
    """`Claim - Speaker` in a headline, where the body has that speaker too."""
    named = {w.lower() for d in found if d.source for w in _WORD.findall(layout.text, d.source.start, d.source.end)}
    added = []
    for start, end in headlines(layout):
        match = _CLAIM_DASH_NAME.fullmatch(layout.text, start, end)
        if match is None or _WORD.findall(match["name"])[-1].lower() not in named:
            continue
        name = _without_title(layout.text, Span(start=match.start("name"), end=match.end("name")))
        said_here = [d for d in found if start <= d.start and d.end <= end]
        for draft in said_here:
            # The speaker behind the dash is no part of what is claimed before it.
            before = [_until(piece, match.end("claim")) for piece in draft.content]
            draft.content = [piece for piece in before if piece is not None] or draft.content
        if any(d.source == name for d in said_here):
            continue
        claim = cut(layout, match.start("claim"), match.end("claim"))
        same = [d for d in said_here if d.source is None and d.content == claim]
        if same:
            same[0].source = name
        elif claim:
            added.append(Draft(content=claim, source=name))
    return added


def _without_title(text: str, name: Span) -> Span:
    """The name alone of "Foreign Minister Ana Ferro"."""
    starts = [match.start() for match in _WORD.finditer(text, name.start, name.end)]
    bare = next((at for at in reversed(starts[1:]) if title_before(text, at)), name.start)
    return Span(start=bare, end=name.end)


def stated_by(layout: Layout, found: list[Draft]) -> list[Draft]:
    """`This was stated by X`: the sentence before is what X says, and all of these words are the cue."""
    added = []
    claim: list[Span] = []
    for before, sentence in pairwise(layout.sentences):
        match = _STATED_BY.match(layout.text, sentence.start, sentence.end)
        if match is None:
            claim = []
        # "This was also stated by Y", right behind such a sentence, is of the same claim.
        claim = content = (claim or cut(layout, _behind_dateline(layout.text, before), before.end)) if match else []
        if match is None or not content:
            continue
        cue = Span(start=match.start("cue"), end=match.end("cue"))
        own = next((d for d in found if any(part.overlaps(cue) for part in d.cue)), None)
        if own is None:
            added.append(Draft(content=list(content), cue=[cue], source=_name_after(layout.text, match.end())))
            continue
        # What the model takes from further back stays; from here on, the sentence before is the whole of it.
        further = [piece for piece in own.content if piece.end <= min(before.start, content[0].start)]
        own.content = [*further, *content]
        own.cue = [cue]
        own.source = own.source or _name_after(layout.text, match.end())
    return added


def _behind_dateline(text: str, sentence: Span) -> int:
    match = _DATELINE.match(text, sentence.start, sentence.end)
    return match.end() if match else sentence.start


def _name_after(text: str, start: int) -> Span | None:
    match = _NAME_AFTER.match(text, start)
    return Span(start=match.start(), end=match.end()) if match else None


_OWN_WORDS = re.compile(r"\b(?:[Oo]ur|[Ww]e|us|[Mm]y|I)\b")


def by_line(layout: Layout, found: list[Draft]) -> list[Draft]:
    """A statement published under a name: who is named at its head says what nothing else attributes.

    So is a title of his own words: "Reaffirming Our Commitment".
    """
    source = author(layout.text)
    if source is None:
        return []
    title = max(0, layout.text.find("\n"))
    own_title = source.start > title and _OWN_WORDS.search(layout.text, 0, title) is not None
    for draft in found:
        in_title = own_title and draft.end <= title
        if draft.source or not (in_title or (not draft.cue and draft.start >= source.end)):
            continue
        if not any(q.span.start <= draft.start < q.span.end for q in layout.quotations):
            draft.source = source
    return []


def uncued_quotations(layout: Layout, found: list[Draft]) -> list[Draft]:
    """A closed quotation of some length that nothing attributes goes on with the speaker before it.

    It belongs to the statement before where only that one's cue stands between them ("..., he said. "..."), and is a
    statement of its own elsewhere.
    """
    added = []
    for quotation in layout.quotations:
        if quotation.depth > 1 or not quotation.closed or not _is_open_quotation(layout, quotation, found):
            continue
        content = cut(layout, quotation.span.start, quotation.span.end)
        before = _goes_on(layout, quotation, found)
        if before is not None:
            before.content = sorted([*before.content, *content])
        elif content:
            source = _signed(layout.text, quotation)
            added.append(Draft(content=content, source=source, score=SIGNED if source else UNCUED))
    return added


def _signed(text: str, quotation: Quotation) -> Span | None:
    """`"..." - Name, title`: the name behind the dash."""
    match = _SIGNATURE.match(text, quotation.closing.end)
    return Span(start=match.start("name"), end=match.end("name")) if match else None


def _goes_on(layout: Layout, quotation: Quotation, found: Sequence[Draft]) -> Draft | None:
    before = [d for d in found if d.cue and d.anchor < quotation.opening.start]
    last = max(before, key=lambda d: d.anchor, default=None)
    if last is None or last.start > last.anchor:
        return None
    between = layout.text[max(last.cue[-1].end, last.end) : quotation.opening.start]
    return last if len(_WORD.findall(between)) <= _MOST_BETWEEN and "\n" not in between else None


# How sure these two are: there are too few of them to fit it, so it says "as likely as not" and "likely".
UNCUED, SIGNED = 0.5, 0.8

RULES: Sequence[Rule] = (headline_dash, stated_by, by_line, uncued_quotations)


def headlines(layout: Layout) -> list[tuple[int, int]]:
    """The title, and further one-line paragraphs in the first three that print it again or stand above the body."""
    first = [(a, b) for a, b in layout.paragraphs[:3] if b - a <= _LONGEST_HEAD and "\n" not in layout.text[a:b]]
    return [(a, b) for a, b in first if len(_WORD.findall(layout.text, a, b)) <= 30]


def _until(piece: Span, end: int) -> Span | None:
    return piece if piece.end <= end else Span(start=piece.start, end=end) if piece.start < end else None


def _is_open_quotation(layout: Layout, quotation: Quotation, found: Sequence[Draft]) -> bool:
    words = [m.start() for m in _WORD.finditer(layout.text, quotation.span.start, quotation.span.end)]
    title = layout.paragraphs[:2]
    in_title = len(title) > 1 and quotation.span.start < title[0][1]
    if len(words) < _LEAST_QUOTED or in_title:
        return False
    if not layout.text[words[0]].isupper() or not _stands_alone(layout.text, quotation.opening.start):
        return False
    return not any(p.overlaps(quotation.span) for d in found for p in [*d.content, *d.cue])


def _stands_alone(text: str, at: int) -> bool:
    """True at the head of a line or behind a mark: words before a quotation make it a part of their sentence."""
    before = text[max(0, at - 3) : at]
    kept = before.rstrip(" \t\u00a0")
    return not kept or kept[-1] in '\n.:,;?!)]”"»—–-'
