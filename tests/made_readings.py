"""Readings for tests: `reading_of` makes one by hand, `readings` is a strategy over arbitrary texts and spans."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from onrecord.records import (
    POSITION_KINDS,
    Actor,
    Candidate,
    Document,
    Evidence,
    Meeting,
    PartialDate,
    Party,
    Position,
    Reading,
    Run,
    Span,
    Statement,
    Time,
    Title,
)

unhurried = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
"""For tests whose examples are files or whole readings: slow on a busy machine, which says nothing about the code."""

Place = Callable[[], AbstractContextManager[str]]
"""Gives, at each call, where a new ledger can be made: the fixture `place`."""

RUN = Run(version="0.1.0", model_sha256="a" * 64)
OTHER_RUN = Run(version="0.2.0", model_sha256="b" * 64)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def document_of(text: str, **fields: object) -> Document:
    """A document whose hashes fit its text; its id is made from text and URL."""
    values: dict[str, object] = {
        "id": sha256(text + str(fields.get("url")))[:16],
        "input": "made.txt",
        "input_id": None,
        "url": None,
        "title": None,
        "publisher": None,
        "published": None,
        "published_basis": None,
        "language": "en",
        "retrieved": None,
        "page_sha256": sha256(text),
        "text_sha256": sha256(text),
        "text": text,
    }
    if isinstance(fields.get("published"), str):
        fields["published"] = PartialDate(str(fields["published"]))
    return Document(**(values | fields))  # type: ignore[arg-type]


def span_of(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start=start, end=start + len(part))


def statement_of(
    document: Document, *content: str, speaker: str | None = None, cue: str | None = None, **fields: object
) -> Statement:
    """A statement whose content is the given parts of the text, in order; its id is made from document and content."""
    text = document.text
    pieces = tuple(Evidence(role="content", span=span_of(text, part), quote=part, score=0.9) for part in content)
    cues = () if cue is None else (Evidence(role="cue", span=span_of(text, cue), quote=cue, score=0.8),)
    values: dict[str, object] = {
        "id": sha256(document.id + "\n".join(content))[:16],
        "document_id": document.id,
        "kind": "direct",
        "act": "speech",
        "speaker": None if speaker is None else Party(text=speaker, span=span_of(text, speaker), name=speaker),
        "cue": cues,
        "content": pieces,
        "confidence": 0.7,
    }
    return Statement(**(values | fields))  # type: ignore[arg-type]


def reading_of(document: Document, *statements: Statement, meetings: Sequence[Meeting] = ()) -> Reading:
    return Reading(document=document, statements=statements, meetings=tuple(meetings))


DATES = st.sampled_from(["2022-01-10", "2022-01", "2022", "--01-10", "2022-01-10/2022-01-12"]).map(PartialDate)
# What no document stage leaves in a text, and no database takes: lone surrogates and NUL.
LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
WORDS = st.text(LETTERS, min_size=1, max_size=4)
SHARES = st.floats(0, 1)


@st.composite
def _spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span(start=start, end=draw(st.integers(start + 1, len(text))))


@st.composite
def _parties(draw: st.DrawFn, text: str) -> Party:
    span, role = draw(st.none() | _spans(text)), draw(st.none() | _spans(text))
    return Party(
        text=text[span.start : span.end] if span else draw(WORDS),
        span=span,
        name=draw(st.none() | WORDS),
        actor=draw(st.none() | WORDS),
        role=text[role.start : role.end] if role else draw(st.none() | WORDS),
        role_span=role,
        affiliation=draw(st.none() | WORDS),
        confidence=draw(st.none() | SHARES),
    )


@st.composite
def _evidence(draw: st.DrawFn, text: str, role: str) -> Evidence:
    span = draw(_spans(text))
    quote = text[span.start : span.end]
    return Evidence(role=role, span=span, quote=quote, score=draw(SHARES))  # type: ignore[arg-type]


_NAMES = st.lists(WORDS, max_size=1).map(tuple)


def _positions(text: str) -> st.SearchStrategy[Position]:
    return st.builds(
        Position,
        kind=st.sampled_from(POSITION_KINDS),
        holder=_NAMES,
        toward=_NAMES,
        issue=st.none() | WORDS,
        first_hand=st.none() | st.booleans(),
        confidence=SHARES,
        condition=st.none() | _spans(text),
        hedges=st.lists(_spans(text), max_size=2).map(tuple),
        strength=st.lists(_spans(text), max_size=1).map(tuple),
    )


@st.composite
def _statements(draw: st.DrawFn, document: Document, number: int, meeting: str | None) -> Statement:
    text = document.text
    said_on = draw(st.none() | DATES)
    return Statement(
        id=f"{document.id}-{number}",
        document_id=document.id,
        kind=draw(st.sampled_from(["direct", "mixed", "indirect"])),
        act=draw(st.sampled_from(["speech", "thought"])),
        speaker=draw(st.none() | _parties(text)),
        cue=tuple(draw(st.lists(_evidence(text, "cue"), max_size=1))),
        content=tuple(draw(st.lists(_evidence(text, "content"), min_size=1, max_size=2))),
        addressee=draw(st.none() | _parties(text)),
        said_on=said_on,
        said_on_basis=draw(st.sampled_from(["text", "published"])) if said_on else None,
        meeting=draw(st.sampled_from([None, meeting])),
        position=draw(st.none() | _positions(text)),
        inside=f"{document.id}-{number - 1}" if number and draw(st.booleans()) else None,
        repeats=f"{document.id}-0" if number and draw(st.booleans()) else None,
        via=draw(_NAMES),
        confidence=draw(SHARES),
    )


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """A reading of an arbitrary text with arbitrary spans; every invariant of the records holds in it."""
    text = draw(st.text(LETTERS, min_size=1, max_size=30))
    document = document_of(
        text,
        title=draw(st.none() | WORDS),
        publisher=draw(st.none() | WORDS),
        published=draw(st.none() | DATES),
        candidates=tuple(
            draw(st.lists(st.builds(Candidate, field=st.just("title"), value=WORDS, basis=WORDS), max_size=2))
        ),
        notes=draw(_NAMES),
    )
    mentions = st.lists(_spans(text), max_size=2).map(tuple)
    meeting = Meeting(
        id="m1",
        name=draw(WORDS),
        kind="talks",
        mentions=draw(mentions),
        parties=draw(_NAMES),
        end=draw(st.none() | DATES),
    )
    titles = st.lists(_spans(text).map(lambda s: Title(text=text[s.start : s.end], span=s)), max_size=2).map(tuple)
    actor = Actor(id=draw(WORDS), name=draw(WORDS), kind="person", roles=draw(titles), mentions=draw(mentions))
    span = draw(_spans(text))
    return Reading(
        document=document,
        statements=tuple(draw(_statements(document, n, meeting.id)) for n in range(draw(st.integers(0, 2)))),
        meetings=(meeting,),
        times=(Time(span=span, text=text[span.start : span.end], value="2022-W02"),),
        actors=(actor,),
    )
