"""Answers from the ledger: what was found, one statement in its paragraph, the documents; nothing else reads it."""

from onrecord.ledger.amend import value_of
from onrecord.views.actors import Profile, Seen, actor, profile_to_json
from onrecord.views.documents import document_to_json, documents
from onrecord.views.highlight import Mark, Segment, segments
from onrecord.views.meetings import Gathering, meeting_to_json, meetings, sentence_of
from onrecord.views.paragraph import Shown, marks_of, show, shown_to_json
from onrecord.views.register import (
    Compared,
    Line,
    Step,
    compare,
    compared_to_json,
    line,
    line_to_json,
    register,
    step_to_json,
)
from onrecord.views.reviews import (
    Agreed,
    Agreement,
    Decision,
    agreement,
    agreement_to_json,
    review_to_json,
    reviewed,
    reviews,
    withdrawal,
)
from onrecord.views.training import FORMS, brat, lines
from onrecord.views.utterances import Report, Utterance, find, statement_to_json, utterance_to_json

__all__ = [
    "FORMS",
    "Agreed",
    "Agreement",
    "Compared",
    "Decision",
    "Gathering",
    "Line",
    "Mark",
    "Profile",
    "Report",
    "Seen",
    "Segment",
    "Shown",
    "Step",
    "Utterance",
    "actor",
    "agreement",
    "agreement_to_json",
    "brat",
    "compare",
    "compared_to_json",
    "document_to_json",
    "documents",
    "find",
    "line",
    "line_to_json",
    "lines",
    "marks_of",
    "meeting_to_json",
    "meetings",
    "profile_to_json",
    "register",
    "review_to_json",
    "reviewed",
    "reviews",
    "segments",
    "sentence_of",
    "show",
    "shown_to_json",
    "statement_to_json",
    "step_to_json",
    "utterance_to_json",
    "value_of",
    "withdrawal",
]
