"""On what a position depends, and how softly or firmly it is put: conditions, hedges and words of strength, as spans.

Only words of the content count, and of the cue for hedges and strength ("strongly condemned", "is ready to think").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from onrecord.records import Span

# In these, a look ahead passes over the ends of words.
_CONDITIONAL = re.compile(
    r"\b(?=\w)"
    r"(?:(?i:(?:even |only |but |and )?if(?! (?:not|any|possible|necessary|so)\b)|unless|as long as|so long as|until|"
    r"(?:provided|providing)(?: that| (?=the |they |we |he |she |it ))|on (?:the )?condition(?: that| of)?|"
    r"only (?:when|after|once)|once(?= (?:the|an?|they|it|we|he|she|you|i|this|these|those|all|both|there|our|your|his|"
    r"her|their|its)\b)|in case(?: of)?|in the event (?:of|that)|in exchange for|in return for)|once(?= [A-Z])|"
    r"(?:(?<=, )|(?<=^)|(?<=and ))[Ss]hould (?=(?:the |they |we |he |she |it |[A-Z])))"
)
# "asked if", "see if", "whether or not" put a question, no condition; "as if" compares; "once again" repeats.
_NO_CONDITION = re.compile(
    r"\b(?:ask(?:s|ed|ing)?|see|wonder(?:s|ed|ing)?|know|knows|knew|unclear|clear|sure|question(?:s|ed)?|decide[ds]?|"
    r"determine[ds]?|check(?:ed)?|tell|doubt(?:s|ed)?|as|what|at|not|for|more than|only)\s+\Z",
    re.IGNORECASE,
)
_UNTIL_NOW = re.compile(r"until (?:now|recently|today|then|yesterday|last|\w+day|\d|the end)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\.[A-Z])[.;:!?—–](?=\s|$|[\"”])|,(?=\s+(?:then|we|they|he|she|it|there|this|that|the|but|and|you|I)\b)|[\"”]\s*$"
)

_HEDGES = re.compile(
    r"\b(?=\w)"
    r"(?:(?:is|are|was|were|be|being|been) (?:ready|prepared|willing|inclined|open) to (?:think|consider|discuss|"
    r"look|talk)|considers? (?:it )?possible|considered (?:it )?possible|may(?= (?:not |also |well |still |have |"
    r"be |[a-z]+))|"
    r"might|could|perhaps|possibly|probably|presumably|apparently|allegedly|reportedly|likely|unlikely|appears? to|"
    r"appeared to|seems?(?: to)?|seemed(?: to)?|suggests? that|in principle|to some extent|if possible|"
    r"not (?:sure|certain|clear|necessarily)|it is possible|would consider|is considering|are considering|tends? to|"
    r"hopeful|hopefully|I think|we think|expected to|potentially|somewhat)\b"
)
_STRENGTH = re.compile(
    r"\b(?=\w)(?i:under no circumstances|in no way|by no means|no way|at all costs?|by all means|once and for all|"
    r"must(?: not|n['’]t)?|never(?: ever)?|cannot|categorically|strongly|firmly|absolutely|unequivocally|"
    r"unconditionally|resolutely|utterly|totally|completely|vehemently|vigorously|deeply|gravely|ironclad|unwavering|"
    r"unshakable|steadfast|non-?negotiable|red lines?|zero tolerance|(?:no one|nobody) has the right|immediately|"
    r"without delay|without (?:pre)?conditions|in the strongest (?:possible )?terms|flatly|has to|have to|imperative|"
    r"unacceptable|intolerable|no compromise)\b"
)
_STRONG_CUE = re.compile(
    r"\b(?=\w)(?i:categorically|strongly|firmly|flatly|vehemently|vigorously|resolutely|unequivocally|repeatedly|"
    r"insist(?:s|ed|ing|ence)?|demand(?:s|ed|ing)?|vow(?:s|ed|ing)?|determined|swore|sworn)\b"
)
_LEAST_CONDITION = 2


def condition(text: str, content: Sequence[Span]) -> Span | None:
    """The first clause of the content that says on what the position depends, from its first word to its end."""
    for piece in content:
        for match in _CONDITIONAL.finditer(text, piece.start, piece.end):
            if _asks(text, piece, match):
                continue
            stop = _CLAUSE_END.search(text, match.end(), piece.end)
            end = stop.start() if stop else piece.end
            while end > match.end() and not text[end - 1].isalnum():
                end -= 1
            if len(text[match.start() : end].split()) >= _LEAST_CONDITION:
                return Span(start=match.start(), end=end)
    return None


def _asks(text: str, piece: Span, match: re.Match[str]) -> bool:
    word = match[0].lower()
    if word.startswith("until"):
        return bool(_UNTIL_NOW.match(text, match.start(), piece.end))
    if word == "if":
        return bool(_NO_CONDITION.search(text, max(piece.start, match.start() - 16), match.start()))
    return False


def hedges(text: str, cue: Sequence[Span], content: Sequence[Span]) -> tuple[Span, ...]:
    """The words that leave a way out, in order of the text."""
    return _all([(_HEDGES, part) for part in (*cue, *content)], text)


def strength(text: str, cue: Sequence[Span], content: Sequence[Span]) -> tuple[Span, ...]:
    """The words that stress a position, in order of the text."""
    return _all([(_STRONG_CUE, part) for part in cue] + [(_STRENGTH, part) for part in content], text)


def _all(where: Iterable[tuple[re.Pattern[str], Span]], text: str) -> tuple[Span, ...]:
    found = (m.span() for form, part in where for m in form.finditer(text, part.start, part.end))
    return tuple(Span(start=start, end=end) for start, end in sorted(set(found)))
