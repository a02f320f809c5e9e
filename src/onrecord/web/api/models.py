"""The shapes of the records that the interface gives, as docs/json.md tells them; nothing else is in an answer."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from onrecord.records import MEETING_KINDS, MEETING_STATUSES, POSITION_KINDS, Verdict

T = TypeVar("T")

Span = Annotated[tuple[int, int], Field(description="First and last code point in the document's text, end left out.")]
Share = Annotated[float, Field(ge=0, le=1)]
Date = Annotated[str, Field(description="`2022-01-10`, `2022-01`, `2022`, `--01-10`, or two of them with a slash.")]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
PositionKind = Annotated[str, Field(json_schema_extra={"enum": list(POSITION_KINDS)})]
MeetingKind = Annotated[str, Field(json_schema_extra={"enum": list(MEETING_KINDS)})]
MeetingStatus = Annotated[str, Field(json_schema_extra={"enum": list(MEETING_STATUSES)})]
Standing = Literal["accepted", "rejected", "amended"]


class Shape(BaseModel):
    """An object that has these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class Page(Shape, Generic[T]):
    """A page of a list; `next` is the cursor of the page after it, null on the last one."""

    items: list[T]
    next: str | None


class DocumentShort(Shape):
    """A document as a statement names it."""

    id: str
    input_id: str | None
    url: str | None
    title: str | None
    publisher: str | None
    published: Date | None


class Document(DocumentShort):
    """A document on record, without its text."""

    input: str
    published_basis: str | None
    language: str | None
    retrieved: str | None
    page_sha256: str
    text_sha256: str
    family: str
    version_of: str | None
    statements: int
    recorded_at: Instant


class Party(Shape):
    """A speaker or an addressee."""

    span: Span | None
    text: str
    name: str | None
    actor: str | None
    role: str | None
    role_span: Span | None
    affiliation: str | None
    confidence: Share | None


class Position(Shape):
    """What a statement does, and for whom."""

    kind: PositionKind
    holder: list[str]
    toward: list[str]
    issue: str | None
    first_hand: bool | None
    confidence: Share
    condition: Span | None
    hedges: list[Span]
    strength: list[Span]


class Scores(Shape):
    """How sure the model is of each piece of cue and content."""

    cue: list[float]
    content: list[float]


class Target(Shape):
    """A statement by its evidence."""

    document: str
    statement: str
    content: list[Span]
    quote: str
    speaker: str | None


class Review(Shape):
    """What a person decided."""

    id: str
    reviewer: str
    at: Instant
    verdict: Verdict
    target: Target
    field: str | None
    value: Any
    other: Target | None
    note: str | None
    withdraws: str | None


class PlacedReview(Review):
    """A review with where it stands in the newest reading."""

    statement: str | None
    other_statement: str | None
    withdrawn_by: str | None
    orphaned: bool


class ReadStatement(Shape):
    """A statement as a document's reading has it, corrected by what people decided."""

    id: str
    kind: Literal["direct", "mixed", "indirect"]
    act: Literal["speech", "thought"]
    speaker: Party | None
    cue: list[Span]
    content: list[Span]
    quote: str
    scores: Scores
    addressee: Party | None
    said_on: Date | None
    said_on_basis: Literal["text", "published"] | None
    meeting: str | None
    position: Position | None
    inside: str | None
    repeats: str | None
    via: list[str]
    confidence: Share


class Statement(ReadStatement):
    """A statement on record, with its document, its join and what people decided."""

    document: DocumentShort
    joined_by: str | None
    sureness: Share | None
    recorded_at: Instant
    review: Standing | None
    reviews: list[Review]
    machine: dict[str, Any] | None


class Segment(Shape):
    """A piece of a paragraph between two edges of evidence."""

    span: Span
    roles: list[str]


class Paragraph(Shape):
    """The paragraph that a statement stands in, cut at the edges of its evidence."""

    span: Span
    text: str
    segments: list[Segment]


class Report(Shape):
    """One independent report of an utterance, and the documents that print the same text."""

    statement: str
    document: DocumentShort
    joined_by: str | None
    sureness: Share | None
    copies: list[DocumentShort]


class Act(Shape):
    """The utterance that a statement reports."""

    id: str
    independent: int
    copies: int
    first: str
    reports: list[Report]


class ShownStatement(Statement):
    """A statement in its paragraph, with the other reports of the same act of speech."""

    paragraph: Paragraph
    utterance: Act | None


class Utterance(Shape):
    """One act of speech with the statements that report it, the first printed first."""

    id: str
    speaker: Party | None
    said_on: Date | None
    position: Position | None
    quote: str
    independent: int
    copies: int
    first: str
    statements: list[Statement]


class Meeting(Shape):
    """A meeting as the latest report has it."""

    id: str
    name: str
    kind: MeetingKind
    parties: list[str]
    place: str | None
    start: Date | None
    end: Date | None
    status: MeetingStatus | None
    mentions: list[Span]


class MeetingDocument(DocumentShort):
    """A document that mentions a meeting."""

    meeting: str
    status: MeetingStatus | None
    mentions: list[Span]
    recorded_at: Instant


class ReportedMeeting(Meeting):
    """A meeting with the documents that mention it, the latest published first."""

    documents: list[MeetingDocument]


class WholeMeeting(ReportedMeeting):
    """A meeting with the sentence that mentions it first, and the statements made there, one an utterance."""

    sentence: str | None
    statements: list[Statement]


class Time(Shape):
    """An expression of time that can be placed on a calendar."""

    span: Span
    text: str
    value: str


class Marked(Shape):
    """A stretch of a document's text that is marked; `of` is the id of its statement or meeting, null for a time."""

    span: Span
    role: Literal["content", "cue", "speaker", "role", "addressee", "meeting", "time"]
    of: str | None


class WholeDocument(Document):
    """A document with its text, the expressions of time in it, all its marks, and its copies and later versions.

    Marks stand in the order of the text, an outer one before those in it; what a person rejected has none.
    """

    text: str
    times: list[Time]
    marks: list[Marked]
    copies: list[DocumentShort]
    later: list[DocumentShort]


class OfficeLine(Shape):
    """An office, of a person or of a body."""

    title: str
    body: str
    holder: str
    since: str | None
    until: str | None


class Card(Shape):
    """What is known of an actor, as `onrecord who` gives it."""

    id: str
    kind: str
    name: str
    matched: str
    sure: bool
    names: list[str]
    offices: list[OfficeLine]


class Seen(Shape):
    """A role, an affiliation or a speaker as found."""

    text: str
    statements: int
    first: str | None
    last: str | None


class Actor(Shape):
    """An actor, and what of theirs is on record."""

    id: str | None
    name: str
    known: Card | None
    statements: int
    utterances: int
    kinds: dict[str, int]
    first: str | None
    last: str | None
    roles: list[Seen]
    affiliations: list[Seen]
    speakers: list[Seen]


class Added(Shape):
    """What came of an input, as `onrecord add --json` prints it; `problem` and `expected` if it failed."""

    input: str
    document: str | None
    status: Literal["new", "known", "version", "failed"]
    statements: int
    problem: str | None = None
    expected: str | None = None


class AllAdded(Shape):
    """What came of each line, in order."""

    items: list[Added]


class Problem(BaseModel):
    """What went wrong, RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
