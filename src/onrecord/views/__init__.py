"""Answers from the ledger: what was found, one statement in its paragraph, the documents; nothing else reads it."""

from onrecord.ledger.amend import value_of
from onrecord.views.actors import Profile, Seen, actor, actor_with, actors, profile_to_json
from onrecord.views.citation import cite, words_of
from onrecord.views.comparing import Compared, compare
from onrecord.views.dates import check_date
from onrecord.views.differences import Differences, Stretch, differences
from onrecord.views.documents import count_documents, document_to_json, documents, read_document, short_to_json, state
from onrecord.views.facets import Facet, Facets, body_name, facets
from onrecord.views.highlight import Mark, Segment, segments
from onrecord.views.line_json import compared_to_json, line_to_json, step_to_json
from onrecord.views.meetings import Gathering, meeting_to_json, meetings, sentence_of
from onrecord.views.paragraph import Shown, marks_of, paragraphs, show, shown_to_json
from onrecord.views.query import Query
from onrecord.views.register import Line, Step, line, register
from onrecord.views.reviews import (
    Agreed,
    Agreement,
    Decision,
    agreement,
    agreement_to_json,
    history,
    review_to_json,
    reviewed,
    reviews,
    reviews_with,
    withdrawal,
)
from onrecord.views.training import FORMS, brat, lines
from onrecord.views.utterances import (
    Report,
    Utterance,
    find,
    found_by,
    report_to_json,
    statement_to_json,
    statements,
    utterance_to_json,
)

__all__ = [
    "FORMS",
    "Agreed",
    "Agreement",
    "Compared",
    "Decision",
    "Differences",
    "Facet",
    "Facets",
    "Gathering",
    "Line",
    "Mark",
    "Profile",
    "Query",
    "Report",
    "Seen",
    "Segment",
    "Shown",
    "Step",
    "Stretch",
    "Utterance",
    "actor",
    "actor_with",
    "actors",
    "agreement",
    "agreement_to_json",
    "body_name",
    "brat",
    "check_date",
    "cite",
    "compare",
    "compared_to_json",
    "count_documents",
    "differences",
    "document_to_json",
    "documents",
    "facets",
    "find",
    "found_by",
    "history",
    "line",
    "line_to_json",
    "lines",
    "marks_of",
    "meeting_to_json",
    "meetings",
    "paragraphs",
    "profile_to_json",
    "read_document",
    "register",
    "report_to_json",
    "review_to_json",
    "reviewed",
    "reviews",
    "reviews_with",
    "segments",
    "sentence_of",
    "short_to_json",
    "show",
    "shown_to_json",
    "state",
    "statement_to_json",
    "statements",
    "step_to_json",
    "utterance_to_json",
    "value_of",
    "withdrawal",
    "words_of",
]
