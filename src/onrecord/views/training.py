"""What people accepted or corrected, as training data: the diplomacy form, brat's stand-off files, Label Studio's JSON.

A statement that nobody accepted or corrected is left out, and a document without any too. Whoever trains on a document
should have judged all its statements: what is left out reads as "nothing was said here".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import Any

from onrecord import codec
from onrecord.ledger import Ledger, ReviewedReading
from onrecord.records import POSITION_KINDS, Party, Reading, Span, Statement


def lines(ledger: Ledger) -> Iterator[str]:
    """The whole ledger, one JSON object a line, in the order in which it was recorded."""
    return ledger.reader.lines()


def diplomacy(ledger: Ledger) -> Iterator[str]:
    """One JSON object a document: `text`, `statements` with spans, names and position, the meetings they are of.

    `occasion` and `inside` are numbers in the lists of meetings and statements. `unjudged` counts the statements of the
    document that nobody has judged.
    """
    return (codec.line(_document(found)) for found in ledger.reader.reviewed())


def _document(found: ReviewedReading) -> dict[str, Any]:
    reading = found.reading
    document = reading.document
    used = {statement.meeting for statement in reading.statements}
    meetings = [meeting for meeting in reading.meetings if meeting.id in used]
    occasions = {meeting.id: number for number, meeting in enumerate(meetings)}
    numbers = {statement.id: number for number, statement in enumerate(reading.statements)}
    return {
        "id": document.input_id or document.id,
        "text": document.text,
        "published": None if document.published is None else document.published.value,
        "publisher": document.publisher,
        "statements": [_statement(one, occasions, numbers) for one in reading.statements],
        "meetings": [_meeting(codec.meeting_to_json(meeting)) for meeting in meetings],
        "times": [codec.time_to_json(time) for time in reading.times],
        "people": [
            {"name": one.name, "roles": [title.text for title in one.roles], "affiliation": one.affiliation}
            for one in reading.actors
            if one.kind == "person"
        ],
        "unjudged": found.open,
    }


def _statement(one: Statement, occasions: dict[str, int], numbers: dict[str, int]) -> dict[str, Any]:
    speaker, position = one.speaker, one.position
    role_span = None if speaker is None else speaker.role_span
    return {
        "content": [codec.span_to_json(piece.span) for piece in one.content],
        "cue": [codec.span_to_json(piece.span) for piece in one.cue],
        "speaker": _span(speaker),
        "speaker_name": None if speaker is None else speaker.name or speaker.text,
        "role": [] if speaker is None or speaker.role is None else [speaker.role],
        "role_spans": [] if role_span is None else [codec.span_to_json(role_span)],
        "affiliation": None if speaker is None else speaker.affiliation,
        "kind": one.kind,
        "act": one.act,
        "addressee": _span(one.addressee),
        "said_on": None if one.said_on is None else one.said_on.value,
        "occasion": None if one.meeting is None else occasions.get(one.meeting),
        "position": None if position is None else position.kind,
        "holder": [] if position is None else list(position.holder),
        "first_hand": None if position is None else position.first_hand,
        "toward": [] if position is None else list(position.toward),
        "issue": None if position is None else position.issue,
        "inside": None if one.inside is None else numbers.get(one.inside),
    }


def _span(party: Party | None) -> list[int] | None:
    return None if party is None else codec.span_to_json(party.span)


def _meeting(value: dict[str, Any]) -> dict[str, Any]:
    return (
        {name: value[name] for name in ("name", "kind")}
        | {"at": value["mentions"]}
        | {name: value[name] for name in ("parties", "place", "start", "end", "status")}
    )


def _pieces(one: Statement) -> list[tuple[str, tuple[Span, ...]]]:
    """The spans of a statement by role, the content first; each piece of the cue by itself."""
    found = [("Statement", tuple(piece.span for piece in one.content))]
    found += [("Cue", (piece.span,)) for piece in one.cue]
    for role, party in (("Speaker", one.speaker), ("Addressee", one.addressee)):
        if party is not None and party.span is not None:
            found.append((role, (party.span,)))
    return found


def _choices(one: Statement) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = [("Kind", one.kind), ("Act", one.act)]
    return found if one.position is None else [*found, ("Position", one.position.kind)]


def brat(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Files by name: `annotation.conf`, then `ID.txt` and `ID.ann` of each document, in brat's stand-off form.

    A statement is an event whose trigger is its content, with cue, speaker and addressee as arguments, kind, act and
    position as attributes, and all its fields, as in the diplomacy form, in a note.
    """
    yield "annotation.conf", _BRAT.format(position="|".join(POSITION_KINDS))
    for found in ledger.reader.reviewed():
        id, reading = found.reading.document.id, found.reading
        yield f"{id}.txt", reading.document.text
        yield f"{id}.ann", "".join(f"{line}\n" for line in _annotations(reading, _document(found)["statements"]))


_BRAT = """[entities]
Cue
Speaker
Addressee
[relations]
[events]
Statement\tCue*:Cue, Speaker?:Speaker, Addressee?:Addressee
[attributes]
Kind\tArg:<EVENT>, Value:direct|mixed|indirect
Act\tArg:<EVENT>, Value:speech|thought
Position\tArg:<EVENT>, Value:{position}
"""


def _annotations(reading: Reading, values: Sequence[dict[str, Any]]) -> Iterator[str]:
    text, marks, attributes = reading.document.text, count(1), count(1)
    for number, (one, fields) in enumerate(zip(reading.statements, values, strict=True), 1):
        arguments: dict[str, int] = {}
        event = ""
        for role, spans in _pieces(one):
            mark = next(marks)
            fragments = [part for span in spans for part in _without_breaks(text, span)]
            if not fragments:
                # A span of line feeds alone, which brat can't have.
                continue
            places = ";".join(f"{part.start} {part.end}" for part in fragments)
            yield f"T{mark}\t{role} {places}\t{' '.join(text[part.start : part.end] for part in fragments)}"
            arguments[role] = arguments.get(role, 0) + 1
            event += f" {role}{arguments[role] if arguments[role] > 1 else ''}:T{mark}"
        if "Statement" not in arguments:
            continue
        yield f"E{number}\t{event.strip()}"
        for name, value in _choices(one):
            yield f"A{next(attributes)}\t{name} E{number} {value}"
        yield f"#{number}\tAnnotatorNotes E{number}\t{codec.line(fields)}"


def _without_breaks(text: str, span: Span) -> list[Span]:
    """The parts of a span between line feeds: no piece of brat's may hold one."""
    return [
        Span(start=span.start + match.start(), end=span.start + match.end())
        for match in re.finditer(r"[^\n]+", text[span.start : span.end])
    ]


def label_studio(ledger: Ledger) -> Iterator[str]:
    """One JSON array of tasks for Label Studio, a task a line: regions, their relations, and choices a region.

    It fits a labelling interface with `<Text name="text" value="$text"/>`, `<Labels name="label" toName="text">` and
    `<Choices name="kind" toName="text" perRegion="true">`, `act` and `position` alike. Offsets are code points.
    """
    comma = ""
    yield "["
    for found in ledger.reader.reviewed():
        document = found.reading.document
        regions = [region for one in found.reading.statements for region in _regions(document.text, one)]
        data = {"id": document.id, "text": document.text, "title": document.title, "publisher": document.publisher}
        yield comma + codec.line({"data": data, "annotations": [{"result": regions}]})
        comma = ","
    yield "]"


def _regions(text: str, one: Statement) -> Iterator[dict[str, Any]]:
    pieces = [(role, span) for role, spans in _pieces(one) for span in spans]
    common = {"to_name": "text", "origin": "manual"}
    for number, (role, span) in enumerate(pieces):
        id = f"{one.id}-{number}"
        place = {"start": span.start, "end": span.end, "text": text[span.start : span.end]}
        label = {"from_name": "label", "type": "labels", "value": place | {"labels": [role]}}
        yield {"id": id} | common | label
        if number:
            yield {"type": "relation", "from_id": f"{one.id}-0", "to_id": id, "direction": "right", "labels": [role]}
            continue
        for name, value in _choices(one):
            choice = {"from_name": name.lower(), "type": "choices", "value": place | {"choices": [value]}}
            yield {"id": id} | common | choice


FORMS: dict[str, Callable[[Ledger], Iterator[str]]] = {"diplomacy": diplomacy, "label-studio": label_studio}
"""The forms that are one file of lines; brat is a folder."""
