"""The accounts of a document's segments to its records: ids, places counted from the text's start, evidence."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from onrecord.extraction.certainty import sureness
from onrecord.extraction.drafts import Draft
from onrecord.extraction.meetings import FoundMeeting
from onrecord.extraction.parsing import Account
from onrecord.extraction.positions import moved
from onrecord.extraction.referent import Referent
from onrecord.extraction.segments import Segment
from onrecord.extraction.structure import kind_of
from onrecord.extraction.tagger import ACT
from onrecord.extraction.who import Voice
from onrecord.records import (
    Act,
    Actor,
    Document,
    Evidence,
    Meeting,
    Party,
    Reading,
    Role,
    Span,
    Statement,
    Time,
    Title,
)
from onrecord.visible import unwrapped

ACTS: tuple[Act, ...] = ("speech", "thought")


def reading(document: Document, parts: Sequence[tuple[Segment, Account]], calibration: tuple[float, float]) -> Reading:
    """The records of a document. `calibration`: slope and shift of the confidence over a score's log-odds."""
    recorders = [_Recorder(document, segment, account, calibration) for segment, account in parts]
    return Reading(
        document=document,
        statements=tuple(statement for one in recorders for statement in one.statements()),
        meetings=tuple(meeting for one in recorders for meeting in one.meetings()),
        times=tuple(time for one in recorders for time in one.times()),
        actors=_united(actor for one in recorders for actor in one.actors()),
    )


def _united(found: Iterable[Actor]) -> tuple[Actor, ...]:
    """One record an actor, where several segments, or several forms of a name, each made one."""
    united: dict[str, Actor] = {}
    for actor in found:
        known = united.get(actor.id)
        if known is None:
            united[actor.id] = actor
            continue
        mentions = tuple(sorted({*known.mentions, *actor.mentions}))
        roles = known.roles + tuple(role for role in actor.roles if role not in known.roles)
        united[actor.id] = replace(known, roles=roles, mentions=mentions)
    return tuple(united.values())


class _Recorder:
    """Turns the account of one segment into records of its document."""

    def __init__(
        self, document: Document, segment: Segment, account: Account, calibration: tuple[float, float]
    ) -> None:
        self._document = document
        self._segment = segment
        self._account = account
        self._calibration = calibration
        self._ids = {draft: self._statement_id(draft) for draft in account.drafts}

    def statements(self) -> list[Statement]:
        """One record a draft, in order of the text."""
        return [self._statement(draft) for draft in self._account.drafts]

    def meetings(self) -> list[Meeting]:
        """One record a meeting."""
        return [
            Meeting(
                id=self._meeting_id(found),
                name=found.name,
                kind=found.kind,
                mentions=tuple(map(self._at, found.mentions)),
                parties=found.parties,
                place=found.place,
                start=found.start,
                end=found.end,
                status=found.status,
            )
            for found in self._account.meetings
        ]

    def times(self) -> list[Time]:
        """The times, in order of the text."""
        return [replace(time, span=self._at(time.span)) for time in self._account.times]

    def actors(self) -> list[Actor]:
        """One record a referent."""
        return [
            Actor(
                id=self._actor_id(who),
                name=unwrapped(who.name),
                kind=who.kind,
                roles=tuple(Title(text=role.text, span=self._at(role.span)) for role in who.roles),
                affiliation=who.affiliation,
                mentions=tuple(self._at(span) for span in sorted(set(who.mentions))),
            )
            for who in self._account.referents
        ]

    def _statement(self, draft: Draft) -> Statement:
        account, dated = self._account, self._account.days[draft]
        meeting = account.occasions[draft]
        statement = Statement(
            id=self._ids[draft],
            document_id=self._document.id,
            kind=kind_of(self._segment.layout, draft),
            act="speech" if draft.judged is None else ACTS[int(draft.judged[ACT].argmax())],
            speaker=self._party(account.voices[draft]),
            cue=self._evidence("cue", draft.cue, draft.score),
            content=self._evidence("content", draft.content, draft.score),
            addressee=self._party(account.addressees[draft]),
            said_on=dated.day,
            said_on_basis=dated.basis,
            meeting=self._meeting_id(meeting) if meeting else None,
            position=moved(account.positions[draft], self._segment.start),
            inside=self._ids[draft.inside] if draft.inside else None,
            repeats=self._ids[draft.repeats] if draft.repeats else None,
            via=account.via[draft],
            confidence=self._confidence(draft.score),
        )
        if statement.speaker is None:
            return statement
        return replace(statement, speaker=replace(statement.speaker, confidence=sureness(statement)))

    def _statement_id(self, draft: Draft) -> str:
        """An id that the document and the evidence give, whatever the run."""
        start = self._segment.start
        places = [[(p.start + start, p.end + start) for p in part] for part in (draft.cue, draft.content)]
        return "s" + hashlib.sha256(f"{self._document.id}{places}".encode()).hexdigest()[:16]

    def _meeting_id(self, meeting: FoundMeeting) -> str:
        places = [(self._at(span).start, self._at(span).end) for span in meeting.mentions]
        return "m" + hashlib.sha256(f"{self._document.id}{places}".encode()).hexdigest()[:16]

    def _actor_id(self, who: Referent) -> str:
        """What has no id that holds across documents has one of its own document's."""
        return who.id or f"{self._document.id}.{min(who.mentions).start + self._segment.start}"

    def _confidence(self, score: float) -> float:
        slope, shift = self._calibration
        held = min(max(score, 1e-4), 1 - 1e-4)
        return round(float(1 / (1 + np.exp(-(slope * np.log(held / (1 - held)) + shift)))), 3)

    def _at(self, span: Span) -> Span:
        start = self._segment.start
        return Span(start=span.start + start, end=span.end + start) if start else span

    def _evidence(self, role: Role, spans: Sequence[Span], score: float) -> tuple[Evidence, ...]:
        text = self._document.text
        placed = [self._at(span) for span in spans]
        return tuple(Evidence(role=role, span=s, quote=text[s.start : s.end], score=round(score, 3)) for s in placed)

    def _party(self, voice: Voice | None) -> Party | None:
        if voice is None:
            return None
        who = voice.referent
        title = next(iter(who.roles), None) if who else None
        return Party(
            text=voice.text,
            span=self._at(voice.span) if voice.span else None,
            name=unwrapped(who.name) if who else None,
            actor=self._actor_id(who) if who else None,
            role=title.text if title else None,
            role_span=self._at(title.span) if title else None,
            affiliation=who.affiliation if who else None,
        )
