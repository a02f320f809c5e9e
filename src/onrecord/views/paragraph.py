"""Shows one statement inside the paragraph that it stands in, its evidence marked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from onrecord.ledger import Ledger, StatementEntry
from onrecord.records import Span, Statement
from onrecord.views.highlight import Mark, Segment, segments
from onrecord.views.ids import statement_id
from onrecord.views.utterances import Utterance, report_to_json, statement_to_json

_BLANK = re.compile(r"\n[^\S\n]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+|\n\s*")
# Code points before and after a statement: a text without blank lines is no paragraph that anybody reads at a glance.
_FAR = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A statement on record with the paragraph, or paragraphs, that its cue and content stand in.

    `span` is the paragraph's place in the document, `text` its words; the offsets of `marks` are the document's.
    `utterance` is the act of speech with all its reports; None if a person rejected them all.
    """

    entry: StatementEntry
    span: Span
    text: str
    marks: tuple[Mark, ...]
    utterance: Utterance | None

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The paragraph cut where evidence begins or ends."""
        return segments(self.span, self.marks)

    def words(self, span: Span) -> str:
        """The words of a span of the document that lies in the paragraph."""
        return self.text[span.start - self.span.start : span.end - self.span.start]


def show(ledger: Ledger, id: str) -> Shown:
    """The statement with this id, or the only one whose id begins so; an utterance's id stands for its first.

    Raises UsageError, with the nearest ids, if none or several fit.
    """
    whole = statement_id(ledger, id)
    entry = ledger.reader.statement(whole)
    text = ledger.reader.text(entry.document.id)
    span = paragraph(text, _place(entry.statement))
    reports = ledger.reader.reports(whole)
    return Shown(
        entry=entry,
        span=span,
        text=text[span.start : span.end],
        marks=marks_of(entry.statement),
        utterance=Utterance(statements=reports) if reports else None,
    )


def _place(statement: Statement) -> Span:
    # The speaker may be named far away, so it does not widen the view.
    spans = [piece.span for piece in (*statement.cue, *statement.content)]
    return Span(start=min(span.start for span in spans), end=max(span.end for span in spans))


def paragraph(text: str, place: Span) -> Span:
    """The run between blank lines that holds `place`; several runs if it reaches over blank lines.

    What lies far from it in a long run is left out, whole sentences if there are any.
    """
    start, end = 0, len(text)
    for blank in _BLANK.finditer(text):
        if blank.end() <= place.start:
            start = blank.end()
        elif blank.start() >= place.end:
            end = blank.start()
            break
    if place.start - start > _FAR:
        opening = _SENTENCE_END.search(text, place.start - _FAR, place.start)
        start = opening.end() if opening else place.start - _FAR
    if end - place.end > _FAR:
        closings = list(_SENTENCE_END.finditer(text, place.end, place.end + _FAR))
        end = closings[-1].start() + len(closings[-1][0].rstrip()) if closings else place.end + _FAR
    return Span(start=start, end=end)


def paragraphs(text: str) -> tuple[Span, ...]:
    """The runs of a text between its blank lines, without white space at their ends."""
    found, start = [], 0
    for end, after in [*((blank.start(), blank.end()) for blank in _BLANK.finditer(text)), (len(text), len(text))]:
        run = text[start:end]
        if run.strip():
            found.append(Span(start=start + len(run) - len(run.lstrip()), end=start + len(run.rstrip())))
        start = after
    return tuple(found)


def marks_of(statement: Statement) -> tuple[Mark, ...]:
    """A statement's evidence as marks: the speaker and their role, cue, content, addressee."""
    marks = [Mark(role=piece.role, span=piece.span) for piece in (*statement.cue, *statement.content)]
    for role, party in (("speaker", statement.speaker), ("addressee", statement.addressee)):
        if party is not None and party.span is not None:
            marks.append(Mark(role=role, span=party.span))
        if party is not None and party.role_span is not None:
            marks.append(Mark(role="role", span=party.role_span))
    return tuple(sorted(marks, key=lambda mark: (mark.span, mark.role)))


def shown_to_json(shown: Shown) -> dict[str, Any]:
    """The statement as `onrecord find` gives it, plus `paragraph` and `utterance`.

    `paragraph`: `span` in the document, `text`, `segments`. `utterance`: `id`, `independent`, `copies`, `first`, and
    `reports`, one for each family; null if a person rejected them all.
    """
    cut = [{"span": [s.span.start, s.span.end], "roles": sorted(s.roles)} for s in shown.segments]
    place = {"span": [shown.span.start, shown.span.end], "text": shown.text, "segments": cut}
    act = shown.utterance
    told = act and {
        "id": act.id,
        "independent": act.independent,
        "copies": act.copies,
        "first": act.first.id,
        "reports": [report_to_json(report) for report in act.reports],
    }
    return statement_to_json(shown.entry) | {"paragraph": place, "utterance": told}
