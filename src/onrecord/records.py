"""The records that flow through onrecord, from a page to a reading. Read this file first.

Every record is frozen. Offsets are Unicode code points, 0-based, end-exclusive, over `Document.text`.
`None` always means "unknown": nothing is filled in that the text, or a rule over it, does not give.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field
from typing import IO, Literal

from onrecord.errors import RecordError

Kind = Literal["direct", "mixed", "indirect"]
Act = Literal["speech", "thought"]
Role = Literal["speaker", "cue", "content", "addressee", "role"]
Verdict = Literal[
    "accept", "reject", "set", "join", "part", "name_issue", "same_issue", "own_issue", "note", "withdraw"
]

POSITION_KINDS = (
    "red_line",
    "demand",
    "commitment",
    "offer",
    "refusal",
    "threat",
    "concern",
    "criticism",
    "support",
    "denial",
    "confirmation",
    "concession",
    "comment",
)

MEETING_KINDS = ("talks", "summit", "session", "call", "visit", "conference", "briefing", "vote", "other")
MEETING_STATUSES = ("held", "under_way", "scheduled", "proposed", "postponed", "cancelled")

CORRECTABLE = (
    *("speaker", "affiliation", "role", "addressee", "kind", "act", "said_on", "meeting"),
    *("position", "holder", "toward", "issue", "first_hand"),
)
"""The fields of a statement, of its speaker and of its position that a person may correct."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Span:
    """A half-open range of code points over a document's stored text; never empty, reversed or negative."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start:
            raise RecordError(
                f"span [{self.start}, {self.end}) is empty, reversed or negative; expected 0 <= start < end"
            )

    def __contains__(self, other: object) -> bool:
        return isinstance(other, Span) and self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True if the two share at least one code point."""
        return self.start < other.end and other.start < self.end


_POINT = re.compile(r"(?:(\d{4})|-)(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date as precise as is known: `2022-01-10`, `2022-01`, `2022`, `--01-10` (year unknown), or `START/END`."""

    value: str

    def __post_init__(self) -> None:
        parts = self.value.split("/")
        if len(parts) > 2 or not all(_is_point(part) for part in parts):
            raise RecordError(
                f"'{self.value}' is not a date; expected YYYY-MM-DD, YYYY-MM, YYYY, --MM-DD or two of them with a slash"
            )

    def __str__(self) -> str:
        return self.value


def _is_point(text: str) -> bool:
    match = _POINT.fullmatch(text)
    if match is None:
        return False
    year, month, day = (int(part) if part else None for part in match.groups())
    if month is None:
        return year is not None
    if not 1 <= month <= 12 or (year is None and day is None):
        return False
    # 2000 is a leap year: 29 February stands where the year is unknown.
    return day is None or 1 <= day <= calendar.monthrange(year or 2000, month)[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """What a source says of itself, beside the page: every field as declared, none of it checked."""

    id: str | None = None
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An input that is no file or address: its bytes, open to be read once, and what to call it."""

    name: str
    raw: IO[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Bytes as they came from a source.

    `media_type` is `text/plain`, `text/html` or `text/x-stored` (text to keep as it is).
    """

    input: str
    body: bytes
    media_type: str
    url: str | None = None
    retrieved: str | None = None
    charset: str | None = None
    declared: Declared = field(default_factory=Declared)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One value found for a document's title, publisher, language or date, with where it was found."""

    field: Literal["title", "publisher", "language", "published"]
    value: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A page as fixed text. `candidates` keeps every value found for its fields; the fields bear the best of them."""

    id: str
    input: str
    input_id: str | None
    url: str | None
    title: str | None
    publisher: str | None
    published: PartialDate | None
    published_basis: str | None
    language: str | None
    retrieved: str | None
    page_sha256: str
    text_sha256: str
    text: str
    candidates: tuple[Candidate, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A span of the stored text in a role: `text[span.start:span.end] == quote`, always. `score` is 0 to 1."""

    role: Role
    span: Span
    quote: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A speaker or an addressee: as written (`span`, `text`), and who that is (`name`, `actor`), where known.

    `role` is the title or office as the text gives it (`role_span`); `affiliation` is an ISO 3166 alpha-3
    code or an organisation's short name. `confidence` is how likely a speaker is the right one, 0 to 1.
    """

    text: str
    span: Span | None = None
    name: str | None = None
    actor: str | None = None
    role: str | None = None
    role_span: Span | None = None
    affiliation: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What a statement does, and for whom. `kind` is one of `POSITION_KINDS`; `first_hand` is None if unknown.

    `condition` is what it depends on ("unless ..."), `hedges` and `strength` are the words that soften or stress it.
    """

    kind: str
    holder: tuple[str, ...] = ()
    toward: tuple[str, ...] = ()
    issue: str | None = None
    first_hand: bool | None = None
    confidence: float = 0.0
    condition: Span | None = None
    hedges: tuple[Span, ...] = ()
    strength: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one document reports that somebody said or thought: the exact words, and who, to whom, when."""

    id: str
    document_id: str
    kind: Kind
    act: Act
    speaker: Party | None
    cue: tuple[Evidence, ...]
    content: tuple[Evidence, ...]
    addressee: Party | None = None
    said_on: PartialDate | None = None
    said_on_basis: Literal["text", "published"] | None = None
    meeting: str | None = None
    position: Position | None = None
    inside: str | None = None
    repeats: str | None = None
    via: tuple[str, ...] = ()
    confidence: float = 0.0

    @property
    def quote(self) -> str:
        """The content's pieces, joined by one space."""
        return " ".join(piece.quote for piece in self.content)

    @property
    def span(self) -> Span:
        """From the first to the last code point of the content."""
        return Span(start=min(p.span.start for p in self.content), end=max(p.span.end for p in self.content))


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting that a document mentions: `kind` of MEETING_KINDS, `status`, as of publication, of MEETING_STATUSES."""

    id: str
    name: str
    kind: str
    mentions: tuple[Span, ...]
    parties: tuple[str, ...] = ()
    place: str | None = None
    start: PartialDate | None = None
    end: PartialDate | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """An expression of time that can be placed on a calendar; `value` as the guidelines write it."""

    span: Span
    text: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A role or office as written, and where."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Somebody who can speak: `kind` is person, state, organisation, office, group or unnamed."""

    id: str
    name: str
    kind: str
    roles: tuple[Title, ...] = ()
    affiliation: str | None = None
    mentions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One document and everything read in it, in the order of the text."""

    document: Document
    statements: tuple[Statement, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    times: tuple[Time, ...] = ()
    actors: tuple[Actor, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that could not be read: what was wrong with it, and what would be right."""

    input: str
    problem: str
    expected: str

    def __str__(self) -> str:
        return f"{self.input}: {self.problem}; {self.expected}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One way of reading: the program's version, the model file's hash and the settings that shape the result."""

    version: str
    model_sha256: str
    settings: str = "{}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A statement as somebody judged it, by its evidence: whatever reads the text again, this is what was meant.

    `content` are the spans of its content, `quote` their words, joined by one space; `speaker` the speaker's words.
    """

    document_id: str
    statement_id: str
    content: tuple[Span, ...]
    quote: str
    speaker: str | None = None


Corrected = str | bool | PartialDate | Party | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a person decided about a statement; never edited, withdrawn by another review that names it in `withdraws`.

    `set` corrects `field`, one of `CORRECTABLE`, to `value`: a Party for speaker and addressee, names for holder and
    toward, a date, a flag or a text; None says that it is unknown. `join`: it reports the same act of speech as
    `other`; `part`: it is no report of the act that it was joined to. `name_issue`: what it is about is called `value`;
    `same_issue`: it is about the same as `other`, and so is all that belongs to either; `own_issue`: it is about
    something else than what it was put with. `at` is in UTC, `YYYY-MM-DDTHH:MM:SSZ`.
    """

    id: str
    reviewer: str
    at: str
    verdict: Verdict
    target: Target
    field: str | None = None
    value: Corrected = None
    other: Target | None = None
    note: str | None = None
    withdraws: str | None = None
