"""Quotation marks in running text: which open, which close, and how deep.

Straight marks are told apart by what stands around them, as a typesetter would; marks of one shape may nest
(`"All agree that "red lines" exist," he said`). A mark that its paragraph leaves open goes on in the next ones only
if these close it before they open another; newspapers that print a mark at the head of each paragraph need no such
help. Everything here is linear in the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from onrecord.records import Span

# A blank line, or a line feed after the end of a sentence: hard-wrapped lines seldom end there.
PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n|(?<=[.!?:…\"”’'»)])[^\S\n]*\n|(?<=[^\S\n])\n(?=[^\S\n]*[\"“„«])")
_MARKS = re.compile("[\"“”„‟«»‘’‚‹›`]|''|(?<![\\w'])'|'(?!\\w)")
_OPEN = "“„‟«‚‹"
_CLOSE = "”»›"
_ANGLES = "«»‹›"
_SINGLE = "'‘’‚‹›`"
_BEFORE_OPEN = "([{—–-/"
_AFTER_CLOSE = ".,;:!?)]}—–-/…"
QUOTATION_MARKS = frozenset("\"'“”„«‘’")
_QUOTE_CHARS = "\"“”«»‘’'"
# What stands behind the apostrophe of a plural, and the marks that may be one; no further on is looked than _NEAR.
_POSSESSIVE = re.compile(r" \w")
_SINGLE_MARKS = re.compile("['’‘]")
_NEAR = 400
# Deeper levels occur in noise alone, and would cost their square.
_DEEPEST = 6
# How many paragraphs without any mark a quotation may run through.
_REACH = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """One quotation mark at `start` to `end`; `depth` is that of the text it encloses (1 for the outermost).

    A mark that closes without standing in the text (its paragraph ended) is empty: `start == end`.
    """

    start: int
    end: int
    opens: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Quotation:
    """Text between two marks, marks excluded. `closed` is False if the paragraph ended first."""

    span: Span
    depth: int
    closed: bool
    opening: Mark
    closing: Mark


# A text's layout and its words ask for the same paragraphs and marks, one right after the other.
@lru_cache(maxsize=8)
def paragraphs(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open ranges of the paragraphs, white space between them left out; an empty text has none."""
    edges = [0, *(edge for m in PARAGRAPH_END.finditer(text) for edge in m.span()), len(text)]
    ranges = []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        kept = text[start:end].strip()
        if kept:
            start = text.index(kept[0], start)
            ranges.append((start, start + len(kept)))
    return tuple(ranges)


@lru_cache(maxsize=8)
def marks(text: str) -> tuple[Mark, ...]:
    """Every quotation mark of the text, in order; apostrophes are none. Each opening one has its closing one."""
    return tuple(_marks(text))


def _marks(text: str) -> Iterator[Mark]:
    ranges = paragraphs(text)
    first = [_first_direction(text, a, b) for a, b in ranges]
    open_shapes: list[str] = []
    for i, (start, end) in enumerate(ranges):
        found = list(_paragraph_marks(text, start, end, open_shapes))
        goes_on = _goes_on(first[i + 1 : i + 2 + _REACH])
        while open_shapes and not (goes_on and open_shapes[-1] in ("double", "low", "angle")):
            open_shapes.pop()
            found.append(Mark(end, end, False, len(open_shapes) + 1))
        yield from _closed_early(found)


def quotations(text: str) -> list[Quotation]:
    """Every quotation, inner ones too, ordered by start; one that its paragraph leaves open ends with the paragraph."""
    found: list[Quotation] = []
    opened: list[Mark] = []
    for mark in marks(text):
        if mark.opens:
            opened.append(mark)
            continue
        opening = opened.pop()
        if mark.start > opening.end:
            span = Span(start=opening.end, end=mark.start)
            found.append(Quotation(span, opening.depth, mark.end > mark.start, opening, mark))
    return sorted(found, key=lambda q: (q.span.start, -q.span.end))


def _goes_on(following: Sequence[bool | None]) -> bool:
    """True if the next mark that stands in the following paragraphs is a closing one."""
    known = [opens for opens in following if opens is not None]
    return bool(known) and not known[0]


def _first_direction(text: str, start: int, end: int) -> bool | None:
    """Whether a paragraph's first double mark opens; None if it has none."""
    for match in _MARKS.finditer(text, start, end):
        if _shape(match.group()) in ("double", "low"):
            before, after = _around(text, match.start(), match.end(), start, end)
            return _opens(match.group(), before, after, False)
    return None


def _around(text: str, mark_start: int, mark_end: int, start: int, end: int) -> tuple[str, str]:
    return text[mark_start - 1] if mark_start > start else "\n", text[mark_end] if mark_end < end else "\n"


def _paragraph_marks(text: str, start: int, end: int, open_shapes: list[str]) -> Iterator[Mark]:
    for match in _MARKS.finditer(text, start, end):
        shape = _shape(match.group())
        before, after = _around(text, match.start(), match.end(), start, end)
        if "low" in open_shapes and (match.group() in "“”" or _ends_low(match.group(), before, after, open_shapes)):
            shape = "low"
        is_open = shape in open_shapes
        if _is_apostrophe(match.group(), before, after, is_open) or (is_open and _is_possessive(text, match, end)):
            continue
        if _opens(match.group(), before, after, is_open) and not (is_open and shape == "low"):
            if len(open_shapes) < _DEEPEST:
                open_shapes.append(shape)
                yield Mark(match.start(), match.end(), True, len(open_shapes))
        elif is_open:
            # A closing mark closes everything that was opened after its partner and forgotten.
            while open_shapes[-1] != shape:
                open_shapes.pop()
                yield Mark(match.start(), match.start(), False, len(open_shapes) + 1)
            open_shapes.pop()
            yield Mark(match.start(), match.end(), False, len(open_shapes) + 1)


def _closed_early(found: list[Mark]) -> Iterator[Mark]:
    """End an outermost quotation that nothing closes where the next one opens: it can't hold the whole paragraph.

    A mark that was forgotten is far more frequent than an inner quotation in an outer one without an end.
    """
    opened: list[int] = []
    endless: set[int] = set()
    for i, mark in enumerate(found):
        if mark.opens:
            opened.append(i)
        elif opened:
            first = opened.pop()
            if mark.start == mark.end and mark.depth == 1:
                endless |= {first, i}
    lifted, pending = 0, False
    for i, mark in enumerate(found):
        if i in endless and mark.opens:
            lifted, pending = 0, True
            yield mark
        elif i in endless:
            if pending:
                yield mark
            lifted, pending = 0, False
        else:
            if pending and mark.opens:
                yield Mark(mark.start, mark.start, False, 1)
                lifted, pending = 1, False
            yield replace(mark, depth=mark.depth - lifted)


def _shape(mark: str) -> str:
    if mark in "«»":
        return "angle"
    if mark in "‹›":
        return "single angle"
    if mark == "„":
        return "low"
    return "single" if mark in _SINGLE else "double"


def _is_apostrophe(mark: str, before: str, after: str, is_open: bool) -> bool:
    if mark not in "'’‘`":
        return False
    if before.isalnum() and after.isalnum():
        return True
    if mark == "‘":
        return False
    # "the allies' view": after a plural s with nothing open, a mark closes nothing; "'90s" opens nothing.
    if before.isalnum() or before in _AFTER_CLOSE:
        return not is_open
    return after.isdigit()


def _is_possessive(text: str, match: re.Match[str], end: int) -> bool:
    """True of the plural's mark in 'The ministers' plan is dead,': a further one closes what stands open.

    That one stands behind a comma or stop, and none opens before it.
    """
    if match.group() not in "'’" or not _POSSESSIVE.match(text, match.end()) or text[match.start() - 1] not in "sS":
        return False
    for following in _SINGLE_MARKS.finditer(text, match.end(), min(end, match.end() + _NEAR)):
        before, after = text[following.start() - 1], text[following.end() : following.end() + 1]
        if before in _AFTER_CLOSE:
            return True
        if not before.isalnum() and after.isalnum():
            return False
    return False


def _ends_low(mark: str, before: str, after: str, open_shapes: Sequence[str]) -> bool:
    """True for the straight mark that ends „this"."""
    return mark == '"' and "double" not in open_shapes and not _opens(mark, before, after, True)


def _opens(mark: str, before: str, after: str, is_open: bool) -> bool:
    starts_word = before.isspace() or before in _BEFORE_OPEN or before in _QUOTE_CHARS
    ends_word = after.isspace() or after in _AFTER_CLOSE or after in _QUOTE_CHARS
    if mark in _ANGLES and starts_word != ends_word:
        # »Some« point them inwards.
        return starts_word
    if mark in _OPEN:
        return True
    if mark in _CLOSE:
        # Some print ”this” at both ends.
        return mark == "”" and not is_open and before.isspace() and after.isalnum()
    if starts_word != ends_word:
        return starts_word
    return not is_open
