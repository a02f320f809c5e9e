"""A document's text to its statements: the model's tags, the rules of layout, and who speaks. Read this file first.

words.split     text to words, with case, paragraphs and quotation marks
tagger.tag      words to taggings, by the network, many texts at once
drafts.drafts   taggings to spans, content in pieces
forms           statements that layout tells, not words
structure       one draft a statement, whose words, inside, repeated, direct or indirect
printings       a body printed twice, read once
who, via        who speaks, for whom, to whom; who passed it on
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import numpy as np
import numpy.typing as npt

from onrecord.extraction.drafts import Draft, drafts
from onrecord.extraction.forms import add_forms
from onrecord.extraction.layout import Layout
from onrecord.extraction.network import MODELS, OnnxNetwork
from onrecord.extraction.printings import read_alike
from onrecord.extraction.referents import Referent
from onrecord.extraction.segments import Segment, segments
from onrecord.extraction.structure import distinct, find_repeats, kind_of, nest, settle, without_passers_on
from onrecord.extraction.tagger import ACT, KIND, Tagged, tag
from onrecord.extraction.via import passed_on_by
from onrecord.extraction.who import Voice, Who
from onrecord.extraction.words import split
from onrecord.knowledge import Knowledge, shipped
from onrecord.records import (
    POSITION_KINDS,
    Act,
    Actor,
    Document,
    Evidence,
    PartialDate,
    Party,
    Position,
    Reading,
    Role,
    Run,
    Span,
    Statement,
    Title,
)

ACTS: tuple[Act, ...] = ("speech", "thought")
# Characters tagged together: enough to fill batches of windows, little enough that output flows. On 500 articles,
# twice as much gained nothing and half as much cost 4 %.
TOGETHER = 40_000


class Reader:
    """Reads documents with one model. Loading takes a quarter of a second; keep it."""

    def __init__(
        self, folder: Path | None = None, threads: int | None = None, knowledge: Knowledge | None = None
    ) -> None:
        self._network = OnnxNetwork(folder or MODELS, threads)
        self._knowledge = knowledge or shipped()

    @property
    def run(self) -> Run:
        """The way of reading, for the ledger."""
        return Run(version=version("onrecord"), model_sha256=self._network.sha256, settings=json.dumps({}))

    def read(self, items: Iterable[tuple[Document, Sequence[Span]]]) -> Iterator[Reading]:
        """Read documents with their sentences, in order; a few are read ahead to fill the network's batches."""
        waiting: list[tuple[Document, list[Segment]]] = []
        size = 0
        for document, sentences in items:
            waiting.append((document, segments(document.text, sentences)))
            size += len(document.text)
            if size >= TOGETHER:
                yield from self._read(waiting)
                waiting, size = [], 0
        yield from self._read(waiting)

    def _read(self, waiting: Sequence[tuple[Document, list[Segment]]]) -> Iterator[Reading]:
        parts = [segment for _, found in waiting for segment in found]
        tagged = iter(self._tag(parts))
        for document, found in waiting:
            yield self._reading(document, [(segment, next(tagged)) for segment in found])

    def _tag(self, parts: Sequence[Segment]) -> Iterator[Tagged]:
        at = 0
        while at < len(parts):
            end, size = at, 0
            while end < len(parts) and (end == at or size < 2 * TOGETHER):
                size += len(parts[end].layout.text)
                end += 1
            texts = [split(self._network.tokenizer, part.layout.text) for part in parts[at:end]]
            yield from tag(self._network, texts, self._network.thresholds, self._network.each)
            at = end

    def _reading(self, document: Document, parts: Sequence[tuple[Segment, Tagged]]) -> Reading:
        statements: list[Statement] = []
        found: list[Actor] = []
        for segment, tagged in parts:
            more, actors = self._statements(document, segment, tagged)
            statements += more
            found += actors
        return Reading(document=document, statements=tuple(statements), actors=_united(found))

    def _statements(self, document: Document, segment: Segment, tagged: Tagged) -> tuple[list[Statement], list[Actor]]:
        layout, text = segment.layout, segment.layout.text
        found = without_passers_on(layout, distinct(add_forms(layout, drafts(layout, tagged))))
        settle(found)
        found = read_alike(layout, found)
        nest(found)
        find_repeats(text, found)
        who = Who(text, tagged, found, self._knowledge, day_of(document.published))
        media = _Media(layout)
        made = _Maker(document, segment, self._network.calibration)
        ids = {draft: made.id(draft) for draft in found}
        statements: list[Statement] = []
        speakers: dict[Draft, Voice | None] = {}
        for draft in found:
            voice = speakers[draft] = who.speaker(draft, speakers.get(draft.repeats) if draft.repeats else None)
            statements.append(made.statement(draft, voice, who.addressee(draft), media.of(draft, voice), ids))
        return statements, [made.actor(referent) for referent in who.referents()]


class _Media:
    """Who passes on, sentence by sentence; each sentence is searched once."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._found: dict[int, list[str]] = {}

    def of(self, draft: Draft, voice: Voice | None) -> tuple[str, ...]:
        """The media named in the sentence of a draft's cue, without its speaker."""
        at = int(np.searchsorted(self._layout.starts, draft.anchor, "right")) - 1
        if at < 0:
            return ()
        if at not in self._found:
            self._found[at] = passed_on_by(self._layout.text, self._layout.sentences[at])
        return tuple(name for name in self._found[at] if voice is None or name.lower() not in voice.text.lower())


class _Maker:
    """Turns the drafts of one segment into records of its document."""

    def __init__(self, document: Document, segment: Segment, calibration: tuple[float, float]) -> None:
        self._document = document
        self._segment = segment
        self._calibration = calibration

    def id(self, draft: Draft) -> str:
        """An id that the document and the evidence give, whatever the run."""
        places = [
            [(p.start + self._segment.start, p.end + self._segment.start) for p in part]
            for part in (draft.cue, draft.content)
        ]
        return "s" + hashlib.sha256(f"{self._document.id}{places}".encode()).hexdigest()[:16]

    def statement(
        self,
        draft: Draft,
        voice: Voice | None,
        addressee: Voice | None,
        via: tuple[str, ...],
        ids: dict[Draft, str],
    ) -> Statement:
        """The record of a draft."""
        act, position = _judgement(draft)
        return Statement(
            id=ids[draft],
            document_id=self._document.id,
            kind=kind_of(self._segment.layout, draft),
            act=act,
            speaker=self._party(voice),
            cue=self._evidence("cue", draft.cue, draft.score),
            content=self._evidence("content", draft.content, draft.score),
            addressee=self._party(addressee),
            position=position,
            inside=ids[draft.inside] if draft.inside else None,
            repeats=ids[draft.repeats] if draft.repeats else None,
            via=via,
            confidence=self._confidence(draft.score),
        )

    def actor(self, referent: Referent) -> Actor:
        """The record of an actor."""
        return Actor(
            id=self._id(referent),
            name=referent.name,
            kind=referent.kind,
            roles=tuple(Title(text=role.text, span=self._at(role.span)) for role in referent.roles),
            affiliation=referent.affiliation,
            mentions=tuple(self._at(span) for span in sorted(set(referent.mentions))),
        )

    def _id(self, referent: Referent) -> str:
        """What has no id that holds across documents has one of its own document's."""
        return referent.id or f"{self._document.id}.{min(referent.mentions).start + self._segment.start}"

    def _confidence(self, score: float) -> float:
        slope, shift = self._calibration
        held = min(max(score, 1e-4), 1 - 1e-4)
        return round(float(1 / (1 + np.exp(-(slope * np.log(held / (1 - held)) + shift)))), 3)

    def _at(self, span: Span) -> Span:
        return Span(start=span.start + self._segment.start, end=span.end + self._segment.start)

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
            name=who.name if who else None,
            actor=self._id(who) if who else None,
            role=title.text if title else None,
            role_span=self._at(title.span) if title else None,
            affiliation=who.affiliation if who else None,
        )


def day_of(published: PartialDate | None) -> PartialDate | None:
    """The day by which offices are held: that of publication, where its year is known."""
    return None if published is None or published.value.startswith("-") else published


def _united(found: Sequence[Actor]) -> tuple[Actor, ...]:
    """One record an actor, where the segments of a long document each made one."""
    united: dict[str, Actor] = {}
    for actor in found:
        known = united.get(actor.id)
        united[actor.id] = (
            actor
            if known is None
            else replace(known, roles=known.roles + actor.roles, mentions=known.mentions + actor.mentions)
        )
    return tuple(united.values())


def _judgement(draft: Draft) -> tuple[Act, Position | None]:
    """Act and kind of position by the model; a statement that only layout told is speech of unknown kind."""
    if draft.judged is None:
        return "speech", None
    kinds: npt.NDArray[np.float32] = draft.judged[KIND]
    likely = np.exp(kinds - kinds.max())
    likely /= likely.sum()
    best = int(likely.argmax())
    position = Position(kind=POSITION_KINDS[best], confidence=round(float(likely[best]), 3))
    return ACTS[int(draft.judged[ACT].argmax())], position
