"""Records to JSON values and back, as CONTRACT fixes them: for `onrecord read --json` and the ledger's lists.

Beyond the contract's fields the values carry what a reading needs to come back whole: `input`, `retrieved`,
`page_sha256`, `candidates` and `notes` of a document, `role_span` of a party, the `scores` of a statement's
cue and content. Quotes are cut from the text again, so only spans travel.
Not carried: `Evidence.role` other than the place it stands in (a cue's pieces are cues, a content's are content).
"""

from onrecord.codec.reading import (
    actor_from_json,
    candidates_from_json,
    document_from_json,
    meeting_from_json,
    party_from_json,
    position_from_json,
    reading_from_json,
    statement_from_json,
    time_from_json,
)
from onrecord.codec.reviews import (
    CHOICES,
    identified,
    review_from_json,
    review_to_json,
    target_from_json,
    target_to_json,
    value_from_json,
    value_to_json,
)
from onrecord.codec.writing import (
    VERSION,
    Json,
    actor_to_json,
    candidates_to_json,
    document_to_json,
    line,
    meeting_to_json,
    party_to_json,
    position_to_json,
    reading_to_json,
    span_to_json,
    statement_to_json,
    time_to_json,
    titles_to_json,
    writable,
)

__all__ = [
    "CHOICES",
    "VERSION",
    "Json",
    "actor_from_json",
    "actor_to_json",
    "candidates_from_json",
    "candidates_to_json",
    "document_from_json",
    "document_to_json",
    "identified",
    "line",
    "meeting_from_json",
    "meeting_to_json",
    "party_from_json",
    "party_to_json",
    "position_from_json",
    "position_to_json",
    "reading_from_json",
    "reading_to_json",
    "review_from_json",
    "review_to_json",
    "span_to_json",
    "statement_from_json",
    "statement_to_json",
    "target_from_json",
    "target_to_json",
    "time_from_json",
    "time_to_json",
    "titles_to_json",
    "value_from_json",
    "value_to_json",
    "writable",
]
