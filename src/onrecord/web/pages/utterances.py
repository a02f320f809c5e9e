"""Utterance: the words, every report of them, how their wordings differ, why this kind, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from onrecord import views
from onrecord.errors import UsageError
from onrecord.marks import marks_of
from onrecord.records import Span
from onrecord.views import Differences, Report, Shown
from onrecord.web.marking import excerpt
from onrecord.web.problems import Missing
from onrecord.web.rendering import page
from onrecord.web.site import Here
from onrecord.wording import quoted

router = APIRouter()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A report with how its wording differs from the first one's; None for the first."""

    report: Report
    wording: Differences | None


@router.get("/utterances/{id}")
def utterance(request: Request, id: str, site: Here) -> Response:
    """One utterance, by its id, or by that of any statement that reports it."""
    try:
        shown = views.show(site.ledger, id)
    except UsageError as error:
        raise Missing(str(error)) from error
    act = shown.utterance
    entries = act.statements if act is not None else (shown.entry,)
    first = entries[0]
    if first.statement.id != shown.entry.statement.id:
        shown = views.show(site.ledger, first.statement.id)
    reports = act.reports if act is not None else (Report(entry=first, copies=()),)
    return page(
        request,
        "utterance.html",
        shown=shown,
        first=first,
        act=act,
        reports=[_reported(report, quoted(first.statement), is_first=not n) for n, report in enumerate(reports)],
        passage=_passage(shown),
        why=_why(shown),
        history=views.history(site.ledger, [entry.statement.id for entry in entries]),
    )


def _reported(report: Report, quote: str, *, is_first: bool) -> Reported:
    wording = None if is_first else views.differences(quote, quoted(report.entry.statement))
    return Reported(report=report, wording=wording)


def _passage(shown: Shown) -> Markup:
    # The paragraph stands in its document at an offset: spaces stand for what comes before.
    text = " " * shown.span.start + shown.text
    return excerpt(text, marks_of(shown.entry.statement, 0), shown.span)


def _why(shown: Shown) -> list[tuple[str, str]]:
    """The words that tell the kind of position, each with what it is: cue, condition, softening, stress."""
    statement, position = shown.entry.statement, shown.entry.statement.position
    found: list[tuple[str, Span]] = [("cue", piece.span) for piece in statement.cue]
    if position is not None:
        found += [("condition", position.condition)] if position.condition else []
        found += [("softened by", span) for span in position.hedges]
        found += [("stressed by", span) for span in position.strength]
    # What a person corrected may stand elsewhere in the text.
    return [(what, shown.words(span)) for what, span in found if span in shown.span]
