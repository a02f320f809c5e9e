"""A text cut where marked spans begin and end: what colour on a terminal and brackets in plain text both need."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from onrecord.records import Span, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A span to show, in a role (`speaker`, `cue`, `content`, `addressee`, `role`), and the number of its statement."""

    span: Span
    role: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of text, where it starts, and the marks that cover it: the outer before the inner."""

    start: int
    text: str
    marks: tuple[Mark, ...]

    @property
    def opened(self) -> tuple[Mark, ...]:
        """The marks that begin with this piece."""
        return tuple(mark for mark in self.marks if mark.span.start == self.start)


def marks_of(statement: Statement, number: int) -> tuple[Mark, ...]:
    """Every piece of evidence of a statement."""
    found = [Mark(span=piece.span, role="content", number=number) for piece in statement.content]
    found += [Mark(span=piece.span, role="cue", number=number) for piece in statement.cue]
    if statement.addressee and statement.addressee.span:
        found.append(Mark(span=statement.addressee.span, role="addressee", number=number))
    if statement.speaker:
        if statement.speaker.role_span:
            found.append(Mark(span=statement.speaker.role_span, role="role", number=number))
        if statement.speaker.span:
            found.append(Mark(span=statement.speaker.span, role="speaker", number=number))
    return tuple(found)


def pieces(text: str, marks: Iterable[Mark], within: Span) -> Iterator[Piece]:
    """Cut `text[within.start:within.end]` at each edge of a mark; the pieces' texts join to it."""
    ahead = sorted(marks, key=lambda mark: (-mark.span.start, mark.span.end))
    edges = {within.start, within.end}
    for mark in ahead:
        edges |= {edge for edge in (mark.span.start, mark.span.end) if within.start < edge < within.end}
    active: list[Mark] = []
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        while ahead and ahead[-1].span.start <= start:
            active.append(ahead.pop())
        active = [mark for mark in active if mark.span.end > start]
        yield Piece(start=start, text=text[start:end], marks=tuple(active))


def bracketed(cut: Iterable[Piece]) -> str:
    """The pieces with ⟦role: ...⟧ around marked ones; spans that cross are closed and opened again."""
    written: list[str] = []
    open_now: tuple[Mark, ...] = ()
    for piece in cut:
        kept = _common(open_now, piece.marks)
        written.append("⟧" * (len(open_now) - kept))
        written += [f"⟦{mark.role}: " for mark in piece.marks[kept:]]
        written.append(piece.text.replace("⟦", "\\u27e6").replace("⟧", "\\u27e7"))
        open_now = piece.marks
    return "".join(written) + "⟧" * len(open_now)


def _common(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> int:
    count = 0
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            break
        count += 1
    return count
